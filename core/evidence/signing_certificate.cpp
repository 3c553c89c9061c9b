#include "core/evidence/signing_certificate.hpp"

#include <openssl/objects.h>

#include "core/der/reader.hpp"
#include "core/der/writer.hpp"
#include "core/evidence/algorithms.hpp"
#include "core/evidence/asn1_values.hpp"

namespace antin::evidence {
namespace {

// Attributes are DER even in BER messages (RFC 5652 5.3), so the strict reader reads them.
using der::Reader;

// AlgorithmIdentifier DEFAULT sha256; parameters absent or NULL.
int read_hash_algorithm(Reader& certificate_id) {
  if (!certificate_id.at(der::sequence)) return NID_sha256;
  auto algorithm = certificate_id.enter(der::sequence);
  const auto oid = algorithm ? algorithm->oid() : std::nullopt;
  if (!oid) return NID_undef;
  if (algorithm->at(der::null)) algorithm->next(der::null);
  return algorithm->done() ? OBJ_txt2nid(oid->c_str()) : NID_undef;
}

// IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber INTEGER }, the issuer being one directoryName.
Naming compare_issuer_serial(Reader issuer_serial, const crypto::Certificate& signer) {
  constexpr unsigned directory_name = 4;
  auto names = issuer_serial.enter(der::sequence);
  const auto name = names ? names->next(der::context_constructed(directory_name)) : std::nullopt;
  const auto serial = issuer_serial.next(der::integer);
  if (!name || !names->done() || !serial || !issuer_serial.done()) return Naming::malformed;
  const bool fits = base::equal(name->content, signer.issuer) && base::equal(serial->content, signer.serial);
  return fits ? Naming::this_one : Naming::another;
}

Naming compare(Reader certificate_id, const crypto::Certificate& signer) {
  const int algorithm = read_hash_algorithm(certificate_id);
  const auto hash = certificate_id.next(der::octet_string);
  if (!hash || !is_sha2(algorithm)) return Naming::malformed;
  if (!base::equal(hash->content, hashed(algorithm, signer.der))) return Naming::another;
  if (certificate_id.done()) return Naming::this_one;
  auto issuer_serial = certificate_id.enter(der::sequence);
  if (!issuer_serial || !certificate_id.done()) return Naming::malformed;
  return compare_issuer_serial(*issuer_serial, signer);
}

}  // namespace

Naming names(base::ByteView attribute, const crypto::Certificate& signer) {
  Reader whole(attribute);
  auto fields = whole.enter(der::sequence);
  if (!fields || !whole.done()) return Naming::malformed;
  auto certificates = fields->enter(der::sequence);
  auto first = certificates ? certificates->enter(der::sequence) : std::nullopt;
  if (!first) return Naming::malformed;
  if (fields->at(der::sequence)) fields->next(der::sequence);  // policies, of no use here
  if (!fields->done()) return Naming::malformed;
  return compare(*first, signer);
}

}  // namespace antin::evidence
