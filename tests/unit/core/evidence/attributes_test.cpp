// Signatures with attributes that no tool makes: built by hand, signed with the person's real key.
#include "core/crypto/sha2.hpp"
#include "core/crypto/signature.hpp"
#include "core/der/writer.hpp"
#include "core/forms/signed_data.hpp"
#include "tests/unit/core/evidence/evidence_world.hpp"

namespace antin::test {
namespace {

using base::Bytes;
using base::ByteView;
using evidence::read_detached_cms;

constexpr const char* content_type = "1.2.840.113549.1.9.3";
constexpr const char* message_digest = "1.2.840.113549.1.9.4";
constexpr const char* ess_v1 = "1.2.840.113549.1.9.16.2.12";
constexpr const char* ess_v2 = "1.2.840.113549.1.9.16.2.47";
constexpr const char* id_data = "1.2.840.113549.1.7.1";

Bytes sequence(std::initializer_list<ByteView> contents) { return der::encode(der::sequence, contents); }
Bytes attribute(const char* type, std::initializer_list<ByteView> values) {
  return sequence({der::encode_oid(type), der::encode(der::set, values)});
}
Bytes octet_string(ByteView bytes) { return der::encode(der::octet_string, bytes); }

class Attributes : public EvidenceWorld {
 protected:
  Attributes() : person(pki.read("person")) {
    type = attribute(content_type, {der::encode_oid(id_data)});
    digest = attribute(message_digest, {octet_string(crypto::sha256(content()))});
    ess = attribute(ess_v2, {ess_value({octet_string(person.hash)})});
  }

  // SigningCertificateV2 with one ESSCertIDv2 of these fields.
  static Bytes ess_value(std::initializer_list<ByteView> fields) { return sequence({sequence({sequence(fields)})}); }

  [[nodiscard]] Bytes issuer_serial(ByteView issuer, ByteView serial) const {
    return sequence({sequence({der::encode(der::context_constructed(4), issuer)}), der::encode(der::integer, serial)});
  }

  [[nodiscard]] Fault read(std::vector<Bytes> attributes) const {
    const auto set = der::encode_set_of(std::move(attributes));
    const auto key = crypto::PrivateKey::from_pem(directory.read("person.key"), base::Secret());
    const auto signature = key->sign(base::DigestAlgorithm::sha256, set);
    const auto signer = forms::SignerTemplate::make({person});
    const auto cms = forms::assemble_seal(*signer, base::DigestAlgorithm::sha256, set, *signature, std::nullopt);
    const auto outcome = read_detached_cms(cms, content());
    return outcome ? Fault::unknown : outcome.error().fault;
  }

