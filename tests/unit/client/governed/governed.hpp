// What antind has logged of those who govern, and what it keeps of it, for an auditor to decide again; a test spoils
// either.
#pragma once

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "client/cli/governance.hpp"
#include "core/tlog/hash.hpp"
#include "policy/bundle/people.hpp"
#include "tests/support/orders.hpp"
#include "tests/support/signed_policy.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::cli {

using base::RosterAction;
using Json = nlohmann::json;
using testing::HasSubstr;

// What a ledger keeps by its hash, as an appliance shows it to auditors.
inline Outcome<protocol::StoredResult> stored_in(keeper::Ledger& ledger, const base::Sha256Hash& name) {
  if (auto change = *ledger.roster_statement(name)) {
    protocol::StoredRosterChange out{change->statement, change->signatures};
    if (change->item) out.bulk = protocol::BulkItem{change->item->statement, change->item->index, change->item->path};
    return protocol::StoredResult{std::move(out)};
  }
  if (auto blob = *ledger.blob(name)) return protocol::StoredResult{*std::move(blob)};
  return Stop{Exit::refused, "NOT_FOUND", base::print(name)};
}

inline evidence::Trust trust_in(const test::DevelopmentFolder& folder) {
  const auto certificate = [&](const char* name) {
    return crypto::certificate_from_pem(folder.read(std::string("ca/") + name + ".crt")).value();
  };
  return {{certificate("root")}, {certificate("people-ca")}, {}, evidence::Revocation::if_present};
}

using Replaced = std::map<base::Sha256Hash, decltype(protocol::StoredResult::what)>;
using NamedRegistrars = std::vector<std::pair<std::string, std::string>>;  // id, role

// The entry that antind would have made of a change.
inline std::string roster_entry(const protocol::ChangeRoster& change, const NamedRegistrars& by,
                                const std::string& rule, base::ByteView person_key, base::Instant at,
                                const base::Sha256Hash& policy) {
  const auto said = statement::parse_roster_change(base::text(change.statement)).value();
  const auto name = base::print(crypto::sha256(change.statement));
  auto registrars = Json::array();
  for (const auto& [id, role] : by)
    registrars.push_back(
        {{"id", keeper::print_person(person_key, id)}, {"role", role}, {"proof", "certificate"}, {"statement", name}});
  Json entry{{"type", "roster"},
             {"at", base::print(at)},
             {"action", base::name_of(said.action)},
             {"unit", said.unit},
             {"person", keeper::print_person(person_key, said.person)},
             {"statement", name},
             {"registrars", registrars},
             {"rule", rule},
             {"system", "department-79"},
             {"policy", base::print(policy)}};
  if (said.role) entry["role"] = *said.role;
  if (said.scope) entry["scope"] = *said.scope;
  const auto converted = policy::bundle::converted(statement::RosterChange(said)).change;
  if (said.from) entry["from"] = base::print(converted.from);
  if (said.until) entry["until"] = base::print(converted.until);
  if (said.certificate) entry["certificate"] = base::print(*said.certificate);
  if (said.acting_for) entry["acting_for"] = keeper::print_person(person_key, *said.acting_for);
  return entry.dump();
}

inline void keep_signed(Replaced& kept, const protocol::ChangeRoster& change) {
  kept[crypto::sha256(change.statement)] = protocol::StoredRosterChange{change.statement, change.cms};
  if (!change.items.empty() && !change.items[0].certificate.empty())
    kept[crypto::sha256(change.items[0].certificate)] = change.items[0].certificate;
}

// Of each entry what is broken, as `index rule: text`, in order; and what was left open as `index (rule)`.
struct Judged {
  std::string broken, held, open;  // open: with its text

  static Judged of(Governance& governance, const std::vector<std::string>& entries) {
    Judged out;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto found = governance.take({i, base::copy(base::view(entries[i]))});
      if (!found) out.broken += std::to_string(i) + " stopped: " + found.error().text + "\n";
      if (!found) return out;
      for (const auto& finding : *found) out.take(i, finding);
    }
    return out;
  }
  void take(std::size_t index, const Finding& finding) {
    const auto& [rule, text, holds] = finding;
    const auto told = std::to_string(index) + " " + rule + ": " + text + "\n";
    EXPECT_NE(holds, Holds::unknown);
    if (holds == Holds::no) broken += told;
    if (holds == Holds::not_checked) broken += std::to_string(index) + " (" + rule + ")\n";
    if (holds == Holds::not_checked) open += told;
    if (holds == Holds::yes) held += told;
  }
};

