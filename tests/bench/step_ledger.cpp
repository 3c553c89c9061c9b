#include "tests/bench/step_ledger.hpp"

#include <sqlite3.h>

#include <stdexcept>

#include "tests/bench/policy_town.hpp"

namespace antin::bench {
namespace {

const std::string origin = "seal.dev.example/2026";
constexpr std::uint64_t entries_a_commit = 16'384;

template <class Result>
auto must(Result result) {
  if (!result) throw std::runtime_error(result.error().text);
  if constexpr (!std::is_same_v<Result, keeper::LedgerResult<void>>) return *std::move(result);
}

std::unique_ptr<keeper::Ledger> open(const std::filesystem::path& file) {
  return std::move(must(keeper::open_sqlite_ledger(file, origin)).ledger);
}

// One small entry for each step to refer to.
void fill_entries(keeper::Ledger& ledger, std::uint64_t count) {
  for (std::uint64_t index = 0; index < count; ++index) {
    must(ledger.append(base::view("{\"number\":" + std::to_string(index) + "}"), PolicyTown::now()));
    if ((index + 1) % entries_a_commit == 0) must(ledger.commit());
  }
  must(ledger.commit());
}

void run(sqlite3* database, const std::string& sql) {
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(database));
}

constexpr std::uint64_t steps_a_class = std::uint64_t{3} * pupils_a_class;
constexpr std::uint64_t scatter = 2'654'435'761;  // odd: no two numbers below 2^32 get the same name

// As a class comes: all of it at once, then one of the next school. Its records' names are scattered over the school's,
// as keyed hashes are. Of a school's principals' steps each 150 are another year's, so that a year has as many however
// large the ledger is.
// Of the steps from one number to another.
std::string steps_in_sql(const PolicySize& size, const base::Digest& digest, std::uint64_t from, std::uint64_t until) {
  const auto schools = std::to_string(size.schools), a_class = std::to_string(steps_a_class);
  const auto now = std::to_string(PolicyTown::now().time_since_epoch().count());
  return "WITH RECURSIVE numbers(i) AS (SELECT " + std::to_string(from) +
         " UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < " + std::to_string(until) + "), named AS (SELECT i, i / " +
         a_class + " % " + schools + " AS school, i / " + a_class + " / " + schools + " * " +
         std::to_string(pupils_a_class) + " + i % " + a_class +
         " / 3 AS pupil, i % 3 AS part FROM numbers)"
         " INSERT INTO steps (unit, kind, record, revision, step, status, at, digest, people, certificates, system,"
         " request, seal_key, entry, result)"
         " SELECT CAST(79000000 + school AS TEXT), 'hoc-ba', printf('1.%08x', (pupil * 2 + (part = 2)) * " +
         std::to_string(scatter) + " % 4294967296), 1, iif(part = 1, 'principal', 'teacher'), 2, " + now +
         " - pupil / 150 * 31557600000, '" + base::print(digest) +
         "', 'p-somebody' || char(10), zeroblob(32), 'school', zeroblob(16), '', i, zeroblob(600) FROM named";
}

// A part at a time: because of the triggers SQLite puts all that one statement inserts somewhere else first.
void fill_steps(const std::filesystem::path& file, const PolicySize& size, const base::Digest& digest,
                std::uint64_t steps) {
  constexpr std::uint64_t part = 50'000;
  sqlite3* opened = nullptr;
  const int state = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(opened, sqlite3_close);
  if (state != SQLITE_OK) throw std::runtime_error("the generated ledger cannot be opened");
  run(opened, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  run(opened, "PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY; BEGIN");
  for (std::uint64_t from = 0; from < steps; from += part)
    run(opened, steps_in_sql(size, digest, from, std::min(from + part, steps)));
  run(opened, "COMMIT");
}

}  // namespace

std::uint64_t classes_a_school(const PolicySize& size) { return size.steps / (steps_a_class * size.schools); }

StepLedger::StepLedger(const std::filesystem::path& file, const PolicySize& size, const base::Digest& digest) {
  const auto steps = classes_a_school(size) * size.schools * steps_a_class;
  if (steps == 0)
    throw std::runtime_error("each school needs a class: ask for " + std::to_string(steps_a_class) + " steps a school");
  fill_entries(*open(file), steps);
  fill_steps(file, size, digest, steps);
  m_ledger = open(file);
}

std::string StepLedger::waiting_record(std::uint64_t which, unsigned pupil) {
  const auto number = ((which * pupils_a_class + pupil) * 2 + 1) * scatter % 0x1'0000'0000;
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "1.%08llx", static_cast<unsigned long long>(number));
  return text.data();
}

policy::Facts StepLedger::facts(const policy::Submission& asked) {
  policy::Facts facts;
  for (const auto& step : must(m_ledger->steps(asked.unit, asked.kind, asked.record, asked.revision)))
    facts.steps.push_back({step.name.step, policy::StepStatus::done, step.digest, step.people, {}, step.leaf, step.at});
  if (must(m_ledger->ending({asked.unit, asked.kind, asked.record, asked.revision})))
    throw std::runtime_error("a revision of the generated ledger has ended");
  facts.done_this_year = must(m_ledger->count(asked.unit, asked.kind, asked.step, std::chrono::year(2026)));
  return facts;
}

}  // namespace antin::bench
