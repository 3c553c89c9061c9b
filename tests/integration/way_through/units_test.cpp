// A school is merged into another, over the real programs: what it has sealed stays, what goes on with its records does
// so by the other's people and key, and its own key has had its last entry.
#include <gmock/gmock.h>

#include "tests/support/appliance.hpp"
#include "tests/support/ledger_copy.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;

const std::string what = " --unit 79760001 --kind hoc-ba --record 1.merged --document report.pdf";

class AMerger : public ::testing::Test {
 protected:
  AMerger() { tools().must_run("mkdir approvals results && echo 'a report' >report.pdf"); }
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] Outcome run(const std::string& words) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/" + words);
  }
  [[nodiscard]] Outcome antin(const std::string& system, const std::string& words) const {
    return run("antin " + words + " --config dev/client/" + system + ".conf --server " + appliance.endpoint());
  }
  void must_do(const std::string& system, const std::string& words) const {
    const auto said = antin(system, words);
    ASSERT_EQ(said.status, 0) << words << "\n" << said.output;
  }
  static std::string signer(const std::string& person) {
    return " --signing-key dev/people/" + person + ".key --certificate dev/people/" + person +
           ".crt --chain dev/ca/people-ca.crt";
  }
  void take_step(const std::string& system, const std::string& step, const std::string& person,
                 const std::string& more = "", const std::string& name = "report.pdf") const {
    const auto it = what + " --step " + step + more;
    const std::string role = step == "teacher"     ? " --role teacher --scope 2026-2027.1A"
                             : step == "principal" ? " --role principal"
                                                   : "";
    must_do(system, "approve" + it + role + " --yes --out approvals/" + name + step + signer(person));
    must_do(system, "submit" + it + " --approval approvals/" + name + step + " --name " + name + " --out results");
  }
  [[nodiscard]] Outcome verify(const std::string& name) const {
    return run("antin verify report.pdf results/" + name +
               ".p7s --root dev/ca/root.crt --log-key dev/client/log.vkey"
               " --receipt results/" +
               name + ".receipt.json");
  }
  [[nodiscard]] Outcome take_bundle() const {
    sign_next_policy(appliance.folder());
    return run("antin-control take-bundle --config dev/antin-control.conf");
  }
  void merge() const {
    tools().must_run(
        "sed -i '/^code = \"79760001\"/a closed = 2026-01-01\\nsuccessor = \"79760002\"' "
        "dev/policy/units.toml");
    const auto taken = take_bundle();
    ASSERT_EQ(taken.status, 0) << taken.output;
  }

  Appliance appliance;
};

TEST_F(AMerger, leaves_the_records_to_the_successor_and_the_key_with_a_last_entry) {
  take_step("school-79760001", "teacher", "p-000001");
  take_step("school-79760001", "principal", "p-000002");
  take_step("department-79", "department", "p-000003");
  merge();

  const auto old_seal = verify("report.pdf.principal");
  EXPECT_EQ(old_seal.status, 0) << old_seal.output;
  EXPECT_THAT(old_seal.output, testing::Not(HasSubstr("acted in its place")));
  const auto known = antin("school-79760002", "lookup --unit 79760001 --kind hoc-ba --record 1.merged");
  EXPECT_THAT(known.output, HasSubstr("79760001 has closed; 79760002 goes on with its records"));

  const auto fresh = antin("school-79760002",
                           "submit --unit 79760001 --kind hoc-ba --record 1.new --document report.pdf"
                           " --step teacher --approval approvals/report.pdfteacher");
  EXPECT_THAT(fresh.output, HasSubstr("antin: UNIT_CLOSED:"));
  const auto own = antin("school-79760001", "submit" + what + " --step teacher --approval approvals/report.pdfteacher");
  EXPECT_THAT(own.output, HasSubstr("antin: NO_GRANT:"));

  must_do("school-79760002",
          "supersede --unit 79760001 --kind hoc-ba --record 1.merged --revision 1 --reason wrong-grade --yes --out "
          "approvals/supersede --role principal" +
              signer("p-000008"));
  take_step("school-79760002", "teacher", "p-000007", " --revision 2", "second");
  take_step("school-79760002", "principal", "p-000008", " --revision 2", "second");
  const auto new_seal = verify("second.principal");
  EXPECT_EQ(new_seal.status, 0) << new_seal.output;
  EXPECT_THAT(new_seal.output, HasSubstr("the record is of 79760001, which had closed; 79760002 acted in its place"));

  appliance.stop();
  EXPECT_EQ(LedgerCopy(appliance).entry_types().at("key-retired"), 1U);
  const auto checked = run("antind --config dev/etc/antind.conf --check-ledger");
  EXPECT_EQ(checked.status, 0) << checked.output;
  appliance.start();
  EXPECT_EQ(LedgerCopy(appliance).entry_types().at("key-retired"), 1U);

  tools().must_run("sed -i '/^closed = /d;/^successor = /d' dev/policy/units.toml");
  const auto back = take_bundle();
  EXPECT_EQ(back.status, 1);
  EXPECT_THAT(back.output, HasSubstr("seal/79760001/school/2026.1: has retired, and seals nothing any more"));
  EXPECT_EQ(appliance.complaints(), "");
}

}  // namespace
}  // namespace antin::test
