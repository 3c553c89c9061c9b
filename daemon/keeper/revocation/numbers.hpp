// CRL numbers by issuer, and their bytes for the ledger: one line an issuer, `<hex of the issuer's name> <hex
// number>\n`.
#pragma once

#include <map>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/digest.hpp"

namespace antin::keeper {

using IssuerNumbers = std::map<base::Sha256Hash, base::Bytes>;

constexpr std::size_t number_limit = 20;  // octets, RFC 5280 5.2.3

bool is_number(base::ByteView magnitude);  // 1 to 20 octets, no leading zero but zero itself
bool is_less(base::ByteView left, base::ByteView right);

base::Bytes encode(const IssuerNumbers& numbers);
std::optional<IssuerNumbers> parse_numbers(base::ByteView bytes);  // only what encode makes

}  // namespace antin::keeper
