#include "core/crypto/key_wrap.hpp"

#include "core/crypto/openssl.hpp"

namespace antin::crypto {
namespace {

using CipherContext = base::Handle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

constexpr std::size_t longest_key = 64 * 1024;
constexpr std::size_t longest_overhead = 16;  // 8 octets of integrity, up to 7 of padding

const EVP_CIPHER* cipher_of(KeyWrap form, std::size_t octets) {
  switch (form) {
    case KeyWrap::rfc3394:
      return octets == 16 ? EVP_aes_128_wrap() : octets == 24 ? EVP_aes_192_wrap() : EVP_aes_256_wrap();
    case KeyWrap::rfc5649:
      return octets == 16 ? EVP_aes_128_wrap_pad() : octets == 24 ? EVP_aes_192_wrap_pad() : EVP_aes_256_wrap_pad();
    case KeyWrap::unknown: break;
  }
  return nullptr;
}

enum class Direction : int { unwrap = 0, wrap = 1 };

base::Result<base::Bytes> run(KeyWrap form, Direction direction, base::ByteView wrapping_key, base::ByteView input) {
  const auto size = wrapping_key.size();
  if (size != 16 && size != 24 && size != 32) return base::Error{"an AES key has 16, 24 or 32 octets"};
  if (input.empty() || input.size() > longest_key) return base::Error{"nothing that can be wrapped or unwrapped"};
  const auto* cipher = cipher_of(form, size);
  const CipherContext context(EVP_CIPHER_CTX_new());
  if (!context || cipher == nullptr) return base::Error{"no such form of key wrap"};
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  if (EVP_CipherInit_ex(context.get(), cipher, nullptr, wrapping_key.data(), nullptr, static_cast<int>(direction)) != 1)
    return openssl_error("AES key wrap");
  base::Bytes output(input.size() + longest_overhead);
  int length = 0;
  if (EVP_CipherUpdate(context.get(), output.data(), &length, input.data(), static_cast<int>(input.size())) != 1 ||
      length <= 0) {
    base::wipe(output);
    return openssl_error(direction == Direction::wrap ? "it cannot be wrapped" : "it does not unwrap");
  }
  base::wipe(std::span(output).subspan(static_cast<std::size_t>(length)));
  output.resize(static_cast<std::size_t>(length));
  return output;
}

}  // namespace

base::Result<base::Bytes> wrap_key(KeyWrap form, base::ByteView wrapping_key, base::ByteView key) {
  return run(form, Direction::wrap, wrapping_key, key);
}

base::Result<base::Secret> unwrap_key(KeyWrap form, base::ByteView wrapping_key, base::ByteView wrapped) {
  auto key = run(form, Direction::unwrap, wrapping_key, wrapped);
  if (!key) return key.error();
  return base::Secret::take(std::move(*key));
}

}  // namespace antin::crypto
