// Whatever the three wire parsers accept must come back unchanged from one more round.
#include <cstdlib>

#include "client/protocol/codec.hpp"

namespace {

template <class Parse>
void check_round_trip(Parse parse, antin::base::ByteView bytes) {
  const auto first = parse(bytes);
  if (!first) return;
  const auto encoded = antin::protocol::encode(*first);
  const auto second = parse(encoded);
  if (!second || antin::protocol::encode(*second) != encoded) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace antin::protocol;
  const antin::base::ByteView bytes(data, size);
  check_round_trip(parse_request, bytes);
  check_round_trip(parse_response, bytes);
  check_round_trip(parse_result, bytes);
  const auto request = parse_request(bytes);
  if (request && meaning(*request).empty()) std::abort();
  (void)peek_request_id(bytes);
  return 0;
}
