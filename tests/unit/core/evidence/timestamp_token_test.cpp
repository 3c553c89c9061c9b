#include "core/evidence/timestamp_token.hpp"

#include "core/crypto/sha2.hpp"
#include "tests/unit/core/evidence/evidence_world.hpp"

namespace antin::test {
namespace {

using evidence::parse_timestamp_request;
using evidence::Trust;
using evidence::verify_timestamp_token;

class TimestampToken : public EvidenceWorld {
 protected:
  TimestampToken() {
    pki.certificate("time", "people", "time");
    directory.write("ts.cnf", base::view("[tsa]\ndefault_tsa=one\n[one]\nserial=ts-serial\ndefault_policy=1.2.3.4\n"
                                         "digests=sha256,sha384,sha512\nsigner_digest=sha256\n"
                                         "accuracy=secs:1,millisecs:20,microsecs:7\nclock_precision_digits=3\n"
                                         "ess_cert_id_alg=sha256\n"));
  }

  // `openssl ts`: a token by `signer` over the document.
  [[nodiscard]] base::Bytes stamp(const std::string& signer = "time", const std::string& query = "-sha256",
                                  const std::string& config = "ts.cnf") const {
    directory.must_run("openssl ts -query -data document -cert " + query + " -out q.tsq");
    directory.must_run("openssl ts -reply -config " + config + " -queryfile q.tsq -signer " + signer + ".crt -inkey " +
                       signer + ".key -token_out -out t.tst");
    return directory.read("t.tst");
  }

  [[nodiscard]] Trust trust() const { return {{pki.read("root")}, {pki.read("people")}, {}, Revocation::if_present}; }
  [[nodiscard]] Fault refused(base::ByteView token) const {
    return fault_of(verify_timestamp_token(token, imprint, trust()));
  }

  base::Digest imprint = base::sha256_digest(crypto::sha256(base::view(document)));
};

TEST_F(TimestampToken, a_token_made_by_openssl_verifies) {
  const auto stamped = verify_timestamp_token(stamp(), imprint, trust());
  ASSERT_TRUE(stamped) << stamped.error().text;
  EXPECT_EQ(stamped->policy, "1.2.3.4");
  EXPECT_EQ(stamped->accuracy_ms, 1021U);
  EXPECT_EQ(stamped->serial, base::Bytes{1});
  EXPECT_EQ(stamped->imprint, imprint);
  EXPECT_EQ(stamped->certificate.hash, pki.read("time").hash);
  const auto now = std::chrono::system_clock::now();
  EXPECT_LT(now - stamped->gen_time, std::chrono::minutes(10));
  EXPECT_GT(stamped->gen_time, now - std::chrono::minutes(10));
}

TEST_F(TimestampToken, the_fraction_of_gen_time_is_kept) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    const auto stamped = verify_timestamp_token(stamp(), imprint, trust());
    ASSERT_TRUE(stamped) << stamped.error().text;
    if (stamped->gen_time.time_since_epoch() % std::chrono::seconds(1) != std::chrono::seconds(0)) return;
  }
  FAIL() << "twenty tokens on the full second";
}

TEST_F(TimestampToken, sha384_imprints_are_read_and_must_be_of_that_algorithm) {
  const auto sha384 = crypto::digest(base::DigestAlgorithm::sha384, content());
  const auto token = stamp("time", "-sha384");
  EXPECT_TRUE(verify_timestamp_token(token, sha384, trust()));
  EXPECT_EQ(refused(token), Fault::signature_invalid);
}

TEST_F(TimestampToken, another_imprint_is_refused) {
  const auto token = stamp();
  const auto other = base::sha256_digest(crypto::sha256(base::view("x")));
  EXPECT_EQ(fault_of(verify_timestamp_token(token, other, trust())), Fault::signature_invalid);
  EXPECT_EQ(fault_of(verify_timestamp_token(token, base::Digest{}, trust())), Fault::signature_invalid);
  EXPECT_EQ(refused(stamp("time", "-sha512")), Fault::signature_invalid);
}

TEST_F(TimestampToken, an_unknown_authority_is_refused) {
  const auto genuine = trust();
  pki.root("root", "Root");
  pki.key("people");
  pki.certificate("people", "root", "authority");
  pki.certificate("time", "people", "time");
  EXPECT_EQ(fault_of(verify_timestamp_token(stamp(), imprint, genuine)), Fault::certificate_untrusted);
}

