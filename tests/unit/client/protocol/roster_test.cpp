// Requests and answers about the roster of people.
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

ChangeRoster a_change() { return {{'s'}, {{0x30, 1}, {0x30, 2}}, {{{}, 0, {}, {0x30, 3}}}}; }
ChangeRoster a_batch() { return {{'b'}, {{0x30, 1}}, {{{'i'}, 5, {{1}, {2}}, {0x30, 3}}, {{'j'}, 6, {{1}}, {}}}}; }

wire::Request on_the_wire(decltype(Request::body) body) {
  const auto bytes = encode(Request{sample_id(), std::move(body)});
  wire::Request message;
  message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return message;
}

TEST(ChangeRosterRequest, comes_back_as_it_was) {
  for (const auto& expected : {a_change(), a_batch()}) {
    const auto parsed = parse_request(encode(Request{sample_id(), expected}));
    ASSERT_TRUE(parsed) << parsed.error().text;
    const auto& body = std::get<ChangeRoster>(parsed->body);
    EXPECT_EQ(body.statement, expected.statement);
    EXPECT_EQ(body.cms, expected.cms);
    ASSERT_EQ(body.items.size(), expected.items.size());
    for (std::size_t i = 0; i < body.items.size(); ++i) {
      EXPECT_EQ(body.items[i].statement, expected.items[i].statement);
      EXPECT_EQ(body.items[i].index, expected.items[i].index);
      EXPECT_EQ(body.items[i].path, expected.items[i].path);
      EXPECT_EQ(body.items[i].certificate, expected.items[i].certificate);
    }
  }
}

TEST(ChangeRosterRequest, one_that_is_not_whole_is_refused) {
  const std::pair<const char*, std::function<void(wire::ChangeRoster&)>> refusals[] = {
      {"no statement", [](auto& change) { change.clear_statement(); }},
      {"no signature", [](auto& change) { change.clear_cms(); }},
      {"an empty signature", [](auto& change) { change.set_cms(0, ""); }},
      {"no item", [](auto& change) { change.clear_items(); }},
      {"two items of what is no batch", [](auto& change) { change.mutable_items(0)->clear_statement(); }},
      {"a hash of 31 octets", [](auto& change) { change.mutable_items(0)->set_path(0, std::string(31, 'x')); }},
      {"a path of 21 hashes",
       [](auto& change) {
         for (int i = 0; i < 20; ++i) change.mutable_items(0)->add_path(std::string(32, 'x'));
       }},
      {"17 signatures",
       [](auto& change) {
         for (int i = 0; i < 16; ++i) change.add_cms("x");
       }},
      {"129 items",
       [](auto& change) {
         for (int i = 0; i < 127; ++i) change.add_items()->set_statement("x");
       }},
  };
  for (const auto& [what, damage] : refusals) {
    auto message = on_the_wire(a_batch());
    ASSERT_TRUE(parse_request(octets(message)));
    damage(*message.mutable_change_roster());
    EXPECT_FALSE(parse_request(octets(message))) << what;
  }
  auto alone = on_the_wire(a_change());
  alone.mutable_change_roster()->mutable_items(0)->set_index(1);
  EXPECT_FALSE(parse_request(octets(alone))) << "a place of what is no item";
}

TEST(ChangeRosterRequest, means_its_statements_and_not_its_signatures) {
  auto other = a_batch();
  other.cms = {{0x31}};
  const Request one{sample_id(), a_batch()};
  EXPECT_EQ(meaning(one), meaning({sample_id(), other}));
  other.items.pop_back();
  EXPECT_NE(meaning(one), meaning({sample_id(), other}));
}

TEST(ReadRosterRequest, comes_back_as_it_was) {
  const ReadRoster expected{"79760001", "p-2", "p-1", 100, ReadingId{7}};
  const auto parsed = parse_request(encode(Request{sample_id(), expected}));
  ASSERT_TRUE(parsed) << parsed.error().text;
  const auto& body = std::get<ReadRoster>(parsed->body);
  EXPECT_EQ(body.unit + body.person + body.after, "79760001p-2p-1");
  EXPECT_EQ(body.count, 100U);
  EXPECT_EQ(body.reading, expected.reading);
}

TEST(ReadRosterRequest, of_all_units_is_a_readings_alone) {
  const auto of = [](const ReadRoster& read) { return parse_request(encode(Request{sample_id(), read})).ok(); };
  EXPECT_TRUE(of({"", "", "", 1, ReadingId{7}}));
  EXPECT_FALSE(of({"", "", "", 1, std::nullopt}));
  EXPECT_FALSE(of({"7976 0001", "", "", 1, std::nullopt}));
  EXPECT_FALSE(of({"79760001", "p 1", "", 1, std::nullopt}));
  EXPECT_FALSE(of({"79760001", "", "p 1", 1, std::nullopt}));
  EXPECT_FALSE(of({"79760001", "", "", 0, std::nullopt}));
  EXPECT_FALSE(of({"79760001", "", "", 4097, std::nullopt}));
}

