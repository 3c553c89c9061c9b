#include "client/lib/verification.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/client_pki.hpp"

namespace antin::client {
namespace {

using evidence::Fault;

constexpr std::string_view document = "Học bạ số, lớp 1A";

std::vector<base::Digest> digests(std::string_view of) {
  return {crypto::digest(base::DigestAlgorithm::sha256, base::view(of)),
          crypto::digest(base::DigestAlgorithm::sha384, base::view(of))};
}

class Verification : public testing::Test {
 protected:
  void SetUp() override { make_pki(m_scratch); }
  Fault fault_of(const base::Bytes& seal, std::string_view of = document, const std::string& root = "root") {
    const auto verified = verify_seal(digests(of), seal, trust_in(m_scratch, root), now());
    return verified ? Fault::unknown : verified.error().fault;
  }
  Scratch m_scratch;
};

TEST_F(Verification, a_good_seal_is_judged_at_its_timestamp) {
  const auto seal = make_seal(m_scratch, "seal", document);
  const auto verified = verify_seal(digests(document), seal, trust_in(m_scratch), now());
  ASSERT_TRUE(verified.ok()) << verified.error().text;
  EXPECT_EQ(verified->seal.certificate.common_name, "seal Ấn tín");
  ASSERT_TRUE(verified->timestamp.has_value());
  EXPECT_EQ(verified->judged_at, verified->timestamp->gen_time);
  EXPECT_EQ(verified->timestamp->policy, "2.999.1.1");
}

TEST_F(Verification, openssl_agrees) {
  m_scratch.write("document", document);
  m_scratch.write("seal.p7s", make_seal(m_scratch, "seal", document));
  EXPECT_TRUE(
      m_scratch.run("openssl cms -verify -cades -binary -inform DER -in seal.p7s -content document -CAfile "
                    "root.crt -purpose any -out /dev/null"))
      << m_scratch.text("said");
}

TEST_F(Verification, a_seal_without_a_timestamp_is_judged_now) {
  const auto at = now();
  const auto verified =
      verify_seal(digests(document), make_seal(m_scratch, "seal", document, {}, false), trust_in(m_scratch), at);
  ASSERT_TRUE(verified.ok()) << verified.error().text;
  EXPECT_FALSE(verified->timestamp.has_value());
  EXPECT_EQ(verified->judged_at, at);
}

TEST_F(Verification, another_document_does_not_pass) {
  EXPECT_EQ(fault_of(make_seal(m_scratch, "seal", document), "Học bạ số, lớp 1B"), Fault::signature_invalid);
}

TEST_F(Verification, a_root_that_did_not_issue_it_does_not_pass) {
  m_scratch.must_run(
      "openssl req -new -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout forged.key -days 30 "
      "-config "
      "pki.conf -extensions root -subj '/CN=root Ấn tín' -utf8 -out forged.crt");
  EXPECT_EQ(fault_of(make_seal(m_scratch, "seal", document), document, "forged"), Fault::certificate_untrusted);
}

TEST_F(Verification, a_timestamp_over_something_else_does_not_pass) {
  EXPECT_EQ(fault_of(make_seal(m_scratch, "seal", document, base::view("another signature"))),
            Fault::signature_invalid);
}

TEST_F(Verification, a_certificate_for_timestamps_makes_no_seal) {
  EXPECT_EQ(fault_of(make_seal(m_scratch, "tsa", document)), Fault::wrong_usage);
}

TEST_F(Verification, no_octet_of_the_signature_can_be_changed) {
  const auto good = make_seal(m_scratch, "seal", document, {}, false);
  for (std::size_t i = 1; i <= 8; ++i) {
    auto bad = good;
    bad[bad.size() - i] ^= 1;  // the signature is the last field
    EXPECT_NE(fault_of(bad), Fault::unknown) << i;
  }
  EXPECT_EQ(fault_of(base::copy(base::view("no CMS"))), Fault::malformed);
}

}  // namespace
}  // namespace antin::client
