// Requests and answers about the end of a revision.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

End sample_end() {
  return {"79760001", "hoc-ba", "1.9tq2", 2, base::Act::returned, "principal", {{{'s', '1'}, {0x30, 0x01}}}};
}

wire::Request sample_wire_end() {
  const auto bytes = encode(Request{sample_id(), sample_end()});
  wire::Request message;
  message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return message;
}

LookupResult sample_lookup() {
  const auto at = base::parse_instant("2026-05-28T02:11:09.412Z").value();
  return {{{"teacher", "done", sample_digest(), 3, base::Sha256Hash{7}, at}},
          std::nullopt,
          Ending{base::Act::superseded, "wrong-grade", 12, base::Sha256Hash{9}, at, "proof of another log"},
          2};
}

wire::Result sample_wire_lookup() {
  const auto bytes = encode(ResultBody(sample_lookup()));
  wire::Result message;
  message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return message;
}

TEST(EndRequest, comes_back_as_it_was) {
  for (const auto act : base::acts) {
    auto expected = sample_end();
    expected.act = act;
    if (act != base::Act::returned) expected.step.clear();
    const auto parsed = parse_request(encode(Request{sample_id(), expected}));
    ASSERT_TRUE(parsed.ok()) << parsed.error().text;
    const auto& body = std::get<End>(parsed->body);
    EXPECT_EQ(body.unit + body.kind + body.record, "79760001hoc-ba1.9tq2");
    EXPECT_EQ(body.revision, 2U);
    EXPECT_EQ(body.act, act);
    EXPECT_EQ(body.step, expected.step);
    ASSERT_EQ(body.approvals.size(), 1U);
    EXPECT_EQ(body.approvals[0].statement, expected.approvals[0].statement);
    EXPECT_EQ(body.approvals[0].cms, expected.approvals[0].cms);
  }
}

TEST(EndRequest, one_that_is_not_whole_is_refused) {
  const std::pair<const char*, std::function<void(wire::End&)>> refusals[] = {
      {"no unit", [](auto& end) { end.clear_unit(); }},
      {"no kind", [](auto& end) { end.clear_kind(); }},
      {"no record", [](auto& end) { end.clear_record(); }},
      {"no revision", [](auto& end) { end.clear_revision(); }},
      {"no act", [](auto& end) { end.clear_act(); }},
      {"an act that is none", [](auto& end) { end.set_act("returned"); }},
      {"an act in capitals", [](auto& end) { end.set_act("RETURN"); }},
      {"a return at no step", [](auto& end) { end.clear_step(); }},
      {"a step that is no identifier", [](auto& end) { end.set_step("a b"); }},
      {"a supersession at a step", [](auto& end) { end.set_act("supersede"); }},
      {"a withdrawal at a step", [](auto& end) { end.set_act("withdraw"); }},
      {"an approval without its statement", [](auto& end) { end.mutable_approvals(0)->clear_statement(); }},
      {"an item of many", [](auto& end) { end.mutable_approvals(0)->mutable_bulk()->set_statement("item"); }},
      {"an approval without its signature", [](auto& end) { end.mutable_approvals(0)->clear_cms(); }},
      {"too many approvals",
       [](auto& end) {
         while (end.approvals_size() <= static_cast<int>(approvals_limit)) *end.add_approvals() = end.approvals(0);
       }},
      {"a field that is not known",
       [](auto& end) { end.GetReflection()->MutableUnknownFields(&end)->AddVarint(9, 1); }},
  };
  ASSERT_TRUE(parse_request(octets(sample_wire_end())).ok());
  for (const auto& [name, change] : refusals) {
    auto message = sample_wire_end();
    change(*message.mutable_end());
    EXPECT_FALSE(parse_request(octets(message)).ok()) << name;
  }
}

TEST(EndRequest, means_its_statements_and_not_the_signatures_over_them) {
  const std::function<void(End&)> changes[] = {
      [](End&) {},
      [](End& end) { end.unit = "79760002"; },
      [](End& end) { end.kind = "other"; },
      [](End& end) { end.record = "2.x"; },
      [](End& end) { end.revision = 3; },
      [](End& end) { end.act = base::Act::withdrawn; },
      [](End& end) { end.step = "department"; },
      [](End& end) {
        end.approvals[0].statement = {'s', '2'};
      },
      [](End& end) { end.approvals.push_back(end.approvals[0]); },
      [](End& end) { end.approvals.clear(); },
  };
  std::set<base::Bytes> seen;
  for (const auto& change : changes) {
    auto end = sample_end();
    change(end);
    EXPECT_TRUE(seen.insert(meaning({sample_id(), end})).second);
  }
  auto another_signature = sample_end();
  another_signature.approvals[0].cms = {0x30, 0x07};
  EXPECT_EQ(meaning({{}, another_signature}), meaning({{}, sample_end()}));
  EXPECT_TRUE(seen.insert(meaning({{}, Submit{"79760001", "hoc-ba", "1.9tq2", 2, "principal", {}, {}, {}}})).second);
}

