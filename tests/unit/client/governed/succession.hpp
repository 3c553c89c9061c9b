// A log that was closed or lost, the one that goes on, and an auditor who has the former one's files; a test forges
// either.
#pragma once

#include "client/cli/audit.hpp"
#include "client/cli/former_logs.hpp"
#include "tests/support/fake_log.hpp"
#include "tests/unit/client/governed/governed.hpp"
#include "tests/unit/daemon/keeper/flow/lost_bench.hpp"

namespace antin::cli {

using keeper::test::lost_origin;
using keeper::test::next_origin;
using testing::Not;
using testing::StartsWith;

class Successions : public keeper::test::LostFlow {
 protected:
  // The log is closed for the next one, of which antind then logs the first entries.
  void close_and_go_on() {
    bench.life->flow->begin_closing();
    bench.life->flow->close(next_origin);
    bench.life->settle();
    m_former = bench.life->entries();
    bench.life.reset();
    bench.folder.tools().must_run("cp dev/state/ledger/test.sqlite backup");
    auto how = options();
    how.lost.clear();
    go_on(how);
  }
  void lose_and_go_on() {
    m_former = bench.life->entries();
    sign(said());
    go_on(options());
  }
  void go_on(const keeper::KeeperOptions& how) {
    bench.folder.tools().must_run(
        "cp -r dev/state/log former && cp -r dev/state/log-entries/. former && cp dev/client/log.vkey former.vkey");
    lose();
    name_the_next_log();
    auto begun = test::must(keeper::begin(how));
    m_key = begun.opened.identity.person_key;
    life.emplace(std::move(begun), bench.folder, bench.keys);
    read_log();
  }
  void read_log() { m_entries = life->entries(); }
  [[nodiscard]] base::Sha256Hash policy() { return life->in_force().policy().digest; }
  [[nodiscard]] std::size_t last() const { return m_entries.size() - 1; }

  [[nodiscard]] test::Enrolment change(RosterAction action, const std::string& person) {
    auto made = test::change_of(action, "79760001", person, policy(), real_now() + std::chrono::hours(1));
    made.change.log = next_origin;
    return made;
  }
  // By what the flow takes.
  std::size_t registered(const std::vector<std::string>& registrars, const test::Enrolment& enrolment) {
    life->send(test::alone(bench.folder, registrars, enrolment, real_now()), "department-79");
    read_log();
    return last();
  }
  std::size_t forge(const std::vector<std::string>& registrars, const test::Enrolment& enrolment,
                    const NamedRegistrars& by, const std::string& rule) {
    const auto made = test::alone(bench.folder, registrars, enrolment, real_now());
    m_entries.push_back(roster_entry(made, by, rule, m_key, real_now(), policy()));
    keep_signed(m_replaced, made);
    return last();
  }
  std::size_t resumed(const std::string& target, const base::Sha256Hash& previous) {
    auto order = test::resume_of(target, previous, real_now());
    order.log = next_origin;
    life->send(test::signed_resume(bench.folder, order, {"so-1", "so-2"}, real_now()), "department-79");
    read_log();
    return last();
  }
  void spoil(std::size_t index, const std::string& key, const Json& value) {
    auto entry = Json::parse(m_entries.at(index));
    entry[key] = value;
    m_entries.at(index) = entry.dump();
  }
  // The former log as a forger has it who holds a key of its name, and the successor's word for it.
  void forge_former(client::FakeLog& forged, const std::vector<std::string>& entries) {
    for (const auto& entry : entries) forged.add(entry);
    write_former(forged);
    end_former(forged.note());
  }
  void write_former(const client::FakeLog& forged) {
    bench.folder.tools().must_run("rm -rf former");
    forged.write_files(bench.folder.tools().path() / "former");
    bench.folder.tools().write("former.vkey", tlog::print(forged.key.vkey()) + "\n");
  }
  void end_former(const std::string& note) {
    spoil(0, "checkpoint", note);
    spoil(0, "size", tlog::parse_checkpoint(tlog::parse_note(note).value().text).value().size);
  }

  Outcome<FormerLogs> at_hand(const std::vector<std::string>& words) const {
    const auto arguments = Arguments::parse(audit_check_command(), words);
    if (!arguments) return arguments.error();
    return FormerLogs::from(*arguments);
  }
  [[nodiscard]] std::vector<std::string> words(const std::string& name = "former") const {
    const auto path = (bench.folder.tools().path() / name).string();
    return {"--former", path, "--former-key", path + ".vkey"};
  }
  Judged judged(const std::vector<std::string>& with, const std::string& log = next_origin) {
    const auto former = at_hand(with);
    if (!former) return {former.error().code + ": " + former.error().text, "", ""};
    const auto trust = trust_in(bench.folder);
    const auto fetch = [this](const auto&, const auto& hash) -> Outcome<protocol::StoredResult> {
      const auto name = base::parse_sha256(hash).value();
      const auto replaced = m_replaced.find(name);
      if (replaced != m_replaced.end()) return protocol::StoredResult{replaced->second};
      return stored_in(life->ledger(), name);
    };
    Governance governance({log, trust, m_key, now(), fetch, {}, [&](const auto& succeeds, const auto& of) {
                             return former->inherit(succeeds, of);
                           }});
    return Judged::of(governance, m_entries);
  }
  Judged judged() { return judged(words()); }

  std::optional<keeper::test::NextLife> life;
  base::Bytes m_key;
  std::vector<std::string> m_former, m_entries;
  Replaced m_replaced;
};

}  // namespace antin::cli
