// A signature of outsiders' making is read without harm; what is accepted is over the very content and names its
// signer.
#include "core/evidence/detached_cms.hpp"

#include <cstdlib>

#include "core/crypto/sha2.hpp"
#include "tests/fuzz/evidence_samples.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const antin::base::ByteView bytes(data, size);
  const auto content = antin::base::view("document\n");
  const auto read = antin::evidence::read_detached_cms(bytes, content);
  const auto digest = antin::base::sha256_digest(antin::crypto::sha256(content));
  const auto by_digest = antin::evidence::read_detached_cms(bytes, digest);
  if (by_digest && !read) std::abort();
  if (read && read->certificate.der.empty()) std::abort();
  (void)antin::evidence::parse_revocation_list(bytes);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t limit, unsigned seed) {
  return antin::fuzz::mutate_from(antin::fuzz::detached_cms, data, size, limit, seed);
}