TEST(EndResult, comes_back_as_it_was_and_needs_its_entry) {
  const auto parsed = parse_result(encode(ResultBody(EndResult{7, {'{', '}'}})));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(std::get<EndResult>(*parsed).index, 7U);
  EXPECT_EQ(std::get<EndResult>(*parsed).entry, (base::Bytes{'{', '}'}));
  EXPECT_FALSE(parse_result(encode(ResultBody(EndResult{7, {}}))).ok());
}

TEST(EndResult, a_lookup_says_how_a_revision_ended_and_what_the_newest_is) {
  const auto parsed = parse_result(encode(ResultBody(sample_lookup())));
  ASSERT_TRUE(parsed.ok());
  const auto& lookup = std::get<LookupResult>(*parsed);
  ASSERT_TRUE(lookup.ending);
  EXPECT_EQ(lookup.ending->act, base::Act::superseded);
  EXPECT_EQ(lookup.ending->reason, "wrong-grade");
  EXPECT_EQ(lookup.ending->index, 12U);
  EXPECT_EQ(lookup.ending->leaf, base::Sha256Hash{9});
  EXPECT_EQ(lookup.ending->at, sample_lookup().ending->at);
  EXPECT_EQ(lookup.newest_revision, 2U);
  auto open = sample_lookup();
  open.ending.reset();
  EXPECT_FALSE(std::get<LookupResult>(*parse_result(encode(ResultBody(open)))).ending);
}

TEST(EndResult, an_ending_in_a_lookup_that_is_not_whole_is_refused) {
  const std::pair<const char*, std::function<void(wire::Ending&)>> refusals[] = {
      {"no act", [](auto& ending) { ending.clear_act(); }},
      {"an act that is none", [](auto& ending) { ending.set_act("superseded"); }},
      {"no reason", [](auto& ending) { ending.clear_reason(); }},
      {"a reason in prose", [](auto& ending) { ending.set_reason("the grade is wrong"); }},
      {"a short leaf", [](auto& ending) { ending.set_leaf("short"); }},
      {"no leaf", [](auto& ending) { ending.clear_leaf(); }},
      {"no time", [](auto& ending) { ending.clear_at(); }},
      {"a time that is none", [](auto& ending) { ending.set_at("yesterday"); }},
  };
  ASSERT_TRUE(parse_result(octets(sample_wire_lookup())).ok());
  for (const auto& [name, change] : refusals) {
    auto message = sample_wire_lookup();
    change(*message.mutable_lookup()->mutable_ending());
    EXPECT_FALSE(parse_result(octets(message)).ok()) << name;
  }
}

TEST(AboutResult, tells_of_the_next_key_and_nothing_that_cannot_be_dialled) {
  AboutResult about;
  about.next_key = NextKey{"tcp://seal.example:9980", {1, 2, 3}};
  const auto read = [&] { return parse_result(encode(ResultBody(about))); };
  EXPECT_EQ(std::get<AboutResult>(read().value()).next_key, about.next_key);
  for (const auto* endpoint : {"", "seal.example:9980", "ipc:///run/x", "tcp://seal\nserver = x", "tcp://a b"}) {
    about.next_key->endpoint = endpoint;
    EXPECT_FALSE(read().ok()) << endpoint;
  }
  about.next_key->endpoint = "tcp://" + std::string(251, 'x');
  EXPECT_FALSE(read().ok());
}

TEST(EndResult, an_about_says_who_may_end_what_and_why) {
  AboutResult about;
  about.workflows = {{"hoc-ba",
                      {{"teacher", {"teacher"}, 1, false, true}},
                      {{base::Act::returned, "principal", {"principal"}, 1, {"wrong-grade", "incomplete"}},
                       {base::Act::withdrawn, "", {"department-leader"}, 2, {"issued-in-error"}}}}};
  const auto parsed = parse_result(encode(ResultBody(about)));
  ASSERT_TRUE(parsed.ok());
  const auto& endings = std::get<AboutResult>(*parsed).workflows.at(0).endings;
  ASSERT_EQ(endings.size(), 2U);
  EXPECT_EQ(endings[0].act, base::Act::returned);
  EXPECT_EQ(endings[0].step, "principal");
  EXPECT_EQ(endings[0].reasons, (std::vector<std::string>{"wrong-grade", "incomplete"}));
  EXPECT_EQ(endings[1].act, base::Act::withdrawn);
  EXPECT_EQ(endings[1].roles, std::vector<std::string>{"department-leader"});
  EXPECT_EQ(endings[1].approvers, 2U);
  about.workflows[0].endings[0].act = base::Act::unknown;
  EXPECT_FALSE(parse_result(encode(ResultBody(about))).ok());
}

}  // namespace
}  // namespace antin::protocol
