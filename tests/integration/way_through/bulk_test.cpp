// A class of 35 through two steps with two signatures, by nothing but the `antin` command.
#include "client/lib/bulk.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

constexpr int class_size = 35;
const std::string school = "school-79760001";

class Bulk : public ::testing::Test {
 protected:
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }

  [[nodiscard]] Outcome antin(const std::string& arguments) const {
    const auto space = arguments.find(' ');
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin " + arguments.substr(0, space) +
                       " --config dev/client/" + school + ".conf --server " + appliance.endpoint() +
                       arguments.substr(space));
  }
  void must_do(const std::string& arguments) const {
    const auto said = antin(arguments);
    ASSERT_EQ(said.status, 0) << arguments << "\n" << said.output;
  }
  [[nodiscard]] static std::string pupil(int number) { return "1.pupil" + std::to_string(number); }
  void write_class() const {
    tools().must_run("mkdir reports results");
    std::string list = "record,document,name\n";
    for (int i = 0; i < class_size; ++i) {
      const auto file = "reports/" + std::to_string(i) + ".pdf";
      tools().write(file, "report of pupil " + std::to_string(i));
      list += pupil(i) + "," + file + ",\"Học sinh, " + std::to_string(i) + "\"\n";
    }
    tools().write("class.csv", list);
  }
  void take_step(const std::string& step, const std::string& approver, const std::string& role) const {
    const std::string what = " --list class.csv --unit 79760001 --kind hoc-ba --step " + step;
    must_do("approve" + what + " --yes --out " + step + " --role " + role + " --signing-key dev/people/" + approver +
            ".key --certificate dev/people/" + approver + ".crt --chain dev/ca/people-ca.crt");
    must_do("submit" + what + " --approval " + step + " --out results");
    const auto again = antin("submit" + what + " --approval " + step + " --out results --json");
    EXPECT_EQ(again.status, 0) << again.output;
    EXPECT_NE(again.output.find("\"done_before\": 35"), std::string::npos) << again.output;
  }
  // `antin audit check` of a step of one pupil, its approvals and all.
  [[nodiscard]] Outcome decision_made_again(const std::string& step) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin audit check 79760001/hoc-ba/" + pupil(17) + "/1/" +
                       step + " --config dev/client/auditor-79.conf --server " + appliance.endpoint() +
                       " --log-key dev/client/log.vkey --auditor --signing-key dev/client/auditor-79-x509.key"
                       " --certificate dev/client/auditor-79.crt --chain dev/ca/people-ca.crt --root dev/ca/root.crt"
                       " --people dev/people");
  }

  Appliance appliance;
};

TEST_F(Bulk, a_class_of_35_is_approved_twice_sealed_and_verified_by_tools_that_we_did_not_write) {
  write_class();
  take_step("teacher", "p-000001", "teacher --scope 2026-2027.1A");
  take_step("principal", "p-000002", "principal");
  for (int i = 0; i < class_size; ++i) {
    const auto document = "reports/" + std::to_string(i) + ".pdf";
    const auto result = "results/" + pupil(i) + ".1.principal";
    const auto openssl = tools().run("openssl cms -verify -cades -binary -inform DER -in " + result + ".p7s -content " +
                                     document + " -CAfile dev/ca/root.crt -purpose any -out /dev/null");
    EXPECT_EQ(openssl.status, 0) << openssl.output;
    const auto verified = tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin verify " + document + " " + result +
                                      ".p7s --root dev/ca/root.crt --receipt " + result + ".receipt.json");
    EXPECT_EQ(verified.status, 0) << verified.output;
  }
  // What the principal signed is kept with each: the bulk statement, its signature, and the item's way to it.
  const std::string kept = "results/" + pupil(17) + ".1.principal.approval-1";
  const auto signature = tools().run("openssl cms -verify -cades -binary -inform DER -in " + kept + ".p7s -content " +
                                     kept + ".txt -CAfile dev/ca/root.crt -purpose any -out /dev/null");
  EXPECT_EQ(signature.status, 0) << signature.output;
  const auto item = client::parse_bulk_item(base::text(tools().read(kept + ".item")));
  ASSERT_TRUE(item);
  EXPECT_TRUE(client::approved_by({tools().read(kept + ".txt"), tools().read(kept + ".p7s"), *item}));
  // The same for an auditor, by what the ledger has kept.
  for (const std::string step : {"teacher", "principal"}) {
    const auto again = decision_made_again(step);
    EXPECT_EQ(again.status, 0) << again.output;
    EXPECT_NE(again.output.find("leads from item 17 of 35 to the root that was signed"), std::string::npos)
        << again.output;
  }
}

}  // namespace
}  // namespace antin::test
