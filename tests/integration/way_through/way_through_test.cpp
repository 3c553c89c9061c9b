// The main job on real parts: three programs, a real token, CURVE; what comes out is judged by tools that we did not
// write.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "tests/integration/way_through/seal_parts.hpp"
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
  [[nodiscard]] Outcome openssl_ts(const std::string& token, const std::string& stamped) const {
    return tools().run("openssl ts -verify -token_in -in " + token + " -data " + stamped +
                       " -CAfile dev/ca/root.crt -untrusted dev/ca/intermediate.crt");
  }
  [[nodiscard]] Outcome antin_verify(const std::string& seal, const std::string& document = "document") const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/antin verify " + document + " " + seal +
                       " --root dev/ca/root.crt --crl dev/revocation/root.crl --crl dev/revocation/intermediate.crl");
  }

  // The token is over the octets of the signature, which OpenSSL takes out of the seal.
  void expect_good(const std::string& step, bool gnutls_knows_it = true) const {
    const auto seal = step + ".p7s";
    tools().write(step + ".sig", signature_of(tools().read(seal)));
    std::vector<Outcome> verdicts{openssl_cms(seal), openssl_ts(step + ".tst", step + ".sig"), antin_verify(seal)};
    if (gnutls_knows_it) verdicts.push_back(certtool(seal));
    for (const auto& said : verdicts) EXPECT_EQ(said.status, 0) << step << ": " << said.output;
  }
  void expect_bad(const std::string& seal, const std::string& document = "document") const {
    for (const auto& said : {openssl_cms(seal, document), certtool(seal, document), antin_verify(seal, document)})
      EXPECT_NE(said.status, 0) << seal << ": " << said.output;
  }

  Appliance appliance;
};

TEST_F(WayThrough, every_verifier_takes_the_seals_of_a_school_with_a_p256_key_over_sha256) {
  const auto results = take({"79760001", "1.p256-sha256", base::DigestAlgorithm::sha256, "a report"});
  EXPECT_TRUE(results.at("teacher").seal.empty());
  expect_good("principal");
  expect_good("department");
}

TEST_F(WayThrough, every_verifier_takes_the_seals_of_a_school_with_a_p256_key_over_sha384) {
  take({"79760001", "1.p256-sha384", base::DigestAlgorithm::sha384, "a report"});
  expect_good("principal");
  expect_good("department");
}

TEST_F(WayThrough, every_verifier_takes_the_seals_of_a_school_with_an_rsa_pss_key_over_sha256) {
  take({"79760002", "1.pss-sha256", base::DigestAlgorithm::sha256, "a report"});
  expect_good("principal");
  expect_good("department");
}

// GnuTLS 3.7.9 takes every PSS signature of a CMS for one over SHA-256, also those that OpenSSL made.
TEST_F(WayThrough, openssl_takes_the_seals_of_a_school_with_an_rsa_pss_key_over_sha384) {
  take({"79760002", "1.pss-sha384", base::DigestAlgorithm::sha384, "a report"});
  expect_good("principal", false);
  expect_good("department");
}

TEST_F(WayThrough, the_token_of_a_step_without_a_seal_is_over_the_approvals_cms) {
  auto school = appliance.connect("school-79760001");
  Office office(appliance.folder(), "79760001", must(client::about(school)).policy);
  const Report report{"79760001", "1.teacher", base::sha256_digest(crypto::sha256(base::view("a report")))};
  const auto submission = office.submission(report, "teacher", std::nullopt);
  const auto result = must(client::submit(school, submission));
  tools().write("teacher.tst", result.token);
  tools().write("approval.p7s", submission.approvals.at(0).cms);
  EXPECT_EQ(openssl_ts("teacher.tst", "approval.p7s").status, 0);
}

TEST_F(WayThrough, no_verifier_takes_a_tampered_document) {
  take({"79760001", "1.tampered-document", base::DigestAlgorithm::sha256, "a report"});
  tools().write("other", std::string_view("a reporT"));
  expect_bad("principal.p7s", "other");
}

TEST_F(WayThrough, no_verifier_takes_a_tampered_seal) {
  const auto results = take({"79760001", "1.tampered-seal", base::DigestAlgorithm::sha256, "a report"});
  auto seal = results.at("principal").seal;
  const auto signature = signature_of(seal);
  const auto at = std::search(seal.begin(), seal.end(), signature.begin(), signature.end());
  ASSERT_NE(at, seal.end());
  at[static_cast<std::ptrdiff_t>(signature.size()) - 1] ^= 1;
  tools().write("tampered.p7s", seal);
  expect_bad("tampered.p7s");
}

