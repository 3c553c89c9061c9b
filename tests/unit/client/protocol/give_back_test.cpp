// Receipts that are given back after a loss: there and back, and what is no such request.
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/client/protocol/samples.hpp"

namespace antin::protocol {
namespace {

GiveBack two() { return {{{{'r'}, "proof", {{{'s'}, {0x30}}}}, {{'q'}, "other"}}}; }

wire::Request on_the_wire() {
  const auto bytes = encode(Request{sample_id(), two()});
  wire::Request message;
  message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return message;
}

TEST(GiveBackRequest, comes_back_as_it_was) {
  const auto parsed = parse_request(encode(Request{sample_id(), two()}));
  ASSERT_TRUE(parsed) << parsed.error().text;
  const auto& receipts = std::get<GiveBack>(parsed->body).receipts;
  ASSERT_EQ(receipts.size(), 2U);
  EXPECT_EQ(receipts[0].result, base::Bytes{'r'});
  EXPECT_EQ(receipts[0].proof, "proof");
  ASSERT_EQ(receipts[0].approvals.size(), 1U);
  EXPECT_EQ(receipts[0].approvals[0].cms, base::Bytes{0x30});
  EXPECT_EQ(receipts[1].proof, "other");
  EXPECT_TRUE(receipts[1].approvals.empty());
}

TEST(GiveBackRequest, one_that_is_not_whole_is_refused) {
  const std::pair<const char*, std::function<void(wire::GiveBack&)>> refusals[] = {
      {"no receipt", [](auto& give) { give.clear_receipts(); }},
      {"no result", [](auto& give) { give.mutable_receipts(0)->clear_result(); }},
      {"no proof", [](auto& give) { give.mutable_receipts(1)->clear_proof(); }},
      {"an approval without its signature",
       [](auto& give) { give.mutable_receipts(0)->mutable_approvals(0)->clear_cms(); }},
      {"17 approvals",
       [](auto& give) {
         for (int i = 0; i < 16; ++i) *give.mutable_receipts(0)->add_approvals() = give.receipts(0).approvals(0);
       }},
      {"65 receipts",
       [](auto& give) {
         for (int i = 0; i < 63; ++i) *give.add_receipts() = give.receipts(1);
       }},
  };
  for (const auto& [what, damage] : refusals) {
    auto message = on_the_wire();
    damage(*message.mutable_give_back());
    const auto text = message.SerializeAsString();
    EXPECT_FALSE(parse_request(base::view(text))) << what;
  }
}

TEST(GiveBackResults, come_back_as_they_were) {
  const GiveBackResult expected{{ReceiptTaken{Taking::taken, 7, {4}}, ReceiptTaken{Taking::known, 0, {5}},
                                 ReceiptTaken{Taking::conflict, 8, {6}}, wire_error(Code::receipt_invalid)}};
  const auto parsed = parse_result(encode(ResultBody(expected)));
  ASSERT_TRUE(parsed) << parsed.error().text;
  const auto& outcomes = std::get<GiveBackResult>(*parsed).outcomes;
  ASSERT_EQ(outcomes.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& wanted = std::get<ReceiptTaken>(expected.outcomes[i]);
    const auto& got = std::get<ReceiptTaken>(outcomes[i]);
    EXPECT_EQ(got.outcome, wanted.outcome);
    EXPECT_EQ(got.index, wanted.index);
    EXPECT_EQ(got.leaf, wanted.leaf);
  }
  EXPECT_EQ(std::get<WireError>(outcomes[3]).code, Code::receipt_invalid);
}

TEST(GiveBackResults, of_another_outcome_or_of_none_are_refused) {
  EXPECT_FALSE(parse_result(encode(ResultBody(GiveBackResult{}))));
  EXPECT_FALSE(parse_result(encode(ResultBody(GiveBackResult{{ReceiptTaken{}}}))));
  wire::Result message;
  message.mutable_given_back()->add_outcomes();
  EXPECT_FALSE(parse_result(base::view(message.SerializeAsString())));
  auto& taken = *message.mutable_given_back()->mutable_outcomes(0)->mutable_taken();
  taken.set_outcome("taken");
  taken.set_leaf(std::string(31, 'l'));
  EXPECT_FALSE(parse_result(base::view(message.SerializeAsString())));
}

TEST(GiveBackRequest, means_what_its_results_are) {
  auto other = two();
  other.receipts[0].approvals.clear();
  EXPECT_EQ(meaning({sample_id(), two()}), meaning({sample_id(), other}));
  other.receipts[0].result = {'x'};
  EXPECT_NE(meaning({sample_id(), two()}), meaning({sample_id(), other}));
}

}  // namespace
}  // namespace antin::protocol
