// The policy of a running appliance changes by the word of its security officers, over the real programs.
#include <gmock/gmock.h>

#include "tests/support/appliance.hpp"
#include "tests/support/await.hpp"
#include "tests/support/office.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class APolicyThatChanges : public ::testing::Test {
 protected:
  [[nodiscard]] protocol::AboutResult about(const std::string& system = "department-79") const {
    auto connection = appliance.connect(system);
    return must(client::about(connection));
  }
  [[nodiscard]] Outcome control(const std::string& verb) const {
    return appliance.folder().tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin-control " + verb +
                                          " --config dev/antin-control.conf");
  }

  Appliance appliance;
};

TEST_F(APolicyThatChanges, comes_into_force_at_once_when_a_quorum_signed_it_and_not_otherwise) {
  const auto before = about().policy;
  auto open = appliance.connect("school-79760002");
  EXPECT_EQ(must(client::about(open)).policy, before);
  appliance.folder().tools().must_run(
      "sed -i '/^name = \"school-79760002\"/,/^grants/{s/^name.*/name = \"school-renamed\"/;s/^curve.*/curve = "
      "\"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\"/}' dev/policy/systems.toml");
  sign_policy(appliance.folder(), 2, before, {"so-3"});
  const auto too_few = control("take-bundle");
  EXPECT_EQ(too_few.status, 1);
  EXPECT_THAT(too_few.output, HasSubstr("1 of 2 security officers have signed"));
  EXPECT_EQ(about().policy, before);

  sign_policy(appliance.folder(), 2, before, {"so-3", "so-1"});
  const auto taken = control("take-bundle");
  EXPECT_EQ(taken.status, 0) << taken.output;
  EXPECT_THAT(taken.output, HasSubstr("version 2 is in force"));
  EXPECT_EQ(control("take-bundle").status, 1) << "it is in force already";
  EXPECT_EQ(about().policy, digest_of_policy(appliance.folder()));
  // Its key is not registered any more: an open connection is no right.
  const auto refused = client::about(open);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "UNKNOWN_SYSTEM");

  appliance.stop();
  appliance.start();
  EXPECT_EQ(about().policy, digest_of_policy(appliance.folder()));
  EXPECT_EQ(appliance.complaints(), "");
}

TEST_F(APolicyThatChanges, that_does_not_hold_is_refused_by_file_line_and_key_and_changes_nothing) {
  const auto before = about().policy;
  appliance.folder().tools().must_run("sed -i '1i surprise = 1' dev/policy/units.toml");
  sign_next_policy(appliance.folder());
  const auto refused = control("take-bundle");
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.output, HasSubstr("units.toml:1: surprise"));
  EXPECT_EQ(about().policy, before);
}

TEST_F(APolicyThatChanges, is_put_into_force_by_the_officers_of_then) {
  const auto& tools = appliance.folder().tools();
  const auto nobody = control("take-officers");
  EXPECT_EQ(nobody.status, 1) << nobody.output;
  const auto before =
      must(policy::bundle::read_officers(appliance.folder().path() / "officers", "seal.dev.example/2026", nullptr));
  tools.must_run("sed -i 's/^threshold = 2/threshold = 3/' dev/officers/officers.toml");
  const auto next = must(
      policy::bundle::read_officers(appliance.folder().path() / "officers", before.statement.log, &before.statement));
  sign_as_officers(appliance.folder(), "officers", statement::print(next.statement));
  const auto taken = control("take-officers");
  EXPECT_EQ(taken.status, 0) << taken.output;
  tools.must_run("sed -i 's/Hoa Sen/Hoa Mai/' dev/policy/units.toml");
  sign_next_policy(appliance.folder());
  EXPECT_THAT(control("take-bundle").output, HasSubstr("2 of 3 security officers have signed"));
}

