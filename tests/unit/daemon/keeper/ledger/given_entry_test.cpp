#include "daemon/keeper/ledger/given_entry.hpp"

#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/ledger/entry.hpp"
#include "tests/unit/daemon/keeper/ledger/samples.hpp"

namespace antin::keeper::test {
namespace {

using testing::HasSubstr;

base::Bytes a_done_entry() {
  const DecisionFields fields{step_name("r1"),
                              base::sha256_digest(hash_of("document")),
                              {{"p-000002", "principal", "certificate", hash_of("statement"), hash_of("bulk")}},
                              "hoc-ba/principal",
                              hash_of("policy"),
                              "seal/79760001/school/2026.1",
                              "school-79760001"};
  return encode_done(encode(fields, octets("key")), {second(4),
                                                     {5, "kernel"},
                                                     hash_of("seal"),
                                                     base::sha256_digest(hash_of("document")),
                                                     {second(4), {1}, hash_of("token")}});
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text(base::text(a_done_entry()));
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& text) {
  const auto read = parse_given_entry(base::view(text));
  return read ? "" : read.error().text;
}

TEST(GivenEntry, of_a_step_is_what_this_program_writes) {
  const auto read = parse_given_entry(a_done_entry());
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_FALSE(read->ending);
  EXPECT_EQ(read->name, step_name("r1"));
  EXPECT_EQ(read->at, second(4));
  EXPECT_EQ(read->digest, base::sha256_digest(hash_of("document")));
  ASSERT_EQ(read->people.size(), 1U);
  EXPECT_EQ(read->people[0].id, print_person(octets("key"), "p-000002"));
  EXPECT_EQ(read->people[0].statement, hash_of("statement"));
  EXPECT_EQ(read->people[0].bulk, hash_of("bulk"));
  EXPECT_EQ(read->key, "seal/79760001/school/2026.1");
  EXPECT_EQ(read->seal, hash_of("seal"));
  EXPECT_EQ(read->token, hash_of("token"));
  EXPECT_EQ(read->system, "school-79760001");
}

TEST(GivenEntry, of_an_ending_is_what_this_program_writes) {
  EndingEntry ending{second(4),
                     {5, "kernel"},
                     {"79760001", "hoc-ba", "r1", 2},
                     base::Act::returned,
                     "department",
                     "wrong-grade",
                     base::sha256_digest(hash_of("document")),
                     {{"p-000002", "principal", "certificate", hash_of("statement")}},
                     "hoc-ba/department:return",
                     hash_of("policy"),
                     "school-79760001"};
  const auto returned = parse_given_entry(encode(ending, octets("key")));
  ASSERT_TRUE(returned) << returned.error().text;
  EXPECT_EQ(returned->ending, base::Act::returned);
  EXPECT_EQ(returned->name, (StepName{"79760001", "hoc-ba", "r1", 2, "department"}));
  EXPECT_EQ(returned->reason, "wrong-grade");
  ending.act = base::Act::withdrawn;
  ending.step.clear();
  const auto withdrawn = parse_given_entry(encode(ending, octets("key")));
  ASSERT_TRUE(withdrawn) << withdrawn.error().text;
  EXPECT_EQ(withdrawn->ending, base::Act::withdrawn);
  EXPECT_EQ(withdrawn->name.step, "");
}

TEST(GivenEntry, that_lacks_something_or_has_it_wrong_is_refused_by_its_name) {
  const std::pair<std::pair<std::string, std::string>, std::string> cases[] = {
      {{R"("unit":"79760001")", R"("unit":"7 9")"}, "`unit`"},
      {{R"("kind":"hoc-ba")", R"("kind":7)"}, "`kind`"},
      {{R"("record":"r1")", R"("recorded":"r1")"}, "`record`"},
      {{R"("revision":1)", R"("revision":0)"}, "`revision`"},
      {{R"("revision":1)", R"("revision":4294967296)"}, "`revision`"},
      {{R"("revision":1)", R"("revision":-1)"}, "`revision`"},
      {{R"("step":"principal")", R"("step":"")"}, "`step`"},
      {{R"("system":"school-79760001")", R"("system":"")"}, "`system`"},
      {{R"("approved":"sha256:)", R"("approved":"sha999:)"}, "`approved`"},
      {{R"("seal":"sha256:)", R"("seal":"sha)"}, "`seal`"},
      {{R"("token":{)", R"("tokens":{)"}, "`token`"},
      {{R"("sha256":")", R"("sha256":"x)"}, "`token`"},
      {{R"("statement":"sha256:)", R"("statement":")"}, "`people`"},
      {{R"("bulk":"sha256:)", R"("bulk":")"}, "`people`"},
      {{R"("people":[)", R"("persons":[)"}, "`people`"},
      {{R"("at":")", R"("at":"x)"}, "`at`"},
  };
  for (const auto& [change, named] : cases)
    EXPECT_THAT(refusal(changed(change.first, change.second)), HasSubstr(named)) << change.second;
}

TEST(GivenEntry, of_another_type_or_none_is_refused) {
  EXPECT_THAT(refusal(changed(R"("type":"done")", R"("type":"denied")")), HasSubstr("neither of a step"));
  EXPECT_THAT(refusal("[]"), HasSubstr("not a JSON object"));
  EXPECT_THAT(refusal("{"), HasSubstr("not a JSON object"));
  EXPECT_THAT(refusal("{}"), HasSubstr("neither of a step"));
  EXPECT_THAT(refusal(std::string(entry_size_limit + 1, ' ')), HasSubstr("larger than an entry"));
}

}  // namespace
}  // namespace antin::keeper::test
