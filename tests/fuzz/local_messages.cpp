#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "daemon/local/control_messages.hpp"
#include "daemon/local/courier_messages.hpp"
#include "daemon/local/gate_messages.hpp"
#include "daemon/local/signer_messages.hpp"

namespace {

// Whatever is accepted has this one byte form.
template <class Message>
void same_again(const std::optional<Message>& message, antin::base::ByteView bytes) {
  if (message && !antin::base::equal(antin::local::encode(*message), bytes)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const antin::base::ByteView bytes(data, size);
  same_again(antin::local::parse_from_gate(bytes), bytes);
  same_again(antin::local::parse_to_gate(bytes), bytes);
  same_again(antin::local::parse_from_signer(bytes), bytes);
  same_again(antin::local::parse_to_signer(bytes), bytes);
  same_again(antin::local::parse_fetch(bytes), bytes);
  same_again(antin::local::parse_fetched(bytes), bytes);
  same_again(antin::local::parse_from_control(bytes), bytes);
  same_again(antin::local::parse_to_control(bytes), bytes);
  return 0;
}
