#include "client/cli/standing.hpp"

#include <charconv>

#include "client/cli/settings.hpp"
#include "client/lib/calls.hpp"
#include "core/tlog/hash.hpp"
#include "core/tlog/proof.hpp"

namespace antin::cli {
namespace {

std::uint32_t number_in(const std::string& text) {
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string outcome_of(const protocol::Ending& ending, std::uint32_t revision) {
  const std::string outcome(base::name_of(ending.act));
  return ending.act == base::Act::superseded ? outcome + " by revision " + std::to_string(revision + 1) : outcome;
}

base::Sha256Hash leaf_of(const protocol::Item& item) {
  if (const auto* entry = std::get_if<base::Bytes>(&item)) return tlog::leaf_hash(*entry);
  return std::get<base::Sha256Hash>(item);
}

Stop unproven(const std::string& why) { return {Exit::refused, "PROOF_INVALID", why}; }

// That a log which this one succeeds holds the entry: `trust` must be of that log.
Outcome<void> prove_elsewhere(const protocol::Ending& ending, const client::LogTrust& trust) {
  const auto proof = tlog::parse_proof(ending.proof);
  if (!proof) return unproven(proof.error().text);
  const auto checked = client::check_proof(*proof, ending.leaf, trust);
  if (!checked || proof->index != ending.index)
    return unproven("the log before does not prove what ended the revision");
  return {};
}

// That the entry which is said to have ended the revision is in the log.
Outcome<void> prove(client::Connection& connection, const protocol::Ending& ending, const client::LogTrust& trust) {
  if (!ending.proof.empty()) return prove_elsewhere(ending, trust);
  const auto found = client::inclusion(connection, {ending.index, 0, {}});
  if (!found) return stop_from(found.error());
  if (leaf_of(found->item) != ending.leaf) return unproven("the log holds another entry where the ending should be");
  const auto checked = client::check_proof({found->index, found->path, found->note}, ending.leaf, trust);
  if (!checked || found->index != ending.index) return unproven("the log does not prove what ended the revision");
  return {};
}

}  // namespace

std::string text_of(const Standing& standing) {
  if (!standing.ending) return "in force: nothing has ended revision " + std::to_string(standing.revision);
  const auto& ending = *standing.ending;
  auto text = outcome_of(ending, standing.revision) + ": entry " + std::to_string(ending.index) + ", reason " +
              ending.reason + ", at " + base::print(ending.at);
  if (standing.newest_revision > standing.revision)
    text += "; the newest is revision " + std::to_string(standing.newest_revision);
  return text;
}

void add_to(Report& report, const Standing& standing) {
  if (!standing.ending) return report.fields.emplace_back("standing", std::string("in-force")), void();
  const auto& ending = *standing.ending;
  report.fields.emplace_back("standing", std::string(base::name_of(ending.act)));
  if (ending.act == base::Act::superseded)
    report.fields.emplace_back("superseded_by", std::uint64_t{standing.revision} + 1);
  report.fields.emplace_back("ended_index", ending.index);
  report.fields.emplace_back("ended_leaf", base::print(ending.leaf));
  report.fields.emplace_back("ended_reason", ending.reason);
  report.fields.emplace_back("ended_at", base::print(ending.at));
  report.fields.emplace_back("ended_proven", standing.proven);
}

Outcome<Standing> ask_standing(const Arguments& arguments, const EntryFacts& of,
                               const std::optional<client::LogTrust>& trust) {
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  const auto revision = number_in(of.revision);
  const auto found = client::lookup(*connection, {of.unit, of.kind, of.record, revision, ""});
  if (!found) return stop_from(found.error());
  Standing standing{revision, found->ending, found->newest_revision, false};
  if (!standing.ending || !trust) return standing;
  if (const auto proven = prove(*connection, *standing.ending, *trust); !proven) return proven.error();
  standing.proven = true;
  return standing;
}

}  // namespace antin::cli
