// A ledger, a folder for the log's files, and the log's key in memory.
#pragma once

#include <gtest/gtest.h>

#include "daemon/keeper/log/log.hpp"
#include "daemon/keeper/log/start_checks.hpp"
#include "tests/support/log_key.hpp"
#include "tests/support/scratch.hpp"

namespace antin::keeper::test {

inline const std::string origin = "seal.test.example/2026";
inline base::Instant second(int count) { return base::Instant(std::chrono::seconds(1'800'000'000 + count)); }

class LogBench : public ::testing::Test {
 protected:
  LogBench() { open(); }

  void open() {
    log.reset();
    opened.reset();
    opened = open_sqlite_ledger(folder / "ledger", origin).value();
    publisher.emplace(LogFolders{folder / "log", folder / "entries"}, ledger());
  }
  void start() { log.emplace(ledger(), keys, *publisher); }
  Ledger& ledger() { return *opened->ledger; }

  void append(int count) {
    for (int i = 0; i < count; ++i) {
      const auto entry = R"({"n":)" + std::to_string(m_next++) + "}";
      ASSERT_TRUE(ledger().append(base::view(entry), second(m_next)));
    }
    ASSERT_TRUE(ledger().commit());
  }
  // One checkpoint's whole way: signed, kept, published.
  void checkpoint() {
    const auto text = log->next_to_sign();
    ASSERT_TRUE(text);
    const auto made = log->take(key.sign(*text));
    ASSERT_TRUE(made);
    ASSERT_TRUE(ledger().keep_checkpoint(*made, second(m_next)));
    ASSERT_TRUE(ledger().commit());
    log->publish();
  }
  // The next generation is in force, and the one before stays in the policy.
  void rotate() {
    key = antin::test::LogKey::anew(origin);
    keys.in_force = key.verifier();
    keys.all.push_back(key.verifier());
  }
  [[nodiscard]] std::string why_not_started(base::Instant now = second(1'000'000)) {
    const auto checked = check_log(ledger(), *publisher, keys, now);
    return checked ? "" : checked.error().text;
  }
  [[nodiscard]] tlog::Checkpoint published() const {
    return tlog::open_checkpoint(base::text(folder.bytes("log/checkpoint")), key.verifier()).value();
  }

  client::Scratch folder;
  antin::test::LogKey key{origin};
  LogKeys keys{key.verifier(), {key.verifier()}};
  std::optional<OpenedLedger> opened;
  std::optional<Publisher> publisher;
  std::optional<Log> log;

 private:
  int m_next = 0;
};

}  // namespace antin::keeper::test
