// A folder of a test's own that goes with it, and the command line tools that make test data in it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "core/base/file.hpp"

namespace antin::client {

class Scratch {
 public:
  Scratch() {
    auto name = (std::filesystem::temp_directory_path() / "antin-client-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    m_path = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

  // Runs a shell command in the folder; true when it ends well. What it says is in the file `said`.
  [[nodiscard]] bool run(const std::string& command) const {
    const auto all = "cd '" + m_path.string() + "' && { " + command + "; } >said 2>&1";
    return std::system(all.c_str()) == 0;
  }
  void must_run(const std::string& command) const {
    if (!run(command)) throw std::runtime_error(command + "\n" + text("said"));
  }

  [[nodiscard]] base::Bytes bytes(const std::string& name) const {
    return std::move(base::read_file(m_path / name, 1 << 20)).value();
  }
  [[nodiscard]] std::string text(const std::string& name) const { return std::string(base::text(bytes(name))); }
  void write(const std::string& name, base::ByteView content) const {
    if (!base::write_file_durably(m_path / name, content)) throw std::runtime_error("cannot write " + name);
  }
  void write(const std::string& name, std::string_view content) const { write(name, base::view(content)); }

 private:
  std::filesystem::path m_path;
};

}  // namespace antin::client
