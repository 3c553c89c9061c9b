#include "client/protocol/errors.hpp"

#include <gmock/gmock.h>

#include <set>

namespace antin::protocol {
namespace {

constexpr auto last = static_cast<int>(Code::overloaded);

TEST(Errors, every_code_has_a_name_of_its_own_a_class_and_a_text) {
  std::set<std::string_view> names;
  for (int i = 0; i <= last; ++i) {
    const auto& row = facts(static_cast<Code>(i));
    EXPECT_EQ(static_cast<int>(row.code), i);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_NE(row.kind, Class::unknown) << row.name;
    EXPECT_GT(row.text.size(), 30U) << row.name;
    EXPECT_LT(row.text.size(), 1024U) << row.name;
    EXPECT_EQ(row.text.back(), '.') << row.name;
  }
}

TEST(Errors, names_lead_back_to_their_codes) {
  for (int i = 1; i <= last; ++i) {
    const auto code = static_cast<Code>(i);
    EXPECT_EQ(code_from_name(facts(code).name), code);
  }
  EXPECT_EQ(code_from_name("INTERNAL"), Code::unknown);
  EXPECT_EQ(code_from_name("already_sealed"), Code::unknown);
  EXPECT_EQ(code_from_name(""), Code::unknown);
}

TEST(Errors, names_are_those_of_the_contract) {
  EXPECT_EQ(facts(Code::already_sealed).name, "ALREADY_SEALED");
  EXPECT_EQ(facts(Code::no_grant).name, "NO_GRANT");
  EXPECT_EQ(facts(Code::not_in_roster).name, "NOT_IN_ROSTER");
  EXPECT_EQ(facts(Code::revocation_stale).name, "REVOCATION_STALE");
  EXPECT_EQ(facts(Code::unknown_system).name, "UNKNOWN_SYSTEM");
}

TEST(Errors, failures_may_be_retried_but_for_a_log_that_has_ended_and_denials_may_not) {
  for (int i = 1; i <= last; ++i) {
    const auto& row = facts(static_cast<Code>(i));
    const bool ended = row.code == Code::log_closed;
    const bool expected = (row.kind == Class::failed && !ended) || row.code == Code::rate_limited;
    EXPECT_EQ(row.retry, expected) << row.name;
  }
  EXPECT_FALSE(facts(Code::unknown).retry);
  EXPECT_EQ(facts(Code::unknown).kind, Class::failed);
}

TEST(Errors, refusals_of_the_gate_and_of_a_log_that_cannot_be_written_have_no_entry) {
  for (int i = 1; i <= last; ++i) {
    const auto& row = facts(static_cast<Code>(i));
    EXPECT_FALSE(row.logged && row.kind == Class::gate) << row.name;
  }
  EXPECT_FALSE(facts(Code::ledger_unavailable).logged);
  EXPECT_FALSE(facts(Code::overloaded).logged);
  EXPECT_TRUE(facts(Code::already_sealed).logged);
}

TEST(Errors, texts_say_nothing_of_the_inside) {
  for (int i = 0; i <= last; ++i) {
    for (const auto* word : {"PKCS", "SQL", "antind", "gate ", "exception", "PIN"}) {
      EXPECT_THAT(std::string(facts(static_cast<Code>(i)).text), testing::Not(testing::HasSubstr(word)));
    }
  }
}

TEST(Errors, a_number_that_is_no_code_is_internal) { EXPECT_EQ(facts(static_cast<Code>(9999)).name, "INTERNAL"); }

}  // namespace
}  // namespace antin::protocol
