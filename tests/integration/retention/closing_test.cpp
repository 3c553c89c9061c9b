// The end of a log, and the one that goes on.
#include <gtest/gtest.h>
#include <signal.h>

#include "core/tlog/proof.hpp"
#include "tests/integration/retention/auditor.hpp"
#include "tests/integration/retention/scene.hpp"
#include "tests/support/ledger_copy.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {
namespace {

const std::string old_origin = "seal.dev.example/2026";
const std::string new_origin = "seal.dev.example/2027";

std::string code_of(const base::Result<client::Proven<protocol::StepResult>, client::Failure>& result) {
  return result ? "done" : result.error().code;
}

class Ending : public ::testing::Test {
 protected:
  void finish_one() {
    const auto teacher = scene.done("1.done", "teacher", std::nullopt);
    request =
        test::request(scene.people().submission(Scene::report("1.done"), "principal", tlog::leaf_hash(teacher.entry)));
    octets = must(scene.connection().call(request));
  }
  // The principal returns it.
  void return_one() {
    const auto teacher = scene.done("1.back", "teacher", std::nullopt);
    end_request = test::request(
        scene.people().a_return(Scene::report("1.back"), "principal", tlog::leaf_hash(teacher.entry), "incomplete"));
    end_octets = must(scene.connection().call(end_request));
  }
  void close() {
    const auto said = scene.control("close --successor " + new_origin + " --yes");
    ASSERT_EQ(said.status, 0) << said.output;
  }
  void expect_reads_only() {
    const auto& folder = scene.appliance.folder();
    EXPECT_EQ(must(scene.connection().call(request)), octets) << "a repeat gets the stored octets";
    const auto late = scene.people().submission(Scene::report("1.late"), "teacher", std::nullopt);
    EXPECT_EQ(code_of(client::submit(scene.connection(), late)), "LOG_CLOSED");
    EXPECT_EQ(must(scene.connection().call(end_request)), end_octets) << "of what has ended too";
    const auto too_late = client::end(
        scene.connection(), scene.people().a_return(Scene::report("1.done"), "department",
                                                    tlog::leaf_hash(step_result(octets).entry), "wrong-grade"));
    ASSERT_FALSE(too_late);
    EXPECT_EQ(too_late.error().code, "LOG_CLOSED");
    const auto found = must(client::lookup(scene.connection(), {unit, "hoc-ba", "1.done", 1, "principal"}));
    EXPECT_EQ(protocol::encode(*found.result), octets);
    folder.tools().must_run("openssl ts -query -data dev/client/log.vkey -sha256 -out q.tsq");
    const auto stamp = client::timestamp(scene.connection(), {folder.tools().read("q.tsq")});
    ASSERT_FALSE(stamp);
    EXPECT_EQ(stamp.error().code, "LOG_CLOSED");
    EXPECT_TRUE(client::entries(scene.connection(), {0, 10, 0, {}}));
    EXPECT_EQ(client::lookup(scene.connection(), {"79760002", "hoc-ba", "1.x", 1, ""}).error().code, "NO_GRANT");
  }
  // The appliance as it goes on: a policy with a new origin, the log's key under its new name, and a signer for it.
  void prepare_successor() {
    const auto& tools = scene.tools();
    const auto old_vkey = tools.read("dev/client/log.vkey");
    const auto old_key = tlog::parse_vkey(base::text(base::ByteView(old_vkey).first(old_vkey.size() - 1))).value();
    const auto vkey = tlog::print(tlog::verifier_key(new_origin, tlog::KeyType::ed25519, old_key.spki()).value());
    tools.must_run("sed -i 's#" + old_origin + "#" + new_origin + "#' dev/policy/bundle.toml");
    tools.must_run("sed -i 's#^vkey = .*#vkey = \"" + vkey + "\"#' dev/policy/keys.toml");
    tools.must_run("printf '\\n[succeeds]\\nvkey = \"" + tlog::print(old_key) + "\"\\n' >>dev/policy/log.toml");
    sign_next_policy(scene.appliance.folder(), {"so-1", "so-2"}, new_origin);
    tools.must_run("sed -i 's#" + old_origin + "#" + new_origin + "#' dev/etc/antin-signer-log-1.conf");
    tools.must_run(
        "mv dev/state/ledger dev/old-ledger && mv dev/log dev/old-log && "
        "mv dev/state/log-entries dev/old-entries && "
        "for each in state/ledger log state/log-entries; do install -d -o 64102 -g 64100 dev/$each; done");
    tools.write("dev/state/antin-signer-log-1/last-checkpoint",
                base::view(tlog::print(tlog::Checkpoint{new_origin, 0, tlog::empty_root()})));
    tools.must_run("chown 64103:64100 dev/state/antin-signer-log-1/last-checkpoint");
    tools.must_run("mv dev/client/log.vkey old.vkey && echo '" + vkey + "' >dev/client/log.vkey");
    // As on another machine: antind reads what it is given.
    tools.must_run("printf 'succeeds = %s/dev/state/backups/final\\n' \"$PWD\" >>dev/etc/antind.conf");
  }

