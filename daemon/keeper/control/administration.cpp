#include "daemon/keeper/control/administration.hpp"

#include "core/tlog/checkpoint.hpp"

namespace antin::keeper {
namespace {

struct Begin {
  Workplace& workplace;
  std::unique_ptr<Errand> operator()(const local::AskStatus&) const { return nullptr; }
  std::unique_ptr<Errand> operator()(const local::MakeBackup& asked) const { return backup_errand(workplace, asked); }
  std::unique_ptr<Errand> operator()(const local::MakeArchive& asked) const { return archive_errand(workplace, asked); }
  std::unique_ptr<Errand> operator()(const local::CloseLog& asked) const { return closing_errand(workplace, asked); }
  std::unique_ptr<Errand> operator()(const local::TakeBundle&) const { return bundle_errand(workplace); }
  std::unique_ptr<Errand> operator()(const local::TakeOfficers&) const { return officers_errand(workplace); }
  std::unique_ptr<Errand> operator()(const local::TakeCeremony& asked) const {
    return ceremony_errand(workplace, asked);
  }
  std::unique_ptr<Errand> operator()(const local::GiveStop&) const { return nullptr; }
  std::unique_ptr<Errand> operator()(const local::GiveResume&) const { return nullptr; }
};

std::uint64_t witnessed_size(const LostLog& log) {
  const auto note = tlog::parse_note(log.witnessed);
  const auto checkpoint = note ? tlog::parse_checkpoint(note->text) : base::Result<tlog::Checkpoint>(note.error());
  return checkpoint ? checkpoint->size : 0;
}

}  // namespace

std::string Administration::described(const LostLog& log) const {
  const auto counts = must(m_workplace.ledger.given_back_counts());
  return log.origin + ": " + std::to_string(log.in_hand) + " of " + std::to_string(witnessed_size(log)) +
         " entries in hand; given back " + std::to_string(counts.taken) + ", and as evidence " +
         std::to_string(counts.evidence);
}

std::optional<local::ToControl> Administration::ask(const local::FromControl& asked, const Connected& connected) {
  if (std::holds_alternative<local::AskStatus>(asked)) return status(connected);
  // These wait for nothing that is under way.
  if (const auto* stop = std::get_if<local::GiveStop>(&asked)) return give(protocol::Stop{stop->statement, stop->cms});
  if (const auto* resume = std::get_if<local::GiveResume>(&asked))
    return give(protocol::Resume{resume->statement, resume->signatures});
  if (m_errand) return local::ControlRefused{local::ControlRefusal::not_now, "something else is under way: ask later"};
  m_errand = std::visit(Begin{m_workplace}, asked);
  m_waits = false;
  return std::nullopt;
}

// Durable before anybody is told; all else of the batch leaves with the loop's next commit.
local::ToControl Administration::give(const SignedOrder& order) {
  const auto ordered = m_workplace.flow.take_order(order, {});
  if (ordered.refusal) return local::ControlRefused{local::ControlRefusal::request, ordered.said};
  must(m_workplace.ledger.commit());
  return local::Finished{ordered.said};
}

std::optional<local::ToControl> Administration::turn(Errand::Moment now) {
  if (!m_errand) return std::nullopt;
  auto [said, waits] = m_errand->turn(now);
  m_waits = waits;
  if (said && !std::holds_alternative<local::Progress>(*said)) m_errand.reset();
  return std::move(said);
}

void Administration::nobody_waits() {
  if (m_errand && m_errand->may_be_given_up()) m_errand.reset();
}

local::Status Administration::status(const Connected& connected) const {
  local::Status status;
  status.origin = m_workplace.in_force.policy().origin;
  status.version = ANTIN_VERSION;
  status.start = m_start;
  status.size = must(m_workplace.ledger.size());
  status.published = m_workplace.log.size();
  status.cosigned = m_workplace.log.cosigned_size();
  status.archived = needed(last_archive(m_workplace.ledger)).to;
  status.open_intents = m_workplace.flow.open_intents();
  status.signers = connected.signers;
  status.courier = connected.courier;
  for (const auto& stop : must(m_workplace.ledger.stops()))
    status.stopped.push_back(base::print(stop.target) + ", " + stop.reason + ", by the entry with leaf " +
                             base::print(stop.leaf));
  for (const auto& log : must(m_workplace.ledger.lost_logs())) status.lost.push_back(described(log));
  if (auto closing = must(m_workplace.ledger.closing())) status.successor = std::move(closing->successor);
  return status;
}

}  // namespace antin::keeper
