// Timestamp tokens and responses as `openssl ts` sees them.
#include <gtest/gtest.h>

#include "core/crypto/openssl.hpp"
#include "tests/unit/core/forms/authority.hpp"

namespace antin::forms {
namespace {

using base::DigestAlgorithm;

class TokenByTools : public ::testing::Test {
 protected:
  TokenByTools() {
    authority.issue("clock", p256, "stamp");
    authority.tools.write("document", "stamp me");
  }

  [[nodiscard]] static TimestampInfo info_of(DigestAlgorithm hash = DigestAlgorithm::sha256) {
    return {"2.999.1.1", crypto::digest(hash, base::view("stamp me")), {0x5f, 0x0c, 0xff}, now(), 1000, std::nullopt};
  }
  // A request of OpenSSL's in request.tsq; its nonce as a magnitude.
  [[nodiscard]] base::Bytes ask(const std::string& options) const {
    authority.tools.must_run("openssl ts -query -data document -out request.tsq " + options);
    const auto der = authority.tools.read("request.tsq");
    const unsigned char* at = der.data();
    const crypto::TsRequestHandle request(d2i_TS_REQ(nullptr, &at, static_cast<long>(der.size())));
    const auto* nonce = TS_REQ_get_nonce(request.get());
    return {ASN1_STRING_get0_data(nonce), ASN1_STRING_get0_data(nonce) + ASN1_STRING_length(nonce)};
  }
  [[nodiscard]] test::Outcome verify_token(const std::string& against) const {
    return authority.tools.run("openssl ts -verify -token_in -in token -CAfile root.crt -untrusted both.crt " +
                               against);
  }
  void write_token(const TimestampInfo& info, bool with_certificates = true) const {
    authority.tools.write("token", sign_token(authority.signer("clock"), info, with_certificates));
  }

  Authority authority;
};

TEST_F(TokenByTools, a_token_is_accepted_by_digest_and_by_data) {
  const auto info = info_of();
  write_token(info);
  const auto by_digest = verify_token("-digest " + base::to_hex(info.imprint.value));
  EXPECT_EQ(by_digest.status, 0) << by_digest.output;
  const auto by_data = verify_token("-data document");
  EXPECT_EQ(by_data.status, 0) << by_data.output;
}

TEST_F(TokenByTools, a_sha384_imprint_is_accepted) {
  write_token(info_of(DigestAlgorithm::sha384));
  const auto verified = verify_token("-data document");
  EXPECT_EQ(verified.status, 0) << verified.output;
}

TEST_F(TokenByTools, the_nonce_and_the_fraction_of_the_time_are_read_back) {
  auto info = info_of();
  info.nonce = ask("-sha256 -cert");
  info.gen_time = std::chrono::floor<std::chrono::seconds>(now()) + std::chrono::milliseconds(120);
  info.accuracy_ms = 999;
  write_token(info);
  const auto verified = verify_token("-queryfile request.tsq");
  EXPECT_EQ(verified.status, 0) << verified.output;
  const auto shown = authority.tools.run("openssl ts -reply -token_in -token_out -in token -text").output;
  EXPECT_NE(shown.find(".12 "), std::string::npos) << shown;
  EXPECT_NE(shown.find("unspecified seconds, 0x03E7 millis"), std::string::npos) << shown;
  EXPECT_NE(shown.find("Serial number: 0x5F0CFF"), std::string::npos) << shown;
  EXPECT_NE(shown.find("Policy OID: 2.999.1.1"), std::string::npos) << shown;
}

TEST_F(TokenByTools, another_nonce_is_refused) {
  auto info = info_of();
  info.nonce = ask("-sha256 -cert");
  info.nonce->back() ^= 1;
  write_token(info);
  EXPECT_NE(verify_token("-queryfile request.tsq").status, 0);
}

TEST_F(TokenByTools, another_digest_is_refused) {
  write_token(info_of());
  authority.tools.write("document", "stamp you");
  EXPECT_NE(verify_token("-data document").status, 0);
}

TEST_F(TokenByTools, a_token_that_names_another_certificate_is_refused) {
  const auto signer = authority.signer("clock");
  const auto info_der = encode(info_of());
  const auto attributes = encode(TokenAttributes{crypto::sha256(info_der), authority.certificate("root").hash});
  const auto signature = must(signer.key.sign(DigestAlgorithm::sha256, attributes));
  authority.tools.write("token", signer.form.assemble({"1.2.840.113549.1.9.16.1.4", info_der}, DigestAlgorithm::sha256,
                                                      attributes, signature, std::nullopt));
  EXPECT_NE(verify_token("-data document").status, 0);
}

TEST_F(TokenByTools, without_certificates_it_needs_the_signers_certificate_from_elsewhere) {
  write_token(info_of(), false);
  EXPECT_NE(verify_token("-data document").status, 0);
  authority.tools.must_run("cat clock.crt >> both.crt");
  const auto verified = verify_token("-data document");
  EXPECT_EQ(verified.status, 0) << verified.output;
}

TEST_F(TokenByTools, a_granted_response_is_accepted) {
  auto info = info_of();
  info.nonce = ask("-sha256 -cert -tspolicy 2.999.1.1");
  authority.tools.write("response", granted_response(sign_token(authority.signer("clock"), info)));
  const auto shown = authority.tools.run("openssl ts -reply -in response -text");
  EXPECT_EQ(shown.status, 0) << shown.output;
  EXPECT_NE(shown.output.find("Status: Granted."), std::string::npos) << shown.output;
  EXPECT_NE(shown.output.find("Accuracy: 0x01 seconds, unspecified millis"), std::string::npos) << shown.output;
  const auto verified = authority.tools.run(
      "openssl ts -verify -in response -queryfile request.tsq -CAfile root.crt -untrusted both.crt");
  EXPECT_EQ(verified.status, 0) << verified.output;
}

TEST_F(TokenByTools, a_rejected_response_states_its_reason) {
  const std::pair<TimestampFailure, std::string> reasons[] = {
      {TimestampFailure::bad_alg, "unrecognized or unsupported algorithm identifier"},
      {TimestampFailure::bad_request, "transaction not permitted or supported"},
      {TimestampFailure::bad_data_format, "the data submitted has the wrong format"},
      {TimestampFailure::time_not_available, "the TSA's time source is not available"},
      {TimestampFailure::unaccepted_policy, "the requested TSA policy is not supported by the TSA"},
      {TimestampFailure::unaccepted_extension, "the requested extension is not supported by the TSA"},
      {TimestampFailure::system_failure, "the request cannot be handled due to system failure"}};
  for (const auto& [failure, text] : reasons) {
    authority.tools.write("response", rejected_response(failure));
    const auto shown = authority.tools.run("openssl ts -reply -in response -text");
    EXPECT_EQ(shown.status, 0) << shown.output;
    EXPECT_NE(shown.output.find("Status: Rejected."), std::string::npos) << shown.output;
    EXPECT_NE(shown.output.find(text), std::string::npos) << shown.output;
  }
}

}  // namespace
}  // namespace antin::forms
