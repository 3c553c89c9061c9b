#include "daemon/keeper/bundles/ceremonies.hpp"

#include <charconv>

namespace antin::keeper {
namespace {

constexpr const char* ceremonies_value = "ceremonies";  // a line each: `<index> <hash of the transcript> <ceremony>`

std::string print(const KeptCeremony& kept) {
  return std::to_string(kept.index) + " " + base::print(kept.transcript) + " " + kept.ceremony + "\n";
}

std::optional<KeptCeremony> parse(std::string_view line) {
  const auto first = line.find(' ');
  const auto second = line.find(' ', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  KeptCeremony kept;
  const auto [end, error] = std::from_chars(line.data(), line.data() + first, kept.index);
  const auto transcript = base::parse_sha256(line.substr(first + 1, second - first - 1));
  if (error != std::errc() || end != line.data() + first || !transcript) return std::nullopt;
  kept.transcript = *transcript;
  kept.ceremony = line.substr(second + 1);
  return kept;
}

}  // namespace

base::Result<std::vector<KeptCeremony>> kept_ceremonies(Ledger& ledger) {
  const auto value = ledger.value(ceremonies_value);
  if (!value) return base::Error{value.error().text};
  std::vector<KeptCeremony> all;
  for (auto rest = *value ? base::text(**value) : std::string_view(); !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    auto one = parse(line);
    if (!one) return base::Error{"the ledger's list of key ceremonies is damaged"};
    all.push_back(*std::move(one));
  }
  return all;
}

base::Result<void> check_ceremonies(Ledger& ledger) {
  const auto all = kept_ceremonies(ledger);
  if (!all) return all.error();
  for (const auto& one : *all) {
    const auto entry = ledger.entry(one.index);
    if (!entry) return base::Error{entry.error().text};
    if (!*entry || base::text(**entry).find(base::print(one.transcript)) == std::string_view::npos)
      return base::Error{"the ledger's list of key ceremonies: entry " + std::to_string(one.index) + " is not of " +
                         one.ceremony};
  }
  return {};
}

LedgerResult<void> keep_ceremonies(Ledger& ledger, const std::vector<KeptCeremony>& ceremonies) {
  std::string lines;
  for (const auto& one : ceremonies) lines += print(one);
  return ledger.set_value(ceremonies_value, base::view(lines));
}

}  // namespace antin::keeper
