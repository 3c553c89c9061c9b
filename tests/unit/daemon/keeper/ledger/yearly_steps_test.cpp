// How many steps of a year the ledger counts, which quotas bound: always as many as its steps and entries say.
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "daemon/keeper/ledger/whole_check.hpp"
#include "tests/unit/daemon/keeper/ledger/successor_fixture.hpp"

namespace antin::keeper::test {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

const std::vector<std::string> units = {"79760001", "79760002"}, kinds = {"hoc-ba", "trich-luc"},
                               steps = {"teacher", "principal"};

base::Instant instant(const std::string& text) { return base::parse_instant(text).value(); }
// In Viet Nam it is the next year's first moment.
const base::Instant new_year = instant("2026-12-31T17:00:00Z");

int year_of(base::Instant at) { return at < new_year ? 2026 : 2027; }

// Unit, kind, step and year.
using Place = std::tuple<std::string, std::string, std::string, int>;
using Counts = std::map<Place, std::uint64_t>;

Place place_of(const StepName& name, base::Instant at) { return {name.unit, name.kind, name.step, year_of(at)}; }

Counts counted(Ledger& ledger) {
  Counts counts;
  for (const auto& unit : units)
    for (const auto& kind : kinds)
      for (const auto& step : steps)
        for (const int year : {2026, 2027})
          if (const auto number = *ledger.count(unit, kind, step, std::chrono::year(year)))
            counts[{unit, kind, step, year}] = number;
  return counts;
}

// From nothing but the log's entries, and the intents that have none yet.
Counts rebuilt(Ledger& ledger) {
  Counts counts;
  const auto entries = *ledger.entries(0, *ledger.size());
  for (const auto& logged : entries) {
    const auto entry = Json::parse(logged.bytes);
    if (entry.at("type") != "done") continue;
    const auto at = instant(entry.at("at").get<std::string>());
    ++counts[{entry.at("unit"), entry.at("kind"), entry.at("step"), year_of(at)}];
  }
  const auto intents = *ledger.open_intents();
  for (const auto& intent : intents) ++counts[place_of(intent.name, intent.at)];
  return counts;
}

class YearlySteps : public Successor {
 protected:
  Ledger& ledger() { return *m_opened->ledger; }
  bool open_at(StepName name, base::Instant at) {
    auto made = intent(name);
    made.request = request_id(0);
    made.request[0] = static_cast<std::uint8_t>(++m_requests >> 8U);
    made.request[1] = static_cast<std::uint8_t>(m_requests);
    made.at = at;
    return ledger().open_step(made, hash_of("meaning")).ok();
  }
  void complete_at(const StepName& name, base::Instant at) {
    const Json entry{{"type", "done"},    {"at", base::print(at)},     {"unit", name.unit},    {"kind", name.kind},
                     {"step", name.step}, {"revision", name.revision}, {"record", name.record}};
    const auto appended = ledger().append(base::view(entry.dump()), at);
    ASSERT_TRUE(ledger().complete_step(name, *appended, at, base::view("reply")));
  }
  void return_at(const StepName& name, base::Instant at) {
    auto ending = an_ending(name.record, name.revision);
    ending.name = {name.unit, name.kind, name.record, name.revision};
    ending.at = at;
    const auto entry = ledger().append(base::view(R"({"type":"returned"})"), at);
    ending.index = entry->index;
    ending.leaf = entry->leaf;
    auto id = request_id(9);
    id[0] = static_cast<std::uint8_t>(++m_requests >> 8U);
    id[1] = static_cast<std::uint8_t>(m_requests);
    ASSERT_TRUE(ledger().end_revision(ending, id, hash_of("end")));
  }
  std::string found() {
    close();
    const auto checked = check_ledger(file(), origin, {key.verifier()}, [](auto&&...) {});
    return checked ? "" : checked.error().text;
  }
  std::uint64_t count(int year) { return *ledger().count("79760001", "hoc-ba", "principal", std::chrono::year(year)); }