// openssl's own tool will not stamp with such certificates: stamp with a good one and judge by another of the same
// names.
TEST_F(TimestampToken, an_authority_whose_use_is_not_critical_is_refused) {
  pki.certificate("loose", "people", "time-loose");
  directory.must_run("openssl ts -query -data document -cert -sha256 -out q.tsq");
  EXPECT_NE(directory
                .run("openssl ts -reply -config ts.cnf -queryfile q.tsq -signer loose.crt -inkey loose.key"
                     " -token_out -out loose.tst")
                .status,
            0);
  // What remains is a CMS over a TSTInfo by a certificate of that kind.
  (void)stamp();
  directory.must_run("openssl cms -verify -noverify -inform DER -in t.tst -binary -out info.der");
  directory.must_run(
      "openssl cms -sign -cades -binary -nodetach -in info.der -econtent_type 1.2.840.113549.1.9.16.1.4"
      " -signer loose.crt -inkey loose.key -outform DER -out loose.tst");
  EXPECT_EQ(refused(directory.read("loose.tst")), Fault::wrong_usage);
  directory.must_run(
      "openssl cms -sign -cades -binary -nodetach -in info.der -econtent_type 1.2.840.113549.1.9.16.1.4"
      " -signer time.crt -inkey time.key -outform DER -out good.tst");
  EXPECT_TRUE(verify_timestamp_token(directory.read("good.tst"), imprint, trust()));
  directory.must_run(
      "openssl cms -sign -cades -binary -nodetach -in info.der -econtent_type 1.2.840.113549.1.9.16.1.4"
      " -signer person.crt -inkey person.key -outform DER -out person.tst");
  EXPECT_EQ(refused(directory.read("person.tst")), Fault::wrong_usage);
}

TEST_F(TimestampToken, a_token_with_the_old_ess_is_refused) {
  directory.must_run("sed s/ess_cert_id_alg=sha256/ess_cert_id_alg=sha1/ ts.cnf > old.cnf");
  EXPECT_EQ(refused(stamp("time", "-sha256", "old.cnf")), Fault::malformed);
}

TEST_F(TimestampToken, a_token_without_its_certificate_is_refused) {
  directory.must_run("openssl ts -query -data document -sha256 -out q.tsq");
  directory.must_run(
      "openssl ts -reply -config ts.cnf -queryfile q.tsq -signer time.crt -inkey time.key -token_out"
      " -out t.tst");
  EXPECT_EQ(refused(directory.read("t.tst")), Fault::malformed);
}

TEST_F(TimestampToken, a_signature_over_something_else_is_no_token) {
  EXPECT_EQ(refused(sign("person")), Fault::malformed);
  directory.must_run(
      "openssl cms -sign -cades -binary -nodetach -in document -econtent_type 1.2.840.113549.1.9.16.1.4"
      " -signer time.crt -inkey time.key -outform DER -out no.tst");
  EXPECT_EQ(refused(directory.read("no.tst")), Fault::malformed);
  directory.must_run(
      "openssl cms -sign -cades -binary -in document -econtent_type 1.2.840.113549.1.9.16.1.4"
      " -signer time.crt -inkey time.key -outform DER -out no.tst");
  EXPECT_EQ(refused(directory.read("no.tst")), Fault::malformed);
}

TEST_F(TimestampToken, no_changed_octet_changes_what_a_token_says) {
  const auto token = stamp();
  const auto by = trust();
  const auto before = verify_timestamp_token(token, imprint, by);
  ASSERT_TRUE(before);
  for (std::size_t at = 0; at < token.size(); ++at) {
    auto changed = token;
    changed[at] = static_cast<std::uint8_t>(changed[at] ^ 0x01U);
    const auto stamped = verify_timestamp_token(changed, imprint, by);
    if (!stamped) continue;
    EXPECT_EQ(stamped->gen_time, before->gen_time) << at;
    EXPECT_EQ(stamped->serial, before->serial) << at;
    EXPECT_EQ(stamped->policy, before->policy) << at;
    EXPECT_EQ(stamped->certificate.hash, before->certificate.hash) << at;
  }
}

TEST_F(TimestampToken, truncated_and_trailing_octets_are_refused) {
  auto token = stamp();
  for (std::size_t size = 0; size < token.size(); ++size)
    ASSERT_EQ(refused(base::ByteView(token).first(size)), Fault::malformed) << size;
  token.push_back(0);
  EXPECT_EQ(refused(token), Fault::malformed);
  token.resize(evidence::token_size_limit + 1);
  EXPECT_EQ(refused(token), Fault::malformed);
}

