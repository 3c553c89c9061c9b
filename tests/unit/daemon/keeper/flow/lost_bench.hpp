// A log whose disk is lost: some steps are in its backup, others only in the hands of who asked for them. And antind as
// it begins anew, by what security officers have signed.
#pragma once

#include <gmock/gmock.h>

#include "core/statement/lost.hpp"
#include "core/tlog/proof.hpp"
#include "daemon/keeper/beginning.hpp"
#include "tests/support/orders.hpp"
#include "tests/support/signed_policy.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"
#include "tests/unit/daemon/keeper/witnessing/fake_witness.hpp"

namespace antin::keeper::test {

using testing::HasSubstr;

inline const std::string lost_origin = "seal.dev.example/2026";
inline const std::string next_origin = "seal.dev.example/2026b";

class LostFlow : public ::testing::Test {
 protected:
  LostFlow() {
    watch();
    kept = give_out(wish_of("1.kept", "teacher"), "p-000001");
    back_up();
    lost_teacher = give_out(wish_of("1.lost", "teacher"), "p-000001");
    lost_principal = give_out(wish_of("1.lost", "principal", leaf_of(lost_teacher)), "p-000002");
    old_key = bench.life->in_force->log_keys().in_force;
    checkpoint = must(bench.life->ledger.last_checkpoint()).value();
    witnessed = seen_by(witness, checkpoint.note);
    person_key = bench.life->identity.person_key;
  }

  // A witness that has to cosign before anything counts, though sealing does not wait for it.
  void watch() {
    const auto entry = witness.entry();
    bench.folder.tools().must_run(
        "printf '%s\\n' '[witnesses]' 'need = 1' 'lag = \"1m\"' 'on-lag = \"go-on\"' '[[witness]]' 'name = \"" +
        entry.name + "\"' 'vkey = \"" + entry.vkey + "\"' 'url = \"" + entry.url + "\"' >> dev/policy/log.toml");
    bench.sign_next_policy();
    bench.restart();
  }
  [[nodiscard]] base::Instant real_now() const { return bench.clock.reading.now; }
  [[nodiscard]] std::string seen_by(const FakeWitness& who, const std::string& note) const {
    return note + who.line_over(tlog::parse_note(note).value().text, real_now() - std::chrono::minutes(1));
  }
  [[nodiscard]] antin::test::Wish wish_of(const std::string& record, const std::string& step,
                                          std::optional<base::Sha256Hash> previous = {}) const {
    auto wish = step == "teacher" ? bench.wish() : bench.principal_wish(previous.value());
    wish.record = record;
    return wish;
  }
  // Done, and what its client keeps of it.
  protocol::GivenReceipt give_out(const antin::test::Wish& wish, const std::string& person) {
    const auto request = bench.request(wish, {person});
    const auto response = bench.life->send(request);
    if (code_of(response) != "done") throw std::runtime_error("expected done, got " + code_of(response));
    return {std::get<base::Bytes>(response->outcome), response->proof,
            std::get<protocol::Submit>(request.body).approvals};
  }
  static base::Bytes entry_of(const protocol::GivenReceipt& receipt) {
    return std::get<protocol::StepResult>(protocol::parse_result(receipt.result).value()).entry;
  }
  static base::Sha256Hash leaf_of(const protocol::GivenReceipt& receipt) { return tlog::leaf_hash(entry_of(receipt)); }

