// Reads DER strictly: definite minimal lengths, low tag numbers, nothing left over. For bytes that this project wrote
// and checks again; what outsiders send is read by OpenSSL.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/instant.hpp"

namespace antin::der {

struct Element {
  std::uint8_t tag = 0;
  base::ByteView content;
  base::ByteView whole;  // tag, length and content
};

// A cursor over a view that must outlive it. Every read that does not fit gives nullopt and leaves the reader failed.
class Reader {
 public:
  explicit Reader(base::ByteView bytes) : m_rest(bytes) {}

  std::optional<Element> next();                  // any tag
  std::optional<Element> next(std::uint8_t tag);  // this tag alone
  std::optional<Reader> enter(std::uint8_t tag);  // a reader of the contents of this tag
  [[nodiscard]] bool at(std::uint8_t tag) const;  // is the next tag this one? (for optional fields)
  [[nodiscard]] bool done() const { return !m_failed && m_rest.empty(); }

  std::optional<std::uint64_t> small_integer();     // non-negative INTEGER that fits
  std::optional<base::Bytes> unsigned_integer();    // magnitude, big endian, no leading zeros (zero is one octet)
  std::optional<std::string> oid();                 // dotted
  std::optional<base::Instant> cms_time();          // the inverse of encode_cms_time
  std::optional<base::Instant> generalized_time();  // the inverse of encode_generalized_time; at most milliseconds

 private:
  template <class T>
  std::optional<T> checked(std::optional<T> value);  // notes the failure when there is no value

  base::ByteView m_rest;
  bool m_failed = false;
};

}  // namespace antin::der
