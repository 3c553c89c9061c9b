// The disk is lost: what is left is a backup, what the witnesses show, and what clients keep. The officers', the
// administrator's and the school's own commands bring it back.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/crypto/sha2.hpp"
#include "core/tlog/checkpoint.hpp"
#include "tests/integration/retention/auditor.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/await.hpp"
#include "tests/support/office.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {
namespace {

using Json = nlohmann::json;

const std::string school = "school-79760001";
const std::string old_origin = "seal.dev.example/2026";
const std::string new_origin = "seal.dev.example/2026b";

class LostDisk : public ::testing::Test {
 protected:
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] Outcome run(const std::string& program, const std::string& words) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/" + program + " " + words);
  }
  [[nodiscard]] Json status() const {
    Outcome said;
    await("an answer of antind", [&] {
      said = run("antin-control", "status --json --config dev/antin-control.conf");
      return said.status == 0;
    });
    return Json::parse(said.output);
  }
  static Report report(const std::string& record) {
    return {"79760001", record, base::sha256_digest(crypto::sha256(base::view(record)))};
  }
  [[nodiscard]] Office office(client::Connection& connection, const std::string& log) const {
    return {appliance.folder(), "79760001", must(client::about(connection)).policy, log};
  }

  // Done, with its files where `antin submit --out` leaves them.
  client::Proven<protocol::StepResult> done(client::Connection& connection, Office& people, const std::string& record,
                                            const std::string& step, const std::optional<base::Sha256Hash>& previous) {
    const auto request = people.submission(report(record), step, previous);
    auto result = must(client::submit(connection, request));
    const auto name = "results/" + record + "." + step;
    tools().must_run("mkdir -p results");
    tools().write(name + ".entry", result.entry);
    tools().write(name + ".tst", result.token);
    tools().write(name + ".tlog-proof", base::view(result.proof));
    if (!result.seal.empty()) tools().write(name + ".p7s", result.seal);
    tools().write(name + ".approval-1.txt", request.approvals.front().statement);
    tools().write(name + ".approval-1.p7s", request.approvals.front().cms);
    return result;
  }

  [[nodiscard]] std::vector<std::string> shown_by_the_witnesses() const {
    const auto policy = std::string(base::text(appliance.folder().read("policy/log.toml")));
    const auto log = base::to_hex(crypto::sha256(base::view(old_origin)));
    std::vector<std::string> shown;
    for (auto at = policy.find("url = \""); at != std::string::npos; at = policy.find("url = \"", at + 7)) {
      const auto url = policy.substr(at + 7, policy.find('"', at + 7) - at - 7);
      shown.push_back(tools().run("curl -sf --max-time 10 " + url + "/checkpoint/" + log).output);
    }
    return shown;
  }
  // What both witnesses show, once they have seen that much of the same; their lines together make one note.
  void fetch_what_the_witnesses_saw(std::uint64_t size) {
    std::vector<tlog::Note> notes;
    await("both witnesses", [&] {
      notes.clear();
      for (const auto& shown : shown_by_the_witnesses())
        if (auto note = tlog::parse_note(shown)) notes.push_back(*std::move(note));
      return notes.size() == 2 && notes[0].text == notes[1].text &&
             must(tlog::parse_checkpoint(notes[0].text)).size >= size;
    });
    notes[0].signatures.push_back(notes[1].signatures.back());
    tools().write("witnessed", base::view(tlog::print(notes[0])));
  }

  void lose_the_disk() {
    tools().must_run(
        "mv dev/state/backups/before backup && cp -r dev/log mirror && cp dev/client/log.vkey old.vkey &&"
        "cp -r dev/log auditors && cp -r dev/state/log-entries/. auditors &&"
        "rm -rf dev/state/ledger dev/log dev/state/log-entries dev/state/backups && "
        "for each in state/ledger log state/log-entries; do install -d -o 64102 -g 64100 dev/$each; done");
  }
  void name_the_next_log() {
    const auto old_vkey = tools().read("dev/client/log.vkey");
    const auto old_key = tlog::parse_vkey(base::text(base::ByteView(old_vkey).first(old_vkey.size() - 1))).value();
    const auto vkey = tlog::print(tlog::verifier_key(new_origin, tlog::KeyType::ed25519, old_key.spki()).value());
    tools().must_run("sed -i 's#" + old_origin + "#" + new_origin + "#' dev/policy/bundle.toml");
    tools().must_run("sed -i 's#^vkey = .*#vkey = \"" + vkey + "\"#' dev/policy/keys.toml");
    // The next log's witnesses are for another day.
    tools().must_run("sed -i '/^\\[witnesses\\]/,$d' dev/policy/log.toml && printf '\\n[succeeds]\\nvkey = \"" +
                     tlog::print(old_key) + "\"\\n' >>dev/policy/log.toml");
    sign_next_policy(appliance.folder(), {"so-1", "so-2"}, new_origin);
    tools().must_run("sed -i 's#" + old_origin + "#" + new_origin + "#' dev/etc/antin-signer-log-1.conf");
    tools().write("dev/state/antin-signer-log-1/last-checkpoint",
                  base::view(tlog::print(tlog::Checkpoint{new_origin, 0, tlog::empty_root()})));
    tools().must_run("chown 64103:64100 dev/state/antin-signer-log-1/last-checkpoint");
    tools().must_run("echo '" + vkey + "' >dev/client/log.vkey");
    tools().must_run(
        "install -d -o 64102 -g 64100 lost && chown 64102 backup &&"
        "printf 'succeeds = %s/backup\\nlost = %s/lost\\n' \"$PWD\" \"$PWD\" >>dev/etc/antind.conf");
  }
  void sign_that_it_is_lost(const std::string& backup, const std::vector<std::string>& officers) {
    auto what = " --checkpoint witnessed --reason disk-failed --successor " + new_origin + " --backup " + backup;
    for (const auto& officer : officers) {
      const auto said = run("antin-policy", "lost" + std::exchange(what, "") + " --into lost --yes --officer " +
                                                officer + " --signing-key dev/people/" + officer +
                                                ".key --certificate dev/people/" + officer + ".crt");
      ASSERT_EQ(said.status, 0) << said.output;
    }
    tools().must_run("rm -rf lost/log && cp -r mirror lost/log && chown -R 64102 lost");
  }
  void resume() {
    const std::string stopped = status().at("stopped").at(0);
    const auto leaf = stopped.substr(stopped.find("sha256:"));
    auto what = " appliance --previous " + leaf + " --log " + new_origin;
    for (const std::string officer : {"so-1", "so-2"}) {
      const auto said = run("antin-policy", "resume" + std::exchange(what, "") + " --into resume --yes --officer " +
                                                officer + " --signing-key dev/people/" + officer +
                                                ".key --certificate dev/people/" + officer + ".crt");
      ASSERT_EQ(said.status, 0) << said.output;
    }
    const auto sent = run("antin-policy", "resume --from resume --config dev/client/" + school + ".conf --server " +
                                              appliance.endpoint());
    ASSERT_EQ(sent.status, 0) << sent.output;
  }
  // What it says for machines; its progress comes before that.
  [[nodiscard]] Json give_back() const {
    const auto said = run(
        "antin", "give-back results --json --config dev/client/" + school + ".conf --server " + appliance.endpoint());
    EXPECT_EQ(said.status, 0) << said.output;
    return Json::parse(said.output.substr(said.output.find('{')));
  }
  static std::string code_of(const base::Result<client::Proven<protocol::StepResult>, client::Failure>& result) {
    return result ? "done" : result.error().code;
  }

  Appliance appliance{{.seal_signers = 1, .witnesses = 2}};
};

