// Tokens and requests of outsiders' making are read without harm; nobody is trusted here, so no token is accepted.
#include "core/evidence/timestamp_token.hpp"

#include <cstdlib>

#include "tests/fuzz/evidence_samples.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const antin::evidence::Trust nobody({}, {}, {}, antin::evidence::Revocation::if_present);
  const antin::base::ByteView bytes(data, size);
  const antin::base::Digest imprint{antin::base::DigestAlgorithm::sha256, antin::base::Bytes(32)};
  if (antin::evidence::verify_timestamp_token(bytes, imprint, nobody)) std::abort();
  const auto request = antin::evidence::parse_timestamp_request(bytes);
  if (request && request->nonce && request->nonce->size() > 32) std::abort();
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t limit, unsigned seed) {
  namespace fuzz = antin::fuzz;
  return fuzz::mutate_from(seed % 2 == 0 ? fuzz::timestamp_token : fuzz::timestamp_request, data, size, limit,
                           seed / 2);
}
