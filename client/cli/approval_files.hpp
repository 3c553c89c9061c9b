// Approvals as files. Alone: PREFIX.txt, the statement exactly as signed, and PREFIX.p7s. In bulk, a folder: bulk.txt,
// bulk.p7s, and RECORD.REVISION.item for each item (the format is client/lib/bulk.hpp's).
#pragma once

#include <filesystem>

#include "client/cli/outcome.hpp"
#include "client/lib/bulk.hpp"

namespace antin::cli {

// PREFIX.txt and PREFIX.p7s, with PREFIX.item when there is one; the statement and signature of an item that has none
// of its own name are bulk.txt and bulk.p7s beside it. Refuses an item that does not belong to that statement.
Outcome<protocol::Approval> read_approval(const std::filesystem::path& prefix);
Outcome<std::vector<protocol::Approval>> read_approvals(const std::vector<std::string>& prefixes);

// A folder that was approved in bulk, for many items of it.
class BulkFolder {
 public:
  static Outcome<BulkFolder> open(const std::filesystem::path& folder);
  [[nodiscard]] Outcome<protocol::Approval> approval(const std::string& record, std::uint32_t revision) const;

 private:
  std::filesystem::path m_folder;
  base::Bytes m_statement, m_cms;
};

// A folder with a bulk approval in it takes no other: their items would mix.
Outcome<void> check_bulk_folder(const std::filesystem::path& folder);
Outcome<void> write_bulk(const std::filesystem::path& folder, const client::BulkDraft& draft,
                         const std::vector<statement::Approve>& items, base::ByteView cms);

}  // namespace antin::cli
