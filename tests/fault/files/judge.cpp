#include "tests/fault/files/judge.hpp"

#include <sstream>

#include "client/lib/log_files.hpp"
#include "core/tlog/hash.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/signer/checkpoint_guard.hpp"

namespace antin::fault {
namespace {

constexpr unsigned batches_before = 62;

Said parse(test::Outcome outcome) {
  Said said{outcome.status, {}, {}, 0, std::move(outcome.output)};
  std::istringstream lines(said.text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind, value;
    std::uint64_t number = 0;
    words >> kind;
    // The last line of a killed writer may be cut off.
    if (kind == "checkpoint" && words >> value)
      said.checkpoints.emplace_back(base::text(base::from_base64(value).value()));
    else if (kind == "receipt" && words >> number >> value)
      said.receipts[number] = value;
    else if (kind == "operations")
      words >> said.operations;
  }
  return said;
}

std::string not_extended(keeper::Ledger& ledger, const tlog::VerifierKey& key, const std::string& note) {
  const auto checkpoint = tlog::open_checkpoint(note, key);
  if (!checkpoint) return "a checkpoint was shown that is none: " + checkpoint.error().text;
  const auto size = std::to_string(checkpoint->size);
  if (checkpoint->size > ledger.size().value()) return "the log is smaller than a checkpoint of " + size;
  tlog::Tree tree(checkpoint->size, [&](const tlog::Tile& tile) -> base::Result<tlog::Path> {
    auto hashes = ledger.tile(tile);
    if (!hashes) return base::Error{hashes.error().text};
    return *std::move(hashes);
  });
  const auto root = tree.root();
  return root && *root == checkpoint->root ? "" : "the log does not extend a checkpoint of " + size;
}

std::string not_held(keeper::Ledger& ledger, const Said& said) {
  for (const auto& [index, leaf] : said.receipts) {
    const auto entry = ledger.entry(index);
    if (!entry || !*entry || base::to_hex(tlog::leaf_hash(**entry)) != leaf)
      return "the entry of a receipt is not at its index " + std::to_string(index);
  }
  return "";
}

}  // namespace

Bench::Bench() {
  m_directory.must_run("mkdir -p log/signer log/witness");
  if (!signer::CheckpointGuard::initialise(folder() / "signer", origin)) throw std::runtime_error("no guard");
  const auto made = m_directory.run(std::string(ANTIN_BINARY_DIR) + "/tests/fault_writer log " +
                                    std::to_string(batches_before) + " 4 leave");
  if (made.status != 0) throw std::runtime_error(made.output);
  m_directory.must_run("mv log before");
}

void Bench::begin() const { m_directory.must_run("rm -rf log && cp -a before log"); }

Said Bench::write(unsigned how_many_batches, const std::optional<Fault>& fault) const {
  const auto root = folder().string();
  std::string command = "ANTIN_FAULT_FOLDER='" + root + "' ";
  if (fault) command += "ANTIN_FAULT_MODE=" + fault->mode + " ANTIN_FAULT_AT=" + std::to_string(fault->at) + " ";
  command += std::string(ANTIN_BINARY_DIR) + "/tests/fault_writer '" + root + "' " + std::to_string(how_many_batches) +
             " " + std::to_string(entries_a_batch);
  return parse(m_directory.run(command));
}

Said Bench::shown() const {
  Said said;
  if (has("log/checkpoint")) said.checkpoints.emplace_back(base::text(m_directory.read("log/log/checkpoint")));
  return said;
}

unsigned long Bench::operations() {
  if (m_operations == 0) {
    begin();
    m_operations = write(batches).operations;
  }
  return m_operations;
}

std::string Bench::judge(const std::vector<Said>& all) const {
  const auto verified =
      client::verify_log_files(folder() / "log", folder() / "log-entries", {{m_key.verifier()}, {}, 0});
  if (!verified) return verified.error().text;
  const auto opened = keeper::open_sqlite_ledger(folder() / "ledger", origin);
  if (!opened) return opened.error().text;
  auto& ledger = *opened->ledger;
  const auto [name, size, root] = verified->checkpoint.checkpoint;
  if (verified->entries != size || size != ledger.size().value() || root != ledger.root().value())
    return "the files are not what the ledger holds";
  for (const auto& said : all) {
    for (const auto& note : said.checkpoints)
      if (auto wrong = not_extended(ledger, m_key.verifier(), note); !wrong.empty()) return wrong;
    if (auto wrong = not_held(ledger, said); !wrong.empty()) return wrong;
  }
  return "";
}

std::string Bench::sum_of(const std::string& file) const {
  return m_directory.run("sha256sum < '" + (folder() / file).string() + "'").output;
}

}  // namespace antin::fault
