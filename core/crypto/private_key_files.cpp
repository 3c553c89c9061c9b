// Private keys as people keep them: PEM and PKCS#12.
#include <openssl/pem.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "core/crypto/openssl.hpp"
#include "core/crypto/private_key_state.hpp"
#include "core/crypto/public_key.hpp"

namespace antin::crypto {
namespace {

// Called by OpenSSL for an encrypted key. Giving one at all keeps it from asking at the terminal.
int give_passphrase(char* out, int size, int /*for_writing*/, void* user) {
  const auto passphrase = static_cast<const base::Secret*>(user)->expose_secret();
  if (passphrase.empty() || passphrase.size() > static_cast<std::size_t>(size)) return -1;
  std::memcpy(out, passphrase.data(), passphrase.size());
  return static_cast<int>(passphrase.size());
}

// OpenSSL wants a C string. Allocated once, so that no outgrown copy stays behind.
base::Secret terminated(const base::Secret& passphrase) {
  const auto octets = passphrase.expose_secret();
  base::Bytes copy(octets.size() + 1);
  std::copy(octets.begin(), octets.end(), copy.begin());
  return base::Secret::take(std::move(copy));
}

struct StackOfX509 {
  STACK_OF(X509) * list = nullptr;
  ~StackOfX509() { sk_X509_pop_free(list, X509_free); }
};

}  // namespace

base::Result<PrivateKey> PrivateKey::State::accept(KeyHandle key) {
  unsigned char* raw = nullptr;
  const int length = i2d_PUBKEY(key.get(), &raw);
  if (length <= 0) return openssl_error("cannot encode a public key");
  auto state = std::make_unique<State>();
  state->spki.assign(raw, raw + length);
  OPENSSL_free(raw);
  state->scheme = scheme_of(algorithm_of_spki(state->spki));
  if (state->scheme == SignatureScheme::unknown) return base::Error{"a private key of a kind that is not used here"};
  if (state->scheme == SignatureScheme::rsa_pss && EVP_PKEY_get_bits(key.get()) < smallest_rsa_key)
    return base::Error{"an RSA key of less than 2048 bits"};
  state->key = std::move(key);
  return PrivateKey(std::move(state));
}

base::Result<PrivateKey> PrivateKey::from_pem(base::ByteView pem, const base::Secret& passphrase) {
  if (pem.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    return base::Error{"PEM of more than 2 GiB"};
  const BioHandle in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!in) return openssl_error("cannot read PEM");
  KeyHandle key(PEM_read_bio_PrivateKey(in.get(), nullptr, give_passphrase, const_cast<base::Secret*>(&passphrase)));
  if (!key) return openssl_error("cannot read the private key");
  return State::accept(std::move(key));
}

base::Result<base::Secret> new_ed25519_pem() {
  const KeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  const BioHandle out(BIO_new(BIO_s_mem()));  // wipes what it held
  if (!key || !out || PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return openssl_error("cannot make an Ed25519 key");
  const char* pem = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &pem);
  return base::Secret(base::view({pem, static_cast<std::size_t>(size)}));
}

struct Pkcs12Reader {
  static base::Result<KeyAndCertificates> accept(KeyHandle key, X509* own, const StackOfX509& others) {
    auto accepted = PrivateKey::State::accept(std::move(key));
    if (!accepted) return accepted.error();
    auto certificate = certificate_of(own);
    if (!certificate) return certificate.error();
    if (!base::equal(certificate->spki, accepted->spki())) return base::Error{"the certificate is of another key"};
    std::vector<Certificate> certificates{std::move(*certificate)};
    for (int i = 0; i < sk_X509_num(others.list); ++i) {
      auto other = certificate_of(sk_X509_value(others.list, i));
      if (!other) return other.error();
      certificates.push_back(std::move(*other));
    }
    return KeyAndCertificates{std::move(*accepted), std::move(certificates)};
  }
};

base::Result<KeyAndCertificates> read_pkcs12(base::ByteView der, const base::Secret& passphrase) {
  const unsigned char* at = der.data();
  const Pkcs12Handle file(d2i_PKCS12(nullptr, &at, static_cast<long>(der.size())));
  if (!file || at != der.data() + der.size()) return openssl_error("not a PKCS#12 file");

  const auto octets = passphrase.expose_secret();
  if (std::find(octets.begin(), octets.end(), 0) != octets.end()) return base::Error{"a passphrase with a NUL"};
  const auto c_string = terminated(passphrase);

  EVP_PKEY* raw_key = nullptr;
  X509* raw_own = nullptr;
  StackOfX509 others;
  const int parsed = PKCS12_parse(file.get(), reinterpret_cast<const char*>(c_string.expose_secret().data()), &raw_key,
                                  &raw_own, &others.list);
  KeyHandle key(raw_key);
  const X509Handle own(raw_own);
  if (parsed != 1) return openssl_error("cannot open the PKCS#12 file");
  if (!key || !own) return base::Error{"a PKCS#12 file without a private key and its certificate"};
  return Pkcs12Reader::accept(std::move(key), own.get(), others);
}

}  // namespace antin::crypto
