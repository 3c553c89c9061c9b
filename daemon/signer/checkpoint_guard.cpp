#include "daemon/signer/checkpoint_guard.hpp"

namespace antin::signer {
namespace {

constexpr const char* file_name = "last-checkpoint";

base::Result<tlog::Checkpoint> read_last(const GuardFile& file, const std::string& origin) {
  const auto text = file.read();
  if (!text) return text.error();
  auto last = tlog::parse_checkpoint(*text);
  if (!last) return base::Error{file.path().string() + " is not a guard: " + last.error().text};
  if (last->origin != origin)
    return base::Error{file.path().string() + " is the guard of another log, " + last->origin + ", not of log-origin"};
  return last;
}

}  // namespace

base::Result<CheckpointGuard> CheckpointGuard::open(const std::filesystem::path& folder, const std::string& origin) {
  auto file = GuardFile::open(folder, file_name);
  if (!file) return file.error();
  auto last = read_last(*file, origin);
  if (!last) return last.error();
  return CheckpointGuard(std::move(file).value(), std::move(last).value());
}

base::Result<void> CheckpointGuard::initialise(const std::filesystem::path& folder, const std::string& origin) {
  const auto file = GuardFile::open(folder, file_name);
  if (!file) return file.error();
  return file->initialise(tlog::print(tlog::Checkpoint{origin, 0, tlog::empty_root()}),
                          [&](const GuardFile& there) { return read_last(there, origin); });
}

CheckpointGuard::Verdict CheckpointGuard::admit(const tlog::Checkpoint& checkpoint) {
  if (checkpoint.origin != m_last.origin) return Verdict::another_log;
  if (checkpoint.size < m_last.size) return Verdict::smaller;
  if (checkpoint.size == m_last.size) return checkpoint.root == m_last.root ? Verdict::admitted : Verdict::another_root;
  m_file.keep(tlog::print(checkpoint));
  m_last = checkpoint;
  return Verdict::admitted;
}

}  // namespace antin::signer
