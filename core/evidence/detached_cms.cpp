#include "core/evidence/detached_cms.hpp"

#include "core/evidence/algorithms.hpp"
#include "core/evidence/asn1_values.hpp"
#include "core/evidence/attributes.hpp"
#include "core/evidence/signed_data.hpp"

namespace antin::evidence {
namespace {

base::Result<SignedContent, Problem> read(base::ByteView cms) {
  return read_signed_data(cms, {cms_size_limit, NID_pkcs7_data, Enclosure::detached});
}

Problem another_content() { return {Fault::signature_invalid, "the signature is over another content"}; }

SignedBy described(SignedContent&& read) {
  SignedBy out;
  out.message_digest = {digest_name(read.digest), std::move(read.message_digest)};
  out.signing_time = signing_time(*read.info);
  out.signature = base::copy(octets(CMS_SignerInfo_get0_signature(read.info)));
  out.timestamp = timestamp_token(*read.info);
  out.certificate = std::move(read.signer);
  out.others = std::move(read.others);
  return out;
}

}  // namespace

base::Result<SignedBy, Problem> read_detached_cms(base::ByteView cms, base::ByteView content) {
  auto signed_content = read(cms);
  if (!signed_content) return signed_content.error();
  if (!base::equal(signed_content->message_digest, hashed(signed_content->digest, content))) return another_content();
  return described(std::move(*signed_content));
}

base::Result<SignedBy, Problem> read_detached_cms(base::ByteView cms, const base::Digest& content) {
  auto signed_content = read(cms);
  if (!signed_content) return signed_content.error();
  if (!base::is_well_formed(content) || digest_name(signed_content->digest) != content.algorithm)
    return Problem{Fault::malformed, "the signature is over a digest of another algorithm"};
  if (!base::equal(signed_content->message_digest, content.value)) return another_content();
  return described(std::move(*signed_content));
}

}  // namespace antin::evidence
