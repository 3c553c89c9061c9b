#include "client/cli/step_files.hpp"

#include "client/cli/json.hpp"
#include "client/cli/new_file.hpp"
#include "client/lib/bulk.hpp"
#include "client/lib/verification.hpp"

namespace antin::cli {
namespace {

Stop bad_answer(std::string text) { return {Exit::temporary, "BAD_ANSWER", std::move(text)}; }

// Writes one file after the other and stops at the first that fails.
class Folder {
 public:
  Folder(std::filesystem::path folder, std::string prefix) : m_folder(std::move(folder)), m_prefix(std::move(prefix)) {}

  void add(const std::string& ending, base::ByteView content) {
    if (m_trouble) return;
    const auto path = m_folder / (m_prefix + ending);
    if (const auto written = write_result(path, content); !written) m_trouble = written.error();
    m_written.push_back(path.string());
  }
  Outcome<std::vector<std::string>> finish() && {
    if (m_trouble) return *m_trouble;
    return std::move(m_written);
  }

 private:
  std::filesystem::path m_folder;
  std::string m_prefix;
  std::vector<std::string> m_written;
  std::optional<Stop> m_trouble;
};

void add_approvals(Folder& folder, const std::vector<protocol::Approval>& approvals) {
  for (std::size_t i = 0; i < approvals.size(); ++i) {
    const auto number = ".approval-" + std::to_string(i + 1);
    folder.add(number + ".txt", approvals[i].statement);
    folder.add(number + ".p7s", approvals[i].cms);
    if (approvals[i].bulk) folder.add(number + ".item", base::view(client::print(*approvals[i].bulk)));
  }
}

Outcome<std::optional<base::Bytes>> signature_in(const DoneStep& step) {
  auto seal = evidence::read_detached_cms(step.result.seal, step.document);
  if (!seal) return bad_answer("the seal in the reply does not hold: " + seal.error().text);
  if (!client::is_stamped(seal->signature, step.result.token)) {
    return bad_answer("the timestamp in the reply is not over the seal");
  }
  return std::optional(std::move(seal->signature));
}

}  // namespace

Outcome<std::optional<base::Bytes>> stamped_octets(const DoneStep& step) {
  if (!step.result.seal.empty()) return signature_in(step);
  for (const auto& approval : step.approvals) {
    if (client::is_stamped(approval.cms, step.result.token)) return std::optional(approval.cms);
  }
  return std::optional<base::Bytes>();
}

Outcome<std::vector<std::string>> write_step(const DoneStep& step, const std::filesystem::path& folder,
                                             const std::string& name, Console& console) {
  const auto stamped = stamped_octets(step);
  if (!stamped) return stamped.error();
  Folder files(folder, name + "." + step.receipt.step);
  if (!step.result.seal.empty()) files.add(".p7s", step.result.seal);
  files.add(".tst", step.result.token);
  if (*stamped) {
    files.add(".sig", **stamped);
    add_approvals(files, step.approvals);
  } else {
    note(console, "this step was done with other approvals than those at hand: no .sig is written, and no approval");
  }
  files.add(".receipt.json", base::view(print(step.receipt)));
  if (!step.receipt.proof.empty()) {
    files.add(".entry", step.receipt.entry);
    files.add(".tlog-proof", base::view(step.receipt.proof));
  }
  return std::move(files).finish();
}

}  // namespace antin::cli
