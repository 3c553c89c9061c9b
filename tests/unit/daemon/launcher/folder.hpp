// A folder under the system's temporary one, closed to other users, that goes away with its owner.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace antin::launcher {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "launcher.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    m_top = name;
    for (const char* part : {"etc", "logs", "run", "tokens"}) std::filesystem::create_directories(path() / part);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_top, ignored);
  }

  // One below the closed folder, as a checkout in /root is.
  [[nodiscard]] std::filesystem::path path() const { return m_top / "appliance"; }
  void configure(const std::string& program) const { std::ofstream(path() / "etc" / (program + ".conf")); }
  [[nodiscard]] std::string read(const std::filesystem::path& file) const {
    std::ifstream stream(path() / file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

 private:
  std::filesystem::path m_top;
};

}  // namespace antin::launcher
