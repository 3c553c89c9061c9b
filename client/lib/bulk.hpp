// Many approvals with one signature: the bulk statement over single-item statements, and for each of these what goes to
// the appliance.
#pragma once

#include "client/lib/approval.hpp"
#include "core/statement/bulk.hpp"
#include "core/tlog/small_tree.hpp"

namespace antin::client {

class BulkDraft {
 public:
  // Refuses no items, too many, items that do not agree in all that a bulk statement says for all of them, and a
  // revision of a record that is there twice.
  static base::Result<BulkDraft> make(const std::vector<statement::Approve>& items);

  [[nodiscard]] const std::string& text() const { return m_text; }  // what the person signs
  [[nodiscard]] const base::Sha256Hash& root() const { return m_tree.root(); }
  [[nodiscard]] std::size_t size() const { return m_items.size(); }

  // The item's approval, from a signature (CMS) over text().
  [[nodiscard]] protocol::Approval approval(std::size_t index, base::ByteView cms) const;
  [[nodiscard]] protocol::BulkItem item(std::size_t index) const;

 private:
  BulkDraft(std::string text, std::vector<std::string> items, tlog::SmallTree tree)
      : m_text(std::move(text)), m_items(std::move(items)), m_tree(std::move(tree)) {}
  std::string m_text;
  std::vector<std::string> m_items;
  tlog::SmallTree m_tree;
};

// An item as a file keeps it, beside the bulk statement and its signature. Text: a title, `index: <n>`, one
// `path: <base64>` for each hash, an empty line, and the item's statement. Parsing accepts exactly what printing makes.
std::string print(const protocol::BulkItem& item);
base::Result<protocol::BulkItem> parse_bulk_item(std::string_view text);

// Does the approval hold what it says: the item in its place below the root that was signed, agreeing with it? A single
// one does when it parses. The signature is not looked at. Gives the single-item statement.
base::Result<statement::Approve> approved_by(const protocol::Approval& approval);

}  // namespace antin::client
