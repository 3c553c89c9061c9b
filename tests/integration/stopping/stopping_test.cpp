// One security officer stops, a quorum resumes: by the officers' and the administrator's commands, the real programs,
// the real wire. Nothing is timed: what came first is what the log says.
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>

#include "tests/support/appliance.hpp"
#include "tests/support/await.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

using Json = nlohmann::json;

const std::string school = "school-79760001";
const std::string other_school = "school-79760002";
const std::string school_key = "key seal/79760001/school/2026.1";

class Stopping : public ::testing::Test {
 protected:
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] Outcome run(const std::string& program, const std::string& arguments) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/" + program + " " + arguments);
  }
  [[nodiscard]] Outcome control(const std::string& arguments) const {
    return run("antin-control", arguments + " --config dev/antin-control.conf");
  }
  [[nodiscard]] static std::string key_of(const std::string& officer) {
    return " --yes --officer " + officer + " --signing-key dev/people/" + officer + ".key --certificate dev/people/" +
           officer + ".crt";
  }
  // Over the wire, by the other school's key.
  [[nodiscard]] std::string wire() const {
    return " --config dev/client/" + other_school + ".conf --server " + appliance.endpoint();
  }
  // The leaf that its resume names.
  [[nodiscard]] std::string stop_over_the_wire(const std::string& target) const {
    const auto said = run("antin-policy", "stop " + target + " --reason drill --json" + key_of("so-1") + wire());
    EXPECT_EQ(said.status, 0) << said.output;
    const auto at = said.output.find("sha256:");
    return at == std::string::npos ? "" : said.output.substr(at, 71);
  }
  // Each signs into `folder`, the first says what.
  void sign_resume(const std::string& target, const std::string& leaf, const std::vector<std::string>& officers,
                   const std::string& folder) const {
    auto what = target + " --previous " + leaf + " --log seal.dev.example/2026";
    for (const auto& officer : officers) {
      const auto said =
          run("antin-policy", "resume " + std::exchange(what, "") + " --into " + folder + key_of(officer));
      ASSERT_EQ(said.status, 0) << said.output;
    }
  }
  [[nodiscard]] Outcome send_resume(const std::string& folder) const {
    return run("antin-policy", "resume --from " + folder + wire());
  }
  [[nodiscard]] static std::string outcome_of(client::Connection& connection, const protocol::Submit& submit) {
    const auto result = client::submit(connection, submit);
    return result ? "done" : result.error().code;
  }
  [[nodiscard]] Json status() const { return Json::parse(control("status --json").output); }
  [[nodiscard]] Report report(const std::string& record) const {
    return {"79760001", record, base::sha256_digest(base::Sha256Hash{9})};
  }
  // Its teacher's step is done: the leaf of that entry.
  [[nodiscard]] base::Sha256Hash begun(client::Connection& connection, Office& office,
                                       const std::string& record) const {
    return tlog::leaf_hash(must(client::submit(connection, office.submission(report(record), "teacher", {}))).entry);
  }
  [[nodiscard]] Office office() const {
    auto connection = appliance.connect(school);
    return {appliance.folder(), "79760001", must(client::about(connection)).policy};
  }

  // What was denied while it was stopped is explained by that, and no decision is doubted.
  void expect_that_the_past_is_explained() {
    appliance.stop();
    tools().must_run("cp dev/state/ledger/ledger.sqlite backup");
    const auto explained = run("antin-policy", "explain 1.r1 --from backup");
    EXPECT_EQ(explained.status, 0) << explained.output;
    for (const auto* part : {"step principal: denied STOPPED", "step principal: done",
                             "  - nothing that the step needs is stopped: does not hold\n"})
      EXPECT_NE(explained.output.find(part), std::string::npos) << part << "\n" << explained.output;
    EXPECT_EQ(explained.output.find("doubt"), std::string::npos) << explained.output;
    const auto simulated = run("antin-policy", "simulate dev/policy --against backup");
    EXPECT_EQ(simulated.status, 0) << simulated.output;
  }

  Appliance appliance;
};

TEST_F(Stopping, a_suspended_system_is_refused_at_its_next_message_while_others_go_on) {
  auto connected = appliance.connect(school);
  auto other = appliance.connect(other_school);
  must(client::about(connected));
  const auto leaf = stop_over_the_wire("system " + school);
  const auto refused = client::about(connected);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "SYSTEM_SUSPENDED");
  EXPECT_TRUE(client::about(other));
  auto newcomer = appliance.connect(school);
  const auto turned_away = client::about(newcomer);
  ASSERT_FALSE(turned_away);
  EXPECT_EQ(turned_away.error().trouble, client::Trouble::key_refused) << turned_away.error().text;

  sign_resume("system " + school, leaf, {"so-2"}, "alone");
  const auto alone = send_resume("alone");
  EXPECT_EQ(alone.status, 1);
  EXPECT_NE(alone.output.find("QUORUM_MISSING"), std::string::npos) << alone.output;
  EXPECT_FALSE(client::about(connected));
  sign_resume("system " + school, leaf, {"so-2", "so-3"}, "together");
  const auto together = send_resume("together");
  EXPECT_EQ(together.status, 0) << together.output;
  EXPECT_TRUE(client::about(connected)) << "the connection that it had goes on";
  EXPECT_EQ(appliance.complaints(), "");
}

