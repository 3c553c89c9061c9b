#include "daemon/keeper/revocation/numbers.hpp"

#include <algorithm>

namespace antin::keeper {

bool is_number(base::ByteView magnitude) {
  if (magnitude.empty() || magnitude.size() > number_limit) return false;
  return magnitude.size() == 1 || magnitude.front() != 0;
}

bool is_less(base::ByteView left, base::ByteView right) {
  if (left.size() != right.size()) return left.size() < right.size();
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end());
}

base::Bytes encode(const IssuerNumbers& numbers) {
  std::string out;
  for (const auto& [issuer, number] : numbers) out += base::to_hex(issuer) + " " + base::to_hex(number) + "\n";
  return base::copy(base::view(out));
}

std::optional<IssuerNumbers> parse_numbers(base::ByteView bytes) {
  IssuerNumbers numbers;
  std::string_view rest = base::text(bytes);
  constexpr std::size_t name_digits = 2 * sizeof(base::Sha256Hash);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos || end <= name_digits || rest[name_digits] != ' ') return std::nullopt;
    const auto name = base::from_hex(rest.substr(0, name_digits));
    const auto number = base::from_hex(rest.substr(name_digits + 1, end - name_digits - 1));
    if (!name || !number || !is_number(*number)) return std::nullopt;
    base::Sha256Hash issuer;
    std::copy(name->begin(), name->end(), issuer.begin());
    numbers.emplace(issuer, *number);
    rest.remove_prefix(end + 1);
  }
  if (!base::equal(encode(numbers), bytes)) return std::nullopt;
  return numbers;
}

}  // namespace antin::keeper
