// A school closes: its successor goes on with its records, and its key retires with a last entry.
#include <gmock/gmock.h>

#include "tests/support/endings.hpp"
#include "tests/support/must.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string old_key = "seal/79760001/school/2026.1";
const std::string new_key = "seal/79760002/school/2026.2";
constexpr const char* successor_system = "school-79760002";

class ClosingSchool : public ::testing::Test {
 protected:
  ClosingSchool() {
    bench.keys.add(new_key, issue_seal_key(bench.folder, "79760002-school-2026.2"));
    add_key(new_key, "79760002-school-2026.2");
    take();
  }
  void edit(const std::string& sed, const std::string& file) const {
    bench.folder.tools().must_run("sed -i '" + sed + "' dev/policy/" + file);
  }
  void add_key(const std::string& label, const std::string& certificate) const {
    bench.folder.tools().must_run("printf '%s\\n' '[[key]]' 'label = \"" + label +
                                  "\"' 'token = \"seals\"' 'algorithm = \"ecdsa-p256\"' 'certificate = \"keys/" +
                                  certificate + ".crt\"' >> dev/policy/keys.toml");
  }
  void remove_key(const std::string& label) const {
    edit("/^\\[\\[key\\]\\]$/{N;\\#\"" + label + "\"#{N;N;N;d}}", "keys.toml");
  }
  // From the day before the clock's, or after it.
  void close_school(std::chrono::days from = std::chrono::days(-1)) const {
    const auto day = base::print(bench.clock.reading.now + from).substr(0, 10);
    edit("/^code = \"79760001\"/a closed = " + day + "\\nsuccessor = \"79760002\"", "units.toml");
  }
  void take() {
    bench.sign_next_policy();
    const auto taken = bench.take_policy();
    ASSERT_TRUE(taken.ok()) << taken.error().text;
  }
  std::string refusal() {
    bench.sign_next_policy();
    const auto taken = bench.take_policy();
    return taken ? "" : taken.error().text;
  }
  std::size_t count(const std::string& text) const {
    const auto all = bench.life->entries();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.find(text) != std::string::npos; }));
  }
  std::vector<std::string> retirements() const {
    std::vector<std::string> found;
    for (const auto& entry : bench.life->entries())
      if (entry.find(R"("type":"key-retired")") != std::string::npos) found.push_back(entry);
    return found;
  }
  std::optional<protocol::Response> supersede(const base::Sha256Hash& previous, const std::string& person) {
    auto wish = bench.department_wish(previous);
    wish.step = wish.role = "principal";
    auto key = bench.folder.person(person);
    const auto ending = antin::test::ending_of(base::Act::superseded, wish, "wrong-grade");
    return bench.life->send({crypto::random_array<16>(),
                             antin::test::end_of(ending, {antin::test::sign(ending, key, bench.clock.reading.now)})},
                            successor_system);
  }

  Bench bench;
};

