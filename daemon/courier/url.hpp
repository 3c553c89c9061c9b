// The URLs that the courier fetches: http and https, written in one way only, so that a prefix means what it says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace antin::courier {

struct Url {
  bool tls = false;
  std::string host;  // lower case; IPv6 in brackets
  std::uint16_t port = 0;
  std::string target;  // the path, and the query if there is one

  [[nodiscard]] std::string authority() const;  // as the Host field wants it: without the scheme's own port
  friend bool operator==(const Url&, const Url&) = default;
};

// Nullopt for a user name, a fragment, upper case or an empty label in the host, a port that is the scheme's own, an
// empty path, dot or empty segments, percent signs in the path (they could spell any of these), or anything but
// printable ASCII.
std::optional<Url> parse_url(std::string_view url);
std::string print(const Url& url);

// What an operator allows: URLs that others begin with, up to the end of a segment.
class Reach {
 public:
  static base::Result<Reach> of(const std::vector<std::string>& prefixes);
  [[nodiscard]] bool allows(const Url& url) const;

 private:
  std::vector<Url> m_prefixes;
};

}  // namespace antin::courier
