// Rules change only by the word of a quorum, whole, and are remembered for as long as somebody may still name them.
#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/bundles/kept.hpp"
#include "tests/support/ceremony_note.hpp"
#include "tests/support/must.hpp"
#include "tests/support/signed_policy.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class GovernedFlow : public ::testing::Test {
 protected:
  void change(const std::string& file, const std::string& from, const std::string& to) const {
    bench.folder.tools().must_run("grep -q '" + from + "' dev/policy/" + file + " && sed -i 's#" + from + "#" + to +
                                  "#' dev/policy/" + file);
  }
  void change_something() const { change("units.toml", "Hoa Sen", "Hoa Hồng"); }
  // What is said when the folder's bundle is not taken; and then nothing has changed.
  [[nodiscard]] std::string refusal() {
    const auto before = bench.wish().policy;
    const auto entries = bench.life->entries().size();
    const auto taken = bench.take_policy();
    EXPECT_EQ(bench.wish().policy, before);
    EXPECT_EQ(bench.life->entries().size(), entries);
    return taken ? "" : taken.error().text;
  }
  [[nodiscard]] policy::bundle::Officers officers() const {
    return antin::test::must(kept_officers(bench.life->ledger)).value();
  }
  // The folder's officers become these; signed by `signers` as what follows the officers of now.
  void propose(const std::vector<std::string>& next, const std::vector<std::string>& signers) const {
    std::string text = "threshold = 2\n";
    for (const auto& id : next) text += "[[officer]]\nid = \"" + id + "\"\ncertificate = \"" + id + ".crt\"\n";
    bench.folder.tools().write("dev/officers/officers.toml", text);
    for (const auto& id : next) bench.folder.tools().must_run("cp dev/people/" + id + ".crt dev/officers");
    const auto before = officers().statement;
    const auto said =
        antin::test::must(policy::bundle::read_officers(bench.life->places.officers, before.log, &before));
    antin::test::sign_as_officers(bench.folder, "officers", statement::print(said.statement), signers);
  }
  [[nodiscard]] base::Result<void> replace_officers() {
    const auto taken = bench.life->flow->take_officers(bench.life->places);
    bench.life->settle();
    return taken;
  }
  // Another key for this log, and its vkey.
  [[nodiscard]] std::pair<crypto::PrivateKey, std::string> make_log_key() const {
    const auto& tools = bench.folder.tools();
    tools.must_run("openssl genpkey -algorithm ed25519 -out other.key");
    auto key = antin::test::must(crypto::PrivateKey::from_pem(tools.read("other.key"), base::Secret()));
    const auto vkey = tlog::verifier_key("seal.dev.example/2026", tlog::KeyType::ed25519, key.spki());
    return {std::move(key), tlog::print(vkey.value())};
  }
  void later(base::Instant::duration time) { bench.clock.reading.now += time; }

  Bench bench;
};

TEST_F(GovernedFlow, a_new_log_begins_with_its_officers_and_the_bundle_that_they_signed) {
  const auto entries = bench.life->entries();
  ASSERT_GE(entries.size(), 3U);
  EXPECT_THAT(entries[0], HasSubstr(R"("type":"officers")"));
  EXPECT_THAT(entries[0], HasSubstr(R"("threshold":2)"));
  EXPECT_THAT(entries[1], HasSubstr(R"("type":"policy")"));
  EXPECT_THAT(entries[1], HasSubstr(R"("officer":"so-2")"));
  EXPECT_THAT(entries[1], Not(HasSubstr("previous")));
  EXPECT_THAT(entries[2], HasSubstr(R"("type":"start")"));
  EXPECT_EQ(officers().statement.officers.size(), 3U);
}

