// A folder of a test's own, gone when the test is.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace antin::process {

class Scratch {
 public:
  Scratch() {
    m_folder = (std::filesystem::temp_directory_path() / "antin-process-XXXXXX").string();
    if (::mkdtemp(m_folder.data()) == nullptr) throw std::runtime_error("mkdtemp");
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(m_folder); }

  [[nodiscard]] const std::string& folder() const { return m_folder; }
  [[nodiscard]] std::string file(const std::string& name, const std::string& content, unsigned mode = 0600) const {
    const auto path = m_folder + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return path;
  }

 private:
  std::string m_folder;
};

}  // namespace antin::process
