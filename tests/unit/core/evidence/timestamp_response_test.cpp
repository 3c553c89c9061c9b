#include "core/evidence/timestamp_response.hpp"

#include "core/crypto/sha2.hpp"
#include "core/forms/timestamp_info.hpp"
#include "tests/unit/core/evidence/evidence_world.hpp"

namespace antin::test {
namespace {

using evidence::parse_timestamp_response;

class TimestampResponse : public EvidenceWorld {
 protected:
  TimestampResponse() {
    pki.certificate("time", "people", "time");
    directory.write("ts.cnf", base::view("[tsa]\ndefault_tsa=one\n[one]\nserial=ts-serial\ndefault_policy=1.2.3.4\n"
                                         "digests=sha256\nsigner_digest=sha256\ness_cert_id_alg=sha256\n"));
  }
  // `openssl ts -reply` to a request of ours.
  [[nodiscard]] base::Bytes reply(base::ByteView request) const {
    directory.write("q.tsq", request);
    directory.must_run("openssl ts -reply -config ts.cnf -queryfile q.tsq -signer time.crt -inkey time.key -out r.tsr");
    return directory.read("r.tsr");
  }
  [[nodiscard]] base::Digest imprint() const { return base::sha256_digest(crypto::sha256(content())); }

  base::Bytes nonce = forms::timestamp_nonce();
};

TEST_F(TimestampResponse, to_a_request_of_ours_openssl_grants_a_token_with_our_nonce_and_its_certificate) {
  const auto response = parse_timestamp_response(reply(forms::timestamp_request(imprint(), nonce)));
  ASSERT_TRUE(response) << response.error().text;
  EXPECT_EQ(response->status, 0U);
  EXPECT_FALSE(response->failure);
  const evidence::Trust trust({pki.read("root")}, {pki.read("people")}, {}, Revocation::if_present);
  const auto token = evidence::verify_timestamp_token(response->token, imprint(), trust);
  ASSERT_TRUE(token) << token.error().text;
  EXPECT_EQ(token->nonce, nonce);
}

TEST_F(TimestampResponse, a_request_reads_as_openssl_reads_it) {
  const auto der = forms::timestamp_request(imprint(), nonce);
  const auto read = evidence::parse_timestamp_request(der);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->imprint, imprint());
  EXPECT_EQ(read->nonce, nonce);
  EXPECT_TRUE(read->wants_certificates);
  EXPECT_FALSE(read->policy);
}

TEST_F(TimestampResponse, a_rejection_is_read_with_its_words_and_its_reason) {
  directory.must_run("sed s/digests=sha256/digests=sha512/ ts.cnf > other.cnf && cp other.cnf ts.cnf");
  const auto response = parse_timestamp_response(reply(forms::timestamp_request(imprint(), nonce)));
  ASSERT_TRUE(response) << response.error().text;
  EXPECT_EQ(response->status, 2U);
  EXPECT_TRUE(response->token.empty());
  EXPECT_EQ(response->failure, 0U);  // badAlg
  EXPECT_NE(response->text.find("not supported"), std::string::npos) << response->text;
}

TEST_F(TimestampResponse, our_own_rejection_names_the_same_bit) {
  for (const auto failure : {forms::TimestampFailure::bad_alg, forms::TimestampFailure::unaccepted_policy,
                             forms::TimestampFailure::system_failure}) {
    const auto response = parse_timestamp_response(forms::rejected_response(failure));
    ASSERT_TRUE(response) << response.error().text;
    EXPECT_EQ(response->failure, static_cast<unsigned>(failure));
  }
}

TEST_F(TimestampResponse, a_status_that_does_not_agree_with_the_token_is_refused) {
  const auto response = reply(forms::timestamp_request(imprint(), nonce));
  const auto token = parse_timestamp_response(response)->token;
  const auto granted_without_one = base::from_hex("30053003020100").value();
  EXPECT_EQ(fault_of(parse_timestamp_response(granted_without_one)), Fault::malformed);
  auto rejected_with_one = response;
  const auto status = rejected_with_one.size() - token.size() - 1;
  ASSERT_EQ(rejected_with_one[status], 0);
  rejected_with_one[status] = 2;
  EXPECT_EQ(fault_of(parse_timestamp_response(rejected_with_one)), Fault::malformed);
}

TEST_F(TimestampResponse, what_is_not_exactly_one_response_is_refused) {
  const auto good = reply(forms::timestamp_request(imprint(), nonce));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_EQ(fault_of(parse_timestamp_response(base::ByteView(good).first(size))), Fault::malformed) << size;
  auto longer = good;
  longer.push_back(0);
  EXPECT_EQ(fault_of(parse_timestamp_response(longer)), Fault::malformed);
  EXPECT_EQ(fault_of(parse_timestamp_response(base::view("<html>"))), Fault::malformed);
  const auto failure_cut_off = base::from_hex("300730050201020302").value();
  EXPECT_EQ(fault_of(parse_timestamp_response(failure_cut_off)), Fault::malformed);
  EXPECT_EQ(fault_of(parse_timestamp_response(base::Bytes(evidence::response_size_limit + 1, 0x30))), Fault::malformed);
}

}  // namespace
}  // namespace antin::test
