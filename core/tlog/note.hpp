// Signed notes and verifier keys (C2SP signed-note), and the cosignatures of witnesses (C2SP tlog-cosignature).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::tlog {

using KeyId = std::array<std::uint8_t, 4>;

enum class KeyType : std::uint8_t { unknown = 0, ed25519 = 1, ecdsa = 2, cosignature = 4 };

// Who may sign a note under a name. ed25519 and cosignature: `key` is the 32 octets; ecdsa: the DER SPKI.
struct VerifierKey {
  std::string name;
  KeyType type = KeyType::unknown;
  base::Bytes key;

  [[nodiscard]] KeyId id() const;
  [[nodiscard]] base::Bytes spki() const;  // DER SubjectPublicKeyInfo
  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};
std::string print(const VerifierKey& key);                    // name+hex8(id)+base64(type ‖ key)
base::Result<VerifierKey> parse_vkey(std::string_view vkey);  // exactly what print makes; the id must fit
base::Result<VerifierKey> verifier_key(const std::string& name, KeyType type, base::ByteView spki);
bool is_key_name(std::string_view name);  // not empty, no white space, no '+'

struct NoteSignature {
  std::string name;
  KeyId id{};
  base::Bytes signature;
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct Note {
  std::string text;  // ends in a line feed
  std::vector<NoteSignature> signatures;
};

constexpr std::size_t note_size_limit = 64 * 1024;
constexpr std::size_t note_signatures_limit = 64;

// Strict: at most the limits above, valid UTF-8, no control characters but line feeds, split at the last blank line.
base::Result<Note> parse_note(std::string_view note);
std::string print(const Note& note);
std::string print(const NoteSignature& signature);                        // one line "— name base64\n"
base::Result<NoteSignature> parse_signature_line(std::string_view line);  // with its line feed

// Is there a signature by this key, and does it hold? All signatures of its name and id are tried: one that does not
// hold beside one that does is no help to anybody. ed25519 and ecdsa.
bool is_signed_by(const Note& note, const VerifierKey& key);

// A witness's cosignature over the text: when it says that it saw it. Nullopt: none that holds.
std::optional<base::Instant> cosigned_at(const Note& note, const VerifierKey& witness);
base::Bytes cosignature_message(std::string_view text, base::Instant at);  // what the witness's key signs
NoteSignature cosignature(const VerifierKey& witness, base::Instant at, base::ByteView signature);

}  // namespace antin::tlog
