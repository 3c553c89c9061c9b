// The gate's decisions one by one, without a socket.
#include <gtest/gtest.h>

#include "client/protocol/codec.hpp"
#include "daemon/gate/connections.hpp"
#include "daemon/gate/descriptors.hpp"
#include "daemon/gate/envelope.hpp"
#include "daemon/gate/rate_limiter.hpp"
#include "daemon/gate/registry.hpp"
#include "daemon/gate/routes.hpp"
#include "tests/unit/daemon/gate/keys.hpp"

namespace antin::gate {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

local::CurveKey key(std::uint8_t octet) {
  local::CurveKey made;
  made.fill(octet);
  return made;
}
base::Bytes route(std::uint8_t octet) { return {0, octet, octet, octet, octet}; }

TEST(RateLimiter, a_burst_is_let_through_and_then_the_rate) {
  RateLimiter limiter(10, 3);
  const RateLimiter::Clock::time_point start{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.wait_of(key(1), start), milliseconds(0));
  EXPECT_EQ(limiter.wait_of(key(1), start), milliseconds(100));
  EXPECT_EQ(limiter.wait_of(key(1), start + milliseconds(40)), milliseconds(60));
  EXPECT_EQ(limiter.wait_of(key(1), start + milliseconds(100)), milliseconds(0));
  EXPECT_NE(limiter.wait_of(key(1), start + milliseconds(100)), milliseconds(0));
}

TEST(RateLimiter, tokens_do_not_pile_up_beyond_the_burst) {
  RateLimiter limiter(10, 2);
  const RateLimiter::Clock::time_point start{};
  limiter.wait_of(key(1), start);
  const auto later = start + seconds(3600);
  EXPECT_EQ(limiter.wait_of(key(1), later), milliseconds(0));
  EXPECT_EQ(limiter.wait_of(key(1), later), milliseconds(0));
  EXPECT_NE(limiter.wait_of(key(1), later), milliseconds(0));
}

TEST(RateLimiter, systems_do_not_use_up_one_another) {
  RateLimiter limiter(1, 1);
  const RateLimiter::Clock::time_point start{};
  EXPECT_EQ(limiter.wait_of(key(1), start), milliseconds(0));
  EXPECT_NE(limiter.wait_of(key(1), start), milliseconds(0));
  EXPECT_EQ(limiter.wait_of(key(2), start), milliseconds(0));
}

TEST(RateLimiter, a_clock_that_goes_back_gives_no_tokens) {
  RateLimiter limiter(10, 1);
  const RateLimiter::Clock::time_point start{seconds(100)};
  EXPECT_EQ(limiter.wait_of(key(1), start), milliseconds(0));
  EXPECT_NE(limiter.wait_of(key(1), start - seconds(50)), milliseconds(0));
}

TEST(Registry, a_list_counts_when_it_is_whole) {
  Registry registry;
  EXPECT_FALSE(registry.ready());
  EXPECT_EQ(registry.take({true, false, {{key(1), "a"}}}), Registry::Taken::more);
  EXPECT_FALSE(registry.ready());
  EXPECT_FALSE(registry.knows(key(1)));
  EXPECT_EQ(registry.take({false, true, {{key(2), "b"}}}), Registry::Taken::whole);
  EXPECT_TRUE(registry.ready());
  EXPECT_TRUE(registry.knows(key(1)));
  EXPECT_TRUE(registry.knows(key(2)));
}

TEST(Registry, a_new_list_replaces_the_old_one_at_its_last_page) {
  Registry registry;
  registry.take({true, true, {{key(1), "a"}}});
  registry.take({true, false, {{key(2), "b"}}});
  EXPECT_TRUE(registry.knows(key(1)));
  EXPECT_FALSE(registry.knows(key(2)));
  registry.take({false, true, {}});
  EXPECT_FALSE(registry.knows(key(1)));
  EXPECT_TRUE(registry.knows(key(2)));
}

TEST(Registry, a_page_without_its_first_one_is_refused) {
  Registry registry;
  EXPECT_EQ(registry.take({false, true, {{key(1), "a"}}}), Registry::Taken::refused);
  registry.take({true, false, {{key(1), "a"}}});
  registry.forget_unfinished();
  EXPECT_EQ(registry.take({false, true, {}}), Registry::Taken::refused);
  EXPECT_FALSE(registry.ready());
}

TEST(Registry, a_list_without_end_is_refused) {
  Registry registry;
  std::uint32_t number = 0;
  auto taken = Registry::Taken::more;
  for (int page = 0; page < 100 && taken == Registry::Taken::more; ++page) {
    local::Systems systems{page == 0, false, {}};
    for (int i = 0; i < 1000; ++i, ++number) {
      auto one = key(0);
      std::copy_n(reinterpret_cast<const std::uint8_t*>(&number), sizeof number, one.begin());
      systems.systems.push_back({one, ""});
    }
    taken = registry.take(systems);
  }
  EXPECT_EQ(taken, Registry::Taken::refused);
}

TEST(Routes, a_route_leads_to_the_key_that_used_it_last) {
  Routes routes(8);
  EXPECT_FALSE(routes.leads_to(route(1), key(1)));
  routes.remember(route(1), key(1));
  EXPECT_TRUE(routes.leads_to(route(1), key(1)));
  routes.remember(route(1), key(2));
  EXPECT_FALSE(routes.leads_to(route(1), key(1)));
  EXPECT_TRUE(routes.leads_to(route(1), key(2)));
  routes.forget(route(1));
  EXPECT_FALSE(routes.leads_to(route(1), key(2)));
  routes.forget(route(1));
}

TEST(Routes, the_longest_unused_is_forgotten_first) {
  Routes routes(2);
  routes.remember(route(1), key(1));
  routes.remember(route(2), key(2));
  routes.remember(route(1), key(1));
  routes.remember(route(3), key(3));
  EXPECT_EQ(routes.size(), 2U);
  EXPECT_TRUE(routes.leads_to(route(1), key(1)));
  EXPECT_FALSE(routes.leads_to(route(2), key(2)));
  EXPECT_TRUE(routes.leads_to(route(3), key(3)));
}

TEST(Connections, only_those_older_than_a_handshake_are_established) {
  Connections connections(milliseconds(3000));
  const Connections::Clock::time_point start{};
  connections.opened(7, start);
  EXPECT_EQ(connections.established(start + milliseconds(3000)), 0U);
  EXPECT_EQ(connections.established(start + milliseconds(3001)), 1U);
  connections.opened(8, start + milliseconds(3000));
  EXPECT_EQ(connections.established(start + milliseconds(3001)), 1U);
  connections.closed(7);
  EXPECT_EQ(connections.established(start + seconds(10)), 1U);
  connections.closed(7);
}

TEST(Envelope, exactly_our_version_and_one_request_are_ours) {
  Envelope envelope(route(1));
  envelope.add(base::view("antin/1"));
  envelope.add(base::view("request"));
  EXPECT_EQ(envelope.shape(), Envelope::Shape::ours);
  EXPECT_EQ(envelope.route(), route(1));
  EXPECT_EQ(base::text(std::move(envelope).take_request()), "request");
}

TEST(Envelope, anything_else_is_malformed) {
  const std::vector<std::vector<std::string>> wrong = {{},
                                                       {"antin/1"},
                                                       {"antin/2", "r"},
                                                       {"", "r"},
                                                       {"antin/1", ""},
                                                       {"antin/1", "r", ""},
                                                       {"", "antin/1", "r"},
                                                       {"r", "antin/1"}};
  for (const auto& frames : wrong) {
    Envelope envelope(route(1));
    for (const auto& frame : frames) envelope.add(base::view(frame));
    EXPECT_EQ(envelope.shape(), Envelope::Shape::malformed) << frames.size();
  }
}

TEST(Envelope, a_request_over_the_limit_is_too_large) {
  Envelope fits(route(1));
  fits.add(base::view("antin/1"));
  fits.add(base::Bytes(protocol::frame_limit));
  EXPECT_EQ(fits.shape(), Envelope::Shape::ours);
  Envelope larger(route(1));
  larger.add(base::view("antin/1"));
  larger.add(base::Bytes(protocol::frame_limit + 1));
  EXPECT_EQ(larger.shape(), Envelope::Shape::too_large);
}

TEST(Envelope, a_routing_id_that_libzmq_did_not_give_is_seen) {
  for (const auto& chosen : {base::Bytes{}, base::Bytes{0}, base::Bytes{1, 2, 3, 4, 5}, base::Bytes{0, 1, 2, 3},
                             base::Bytes{0, 1, 2, 3, 4, 5}}) {
    Envelope envelope(chosen);
    envelope.add(base::view("antin/1"));
    envelope.add(base::view("request"));
    EXPECT_EQ(envelope.shape(), Envelope::Shape::chosen_route);
  }
}

TEST(CurveKeys, the_public_key_belongs_to_the_secret) {
  const auto made = new_keys();
  const auto keys = curve_keys(secret_of(made.secret_z85));
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->public_key, made.public_key);
  EXPECT_EQ(z85(keys->public_key), made.public_z85);
}

TEST(CurveKeys, what_is_no_key_is_refused) {
  const auto good = new_keys().secret_z85;
  for (const auto& bad : {std::string(), good.substr(1), good + "x", std::string(40, '\0'), std::string(40, '\x7f'),
                          "\"" + good.substr(1), std::string(40, '#')}) {
    EXPECT_FALSE(curve_keys(secret_of(bad))) << bad;
  }
}

TEST(CurveKeys, a_user_id_names_one_key_and_nothing_else_does) {
  EXPECT_EQ(key_of_user_id(user_id(key(0xa5))), key(0xa5));
  for (const std::string bad :
       {"", "a5", "school", "A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5"}) {
    EXPECT_FALSE(key_of_user_id(bad)) << bad;
  }
}

TEST(Descriptors, more_connections_than_the_system_allows_are_refused) {
  EXPECT_TRUE(allow_descriptors_for(1));
  EXPECT_FALSE(allow_descriptors_for(std::uint64_t{1} << 40));
}

}  // namespace
}  // namespace antin::gate
