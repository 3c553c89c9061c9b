// What security officers have signed comes into force in one turn, whole or not at all; that it did is said once its
// entry is durable.
#include <functional>

#include "daemon/keeper/control/errand.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

class Governing final : public Errand {
 public:
  using Take = std::function<base::Result<std::string>()>;  // what is so from now on
  explicit Governing(Take take) : m_take(std::move(take)) {}

  Turn turn(Moment) override {
    if (m_done) return {local::Finished{*m_done}};
    auto taken = m_take();
    if (!taken) return refused(local::ControlRefusal::request, taken.error().text);
    process::log_info(*taken);
    m_done = *std::move(taken);
    return {};
  }
  [[nodiscard]] bool may_be_given_up() const override { return true; }

 private:
  Take m_take;
  std::optional<std::string> m_done;
};

base::Result<std::string> take_bundle(Workplace& workplace) {
  if (const auto taken = workplace.flow.take_bundle(workplace.places); !taken) return taken.error();
  const auto& policy = workplace.in_force.policy();
  return "policy " + base::print(policy.digest) + " version " + std::to_string(policy.version) + " is in force";
}

base::Result<std::string> take_officers(Workplace& workplace) {
  if (const auto taken = workplace.flow.take_officers(workplace.places); !taken) return taken.error();
  return std::string("those of officers.toml are the security officers from now on");
}

}  // namespace

std::unique_ptr<Errand> bundle_errand(Workplace& workplace) {
  return std::make_unique<Governing>([&workplace] { return take_bundle(workplace); });
}

std::unique_ptr<Errand> officers_errand(Workplace& workplace) {
  return std::make_unique<Governing>([&workplace] { return take_officers(workplace); });
}

}  // namespace antin::keeper
