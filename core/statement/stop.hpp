// `antin/stop/v1` and `antin/resume/v1`: one security officer stops something at once; a quorum of them, who sign the
// same text, lets it go on.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"
#include "core/base/target.hpp"

namespace antin::statement {

struct Stop {
  std::string log;  // origin of the log
  base::Target target;
  std::string reason;  // code: an identifier
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;  // whole seconds

  friend bool operator==(const Stop&, const Stop&) = default;
};

struct Resume {
  std::string log;
  base::Target target;
  base::Sha256Hash previous{};  // leaf hash of the entry of the stop that ends: who signs has seen it
  std::array<std::uint8_t, 16> nonce{};
  base::Instant expires;

  friend bool operator==(const Resume&, const Resume&) = default;
};

std::string print(const Stop& statement);
std::string print(const Resume& statement);

// The error says which line is wrong and what was expected there; it quotes nothing of the input.
base::Result<Stop> parse_stop(std::string_view text);
base::Result<Resume> parse_resume(std::string_view text);

}  // namespace antin::statement
