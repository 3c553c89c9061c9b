// Runs the writer over a folder, with and without faults, and judges what it left: the log must verify, extend every
// checkpoint that was shown, and hold every receipt that was given away.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/fault/writer/keys.hpp"
#include "tests/support/foreign_tools.hpp"

namespace antin::fault {

constexpr unsigned batches = 3, entries_a_batch = 4;
constexpr int start_me_again = 75;
constexpr int killed = 128 + 9;  // as a shell says it

struct Fault {
  std::string mode;
  unsigned long at = 0;
};

struct Said {
  int status = -1;
  std::vector<std::string> checkpoints;           // notes
  std::map<std::uint64_t, std::string> receipts;  // hex leaf hash by index
  unsigned long operations = 0;                   // 0: it did not come to its end
  std::string text;
};

// Temporary files on a disk that is memory: what a sync makes durable is for the faults to decide, and none has to
// wait.
struct InMemory {
  InMemory() {
    if (std::filesystem::is_directory("/dev/shm")) ::setenv("TMPDIR", "/dev/shm", 1);
  }
};

class Bench {
 public:
  // A log that is about to fill a tile, in a ledger that is about to copy its write-ahead log into its file.
  Bench();

  void begin() const;  // from a copy of that
  [[nodiscard]] Said write(unsigned how_many_batches, const std::optional<Fault>& fault = {}) const;
  [[nodiscard]] Said shown() const;  // the published checkpoint
  [[nodiscard]] unsigned long operations();

  // Empty, or what is not as it was said.
  [[nodiscard]] std::string judge(const std::vector<Said>& all) const;

  [[nodiscard]] bool has(const std::string& file) const { return std::filesystem::exists(folder() / file); }
  [[nodiscard]] std::string sum_of(const std::string& file) const;

 private:
  [[nodiscard]] std::filesystem::path folder() const { return m_directory.path() / "log"; }

  InMemory m_in_memory;  // before the folder is made
  test::ToolDirectory m_directory;
  test::LogKey m_key{origin};
  unsigned long m_operations = 0;
};

}  // namespace antin::fault
