// A folder that lies in memory until it is complete: nothing of a throw-away ceremony must outlive a power cut, and
// each of its hundred lines would wait for the disk.
#pragma once

#include <filesystem>

namespace antin::keys_dev {

class InMemory {
 public:
  explicit InMemory(std::filesystem::path folder);  // a link to memory; where there is none, a folder
  InMemory(const InMemory&) = delete;
  InMemory& operator=(const InMemory&) = delete;
  ~InMemory();

  void settle();  // it is a folder now

 private:
  std::filesystem::path m_folder;
  std::filesystem::path m_memory;  // empty: there is none
};

}  // namespace antin::keys_dev
