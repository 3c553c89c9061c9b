// A record with a life, on real programs: returned, sealed, corrected, sealed again, withdrawn; by hand with the
// command, with replays on other records, and with antind killed in between.
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/appliance.hpp"
#include "tests/support/endings.hpp"
#include "tests/support/ledger_copy.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

const std::string teacher = "p-000001", principal = "p-000002", leader = "p-000003";

class Revisions : public ::testing::Test {
 protected:
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] static std::string system_of(const std::string& step) {
    return step == "department" ? "department-79" : "school-79760001";
  }
  [[nodiscard]] Outcome antin(const std::string& system, const std::string& arguments) const {
    const auto space = arguments.find(' ');
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin " + arguments.substr(0, space) +
                       " --config dev/client/" + system + ".conf --server " + appliance.endpoint() +
                       arguments.substr(space));
  }
  void must_do(const std::string& system, const std::string& arguments) const {
    const auto said = antin(system, arguments);
    ASSERT_EQ(said.status, 0) << arguments << "\n" << said.output;
  }
  void expect_refused(const std::string& system, const std::string& arguments, const std::string& code) const {
    const auto said = antin(system, arguments);
    EXPECT_EQ(said.status, 1) << arguments << "\n" << said.output;
    EXPECT_NE(said.output.find("antin: " + code + ":"), std::string::npos) << said.output;
  }
  [[nodiscard]] static std::string of(unsigned revision, const std::string& record = "1.life") {
    return " --unit 79760001 --kind hoc-ba --record " + record + " --revision " + std::to_string(revision);
  }
  [[nodiscard]] static std::string key_of(const std::string& person) {
    return " --yes --signing-key dev/people/" + person + ".key --certificate dev/people/" + person +
           ".crt --chain dev/ca/people-ca.crt";
  }
  // With nothing but what a person knows: the appliance is asked for the rest.
  void take(unsigned revision, const std::string& step, const std::string& who, const std::string& record = "1.life") {
    const auto name = step + "-" + std::to_string(revision) + record;
    const auto what = of(revision, record) + " --document " + document(revision) + " --step " + step;
    must_do(system_of(step), "approve" + what + " --role " + (step == "department" ? "department-leader" : step) +
                                 (step == "teacher" ? " --scope 2026-2027.1A" : "") + key_of(who) + " --out signed/" +
                                 name);
    must_do(system_of(step),
            "submit" + what + " --approval signed/" + name + " --out results --name " + std::to_string(revision));
  }
  [[nodiscard]] std::string document(unsigned revision) const {
    const auto name = "report-" + std::to_string(revision) + ".pdf";
    tools().write(name, "a report, revision " + std::to_string(revision));
    return name;
  }
  void seal(unsigned revision) {
    take(revision, "teacher", teacher);
    take(revision, "principal", principal);
    take(revision, "department", leader);
  }
  [[nodiscard]] Outcome verify(unsigned revision, const std::string& options) const {
    const auto name = "results/" + std::to_string(revision) + ".department";
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin verify " + document(revision) + " " + name +
                       ".p7s --root dev/ca/root.crt --receipt " + name + ".receipt.json" + options);
  }
  [[nodiscard]] std::string online() const {
    return " --log-key dev/client/log.vkey --online --config dev/client/school-79760001.conf --server " +
           appliance.endpoint();
  }
  // Good in any case; and how the record stands.
  void expect_stands(unsigned revision, const std::string& standing) const {
    const auto said = verify(revision, online());
    EXPECT_EQ(said.status, 0) << said.output;
    EXPECT_NE(said.output.find("GOOD"), std::string::npos) << said.output;
    EXPECT_NE(said.output.find(standing), std::string::npos) << said.output;
  }

  Appliance appliance;
};

