#include "daemon/ceremony/journal/journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::ceremony {
namespace {

base::Error failed(const char* what, const std::filesystem::path& path) {
  return {std::string(what) + " " + path.string() + ": " + std::strerror(errno)};
}

base::Result<base::Descriptor> opened(const std::filesystem::path& path, int flags) {
  base::Descriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | flags, 0644));
  if (!file.is_open()) return failed("cannot open", path);
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0)
    return base::Error{path.string() + " is in use: another antin-ceremony goes on with this ceremony"};
  return file;
}

// One write a line: a crash leaves a line, a part of the last one, or none of it.
base::Result<void> write_line(int file, const std::string& line, const std::filesystem::path& path) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const auto written = ::write(file, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("cannot write", path);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file) != 0) return failed("cannot sync", path);
  return {};
}

}  // namespace

base::Result<std::vector<Entry>> read_journal(const std::filesystem::path& path) {
  const auto content = base::read_file(path, journal_size_limit);
  if (!content) return content.error();
  // A last line without its end may be one that is being written.
  auto text = base::text(*content);
  text = text.substr(0, text.rfind('\n') + 1);
  auto entries = parse_journal(text);
  if (!entries) return base::Error{path.string() + ": " + entries.error().text};
  return entries;
}

bool Journal::is_begun(const std::filesystem::path& path) {
  const auto content = base::read_file(path, journal_size_limit);
  return content && base::text(*content).find('\n') != std::string_view::npos;
}

base::Result<Journal> Journal::create(const std::filesystem::path& path, const Facts& facts) {
  auto file = opened(path, O_CREAT);
  if (!file) return file.error();
  if (is_begun(path)) return base::Error{path.string() + " is there already"};
  if (::ftruncate(file->number(), 0) != 0) return failed("cannot cut", path);
  Journal journal(std::move(*file), path, {});
  if (auto done = journal.append(Kind::open, "", facts); !done) return done.error();
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  if (auto done = base::sync_folder(folder); !done) return done.error();
  return journal;
}

base::Result<Journal> Journal::open(const std::filesystem::path& path) {
  auto file = opened(path, 0);
  if (!file) return file.error();
  auto entries = read_journal(path);
  if (!entries) return entries.error();
  off_t size = 0;
  for (const auto& entry : *entries) size += static_cast<off_t>(print(entry).size() + 1);
  if (::ftruncate(file->number(), size) != 0) return failed("cannot cut", path);
  return Journal(std::move(*file), path, std::move(*entries));
}

base::Result<void> Journal::append(Kind kind, const std::string& step, const Facts& facts) {
  Entry entry;
  entry.number = m_entries.size() + 1;
  entry.at = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  entry.kind = kind;
  const auto id = own_id(kind, entry.number);
  entry.step = id.empty() ? step : id;
  entry.facts = as_text(facts);
  if (!m_entries.empty()) entry.previous = head();
  const auto line = print(entry);
  entry.hash = crypto::sha256(base::view(line));
  if (auto written = write_line(m_file.number(), line + "\n", m_path); !written) return written;
  m_entries.push_back(std::move(entry));
  return {};
}

}  // namespace antin::ceremony
