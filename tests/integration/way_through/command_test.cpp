// The same way with nothing but the `antin` command, as a school's staff would go it by hand.
#include <gtest/gtest.h>

#include "tests/support/appliance.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

class Command : public ::testing::Test {
 protected:
  [[nodiscard]] Outcome antin(const std::string& system, const std::string& arguments) const {
    return appliance.folder().tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin " + arguments +
                                          " --config dev/client/" + system + ".conf --server " + appliance.endpoint());
  }
  void must_do(const std::string& system, const std::string& arguments) const {
    const auto said = antin(system, arguments);
    ASSERT_EQ(said.status, 0) << arguments << "\n" << said.output;
  }
  void take_step(const std::string& system, const std::string& step, const std::string& approver) const {
    const std::string what = " --unit 79760002 --kind hoc-ba --record " + record + " --document report.pdf --step " +
                             step + " --algorithm sha384";
    must_do(system, "approve" + what + " --yes --out approvals/" + step + " " + approver);
    must_do(system, "submit" + what + " --approval approvals/" + step + " --out results");
  }

  Appliance appliance;
  std::string record;
};

std::string p12_of(const std::string& person) {
  return "--p12 dev/people/" + person + ".p12 --passphrase-file dev/people/" + person + ".pass";
}

std::string pem_of(const std::string& person) {
  return "--signing-key dev/people/" + person + ".key --certificate dev/people/" + person +
         ".crt --chain dev/ca/people-ca.crt";
}

TEST_F(Command, takes_a_report_through_all_steps_and_verifies_it) {
  const auto& tools = appliance.folder().tools();
  tools.must_run("mkdir approvals results && echo 'a report' >report.pdf");
  auto derived = tools.run("echo 079320000077 | " + std::string(ANTIN_BINARY_DIR) +
                           "/bin/antin record-id derive --config dev/client/school-79760002.conf --series 2026-2027");
  ASSERT_EQ(derived.status, 0) << derived.output;
  record = derived.output.substr(0, derived.output.find('\n'));

  take_step("school-79760002", "teacher", "--role teacher --scope 2026-2027.1A " + p12_of("p-000007"));
  take_step("school-79760002", "principal", "--role principal " + pem_of("p-000008"));
  take_step("department-79", "department", pem_of("p-000003"));

  for (const std::string step : {"principal", "department"}) {
    const auto said = antin("school-79760002", "verify");  // its usage: it takes no --config
    EXPECT_EQ(said.status, 2);
    const auto good =
        tools.run(std::string(ANTIN_BINARY_DIR) + "/bin/antin verify report.pdf results/report.pdf." + step +
                  ".p7s --root dev/ca/root.crt --receipt results/report.pdf." + step + ".receipt.json");
    EXPECT_EQ(good.status, 0) << good.output;
  }
  const auto mixed = tools.run(std::string(ANTIN_BINARY_DIR) +
                               "/bin/antin verify report.pdf results/report.pdf.principal.p7s --root dev/ca/root.crt "
                               "--receipt results/report.pdf.department.receipt.json");
  EXPECT_EQ(mixed.status, 1) << mixed.output;

  must_do("school-79760002",
          "lookup --unit 79760002 --kind hoc-ba --record " + record + " --step principal --name again --out results");
  EXPECT_EQ(tools.read("results/again.principal.p7s"), tools.read("results/report.pdf.principal.p7s"));
}

