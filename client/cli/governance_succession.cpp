// Where a log goes on from another that was closed, or lost with its disk.
#include "client/cli/governance.hpp"
#include "core/statement/lost.hpp"
#include "core/tlog/checkpoint.hpp"

namespace antin::cli {
namespace {

void append(Findings& findings, Findings more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Of a note, whoever has signed it.
std::string root_in(const std::string& text) {
  const auto note = tlog::parse_note(text);
  const auto checkpoint = note ? tlog::parse_checkpoint(note->text) : base::Error{"no note"};
  return checkpoint ? base::to_base64(checkpoint->root) : "none";
}

}  // namespace

std::optional<Inheritance> Governance::hand_on() const {
  if (m_unknown_before || !m_officers || !m_bundles.in_force()) return std::nullopt;
  return Inheritance{*m_officers, *m_bundles.in_force(), m_stopped, m_roster.changes()};
}

Outcome<Findings> Governance::take_succession(std::uint64_t index, const EntryFacts& facts) {
  if (index != 0) return Findings{broken(former_log, "a log goes on from another with its first entry or not at all")};
  auto inherited = m_means.inherit ? m_means.inherit(facts, m_means) : Outcome<Inherited>(not_at_hand(facts.log));
  if (!inherited) return inherited.error();
  auto& [what, findings] = *inherited;
  m_unknown_before = !what;
  if (what) inherit(*std::move(what));
  if (!facts.lost) return std::move(findings);
  auto loss = take_loss(facts);
  if (!loss) return loss.error();
  append(findings, *std::move(loss));
  return std::move(findings);
}

void Governance::inherit(Inheritance what) {
  m_officers = policy::bundle::carried(what.officers, m_means.log);
  m_awaits_inherited = true;
  m_bundles.inherit(what.bundle);
  m_stopped = std::move(what.stopped);
  m_roster.inherit(std::move(what.roster));
}

// Nobody sees but people that a disk is gone: a quorum of that log's officers says so.
Outcome<Findings> Governance::take_loss(const EntryFacts& facts) {
  const auto at = base::parse_instant(facts.at);
  if (!at) return Findings{broken("time", "the entry has none to judge it at")};
  auto what = signed_by_officers(facts);
  if (!what) return what.error();
  const Change change{facts, {}, *at, *std::move(what)};
  const auto said = statement::parse_lost(change.what.text);
  if (!said) return Findings{broken("statement", said.error().text)};
  m_loss = facts.statement;
  const auto& lost = *facts.lost;
  return Findings{compared({{"log", said->log, facts.log},
                            {"successor", said->successor, m_means.log},
                            {"size", std::to_string(said->size), std::to_string(lost.size)},
                            {"root", base::to_base64(said->root), root_in(lost.checkpoint)},
                            {"backup", std::to_string(said->backup), std::to_string(facts.size.value_or(0))},
                            {"reason", said->reason, lost.reason}}),
                  in_time(said->expires, *at), quorum_of_loss(change)};
}

Finding Governance::quorum_of_loss(const Change& change) const {
  if (m_officers) return quorum(change);
  return open("quorum", "who the lost log's officers were is not known here; " + std::string(how_to_know));
}

// By the word that made the log, which says nothing of a stop: nothing is sealed before what came back was seen.
bool Governance::is_stop_of_loss(const EntryFacts& facts) const {
  return facts.type == "stop-order" && !m_loss.empty() && facts.statement == m_loss;
}

Findings Governance::take_stop_of_loss(const Change& change) {
  const auto& facts = change.facts;
  const base::Target appliance{base::Stoppable::appliance, {}};
  const auto said = statement::parse_lost(change.what.text);
  m_stopped[appliance] = change.leaf;
  return {compared({{"target", base::print(appliance), facts.target},
                    {"reason", said ? said->reason : std::string(), facts.reason}}),
          quorum_of_loss(change)};
}

}  // namespace antin::cli
