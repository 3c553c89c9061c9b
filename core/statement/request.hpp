// `antin/request/v1`: a registered system asks for something with its own signature, because its CURVE key cannot sign.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::statement {

enum class Action { unknown, read };  // read: to open a reading of the whole log

struct Request {
  std::string log;     // origin of the log
  std::string system;  // by its registered name: an identifier
  Action action = Action::unknown;
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const Request&, const Request&) = default;
};

std::string print(const Request& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Request> parse_request(std::string_view text);

}  // namespace antin::statement
