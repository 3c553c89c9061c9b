// A file that entries are appended to and that a crash never leaves with one too many: what lies behind the last mark
// that was kept is cut off when it is opened again. One process at a time.
#pragma once

#include <filesystem>

#include "client/cli/follow_state.hpp"
#include "client/cli/outcome.hpp"
#include "core/base/descriptor.hpp"

namespace antin::cli {

class OutputFile {
 public:
  // Made when it is not there. No mark: nothing was written yet, so it must be empty. Refuses a file that does not
  // begin with what the mark stands for: cutting off would destroy somebody else's.
  static Outcome<OutputFile> open(const std::filesystem::path& path, const std::optional<OutputMark>& mark);

  Outcome<void> append(std::string_view text);
  // Makes durable what was appended; what to keep in the state.
  Outcome<OutputMark> settle();

 private:
  OutputFile(base::Descriptor file, std::filesystem::path path, std::uint64_t size)
      : m_file(std::move(file)), m_path(std::move(path)), m_size(size) {}
  [[nodiscard]] Stop failed(const char* what) const;
  Outcome<OutputMark> mark_of(std::uint64_t size) const;
  Outcome<void> cut_to(const OutputMark& mark);

  base::Descriptor m_file;
  std::filesystem::path m_path;
  std::uint64_t m_size;
};

}  // namespace antin::cli
