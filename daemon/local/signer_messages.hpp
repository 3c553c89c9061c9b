// What antind and antin-signer say to each other. The signer gets structures that it parses and hashes itself, never a hash.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/bytes.hpp"

namespace antin::local {

// signer → antind, first: what this process can sign with. Paged when a token holds many keys.
struct SignerHello {
  struct Key {
    std::string label;
    base::Bytes spki;
  };
  std::string token;
  std::vector<Key> keys;
  bool last = false;
};

// antind → signer: sign the attributes of a seal with a `seal/…` key.
struct SignSeal {
  std::uint64_t operation = 0;
  std::string key;
  base::Bytes attributes;  // DER SET of forms::SealAttributes
};

// antind → signer: sign a timestamp with a `time/…` key.
struct SignTimestamp {
  std::uint64_t operation = 0;
  std::string key;
  base::Bytes info;        // DER TSTInfo
  base::Bytes attributes;  // DER SET of forms::TokenAttributes over it
};

// signer → antind
struct Signed {
  std::uint64_t operation = 0;
  base::Bytes signature;
};

enum class SignerRefusal : std::uint8_t {
  unknown = 0,
  malformed = 1,        // not the structure that was announced
  no_such_key = 2,
  wrong_purpose = 3,    // the key's label says another purpose
  clock = 4,            // genTime is off this process's clock, or behind the last one
  hsm = 5,              // the HSM failed; trying again may help
};

struct Refused {
  std::uint64_t operation = 0;
  SignerRefusal reason = SignerRefusal::unknown;
};

using FromSigner = std::variant<SignerHello, Signed, Refused>;
using ToSigner = std::variant<SignSeal, SignTimestamp>;

base::Bytes encode(const FromSigner& message);
base::Bytes encode(const ToSigner& message);
std::optional<FromSigner> parse_from_signer(base::ByteView message);
std::optional<ToSigner> parse_to_signer(base::ByteView message);

}  // namespace antin::local
