#include "core/crypto/certificate.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <ctime>
#include <limits>

#include "core/crypto/openssl.hpp"
#include "core/crypto/public_key.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::crypto {
namespace {

void free_openssl(unsigned char* memory) { OPENSSL_free(memory); }
using Octets = base::Handle<unsigned char, free_openssl>;

// The DER of any OpenSSL object, by its i2d function; empty when there is none.
template <class T, class Encode>
base::Bytes der_of(const T* object, Encode encode) {
  unsigned char* raw = nullptr;
  const int length = encode(object, &raw);
  const Octets octets(raw);
  if (length <= 0) return {};
  return {octets.get(), octets.get() + length};
}

std::optional<base::Instant> instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  // A null time would mean "now" to OpenSSL.
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return base::Instant(std::chrono::seconds(timegm(&parts)));
}

base::Bytes content_of_integer(const ASN1_INTEGER* integer) {
  const auto der = der_of(integer, i2d_ASN1_INTEGER);
  const unsigned char* at = der.data();
  long length = 0;
  int tag = 0;
  int kind = 0;
  if (der.empty() || (ASN1_get_object(&at, &length, &tag, &kind, static_cast<long>(der.size())) & 0x80) != 0) return {};
  return {at, at + length};
}

// RFC 2253, but with the letters of names left as UTF-8: operators read Vietnamese.
std::string print(const X509_NAME* name) {
  const BioHandle out(BIO_new(BIO_s_mem()));
  if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return {};
  const char* text = nullptr;
  const long length = BIO_get_mem_data(out.get(), &text);
  return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
}

// A NUL inside is how names were once forged against C readers.
std::optional<std::string> text_at(const X509_NAME* name, int place) {
  unsigned char* raw = nullptr;
  const int length = ASN1_STRING_to_UTF8(&raw, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, place)));
  const Octets octets(raw);
  if (length < 0) return std::nullopt;
  std::string text(octets.get(), octets.get() + length);
  if (text.find('\0') != std::string::npos) return std::nullopt;
  return text;
}

// The last, most specific one.
std::optional<std::string> common_name(const X509_NAME* name) {
  int last = -1;
  for (int at = -1; (at = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0;) last = at;
  return last < 0 ? std::string() : text_at(name, last);
}

std::optional<std::string> only_text_of(const Certificate& certificate, int nid) {
  const auto* name = X509_get_subject_name(certificate.parsed.get());
  const int first = X509_NAME_get_index_by_NID(name, nid, -1);
  if (first < 0 || X509_NAME_get_index_by_NID(name, nid, first) >= 0) return std::nullopt;
  return text_at(name, first);
}

base::Result<Certificate> read_fields(X509* parsed, Certificate certificate) {
  certificate.hash = sha256(certificate.der);
  certificate.spki = der_of(X509_get_X509_PUBKEY(parsed), i2d_X509_PUBKEY);
  certificate.issuer = der_of(X509_get_issuer_name(parsed), i2d_X509_NAME);
  certificate.serial = content_of_integer(X509_get0_serialNumber(parsed));
  certificate.subject = print(X509_get_subject_name(parsed));
  if (certificate.spki.empty() || certificate.issuer.empty() || certificate.serial.empty())
    return openssl_error("a certificate without key, issuer or serial number");

  auto name = common_name(X509_get_subject_name(parsed));
  if (!name) return openssl_error("a certificate with an unreadable common name");
  certificate.common_name = std::move(*name);

  const auto not_before = instant_of(X509_get0_notBefore(parsed));
  const auto not_after = instant_of(X509_get0_notAfter(parsed));
  if (!not_before || !not_after) return openssl_error("a certificate with an unreadable validity");
  certificate.not_before = *not_before;
  certificate.not_after = *not_after;

  // A key that OpenSSL cannot decode stays `unknown`; its complaint must not surface in a later error.
  if (const EVP_PKEY* key = X509_get0_pubkey(parsed)) {
    certificate.key = algorithm_of(X509_get_X509_PUBKEY(parsed));
    certificate.key_bits = static_cast<unsigned>(EVP_PKEY_get_bits(key));
  } else {
    (void)openssl_error("");
  }
  return certificate;
}

// One PEM block of any kind, or nothing at the end of the input.
struct PemBlock {
  std::string name;
  base::Bytes content;
};

std::optional<PemBlock> next_block(BIO* in) {
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long length = 0;
  if (PEM_read_bio(in, &name, &header, &data, &length) != 1) return std::nullopt;
  PemBlock block{name, base::Bytes(data, data + length)};
  OPENSSL_free(name);
  OPENSSL_free(header);
  OPENSSL_free(data);
  return block;
}

}  // namespace

base::Result<Certificate> parse_certificate(base::ByteView der) {
  const unsigned char* at = der.data();
  const X509Handle parsed(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!parsed) return openssl_error("not a certificate");
  if (at != der.data() + der.size()) return base::Error{"octets after a certificate"};
  // BER that is not DER would give one certificate several hashes, and the hash is its name.
  if (!base::equal(der_of(parsed.get(), i2d_X509), der)) return openssl_error("a certificate that is not DER");
  return certificate_of(parsed.get());
}

base::Result<Certificate> certificate_of(X509* parsed) {
  Certificate certificate;
  certificate.der = der_of(parsed, i2d_X509);
  if (certificate.der.empty()) return openssl_error("a certificate that cannot be encoded");
  if (X509_up_ref(parsed) != 1) throw std::bad_alloc();
  certificate.parsed = std::shared_ptr<X509>(parsed, X509_free);
  return read_fields(parsed, std::move(certificate));
}

base::Result<std::vector<Certificate>> certificates_from_pem(base::ByteView pem) {
  if (pem.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return base::Error{"PEM of more than 2 GiB"};
  const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!in) return openssl_error("cannot read PEM");
  std::vector<Certificate> certificates;
  while (auto block = next_block(in.get())) {
    if (block->name != PEM_STRING_X509) return base::Error{"a " + block->name + " among certificates"};
    auto certificate = parse_certificate(block->content);
    if (!certificate) return certificate.error();
    certificates.push_back(std::move(*certificate));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  auto ended = openssl_error("broken PEM");
  if (!at_end) return ended;
  if (certificates.empty()) return base::Error{"no certificate in the PEM"};
  return certificates;
}

base::Result<Certificate> certificate_from_pem(base::ByteView pem_or_der) {
  constexpr std::uint8_t der_sequence = 0x30;
  if (!pem_or_der.empty() && pem_or_der.front() == der_sequence) return parse_certificate(pem_or_der);
  auto certificates = certificates_from_pem(pem_or_der);
  if (!certificates) return certificates.error();
  if (certificates->size() != 1) return base::Error{"more than one certificate where one belongs"};
  return std::move(certificates->front());
}

std::optional<std::string> subject_serial_number(const Certificate& certificate) {
  constexpr std::size_t longest = 64;  // RFC 5280, ub-serial-number
  auto text = only_text_of(certificate, NID_serialNumber);
  if (!text || text->empty() || text->size() > longest) return std::nullopt;
  return text;
}

std::optional<std::string> subject_part(const Certificate& certificate, SubjectPart part) {
  switch (part) {
    case SubjectPart::country: return only_text_of(certificate, NID_countryName);
    case SubjectPart::organisation: return only_text_of(certificate, NID_organizationName);
    case SubjectPart::common_name: return only_text_of(certificate, NID_commonName);
    case SubjectPart::unknown: break;
  }
  return std::nullopt;
}

KeyAlgorithm algorithm_of_spki(base::ByteView spki) { return decode_public_key(spki).algorithm; }

}  // namespace antin::crypto
