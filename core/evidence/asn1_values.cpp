#include "core/evidence/asn1_values.hpp"

#include <ctime>
#include <stdexcept>

namespace antin::evidence {
namespace {

using std::chrono::milliseconds;

// The digits after the point of a GeneralizedTime; empty when it has none.
std::string_view fraction_of(const ASN1_TIME* time) {
  if (ASN1_STRING_type(time) != V_ASN1_GENERALIZEDTIME) return {};
  const std::string_view text = base::text(octets(time));
  const auto point = text.find('.');
  if (point == std::string_view::npos) return {};
  const auto digits = text.substr(point + 1);
  return digits.substr(0, digits.find_first_not_of("0123456789"));
}

milliseconds milliseconds_of(std::string_view fraction) {
  int value = 0;
  for (std::size_t i = 0; i < 3; ++i) value = value * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  return milliseconds(value);
}

}  // namespace

std::optional<base::Instant> instant_of(const ASN1_TIME* time) {
  std::tm broken{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &broken) != 1) return std::nullopt;
  const std::chrono::sys_seconds seconds{std::chrono::seconds(timegm(&broken))};
  return seconds + milliseconds_of(fraction_of(time));
}

std::optional<base::Instant> strict_generalized_time(const ASN1_GENERALIZEDTIME* time) {
  if (time == nullptr || ASN1_STRING_type(time) != V_ASN1_GENERALIZEDTIME) return std::nullopt;
  const std::string_view text = base::text(octets(time));
  constexpr std::size_t whole_seconds = sizeof "YYYYMMDDHHMMSS" - 1;
  if (text.size() <= whole_seconds || text.back() != 'Z') return std::nullopt;
  if (text.substr(0, whole_seconds).find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  if (text[whole_seconds] == '.') {
    const auto fraction = text.substr(whole_seconds + 1, text.size() - whole_seconds - 2);
    if (fraction.empty() || fraction.back() == '0') return std::nullopt;
    if (fraction.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  } else if (text.size() != whole_seconds + 1) {
    return std::nullopt;
  }
  return instant_of(time);
}

base::Bytes hashed(int digest, base::ByteView bytes) {
  base::Bytes out(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_get_digestbynid(digest), nullptr) != 1)
    throw std::invalid_argument("not a digest");
  out.resize(size);
  return out;
}

std::string dotted(const ASN1_OBJECT* oid) {
  char text[128];
  const int size = OBJ_obj2txt(text, sizeof text, oid, 1);
  if (size <= 0 || static_cast<std::size_t>(size) >= sizeof text) return {};
  return text;
}

std::optional<base::Bytes> magnitude(const ASN1_INTEGER* integer) {
  if (integer == nullptr || ASN1_STRING_type(integer) != V_ASN1_INTEGER) return std::nullopt;
  base::ByteView bytes = octets(integer);
  while (bytes.size() > 1 && bytes.front() == 0) bytes = bytes.subspan(1);
  if (bytes.empty()) return base::Bytes{0};
  return base::copy(bytes);
}

}  // namespace antin::evidence
