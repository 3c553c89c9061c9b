#include "client/cli/roster_journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "core/base/file.hpp"

namespace antin::cli {
namespace {

constexpr std::string_view title = "antin/roster-journal/v1 ";
constexpr std::size_t size_limit = 256 * 1024 * 1024;

std::string first_line(const base::Sha256Hash& statement) { return std::string(title) + base::print(statement) + "\n"; }

std::string print_item(std::size_t item, const protocol::RosterDone& done) {
  return std::to_string(item) + " " + std::to_string(done.index) + " " + base::print(done.leaf) + "\n";
}

// The line must be what printing makes.
bool take_item(std::string_view line, std::size_t items, DoneItems& out) {
  const auto number = [](std::string_view text, auto& value) {
    (void)std::from_chars(text.data(), text.data() + text.size(), value);
  };
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return false;
  std::size_t item = 0;
  protocol::RosterDone done;
  number(line.substr(0, first), item);
  number(line.substr(first + 1, last - first - 1), done.index);
  done.leaf = base::parse_sha256(line.substr(last + 1)).value_or(base::Sha256Hash{});
  if (item >= items || print_item(item, done) != std::string(line) + "\n") return false;
  out[item] = done;
  return true;
}

}  // namespace

base::Result<DoneItems> parse_journal(std::string_view text, const base::Sha256Hash& statement, std::size_t items) {
  DoneItems done;
  if (text.find('\n') == std::string_view::npos) return done;
  const auto head = first_line(statement);
  if (!text.starts_with(head)) return base::Error{"the journal of another statement"};
  text.remove_prefix(head.size());
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    if (!take_item(text.substr(0, end), items, done)) return base::Error{"a line that this command does not write"};
    text.remove_prefix(end + 1);
  }
  return done;
}

Stop RosterJournal::failed(const char* what) const {
  return local_trouble({std::string(what) + " " + m_path.string() + ": " + std::strerror(errno)});
}

Outcome<RosterJournal> RosterJournal::open(const std::filesystem::path& file, const base::Sha256Hash& statement,
                                           std::size_t items) {
  RosterJournal journal(base::Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)), file);
  if (!journal.m_file.is_open()) return journal.failed("cannot open");
  if (::flock(journal.m_file.number(), LOCK_EX | LOCK_NB) != 0)
    return local_trouble({"another process is sending this: it holds " + file.string()});
  const auto content = base::read_file(file, size_limit);
  if (!content) return local_trouble(content.error());
  const auto text = base::text(*content);
  auto done = parse_journal(text, statement, items);
  if (!done) return local_trouble({file.string() + ": " + done.error().text});
  const auto whole = text.rfind('\n') == std::string_view::npos ? 0 : text.rfind('\n') + 1;
  if (::ftruncate(journal.m_file.number(), static_cast<off_t>(whole)) != 0) return journal.failed("cannot cut");
  if (whole == 0) {
    if (const auto begun = journal.write(first_line(statement)); !begun) return begun.error();
  }
  journal.m_done = std::move(*done);
  return journal;
}

Outcome<void> RosterJournal::add(const DoneItems& items) {
  std::string lines;
  for (const auto& [item, done] : items) lines += print_item(item, done);
  return write(lines);
}

// Without fsync: what a power loss takes is sent again, and answered as before.
Outcome<void> RosterJournal::write(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(m_file.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("cannot write to");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace antin::cli