// The certificate in the seal is exchanged for another of the same key, issuer and serial number: the signature still
// holds over it, and only the hash in the signed attributes (ESS, RFC 5035) tells.
TEST_F(WayThrough, a_seal_with_another_certificate_than_it_was_made_with_is_refused) {
  auto seal = take({"79760001", "1.wrong-ess", base::DigestAlgorithm::sha256, "a report"}).at("principal").seal;
  tools().must_run("openssl x509 -in dev/policy/keys/79760001-school-2026.1.crt -outform DER -out made-with.der");
  const auto made_with = tools().read("made-with.der");
  base::Bytes other;
  // An ECDSA signature is one of a few lengths: again, until it fits into the place of the first.
  for (int i = 0; i < 100 && other.size() != made_with.size(); ++i)
    other = issued_again(made_with, appliance.folder().read("ca/intermediate.key"));
  ASSERT_EQ(other.size(), made_with.size());
  const auto at = std::search(seal.begin(), seal.end(), made_with.begin(), made_with.end());
  ASSERT_NE(at, seal.end());
  std::copy(other.begin(), other.end(), at);
  tools().write("substituted.p7s", seal);

  const auto without_ess = tools().run(
      "openssl cms -verify -binary -inform DER -in substituted.p7s -content document -CAfile dev/ca/root.crt "
      "-purpose any -out /dev/null");
  EXPECT_EQ(without_ess.status, 0) << "the sample is wrong in more than its ESS: " << without_ess.output;
  EXPECT_NE(openssl_cms("substituted.p7s").status, 0);
  EXPECT_EQ(antin_verify("substituted.p7s").status, 1);
}

TEST_F(WayThrough, a_seal_with_the_timestamp_of_another_seal_is_refused) {
  const auto first = take({"79760001", "1.first", base::DigestAlgorithm::sha256, "a report"}).at("principal");
  const auto second = take({"79760001", "1.second", base::DigestAlgorithm::sha256, "a report"}).at("principal");
  tools().write("own.p7s", with_token(second.seal, second.token));
  tools().write("swapped.p7s", with_token(second.seal, first.token));
  tools().write("second.sig", signature_of(second.seal));
  tools().write("first.tst", first.token);
  EXPECT_EQ(antin_verify("own.p7s").status, 0);
  EXPECT_EQ(antin_verify("swapped.p7s").status, 1);
  EXPECT_NE(openssl_ts("first.tst", "second.sig").status, 0);
}

TEST_F(WayThrough, a_plain_timestamp_is_taken_by_openssl) {
  auto school = appliance.connect("school-79760001");
  tools().write("data", std::string_view("anything"));
  tools().must_run("openssl ts -query -data data -sha256 -cert -out data.tsq");
  const auto result = must(client::timestamp(school, {tools().read("data.tsq")}));
  tools().write("data.tsr", result.response);
  const auto said = tools().run(
      "openssl ts -verify -in data.tsr -queryfile data.tsq -CAfile dev/ca/root.crt -untrusted dev/ca/intermediate.crt");
  EXPECT_EQ(said.status, 0) << said.output;
}

TEST_F(WayThrough, a_key_that_is_not_registered_is_told_so) {
  auto stranger = appliance.connect("unregistered");
  const auto answer = client::about(stranger);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().trouble, client::Trouble::key_refused);
  EXPECT_EQ(answer.error().code, "UNKNOWN_SYSTEM");
}

TEST_F(WayThrough, what_a_client_holds_is_found_after_a_restart_of_all_programs) {
  const auto results = take({"79760001", "1.restart", base::DigestAlgorithm::sha256, "a report"});
  appliance.stop();
  appliance.start();
  auto school = appliance.connect("school-79760001");
  for (const auto& step : steps()) {
    const auto found = must(client::lookup(school, {"79760001", "hoc-ba", "1.restart", 1, step}));
    ASSERT_TRUE(found.result);
    EXPECT_EQ(protocol::encode(*found.result), protocol::encode(results.at(step)));
  }
}

}  // namespace
}  // namespace antin::test
