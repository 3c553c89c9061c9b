#include "client/lib/bulk.hpp"

#include <charconv>
#include <set>

#include "core/crypto/random.hpp"

namespace antin::client {
namespace {

constexpr std::string_view title = "antin/bulk-item/v1\n";
constexpr std::size_t item_size_limit = statement::size_limit + 2048;

statement::ApproveBulk bulk_of(const statement::Approve& common, std::size_t items, const base::Sha256Hash& root) {
  return {common.log,
          common.unit,
          common.kind,
          common.step,
          common.role,
          common.scope,
          static_cast<std::uint32_t>(items),
          root,
          common.policy,
          crypto::random_array<16>(),
          common.expires};
}

base::Result<void> check(const std::vector<statement::Approve>& items) {
  if (items.empty()) return base::Error{"nothing to approve"};
  if (items.size() > statement::items_limit) return base::Error{"more than a million items"};
  const auto common = bulk_of(items.front(), items.size(), {});
  std::set<std::pair<std::string_view, std::uint32_t>> records;
  for (const auto& item : items) {
    if (!statement::agrees(common, item)) return base::Error{"record " + item.record + " is not of the same step"};
    if (!records.emplace(item.record, item.revision).second)
      return base::Error{"record " + item.record + " is there twice"};
    // Nobody should be asked to sign what the appliance could not read.
    if (const auto read = statement::parse_approve(statement::print(item)); !read)
      return base::Error{"record " + item.record + ": " + read.error().text};
  }
  return {};
}

// `<key>: <value>`, LF: the value, taken off the front of `rest`.
std::optional<std::string_view> take(std::string_view& rest, std::string_view key) {
  const auto line = rest.substr(0, rest.find('\n'));
  if (line.size() == rest.size() || !line.starts_with(key)) return std::nullopt;
  rest.remove_prefix(line.size() + 1);
  return line.substr(key.size());
}

std::optional<base::Sha256Hash> hash_from(std::string_view base64) {
  const auto octets = base::from_base64(base64);
  base::Sha256Hash hash{};
  if (!octets || octets->size() != hash.size()) return std::nullopt;
  std::copy(octets->begin(), octets->end(), hash.begin());
  return hash;
}

}  // namespace

base::Result<BulkDraft> BulkDraft::make(const std::vector<statement::Approve>& items) {
  if (const auto good = check(items); !good) return good.error();
  std::vector<std::string> texts;
  tlog::Path leaves;
  for (const auto& item : items) {
    texts.push_back(statement::print(item));
    leaves.push_back(tlog::leaf_hash(base::view(texts.back())));
  }
  tlog::SmallTree tree(std::move(leaves));
  auto text = statement::print(bulk_of(items.front(), items.size(), tree.root()));
  return BulkDraft(std::move(text), std::move(texts), std::move(tree));
}

protocol::BulkItem BulkDraft::item(std::size_t index) const {
  return {base::copy(base::view(m_items.at(index))), static_cast<std::uint32_t>(index), m_tree.inclusion(index)};
}

protocol::Approval BulkDraft::approval(std::size_t index, base::ByteView cms) const {
  return {base::copy(base::view(m_text)), base::copy(cms), item(index)};
}

std::string print(const protocol::BulkItem& item) {
  std::string out(title);
  out += "index: " + std::to_string(item.index) + "\n";
  for (const auto& hash : item.path) out += "path: " + base::to_base64(hash) + "\n";
  return out + "\n" + std::string(base::text(item.statement));
}

base::Result<protocol::BulkItem> parse_bulk_item(std::string_view text) {
  const base::Error refusal{"not an item of a bulk approval, as `antin approve --list` writes them"};
  if (text.size() > item_size_limit || !text.starts_with(title)) return refusal;
  auto rest = text.substr(title.size());
  protocol::BulkItem item;
  const auto index = take(rest, "index: ");
  if (!index) return refusal;
  (void)std::from_chars(index->data(), index->data() + index->size(), item.index);
  while (const auto line = take(rest, "path: ")) {
    const auto hash = hash_from(*line);
    if (!hash || item.path.size() == protocol::bulk_path_limit) return refusal;
    item.path.push_back(*hash);
  }
  if (!rest.starts_with('\n') || rest.size() == 1) return refusal;
  item.statement = base::copy(base::view(rest.substr(1)));
  if (print(item) != text) return refusal;
  return item;
}

base::Result<statement::Approve> approved_by(const protocol::Approval& approval) {
  auto said = statement::parse_approve(base::text(approval.single()));
  if (!said || !approval.bulk) return said;
  const auto bulk = statement::parse_approve_bulk(base::text(approval.statement));
  if (!bulk) return bulk.error();
  const auto& item = *approval.bulk;
  if (!tlog::verify_inclusion(tlog::leaf_hash(item.statement), item.index, bulk->items, item.path, bulk->root))
    return base::Error{"the item's path does not lead to the root that was signed"};
  if (!statement::agrees(*bulk, *said)) return base::Error{"the item does not agree with the bulk statement"};
  return said;
}

}  // namespace antin::client
