#include <set>

#include "tests/unit/daemon/keeper/timestamp/time_world.hpp"

namespace antin::keeper::test {
namespace {

using namespace std::chrono_literals;

class Authority : public TimeWorld {
 protected:
  std::string refusal(const std::string& name = "time") {
    const auto made = TimestampAuthority::make(chain(name), policy, {7, {}}, clock);
    return made ? "" : made.error().text;
  }
  static StampFault fault_of(TimestampAuthority& authority, const StampRequest& request) {
    const auto prepared = authority.prepare(request);
    return prepared ? StampFault::unknown : prepared.error().fault;
  }
};

TEST_F(Authority, serials_hold_the_start_and_a_counter_and_are_positive_numbers_of_one_length) {
  auto authority = this->authority({0x01020304, {}});
  for (std::uint8_t count = 0; count < 3; ++count) {
    const auto serial = authority.prepare({imprint})->info.serial;
    ASSERT_EQ(serial.size(), 17U);
    EXPECT_EQ(base::Bytes(serial.begin(), serial.begin() + 9), (base::Bytes{1, 1, 2, 3, 4, 0, 0, 0, count}));
  }
}

TEST_F(Authority, serials_never_repeat) {
  std::set<base::Bytes> serials;
  for (const std::uint32_t start : {1U, 2U}) {
    auto authority = this->authority({start, {}});
    for (int i = 0; i < 1000; ++i) serials.insert(authority.prepare({imprint})->info.serial);
  }
  EXPECT_EQ(serials.size(), 2000U);
}

TEST_F(Authority, the_last_serial_of_a_start_is_used_and_no_other_after_it) {
  auto authority = this->authority({7, {}, 0xffffffff});
  EXPECT_TRUE(authority.prepare({imprint}));
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::serials_exhausted);
}

TEST_F(Authority, its_successor_goes_on_with_its_serials_and_its_time) {
  auto before = authority();
  const auto last = before.prepare({imprint});
  auto after = authority();
  after.succeed(before);
  clock.reading.now -= 10ms;
  const auto next = after.prepare({imprint});
  ASSERT_TRUE(next);
  EXPECT_EQ(next->info.serial[8], 1);
  EXPECT_EQ(next->info.gen_time, last->info.gen_time);
}

TEST_F(Authority, a_nonce_comes_back) {
  auto authority = this->authority();
  EXPECT_EQ(authority.prepare({imprint, base::Bytes{1, 2, 3}})->info.nonce, (base::Bytes{1, 2, 3}));
  EXPECT_FALSE(authority.prepare({imprint})->info.nonce);
  EXPECT_TRUE(authority.prepare({imprint, base::Bytes(32, 1)}));
  EXPECT_EQ(fault_of(authority, {imprint, base::Bytes(33, 1)}), StampFault::bad_nonce);
  EXPECT_EQ(fault_of(authority, {imprint, base::Bytes{}}), StampFault::bad_nonce);
}

TEST_F(Authority, only_its_own_policy_is_stamped) {
  auto authority = this->authority();
  EXPECT_TRUE(authority.prepare({imprint, {}, "2.999.1.1"}));
  EXPECT_EQ(fault_of(authority, {imprint, {}, "2.999.1.2"}), StampFault::unaccepted_policy);
}

TEST_F(Authority, a_development_clock_stamps_its_own_policy_alone) {
  clock.reading.source = ClockSource::development;
  clock.reading.error_us = 16'000'000;
  auto authority = this->authority();
  EXPECT_EQ(authority.prepare({imprint})->info.policy, "2.999.1.2");
  EXPECT_EQ(authority.prepare({imprint})->clock.source, ClockSource::development);
  EXPECT_EQ(fault_of(authority, {imprint, {}, "2.999.1.1"}), StampFault::unaccepted_policy);
}

TEST_F(Authority, an_imprint_that_is_no_digest_is_refused) {
  auto authority = this->authority();
  EXPECT_EQ(fault_of(authority, {{base::DigestAlgorithm::unknown, base::Bytes(32)}}), StampFault::bad_imprint);
  EXPECT_EQ(fault_of(authority, {{base::DigestAlgorithm::sha384, base::Bytes(32)}}), StampFault::bad_imprint);
}

TEST_F(Authority, an_untrusted_clock_stamps_nothing) {
  auto authority = this->authority();
  clock.reading.trusted = false;
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::clock_untrusted);
  clock.reading = {clock.reading.now, 0, ClockSource::unknown, true};
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::clock_untrusted);
}

