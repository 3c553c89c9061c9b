#include "keys-dev/pem.hpp"

#include <openssl/pem.h>

#include "keys-dev/failure.hpp"

namespace antin::keys_dev {
namespace {

template <class Write>
base::Bytes written(Write write, const char* what) {
  const crypto::BioHandle memory(BIO_new(BIO_s_mem()));
  must(write(memory.get()) == 1, crypto::openssl_error(what).text);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &data);
  return base::copy(base::view({data, static_cast<std::size_t>(size)}));
}

}  // namespace

base::Bytes certificate_pem(X509* certificate) {
  return written([&](BIO* to) { return PEM_write_bio_X509(to, certificate); }, "PEM_write_bio_X509");
}

base::Bytes revocation_list_pem(X509_CRL* list) {
  return written([&](BIO* to) { return PEM_write_bio_X509_CRL(to, list); }, "PEM_write_bio_X509_CRL");
}

base::Secret key_pem(EVP_PKEY* key) {
  return base::Secret::take(
      written([&](BIO* to) { return PEM_write_bio_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr); },
              "PEM_write_bio_PrivateKey"));
}

base::Bytes pkcs12(EVP_PKEY* key, X509* certificate, const std::vector<X509*>& issuers, const std::string& name,
                   const std::string& passphrase) {
  STACK_OF(X509)* chain = sk_X509_new_null();
  for (auto* issuer : issuers) sk_X509_push(chain, issuer);
  const crypto::Pkcs12Handle made(
      PKCS12_create(passphrase.c_str(), name.c_str(), key, certificate, chain, 0, 0, 0, 0, 0));
  sk_X509_free(chain);  // the stack alone: the certificates are not ours
  must(made != nullptr, crypto::openssl_error("PKCS12_create").text);
  return written([&](BIO* to) { return i2d_PKCS12_bio(to, made.get()); }, "i2d_PKCS12_bio");
}

}  // namespace antin::keys_dev
