#include "client/cli/approval_files.hpp"

#include "client/cli/new_file.hpp"
#include "core/base/file.hpp"
#include "core/evidence/detached_cms.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t item_size_limit = 8 * 1024;
constexpr const char* bulk_name = "bulk";

fs::path with(fs::path prefix, const char* ending) { return prefix += ending; }

std::string item_name(const std::string& record, std::uint32_t revision) {
  return record + "." + std::to_string(revision);
}

bool is_there(const fs::path& path) {
  std::error_code failure;
  return fs::symlink_status(path, failure).type() != fs::file_type::not_found;
}

Outcome<protocol::Approval> read_signed(const fs::path& prefix) {
  auto text = base::read_file(with(prefix, ".txt"), statement::size_limit);
  if (!text) return local_trouble(text.error());
  auto cms = base::read_file(with(prefix, ".p7s"), evidence::cms_size_limit);
  if (!cms) return local_trouble(cms.error());
  return protocol::Approval{std::move(*text), std::move(*cms)};
}

Outcome<protocol::Approval> with_item(protocol::Approval approval, const fs::path& file) {
  const auto text = base::read_file(file, item_size_limit);
  if (!text) return local_trouble(text.error());
  auto item = client::parse_bulk_item(base::text(*text));
  if (!item) return local_trouble({file.string() + ": " + item.error().text});
  approval.bulk = std::move(*item);
  if (const auto said = client::approved_by(approval); !said)
    return local_trouble({file.string() + ": " + said.error().text});
  return approval;
}

}  // namespace

Outcome<protocol::Approval> read_approval(const fs::path& prefix) {
  const auto item = with(prefix, ".item");
  if (!is_there(item)) return read_signed(prefix);
  auto approval = read_signed(is_there(with(prefix, ".txt")) ? prefix : prefix.parent_path() / bulk_name);
  if (!approval) return approval;
  return with_item(std::move(*approval), item);
}

Outcome<std::vector<protocol::Approval>> read_approvals(const std::vector<std::string>& prefixes) {
  std::vector<protocol::Approval> approvals;
  for (const auto& prefix : prefixes) {
    auto approval = read_approval(prefix);
    if (!approval) return approval.error();
    approvals.push_back(std::move(*approval));
  }
  return approvals;
}

Outcome<BulkFolder> BulkFolder::open(const fs::path& folder) {
  auto approval = read_signed(folder / bulk_name);
  if (!approval) return approval.error();
  BulkFolder opened;
  opened.m_folder = folder;
  opened.m_statement = std::move(approval->statement);
  opened.m_cms = std::move(approval->cms);
  return opened;
}

Outcome<protocol::Approval> BulkFolder::approval(const std::string& record, std::uint32_t revision) const {
  return with_item({m_statement, m_cms}, m_folder / (item_name(record, revision) + ".item"));
}

Outcome<void> check_bulk_folder(const fs::path& folder) {
  if (is_there(folder / "bulk.txt"))
    return local_trouble({folder.string() + " holds a bulk approval already; take another folder"});
  return {};
}

// The statement last: with it the folder is whole.
Outcome<void> write_bulk(const fs::path& folder, const client::BulkDraft& draft,
                         const std::vector<statement::Approve>& items, base::ByteView cms) {
  for (std::size_t i = 0; i < draft.size(); ++i) {
    const auto file = folder / (item_name(items[i].record, items[i].revision) + ".item");
    if (const auto written = write_result(file, base::view(client::print(draft.item(i)))); !written)
      return written.error();
  }
  if (const auto written = write_result(folder / "bulk.p7s", cms); !written) return written.error();
  return write_result(folder / "bulk.txt", base::view(draft.text()));
}

}  // namespace antin::cli
