// Command-line tools that we did not write, run in a temporary directory of the test's own.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/file.hpp"

namespace antin::test {

struct Outcome {
  int status = -1;     // the exit status
  std::string output;  // standard output and error
};

class ToolDirectory {
 public:
  ToolDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "antin-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    m_path = name;
  }
  ToolDirectory(const ToolDirectory&) = delete;
  ToolDirectory& operator=(const ToolDirectory&) = delete;
  ~ToolDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

  // By the shell, with the directory as the current one and nothing to read.
  [[nodiscard]] Outcome run(const std::string& command) const {
    const auto line = "cd '" + m_path.string() + "' && { " + command + "; } 2>&1 </dev/null";
    std::FILE* pipe = ::popen(line.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no shell");
    Outcome outcome;
    std::array<char, 4096> block{};
    while (const auto got = std::fread(block.data(), 1, block.size(), pipe)) outcome.output.append(block.data(), got);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
    return outcome;
  }

  // For preparations: a failure ends the test with what the tool said.
  void must_run(const std::string& command) const {
    const auto outcome = run(command);
    if (outcome.status != 0) throw std::runtime_error(command + ": " + outcome.output);
  }

  void write(const std::string& name, base::ByteView content) const {
    const auto written = base::write_file_durably(m_path / name, content);
    if (!written) throw std::runtime_error(written.error().text);
  }
  void write(const std::string& name, std::string_view content) const { write(name, base::view(content)); }

  [[nodiscard]] base::Bytes read(const std::string& name) const {
    auto content = base::read_file(m_path / name, 16U << 20);
    if (!content) throw std::runtime_error(content.error().text);
    return std::move(*content);
  }

 private:
  std::filesystem::path m_path;
};

}  // namespace antin::test
