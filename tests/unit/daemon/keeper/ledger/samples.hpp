// A folder of its own for each test, and values to put into the ledger that is in it.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/keeper/ledger/schema.hpp"
#include "daemon/keeper/ledger/sqlite_ledger.hpp"

namespace antin::keeper::test {

inline const std::string origin = "seal.test.example/2026";

inline base::Bytes octets(std::string_view text) { return base::copy(base::view(text)); }
inline base::Instant second(int count) { return base::Instant(std::chrono::seconds(1'800'000'000 + count)); }
inline base::Sha256Hash hash_of(std::string_view text) { return crypto::sha256(base::view(text)); }

inline StepName step_name(const std::string& record, const std::string& step = "principal") {
  return {"79760001", "hoc-ba", record, 1, step};
}

inline RequestId request_id(std::uint8_t last) {
  RequestId id{};
  id.back() = last;
  return id;
}

inline Intent intent(const StepName& name, std::uint8_t request = 1) {
  Intent made;
  made.name = name;
  made.digest = base::sha256_digest(hash_of("document"));
  made.system = "school-79760001";
  made.request = request_id(request);
  made.at = second(1);
  made.key = "seal/79760001/school/2026.1";
  made.attributes = octets("attributes");
  made.entry = R"({"policy":"sha256:00"})";
  made.people = {"p-000002", "p-000003"};
  made.certificates = {hash_of("certificate 2"), hash_of("certificate 3")};
  return made;
}

// Back to what a ledger was before it took receipts back, before it counted the steps of a year, before it knew seal
// keys, before it had orders of security officers, and before it had endings.
inline const std::string without_lost_logs =
    "DROP TRIGGER carried_steps_come_first; DROP TRIGGER carried_steps_are_not_done_here;"
    " DROP TRIGGER carried_endings_come_first; DROP TRIGGER carried_endings_are_not_ended_here;"
    " CREATE TRIGGER carried_steps_come_first BEFORE INSERT ON carried_steps WHEN EXISTS (SELECT 1 FROM entries)"
    " BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;"
    " CREATE TRIGGER carried_endings_come_first BEFORE INSERT ON carried_endings WHEN EXISTS (SELECT 1 FROM entries)"
    " BEGIN SELECT RAISE(ABORT, 'a log is made a successor before its first entry'); END;"
    " DROP TABLE given_back; DROP TABLE lost_logs; PRAGMA user_version = 10;";
inline const std::string without_yearly_steps =
    without_lost_logs +
    "DROP TRIGGER steps_are_counted; DROP TRIGGER abandoned_steps_do_not_count;"
    " DROP TRIGGER steps_count_in_the_year_of_their_entry; DROP TRIGGER carried_steps_are_counted;"
    " DROP TABLE yearly_steps; DROP VIEW steps_in_years; PRAGMA user_version = 9;";
inline const std::string without_seal_keys =
    without_yearly_steps +
    "DROP TRIGGER seals_are_counted; DROP TRIGGER a_retired_key_seals_nothing; DROP TABLE retired_keys;"
    " DROP TABLE seal_keys; PRAGMA user_version = 8;";
inline const std::string without_orders =
    without_seal_keys + "DROP VIEW stopped; DROP TABLE carried_stops; DROP TABLE orders; PRAGMA user_version = 7;";
inline const std::string without_endings =
    without_orders +
    "DROP TABLE roster_changes; DROP TABLE roster_statements;"
    "DROP TRIGGER nothing_follows_a_carried_ending; DROP TRIGGER nothing_follows_an_ending; DROP TRIGGER "
    "a_revision_follows_an_ending; DROP INDEX requests_by_ending;"
    " DROP INDEX timestamps_by_time; ALTER TABLE requests DROP COLUMN ending; DROP TABLE endings;"
    " DROP TABLE carried_endings;"
    " CREATE INDEX timestamps_by_time ON requests (at) WHERE step IS NULL; PRAGMA user_version = 5;";

// A return at the department's step; its entry is added by add_entry.
inline EndingRecord an_ending(const std::string& record, std::uint32_t revision = 1) {
  EndingRecord made;
  made.name = {"79760001", "hoc-ba", record, revision};
  made.act = base::Act::returned;
  made.step = "department";
  made.reason = "wrong-grade";
  made.statements = {hash_of("statement")};
  made.people = {"p-000004"};
  made.certificates = {hash_of("certificate 4")};
  made.system = "school-79760001";
  made.at = second(7);
  made.result = octets("ended");
  return made;
}
inline void add_entry(Ledger& ledger, EndingRecord& ending) {
  const auto entry = ledger.append(base::view("{\"ended\":\"" + ending.name.record + "\"}"), ending.at);
  ending.index = entry->index;
  ending.leaf = entry->leaf;
}

// A stop; its entry is added by add_entry.
inline OrderRecord an_order(OrderAct act = OrderAct::stop, const std::string& statement = "stop",
                            const std::string& target = "key seal/79760001/school/2026.1") {
  OrderRecord made;
  made.act = act;
  made.target = base::parse_target(target).value();
  if (act == OrderAct::stop) made.reason = "key-suspected";
  made.statement = hash_of(statement);
  made.at = second(8);
  made.result = octets("ordered");
  return made;
}
inline void add_entry(Ledger& ledger, OrderRecord& order) {
  const auto type = order.act == OrderAct::stop ? "stop-order" : "resume-order";
  const auto entry =
      ledger.append(base::view(R"({"reason":")" + order.reason + R"(","statement":")" + base::print(order.statement) +
                               R"(","target":")" + base::print(order.target) + R"(","type":")" + type + "\"}"),
                    order.at);
  order.index = entry->index;
  order.leaf = entry->leaf;
}

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antin-ledger-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    m_folder = pattern;
  }
  ~LedgerTest() override {
    m_opened.reset();
    std::filesystem::remove_all(m_folder);
  }

  [[nodiscard]] std::filesystem::path file() const { return m_folder / "ledger"; }

  Ledger& open() {
    m_opened.reset();
    auto opened = open_sqlite_ledger(file(), origin);
    if (!opened) throw std::runtime_error(opened.error().text);
    m_opened = *std::move(opened);
    return *m_opened->ledger;
  }
  void close() { m_opened.reset(); }
  [[nodiscard]] const LedgerIdentity& identity() const { return m_opened->identity; }

  // Why the file is refused; empty when it is not.
  std::string refusal(const std::string& of = origin) {
    const auto opened = open_sqlite_ledger(file(), of);
    return opened ? "" : opened.error().text;
  }

  // SQL of a stranger to the file, while the ledger is closed. The reason why SQLite refused it; empty when it did not.
  std::string run_sql(const std::string& sql) { return run_sql(sql, file()); }
  std::string run_sql(const std::string& sql, const std::filesystem::path& of) {
    close();
    try {
      auto connection = Connection::open(of);
      connection.script(sql);
      return "";
    } catch (const SqliteFailure& failure) {
      return failure.what();
    }
  }

  // The ledger over a connection that the test has prepared.
  std::unique_ptr<SqliteLedger> open_with(const std::string& sql) {
    auto lock = LockFile::hold(file().string() + ".lock");
    auto connection = Connection::open(file());
    set_up(connection);
    connection.script(sql);
    return std::make_unique<SqliteLedger>(*std::move(lock), std::move(connection));
  }

  std::filesystem::path m_folder;
  std::optional<OpenedLedger> m_opened;
};

}  // namespace antin::keeper::test
