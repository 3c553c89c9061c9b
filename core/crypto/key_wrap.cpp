#include "core/crypto/key_wrap.hpp"

#include "core/crypto/openssl.hpp"

namespace antin::crypto {
namespace {

using CipherContext = base::Handle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
constexpr std::size_t wrapped_limit = 64 * 1024;

}  // namespace

base::Result<base::Secret> unwrap_padded(const base::Secret& key, base::ByteView wrapped) {
  if (key.expose_secret().size() != 32 || wrapped.size() > wrapped_limit)
    return base::Error{"not a key of 32 octets, or far too much to unwrap"};
  const CipherContext context(EVP_CIPHER_CTX_new());
  if (!context) return openssl_error("EVP_CIPHER_CTX_new");
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  if (EVP_DecryptInit_ex(context.get(), EVP_aes_256_wrap_pad(), nullptr, key.expose_secret().data(), nullptr) != 1)
    return openssl_error("EVP_DecryptInit_ex");
  base::Bytes plain(wrapped.size() + 16);
  int size = 0;
  const int done =
      EVP_DecryptUpdate(context.get(), plain.data(), &size, wrapped.data(), static_cast<int>(wrapped.size()));
  if (done != 1 || size <= 0) {
    base::wipe(plain);
    return openssl_error("the wrapped key does not open");
  }
  plain.resize(static_cast<std::size_t>(size));
  return base::Secret::take(std::move(plain));
}

}  // namespace antin::crypto
