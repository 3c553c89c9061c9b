// What antind and antin-signer say to each other. The signer gets structures that it parses and hashes itself, never a
// hash.
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
    friend bool operator==(const Key&, const Key&) = default;
  };
  std::string token;
  std::vector<Key> keys;
  bool last = false;
  std::uint64_t used = 0;  // see Signed
  friend bool operator==(const SignerHello&, const SignerHello&) = default;
};

// antind → signer: sign the attributes of a seal with a `seal/…` key.
struct SignSeal {
  std::uint64_t operation = 0;
  std::string key;
  base::Bytes attributes;  // DER SET of forms::SealAttributes
  friend bool operator==(const SignSeal&, const SignSeal&) = default;
};

// antind → signer: sign a timestamp with a `time/…` key.
struct SignTimestamp {
  std::uint64_t operation = 0;
  std::string key;
  base::Bytes info;        // DER TSTInfo
  base::Bytes attributes;  // DER SET of forms::TokenAttributes over it
  friend bool operator==(const SignTimestamp&, const SignTimestamp&) = default;
};

// antind → signer: sign a checkpoint with a `log/…` key.
struct SignCheckpoint {
  std::uint64_t operation = 0;
  std::string key;
  std::string text;  // as tlog::print(Checkpoint) makes it
  friend bool operator==(const SignCheckpoint&, const SignCheckpoint&) = default;
};

// signer → antind
struct Signed {
  std::uint64_t operation = 0;
  base::Bytes signature;
  // Signatures that this process has begun in the HSM since it was started: antind holds it against its orders.
  std::uint64_t used = 0;
  friend bool operator==(const Signed&, const Signed&) = default;
};

enum class SignerRefusal : std::uint8_t {
  unknown = 0,
  malformed = 1,  // not the structure that was announced
  no_such_key = 2,
  wrong_purpose = 3,  // the key's label says another purpose
  clock = 4,          // genTime is off this process's clock, or behind the last one
  hsm = 5,            // the HSM failed; trying again may help
  checkpoint = 6,     // of another log, or not larger than the last one signed and not the same
};

struct Refused {
  std::uint64_t operation = 0;
  SignerRefusal reason = SignerRefusal::unknown;
  std::uint64_t used = 0;  // as in Signed
  friend bool operator==(const Refused&, const Refused&) = default;
};

using FromSigner = std::variant<SignerHello, Signed, Refused>;
using ToSigner = std::variant<SignSeal, SignTimestamp, SignCheckpoint>;

base::Bytes encode(const FromSigner& message);
base::Bytes encode(const ToSigner& message);
std::optional<FromSigner> parse_from_signer(base::ByteView message);
std::optional<ToSigner> parse_to_signer(base::ByteView message);

}  // namespace antin::local
