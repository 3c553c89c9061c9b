#include "daemon/keeper/log/archived.hpp"

#include "core/tlog/hash.hpp"
#include "core/tlog/lines.hpp"

namespace antin::keeper {
namespace {

constexpr const char* value_name = "last-archive";
constexpr std::string_view state_settled = "settled";
constexpr std::string_view state_moving = "moving";

std::optional<LastArchive> parse(std::string_view text) {
  const auto from = tlog::take_line(text);
  const auto to = tlog::take_line(text);
  const auto state = tlog::take_line(text);
  const auto name = tlog::take_line(text);
  if (!name || !text.empty() || (*state != state_settled && *state != state_moving)) return std::nullopt;
  const auto first = tlog::parse_decimal(*from);
  const auto end = tlog::parse_decimal(*to);
  if (!first || !end) return std::nullopt;
  return LastArchive{*first, *end, *state == state_settled, std::string(*name)};
}

}  // namespace

std::string print(const LastArchive& archive) {
  return std::to_string(archive.from) + "\n" + std::to_string(archive.to) + "\n" +
         std::string(archive.settled ? state_settled : state_moving) + "\n" + archive.name + "\n";
}

base::Result<LastArchive> last_archive(Ledger& ledger) {
  const auto stored = ledger.value(value_name);
  if (!stored) return base::Error{stored.error().text};
  if (!*stored) return LastArchive{};
  const auto parsed = parse(base::text(**stored));
  if (!parsed) return base::Error{"the ledger's word on what is archived cannot be read"};
  return *parsed;
}

LedgerResult<void> keep_last_archive(Ledger& ledger, const LastArchive& archive) {
  return ledger.set_value(value_name, base::view(print(archive)));
}

base::Result<base::Bytes> bundle(Ledger& ledger, std::uint64_t number, unsigned width) {
  const auto entries = ledger.entries(number * tlog::tile_width, width);
  if (!entries) return base::Error{entries.error().text};
  if (entries->size() != width) return base::Error{"the ledger has not all entries of the bundle"};
  base::Bytes content;
  for (const auto& entry : *entries) {
    if (tlog::leaf_hash(entry.bytes) != entry.leaf)
      return base::Error{"the ledger is damaged: the hash of an entry in bundle " + std::to_string(number) +
                         " does not hold"};
    content.push_back(static_cast<std::uint8_t>(entry.bytes.size() >> 8));
    content.push_back(static_cast<std::uint8_t>(entry.bytes.size()));
    base::append(content, entry.bytes);
  }
  return content;
}

}  // namespace antin::keeper
