#include <set>
#include <stdexcept>

#include "core/crypto/random.hpp"
#include "daemon/ceremony/shares/field.hpp"
#include "daemon/ceremony/shares/shares.hpp"

namespace antin::ceremony {
namespace {

constexpr unsigned most_shares = 255;  // points of the field but 0, where the secret lies

// Horner's rule; `coefficients` without the constant, highest first.
std::uint8_t at(std::uint8_t point, base::ByteView coefficients, std::uint8_t constant) {
  std::uint8_t value = 0;
  for (const auto coefficient : coefficients) value = field::times(value, point) ^ coefficient;
  return field::times(value, point) ^ constant;
}

// What the value at `number` weighs in the value at 0 (Lagrange).
std::uint8_t weight(std::uint8_t number, const std::vector<Share>& shares) {
  std::uint8_t result = 1;
  for (const auto& other : shares) {
    if (other.number == number) continue;
    result = field::times(result, field::times(other.number, field::inverse(other.number ^ number)));
  }
  return result;
}

base::Result<void> check(const std::vector<Share>& shares) {
  std::set<std::uint8_t> numbers;
  for (const auto& share : shares) {
    if (share.number == 0) return base::Error{"a share has no number"};
    if (!numbers.insert(share.number).second) return base::Error{"one share was given twice"};
    if (share.value.expose_secret().size() != shares.front().value.expose_secret().size())
      return base::Error{"the shares are not of one secret"};
  }
  if (shares.size() < 2) return base::Error{"one share alone gives nothing"};
  return {};
}

}  // namespace

std::vector<Share> split(const base::Secret& secret, unsigned need, unsigned count) {
  const auto octets = secret.expose_secret();
  if (need < 2 || need > count || count > most_shares || octets.empty())
    throw std::invalid_argument("a secret cannot be split like that");
  std::vector<base::Bytes> values(count, base::Bytes(octets.size()));
  base::Bytes coefficients(need - 1);
  for (std::size_t i = 0; i < octets.size(); ++i) {
    crypto::fill_random(coefficients);
    for (unsigned share = 0; share < count; ++share)
      values[share][i] = at(static_cast<std::uint8_t>(share + 1), coefficients, octets[i]);
  }
  base::wipe(coefficients);
  std::vector<Share> shares;
  for (unsigned share = 0; share < count; ++share)
    shares.push_back({static_cast<std::uint8_t>(share + 1), base::Secret::take(std::move(values[share]))});
  return shares;
}

base::Result<base::Secret> combine(const std::vector<Share>& shares) {
  if (auto checked = check(shares); !checked) return checked.error();
  base::Bytes secret(shares.front().value.expose_secret().size(), 0);
  for (const auto& share : shares) {
    const auto factor = weight(share.number, shares);
    const auto value = share.value.expose_secret();
    for (std::size_t i = 0; i < secret.size(); ++i) secret[i] ^= field::times(factor, value[i]);
  }
  return base::Secret::take(std::move(secret));
}

}  // namespace antin::ceremony
