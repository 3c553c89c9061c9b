// Seals as others see them: verified by the openssl and certtool commands, taken apart by OpenSSL's CMS library.
#include <gtest/gtest.h>

#include "core/crypto/openssl.hpp"
#include "core/der/writer.hpp"
#include "tests/unit/core/forms/authority.hpp"

namespace antin::forms {
namespace {

using base::DigestAlgorithm;

constexpr std::string_view document = "a school report\r\nof one pupil\n";
constexpr const char* openssl_verify =
    "openssl cms -verify -cades -binary -inform DER -in seal.p7s -content document -CAfile root.crt -purpose any "
    "-out /dev/null";
constexpr const char* certtool_verify =
    "certtool --p7-verify --inder --infile seal.p7s --load-ca-certificate both.crt --load-data document";

class SealByTools : public ::testing::Test {
 protected:
  SealByTools() { authority.tools.write("document", document); }

  [[nodiscard]] Signer new_signer(const char* key) const {
    authority.issue("signer", key, "seal");
    return authority.signer("signer");
  }
  void make_seal(const Signer& signer, DigestAlgorithm hash) const {
    const auto seal = sign_seal(signer, attributes_of(signer, hash, base::view(document)));
    write(assemble_seal(signer.form, hash, seal.attributes, seal.signature, std::nullopt));
  }
  void expect_accepted_by_openssl() const {
    const auto openssl = authority.tools.run(openssl_verify);
    EXPECT_EQ(openssl.status, 0) << openssl.output;
    EXPECT_NE(openssl.output.find("CAdES Verification successful"), std::string::npos) << openssl.output;
  }
  void expect_accepted_by_certtool() const {
    const auto certtool = authority.tools.run(certtool_verify);
    EXPECT_EQ(certtool.status, 0) << certtool.output;
    EXPECT_NE(certtool.output.find("Signature status: ok"), std::string::npos) << certtool.output;
  }
  void expect_accepted(const Signer& signer, DigestAlgorithm hash) const {
    make_seal(signer, hash);
    expect_accepted_by_openssl();
    expect_accepted_by_certtool();
  }
  void expect_refused_by_both() const {
    EXPECT_NE(authority.tools.run(openssl_verify).status, 0);
    EXPECT_NE(authority.tools.run(certtool_verify).status, 0);
  }
  void write(const base::Bytes& seal) const { authority.tools.write("seal.p7s", seal); }

