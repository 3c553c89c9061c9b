// What a witness must never forget: of each log the last checkpoint that it cosigned, as the note that it is.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/descriptor.hpp"
#include "core/base/result.hpp"
#include "core/tlog/checkpoint.hpp"

namespace antin::witness {

// The name of a log in paths: the hex SHA-256 of its origin.
std::string name_of_log(std::string_view origin);

struct Remembered {
  tlog::Checkpoint checkpoint;
  std::string note;
};

class Memory {
 public:
  // The folder must be there; a lock in it keeps a second process out. Refuses a file that is not a checkpoint's note
  // of the origin that its name says: a witness that guesses may cosign a fork.
  static base::Result<Memory> open(const std::filesystem::path& folder);

  [[nodiscard]] const Remembered* find(std::string_view origin) const;  // null: none so far
  [[nodiscard]] const Remembered* find_by_name(const std::string& name) const;
  // Durable when this returns. After an error it is not known what is on the disk: end the process, start again.
  base::Result<void> keep(const tlog::Checkpoint& checkpoint, const std::string& note);

 private:
  Memory(std::filesystem::path folder, base::Descriptor lock) : m_folder(std::move(folder)), m_lock(std::move(lock)) {}
  base::Result<void> read();

  std::filesystem::path m_folder;
  base::Descriptor m_lock;
  std::map<std::string, Remembered> m_logs;  // by name
};

}  // namespace antin::witness
