// Record ids: what a record is called outside its school. Personal ids are few enough to try them all, so an id is a
// hash under a secret key that never leaves the school, and begins with the version of that key.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"

namespace antin::client {

class RecordKey {
 public:
  static RecordKey make(std::uint32_t version);
  // The file's one line: `<version>:` and 32 octets in hex. Without a version, as `openssl rand -hex 32` makes it, it
  // is version 1.
  static base::Result<RecordKey> parse(const base::Secret& file);
  [[nodiscard]] base::Secret print() const;

  [[nodiscard]] std::uint32_t version() const { return m_version; }

  // `<version>.` and 32 characters (Crockford's base32, lower case) of HMAC-SHA256, cut to 160 bits. `series` tells one
  // subject's documents of a kind apart, e.g. the school year; the message is the personal id alone, or the id, LF and
  // the series. Refuses an id that is empty, and text with control characters, spaces around it or over 128 octets.
  [[nodiscard]] base::Result<std::string> record_id(std::string_view personal_id, std::string_view series = {}) const;

 private:
  RecordKey(std::uint32_t version, base::Secret key) : m_version(version), m_key(std::move(key)) {}
  std::uint32_t m_version;
  base::Secret m_key;
};

}  // namespace antin::client
