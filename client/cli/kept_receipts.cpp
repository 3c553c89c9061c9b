#include "client/cli/kept_receipts.hpp"

#include <algorithm>

#include "client/cli/approval_files.hpp"
#include "client/cli/json.hpp"
#include "core/base/file.hpp"
#include "core/tlog/proof.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view entry_ending = ".entry";

fs::path with(fs::path prefix, const std::string& ending) { return prefix += ending; }

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

Outcome<base::Bytes> read(const fs::path& path) {
  auto content = base::read_file(path, protocol::frame_limit);
  if (!content) return local_trouble(content.error());
  return *std::move(content);
}

// Of a step: NAME.<step>.approval-1 and so on. Of an ending: what was signed for it bears its name.
Outcome<std::vector<protocol::Approval>> approvals_beside(const fs::path& prefix, bool is_ending) {
  std::vector<std::string> prefixes;
  if (is_ending && is_there(with(prefix, ".txt"))) prefixes.push_back(prefix.string());
  for (std::size_t i = 1; !is_ending && i <= protocol::approvals_limit; ++i) {
    const auto one = with(prefix, ".approval-" + std::to_string(i));
    if (is_there(with(one, ".txt"))) prefixes.push_back(one.string());
  }
  return read_approvals(prefixes);
}

Outcome<base::Bytes> step_result(const fs::path& prefix, std::uint64_t index, base::Bytes entry) {
  protocol::StepResult result{index, std::move(entry), {}, {}};
  if (const auto file = with(prefix, ".p7s"); is_there(file)) {
    auto seal = read(file);
    if (!seal) return seal.error();
    result.seal = *std::move(seal);
  }
  auto token = read(with(prefix, ".tst"));
  if (!token) return token.error();
  result.token = *std::move(token);
  return protocol::encode(result);
}

}  // namespace

Outcome<std::vector<fs::path>> kept_receipts(const fs::path& folder) {
  std::error_code failure;
  std::vector<fs::path> all;
  for (fs::recursive_directory_iterator file(folder, failure), end; !failure && file != end; file.increment(failure)) {
    const auto name = file->path().string();
    if (name.ends_with(entry_ending)) all.emplace_back(name.substr(0, name.size() - entry_ending.size()));
  }
  if (failure) return local_trouble({"cannot read " + folder.string() + ": " + failure.message()});
  std::sort(all.begin(), all.end());
  return all;
}

Outcome<protocol::GivenReceipt> read_kept_receipt(const fs::path& prefix) {
  auto entry = read(with(prefix, std::string(entry_ending)));
  if (!entry) return entry.error();
  const auto facts = entry_facts(*entry);
  if (!facts) return local_trouble({prefix.string() + ".entry: " + facts.error().text});
  const auto proof_text = read(with(prefix, ".tlog-proof"));
  if (!proof_text) return proof_text.error();
  const auto proof = tlog::parse_proof(base::text(*proof_text));
  if (!proof) return local_trouble({prefix.string() + ".tlog-proof: " + proof.error().text});
  const bool is_ending = facts->type != "done";
  auto result = is_ending ? Outcome<base::Bytes>(protocol::encode(protocol::EndResult{proof->index, *std::move(entry)}))
                          : step_result(prefix, proof->index, *std::move(entry));
  if (!result) return result.error();
  auto approvals = approvals_beside(prefix, is_ending);
  if (!approvals) return approvals.error();
  return protocol::GivenReceipt{*std::move(result), std::string(base::text(*proof_text)), *std::move(approvals)};
}

}  // namespace antin::cli
