#include "core/crypto/certificate.hpp"

#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::crypto {
namespace {

class CertificateFile : public ::testing::Test {
 protected:
  // A self-signed certificate NAME.crt (PEM), NAME.der and its key NAME.key.
  void make(const std::string& name, const std::string& key_options, const std::string& more = {}) const {
    tools.must_run("openssl req -x509 -nodes -newkey " + key_options + " -keyout " + name + ".key -out " + name +
                   ".crt -utf8 -set_serial 0x00c0ffee -days 30 -subj '/O=Trường Ví Dụ/CN=Nguyễn Thị Ví Dụ' " + more);
    tools.must_run("openssl x509 -in " + name + ".crt -outform DER -out " + name + ".der");
    tools.must_run("openssl x509 -in " + name + ".crt -noout -pubkey | openssl pkey -pubin -outform DER -out " + name +
                   ".spki");
  }
  [[nodiscard]] base::Result<Certificate> parse(const std::string& file) const {
    return certificate_from_pem(tools.read(file));
  }

  static constexpr const char* p256 = "ec -pkeyopt ec_paramgen_curve:P-256";
  test::ToolDirectory tools;
};

TEST_F(CertificateFile, its_fields_are_what_openssl_wrote) {
  make("one", p256);
  const auto certificate = parse_certificate(tools.read("one.der"));
  ASSERT_TRUE(certificate) << certificate.error().text;
  EXPECT_EQ(certificate->der, tools.read("one.der"));
  EXPECT_EQ(certificate->hash, sha256(tools.read("one.der")));
  EXPECT_EQ(certificate->spki, tools.read("one.spki"));
  EXPECT_EQ(base::to_hex(certificate->serial), "00c0ffee");
  EXPECT_EQ(certificate->common_name, "Nguyễn Thị Ví Dụ");
  EXPECT_EQ(certificate->subject, "CN=Nguyễn Thị Ví Dụ,O=Trường Ví Dụ");
  EXPECT_EQ(certificate->issuer.front(), 0x30);
  EXPECT_EQ(certificate->not_after - certificate->not_before, std::chrono::days(30));
  EXPECT_EQ(certificate->key, KeyAlgorithm::ecdsa_p256);
  EXPECT_EQ(certificate->key_bits, 256U);
}

TEST_F(CertificateFile, a_part_of_the_subject_is_read_when_it_is_there_once) {
  make("one", p256);
  const auto one = parse("one.crt");
  ASSERT_TRUE(one);
  EXPECT_EQ(subject_part(*one, SubjectPart::organisation), "Trường Ví Dụ");
  EXPECT_EQ(subject_part(*one, SubjectPart::common_name), "Nguyễn Thị Ví Dụ");
  EXPECT_FALSE(subject_part(*one, SubjectPart::country));
  EXPECT_FALSE(subject_part(*one, SubjectPart::unknown));
  tools.must_run(
      "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout two.key -out two.crt "
      "-subj /C=VN/O=one/O=two");
  const auto two = parse("two.crt");
  ASSERT_TRUE(two);
  EXPECT_EQ(subject_part(*two, SubjectPart::country), "VN");
  EXPECT_FALSE(subject_part(*two, SubjectPart::organisation));
}

TEST_F(CertificateFile, the_validity_reads_as_openssl_prints_it) {
  make("one", p256);
  const auto certificate = parse("one.crt");
  ASSERT_TRUE(certificate);
  const auto printed = tools.run("openssl x509 -in one.crt -noout -startdate -enddate -dateopt iso_8601").output;
  auto starts = base::print_seconds(certificate->not_before);
  auto ends = base::print_seconds(certificate->not_after);
  starts[10] = ends[10] = ' ';
  EXPECT_EQ(printed, "notBefore=" + starts + "\nnotAfter=" + ends + "\n");
}

TEST_F(CertificateFile, each_kind_of_key_is_told_apart) {
  make("p384", "ec -pkeyopt ec_paramgen_curve:P-384");
  make("rsa", "rsa:2048");
  make("edwards", "ed25519");
  EXPECT_EQ(parse("p384.crt")->key, KeyAlgorithm::ecdsa_p384);
  EXPECT_EQ(parse("rsa.crt")->key, KeyAlgorithm::rsa);
  EXPECT_EQ(parse("rsa.crt")->key_bits, 2048U);
  EXPECT_EQ(parse("edwards.crt")->key, KeyAlgorithm::ed25519);
  EXPECT_EQ(algorithm_of_spki(tools.read("rsa.spki")), KeyAlgorithm::rsa);
}

TEST_F(CertificateFile, a_key_of_another_kind_is_unknown) {
  make("curve", "ec -pkeyopt ec_paramgen_curve:secp256k1");
  make("pss", "rsa-pss -pkeyopt rsa_keygen_bits:2048");
  EXPECT_EQ(parse("curve.crt")->key, KeyAlgorithm::unknown);
  EXPECT_EQ(parse("pss.crt")->key, KeyAlgorithm::unknown);
}

TEST_F(CertificateFile, a_curve_in_explicit_parameters_is_unknown_even_when_it_is_p256) {
  make("explicit", std::string(p256) + " -pkeyopt ec_param_enc:explicit");
  const auto certificate = parse("explicit.crt");
  ASSERT_TRUE(certificate) << certificate.error().text;
  EXPECT_EQ(certificate->key, KeyAlgorithm::unknown);
  EXPECT_EQ(algorithm_of_spki(tools.read("explicit.spki")), KeyAlgorithm::unknown);
}

TEST_F(CertificateFile, octets_after_the_certificate_are_refused) {
  make("one", p256);
  auto der = tools.read("one.der");
  der.push_back(0);
  EXPECT_FALSE(parse_certificate(der));
  auto spki = tools.read("one.spki");
  spki.push_back(0);
  EXPECT_EQ(algorithm_of_spki(spki), KeyAlgorithm::unknown);
}

TEST_F(CertificateFile, a_shortened_certificate_is_refused) {
  make("one", p256);
  const auto der = tools.read("one.der");
  for (std::size_t length = 0; length < der.size(); length += 7)
    EXPECT_FALSE(parse_certificate(base::ByteView(der).first(length)));
}

TEST_F(CertificateFile, ber_that_is_not_der_is_refused) {
  make("one", p256);
  const auto der = tools.read("one.der");
  // The same certificate with one octet more for the outer length: OpenSSL alone would read it.
  ASSERT_EQ(der[1], 0x82);
  base::Bytes longer{0x30, 0x83, 0x00, der[2], der[3]};
  base::append(longer, base::ByteView(der).subspan(4));
  EXPECT_FALSE(parse_certificate(longer));
}

TEST_F(CertificateFile, a_common_name_with_a_nul_is_refused) {
  make("one", p256, "-subj '/CN=good.example#evil'");
  auto der = tools.read("one.der");
  ASSERT_TRUE(parse_certificate(der));
  for (auto& octet : der)
    if (octet == '#') octet = 0;
  EXPECT_FALSE(parse_certificate(der));
}

TEST_F(CertificateFile, a_subject_without_a_common_name_has_an_empty_one) {
  make("one", p256, "-subj '/O=Only'");
  const auto certificate = parse("one.crt");
  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->common_name, "");
}

