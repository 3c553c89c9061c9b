// A log as antind keeps it (ledger, tree, checkpoints by the log's key in a SoftHSM token, published files), driven
// without the flow around it.
#pragma once

#include <optional>

#include "core/hsm/token.hpp"
#include "daemon/keeper/log/log.hpp"
#include "tests/support/development_folder.hpp"

namespace antin::bench {

class MeasuredLog {
 public:
  MeasuredLog(const test::DevelopmentFolder& folder, const std::filesystem::path& module);

  // Entries that a log of that size would have, in large batches.
  void fill(std::uint64_t size);
  // Encodes and appends, commits; then a checkpoint over it: signed, kept, published.
  void append(unsigned entries);
  void commit_and_publish();

  // Opens it anew, with every check of a start. `cold`: no page of its file is in memory.
  void close();
  void forget_pages() const;
  void open();

  [[nodiscard]] keeper::Log& log() { return *m_log; }
  [[nodiscard]] std::uint64_t size() { return m_log->size(); }
  // That a proof holds for the entry that the ledger has there.
  void verify(const std::string& proof, std::uint64_t index);
  [[nodiscard]] double signing_seconds() const { return m_signing_seconds; }
  [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

 private:
  void append_raw(base::ByteView entry);
  [[nodiscard]] base::Bytes sign(std::string_view text);

  std::filesystem::path m_file;
  keeper::LogFolders m_folders;
  hsm::Token m_token;
  hsm::Key m_key;
  keeper::LogKeys m_keys;
  std::string m_decision;
  base::Bytes m_filler;
  std::optional<keeper::OpenedLedger> m_opened;
  std::optional<keeper::Log> m_log;
  double m_signing_seconds = 0;
};

}  // namespace antin::bench