TEST_F(APolicyThatChanges, does_not_come_into_force_by_a_restart_either) {
  const auto before = about().policy;
  appliance.stop();
  sign_policy(appliance.folder(), 2, before, {"so-3"});
  const auto start = [&] {
    return appliance.folder().tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antind --config dev/etc/antind.conf");
  };
  const auto refused = start();
  EXPECT_EQ(refused.status, 78);
  EXPECT_THAT(refused.output, HasSubstr("1 of 2 security officers have signed"));
  appliance.folder().tools().must_run("rm -r dev/policy/signatures");
  EXPECT_EQ(start().status, 78);
}

TEST_F(APolicyThatChanges, a_ledger_is_not_made_without_security_officers) {
  appliance.stop();
  const auto& tools = appliance.folder().tools();
  tools.must_run("rm -r dev/state/ledger/* && mv dev/officers elsewhere");
  const auto refused = tools.run(std::string(ANTIN_BINARY_DIR) + "/bin/antind --config dev/etc/antind.conf");
  EXPECT_EQ(refused.status, 78);
  EXPECT_THAT(refused.output, HasSubstr("a new ledger needs its security officers: "));
}

// What officers ask before they sign: of a backup of the ledger, with antin-policy.
class PastDecisions : public APolicyThatChanges {
 protected:
  PastDecisions() {
    auto school = appliance.connect("school-79760001");
    Office office(appliance.folder(), "79760001", about().policy);
    const Report report{"79760001", "record-1", base::sha256_digest(base::Sha256Hash{7})};
    const auto teacher = must(client::submit(school, office.submission(report, "teacher", std::nullopt)));
    const auto leaf = tlog::leaf_hash(teacher.entry);
    const auto early = client::submit(school, office.submission(report, "department", leaf));
    EXPECT_EQ(early.error().code, "OUT_OF_ORDER");
    must(client::submit(school, office.submission(report, "principal", leaf)));
    const Report returned{"79760001", "record-4", base::sha256_digest(base::Sha256Hash{9})};
    const auto begun = must(client::submit(school, office.submission(returned, "teacher", std::nullopt)));
    const auto wrongly = office.a_return(returned, "department", tlog::leaf_hash(begun.entry), "incomplete");
    EXPECT_EQ(client::end(school, wrongly).error().code, "OUT_OF_ORDER");
    must(client::end(school, office.a_return(returned, "principal", tlog::leaf_hash(begun.entry), "incomplete")));
    const Report other{"79760001", "record-2", base::sha256_digest(base::Sha256Hash{8})};
    auto wrong = office.submission(other, "teacher", std::nullopt);
    wrong.record = "record-3";
    EXPECT_EQ(client::submit(school, wrong).error().code, "STATEMENT_MISMATCH");
    // What an entry does not hold is not asked again: approvals, formats.
    auto crowded = office.submission(other, "teacher", std::nullopt);
    crowded.approvals.push_back(crowded.approvals.front());
    EXPECT_EQ(client::submit(school, crowded).error().code, "APPROVALS_MISSING");
    auto formatted = office.submission(other, "teacher", std::nullopt);
    formatted.formats = {"cades"};
    EXPECT_EQ(client::submit(school, formatted).error().code, "FORMAT_NOT_ALLOWED");
    appliance.stop();
    tools().must_run("cp dev/state/ledger/ledger.sqlite backup && cp -r dev/policy next");
  }
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] Outcome antin_policy(const std::string& words) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin-policy " + words);
  }
};

