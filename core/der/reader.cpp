#include "core/der/reader.hpp"

#include "core/der/writer.hpp"

namespace antin::der {
namespace {

// More than any message here may have, and far from overflow.
constexpr std::size_t most_length_octets = 4;

// The length after the tag; advances `rest` past it. X.690 10.1: definite, in the fewest octets.
std::optional<std::size_t> take_length(base::ByteView& rest) {
  if (rest.empty()) return std::nullopt;
  const std::uint8_t first = rest.front();
  rest = rest.subspan(1);
  if (first < 0x80) return first;
  const std::size_t octets = first & 0x7fU;
  if (octets == 0 || octets > most_length_octets || rest.size() < octets || rest.front() == 0) return std::nullopt;
  std::size_t length = 0;
  for (const auto octet : rest.first(octets)) length = length << 8 | octet;
  rest = rest.subspan(octets);
  if (length < 0x80) return std::nullopt;
  return length;
}

std::optional<Element> take_element(base::ByteView& bytes) {
  if (bytes.empty() || (bytes.front() & 0x1f) == 0x1f) return std::nullopt;
  auto rest = bytes.subspan(1);
  const auto length = take_length(rest);
  if (!length || *length > rest.size()) return std::nullopt;
  const auto whole = bytes.size() - rest.size() + *length;
  const Element element{bytes.front(), rest.first(*length), bytes.first(whole)};
  bytes = bytes.subspan(whole);
  return element;
}

std::optional<base::Bytes> magnitude(base::ByteView content) {
  if (content.empty() || content.front() >= 0x80) return std::nullopt;
  if (content.size() == 1 || content.front() != 0) return base::copy(content);
  // A leading zero belongs there only to keep the next octet's top bit from being a sign (X.690 8.3.2).
  if (content[1] < 0x80) return std::nullopt;
  return base::copy(content.subspan(1));
}

// One base-128 number; X.690 8.19.2: no leading 0x80. Arcs of more than 64 bits are refused: nothing here has them.
std::optional<std::uint64_t> take_base128(base::ByteView& rest) {
  if (rest.empty() || rest.front() == 0x80) return std::nullopt;
  std::uint64_t value = 0;
  while (!rest.empty()) {
    const auto octet = rest.front();
    rest = rest.subspan(1);
    if (value >> 57 != 0) return std::nullopt;
    value = value << 7 | (octet & 0x7fU);
    if (octet < 0x80) return value;
  }
  return std::nullopt;
}

std::optional<std::string> dotted(base::ByteView content) {
  const auto first = take_base128(content);
  if (!first) return std::nullopt;
  const std::uint64_t root = *first < 40 ? 0 : *first < 80 ? 1 : 2;
  std::string text = std::to_string(root) + "." + std::to_string(*first - root * 40);
  while (!content.empty()) {
    const auto arc = take_base128(content);
    if (!arc) return std::nullopt;
    text += "." + std::to_string(*arc);
  }
  return text;
}

// `digits` is YYYYMMDDHHMMSS, `milliseconds` three digits. base judges whether the date exists.
std::optional<base::Instant> instant_of(std::string_view digits, std::string_view milliseconds) {
  if (digits.size() != 14 || milliseconds.size() != 3) return std::nullopt;
  std::string text;
  text.append(digits.substr(0, 4)).append("-").append(digits.substr(4, 2)).append("-").append(digits.substr(6, 2));
  text.append("T").append(digits.substr(8, 2)).append(":").append(digits.substr(10, 2)).append(":");
  text.append(digits.substr(12, 2)).append(".").append(milliseconds).append("Z");
  return base::parse_instant(text);
}

std::optional<base::Instant> parse_utc_time(std::string_view text) {
  if (text.size() != 13 || text.back() != 'Z') return std::nullopt;
  // RFC 5280 4.1.2.5.1: 50 to 99 are of the last century.
  const char* century = text.front() >= '5' ? "19" : "20";
  return instant_of(century + std::string(text.substr(0, 12)), "000");
}

std::optional<base::Instant> parse_generalized_time(std::string_view text) {
  if (text.size() < 15 || text.back() != 'Z') return std::nullopt;
  text.remove_suffix(1);
  const auto digits = text.substr(0, 14);
  auto fraction = std::string(text.substr(14));
  if (fraction.empty()) return instant_of(digits, "000");
  // X.690 11.7: a point, and no trailing zero; so "." and ".0" are no fractions.
  if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 4 || fraction.back() == '0')
    return std::nullopt;
  fraction.erase(0, 1);
  fraction.resize(3, '0');
  return instant_of(digits, fraction);
}

}  // namespace

template <class T>
std::optional<T> Reader::checked(std::optional<T> value) {
  m_failed = m_failed || !value;
  return value;
}

std::optional<Element> Reader::next() {
  if (m_failed) return std::nullopt;
  return checked(take_element(m_rest));
}

std::optional<Element> Reader::next(std::uint8_t tag) {
  if (!at(tag)) return checked(std::optional<Element>());
  return next();
}

std::optional<Reader> Reader::enter(std::uint8_t tag) {
  const auto element = next(tag);
  if (!element) return std::nullopt;
  return Reader(element->content);
}

bool Reader::at(std::uint8_t tag) const { return !m_failed && !m_rest.empty() && m_rest.front() == tag; }

std::optional<base::Bytes> Reader::unsigned_integer() {
  const auto element = next(integer);
  return checked(element ? magnitude(element->content) : std::nullopt);
}

std::optional<std::uint64_t> Reader::small_integer() {
  const auto big_endian = unsigned_integer();
  std::optional<std::uint64_t> value;
  if (big_endian && big_endian->size() <= sizeof(std::uint64_t)) {
    value = 0;
    for (const auto octet : *big_endian) value = *value << 8 | octet;
  }
  return checked(value);
}

std::optional<std::string> Reader::oid() {
  const auto element = next(object_identifier);
  return checked(element ? dotted(element->content) : std::nullopt);
}

std::optional<base::Instant> Reader::cms_time() {
  if (at(utc_time)) {
    const auto element = next();
    return checked(element ? parse_utc_time(base::text(element->content)) : std::nullopt);
  }
  const auto element = next(Tag::generalized_time);
  const auto time = element ? parse_generalized_time(base::text(element->content)) : std::nullopt;
  // RFC 5652 11.3: through 2049 UTCTime is the one form, and there is no fraction.
  const bool right_form = time && element->content.size() == 15 && base::text(element->content) >= "2050";
  return checked(right_form ? time : std::nullopt);
}

std::optional<base::Instant> Reader::generalized_time() {
  const auto element = next(Tag::generalized_time);
  return checked(element ? parse_generalized_time(base::text(element->content)) : std::nullopt);
}

}  // namespace antin::der
