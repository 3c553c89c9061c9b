#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "tests/unit/core/evidence/evidence_world.hpp"

namespace antin::test {
namespace {

using base::Bytes;
using evidence::read_detached_cms;

class DetachedCms : public EvidenceWorld {
 protected:
  [[nodiscard]] Fault refused(base::ByteView cms) const { return fault_of(read_detached_cms(cms, content())); }
};

constexpr const char* pss = "-keyopt rsa_padding_mode:pss";

TEST_F(DetachedCms, an_ecdsa_approval_made_by_openssl_is_read) {
  const auto read = read_detached_cms(sign("person"), content());
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->certificate.hash, pki.read("person").hash);
  EXPECT_TRUE(read->others.empty());
  EXPECT_TRUE(read->signing_time);
  EXPECT_EQ(read->message_digest, base::sha256_digest(crypto::sha256(content())));
  EXPECT_FALSE(read->signature.empty());
  EXPECT_FALSE(read->timestamp);
}

TEST_F(DetachedCms, an_rsa_pss_approval_made_by_openssl_is_read) {
  pki.key("rsa", "rsa:2048");
  pki.certificate("rsa", "people");
  for (const auto* hash : {"sha256", "sha384", "sha512"}) {
    const auto read = read_detached_cms(sign("rsa", std::string(pss) + " -md " + hash), content());
    ASSERT_TRUE(read) << hash << read.error().text;
    EXPECT_EQ(read->certificate.hash, pki.read("rsa").hash);
  }
}

TEST_F(DetachedCms, p384_and_the_longer_hashes_are_read) {
  pki.key("long", "ec:secp384r1");
  pki.certificate("long", "people");
  EXPECT_EQ(read_detached_cms(sign("long", "-md sha384"), content())->message_digest.algorithm,
            base::DigestAlgorithm::sha384);
  EXPECT_EQ(read_detached_cms(sign("long", "-md sha512"), content())->message_digest.algorithm,
            base::DigestAlgorithm::unknown);
}

TEST_F(DetachedCms, a_document_known_by_its_digest_is_enough) {
  const auto cms = sign("person");
  EXPECT_TRUE(read_detached_cms(cms, base::sha256_digest(crypto::sha256(content()))));
  EXPECT_EQ(fault_of(read_detached_cms(cms, base::sha256_digest(crypto::sha256(base::view("another"))))),
            Fault::signature_invalid);
  EXPECT_EQ(fault_of(read_detached_cms(cms, crypto::digest(base::DigestAlgorithm::sha384, content()))),
            Fault::malformed);
  EXPECT_EQ(fault_of(read_detached_cms(cms, base::Digest{})), Fault::malformed);
  const auto unnamed = sign("person", "-md sha512");
  EXPECT_EQ(fault_of(read_detached_cms(unnamed, base::Digest{base::DigestAlgorithm::unknown, base::Bytes(64)})),
            Fault::malformed);
}

TEST_F(DetachedCms, further_certificates_are_handed_out_apart) {
  const auto read = read_detached_cms(sign("person", "-certfile people.crt"), content());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->certificate.hash, pki.read("person").hash);
  ASSERT_EQ(read->others.size(), 1U);
  EXPECT_EQ(read->others.front().hash, pki.read("people").hash);
}

TEST_F(DetachedCms, another_content_is_refused) {
  EXPECT_EQ(fault_of(read_detached_cms(sign("person"), base::view(document + " "))), Fault::signature_invalid);
}

TEST_F(DetachedCms, two_signer_infos_are_refused) {
  pki.certificate("second", "people");
  EXPECT_EQ(refused(sign("person", "-signer second.crt -inkey second.key")), Fault::malformed);
}

TEST_F(DetachedCms, no_signed_attributes_are_refused) {
  EXPECT_EQ(refused(sign("person", "-noattr", "")), Fault::malformed);
}

TEST_F(DetachedCms, another_content_type_is_refused) {
  EXPECT_EQ(refused(sign("person", "-econtent_type 1.2.3.4")), Fault::malformed);
}

TEST_F(DetachedCms, a_signature_without_ess_is_refused) {
  EXPECT_EQ(refused(sign("person", "", "")), Fault::malformed);
}

// Same issuer, serial and key; another certificate. Only signing-certificate-v2 tells them apart.
TEST_F(DetachedCms, ess_of_another_certificate_is_refused) {
  directory.write("serial", std::string_view("77\n"));
  pki.certificate("person", "people");
  directory.must_run("cp person.key other.key");
  directory.write("serial", std::string_view("77\n"));
  pki.certificate("other", "people", "no-usage", {}, "person");
  EXPECT_EQ(refused(sign("person", "-nocerts -certfile other.crt")), Fault::signature_invalid);
  const auto both = read_detached_cms(sign("person", "-certfile other.crt"), content());
  ASSERT_TRUE(both) << both.error().text;
  EXPECT_EQ(both->certificate.hash, pki.read("person").hash);
}

TEST_F(DetachedCms, a_signature_without_the_signers_certificate_is_refused) {
  EXPECT_EQ(refused(sign("person", "-nocerts")), Fault::malformed);
  EXPECT_EQ(refused(sign("person", "-nocerts -certfile people.crt")), Fault::malformed);
}

TEST_F(DetachedCms, an_attached_content_is_refused) {
  EXPECT_EQ(refused(sign("person", "-nodetach")), Fault::malformed);
}

TEST_F(DetachedCms, pkcs1_padding_is_weak) {
  pki.key("rsa", "rsa:2048");
  pki.certificate("rsa", "people");
  EXPECT_EQ(refused(sign("rsa")), Fault::weak_algorithm);
}