  static constexpr Fault none = Fault::unknown;  // read() gives it for what is accepted
  crypto::Certificate person;
  Bytes type, digest, ess;
};

TEST_F(Attributes, the_three_that_matter_are_enough) { EXPECT_EQ(read({type, digest, ess}), none); }

TEST_F(Attributes, each_of_the_three_must_be_there) {
  EXPECT_EQ(read({digest, ess}), Fault::malformed);
  EXPECT_EQ(read({type, ess}), Fault::malformed);
  EXPECT_EQ(read({type, digest}), Fault::malformed);
}

TEST_F(Attributes, each_of_the_three_must_be_there_once) {
  const auto other_type = attribute(content_type, {der::encode_oid("1.2.3")});
  const auto other_digest = attribute(message_digest, {octet_string(crypto::sha256(base::view("x")))});
  const auto other_ess = attribute(ess_v2, {ess_value({octet_string(crypto::sha256(base::view("x")))})});
  EXPECT_EQ(read({type, other_type, digest, ess}), Fault::malformed);
  EXPECT_EQ(read({type, digest, other_digest, ess}), Fault::malformed);
  EXPECT_EQ(read({type, digest, ess, other_ess}), Fault::malformed);
  EXPECT_EQ(read({type, type, digest, digest, ess, ess}), Fault::malformed);
}

TEST_F(Attributes, each_of_the_three_must_have_one_value) {
  const auto oid = der::encode_oid(id_data);
  const auto hash = octet_string(crypto::sha256(content()));
  const auto value = ess_value({octet_string(person.hash)});
  EXPECT_EQ(read({attribute(content_type, {oid, oid}), digest, ess}), Fault::malformed);
  EXPECT_EQ(read({attribute(content_type, {}), digest, ess}), Fault::malformed);
  EXPECT_EQ(read({type, attribute(message_digest, {hash, hash}), ess}), Fault::malformed);
  EXPECT_EQ(read({type, attribute(message_digest, {}), ess}), Fault::malformed);
  EXPECT_EQ(read({type, digest, attribute(ess_v2, {value, value})}), Fault::malformed);
}

TEST_F(Attributes, values_of_another_type_are_refused) {
  EXPECT_EQ(read({attribute(content_type, {octet_string(base::view("x"))}), digest, ess}), Fault::malformed);
  EXPECT_EQ(read({type, attribute(message_digest, {der::encode_oid(id_data)}), ess}), Fault::malformed);
  EXPECT_EQ(read({type, digest, attribute(ess_v2, {octet_string(person.hash)})}), Fault::malformed);
}

TEST_F(Attributes, a_message_digest_that_does_not_match_is_refused) {
  EXPECT_EQ(read({type, attribute(message_digest, {octet_string(crypto::sha256(base::view("x")))}), ess}),
            Fault::signature_invalid);
  const auto cut = crypto::sha256(content());
  EXPECT_EQ(read({type, attribute(message_digest, {octet_string(ByteView(cut).first(31))}), ess}),
            Fault::signature_invalid);
  EXPECT_EQ(read({type, attribute(message_digest, {octet_string({})}), ess}), Fault::signature_invalid);
}

TEST_F(Attributes, the_old_signing_certificate_alone_is_refused) {
  EXPECT_EQ(read({type, digest, attribute(ess_v1, {ess_value({octet_string(person.hash)})})}), Fault::malformed);
}

TEST_F(Attributes, ess_may_name_its_hash_if_it_is_a_strong_one) {
  const auto ess_by = [&](const char* oid, ByteView hash) {
    return attribute(ess_v2, {ess_value({sequence({der::encode_oid(oid)}), octet_string(hash)})});
  };
  const auto sha384 = crypto::digest(base::DigestAlgorithm::sha384, person.der).value;
  EXPECT_EQ(read({type, digest, ess_by("2.16.840.1.101.3.4.2.1", person.hash)}), none);
  EXPECT_EQ(read({type, digest, ess_by("2.16.840.1.101.3.4.2.2", sha384)}), none);
  EXPECT_EQ(read({type, digest, ess_by("2.16.840.1.101.3.4.2.2", person.hash)}), Fault::signature_invalid);
  EXPECT_EQ(read({type, digest, ess_by("1.3.14.3.2.26", ByteView(person.hash).first(20))}), Fault::malformed);
  EXPECT_EQ(read({type, digest, ess_by("1.2.840.113549.2.5", ByteView(person.hash).first(16))}), Fault::malformed);
}

TEST_F(Attributes, an_issuer_serial_in_ess_must_be_the_signers) {
  const auto ess_with = [&](ByteView issuer, ByteView serial) {
    return attribute(ess_v2, {ess_value({octet_string(person.hash), issuer_serial(issuer, serial)})});
  };
  EXPECT_EQ(read({type, digest, ess_with(person.issuer, person.serial)}), none);
  EXPECT_EQ(read({type, digest, ess_with(pki.read("root").issuer, person.serial)}), Fault::signature_invalid);
  EXPECT_EQ(read({type, digest, ess_with(person.issuer, Bytes{5})}), Fault::signature_invalid);
}

TEST_F(Attributes, only_the_first_certificate_that_ess_names_is_the_signers) {
  const auto mine = sequence({octet_string(person.hash)});
  const auto other = sequence({octet_string(pki.read("people").hash)});
  EXPECT_EQ(read({type, digest, attribute(ess_v2, {sequence({sequence({mine, other})})})}), none);
  EXPECT_EQ(read({type, digest, attribute(ess_v2, {sequence({sequence({other, mine})})})}), Fault::signature_invalid);
  EXPECT_EQ(read({type, digest, attribute(ess_v2, {sequence({sequence({})})})}), Fault::malformed);
}

}  // namespace
}  // namespace antin::test