TEST_F(Revisions, a_report_is_returned_sealed_superseded_sealed_and_withdrawn_and_its_seals_stay_good) {
  tools().must_run("mkdir signed results");
  take(1, "teacher", teacher);
  must_do("school-79760001", "return" + of(1) + " --step principal --reason incomplete --role principal" +
                                 key_of(principal) + " --out signed/return");
  expect_refused("school-79760001",
                 "approve" + of(1) + " --document " + document(1) + " --step department --role department-leader" +
                     key_of(leader) + " --out signed/late",
                 "OUT_OF_ORDER");

  seal(2);
  expect_stands(2, "in force: nothing has ended revision 2");
  must_do("school-79760001", "supersede" + of(2) + " --reason wrong-grade --role principal" + key_of(principal) +
                                 " --out signed/supersede");
  expect_stands(2, "superseded by revision 3: entry ");

  seal(3);
  expect_stands(2, "; the newest is revision 3");
  expect_stands(3, "in force");
  must_do("department-79",
          "withdraw" + of(3) + " --reason issued-in-error" + key_of(leader) + " --out signed/withdraw");
  expect_stands(3, "withdrawn: entry ");
  expect_refused("school-79760001",
                 "approve" + of(4) + " --document " + document(4) + " --step teacher --scope 2026-2027.1A" +
                     key_of(teacher) + " --out signed/after",
                 "OUT_OF_ORDER");

  // A receipt of today says so offline.
  must_do("school-79760001", "lookup" + of(2) + " --step department --name 2 --out results");
  const auto said = verify(2, " --json");
  EXPECT_EQ(said.status, 0) << said.output;
  for (const auto* part : {"\"verdict\": \"good\"", "\"standing\": \"superseded\"", "\"superseded_by\": 3",
                           "\"ended_reason\": \"wrong-grade\""})
    EXPECT_NE(said.output.find(part), std::string::npos) << said.output;
  EXPECT_EQ(appliance.complaints(), "");
}

TEST_F(Revisions, what_ended_one_record_ends_no_other_and_the_same_sent_again_changes_nothing) {
  tools().must_run("mkdir signed results");
  take(1, "teacher", teacher, "1.first");
  take(1, "teacher", teacher, "1.second");
  must_do("school-79760001", "return" + of(1, "1.first") + " --step principal --reason incomplete --role principal" +
                                 key_of(principal) + " --out signed/return");
  expect_refused("school-79760001", "return" + of(1, "1.second") + " --approval signed/return", "STATEMENT_MISMATCH");
  expect_refused("school-79760001", "return" + of(2, "1.first") + " --approval signed/return", "OUT_OF_ORDER");
  const auto again = antin("school-79760001", "return" + of(1, "1.first") + " --approval signed/return --json");
  EXPECT_EQ(again.status, 0) << again.output;
  expect_refused("school-79760001",
                 "return" + of(1, "1.first") + " --step principal --reason wrong-grade --role principal" +
                     key_of(principal) + " --out signed/another",
                 "REVISION_ENDED");
  // The second goes on as if nothing had been.
  take(1, "principal", principal, "1.second");
}

TEST_F(Revisions, an_ending_outlives_a_kill_at_any_moment_and_is_one) {
  auto school = appliance.connect("school-79760001");
  const auto about = must(client::about(school));
  Office office(appliance.folder(), "79760001", about.policy);
  auto key = appliance.folder().person(principal);
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  for (int round = 0; round < 6; ++round) {
    const Report report{"79760001", "1.killed-" + std::to_string(round),
                        base::Digest{base::DigestAlgorithm::sha256, base::Bytes(32, 7)}};
    const auto first = must(client::submit(school, office.submission(report, "teacher", std::nullopt)));
    Wish wish;
    wish.record = report.record;
    wish.step = wish.role = "principal";
    wish.scope.reset();
    wish.digest = report.digest;
    wish.previous = tlog::leaf_hash(first.entry);
    wish.policy = about.policy;
    wish.expires = std::chrono::floor<std::chrono::seconds>(now) + std::chrono::hours(1);
    const auto ending = ending_of(base::Act::returned, wish, "incomplete");
    const auto asked = end_of(ending, {sign(ending, key, now)});
    std::optional<protocol::EndResult> told;
    if (round % 2 == 0) told = must(client::end(school, asked));
    std::thread killer([&] { appliance.kill("antind"); });
    const auto again = must(client::end(school, asked));
    killer.join();
    if (told) {
      EXPECT_EQ(again.entry, told->entry);
    }
    appliance.await_answer();
    EXPECT_EQ(must(client::end(school, asked)).entry, again.entry);
    const auto found = must(client::lookup(school, {"79760001", "hoc-ba", report.record, 1, ""}));
    ASSERT_TRUE(found.ending);
    EXPECT_EQ(found.ending->index, again.index);
    const auto refused = client::submit(school, office.submission(report, "principal", wish.previous));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "REVISION_ENDED");
  }
  appliance.stop();
  EXPECT_EQ(LedgerCopy(appliance).entry_types()["returned"], 6U);
  EXPECT_EQ(appliance.complaints(), "");
}

}  // namespace
}  // namespace antin::test