  void back_up() {
    size_of_backup = must(bench.life->ledger.last_checkpoint()).value().size;
    bench.life.reset();
    bench.folder.tools().must_run("cp dev/state/ledger/test.sqlite backup");
    bench.restart();
  }
  // The disk, and all that was on it.
  void lose() {
    bench.life.reset();
    bench.folder.tools().must_run("rm -rf dev/state/ledger/* dev/state/log dev/state/log-entries");
  }
  void name_the_next_log() {
    const auto& tools = bench.folder.tools();
    const auto vkey = tlog::print(tlog::verifier_key(next_origin, tlog::KeyType::ed25519, old_key.spki()).value());
    tools.must_run("sed -i 's#" + lost_origin + "#" + next_origin + "#' dev/policy/bundle.toml");
    tools.must_run("sed -i 's#^vkey = \"" + lost_origin + "+.*#vkey = \"" + vkey + "\"#' dev/policy/keys.toml");
    tools.must_run("printf '\\n[succeeds]\\nvkey = \"" + tlog::print(old_key) + "\"\\n' >>dev/policy/log.toml");
    antin::test::sign_next_policy(bench.folder, {"so-1", "so-2"}, next_origin);
  }
  [[nodiscard]] statement::Lost said() const {
    return {lost_origin,
            next_origin,
            checkpoint.size,
            tlog::parse_checkpoint(tlog::parse_note(checkpoint.note).value().text).value().root,
            size_of_backup,
            "disk-failed",
            crypto::random_array<16>(),
            std::chrono::floor<std::chrono::seconds>(real_now()) + std::chrono::hours(1)};
  }
  void sign(const statement::Lost& statement, const std::vector<std::string>& officers = {"so-1", "so-2"}) const {
    bench.folder.tools().must_run("mkdir -p dev/lost");
    antin::test::sign_as_officers(bench.folder, "lost", statement::print(statement), officers);
    bench.folder.tools().write("dev/lost/checkpoint", base::view(witnessed));
  }
  [[nodiscard]] KeeperOptions options() const {
    const auto path = bench.folder.path();
    KeeperOptions made;
    made.policy = path / "policy";
    made.officers = path / "officers";
    made.revocation = path / "revocation";
    made.ledger = path / "state/ledger/test.sqlite";
    made.succeeds = bench.folder.tools().path() / "backup";
    made.lost = path / "lost";
    made.make_ledger = true;
    made.development_clock = true;
    return made;
  }

  Bench bench;
  FakeWitness witness{"w1.example"};
  protocol::GivenReceipt kept, lost_teacher, lost_principal;
  tlog::VerifierKey old_key;
  SignedCheckpoint checkpoint;  // the last of the lost log
  std::string witnessed;        // with what the witness says
  std::uint64_t size_of_backup = 0;
  base::Bytes person_key;
};

// antind's life over the next log.
class NextLife {
 public:
  NextLife(Begun made, const antin::test::DevelopmentFolder& folder, SoftwareKeys& keys)
      : m_begun(std::move(made)),
        m_keys(keys),
        m_folder(folder),
        m_log(ledger(), in_force().log_keys(),
              Publisher({folder.path() / "state/log", folder.path() / "state/log-entries"}, ledger())),
        m_witnesses(in_force().policy().log, in_force().witnesses(), ledger(), m_log),
        m_anchors(in_force().policy().log, in_force().anchor_roots(), ledger(), m_log, *m_begun.clock),
        m_flow(ledger(), m_begun.opened.identity, m_log, m_witnesses, m_anchors, in_force(), keys, *m_begun.clock, {}) {
    m_flow.start(m_begun.beginning);
    settle();
  }

  std::optional<protocol::Response> send(decltype(protocol::Request::body) body,
                                         const std::string& system = "school-79760001") {
    const auto pub = m_folder.read("client/" + system + ".pub");
    const auto caller = client::parse_curve_public_key(base::text(pub)).value();
    const protocol::Request request{crypto::random_array<16>(), std::move(body)};
    m_flow.receive(local::Forward{caller, {0, 1, 2, 3, 4}, protocol::encode(request)});
    settle();
    return std::exchange(m_reply, std::nullopt);
  }
  [[nodiscard]] std::vector<std::string> entries() {
    std::vector<std::string> all;
    for (std::uint64_t index = 0; index < must(ledger().size()); ++index)
      all.emplace_back(base::text(*must(ledger().entry(index))));
    return all;
  }
  [[nodiscard]] Ledger& ledger() { return *m_begun.opened.ledger; }
  [[nodiscard]] InForce& in_force() { return *m_begun.in_force; }

 private:
  void settle() {
    collect(m_flow.finish_batch());
    for (auto outcomes = m_keys.take_outcomes(); !outcomes.empty(); outcomes = m_keys.take_outcomes()) {
      for (const auto& outcome : outcomes) m_flow.receive(outcome);
      collect(m_flow.finish_batch());
    }
  }
  void collect(const std::vector<local::Answer>& answers) {
    for (const auto& answer : answers) m_reply = protocol::parse_response(answer.response).value();
  }

  Begun m_begun;
  SoftwareKeys& m_keys;
  const antin::test::DevelopmentFolder& m_folder;
  Log m_log;
  Witnesses m_witnesses;
  Anchors m_anchors;
  Flow m_flow;
  std::optional<protocol::Response> m_reply;
};

}  // namespace antin::keeper::test