TEST_F(CertificateFile, pem_gives_them_in_file_order) {
  make("one", p256);
  make("two", "ed25519");
  tools.must_run("openssl x509 -in one.crt -text > both.crt; cat two.crt >> both.crt");
  const auto both = certificates_from_pem(tools.read("both.crt"));
  ASSERT_TRUE(both) << both.error().text;
  ASSERT_EQ(both->size(), 2U);
  EXPECT_EQ((*both)[0].der, tools.read("one.der"));
  EXPECT_EQ((*both)[1].der, tools.read("two.der"));
}

TEST_F(CertificateFile, where_one_belongs_two_are_refused) {
  make("one", p256);
  tools.must_run("cat one.crt one.crt > both.crt");
  EXPECT_FALSE(parse("both.crt"));
}

TEST_F(CertificateFile, a_private_key_among_certificates_is_refused) {
  make("one", p256);
  tools.must_run("cat one.crt one.key > both.crt");
  const auto both = certificates_from_pem(tools.read("both.crt"));
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().text, "a PRIVATE KEY among certificates");
}

TEST_F(CertificateFile, broken_pem_is_refused_and_not_taken_for_its_end) {
  make("one", p256);
  tools.must_run("cat one.crt > cut.crt; head -c 300 one.crt >> cut.crt");
  EXPECT_FALSE(certificates_from_pem(tools.read("cut.crt")));
  EXPECT_FALSE(certificates_from_pem({}));
  EXPECT_FALSE(certificates_from_pem(base::view("no certificate here\n")));
}

}  // namespace
}  // namespace antin::crypto
