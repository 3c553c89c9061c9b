// Answers of outsiders' making are read without harm, and grant nothing without a token.
#include "core/evidence/timestamp_response.hpp"

#include <cstdlib>

#include "tests/fuzz/evidence_samples.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = antin::evidence::parse_timestamp_response({data, size});
  if (response && (response->status <= 1) == response->token.empty()) std::abort();
  if (response && response->token.size() >= size) std::abort();
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t limit, unsigned seed) {
  return antin::fuzz::mutate_from(antin::fuzz::timestamp_response, data, size, limit, seed);
}
