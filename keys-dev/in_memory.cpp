#include "keys-dev/in_memory.hpp"

#include <cstdlib>

#include "keys-dev/files.hpp"

namespace antin::keys_dev {

namespace fs = std::filesystem;

InMemory::InMemory(fs::path folder) : m_folder(std::move(folder)) {
  std::string name = "/dev/shm/antin-keys-dev.XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    make_folder(m_folder, 0700);
    return;
  }
  m_memory = name;
  fs::create_directory_symlink(m_memory, m_folder);
}

InMemory::~InMemory() {
  std::error_code ignored;
  if (!m_memory.empty()) fs::remove_all(m_memory, ignored);
}

void InMemory::settle() {
  if (m_memory.empty()) return;
  fs::remove(m_folder);
  make_folder(m_folder, 0700);
  fs::copy(m_memory, m_folder, fs::copy_options::recursive);
}

}  // namespace antin::keys_dev