class Governed : public testing::Test {
 protected:
  [[nodiscard]] base::Instant now() const { return bench.clock.reading.now; }
  [[nodiscard]] base::Sha256Hash policy() const { return bench.life->in_force->policy().digest; }
  [[nodiscard]] std::size_t last() const { return bench.life->entries().size() - 1; }

  // By what the flow takes: it must be done. Its entry.
  std::size_t registered(const std::vector<std::string>& registrars, const test::Enrolment& enrolment) {
    const auto result = bench.changed(test::alone(bench.folder, registrars, enrolment, now()));
    EXPECT_TRUE(std::holds_alternative<protocol::RosterDone>(result.outcomes.at(0)));
    return last();
  }
  [[nodiscard]] test::Enrolment suspension(const std::string& person) const {
    return test::change_of(RosterAction::suspend, "79760001", person, policy(), now() + std::chrono::hours(1));
  }
  // Somebody new, with a certificate that nobody has: `role` of 79760001.
  [[nodiscard]] test::Enrolment enrolment(const std::string& person, const std::string& file,
                                          const std::string& role) const {
    auto made = test::change_of(RosterAction::enrol, "79760001", person, policy(), now() + std::chrono::hours(1));
    made.change.role = role;
    made.change.from = test::day_from(now(), -90);
    made.change.until = test::day_from(now(), 365);
    return test::with_certificate(std::move(made), bench.folder, file);
  }
  std::optional<protocol::Response> send(decltype(protocol::Request::body) body) {
    return bench.life->send({crypto::random_array<16>(), std::move(body)}, "department-79");
  }
  std::size_t stopped(const std::string& target) {
    send(test::signed_stop(bench.folder, test::stop_of(target, now()), "so-1", now()));
    return last();
  }
  std::size_t resumed(const std::string& target, const base::Sha256Hash& previous) {
    send(test::signed_resume(bench.folder, test::resume_of(target, previous, now()), {"so-1", "so-2"}, now()));
    return last();
  }

  // The log as it is, and all that it keeps.
  void read_log() {
    m_entries = bench.life->entries();
    m_replaced.clear();
  }
  void spoil(std::size_t index, const std::string& key, const Json& value) {
    auto entry = Json::parse(m_entries.at(index));
    entry[key] = value;
    m_entries.at(index) = entry.dump();
  }
  // Instead of what registrars signed for an entry; the entry names it.
  void replace_signed(std::size_t index, protocol::StoredRosterChange stored) {
    const auto name = crypto::sha256(stored.bulk ? stored.bulk->statement : stored.statement);
    auto entry = Json::parse(m_entries.at(index));
    entry["statement"] = base::print(name);
    for (auto& one : entry["registrars"]) one["statement"] = base::print(name);
    m_entries.at(index) = entry.dump();
    m_replaced[name] = std::move(stored);
  }
  // A forger puts this into the log: registrars' ids and roles as it pleases.
  std::size_t forge(const protocol::ChangeRoster& change, const NamedRegistrars& by, const std::string& rule) {
    m_entries.push_back(roster_entry(change, by, rule, bench.life->identity.person_key, now(), policy()));
    keep_signed(m_replaced, change);
    return m_entries.size() - 1;
  }

  Outcome<protocol::StoredResult> fetch(const std::string& hash) {
    const auto name = base::parse_sha256(hash).value();
    if (const auto replaced = m_replaced.find(name); replaced != m_replaced.end())
      return protocol::StoredResult{replaced->second};
    return stored_in(bench.life->ledger, name);
  }
  std::string broken() {
    const auto trust = trust_in(bench.folder);
    Governance governance({"seal.dev.example/2026", trust, bench.life->identity.person_key, now(),
                           [this](const auto&, const auto& hash) { return fetch(hash); }});
    auto judged = Judged::of(governance, m_entries);
    m_held = std::move(judged.held);
    return judged.broken;
  }

  keeper::test::Bench bench;
  std::vector<std::string> m_entries;
  Replaced m_replaced;
  std::string m_held;

  static constexpr const char* sound = "0 (quorum)\n";  // the first officers are for the record of their ceremony
};

}  // namespace antin::cli