TEST_F(DetachedCms, pss_with_two_different_hashes_is_weak) {
  pki.key("rsa", "rsa:2048");
  pki.certificate("rsa", "people");
  EXPECT_EQ(refused(sign("rsa", std::string(pss) + " -keyopt rsa_mgf1_md:sha512")), Fault::weak_algorithm);
}

TEST_F(DetachedCms, short_rsa_keys_are_weak) {
  pki.key("rsa", "rsa:1024");
  pki.certificate("rsa", "people");
  EXPECT_EQ(refused(sign("rsa", pss)), Fault::weak_algorithm);
}

// openssl makes ESS with the same hash: of version 1 for SHA-1.
TEST_F(DetachedCms, sha1_and_sha224_are_refused) {
  EXPECT_EQ(refused(sign("person", "-md sha1")), Fault::malformed);
  EXPECT_EQ(refused(sign("person", "-md sha224")), Fault::malformed);
}

// Verified before anybody knows whether its certificate is trusted, such a key would be a way to wear the daemon out.
TEST_F(DetachedCms, rsa_keys_that_take_long_to_verify_with_are_refused) {
  const auto refused_with = [&](const std::string& exponent) {
    pki.key("rsa", "rsa:2048 -pkeyopt rsa_keygen_pubexp:" + exponent);
    pki.certificate("rsa", "people");
    return read_detached_cms(sign("rsa", pss), content()) ? Fault::unknown : refused(sign("rsa", pss));
  };
  EXPECT_EQ(refused_with("18446744073709551557"), Fault::unknown);
  EXPECT_EQ(refused_with("18446744073709551629"), Fault::weak_algorithm);
}

TEST_F(DetachedCms, a_signature_algorithm_with_another_hash_is_weak) {
  auto cms = sign("person");
  const Bytes ecdsa_with_sha256{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
  const auto last = std::find_end(cms.begin(), cms.end(), ecdsa_with_sha256.begin(), ecdsa_with_sha256.end());
  ASSERT_NE(last, cms.end());
  for (const auto hash : Bytes{1, 3, 4}) {  // SHA-224, SHA-384, SHA-512
    last[7] = hash;
    EXPECT_EQ(refused(cms), Fault::weak_algorithm);
  }
}

TEST_F(DetachedCms, other_curves_are_weak) {
  for (const auto* curve : {"secp521r1", "secp256k1", "secp224r1"}) {
    pki.key(curve, std::string("ec:") + curve);
    pki.certificate(curve, "people");
    EXPECT_EQ(refused(sign(curve)), Fault::weak_algorithm) << curve;
  }
}

TEST_F(DetachedCms, trailing_octets_are_refused) {
  auto cms = sign("person");
  cms.push_back(0);
  EXPECT_EQ(refused(cms), Fault::malformed);
}

TEST_F(DetachedCms, an_oversized_cms_is_refused_unread) {
  auto cms = sign("person");
  cms.resize(evidence::cms_size_limit + 1);
  EXPECT_EQ(refused(cms), Fault::malformed);
}

TEST_F(DetachedCms, every_truncation_is_refused) {
  const auto cms = sign("person");
  for (std::size_t size = 0; size < cms.size(); ++size)
    ASSERT_EQ(refused(base::ByteView(cms).first(size)), Fault::malformed) << size;
}

TEST_F(DetachedCms, a_changed_octet_never_makes_another_signer_or_signature) {
  const auto cms = sign("person", "-certfile people.crt");
  const auto person = pki.read("person").hash;
  const auto before = read_detached_cms(cms, content());
  ASSERT_TRUE(before);
  for (std::size_t at = 0; at < cms.size(); ++at) {
    auto changed = cms;
    changed[at] = static_cast<std::uint8_t>(changed[at] ^ 0x01U);
    const auto read = read_detached_cms(changed, content());
    if (!read) continue;
    EXPECT_EQ(read->certificate.hash, person) << at;
    EXPECT_EQ(read->signing_time, before->signing_time) << at;
    EXPECT_EQ(read->signature, before->signature) << at;
  }
}

// BER is legal in CMS and streaming tools write it: read alike, and nothing left over.
TEST_F(DetachedCms, indefinite_lengths_are_read_like_definite_ones) {
  auto cms = sign("person");
  ASSERT_EQ(cms.at(1), 0x82);
  cms.erase(cms.begin() + 2, cms.begin() + 4);
  cms[1] = 0x80;
  cms.insert(cms.end(), 2, 0x00);
  const auto read = read_detached_cms(cms, content());
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->certificate.hash, pki.read("person").hash);
  for (std::size_t size = 0; size < cms.size(); ++size)
    ASSERT_EQ(refused(base::ByteView(cms).first(size)), Fault::malformed) << size;
  cms.push_back(0);
  EXPECT_EQ(refused(cms), Fault::malformed);
}

TEST_F(DetachedCms, a_streamed_signature_encloses_its_content_and_is_refused) {
  EXPECT_EQ(refused(sign("person", "-stream")), Fault::malformed);
}

TEST_F(DetachedCms, other_content_infos_are_refused_before_openssl_reads_them) {
  directory.must_run("openssl cms -digest_create -in document -outform DER -out other.p7");
  EXPECT_EQ(refused(directory.read("other.p7")), Fault::malformed);
  directory.must_run("openssl cms -encrypt -aes-256-gcm -in document -outform DER -out other.p7 person.crt");
  EXPECT_EQ(refused(directory.read("other.p7")), Fault::malformed);
  EXPECT_EQ(refused({}), Fault::malformed);
  EXPECT_EQ(refused(base::view("-----BEGIN CMS-----")), Fault::malformed);
}

}  // namespace
}  // namespace antin::test