TEST_F(ClosingSchool, retires_its_key_with_a_last_entry_in_the_batch_of_the_bundle_that_says_so) {
  bench.principal_done();
  const auto seal = must(bench.life->ledger.size()) - 1;
  close_school();
  take();
  const auto entries = bench.life->entries();
  const auto& last = entries.back();
  EXPECT_THAT(entries.at(entries.size() - 2), HasSubstr(R"("type":"policy")"));
  EXPECT_THAT(last, HasSubstr(R"("type":"key-retired")"));
  EXPECT_THAT(last, HasSubstr(R"("key":")" + old_key));
  EXPECT_THAT(last, HasSubstr(R"("unit":"79760001")"));
  EXPECT_THAT(last, HasSubstr(R"("reason":"unit-closed")"));
  EXPECT_THAT(last, HasSubstr(R"("seals":1,)"));
  EXPECT_THAT(last, HasSubstr(R"("last":{"index":)" + std::to_string(seal) + ","));
  EXPECT_THAT(last, HasSubstr(R"("policy":")" + base::print(bench.wish().policy)));
  const auto& certificate = bench.life->in_force->policy().keys.at(old_key).certificate;
  EXPECT_THAT(last, HasSubstr(R"("certificate":")" + base::print(certificate)));
}

TEST_F(ClosingSchool, has_what_it_began_completed_by_its_successor_and_begins_nothing) {
  const auto leaf = bench.teacher_done();
  close_school();
  take();
  auto next = bench.wish();
  next.record += "2";
  EXPECT_EQ(code_of(bench.submit(next, "p-000007", successor_system)), "UNIT_CLOSED");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "NO_GRANT");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002", successor_system)), "WRONG_ROLE");
  const auto sealed = bench.submit(bench.principal_wish(leaf), "p-000008", successor_system);
  ASSERT_EQ(code_of(sealed), "done");
  const std::string entry(base::text(step_result(sealed).entry));
  EXPECT_THAT(entry, HasSubstr(R"("unit":"79760001")"));
  EXPECT_THAT(entry, HasSubstr(R"("acting":"79760002")"));
  EXPECT_THAT(entry, HasSubstr(R"("key":")" + new_key));
}

TEST_F(ClosingSchool, has_its_records_corrected_by_its_successor) {
  const auto leaf = bench.principal_done();
  const auto complete = tlog::leaf_hash(bench.done(bench.department_wish(leaf), "p-000003").entry);
  close_school();
  take();
  const auto lookup =
      bench.life->send({crypto::random_array<16>(), protocol::Lookup{"79760001", "hoc-ba", bench.wish().record, 1, ""}},
                       successor_system);
  ASSERT_EQ(code_of(lookup), "done");
  const auto found = protocol::parse_result(std::get<base::Bytes>(lookup->outcome));
  EXPECT_EQ(std::get<protocol::LookupResult>(*found).successor, "79760002");
  EXPECT_EQ(code_of(supersede(complete, "p-000002")), "WRONG_ROLE");
  ASSERT_EQ(code_of(supersede(complete, "p-000008")), "done");
  const auto ending = bench.life->entries().back();
  EXPECT_THAT(ending, HasSubstr(R"("acting":"79760002")"));
  EXPECT_THAT(ending, HasSubstr(R"("unit":"79760001")"));
  auto again = bench.wish();
  again.revision = 2;
  again.previous = tlog::leaf_hash(base::view(ending));
  EXPECT_EQ(code_of(bench.submit(again, "p-000007", successor_system)), "done");
  EXPECT_EQ(code_of(bench.life->send(
                {crypto::random_array<16>(), protocol::Lookup{"79760001", "hoc-ba", again.record, 2, ""}})),
            "done")
      << "its own system still reads";
}

TEST_F(ClosingSchool, is_not_judged_by_the_bundle_of_yesterday_any_more) {
  const auto leaf = bench.teacher_done();
  const auto named_before = bench.principal_wish(leaf);
  auto begun_before = bench.wish();
  begun_before.record += "2";
  close_school();
  take();
  EXPECT_EQ(code_of(bench.submit(named_before, "p-000008", successor_system)), "STATEMENT_MISMATCH");
  EXPECT_EQ(code_of(bench.submit(begun_before, "p-000007", successor_system)), "UNIT_CLOSED");
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(ClosingSchool, has_no_seal_behind_the_last_entry_of_its_key) {
  const auto leaf = bench.teacher_done();
  bench.keys.hold = true;
  bench.submit(bench.principal_wish(leaf), "p-000002");
  bench.keys.hold = false;
  close_school();
  take();
  const auto entries = bench.life->entries();
  EXPECT_THAT(entries.at(entries.size() - 2), HasSubstr(R"("type":"abandoned")"));
  EXPECT_THAT(entries.back(), HasSubstr(R"("type":"key-retired")"));
  EXPECT_THAT(entries.back(), Not(HasSubstr("last")));
  for (Operation operation = 1; operation < 30; ++operation)
    bench.life->flow->receive(SigningOutcome{operation, base::Bytes(64, 1)});
  bench.life->settle();
  bench.restart();
  EXPECT_EQ(count(R"("key":")" + old_key + R"(","kind")"), 1U) << "what was abandoned";
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000008", successor_system)), "done");
}

TEST_F(ClosingSchool, retires_its_key_when_the_day_comes_and_once) {
  close_school(std::chrono::days(2));
  take();
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_TRUE(retirements().empty());
  bench.clock.reading.now += std::chrono::days(3);
  bench.life->flow->tick();
  bench.life->settle();
  ASSERT_EQ(retirements().size(), 1U);
  EXPECT_THAT(retirements()[0], HasSubstr(R"("reason":"unit-closed")"));
  bench.life->flow->tick();
  bench.life->settle();
  bench.restart();
  EXPECT_EQ(retirements().size(), 1U);
}

TEST_F(ClosingSchool, retires_its_key_at_the_start_after_the_day_with_what_was_open_abandoned_first) {
  const auto leaf = bench.teacher_done();
  close_school(std::chrono::days(2));
  take();
  bench.keys.hold = true;
  bench.submit(bench.principal_wish(leaf), "p-000002");
  bench.clock.reading.now += std::chrono::days(3);
  bench.keys.hold = false;
  bench.restart();
  const auto entries = bench.life->entries();
  const auto at = [&](const std::string& text) {
    return std::find_if(entries.begin(), entries.end(),
                        [&](const auto& one) { return one.find(text) != std::string::npos; });
  };
  ASSERT_NE(at(R"("type":"key-retired")"), entries.end());
  EXPECT_LT(at(R"("type":"abandoned")"), at(R"("type":"key-retired")"));
  EXPECT_EQ(bench.keys.seals, 1U) << "of the life before";
}

TEST_F(ClosingSchool, retires_nothing_by_a_clock_that_nobody_trusts) {
  close_school(std::chrono::days(2));
  take();
  bench.clock.reading.now += std::chrono::days(3);
  bench.clock.reading.trusted = false;
  bench.life->flow->tick();
  bench.life->settle();
  bench.restart();
  EXPECT_TRUE(retirements().empty());
  bench.clock.reading.trusted = true;
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_EQ(retirements().size(), 1U);
}

TEST_F(ClosingSchool, has_no_key_any_more_when_the_clock_is_set_back) {
  const auto leaf = bench.teacher_done();
  close_school(std::chrono::days(2));
  take();
  bench.clock.reading.now += std::chrono::days(3);
  bench.life->flow->tick();
  bench.life->settle();
  ASSERT_EQ(retirements().size(), 1U);
  bench.clock.reading.now -= std::chrono::days(3);
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "NO_SEAL_KEY");
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(ClosingSchool, cannot_be_opened_again_with_the_key_that_has_retired) {
  close_school();
  take();
  edit("/^closed = /d;/^successor = /d", "units.toml");
  EXPECT_THAT(refusal(), HasSubstr("keys.toml: " + old_key + ": has retired, and seals nothing any more"));
  remove_key(old_key);
  add_key("seal/79760001/school/2026.2", "79760001-school-2026.1");
  EXPECT_THAT(refusal(), HasSubstr("keys.toml: seal/79760001/school/2026.2: is the key " + old_key + " again"));
  issue_seal_key(bench.folder, "79760001-school-2026.1");
  EXPECT_EQ(refusal(), "");
}

TEST_F(ClosingSchool, a_key_that_a_bundle_drops_retires_and_does_not_come_back) {
  remove_key("seal/79760002/school/2026.1");
  take();
  ASSERT_EQ(retirements().size(), 1U);
  EXPECT_THAT(retirements()[0], HasSubstr(R"("reason":"dropped")"));
  EXPECT_THAT(retirements()[0], HasSubstr(R"("seals":0,)"));
  bench.restart();
  add_key("seal/79760002/school/2026.1", "79760002-school-2026.2");
  remove_key(new_key);
  EXPECT_THAT(refusal(), HasSubstr("seal/79760002/school/2026.1: has retired"));
}

TEST_F(ClosingSchool, a_key_that_a_bundle_names_as_retired_stays_named_and_seals_nothing) {
  bench.keys.add("seal/79760001/school/2026.2", issue_seal_key(bench.folder, "79760001-school-2026.2"));
  add_key("seal/79760001/school/2026.2", "79760001-school-2026.2");
  edit("\\#\"" + old_key + "\"#a retired = true", "keys.toml");
  take();
  ASSERT_EQ(retirements().size(), 1U);
  EXPECT_THAT(retirements()[0], HasSubstr(R"("reason":"retired")"));
  const auto leaf = bench.teacher_done();
  const auto sealed = bench.done(bench.principal_wish(leaf), "p-000002");
  EXPECT_THAT(std::string(base::text(sealed.entry)), HasSubstr("seal/79760001/school/2026.2"));
  edit("s/Hoa Sen/Hoa Mai/", "units.toml");
  EXPECT_EQ(refusal(), "") << "it may be named for what it has sealed";
  EXPECT_EQ(retirements().size(), 1U);
  edit("/^retired = /d", "keys.toml");
  EXPECT_THAT(refusal(), HasSubstr("has retired"));
}

}  // namespace
}  // namespace antin::keeper::test