TEST_F(LostDisk, a_log_goes_on_from_a_backup_and_from_what_clients_give_back_and_seals_nothing_twice) {
  auto connection = appliance.connect(school);
  auto people = office(connection, old_origin);
  done(connection, people, "1.kept", "teacher", std::nullopt);
  ASSERT_EQ(run("antin-control", "backup before --config dev/antin-control.conf").status, 0);
  const auto teacher = done(connection, people, "1.lost", "teacher", std::nullopt);
  const auto principal = done(connection, people, "1.lost", "principal", tlog::leaf_hash(teacher.entry));
  const auto size = status().at("size").get<std::uint64_t>();
  fetch_what_the_witnesses_saw(size);
  appliance.stop();

  lose_the_disk();
  name_the_next_log();
  EXPECT_NE(appliance.start_in_vain().find("lost"), std::string::npos) << "nobody has signed that it is";
  sign_that_it_is_lost("1", {"so-1", "so-2"});
  const auto said = appliance.start_in_vain();
  const auto at = said.rfind("its last checkpoint covers ");
  ASSERT_NE(at, std::string::npos) << said;
  const auto backup = said.substr(at + 27, said.find(' ', at + 27) - at - 27);
  tools().must_run("rm -r lost/signatures");
  sign_that_it_is_lost(backup, {"so-1"});
  EXPECT_NE(appliance.start_in_vain().find("1"), std::string::npos) << "one officer is no quorum";
  EXPECT_FALSE(std::filesystem::exists(appliance.ledger()));
  tools().must_run("rm -r lost/signatures");
  sign_that_it_is_lost(backup, {"so-1", "so-2"});
  appliance.start();

  auto next = appliance.connect(school);
  auto again = office(next, new_origin);
  EXPECT_EQ(status().at("origin"), new_origin);
  EXPECT_EQ(code_of(client::submit(next, again.submission(report("1.lost"), "teacher", std::nullopt))), "STOPPED");
  const auto given = give_back();
  EXPECT_EQ(given.at("taken"), 2);
  EXPECT_EQ(given.at("known"), 1);
  EXPECT_EQ(code_of(client::submit(next, again.submission(report("1.new"), "teacher", std::nullopt))), "STOPPED");
  resume();

  // The seal of then, and no other.
  const auto repeat =
      must(client::submit(next, again.submission(report("1.lost"), "principal", tlog::leaf_hash(teacher.entry))));
  EXPECT_EQ(protocol::encode(protocol::StepResult(repeat)), protocol::encode(protocol::StepResult(principal)));
  auto other = report("1.lost");
  other.digest = base::sha256_digest(crypto::sha256(base::view("another document")));
  EXPECT_EQ(code_of(client::submit(next, again.submission(other, "principal", tlog::leaf_hash(teacher.entry)))),
            "DIGEST_DIFFERS");
  auto department = appliance.connect("department-79");
  EXPECT_EQ(code_of(client::submit(department,
                                   again.submission(report("1.lost"), "department", tlog::leaf_hash(principal.entry)))),
            "done");
  EXPECT_EQ(give_back().at("known"), 3) << "however often it is given";

  const auto suspended = suspend_a_teacher(appliance, department, new_origin);
  const auto good = check_again(appliance, suspended, "--former auditors --former-key old.vkey");
  EXPECT_EQ(good.status, 0) << good.output;
  EXPECT_NE(good.output.find("registration:suspend: the decision holds\n"), std::string::npos) << good.output;
  const auto stop = check_again(appliance, 1, "--former auditors --former-key old.vkey");
  EXPECT_EQ(stop.status, 0) << stop.output;
  EXPECT_NE(stop.output.find("so-1, so-2, where 2 are needed"), std::string::npos) << stop.output;

  const auto verified =
      run("antin", "audit verify dev/log --entries dev/state/log-entries --log-key dev/client/log.vkey");
  EXPECT_EQ(verified.status, 0) << verified.output;
  EXPECT_NE(verified.output.find("goes on from " + old_origin + ", which was lost with its disk"), std::string::npos)
      << verified.output;
  EXPECT_NE(verified.output.find("clients gave back 2"), std::string::npos) << verified.output;
  EXPECT_EQ(verified.output.find("nobody has proven"), std::string::npos) << "the mirror has";
}

}  // namespace
}  // namespace antin::test
