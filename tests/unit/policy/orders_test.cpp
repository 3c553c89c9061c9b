// One officer alone stops, a quorum resumes: each rule, one change away from an order that is taken.
#include "policy/orders.hpp"

#include <gtest/gtest.h>

#include "tests/unit/policy/world.hpp"

namespace antin::policy {
namespace {

using namespace std::chrono_literals;
using base::Stoppable;
using enum OrderRefusal;

struct Order {
  World world = teacher_submits();
  StopOrder stop{world.policy.origin,
                 {Stoppable::key, "seal/79760001/school/2026.1"},
                 world.now + 1h,
                 {"so-1", Verification::valid},
                 OrderUse::fresh};
  ResumeOrder resume{world.policy.origin,
                     stop.target,
                     hash(0x51),
                     world.now + 1h,
                     {{"so-1", Verification::valid}, {"so-3", Verification::valid}},
                     2,
                     hash(0x51),
                     OrderUse::fresh};

  [[nodiscard]] std::optional<OrderRefusal> of_stop() const { return refuse_stop(world.policy, stop, world.now); }
  [[nodiscard]] std::optional<OrderRefusal> of_resume() const { return refuse_resume(world.policy, resume, world.now); }
};

constexpr std::pair<Verification, OrderRefusal> bad[] = {
    {Verification::unknown, signature_invalid},
    {Verification::malformed, signature_invalid},
    {Verification::signature_invalid, signature_invalid},
    {Verification::certificate_untrusted, certificate_untrusted},
    {Verification::certificate_expired, certificate_expired},
    {Verification::certificate_revoked, certificate_revoked},
};

TEST(StopOrders, one_officer_alone_stops_anything_that_the_policy_has) {
  Order order;
  for (const auto& target : {base::Target{Stoppable::appliance, ""}, base::Target{Stoppable::unit, "79"},
                             base::Target{Stoppable::key, "seal/79/department/2026.1"},
                             base::Target{Stoppable::system, "school-79760001"}}) {
    order.stop.target = target;
    EXPECT_EQ(order.of_stop(), std::nullopt) << base::print(target);
  }
}

TEST(StopOrders, a_target_that_the_policy_does_not_have_is_refused) {
  Order order;
  for (const auto& target : {base::Target{Stoppable::unit, "80"}, base::Target{Stoppable::key, "seal/79/none/2026.1"},
                             base::Target{Stoppable::system, "stranger"}, base::Target{}}) {
    order.stop.target = target;
    EXPECT_EQ(order.of_stop(), unknown_target) << base::print(target);
  }
}

TEST(StopOrders, the_key_that_signs_the_log_is_not_stopped) {
  Order order;
  order.world.policy.keys["log/79/hcm/2026.1"].purpose = KeyPurpose::log;
  order.stop.target.name = "log/79/hcm/2026.1";
  EXPECT_EQ(order.of_stop(), signs_the_log);
}

TEST(StopOrders, a_signature_that_does_not_hold_stops_nothing) {
  for (const auto& [verification, refusal] : bad) {
    Order order;
    order.stop.signature.verification = verification;
    EXPECT_EQ(order.of_stop(), refusal);
  }
}

TEST(StopOrders, who_is_no_security_officer_stops_nothing) {
  Order order;
  order.stop.signature.officer.clear();
  EXPECT_EQ(order.of_stop(), not_an_officer);
  order.stop.signature.verification = Verification::certificate_revoked;
  EXPECT_EQ(order.of_stop(), not_an_officer);
}

TEST(StopOrders, stale_revocation_lists_keep_nobody_from_stopping) {
  Order order;
  order.stop.signature.verification = Verification::revocation_stale;
  EXPECT_EQ(order.of_stop(), std::nullopt);
  order.stop.signature.officer.clear();
  EXPECT_EQ(order.of_stop(), not_an_officer);
}

TEST(StopOrders, a_stop_of_another_log_is_refused) {
  Order order;
  order.stop.log = "seal.other.example/2026";
  EXPECT_EQ(order.of_stop(), statement_mismatch);
}

TEST(StopOrders, an_expired_stop_is_refused_at_that_very_moment) {
  Order order;
  order.stop.expires = order.world.now;
  EXPECT_EQ(order.of_stop(), expired);
  order.stop.expires += 1ms;
  EXPECT_EQ(order.of_stop(), std::nullopt);
}

TEST(StopOrders, one_that_was_resumed_since_stops_nothing_again) {
  Order order;
  order.stop.use = OrderUse::over;
  EXPECT_EQ(order.of_stop(), used);
  order.stop.use = OrderUse::unknown;
  EXPECT_EQ(order.of_stop(), used);
}

TEST(StopOrders, one_that_is_in_force_is_taken_again_though_it_has_expired) {
  Order order;
  order.stop.use = OrderUse::in_force;
  order.stop.expires = order.world.now - 1h;
  order.world.policy.keys.clear();
  EXPECT_EQ(order.of_stop(), std::nullopt);
}

TEST(ResumeOrders, a_quorum_resumes_what_is_stopped) {
  Order order;
  EXPECT_EQ(order.of_resume(), std::nullopt);
  order.world.policy.keys.clear();
  EXPECT_EQ(order.of_resume(), std::nullopt) << "whether the policy still has it or not";
}

TEST(ResumeOrders, fewer_than_the_quorum_resume_nothing) {
  Order order;
  order.resume.signatures.pop_back();
  EXPECT_EQ(order.of_resume(), quorum_missing);
  order.resume.signatures.clear();
  EXPECT_EQ(order.of_resume(), quorum_missing);
  order.resume.threshold = 0;
  EXPECT_EQ(order.of_resume(), quorum_missing);
}

TEST(ResumeOrders, one_officer_alone_resumes_nothing_whatever_the_threshold_says) {
  Order order;
  order.resume.signatures.pop_back();
  order.resume.threshold = 1;
  EXPECT_EQ(order.of_resume(), quorum_missing);
}

TEST(ResumeOrders, an_officer_counts_once) {
  Order order;
  order.resume.signatures[1] = order.resume.signatures[0];
  EXPECT_EQ(order.of_resume(), quorum_missing);
  order.resume.signatures.push_back({"so-2", Verification::valid});
  EXPECT_EQ(order.of_resume(), quorum_missing) << "somebody meant the second one to count";
}

TEST(ResumeOrders, one_signature_that_does_not_hold_is_a_refusal_whatever_the_others) {
  for (const auto& [verification, refusal] : bad) {
    Order order;
    order.resume.signatures.push_back({"so-2", verification});
    EXPECT_EQ(order.of_resume(), refusal);
  }
  Order order;
  order.resume.signatures.push_back({"", Verification::valid});
  EXPECT_EQ(order.of_resume(), not_an_officer);
}

TEST(ResumeOrders, nobody_resumes_while_revocation_lists_are_stale) {
  Order order;
  order.resume.signatures[0].verification = Verification::revocation_stale;
  EXPECT_EQ(order.of_resume(), revocation_stale);
}

TEST(ResumeOrders, what_is_not_stopped_or_was_stopped_again_is_not_resumed) {
  Order order;
  order.resume.stopped = hash(0x52);
  EXPECT_EQ(order.of_resume(), not_stopped);
  order.resume.stopped.reset();
  EXPECT_EQ(order.of_resume(), not_stopped);
}

TEST(ResumeOrders, a_resume_of_another_log_or_an_expired_or_used_one_is_refused) {
  Order order;
  order.resume.log = "seal.other.example/2026";
  EXPECT_EQ(order.of_resume(), statement_mismatch);
  order = {};
  order.resume.expires = order.world.now;
  EXPECT_EQ(order.of_resume(), expired);
  order = {};
  order.resume.use = OrderUse::over;
  EXPECT_EQ(order.of_resume(), used);
}

TEST(ResumeOrders, one_that_was_taken_is_taken_again_while_nothing_came_after_it) {
  Order order;
  order.resume.use = OrderUse::in_force;
  order.resume.stopped.reset();
  EXPECT_EQ(order.of_resume(), std::nullopt);
}

}  // namespace
}  // namespace antin::policy