TEST_F(GovernedFlow, a_new_log_says_from_which_ceremony_its_officers_come) {
  const auto& tools = bench.folder.tools();
  const std::vector<std::string> all{"so-1", "so-2", "so-3"};
  auto transcript = antin::test::transcript_of(tools, "dev/people", "seal.dev.example/2026", all);
  transcript.officers = policy::bundle::hash_of(officers().statement);
  const auto note = antin::test::ceremony_note(tools, "dev/people", transcript, all);
  tools.write("dev/officers/transcript.note", note);
  bench.life.reset();
  tools.must_run("rm -r dev/state/ledger/test.sqlite* dev/state/log dev/state/log-entries");
  bench.restart();
  const auto hash = crypto::sha256(base::view(statement::print(transcript)));
  const auto noted = crypto::sha256(base::view(note));
  const auto entry = bench.life->entries()[0];
  EXPECT_THAT(entry, HasSubstr(R"("ceremony":"test-2026.1")"));
  EXPECT_THAT(entry, HasSubstr(R"("note":")" + base::print(noted)));
  EXPECT_THAT(entry, HasSubstr(R"("plan":")" + base::print(transcript.plan)));
  EXPECT_THAT(entry, HasSubstr(R"("transcript":")" + base::print(hash)));
  EXPECT_EQ(base::text(*must(bench.life->ledger.blob(noted))), note);
}

TEST_F(GovernedFlow, a_start_with_the_same_bundle_asks_nobody_to_sign_again) {
  bench.folder.tools().must_run("rm dev/policy/signatures/*.p7s");
  const auto before = bench.life->entries().size();
  bench.restart();
  EXPECT_EQ(bench.life->entries().size(), before + 1);
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("type":"start")"));
}

TEST_F(GovernedFlow, officers_come_from_the_ledger_alone_once_they_are_pinned) {
  bench.folder.tools().must_run("rm -r dev/officers");
  bench.restart();
  EXPECT_EQ(officers().statement.officers.size(), 3U);
}

TEST_F(GovernedFlow, a_start_with_a_changed_bundle_that_nobody_signed_is_refused) {
  change_something();
  bench.life.reset();
  try {
    bench.restart();
    FAIL();
  } catch (const std::runtime_error& refused) {
    EXPECT_THAT(refused.what(), HasSubstr("the files are not those that were signed"));
  }
}

TEST_F(GovernedFlow, a_bundle_is_taken_while_antind_runs_and_its_entry_names_it_and_who_signed) {
  const auto before = bench.wish().policy;
  change_something();
  bench.sign_next_policy({"so-1", "so-3"});
  const auto taken = bench.take_policy();
  ASSERT_TRUE(taken.ok()) << taken.error().text;
  EXPECT_NE(bench.wish().policy, before);
  EXPECT_EQ(bench.life->in_force->policy().units.at("79760001").name, "Trường Tiểu học Hoa Hồng");
  const auto entry = bench.life->entries().back();
  EXPECT_THAT(entry, HasSubstr(R"("policy":")" + base::print(bench.wish().policy)));
  EXPECT_THAT(entry, HasSubstr(R"("previous":")" + base::print(before)));
  EXPECT_THAT(entry, HasSubstr(R"("version":2)"));
  EXPECT_THAT(entry, HasSubstr(R"("officer":"so-3")"));
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(base::print(bench.wish().policy)));
  bench.restart();
  EXPECT_EQ(bench.life->in_force->policy().version, 2U);
}

TEST_F(GovernedFlow, what_was_signed_for_can_be_read_again_from_the_ledger) {
  const auto files = kept_files(bench.life->ledger, bench.wish().policy);
  ASSERT_TRUE(files.ok()) << files.error().text;
  EXPECT_EQ(policy::bundle::digest_of(*files), bench.wish().policy);
  const auto bundle = policy::bundle::make_bundle(*files);
  ASSERT_TRUE(bundle.ok()) << bundle.error().text;
  EXPECT_FALSE(kept_files(bench.life->ledger, base::Sha256Hash{}).ok());
}

TEST_F(GovernedFlow, a_ledger_that_lacks_a_part_of_what_governs_it_is_found_out) {
  auto& ledger = bench.life->ledger;
  EXPECT_TRUE(check_kept(ledger).ok());
  const auto kept = must(ledger.value("bundle")).value();
  must(ledger.set_value("bundle", base::view(statement::print(statement::Bundle{"seal.dev.example/2026", 1,
                                                                                base::Sha256Hash{9}, std::nullopt}))));
  EXPECT_THAT(check_kept(ledger).error().text, HasSubstr("it has no such bundle"));
  must(ledger.set_value("bundle", kept));
  const auto named = base::print(base::Sha256Hash{9}) + " " + base::print(bench.clock.reading.now) + "\n";
  must(ledger.set_value("superseded", base::view(named)));
  EXPECT_FALSE(check_kept(ledger).ok());
  must(ledger.set_value("superseded", {}));
  must(ledger.set_value("officers", base::view("so-1")));
  EXPECT_THAT(check_kept(ledger).error().text, HasSubstr("the ledger's security officers"));
}

TEST_F(GovernedFlow, the_old_bundle_stays_when_anything_is_wrong_with_the_new_one) {
  EXPECT_EQ(refusal(), "this bundle is in force already");
  change_something();
  EXPECT_THAT(refusal(), HasSubstr("the files are not those that were signed"));
  bench.sign_next_policy({"so-1"});
  EXPECT_EQ(refusal(), "1 of 2 security officers have signed");
  antin::test::sign_policy(bench.folder, 1, bench.wish().policy);
  EXPECT_THAT(refusal(), HasSubstr("version 1 is not above version 1"));
  antin::test::sign_policy(bench.folder, 2, base::Sha256Hash{});
  EXPECT_THAT(refusal(), HasSubstr("it was signed to follow sha256:0000"));
  change("workflow.toml", "hoc-ba", "học bạ");
  bench.sign_next_policy();
  EXPECT_THAT(refusal(), HasSubstr("workflow.toml:2: workflow[0].kind: "));
  change("workflow.toml", "học bạ", "hoc-ba");
  bench.folder.tools().must_run("rm dev/policy/ca/people-ca.crt");
  bench.sign_next_policy();
  EXPECT_THAT(refusal(), HasSubstr("authorities.toml:"));
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(GovernedFlow, a_log_key_that_has_signed_stays_in_the_policy) {
  change("keys.toml", "^vkey = .*", "vkey = \"" + make_log_key().second + "\"");
  bench.sign_next_policy();
  EXPECT_THAT(refusal(), HasSubstr("has signed checkpoints of this log and is not in keys.toml"));
}

TEST_F(GovernedFlow, the_next_log_key_signs_as_soon_as_its_bundle_is_in_force) {
  auto [key, vkey] = make_log_key();
  bench.keys.add("log/79/hcm/2026.2", std::move(key));
  bench.folder.tools().must_run(
      "printf '%s\\n' '' '[[key]]' 'label = \"log/79/hcm/2026.2\"' 'token = \"log\"' 'algorithm = \"ed25519\"' 'vkey = "
      "\"" +
      vkey + "\"' >> dev/policy/keys.toml");
  change("log.toml", "2026.1", "2026.2");
  bench.sign_next_policy();
  const auto taken = bench.take_policy();
  ASSERT_TRUE(taken.ok()) << taken.error().text;
  EXPECT_TRUE(bench.life->flow->is_logged());
  EXPECT_TRUE(tlog::open_checkpoint(bench.life->log.newest(), tlog::parse_vkey(vkey).value()).ok());
  bench.restart();
  EXPECT_TRUE(bench.life->flow->is_logged());
}

TEST_F(GovernedFlow, a_closed_log_takes_no_bundle_and_no_officers) {
  bench.life->flow->close("seal.dev.example/2027");
  bench.life->settle();
  change_something();
  bench.sign_next_policy();
  EXPECT_THAT(refusal(), HasSubstr("the log is closed"));
  propose({"so-2", "so-3"}, {"so-1", "so-2"});
  EXPECT_THAT(replace_officers().error().text, HasSubstr("the log is closed"));
}

TEST_F(GovernedFlow, an_older_bundle_cannot_be_put_back) {
  const auto& tools = bench.folder.tools();
  tools.must_run("cp -r dev/policy first");
  change_something();
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  tools.must_run("rm -r dev/policy && cp -r first dev/policy");
  EXPECT_THAT(refusal(), HasSubstr("version 1 is not above version 2"));
}

TEST_F(GovernedFlow, an_approval_that_names_the_bundle_before_is_judged_by_it_for_a_day) {
  const auto named_before = bench.wish();
  change("workflow.toml", "role = ..teacher..", "role = [\"head-teacher\"]");
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "WRONG_ROLE");
  later(std::chrono::hours(23));
  bench.restart();
  auto wish = named_before;
  EXPECT_EQ(code_of(bench.submit(wish, "p-000001")), "done");
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(base::print(named_before.policy)));
  later(std::chrono::hours(1));
  wish.record += "2";
  wish.expires = bench.wish().expires;
  EXPECT_EQ(code_of(bench.submit(wish, "p-000001")), "STATEMENT_MISMATCH");
}

TEST_F(GovernedFlow, a_superseded_bundle_that_cannot_be_read_stops_no_start_and_judges_nothing) {
  const auto until = base::print(bench.clock.reading.now + std::chrono::hours(1));
  const auto line = base::print(base::Sha256Hash{1}) + " " + until + "\n";
  must(bench.life->ledger.set_value("superseded", base::view(line)));
  must(bench.life->ledger.commit());
  bench.restart();
  auto wish = bench.wish();
  wish.policy = base::Sha256Hash{1};
  EXPECT_EQ(code_of(bench.submit(wish, "p-000001")), "STATEMENT_MISMATCH");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(GovernedFlow, what_a_system_may_do_is_never_judged_by_a_bundle_before) {
  const auto named_before = bench.wish();
  bench.folder.tools().must_run(
      "sed -i '/^name = \"school-79760001\"/,/^grants/s/^grants = .*/grants = [\"timestamp\"]/' "
      "dev/policy/systems.toml");
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  EXPECT_EQ(code_of(bench.submit(named_before, "p-000001")), "NO_GRANT");
}

TEST_F(GovernedFlow, an_open_step_whose_key_leaves_with_a_bundle_is_closed_whatever_its_signer_says_later) {
  const auto leaf = bench.teacher_done();
  bench.keys.hold = true;
  bench.submit(bench.principal_wish(leaf), "p-000002");
  bench.keys.hold = false;
  const SoftwareKeys renewed(bench.folder);
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  EXPECT_TRUE(must(bench.life->ledger.open_intents()).empty());
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("type":"abandoned")"));
  for (Operation operation = 1; operation < 20; ++operation)
    bench.life->flow->receive(SigningOutcome{operation, base::Bytes(64, 1)});
  bench.life->settle();
  EXPECT_EQ(must(bench.life->ledger.steps("79760001", "hoc-ba", bench.wish().record, 1)).size(), 1U);
}

TEST_F(GovernedFlow, serials_go_on_when_a_bundle_is_taken) {
  const auto serial_of = [](const std::string& entry) {
    const auto at = entry.find(R"("serial":")");
    return entry.substr(at + 10, 18);  // what precedes the random octets
  };
  bench.teacher_done();
  const auto first = serial_of(bench.life->entries().back());
  change_something();
  bench.sign_next_policy();
  ASSERT_TRUE(bench.take_policy().ok());
  auto wish = bench.wish();
  wish.record += "2";
  bench.done(wish, "p-000001");
  EXPECT_GT(serial_of(bench.life->entries().back()), first);
}

TEST_F(GovernedFlow, officers_are_replaced_by_a_quorum_of_those_before) {
  propose({"so-2", "so-3"}, {"so-1", "so-2"});
  const auto replaced = replace_officers();
  ASSERT_TRUE(replaced.ok()) << replaced.error().text;
  EXPECT_EQ(officers().statement.number, 2U);
  const auto entry = bench.life->entries().back();
  EXPECT_THAT(entry, HasSubstr(R"("type":"officers")"));
  EXPECT_THAT(entry, HasSubstr(R"("number":2)"));
  bench.restart();
  change_something();
  bench.sign_next_policy({"so-1", "so-2"});
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-1.p7s: is of nobody who is a security officer"));
  bench.sign_next_policy({"so-2", "so-3"});
  EXPECT_TRUE(bench.take_policy().ok());
}

TEST_F(GovernedFlow, officers_are_not_replaced_without_the_quorum_of_those_before) {
  propose({"so-2", "p-000003"}, {"so-1"});
  EXPECT_EQ(replace_officers().error().text, "1 of 2 security officers have signed");
  propose({"so-2", "p-000003"}, {"so-2", "p-000003"});
  EXPECT_THAT(replace_officers().error().text, HasSubstr("p-000003.p7s: is of nobody who is a security officer"));
  EXPECT_EQ(officers().statement.number, 1U);
}

TEST_F(GovernedFlow, a_change_of_officers_is_good_once) {
  propose({"so-2", "so-3"}, {"so-1", "so-2"});
  ASSERT_TRUE(replace_officers().ok());
  EXPECT_THAT(replace_officers().error().text, HasSubstr("these are the security officers already"));
}

TEST_F(GovernedFlow, officers_other_than_those_who_were_signed_for_are_not_taken) {
  propose({"so-2", "so-3"}, {"so-1", "so-2"});
  bench.folder.tools().must_run("sed -i 's/\"so-3/\"so-1/g' dev/officers/officers.toml");
  EXPECT_THAT(replace_officers().error().text, HasSubstr("is not what officers.toml says, after the officers of now"));
}

TEST_F(GovernedFlow, officers_who_could_not_sign_are_not_taken) {
  propose({"so-2", "p-000006"}, {"so-1", "so-2"});
  EXPECT_THAT(replace_officers().error().text, HasSubstr("officers.toml: officer p-000006: "));
}

}  // namespace
}  // namespace antin::keeper::test