  Authority authority;
};

TEST_F(SealByTools, a_p256_seal_is_accepted) {
  const auto signer = new_signer(p256);
  expect_accepted(signer, DigestAlgorithm::sha256);
  expect_accepted(signer, DigestAlgorithm::sha384);
}

TEST_F(SealByTools, a_p384_seal_is_accepted) { expect_accepted(new_signer(p384), DigestAlgorithm::sha384); }

TEST_F(SealByTools, an_rsa_pss_seal_is_accepted) {
  const auto signer = new_signer(rsa_3072);
  expect_accepted(signer, DigestAlgorithm::sha256);
  // GnuTLS 3.7.9 takes every id-RSASSA-PSS in CMS for SHA-256 and refuses OpenSSL's own CMS of this kind too.
  make_seal(signer, DigestAlgorithm::sha384);
  expect_accepted_by_openssl();
}

TEST_F(SealByTools, a_tampered_document_is_refused) {
  const auto signer = new_signer(p256);
  expect_accepted(signer, DigestAlgorithm::sha256);
  authority.tools.write("document", std::string(document) + " ");
  expect_refused_by_both();
}

TEST_F(SealByTools, tampered_attributes_are_refused) {
  const auto signer = new_signer(p256);
  auto attributes = attributes_of(signer, DigestAlgorithm::sha256, base::view(document));
  const auto seal = sign_seal(signer, attributes);
  attributes.signing_time -= std::chrono::hours(1);
  write(assemble_seal(signer.form, DigestAlgorithm::sha256, encode(attributes), seal.signature, std::nullopt));
  expect_refused_by_both();
}

// The trap of FACTS: only -cades looks at the ESS attribute, so this shows that the attribute is there and is read.
TEST_F(SealByTools, a_seal_that_names_another_certificate_is_refused) {
  const auto signer = new_signer(p256);
  auto attributes = attributes_of(signer, DigestAlgorithm::sha256, base::view(document));
  attributes.certificate = authority.certificate("intermediate").hash;
  const auto seal = sign_seal(signer, attributes);
  write(assemble_seal(signer.form, DigestAlgorithm::sha256, seal.attributes, seal.signature, std::nullopt));
  EXPECT_NE(authority.tools.run(openssl_verify).status, 0);
}

TEST_F(SealByTools, a_seal_from_another_root_is_refused) {
  const Authority forged;
  forged.issue("signer", p256, "seal");
  const auto signer = forged.signer("signer");
  const auto seal = sign_seal(signer, attributes_of(signer, DigestAlgorithm::sha256, base::view(document)));
  write(assemble_seal(signer.form, DigestAlgorithm::sha256, seal.attributes, seal.signature, std::nullopt));
  expect_refused_by_both();
}

TEST_F(SealByTools, the_seal_is_der_throughout) {
  const auto signer = new_signer(rsa_3072);
  const auto seal = sign_seal(signer, attributes_of(signer, DigestAlgorithm::sha256, base::view(document)));
  const auto ours = assemble_seal(signer.form, DigestAlgorithm::sha256, seal.attributes, seal.signature, std::nullopt);
  write(ours);
  authority.tools.must_run("openssl cms -cmsout -inform DER -in seal.p7s -outform DER -out again.p7s");
  EXPECT_EQ(authority.tools.read("again.p7s"), ours);
}

TEST_F(SealByTools, openssl_finds_the_embedded_token_and_the_seal_stays_valid) {
  const auto signer = new_signer(p256);
  authority.issue("clock", p256, "stamp");
  const auto seal = sign_seal(signer, attributes_of(signer, DigestAlgorithm::sha256, base::view(document)));
  const auto token =
      sign_token(authority.signer("clock"),
                 {"2.999.1.1", base::sha256_digest(crypto::sha256(seal.signature)), {1, 2}, now(), 1000, {}});
  const auto whole = assemble_seal(signer.form, DigestAlgorithm::sha256, seal.attributes, seal.signature, token);
  write(whole);
  EXPECT_EQ(authority.tools.run(openssl_verify).status, 0);
  EXPECT_EQ(authority.tools.run(certtool_verify).status, 0);

  const unsigned char* at = whole.data();
  const crypto::CmsHandle cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(whole.size())));
  ASSERT_TRUE(cms);
  EXPECT_EQ(at, whole.data() + whole.size());
  auto* signers = CMS_get0_SignerInfos(cms.get());
  ASSERT_EQ(sk_CMS_SignerInfo_num(signers), 1);
  auto* info = sk_CMS_SignerInfo_value(signers, 0);
  ASSERT_EQ(CMS_unsigned_get_attr_count(info), 1);
  const int where = CMS_unsigned_get_attr_by_NID(info, NID_id_smime_aa_timeStampToken, -1);
  ASSERT_EQ(where, 0);
  const auto* value = static_cast<ASN1_STRING*>(
      X509_ATTRIBUTE_get0_data(CMS_unsigned_get_attr(info, where), 0, V_ASN1_SEQUENCE, nullptr));
  ASSERT_NE(value, nullptr);
  EXPECT_TRUE(base::equal({ASN1_STRING_get0_data(value), static_cast<std::size_t>(ASN1_STRING_length(value))}, token));
  auto* certificates = CMS_get1_certs(cms.get());
  EXPECT_EQ(sk_X509_num(certificates), 2);
  sk_X509_pop_free(certificates, X509_free);
}

TEST_F(SealByTools, the_signature_algorithm_of_pss_spells_out_its_parameters) {
  const auto signer = new_signer(rsa_3072);
  const auto seal = sign_seal(signer, attributes_of(signer, DigestAlgorithm::sha256, base::view(document)));
  const auto whole = assemble_seal(signer.form, DigestAlgorithm::sha256, seal.attributes, seal.signature, std::nullopt);
  // As the Baseline Requirements of the CA/Browser Forum (7.1.3.2.1) print it.
  const std::string expected =
      "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165"
      "030402010500a203020120";
  EXPECT_NE(base::to_hex(whole).find(expected), std::string::npos);
}

TEST_F(SealByTools, a_key_that_seals_are_not_made_with_is_refused) {
  authority.issue("edwards", "ed25519", "seal");
  authority.issue("short", "rsa:1024", "seal");
  authority.issue("curve", "ec -pkeyopt ec_paramgen_curve:secp521r1", "seal");
  for (const auto* name : {"edwards", "short", "curve"})
    EXPECT_FALSE(SignerTemplate::make({authority.certificate(name)})) << name;
  EXPECT_FALSE(SignerTemplate::make({}));
}

TEST_F(SealByTools, what_no_caller_may_ask_throws) {
  const auto signer = new_signer(p256);
  const auto seal = sign_seal(signer, attributes_of(signer, DigestAlgorithm::sha256, base::view(document)));
  const auto assemble = [&](DigestAlgorithm hash, base::ByteView attributes) {
    return assemble_seal(signer.form, hash, attributes, seal.signature, std::nullopt);
  };
  EXPECT_THROW(assemble(DigestAlgorithm::unknown, seal.attributes), std::invalid_argument);
  EXPECT_THROW(assemble(DigestAlgorithm::sha256, {}), std::invalid_argument);
  EXPECT_THROW(assemble(DigestAlgorithm::sha256, base::view("not a set")), std::invalid_argument);
}

}  // namespace
}  // namespace antin::forms