TEST_F(Command, lets_an_auditor_make_each_decision_again) {
  appliance.folder().tools().must_run("mkdir approvals results && echo 'a report' >report.pdf");
  record = "1.audited";
  take_step("school-79760002", "teacher", "--role teacher --scope 2026-2027.1A " + p12_of("p-000007"));
  take_step("school-79760002", "principal", "--role principal " + pem_of("p-000008"));
  take_step("department-79", "department", pem_of("p-000003"));
  const std::string named = "79760002/hoc-ba/1.audited/1/";
  const std::string with =
      " --log-key dev/client/log.vkey --auditor --signing-key dev/client/auditor-79-x509.key --certificate "
      "dev/client/auditor-79.crt --chain dev/ca/people-ca.crt --root dev/ca/root.crt --people dev/people";
  const auto check = [&](const std::string& step, const std::string& previous) {
    return antin("auditor-79",
                 "audit check " + named + step + with + (previous.empty() ? "" : " --previous " + named + previous));
  };
  for (const auto& [step, previous] :
       {std::pair<std::string, std::string>{"teacher", ""}, {"principal", "teacher"}, {"department", "principal"}}) {
    const auto good = check(step, previous);
    EXPECT_EQ(good.status, 0) << good.output;
    EXPECT_NE(good.output.find("hoc-ba/" + step + ": the decision holds as far as it was checked\n"), std::string::npos)
        << good.output;
    EXPECT_NE(good.output.find("hoc-ba/" + step + ", by the bundle that the entry names\n"), std::string::npos)
        << good.output;
    EXPECT_EQ(good.output.find("not checked: "), good.output.rfind("not checked: ")) << good.output;
  }
  const auto bad = check("department", "teacher");
  EXPECT_EQ(bad.status, 1) << bad.output;
  EXPECT_NE(bad.output.find("entry before broken: "), std::string::npos) << bad.output;
}

// The officers, the first bundle, and all who were enrolled when the appliance was made.
TEST_F(Command, lets_an_auditor_decide_again_what_registrars_and_officers_changed) {
  const std::string with =
      " --log-key dev/client/log.vkey --auditor --signing-key dev/client/auditor-79-x509.key --certificate "
      "dev/client/auditor-79.crt --chain dev/ca/people-ca.crt --root dev/ca/root.crt";
  std::string said;
  for (int index = 0; index < 8; ++index) {
    const auto checked =
        antin("auditor-79", "audit check " + std::to_string(index) + with + " --untrusted dev/ca/people-ca.crt");
    const bool decides = checked.output.find("CANNOT: the entry holds no decision") == std::string::npos;
    EXPECT_EQ(checked.status, decides ? 0 : 2) << checked.output;
    said += checked.output;
  }
  for (const auto* found :
       {"entry 0, officers: ", "entry 1, policy: ", ", registration/principal: the decision holds\n",
        "so-1, so-2, where 2 are needed", "on the word of r-000001, r-000002"})
    EXPECT_NE(said.find(found), std::string::npos) << found << "\n" << said;
  const auto distrusted = antin("auditor-79", "audit check 1" + with);
  EXPECT_EQ(distrusted.status, 1) << distrusted.output;
  EXPECT_NE(distrusted.output.find("broken: the certificate of so-1"), std::string::npos) << distrusted.output;
}

TEST_F(Command, says_why_it_is_refused) {
  const auto stranger = antin("unregistered", "about");
  EXPECT_EQ(stranger.status, 1);
  EXPECT_NE(stranger.output.find("antin: UNKNOWN_SYSTEM:"), std::string::npos) << stranger.output;
  appliance.folder().tools().must_run("echo 'a report' >report.pdf && mkdir approvals");
  const std::string what = " --unit 79760001 --kind hoc-ba --record 1.early --document report.pdf --step principal";
  must_do("school-79760001",
          "approve" + what + " --previous none --yes --out approvals/early --role principal " + pem_of("p-000002"));
  const auto early = antin("school-79760001", "submit" + what + " --approval approvals/early");
  EXPECT_EQ(early.status, 1);
  EXPECT_NE(early.output.find("antin: OUT_OF_ORDER:"), std::string::npos) << early.output;
}

TEST_F(Command, has_a_file_stamped) {
  const auto& tools = appliance.folder().tools();
  tools.must_run("echo 'anything' >file");
  must_do("school-79760001", "timestamp file --out file.tsr");
  const auto said = tools.run(
      "openssl ts -verify -in file.tsr -data file -CAfile dev/ca/root.crt -untrusted dev/ca/intermediate.crt");
  EXPECT_EQ(said.status, 0) << said.output;
}

}  // namespace
}  // namespace antin::test
