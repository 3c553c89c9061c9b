#include "core/crypto/sha2.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <limits>
#include <stdexcept>

#include "core/crypto/openssl.hpp"

namespace antin::crypto {
namespace {

using MethodHandle = base::Handle<EVP_MD, EVP_MD_free>;

void require(int returned, const char* what) {
  if (returned != 1) throw std::runtime_error(openssl_error(what).text);
}

MethodHandle fetch(const char* name) {
  MethodHandle method(EVP_MD_fetch(nullptr, name, nullptr));
  if (!method) throw std::runtime_error(openssl_error("no such hash").text);
  return method;
}

// Fetched once: EVP_sha256() looks its implementation up again at every use.
const EVP_MD* method_of(base::DigestAlgorithm algorithm) {
  static const MethodHandle sha256 = fetch("SHA2-256");
  static const MethodHandle sha384 = fetch("SHA2-384");
  switch (algorithm) {
    case base::DigestAlgorithm::sha256: return sha256.get();
    case base::DigestAlgorithm::sha384: return sha384.get();
    case base::DigestAlgorithm::unknown: break;
  }
  throw std::invalid_argument("no hash algorithm given");
}

DigestContext new_context() {
  DigestContext context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context;
}

void start(EVP_MD_CTX* context, base::DigestAlgorithm algorithm) {
  require(EVP_DigestInit_ex2(context, method_of(algorithm), nullptr), "cannot start a hash");
}

void add(EVP_MD_CTX* context, base::ByteView bytes) {
  if (!bytes.empty()) require(EVP_DigestUpdate(context, bytes.data(), bytes.size()), "cannot continue a hash");
}

void finish(EVP_MD_CTX* context, std::span<std::uint8_t> out) {
  unsigned length = 0;
  require(EVP_DigestFinal_ex(context, out.data(), &length), "cannot end a hash");
  if (length != out.size()) throw std::logic_error("a hash of an unexpected length");
}

}  // namespace

base::Sha256Hash sha256(base::ByteView bytes) { return sha256({bytes}); }

base::Sha256Hash sha256(std::initializer_list<base::ByteView> parts) {
  thread_local const DigestContext context = new_context();
  start(context.get(), base::DigestAlgorithm::sha256);
  for (const auto part : parts) add(context.get(), part);
  base::Sha256Hash hash;
  finish(context.get(), hash);
  return hash;
}

base::Digest digest(base::DigestAlgorithm algorithm, base::ByteView bytes) {
  thread_local const DigestContext context = new_context();
  start(context.get(), algorithm);
  add(context.get(), bytes);
  base::Digest result{algorithm, base::Bytes(base::size_of(algorithm))};
  finish(context.get(), result.value);
  return result;
}

base::Sha256Hash hmac_sha256(base::ByteView key, base::ByteView bytes) {
  // A null key means "the key of the last call" to OpenSSL, so an empty one still needs an address.
  static constexpr std::uint8_t no_key = 0;
  if (key.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    throw std::invalid_argument("an HMAC key of more than 2 GiB");
  base::Sha256Hash hash;
  unsigned length = 0;
  const auto* made = HMAC(method_of(base::DigestAlgorithm::sha256), key.empty() ? &no_key : key.data(),
                          static_cast<int>(key.size()), bytes.data(), bytes.size(), hash.data(), &length);
  require(made != nullptr && length == hash.size() ? 1 : 0, "cannot compute an HMAC");
  return hash;
}

struct RunningDigest::State {
  base::DigestAlgorithm algorithm;
  DigestContext context;
};

RunningDigest::RunningDigest(base::DigestAlgorithm algorithm)
    : m_state(std::make_unique<State>(State{algorithm, new_context()})) {
  start(m_state->context.get(), algorithm);
}
RunningDigest::~RunningDigest() = default;
RunningDigest::RunningDigest(RunningDigest&&) noexcept = default;
RunningDigest& RunningDigest::operator=(RunningDigest&&) noexcept = default;

void RunningDigest::update(base::ByteView bytes) { add(m_state->context.get(), bytes); }

base::Digest RunningDigest::finish() && {
  base::Digest result{m_state->algorithm, base::Bytes(base::size_of(m_state->algorithm))};
  crypto::finish(m_state->context.get(), result.value);
  return result;
}

}  // namespace antin::crypto
