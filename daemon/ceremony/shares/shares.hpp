// A secret split among people (Shamir, How to share a secret, 1979; octet by octet in GF(256)), and the text of a share
// that somebody writes down and types again.
#pragma once

#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace antin::ceremony {

struct Share {
  std::uint8_t number = 0;  // from 1: where the polynomial was taken
  base::Secret value;       // as long as the secret
};

// `need` of `count` shares give the secret, fewer say nothing about it. 2 <= need <= count <= 255 and a secret that is
// not empty, or it throws: a bug of the caller.
std::vector<Share> split(const base::Secret& secret, unsigned need, unsigned count);

// Of exactly as many shares as are needed; what comes of wrong ones is another secret. Refused: two of one number.
base::Result<base::Secret> combine(const std::vector<Share>& shares);

// What a share is of: it is part of the checksum, so a share of something else does not pass for one of this.
struct ShareOf {
  std::string ceremony;
  std::string token;
  std::string pin;     // "so-pin" or "user-pin"
  unsigned round = 0;  // a split that was given up and made again has another
};

constexpr std::size_t share_text_limit = 256;  // characters that are typed

// Groups of four out of 0-9 and A-Z without I, L, O and U, with a dash between: number, value and a checksum of 24
// bits.
base::Secret share_text(const Share& share, const ShareOf& of);
// As it was typed: in any case, with dashes and spaces anywhere; I and L are taken for 1, O for 0. The error does not
// quote it.
base::Result<Share> parse_share(const base::Secret& typed, const ShareOf& of);

// What the journal keeps of a share, to tell later whether it is this one. A value of 16 random octets is not found by
// trying.
base::Sha256Hash share_hash(const Share& share, const ShareOf& of);

}  // namespace antin::ceremony
