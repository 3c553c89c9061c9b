// What a process that asks says to the one that waits: one octet of kind, one of index, one of verdict, then text.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.hpp"
#include "daemon/ceremony/probe/answer.hpp"

namespace antin::ceremony::probe {

struct Message {
  enum class Kind : std::uint8_t {
    unknown,
    opened,
    unopened,
    asking,
    usual,
    slow,
    answered,
    user_refused,
    officer_refused,
    done
  };
  Kind kind = Kind::unknown;
  std::size_t index = 0;  // of the check, for `asking` and `answered`
  Answer answer{};        // its detail is the reason of `unopened` too
};

base::Bytes encode(const Message& message);
// The module shares the process that wrote it, so nothing is taken on trust. What is not printable ASCII becomes `?`.
std::optional<Message> decode(base::ByteView octets);

}  // namespace antin::ceremony::probe
