#include "client/lib/record_id.hpp"

#include <algorithm>
#include <charconv>

#include "core/crypto/random.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::client {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t text_limit = 128;
constexpr std::size_t hash_used = 20;  // octets: 160 bits are 32 characters

// https://www.crockford.com/base32.html: no i, l, o, u, which people misread.
std::string to_crockford(base::ByteView bytes) {
  constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string out;
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const auto byte : bytes) {
    group = group << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) out += digits[group >> (bits - 5) & 31];
  }
  return out;
}

// A control character would let one message stand for two; a space at an end is a slip that would make another id.
bool is_plain(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return text.size() <= text_limit && std::none_of(text.begin(), text.end(), is_control) && !text.starts_with(' ') &&
         !text.ends_with(' ');
}

}  // namespace

RecordKey RecordKey::make(std::uint32_t version) {
  base::Bytes key(key_size);
  crypto::fill_random(key);
  return {version, base::Secret::take(std::move(key))};
}

base::Result<RecordKey> RecordKey::parse(const base::Secret& file) {
  const base::Error refusal{"not a record-id key: `antin record-id new-key` makes one"};
  auto line = base::text(file.expose_secret());
  if (!line.ends_with('\n')) return refusal;
  line.remove_suffix(1);
  std::uint32_t version = 1;
  if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    const auto number = std::from_chars(line.data(), line.data() + colon, version);
    if (number.ec != std::errc() || number.ptr != line.data() + colon) return refusal;
    if (line.front() == '0') return refusal;  // there is no version 0, and each version is written one way
    line.remove_prefix(colon + 1);
  }
  auto key = base::from_hex(line);
  if (!key || key->size() != key_size) return refusal;
  return RecordKey(version, base::Secret::take(std::move(*key)));
}

base::Secret RecordKey::print() const {
  auto hex = base::to_hex(m_key.expose_secret());
  base::Bytes line;
  line.reserve(128);  // once, so that no outgrown copy of the key stays behind
  base::append(line, base::view(std::to_string(m_version)));
  line.push_back(':');
  base::append(line, base::view(hex));
  line.push_back('\n');
  base::wipe({reinterpret_cast<std::uint8_t*>(hex.data()), hex.size()});
  return base::Secret::take(std::move(line));
}

base::Result<std::string> RecordKey::record_id(std::string_view personal_id, std::string_view series) const {
  if (personal_id.empty() || !is_plain(personal_id)) {
    return base::Error{"a personal id is 1 to 128 octets of text without control characters or spaces around it"};
  }
  if (!is_plain(series)) return base::Error{"a series is at most 128 octets of text without control characters"};
  base::Bytes message = base::copy(base::view(personal_id));
  if (!series.empty()) {
    message.push_back('\n');
    base::append(message, base::view(series));
  }
  const auto hash = crypto::hmac_sha256(m_key.expose_secret(), message);
  base::wipe(message);
  return std::to_string(m_version) + "." + to_crockford(base::ByteView(hash).first(hash_used));
}

}  // namespace antin::client