TEST_F(PastDecisions, are_explained_rule_by_rule) {
  const auto explained = antin_policy("explain record-1 --from backup");
  EXPECT_EQ(explained.status, 0) << explained.output;
  EXPECT_THAT(explained.output, HasSubstr("revision 1, step teacher: done"));
  EXPECT_THAT(explained.output, HasSubstr("revision 1, step department: denied OUT_OF_ORDER"));
  EXPECT_THAT(explained.output, HasSubstr("  + the step's window is open\n"));
  EXPECT_THAT(explained.output, HasSubstr("  - revision and step come in order: does not hold\n"));
  EXPECT_THAT(explained.output, HasSubstr("    the step's window is open: was not asked\n"));
  EXPECT_THAT(explained.output, HasSubstr("seal/79760001/school/2026.1"));
  EXPECT_THAT(explained.output, Not(HasSubstr("doubt")));
  const auto mismatch = antin_policy("explain record-3 --from backup --json");
  EXPECT_THAT(mismatch.output, HasSubstr("\"outcome\": \"denied STATEMENT_MISMATCH\""));
  const auto refused = antin_policy("explain record-2 --from backup");
  EXPECT_THAT(refused.output, HasSubstr("denied FORMAT_NOT_ALLOWED"));
  EXPECT_THAT(refused.output, HasSubstr("denied APPROVALS_MISSING"));
  EXPECT_THAT(refused.output, Not(HasSubstr("doubt")));
  const auto ended = antin_policy("explain record-4 --from backup");
  EXPECT_THAT(ended.output, HasSubstr("revision 1, step department, to return: denied OUT_OF_ORDER\n"));
  EXPECT_THAT(ended.output, HasSubstr("  - the step's turn has come, or the revision is complete: does not hold\n"));
  EXPECT_THAT(ended.output, HasSubstr("revision 1, step principal, to return: returned\n"));
  EXPECT_THAT(ended.output, HasSubstr("  + the reason is one that the policy lists\n"));
  EXPECT_THAT(ended.output, Not(HasSubstr("doubt")));
  EXPECT_EQ(antin_policy("explain record-9 --from backup").status, 1);
  EXPECT_EQ(antin_policy("explain record-1 --from nowhere").status, 2);
}

TEST_F(PastDecisions, are_asked_again_of_a_bundle_that_is_to_come) {
  const auto same = antin_policy("simulate next --against backup");
  EXPECT_EQ(same.status, 0) << same.output;
  EXPECT_THAT(same.output, HasSubstr("0 of 6 decisions would change"));

  tools().must_run(
      "sed -i '/^name = .principal/a window = { from = 2020-05-20, until = 2020-06-30, zone = "
      "\"Asia/Ho_Chi_Minh\" }' next/workflow.toml && sed -i 's/^version = 1/version = 2/' next/bundle.toml");
  const auto closed = antin_policy("simulate next --against backup");
  EXPECT_EQ(closed.status, 1) << closed.output;
  EXPECT_THAT(closed.output, HasSubstr("record-1 revision 1 step principal: done → denied WINDOW_CLOSED\n"));
  EXPECT_THAT(closed.output, HasSubstr("1 of 6 decisions would change"));

  tools().must_run("sed -i '/^window/d; /^return/d' next/workflow.toml");
  const auto final = antin_policy("simulate next --against backup");
  EXPECT_THAT(final.output, HasSubstr("record-4 revision 1 step principal: returned → denied REASON_NOT_ALLOWED\n"));
  EXPECT_THAT(final.output, HasSubstr("1 of 6 decisions would change"));

  // Without the principal's step the department's would have come in order.
  tools().write("next/workflow.toml",
                std::string_view("[[workflow]]\nkind = \"hoc-ba\"\ndigest = [\"sha256\", \"sha384\"]\n"
                                 "[[workflow.step]]\nname = \"teacher\"\nrole = [\"teacher\"]\n"
                                 "[[workflow.step]]\nname = \"department\"\nrole = [\"department-leader\"]\n"
                                 "unit = \"parent\"\nseal = \"department\"\nformats = [\"cades\"]\n"));
  const auto shorter = antin_policy("simulate next --against backup --json");
  EXPECT_THAT(shorter.output, HasSubstr("\"after\": \"as its approvals are\"")) << shorter.output;
  EXPECT_THAT(shorter.output, HasSubstr("\"after\": \"denied UNKNOWN_STEP\""));
  EXPECT_EQ(antin_policy("simulate nowhere --against backup").status, 2);
}

}  // namespace
}  // namespace antin::test
