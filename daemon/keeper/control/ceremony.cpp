// A key ceremony is taken into the log in one turn; that it is there is said with the proof, once a checkpoint covers
// it, cosigned where the policy asks for that.
#include "daemon/keeper/control/errand.hpp"

namespace antin::keeper {
namespace {

class TakingCeremony final : public Errand {
 public:
  TakingCeremony(Workplace& workplace, base::Bytes note) : m_workplace(workplace), m_note(std::move(note)) {}

  Turn turn(Moment) override { return m_index ? await_checkpoint() : take(); }
  // Asked for again, it is there.
  [[nodiscard]] bool may_be_given_up() const override { return true; }

 private:
  Turn take();
  [[nodiscard]] Turn await_checkpoint() const;

  Workplace& m_workplace;
  base::Bytes m_note;
  std::optional<std::uint64_t> m_index;
};

Errand::Turn TakingCeremony::take() {
  const auto taken = m_workplace.flow.take_ceremony(m_note);
  if (!taken) return refused(local::ControlRefusal::request, taken.error().text);
  m_index = *taken;
  return {};
}

Errand::Turn TakingCeremony::await_checkpoint() const {
  auto& log = m_workplace.log;
  const auto needed = *m_index + 1;
  if (log.size() < needed) return {local::Progress{"its checkpoint is being signed", log.size(), needed}, true};
  if (m_workplace.in_force.policy().log.witnesses_needed > 0 && log.cosigned_size() < needed)
    return {local::Progress{"witnesses are cosigning its checkpoint", log.cosigned_size(), needed}, true};
  const auto proven = [&](std::uint64_t index) {
    return local::ProvenEntry{*must(m_workplace.ledger.entry(index)), log.proof_of(index)};
  };
  return {local::CeremonyTaken{proven(*m_index), proven(0)}};
}

}  // namespace

std::unique_ptr<Errand> ceremony_errand(Workplace& workplace, const local::TakeCeremony& asked) {
  return std::make_unique<TakingCeremony>(workplace, asked.note);
}

}  // namespace antin::keeper