TEST(ChangeRosterResult, comes_back_as_it_was) {
  const ChangeRosterResult expected{{RosterDone{7, {1}}, wire_error(Code::identity_taken), RosterDone{0, {2}}}};
  const auto parsed = parse_result(encode(ResultBody(expected)));
  ASSERT_TRUE(parsed) << parsed.error().text;
  const auto& outcomes = std::get<ChangeRosterResult>(*parsed).outcomes;
  ASSERT_EQ(outcomes.size(), 3U);
  EXPECT_EQ(std::get<RosterDone>(outcomes[0]), (RosterDone{7, {1}}));
  EXPECT_EQ(std::get<WireError>(outcomes[1]).code, Code::identity_taken);
  EXPECT_EQ(std::get<RosterDone>(outcomes[2]).index, 0U);
}

TEST(ChangeRosterResult, of_as_many_items_as_a_request_may_have_fits_a_frame) {
  ChangeRosterResult result;
  for (std::size_t i = 0; i < roster_items_limit; ++i) {
    auto longest = Code::unknown;
    for (int code = 0; code <= static_cast<int>(Code::overloaded); ++code)
      if (facts(static_cast<Code>(code)).text.size() > facts(longest).text.size()) longest = static_cast<Code>(code);
    result.outcomes.emplace_back(wire_error(longest));
  }
  EXPECT_LT(encode(Response{sample_id(), encode(ResultBody(result)), {}}).size(), frame_limit);
}

TEST(ChangeRosterResult, an_item_without_an_outcome_is_refused) {
  wire::Result message;
  message.mutable_change_roster();
  EXPECT_FALSE(parse_result(octets(message)));
  message.mutable_change_roster()->add_outcomes();
  EXPECT_FALSE(parse_result(octets(message)));
  message.mutable_change_roster()->mutable_outcomes(0)->mutable_done()->set_leaf("short");
  EXPECT_FALSE(parse_result(octets(message)));
}

TEST(ReadRosterResult, comes_back_as_it_was) {
  const auto at = base::parse_instant("2026-05-28T02:11:09.412Z").value();
  const ReadRosterResult expected{
      {{"p-1", {{1}, {2}}, {{"79760001", "teacher", "1A", at, at, "p-2", true}}, {"79760001"}}}, true};
  const auto parsed = parse_result(encode(ResultBody(expected)));
  ASSERT_TRUE(parsed) << parsed.error().text;
  EXPECT_EQ(std::get<ReadRosterResult>(*parsed).people, expected.people);
  EXPECT_TRUE(std::get<ReadRosterResult>(*parsed).more);
}

TEST(ReadRosterResult, that_never_ends_is_refused) {
  EXPECT_FALSE(parse_result(encode(ResultBody(ReadRosterResult{{}, true}))));
}

TEST(StoredResult, of_a_roster_change_comes_back_as_it_was) {
  const StoredRosterChange expected{{'b'}, {{0x30, 1}, {0x30, 2}}, BulkItem{{'i'}, 5, {{1}}}};
  const auto parsed = parse_result(encode(ResultBody(StoredResult{expected})));
  ASSERT_TRUE(parsed) << parsed.error().text;
  const auto& stored = std::get<StoredRosterChange>(std::get<StoredResult>(*parsed).what);
  EXPECT_EQ(stored.statement, expected.statement);
  EXPECT_EQ(stored.cms, expected.cms);
  EXPECT_EQ(stored.bulk, expected.bulk);
}

TEST(AboutResult, says_who_enrols_whom) {
  AboutResult about;
  about.log = "log";
  about.registration = {{{"acting-principal"}, "parent", "department-registrar", 2, {"principal"}}};
  const auto parsed = parse_result(encode(ResultBody(about)));
  ASSERT_TRUE(parsed) << parsed.error().text;
  const auto& rule = std::get<AboutResult>(*parsed).registration.at(0);
  EXPECT_EQ(rule.roles, std::vector<std::string>{"acting-principal"});
  EXPECT_EQ(rule.unit, "parent");
  EXPECT_EQ(rule.registrar, "department-registrar");
  EXPECT_EQ(rule.registrars, 2U);
  EXPECT_EQ(rule.acts_for, std::vector<std::string>{"principal"});
}

}  // namespace
}  // namespace antin::protocol
