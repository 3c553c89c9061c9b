// The commands of `antin roster` against an appliance that keeps a roster, and does each change once.
#pragma once

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "client/cli/roster_plan.hpp"
#include "client/lib/roster.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/tlog/hash.hpp"
#include "core/tlog/proof.hpp"
#include "tests/support/client_pki.hpp"
#include "tests/support/fake_appliance.hpp"
#include "tests/unit/client/cli/run_antin.hpp"

namespace antin::cli {

using testing::HasSubstr;
using testing::Not;
using Words = std::vector<std::string>;

class RosterScene : public testing::Test {
 protected:
  RosterScene()
      : m_appliance([this](const protocol::Request& request, std::size_t) {
          return std::vector<protocol::Response>{reply_to(request)};
        }) {}

  void SetUp() override {
    make_pki(m_scratch);
    const auto options = m_appliance.options();
    m_scratch.write("system.key", client::print_secret_key(options.link.keys).expose_secret());
    m_scratch.must_run("chmod 600 *.key; cp person.crt p-1.crt; cp other.crt p-2.crt");
    m_scratch.write("conf", "server = " + options.link.endpoint +
                                "\nserver-key = " + client::print(options.link.server_key) + "\nkey = system.key\n");
  }

  static protocol::AboutResult about() {
    protocol::AboutResult about;
    about.log = "seal.dev.example/2026";
    about.policy.fill(0x11);
    about.policy_version = 3;
    about.system = "school-1";
    about.units = {"u", "v"};
    about.grants = {"submit"};
    about.registration = {{{"teacher"}, "own", "school-registrar", 1, {}},
                          {{"principal"}, "parent", "department-registrar", 2, {}},
                          {{"acting"}, "own", "school-registrar", 2, {"principal"}}};
    return about;
  }

  // What the appliance would do, as far as a client can tell.
  protocol::Response reply_to(const protocol::Request& request) {
    if (std::holds_alternative<protocol::About>(request.body)) return client::answer(request, about());
    if (const auto* asked = std::get_if<protocol::ReadRoster>(&request.body))
      return client::answer(request, page_of(*asked));
    ++m_changes;
    m_repeated = !m_requests.insert(request.id).second;
    if (m_error && m_changes > m_good_requests) return client::answer(request, *m_error);
    const auto& change = std::get<protocol::ChangeRoster>(request.body);
    m_signatures = change.cms.size();
    protocol::ChangeRosterResult result;
    for (const auto& item : change.items) result.outcomes.push_back(outcome_of(change, item));
    return client::answer(request, result);
  }

  protocol::ReadRosterResult page_of(const protocol::ReadRoster& asked) const {
    protocol::ReadRosterResult page;
    for (auto each = m_roster.upper_bound(asked.after); each != m_roster.end(); ++each) {
      const auto& roles = each->second.roles;
      const bool in_unit =
          std::any_of(roles.begin(), roles.end(), [&](const auto& role) { return role.unit == asked.unit; });
      if (!in_unit || (!asked.person.empty() && asked.person != each->first)) continue;
      page.more = page.people.size() == m_page;
      if (page.more) break;
      page.people.push_back(each->second);
    }
    return page;
  }

  using ItemResult = std::variant<protocol::RosterDone, protocol::WireError>;
  ItemResult outcome_of(const protocol::ChangeRoster& request, const protocol::RosterItem& item) {
    const auto& text = item.statement.empty() ? request.statement : item.statement;
    for (const auto& cms : request.cms)
      if (!evidence::read_detached_cms(cms, request.statement))
        return protocol::wire_error(protocol::Code::approval_invalid);
    if (!item.statement.empty() && !leads_to_root(request, item))
      return protocol::wire_error(protocol::Code::statement_mismatch);
    const auto change = statement::parse_roster_change(base::text(text));
    if (!change) return protocol::wire_error(protocol::Code::statement_mismatch);
    if (m_refused.contains(change->person)) return protocol::wire_error(m_refused.at(change->person));
    if (!m_repeated) ++m_sent[std::string(base::text(text))];
    const auto known = m_done.find(crypto::sha256(text));
    if (known != m_done.end()) return known->second;
    apply(*change);
    const protocol::RosterDone done{m_done.size(), tlog::leaf_hash(text)};
    m_done.emplace(crypto::sha256(text), done);
    return done;
  }

  static bool leads_to_root(const protocol::ChangeRoster& request, const protocol::RosterItem& item) {
    const auto batch = statement::parse_roster_batch(base::text(request.statement));
    return batch &&
           tlog::verify_inclusion(tlog::leaf_hash(item.statement), item.index, batch->items, item.path, batch->root);
  }

  void apply(const statement::RosterChange& change) {
    auto& person = m_roster[change.person];
    person.id = change.person;
    if (change.certificate) person.certificates.push_back(*change.certificate);
    switch (change.action) {
      case base::RosterAction::enrol:
      case base::RosterAction::acting_for:
        person.roles.push_back({change.unit, *change.role, change.scope.value_or(""), start_of(*change.from),
                                end_of(*change.until), change.acting_for.value_or(""), false});
        break;
      case base::RosterAction::suspend: person.suspended.push_back(change.unit); break;
      case base::RosterAction::resume: std::erase(person.suspended, change.unit); break;
      case base::RosterAction::retire:
        std::erase_if(person.roles, [&](const auto& r) { return r.role == change.role; });
      case base::RosterAction::certificate:
      case base::RosterAction::unknown: break;
    }
  }

  std::string path(const std::string& name) const { return (m_scratch / name).string(); }
  std::string text(const std::string& name) const { return m_scratch.text(name); }
  Words key(const std::string& name) const {
    return {"--signing-key", path(name + ".key"), "--certificate", path(name + ".crt"), "--chain", path("ca.crt")};
  }
  Ran roster(const Words& words, const std::string& typed = {}, bool person = false) const {
    return run_antin(Words{"roster"} + words + Words{"--config", path("conf")}, typed, person);
  }
  // People who are enrolled, with certificates that are nobody's.
  void people_are_there(int count) {
    for (int i = 0; i < count; ++i) {
      const auto id = "t-" + std::to_string(1000 + i);
      protocol::RosterPerson person{id, {{}}, {}, {}};
      person.certificates[0].fill(static_cast<std::uint8_t>(i));
      person.roles.push_back({"u", "teacher", "1A", start_of(first), end_of(last), "", false});
      m_roster.emplace(id, std::move(person));
    }
  }
  static std::string line(const std::string& id, const std::string& certificate, const std::string& more = ",,") {
    return id + "," + certificate + ",u,teacher,1A," + print(first) + "," + print(last) + more + "\n";
  }
  void write_people(const std::string& lines) const { m_scratch.write("people.csv", people_header() + lines); }

  // Around today.
  static inline const Day first = first_day(client::now() - std::chrono::days(30));
  static inline const Day last = first_day(client::now() + std::chrono::days(300));

  client::Scratch m_scratch;
  Roster m_roster;
  std::map<std::string, protocol::Code> m_refused;  // by person
  std::map<base::Sha256Hash, protocol::RosterDone> m_done;
  std::set<protocol::RequestId> m_requests;  // a client that waited too long asks again under the same id
  bool m_repeated = false;
  std::map<std::string, int> m_sent;  // in how many requests each statement came
  std::size_t m_page = 100, m_signatures = 0, m_changes = 0, m_good_requests = 0;
  std::optional<protocol::Code> m_error;
  client::FakeAppliance m_appliance;  // last: its thread uses the others
};

}  // namespace antin::cli
