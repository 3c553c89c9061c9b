// Tokens as OpenSSL and our own verifier see them.
#include "core/evidence/timestamp_token.hpp"
#include "tests/unit/daemon/keeper/timestamp/time_world.hpp"

namespace antin::keeper::test {
namespace {

class Token : public TimeWorld {
 protected:
  [[nodiscard]] antin::test::Outcome openssl_verifies(const std::string& what) const {
    return tools.run("openssl ts -verify " + what + " -CAfile root.crt -untrusted intermediate.crt");
  }
};

TEST_F(Token, is_accepted_by_openssl) {
  auto authority = this->authority();
  const auto prepared = authority.prepare({imprint});
  ASSERT_TRUE(prepared) << prepared.error().text;
  const auto token = authority.finish(*prepared, sign(*prepared), true);
  ASSERT_TRUE(token) << token.error().text;
  tools.write("token", *token);
  const auto accepted = openssl_verifies("-token_in -in token -digest " + base::to_hex(imprint.value));
  EXPECT_EQ(accepted.status, 0) << accepted.output;
  const auto other = base::to_hex(crypto::sha256(base::view("another")));
  EXPECT_NE(openssl_verifies("-token_in -in token -digest " + other).status, 0);
}

TEST_F(Token, answers_a_request_of_openssl) {
  tools.write("document", "document");
  tools.must_run("openssl ts -query -data document -sha384 -cert -out request");
  const auto request = evidence::parse_timestamp_request(tools.read("request"));
  ASSERT_TRUE(request);
  auto authority = this->authority();
  const auto prepared = authority.prepare({request->imprint, request->nonce, request->policy});
  ASSERT_TRUE(prepared) << prepared.error().text;
  const auto token = authority.finish(*prepared, sign(*prepared), request->wants_certificates);
  ASSERT_TRUE(token) << token.error().text;
  tools.write("response", forms::granted_response(*token));
  const auto accepted = openssl_verifies("-in response -queryfile request");
  EXPECT_EQ(accepted.status, 0) << accepted.output;
  const auto text = tools.run("openssl ts -reply -in response -text").output;
  EXPECT_NE(text.find("Policy OID: 2.999.1.1"), std::string::npos) << text;
  EXPECT_NE(text.find("Accuracy: 0x01 seconds"), std::string::npos) << text;
}

TEST_F(Token, has_certificates_only_when_they_are_asked_for) {
  auto authority = this->authority();
  const auto prepared = authority.prepare({imprint});
  ASSERT_TRUE(prepared);
  const auto signature = sign(*prepared);
  tools.write("with", *authority.finish(*prepared, signature, true));
  tools.write("without", *authority.finish(*prepared, signature, false));
  EXPECT_NE(tools.run("openssl pkcs7 -inform DER -in with -print_certs").output.find("CN = time"), std::string::npos);
  EXPECT_EQ(tools.run("openssl pkcs7 -inform DER -in without -print_certs").output.find("CN = time"),
            std::string::npos);
}

TEST_F(Token, says_what_it_was_prepared_with) {
  auto authority = this->authority();
  const auto prepared = authority.prepare({imprint});
  ASSERT_TRUE(prepared);
  const auto token = authority.finish(*prepared, sign(*prepared), true);
  const auto read = evidence::verify_timestamp_token(*token, imprint, *trust());
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->gen_time, clock.reading.now);
  EXPECT_EQ(read->gen_time, prepared->info.gen_time);
  EXPECT_EQ(read->serial, prepared->info.serial);
  EXPECT_EQ(read->policy, "2.999.1.1");
  EXPECT_EQ(read->accuracy_ms, 1000U);
  EXPECT_EQ(read->certificate.hash, certificate("time").hash);
}

TEST_F(Token, is_not_made_of_another_signature) {
  auto authority = this->authority();
  const auto prepared = authority.prepare({imprint});
  const auto other = authority.prepare({imprint});
  ASSERT_TRUE(prepared && other);
  auto damaged = sign(*prepared);
  damaged.back() ^= 1;
  for (const auto& signature : {sign(*other), damaged, base::Bytes{}, sign(*prepared, "intermediate")})
    EXPECT_EQ(authority.finish(*prepared, signature, true).error().fault, StampFault::signature_invalid);
}

TEST_F(Token, is_not_made_for_another_info_or_another_certificate_of_the_key) {
  auto authority = this->authority();
  auto prepared = authority.prepare({imprint});
  ASSERT_TRUE(prepared);
  const auto signature = sign(*prepared);
  auto other_info = *prepared;
  other_info.info_der.back() ^= 1;
  EXPECT_EQ(authority.finish(other_info, signature, true).error().fault, StampFault::signature_invalid);

  tools.must_run(
      "openssl req -x509 -config ca.conf -extensions stamp -CA intermediate.crt -CAkey intermediate.key "
      "-key time.key -out renewed.crt -days 9 -subj /CN=time");
  auto renewed = this->authority({7, {}}, "renewed");
  EXPECT_EQ(renewed.finish(*prepared, signature, true).error().fault, StampFault::signature_invalid);
}

}  // namespace
}  // namespace antin::keeper::test
