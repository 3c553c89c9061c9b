// The main job on real parts: three programs, a real token, CURVE; what comes out is judged by tools that we did not
// write.
#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/office.hpp"

namespace antin::test {
namespace {

struct Pass {
  std::string unit, record;
  base::DigestAlgorithm algorithm;
  std::string document;
};

class WayThrough : public ::testing::Test {
 protected:
  // All steps over two connections; leaves STEP.p7s, STEP.tst and the document in the folder.
  std::map<std::string, protocol::StepResult> take(const Pass& pass) {
    auto school = appliance.connect("school-" + pass.unit);
    auto department = appliance.connect("department-79");
    const auto about = must(client::about(school));
    Office office(appliance.folder(), pass.unit, about.policy);
    const Report report{pass.unit, pass.record, crypto::digest(pass.algorithm, base::view(pass.document))};
    std::map<std::string, protocol::StepResult> results;
    std::optional<base::Sha256Hash> previous;
    tools().write("document", pass.document);
    for (const auto& step : steps()) {
      auto& connection = step == "department" ? department : school;
      auto result = must(client::submit(connection, office.submission(report, step, previous)));
      previous = tlog::leaf_hash(result.entry);
      tools().write(step + ".p7s", result.seal);
      tools().write(step + ".tst", result.token);
      results.emplace(step, std::move(result));
    }
    return results;
  }

  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }

  [[nodiscard]] Outcome openssl_cms(const std::string& seal, const std::string& document = "document") const {
    return tools().run("openssl cms -verify -cades -binary -inform DER -in " + seal + " -content " + document +
                       " -CAfile dev/ca/root.crt -purpose any -out /dev/null");
  }
  [[nodiscard]] Outcome certtool(const std::string& seal, const std::string& document = "document") const {
    return tools().run("certtool --p7-verify --inder --infile " + seal + " --load-data " + document +
                       " --load-ca-certificate dev/ca/root.crt");
  }
  // Over the octets of the signature that it stamps, taken out of the seal by openssl.
  [[nodiscard]] Outcome openssl_ts(const std::string& token, const std::string& stamped) const {
    return tools().run("openssl ts -verify -token_in -in " + token + " -data " + stamped +
                       " -CAfile dev/ca/root.crt -untrusted dev/ca/intermediate.crt");
  }

  void expect_good(const std::string& step) const {
    const auto cms = openssl_cms(step + ".p7s");
    EXPECT_EQ(cms.status, 0) << cms.output;
    const auto gnu = certtool(step + ".p7s");
    EXPECT_EQ(gnu.status, 0) << gnu.output;
  }

  Appliance appliance;
};

TEST_F(WayThrough, a_report_of_a_school_with_a_p256_key_is_sealed_by_school_and_department) {
  take({"79760001", "1.way-through-p256", base::DigestAlgorithm::sha256, "a report"});
  expect_good("principal");
  expect_good("department");
}

}  // namespace
}  // namespace antin::test
