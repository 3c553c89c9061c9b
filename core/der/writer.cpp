#include "core/der/writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <string>

namespace antin::der {
namespace {

void append_header(base::Bytes& out, std::uint8_t tag, std::size_t length) {
  out.push_back(tag);
  if (length < 0x80) {
    out.push_back(static_cast<std::uint8_t>(length));
    return;
  }
  unsigned octets = 1;
  while (octets < sizeof length && length >> (8 * octets) != 0) ++octets;
  out.push_back(static_cast<std::uint8_t>(0x80 | octets));
  while (octets-- > 0) out.push_back(static_cast<std::uint8_t>(length >> (8 * octets)));
}

void append_base128(base::Bytes& out, std::uint64_t value) {
  int shift = 63;
  while (shift > 0 && value >> shift == 0) shift -= 7;
  for (; shift > 0; shift -= 7) out.push_back(static_cast<std::uint8_t>(0x80 | (value >> shift & 0x7f)));
  out.push_back(static_cast<std::uint8_t>(value & 0x7f));
}

[[noreturn]] void refuse_oid(std::string_view dotted) {
  throw std::invalid_argument("not an object identifier: " + std::string(dotted));
}

// Takes the first arc off `rest`. Leading zeros are refused, or one OID would have several texts.
std::uint64_t take_arc(std::string_view& rest, std::string_view dotted) {
  const auto arc = rest.substr(0, rest.find('.'));
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(arc.data(), arc.data() + arc.size(), value);
  if (arc.empty() || error != std::errc() || end != arc.data() + arc.size()) refuse_oid(dotted);
  if (arc.size() > 1 && arc.front() == '0') refuse_oid(dotted);
  rest.remove_prefix(std::min(arc.size() + 1, rest.size()));
  return value;
}

// YYYYMMDDHHMMSS and the fraction's three digits, from the one text form that base has.
struct TimeParts {
  std::string date_and_time;
  std::string milliseconds;
};

TimeParts parts_of(base::Instant at) {
  const base::Instant first{};
  const base::Instant last = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} + std::chrono::days{1};
  if (at < first || at >= last) throw std::invalid_argument("a time before 1970 or after 9999");
  const auto text = base::print(at);
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return {digits.substr(0, 14), digits.substr(14)};
}

}  // namespace

base::Bytes encode(std::uint8_t tag, base::ByteView content) { return encode(tag, {content}); }

base::Bytes encode(std::uint8_t tag, std::initializer_list<base::ByteView> contents) {
  std::size_t length = 0;
  for (const auto content : contents) length += content.size();
  base::Bytes out;
  out.reserve(length + 10);
  append_header(out, tag, length);
  for (const auto content : contents) base::append(out, content);
  return out;
}

base::Bytes encode_integer(std::uint64_t value) {
  std::array<std::uint8_t, 8> big_endian;
  for (unsigned i = 0; i < 8; ++i) big_endian[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
  return encode_unsigned(big_endian);
}

base::Bytes encode_unsigned(base::ByteView big_endian) {
  static constexpr std::uint8_t zero[] = {0};
  while (!big_endian.empty() && big_endian.front() == 0) big_endian = big_endian.subspan(1);
  if (big_endian.empty()) return encode(integer, zero);
  // A set top bit would read as a sign.
  if (big_endian.front() >= 0x80) return encode(integer, {zero, big_endian});
  return encode(integer, big_endian);
}

base::Bytes encode_set_of(std::vector<base::Bytes> elements) {
  // X.690 11.6 pads the shorter with zeros; no DER value is the beginning of another, so plain order is the same.
  std::sort(elements.begin(), elements.end());
  std::size_t length = 0;
  for (const auto& element : elements) length += element.size();
  base::Bytes out;
  out.reserve(length + 10);
  append_header(out, set, length);
  for (const auto& element : elements) base::append(out, element);
  return out;
}

base::Bytes encode_oid(std::string_view dotted) {
  if (dotted.empty() || dotted.back() == '.') refuse_oid(dotted);
  auto rest = dotted;
  const auto first = take_arc(rest, dotted);
  if (rest.empty()) refuse_oid(dotted);
  const auto second = take_arc(rest, dotted);
  if (first > 2 || (first < 2 && second > 39)) refuse_oid(dotted);
  if (second > std::numeric_limits<std::uint64_t>::max() - 80) refuse_oid(dotted);
  base::Bytes content;
  append_base128(content, first * 40 + second);
  while (!rest.empty()) append_base128(content, take_arc(rest, dotted));
  return encode(object_identifier, content);
}

base::Bytes encode_cms_time(base::Instant at) {
  const auto text = parts_of(at).date_and_time + "Z";
  const bool short_year = text < "2050";
  return short_year ? encode(utc_time, base::view(text).subspan(2)) : encode(generalized_time, base::view(text));
}

base::Bytes encode_generalized_time(base::Instant at) {
  auto [text, fraction] = parts_of(at);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (!fraction.empty()) text += "." + fraction;
  return encode(generalized_time, base::view(text + "Z"));
}

}  // namespace antin::der