TEST_F(TimestampToken, trust_is_judged_at_gen_time_and_freshness_now) {
  pki.list("root", "01");
  pki.list("people", "01");
  const Trust by({pki.read("root")}, {pki.read("people")}, {pki.read_list("root"), pki.read_list("people")},
                 Revocation::required);
  const auto token = stamp();
  EXPECT_TRUE(verify_timestamp_token(token, imprint, by, test_now()));
  EXPECT_EQ(fault_of(verify_timestamp_token(token, imprint, by, instant("2026-08-01T00:00:00Z"))),
            Fault::revocation_stale);
}

TEST_F(TimestampToken, an_authority_that_had_expired_at_gen_time_is_refused) {
  (void)stamp();
  directory.must_run("openssl cms -verify -noverify -inform DER -in t.tst -binary -out info.der");
  pki.certificate("old", "people", "time", {"20250101000000Z", "20260101000000Z"});
  directory.must_run(
      "openssl cms -sign -cades -binary -nodetach -in info.der -econtent_type 1.2.840.113549.1.9.16.1.4"
      " -signer old.crt -inkey old.key -outform DER -out old.tst");
  EXPECT_EQ(refused(directory.read("old.tst")), Fault::certificate_expired);
}

TEST_F(TimestampToken, a_request_made_by_openssl_is_read) {
  directory.must_run("openssl ts -query -data document -sha256 -cert -tspolicy 1.2.3.9 -out q.tsq");
  const auto request = parse_timestamp_request(directory.read("q.tsq"));
  ASSERT_TRUE(request) << request.error().text;
  EXPECT_EQ(request->imprint, imprint);
  EXPECT_EQ(request->policy, "1.2.3.9");
  ASSERT_TRUE(request->nonce);
  EXPECT_FALSE(request->nonce->empty());
  EXPECT_TRUE(request->wants_certificates);
  EXPECT_FALSE(request->has_extensions);
}

TEST_F(TimestampToken, a_request_may_leave_out_all_but_the_imprint) {
  directory.must_run("openssl ts -query -data document -sha512 -no_nonce -out q.tsq");
  const auto request = parse_timestamp_request(directory.read("q.tsq"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->imprint.algorithm, base::DigestAlgorithm::unknown);
  EXPECT_FALSE(request->policy);
  EXPECT_FALSE(request->nonce);
  EXPECT_FALSE(request->wants_certificates);
}

TEST_F(TimestampToken, what_is_no_request_is_refused) {
  directory.must_run("openssl ts -query -data document -sha256 -out q.tsq");
  auto request = directory.read("q.tsq");
  for (std::size_t size = 0; size < request.size(); ++size)
    ASSERT_FALSE(parse_timestamp_request(base::ByteView(request).first(size))) << size;
  auto version = request;
  ASSERT_EQ(version.at(4), 1);
  version[4] = 2;
  EXPECT_FALSE(parse_timestamp_request(version));
  request.push_back(0);
  EXPECT_FALSE(parse_timestamp_request(request));
  request.resize(evidence::request_size_limit + 1);
  EXPECT_FALSE(parse_timestamp_request(request));
}

TEST_F(TimestampToken, a_nonce_is_a_magnitude_of_at_most_32_octets) {
  directory.must_run("openssl ts -query -data document -sha256 -no_nonce -out q.tsq");
  const auto with_nonce = [&](base::Bytes nonce) {
    auto request = directory.read("q.tsq");
    nonce.insert(nonce.begin(), {0x02, static_cast<std::uint8_t>(nonce.size())});
    request.at(1) = static_cast<std::uint8_t>(request.at(1) + nonce.size());
    base::append(request, nonce);
    return parse_timestamp_request(request);
  };
  EXPECT_EQ(with_nonce({0x00, 0xff})->nonce, base::Bytes{0xff});
  EXPECT_EQ(with_nonce({0x00})->nonce, base::Bytes{0x00});
  EXPECT_FALSE(with_nonce({0xff}));
  EXPECT_TRUE(with_nonce(base::Bytes(32, 0x11)));
  EXPECT_FALSE(with_nonce(base::Bytes(33, 0x11)));
}

}  // namespace
}  // namespace antin::test