  unsigned m_requests = 0;
};

TEST_F(YearlySteps, of_a_unit_that_has_none_are_none) {
  open();
  EXPECT_EQ(count(2026), 0U);
}

TEST_F(YearlySteps, count_from_the_first_moment_of_the_year_in_viet_nam) {
  open();
  ASSERT_TRUE(open_at(step_name("a"), new_year - 1ms));
  ASSERT_TRUE(open_at(step_name("b"), new_year));
  EXPECT_EQ(count(2026), 1U);
  EXPECT_EQ(count(2027), 1U);
}

TEST_F(YearlySteps, count_in_the_year_of_their_entry_once_they_are_done) {
  open();
  ASSERT_TRUE(open_at(step_name("a"), new_year - 1ms));
  complete_at(step_name("a"), new_year + 5ms);
  EXPECT_EQ(count(2026), 0U);
  EXPECT_EQ(count(2027), 1U);
}

TEST_F(YearlySteps, do_not_count_when_they_were_abandoned) {
  open();
  ASSERT_TRUE(open_at(step_name("a"), new_year));
  ASSERT_TRUE(ledger().abandon_step(step_name("a")));
  EXPECT_EQ(count(2027), 0U);
  EXPECT_EQ(found(), "");
}

// A school that corrects without end meets the quota too.
TEST_F(YearlySteps, count_again_in_the_revision_after_a_return) {
  open();
  ASSERT_TRUE(open_at(step_name("a"), new_year));
  complete_at(step_name("a"), new_year);
  return_at(step_name("a"), new_year + 1s);
  auto again = step_name("a");
  again.revision = 2;
  ASSERT_TRUE(open_at(again, new_year + 2s));
  EXPECT_EQ(count(2027), 2U);
}

TEST_F(YearlySteps, of_a_request_that_was_rewound_do_not_count) {
  open();
  ASSERT_TRUE(open_at(step_name("a"), new_year));
  ASSERT_TRUE(ledger().mark());
  ASSERT_TRUE(open_at(step_name("b"), new_year));
  ASSERT_TRUE(ledger().rewind());
  EXPECT_EQ(count(2027), 1U);
}

TEST_F(YearlySteps, are_what_entries_and_open_intents_say_after_anything_that_happens) {
  open();
  std::mt19937 random(20'261'231);  // NOLINT(cert-msc51-cpp): the same history in every run
  const auto any = [&](const auto& list) { return list[random() % list.size()]; };
  std::vector<StepName> opened, done;
  auto at = new_year - 400ms;
  const auto take = [&](std::vector<StepName>& from) {
    std::swap(from[random() % from.size()], from.back());
    const auto name = from.back();
    from.pop_back();
    return name;
  };
  for (int event = 0; event < 1'500; ++event, at += 1ms) {
    switch (random() % 8) {
      case 0: {
        if (opened.empty()) break;
        ASSERT_TRUE(ledger().abandon_step(take(opened)));
        break;
      }
      case 1:
      case 2:
      case 3: {
        if (opened.empty()) break;
        done.push_back(take(opened));
        complete_at(done.back(), at);
        break;
      }
      case 4: {
        if (done.empty()) break;
        auto name = take(done);
        return_at(name, at);
        ++name.revision;
        ASSERT_TRUE(open_at(name, at));
        opened.push_back(name);
        break;
      }
      default: {
        const StepName name{any(units), any(kinds), "r" + std::to_string(event), 1, any(steps)};
        ASSERT_TRUE(open_at(name, at));
        opened.push_back(name);
      }
    }
    if (event % 100 == 0) {
      ASSERT_EQ(counted(ledger()), rebuilt(ledger())) << "after event " << event;
    }
  }
  ASSERT_EQ(counted(ledger()), rebuilt(ledger()));
  ASSERT_GT(counted(ledger()).size(), 8U) << "steps of both years were to be there";
}

TEST_F(YearlySteps, of_a_ledger_from_before_they_were_counted_are_counted) {
  open();
  for (const auto* record : {"a", "b", "c"}) ASSERT_TRUE(open_at(step_name(record), new_year - 1ms));
  complete_at(step_name("a"), new_year);
  ASSERT_TRUE(ledger().commit());
  const auto before = counted(ledger());
  ASSERT_EQ(run_sql(without_yearly_steps), "");
  EXPECT_EQ(counted(open()), before);
  EXPECT_EQ(found(), "");
}

TEST_F(YearlySteps, go_on_in_the_log_that_follows) {
  close_old();
  const auto before = *open().count("79760001", "hoc-ba", "principal", std::chrono::year(2027));
  close();
  ASSERT_EQ(before, 2U);
  ASSERT_EQ(refusal_to_succeed(), "");
  auto made = successor();
  EXPECT_EQ(*made.ledger->count("79760001", "hoc-ba", "principal", std::chrono::year(2027)), before);
}

TEST_F(YearlySteps, that_are_not_as_many_as_the_steps_are_found) {
  open();
  ASSERT_TRUE(open_at(step_name("a"), new_year));
  ASSERT_TRUE(ledger().commit());
  EXPECT_EQ(found(), "");
  for (const auto* sql : {"UPDATE yearly_steps SET number = 0", "UPDATE yearly_steps SET number = 2",
                          "UPDATE yearly_steps SET number = 1, year = 2028",
                          "INSERT INTO yearly_steps VALUES ('79', 'hoc-ba', 'principal', 2027, 1)"}) {
    ASSERT_EQ(run_sql(sql), "");
    EXPECT_THAT(found(), HasSubstr("are not as many as it has counted")) << sql;
    ASSERT_EQ(run_sql("DROP TRIGGER yearly_steps_stay; DELETE FROM yearly_steps;"
                      "INSERT INTO yearly_steps VALUES ('79760001', 'hoc-ba', 'principal', 2027, 1);"
                      "CREATE TRIGGER yearly_steps_stay BEFORE DELETE ON yearly_steps"
                      " BEGIN SELECT RAISE(ABORT, 'what was counted is not forgotten'); END;"),
              "");
  }
  EXPECT_EQ(found(), "");
  EXPECT_NE(run_sql("DELETE FROM yearly_steps"), "");
}

TEST_F(YearlySteps, are_found_without_reading_the_steps) {
  open();
  close();
  auto connection = Connection::open(file());
  auto plan = connection.query(
      "EXPLAIN QUERY PLAN SELECT number FROM yearly_steps WHERE unit = ? AND kind = ? AND step = ? AND year = ?");
  ASSERT_TRUE(plan.next());
  EXPECT_THAT(plan.text(3), HasSubstr("USING PRIMARY KEY (unit=? AND kind=? AND step=? AND year=?)"));
}

}  // namespace
}  // namespace antin::keeper::test
