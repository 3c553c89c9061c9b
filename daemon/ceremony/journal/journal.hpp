// What happens in a ceremony, line by line: each line is JSON, names the hash of the line before it, and is on the disk
// before anything goes on. Nothing secret is ever in it.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/descriptor.hpp"
#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::ceremony {

// What kinds of lines there are. begin says what is about to be done and what is expected, end what was observed.
enum class Kind { unknown, open, begin, approval, share, end, resume, stop, exception, abort };

using Facts = std::map<std::string, std::string>;

struct Entry {
  std::uint64_t number = 0;  // from 1
  base::Instant at;
  Kind kind = Kind::unknown;
  std::string step;  // id of a step; empty: of the ceremony
  Facts facts;
  base::Sha256Hash previous{};  // hash of the line before, without its line feed; zeros for the first
  base::Sha256Hash hash{};      // of this line

  [[nodiscard]] std::string fact(const std::string& name) const;  // empty when it is not there
};

std::string_view name_of(Kind kind);

// Under which id officers are asked about a line that is no step's: "exception-43". Its number makes it the only one,
// so that no approval is of two lines. Empty: a line of this kind has none.
std::string own_id(Kind kind, std::uint64_t number);

std::string print(const Entry& entry);  // the line, without its line feed; `hash` plays no part

// Facts as a line holds them: what a module says of itself may be no UTF-8, and shows U+FFFD for what is not.
Facts as_text(const Facts& facts);

// All lines, each exactly as print makes it, numbered, chained, under its own id; the last ends in a line feed.
base::Result<std::vector<Entry>> parse_journal(std::string_view text);

constexpr std::size_t journal_size_limit = 16 * 1024 * 1024;
base::Result<std::vector<Entry>> read_journal(const std::filesystem::path& path);

class Journal {
 public:
  // Has anything been written? A first line without its end is nothing yet.
  static bool is_begun(const std::filesystem::path& path);
  // New: nothing may have been written. Its first line is `open` with these facts.
  static base::Result<Journal> create(const std::filesystem::path& path, const Facts& facts);
  // Goes on with one that is there. A last line without its end was never acted upon: it is cut off. Refused while
  // another process has it.
  static base::Result<Journal> open(const std::filesystem::path& path);

  [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
  [[nodiscard]] const base::Sha256Hash& head() const { return m_entries.back().hash; }

  // Durable when it returns; a line that has an id of its own gets it. After an error nobody knows what is on the disk:
  // stop, and resume.
  base::Result<void> append(Kind kind, const std::string& step, const Facts& facts);

 private:
  Journal(base::Descriptor file, std::filesystem::path path, std::vector<Entry> entries)
      : m_file(std::move(file)), m_path(std::move(path)), m_entries(std::move(entries)) {}

  base::Descriptor m_file;
  std::filesystem::path m_path;
  std::vector<Entry> m_entries;
};

}  // namespace antin::ceremony
