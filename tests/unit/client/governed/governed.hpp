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
  std::size_t forge(const protocol::ChangeRoster& change, const std::vector<std::pair<std::string, std::string>>& by,
                    const std::string& rule) {
    const auto said = statement::parse_roster_change(base::text(change.statement)).value();
    const auto& key = bench.life->identity.person_key;
    const auto name = crypto::sha256(change.statement);
    auto registrars = Json::array();
    for (const auto& [id, role] : by)
      registrars.push_back({{"id", keeper::print_person(key, id)},
                            {"role", role},
                            {"proof", "certificate"},
                            {"statement", base::print(name)}});
    Json entry{{"type", "roster"},
               {"at", base::print(now())},
               {"action", base::name_of(said.action)},
               {"unit", said.unit},
               {"person", keeper::print_person(key, said.person)},
               {"statement", base::print(name)},
               {"registrars", registrars},
               {"rule", rule},
               {"system", "department-79"},
               {"policy", base::print(policy())}};
    if (said.role) entry["role"] = *said.role;
    if (said.scope) entry["scope"] = *said.scope;
    const auto converted = policy::bundle::converted(statement::RosterChange(said)).change;
    if (said.from) entry["from"] = base::print(converted.from);
    if (said.until) entry["until"] = base::print(converted.until);
    if (said.certificate) entry["certificate"] = base::print(*said.certificate);
    if (said.acting_for) entry["acting_for"] = keeper::print_person(key, *said.acting_for);
    m_entries.push_back(entry.dump());
    m_replaced[name] = protocol::StoredRosterChange{change.statement, change.cms};
    if (!change.items.empty() && !change.items[0].certificate.empty())
      m_replaced[crypto::sha256(change.items[0].certificate)] = change.items[0].certificate;
    return m_entries.size() - 1;
  }

  Outcome<protocol::StoredResult> fetch(const std::string& hash) {
    const auto name = base::parse_sha256(hash).value();
    if (const auto replaced = m_replaced.find(name); replaced != m_replaced.end())
      return protocol::StoredResult{replaced->second};
    auto& ledger = bench.life->ledger;
    if (auto change = *ledger.roster_statement(name)) {
      protocol::StoredRosterChange out{change->statement, change->signatures};
      if (change->item) out.bulk = protocol::BulkItem{change->item->statement, change->item->index, change->item->path};
      return protocol::StoredResult{std::move(out)};
    }
    if (auto blob = *ledger.blob(name)) return protocol::StoredResult{*std::move(blob)};
    return Stop{Exit::refused, "NOT_FOUND", hash};
  }
  // Of each entry what is broken, as `index rule: text`, in order; and what was left open as `index (rule)`.
  std::string broken() {
    const auto& folder = bench.folder;
    const auto certificate = [&](const char* name) {
      return crypto::certificate_from_pem(folder.read(std::string("ca/") + name + ".crt")).value();
    };
    const evidence::Trust trust({certificate("root")}, {certificate("people-ca")}, {},
                                evidence::Revocation::if_present);
    Governance governance({"seal.dev.example/2026", trust, bench.life->identity.person_key, now(),
                           [this](const auto&, const auto& hash) { return fetch(hash); }});
    std::string out;
    m_held.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
      const auto found = governance.take({i, base::copy(base::view(m_entries[i]))});
      if (!found) return out + std::to_string(i) + " stopped: " + found.error().text + "\n";
      for (const auto& [rule, text, holds] : *found) {
        EXPECT_NE(holds, Holds::unknown);
        if (holds == Holds::no) out += std::to_string(i) + " " + rule + ": " + text + "\n";
        if (holds == Holds::not_checked) out += std::to_string(i) + " (" + rule + ")\n";
        if (holds == Holds::yes) m_held += std::to_string(i) + " " + rule + ": " + text + "\n";
      }
    }
    return out;
  }

  keeper::test::Bench bench;
  std::vector<std::string> m_entries;
  std::map<base::Sha256Hash, decltype(protocol::StoredResult::what)> m_replaced;
  std::string m_held;

  static constexpr const char* sound = "0 (quorum)\n";  // the first officers are for the record of their ceremony
};

}  // namespace antin::cli
