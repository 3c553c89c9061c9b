// What antind and antin-courier say to each other: fetch this, and what came of it. The courier understands neither.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.hpp"

namespace antin::local {

// Leaves room for the other fields in a message.
constexpr std::size_t courier_body_limit = 60 * 1024;
constexpr std::size_t courier_url_limit = 2048;
constexpr std::size_t courier_content_type_limit = 128;

enum class FetchMethod : std::uint8_t { unknown = 0, get = 1, post = 2 };

// antind → courier. Within the limits above, else the answer is `refused`.
struct Fetch {
  std::uint64_t operation = 0;
  FetchMethod method = FetchMethod::unknown;
  std::string url;
  std::string content_type;  // of the body; for `post` only, and may be empty
  base::Bytes body;
  friend bool operator==(const Fetch&, const Fetch&) = default;
};

enum class FetchOutcome : std::uint8_t {
  unknown = 0,
  answered = 1,     // by whoever is at that address: nothing is said about whether to believe it
  unreachable = 2,  // no whole answer within the courier's time and size
  refused = 3,      // the courier's own configuration, or the form of the request, does not allow it
};

// courier → antind: one for each Fetch, in any order.
struct Fetched {
  std::uint64_t operation = 0;
  FetchOutcome outcome = FetchOutcome::unknown;
  std::uint32_t status = 0;  // HTTP's, when answered
  std::string content_type;  // empty when there is none, or a longer one than the limit
  base::Bytes body;
  friend bool operator==(const Fetched&, const Fetched&) = default;
};

// For logs, of an answer that is not the one hoped for: `it cannot be reached`.
std::string what_came_of(const Fetched& fetched);

base::Bytes encode(const Fetch& message);
base::Bytes encode(const Fetched& message);
std::optional<Fetch> parse_fetch(base::ByteView message);  // nullopt: not a message of ours
std::optional<Fetched> parse_fetched(base::ByteView message);

}  // namespace antin::local