  Scene scene;
  protocol::Request request, end_request;
  base::Bytes octets, end_octets;
};

TEST_F(Ending, is_refused_while_a_step_is_open_and_says_which) {
  const auto teacher = scene.done("1.open", "teacher", std::nullopt);
  for (const auto& signer : scene.appliance.signers("seals")) scene.appliance.signal(signer, SIGSTOP);
  scene.connection().send(
      test::request(scene.people().submission(Scene::report("1.open"), "principal", tlog::leaf_hash(teacher.entry))));
  await("the intent", [&] { return scene.status().at("open_intents") == 1; });
  const auto refused = scene.control("close --successor " + new_origin + " --yes");
  for (const auto& signer : scene.appliance.signers("seals")) scene.appliance.signal(signer, SIGCONT);
  EXPECT_EQ(refused.status, 75) << refused.output;
  EXPECT_NE(refused.output.find("79760001/hoc-ba/1.open/1/principal"), std::string::npos) << refused.output;
  EXPECT_FALSE(scene.status().contains("closed"));
  EXPECT_TRUE(scene.connection().receive(patience)) << "and the work goes on";
}

TEST_F(Ending, needs_a_yes_and_a_name) {
  const auto silent = scene.control("close --successor " + new_origin);
  EXPECT_EQ(silent.status, 1);
  EXPECT_NE(silent.output.find("it stays open"), std::string::npos) << silent.output;
  EXPECT_EQ(scene.control("close --yes").status, 64);
  EXPECT_EQ(scene.control("close --yes --successor 'a b'").status, 1);
  EXPECT_EQ(scene.control("close --yes --successor " + old_origin).status, 1);
  EXPECT_FALSE(scene.status().contains("closed"));
}

TEST_F(Ending, leaves_a_log_that_is_read_and_never_grows_through_restarts_and_kills) {
  finish_one();
  return_one();
  close();
  const auto size = scene.status().at("size");
  EXPECT_EQ(scene.status().at("published"), size) << "its last checkpoint is there";
  expect_reads_only();
  scene.appliance.stop();
  scene.appliance.start();
  expect_reads_only();
  scene.appliance.kill_and_await_successor("antind");
  scene.appliance.await_answer();
  expect_reads_only();
  EXPECT_EQ(scene.status().at("size"), size);
  EXPECT_EQ(scene.control("close --successor another --yes").status, 1);
  EXPECT_EQ(scene.control("archive --before 1 --to last").status, 1);
  const auto verified = scene.audit_verify("dev/log");
  EXPECT_EQ(verified.status, 0) << verified.output;
  scene.appliance.stop();
  const LedgerCopy ledger(scene.appliance);
  const auto last = ledger.entry(size.get<std::uint64_t>() - 1);
  EXPECT_NE(base::text(*last).find("\"successor\":\"" + new_origin + "\",\"type\":\"close\""), std::string_view::npos);
  EXPECT_FALSE(ledger.entry(size.get<std::uint64_t>()));
}

TEST_F(Ending, is_not_the_end_of_what_was_sealed_the_successor_serves_it_and_seals_nothing_twice) {
  finish_one();
  close();
  ASSERT_EQ(scene.control("backup final").status, 0);
  scene.appliance.stop();
  prepare_successor();
  // The old log's officers go on; those of a folder are for a log that succeeds none.
  scene.tools().must_run("mv dev/officers elsewhere");
  scene.appliance.start();

  EXPECT_EQ(scene.status().at("origin"), new_origin);
  const auto held = step_result(octets);
  // The same request, and any other for the same step: the octets of then, with the proof of then.
  EXPECT_EQ(must(scene.connection().call(request)), octets);
  const auto found = must(client::lookup(scene.connection(), {unit, "hoc-ba", "1.done", 1, "principal"}));
  EXPECT_EQ(protocol::encode(*found.result), octets);
  const auto vkey = scene.tools().read("old.vkey");
  const auto old_key = tlog::parse_vkey(base::text(base::ByteView(vkey).first(vkey.size() - 1))).value();
  const auto proof = tlog::parse_proof(found.proof);
  ASSERT_TRUE(proof) << proof.error().text;
  const auto proven = tlog::verify(*proof, tlog::leaf_hash(held.entry), old_key);
  ASSERT_TRUE(proven) << proven.error().text;

  auto people = scene.office(new_origin);
  auto other = Scene::report("1.done");
  other.digest = base::sha256_digest(crypto::sha256(base::view("another document")));
  EXPECT_EQ(code_of(client::submit(scene.connection(), people.submission(other, "principal", std::nullopt))),
            "DIGEST_DIFFERS");
  // And it goes on where the record stands: the department's step names the principal's entry of the old log.
  auto department = scene.appliance.connect("department-79");
  const auto next =
      client::submit(department, people.submission(Scene::report("1.done"), "department", tlog::leaf_hash(held.entry)));
  EXPECT_EQ(code_of(next), "done");
  EXPECT_EQ(code_of(client::submit(scene.connection(), people.submission(other, "principal", std::nullopt))),
            "ALREADY_SEALED");
  // An auditor decides again what changes now, by the roster that the old log had led to.
  const auto suspended = suspend_a_teacher(scene.appliance, department, new_origin);
  scene.tools().must_run("cp -r dev/old-log former && cp -r dev/old-entries/. former");
  const auto good = check_again(scene.appliance, suspended, "--former former --former-key old.vkey");
  EXPECT_EQ(good.status, 0) << good.output;
  EXPECT_NE(good.output.find("registration:suspend: the decision holds\n"), std::string::npos) << good.output;
  EXPECT_NE(good.output.find(old_origin + ", "), std::string::npos) << "and says what that rests on" << good.output;
  const auto open = check_again(scene.appliance, suspended, "");
  EXPECT_EQ(open.status, 0) << open.output;
  EXPECT_NE(open.output.find("holds as far as it was checked"), std::string::npos) << open.output;
  EXPECT_NE(open.output.find("who governed " + old_origin + " at its end is not known"), std::string::npos);
  EXPECT_NE(open.output.find("--former DIR and --former-key FILE"), std::string::npos) << open.output;
  const auto bad = check_again(scene.appliance, suspended, "--former former --former-key dev/client/log.vkey");
  EXPECT_EQ(bad.status, 2) << bad.output;
  scene.appliance.stop();
  const LedgerCopy ledger(scene.appliance);
  const std::vector<std::string> types = {"succeeds", "officers", "policy", "start"};
  for (std::size_t i = 0; i < types.size(); ++i)
    EXPECT_NE(base::text(*ledger.entry(i)).find("\"type\":\"" + types[i] + "\""), std::string_view::npos) << i;
  EXPECT_NE(base::text(*ledger.entry(2)).find("\"version\":2"), std::string_view::npos);
  EXPECT_EQ(ledger.done().size(), 1U) << "the department's alone";
}

TEST_F(Ending, is_not_the_end_of_what_was_returned_the_successor_knows_it_and_goes_on_with_the_next_revision) {
  return_one();
  close();
  ASSERT_EQ(scene.control("backup final").status, 0);
  scene.appliance.stop();
  prepare_successor();
  scene.appliance.start();

  EXPECT_EQ(must(scene.connection().call(end_request)), end_octets);
  const auto found = must(client::lookup(scene.connection(), {unit, "hoc-ba", "1.back", 1, ""}));
  ASSERT_TRUE(found.ending);
  EXPECT_EQ(found.ending->act, base::Act::returned);
  const auto vkey = scene.tools().read("old.vkey");
  const auto old_key = tlog::parse_vkey(base::text(base::ByteView(vkey).first(vkey.size() - 1))).value();
  const auto proven = tlog::verify(must(tlog::parse_proof(found.ending->proof)), found.ending->leaf, old_key);
  ASSERT_TRUE(proven) << proven.error().text;

  auto people = scene.office(new_origin);
  const auto report = Scene::report("1.back");
  const auto first = found.steps.at(0).leaf;
  EXPECT_EQ(code_of(client::submit(scene.connection(), people.submission(report, "principal", first))),
            "REVISION_ENDED");
  EXPECT_EQ(code_of(client::submit(scene.connection(), people.submission(report, "teacher", first, 2))),
            "STATEMENT_MISMATCH")
      << "it must name the return";
  EXPECT_EQ(code_of(client::submit(scene.connection(), people.submission(report, "teacher", found.ending->leaf, 2))),
            "done");
}

TEST_F(Ending, leaves_who_decides_what_comes_next_to_the_security_officers) {
  close();
  ASSERT_EQ(scene.control("backup final").status, 0);
  for (const auto* verb : {"take-bundle", "take-officers"}) {
    const auto refused = scene.control(verb);
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.output.find("the log is closed"), std::string::npos) << refused.output;
  }
  scene.appliance.stop();
  const auto& tools = scene.tools();
  tools.must_run("cp -r dev/policy kept && sed -i 's/Hoa Sen/Hoa Mai/' dev/policy/units.toml");
  sign_next_policy(scene.appliance.folder());
  EXPECT_NE(scene.appliance.start_in_vain().find("the log is closed and takes no other bundle"), std::string::npos);
  tools.must_run("rm -r dev/policy && cp -r kept dev/policy");
  prepare_successor();
  sign_policy(scene.appliance.folder(), 2, digest_of_policy(scene.appliance.folder()), {"so-1", "so-2"}, new_origin);
  EXPECT_NE(scene.appliance.start_in_vain().find("it was signed to follow"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(scene.appliance.ledger()));
}

}  // namespace
}  // namespace antin::test
