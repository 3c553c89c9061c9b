// Which attributes a module takes when a key is made. Each is tried in a process of its own: some modules make no keys
// at all after one that they refused.
#include "daemon/ceremony/probe/offspring.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

enum Status : int { taken = 0, not_taken = 10, pin_refused = 11, no_keys = 12 };

int try_attribute(const Aim& aim, std::size_t index) {
  Subject subject(aim, [](Pace) {});
  const auto opened = subject.open(Opening::user);
  if (subject.refused(CKU_USER)) return pin_refused;
  if (!opened || !subject.any_key()) return no_keys;
  const auto kind = subject.any_kind();
  const bool takes = takes_attribute(subject.session(), index, kind, subject.label("attribute"));
  subject.close();
  return takes ? taken : not_taken;
}

Answer takes_each_attribute(Subject& subject) {
  std::string refused;
  for (std::size_t index = 0; index < attributes_to_try(); ++index) {
    subject.slow_work();
    Offspring trial([&](int) { return try_attribute(subject.aim(), index); });
    const auto end = trial.end_within(subject.aim().deadline * 5);
    if (end.well()) continue;
    if (end.status == pin_refused) {
      subject.refuse(CKU_USER);
      return not_tried("its PIN was refused");
    }
    if (end.status == no_keys) return not_tried("no key is made");
    refused += (refused.empty() ? "" : ", ") + std::string(name_of_attribute(index));
    if (end.status != not_taken) refused += " (" + said_of(end) + ")";
  }
  return refused.empty() ? yes() : differs("refused: " + refused);
}

constexpr Check checks[] = {
    {"key.attributes", "Does it take each of these attributes by itself?", Bearing::choice,
     "A plan cannot set on purpose what the module refuses to hear: read the key's attributes back.",
     takes_each_attribute},
};

}  // namespace

const Group template_group{.name = "key",
                           .title = "Attributes that keys are made with",
                           .opening = Opening::nothing,
                           .one_process_each = true,
                           .checks = checks};

}  // namespace antin::ceremony::probe
