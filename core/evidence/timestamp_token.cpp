#include "core/evidence/timestamp_token.hpp"

#include "core/evidence/algorithms.hpp"
#include "core/evidence/asn1_values.hpp"
#include "core/evidence/signed_data.hpp"

namespace antin::evidence {
namespace {

Problem malformed(std::string text) { return {Fault::malformed, std::move(text)}; }

bool has_critical_extensions(TS_TST_INFO* info) {
  const STACK_OF(X509_EXTENSION)* extensions = TS_TST_INFO_get_exts(info);
  for (int i = 0; i < sk_X509_EXTENSION_num(extensions); ++i)
    if (X509_EXTENSION_get_critical(sk_X509_EXTENSION_value(extensions, i)) != 0) return true;
  return false;
}

// Rounded up; nullopt when it is no accuracy anyone would believe.
std::optional<std::uint32_t> accuracy_of(TS_TST_INFO* info) {
  const TS_ACCURACY* accuracy = TS_TST_INFO_get_accuracy(info);
  if (accuracy == nullptr) return 0;
  const auto part = [](const ASN1_INTEGER* field, std::uint64_t most) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    if (field == nullptr) return value;
    if (ASN1_INTEGER_get_uint64(&value, field) != 1 || value > most) return std::nullopt;
    return value;
  };
  constexpr std::uint64_t a_day = 86'400;
  const auto seconds = part(TS_ACCURACY_get_seconds(accuracy), a_day);
  const auto millis = part(TS_ACCURACY_get_millis(accuracy), 999);
  const auto micros = part(TS_ACCURACY_get_micros(accuracy), 999);
  if (!seconds || !millis || !micros) return std::nullopt;
  return static_cast<std::uint32_t>(*seconds * 1000 + *millis + (*micros > 0 ? 1 : 0));
}

bool is_absent_or_null(const ASN1_TYPE* parameter) { return parameter == nullptr || parameter->type == V_ASN1_NULL; }

// Unknown algorithm when it is none of ours; nullopt when the length does not fit a known one.
std::optional<base::Digest> imprint_of(TS_MSG_IMPRINT* imprint) {
  const X509_ALGOR* algorithm = TS_MSG_IMPRINT_get_algo(imprint);
  base::Digest digest{digest_name(OBJ_obj2nid(algorithm->algorithm)),
                      base::copy(octets(TS_MSG_IMPRINT_get_msg(imprint)))};
  if (!is_absent_or_null(algorithm->parameter)) return std::nullopt;
  if (digest.algorithm != base::DigestAlgorithm::unknown && !base::is_well_formed(digest)) return std::nullopt;
  return digest;
}

base::Result<Timestamp, Problem> read_info(base::ByteView der) {
  auto [parsed, whole] = parse_whole<d2i_TS_TST_INFO>(der);
  const crypto::TsTokenInfoHandle info(parsed);
  if (!whole) return malformed(crypto::openssl_error("not a TSTInfo").text);
  if (TS_TST_INFO_get_version(info.get()) != 1) return malformed("TSTInfo of another version");
  if (has_critical_extensions(info.get())) return malformed("TSTInfo with a critical extension");
  const auto gen_time = strict_generalized_time(TS_TST_INFO_get_time(info.get()));
  const auto serial = magnitude(TS_TST_INFO_get_serial(info.get()));
  const auto accuracy = accuracy_of(info.get());
  const auto imprint = imprint_of(TS_TST_INFO_get_msg_imprint(info.get()));
  auto policy = dotted(TS_TST_INFO_get_policy_id(info.get()));
  if (!gen_time || !serial || !accuracy || !imprint || policy.empty()) return malformed("TSTInfo does not hold");
  std::optional<base::Bytes> nonce;
  if (const ASN1_INTEGER* echoed = TS_TST_INFO_get_nonce(info.get())) {
    nonce = magnitude(echoed);
    if (!nonce) return malformed("TSTInfo with a negative nonce");
  }
  return Timestamp{*gen_time, *serial, std::move(policy), *accuracy, *imprint, std::move(nonce), {}};
}

struct Read {
  Timestamp timestamp;
  std::vector<crypto::Certificate> others;
};

// Everything but trust.
base::Result<Read, Problem> read_token(base::ByteView token, const base::Digest& imprint) {
  auto signed_content = read_signed_data(token, {token_size_limit, NID_id_smime_ct_TSTInfo, Enclosure::enclosed});
  if (!signed_content) return signed_content.error();
  const auto content = signed_content->content();
  if (!base::equal(signed_content->message_digest, hashed(signed_content->digest, content)))
    return Problem{Fault::signature_invalid, "the signature is over another TSTInfo"};
  auto timestamp = read_info(content);
  if (!timestamp) return timestamp.error();
  if (!base::is_well_formed(imprint) || timestamp->imprint != imprint)
    return Problem{Fault::signature_invalid, "the timestamp is over something else"};
  timestamp->certificate = std::move(signed_content->signer);
  return Read{std::move(*timestamp), std::move(signed_content->others)};
}

base::Result<Timestamp, Problem> trusted(Read&& read, const Trust& trust, base::Instant now) {
  auto& stamp = read.timestamp;
  const auto checked = trust.check(stamp.certificate, read.others, Purpose::timestamp, stamp.gen_time, now);
  if (!checked) return checked.error();
  return std::move(stamp);
}

// RFC 3161 sets no length; forms can echo this much.
constexpr std::size_t nonce_limit = 32;

}  // namespace

base::Result<Timestamp, Problem> verify_timestamp_token(base::ByteView token, const base::Digest& imprint,
                                                        const Trust& trust, base::Instant now) {
  auto read = read_token(token, imprint);
  if (!read) return read.error();
  return trusted(std::move(*read), trust, now);
}

base::Result<Timestamp, Problem> verify_timestamp_token(base::ByteView token, const base::Digest& imprint,
                                                        const Trust& trust) {
  auto read = read_token(token, imprint);
  if (!read) return read.error();
  const auto gen_time = read->timestamp.gen_time;
  return trusted(std::move(*read), trust, gen_time);
}

base::Result<TimestampRequest, Problem> parse_timestamp_request(base::ByteView der) {
  if (der.size() > request_size_limit) return malformed("the TimeStampReq is too large");
  auto [parsed, whole] = parse_whole<d2i_TS_REQ>(der);
  const crypto::TsRequestHandle request(parsed);
  if (!whole) return malformed(crypto::openssl_error("not exactly one TimeStampReq").text);
  if (TS_REQ_get_version(request.get()) != 1) return malformed("TimeStampReq of another version");
  auto imprint = imprint_of(TS_REQ_get_msg_imprint(request.get()));
  if (!imprint) return malformed("the imprint does not fit its algorithm");
  TimestampRequest out;
  out.imprint = std::move(*imprint);
  if (const ASN1_OBJECT* policy = TS_REQ_get_policy_id(request.get())) {
    out.policy = dotted(policy);
    if (out.policy->empty()) return malformed("the policy OID is too long");
  }
  if (const ASN1_INTEGER* nonce = TS_REQ_get_nonce(request.get())) {
    out.nonce = magnitude(nonce);
    if (!out.nonce || out.nonce->size() > nonce_limit) return malformed("the nonce is negative or too long");
  }
  out.wants_certificates = TS_REQ_get_cert_req(request.get()) != 0;
  out.has_extensions = TS_REQ_get_ext_count(request.get()) > 0;
  return out;
}

}  // namespace antin::evidence