TEST_F(Authority, time_never_runs_backwards) {
  auto authority = this->authority();
  const auto last = clock.reading.now;
  ASSERT_TRUE(authority.prepare({imprint}));
  clock.reading.now = last - 500ms;
  EXPECT_EQ(authority.prepare({imprint})->info.gen_time, last);
  clock.reading.now = last + 1ms;
  EXPECT_EQ(authority.prepare({imprint})->info.gen_time, last + 1ms);
}

TEST_F(Authority, a_clock_that_was_set_back_too_far_stamps_nothing) {
  auto authority = this->authority();
  const auto last = clock.reading.now;
  ASSERT_TRUE(authority.prepare({imprint}));
  clock.reading.now = last - 1000ms;  // and the clock's own 800 us: past the stated accuracy
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::clock_untrusted);
  clock.reading.error_us = 0;
  EXPECT_TRUE(authority.prepare({imprint}));
  clock.reading.now = last - 1001ms;
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::clock_untrusted);
}

TEST_F(Authority, a_clock_behind_the_ledgers_last_time_stamps_nothing) {
  auto authority = this->authority({7, clock.reading.now + 2s});
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::clock_untrusted);
  clock.reading.now += 3s;
  EXPECT_TRUE(authority.prepare({imprint}));
}

TEST_F(Authority, nothing_is_stamped_before_trust_is_given) {
  auto authority = must(TimestampAuthority::make(chain(), policy, {7, {}}, clock));
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::revocation_stale);
}

TEST_F(Authority, an_expired_certificate_stamps_nothing) {
  list("root", 90);
  list("intermediate", 90);
  auto authority = this->authority();
  ASSERT_TRUE(authority.prepare({imprint}));
  clock.reading.now += std::chrono::days(31);
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::certificate_expired);
}

TEST_F(Authority, stale_revocation_lists_stamp_nothing) {
  auto authority = this->authority();
  ASSERT_TRUE(authority.prepare({imprint}));
  clock.reading.now += std::chrono::days(21);
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::revocation_stale);
}

TEST_F(Authority, a_revoked_certificate_stamps_nothing_from_the_new_list_on) {
  auto authority = this->authority();
  ASSERT_TRUE(authority.prepare({imprint}));
  tools.must_run("openssl ca -config ca.conf -keyfile intermediate.key -cert intermediate.crt -revoke time.crt");
  list("intermediate");
  clock.reading.now = std::chrono::ceil<std::chrono::seconds>(std::chrono::system_clock::now());
  ASSERT_TRUE(authority.prepare({imprint}));
  authority.replace_trust(trust());
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::certificate_revoked);
}

TEST_F(Authority, a_certificate_without_the_usage_stamps_nothing) {
  issue("seal", p256, "seal", "intermediate");
  set_clock();
  auto authority = this->authority({7, {}}, "seal");
  EXPECT_EQ(fault_of(authority, {imprint}), StampFault::certificate_untrusted);
}

TEST_F(Authority, an_unfit_key_or_policy_makes_none) {
  EXPECT_EQ(refusal(), "");
  issue("rsa", "rsa:3072", "stamp", "intermediate");
  EXPECT_NE(refusal("rsa").find("not ECDSA P-256"), std::string::npos);
  EXPECT_FALSE(TimestampAuthority::make({}, policy, {7, {}}, clock));
  const auto good = policy;
  for (const unsigned accuracy : {0U, 1001U}) {
    policy.accuracy_ms = accuracy;
    EXPECT_NE(refusal().find("accuracy"), std::string::npos);
  }
  policy = good;
  policy.policy = "not an OID";
  EXPECT_NE(refusal().find("OID"), std::string::npos);
  policy = good;
  policy.development_policy = policy.policy;
  EXPECT_NE(refusal().find("must differ"), std::string::npos);
}

}  // namespace
}  // namespace antin::keeper::test
