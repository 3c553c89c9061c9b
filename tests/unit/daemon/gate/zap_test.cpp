#include "daemon/gate/zap.hpp"

#include <gtest/gtest.h>

#include "daemon/gate/curve_keys.hpp"

namespace antin::gate {
namespace {

local::CurveKey school_key() {
  local::CurveKey key;
  key.fill(7);
  return key;
}

base::Bytes frame(std::string_view text) { return base::copy(base::view(text)); }

std::vector<base::Bytes> request() {
  return {frame("1.0"), frame("id-1"),  frame("antin"),          frame("192.0.2.1"),
          {},           frame("CURVE"), base::copy(school_key())};
}

Registry with_school() {
  Registry registry;
  registry.take({true, true, {{school_key(), "school"}}});
  return registry;
}

TEST(Zap, a_registered_key_is_admitted_under_its_own_name) {
  const auto parsed = parse_zap(request());
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->caller, school_key());
  EXPECT_EQ(judge(parsed, with_school(), true), Verdict::admitted);
  const auto reply = zap_reply(request(), Verdict::admitted);
  const std::vector<base::Bytes> expected{
      frame("1.0"), frame("id-1"), frame("200"), {}, frame(user_id(school_key())), {}};
  EXPECT_EQ(reply, expected);
}

TEST(Zap, an_unregistered_key_is_a_stranger_and_learns_nothing) {
  auto frames = request();
  frames[6][0] ^= 1;
  EXPECT_EQ(judge(parse_zap(frames), with_school(), true), Verdict::stranger);
  const std::vector<base::Bytes> expected{frame("1.0"), frame("id-1"), frame("400"), {}, {}, {}};
  EXPECT_EQ(zap_reply(frames, Verdict::stranger), expected);
}

TEST(Zap, a_suspended_system_is_turned_away_and_still_known) {
  Registry registry;
  registry.take({true, true, {{school_key(), "school", true}}});
  EXPECT_EQ(judge(parse_zap(request()), registry, true), Verdict::stranger);
  EXPECT_TRUE(registry.knows(school_key())) << "what it sends over older connections gets antind's own answer";
  registry.take({true, true, {{school_key(), "school", false}}});
  EXPECT_EQ(judge(parse_zap(request()), registry, true), Verdict::admitted);
}

TEST(Zap, before_the_first_list_and_without_room_it_is_not_now) {
  EXPECT_EQ(judge(parse_zap(request()), Registry(), true), Verdict::not_now);
  EXPECT_EQ(judge(parse_zap(request()), with_school(), false), Verdict::not_now);
  EXPECT_EQ(zap_reply(request(), Verdict::not_now)[2], frame("300"));
}

TEST(Zap, the_zero_verdict_refuses) { EXPECT_EQ(zap_reply(request(), Verdict::unknown)[2], frame("400")); }

TEST(Zap, what_is_no_curve_request_of_our_domain_is_refused_whatever_the_verdict) {
  std::vector<std::vector<base::Bytes>> wrong(7, request());
  wrong[0][0] = frame("2.0");
  wrong[1][2] = frame("global");
  wrong[2][5] = frame("PLAIN");
  wrong[3][6].pop_back();
  wrong[4].pop_back();
  wrong[5].push_back(frame("more"));
  wrong[6].clear();
  for (const auto& frames : wrong) {
    EXPECT_FALSE(parse_zap(frames));
    EXPECT_EQ(judge(parse_zap(frames), with_school(), true), Verdict::stranger);
    EXPECT_EQ(zap_reply(frames, Verdict::admitted)[2], frame("400"));
    EXPECT_TRUE(zap_reply(frames, Verdict::admitted)[4].empty());
  }
}

}  // namespace
}  // namespace antin::gate