TEST_F(Stopping, a_key_stopped_at_the_machine_itself_stays_stopped_over_a_restart_until_the_quorum_resumes_it) {
  auto people = office();
  auto connection = appliance.connect(school);
  const auto leaf = begun(connection, people, "1.r1");
  const auto principal = people.submission(report("1.r1"), "principal", leaf);
  const auto made =
      run("antin-policy",
          "stop " + school_key + " --reason key-suspected --log seal.dev.example/2026 --into order" + key_of("so-3"));
  ASSERT_EQ(made.status, 0) << made.output;
  const std::string files = "stop order/signatures/statement.txt order/signatures/so-3.p7s";
  const auto stopped = control(files);
  ASSERT_EQ(stopped.status, 0) << stopped.output;
  EXPECT_EQ(outcome_of(connection, principal), "STOPPED");
  EXPECT_EQ(outcome_of(connection, people.submission(report("1.r2"), "teacher", {})), "done");
  ASSERT_EQ(status().at("stopped").size(), 1U);
  EXPECT_NE(status().at("stopped")[0].get<std::string>().find(school_key), std::string::npos);

  appliance.stop();
  appliance.start();
  EXPECT_EQ(outcome_of(connection, principal), "STOPPED");
  const auto at = stopped.output.find("sha256:");
  sign_resume(school_key, stopped.output.substr(at, 71), {"so-1", "so-2"}, "go-on");
  const std::string signatures = "resume go-on/signatures/statement.txt go-on/signatures/so-1.p7s";
  EXPECT_EQ(control(signatures).status, 1) << "one of two";
  const auto resumed = control(signatures + " go-on/signatures/so-2.p7s");
  EXPECT_EQ(resumed.status, 0) << resumed.output;
  EXPECT_EQ(outcome_of(connection, principal), "done");
  EXPECT_FALSE(status().contains("stopped"));
  const auto replayed = control(files);
  EXPECT_EQ(replayed.status, 1);
  EXPECT_NE(replayed.output.find("ORDER_USED"), std::string::npos) << replayed.output;
  expect_that_the_past_is_explained();
}

TEST_F(Stopping, a_stopped_appliance_can_be_read_and_gives_what_is_done_and_nothing_else) {
  auto people = office();
  auto connection = appliance.connect(school);
  const auto teacher = people.submission(report("1.r1"), "teacher", {});
  const auto leaf = tlog::leaf_hash(must(client::submit(connection, teacher)).entry);
  const auto stop = stop_over_the_wire("appliance");
  EXPECT_EQ(outcome_of(connection, people.submission(report("1.r1"), "principal", leaf)), "STOPPED");
  EXPECT_EQ(outcome_of(connection, people.submission(report("1.r2"), "teacher", {})), "STOPPED");
  EXPECT_EQ(outcome_of(connection, teacher), "done");
  EXPECT_TRUE(client::lookup(connection, {"79760001", "hoc-ba", "1.r1", 1, "teacher"}));
  EXPECT_TRUE(client::entries(connection, {0, 100, 0, {}}));
  sign_resume("appliance", stop, {"so-1", "so-3"}, "go-on");
  EXPECT_EQ(send_resume("go-on").status, 0);
  EXPECT_EQ(outcome_of(connection, people.submission(report("1.r1"), "principal", leaf)), "done");
}

TEST_F(Stopping, a_seal_that_was_under_way_is_done_after_the_resume_and_once) {
  auto people = office();
  auto connection = appliance.connect(school);
  const auto leaf = begun(connection, people, "1.r1");
  const auto principal = people.submission(report("1.r1"), "principal", leaf);
  for (const auto& signer : appliance.signers("seals")) appliance.signal(signer, SIGSTOP);
  connection.send(request(principal));
  await("the intent", [&] { return status().at("open_intents") == 1; });
  const auto stop = stop_over_the_wire("unit 79760001");
  for (const auto& signer : appliance.signers("seals")) appliance.signal(signer, SIGCONT);
  EXPECT_EQ(outcome_of(connection, principal), "STOPPED");
  appliance.kill_and_await_successor("antind");
  EXPECT_EQ(outcome_of(connection, principal), "STOPPED");
  sign_resume("unit 79760001", stop, {"so-1", "so-2"}, "go-on");
  EXPECT_EQ(send_resume("go-on").status, 0);
  EXPECT_EQ(outcome_of(connection, principal), "done");

  auto reader = appliance.connect(school);
  const auto page = must(client::entries(reader, {0, 4096, 0, {}}));
  std::vector<std::string> types;
  for (const auto& item : page.items)
    if (const auto* octets = std::get_if<base::Bytes>(&item)) {
      const auto entry = Json::parse(base::text(*octets));
      const auto type = entry.at("type").get<std::string>();
      if (type == "stop-order" || type == "resume-order" || (type == "done" && entry.at("step") == "principal"))
        types.push_back(type);
    }
  EXPECT_EQ(types, (std::vector<std::string>{"stop-order", "resume-order", "done"}));
}

}  // namespace
}  // namespace antin::test
