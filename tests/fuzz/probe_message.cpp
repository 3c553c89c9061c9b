#include "daemon/ceremony/probe/message.hpp"

// What is accepted is printable, and means the same when it is said again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace antin::ceremony::probe;
  const auto message = decode({data, size});
  if (!message) return 0;
  for (const char c : message->answer.detail) {
    if (c < 0x20 || c > 0x7e) __builtin_trap();
  }
  const auto again = decode(encode(*message));
  if (!again || again->kind != message->kind || again->index != message->index ||
      again->answer.verdict != message->answer.verdict || again->answer.detail != message->answer.detail)
    __builtin_trap();
  return 0;
}
