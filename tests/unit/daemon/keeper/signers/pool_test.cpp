#include "daemon/keeper/signers/pool.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <stdexcept>

namespace antin::keeper {
namespace {

using namespace std::chrono_literals;

constexpr const char* time_key = "time/antin/tsa/2026.1";
const base::Bytes right_spki{1, 2, 3};

// The other end of a signer's socket, played by the test.
class FakeSigner {
 public:
  explicit FakeSigner(SignerPool& pool) : m_pool(pool), m_near(pair(m_far)) {
    pool.adopt(local::Connection(base::Descriptor(m_near), 0));
  }
  void hello(const base::Bytes& spki = right_spki, const std::string& token = "time", std::uint64_t used = 0) {
    say(local::SignerHello{token, {{time_key, spki}}, true, used});
  }
  void say(const local::FromSigner& message) {
    m_far->send(local::encode(message));
    m_pool.readable(m_near);
  }
  void say_bytes(const base::Bytes& bytes) {
    m_far->send(bytes);
    m_pool.readable(m_near);
  }
  std::optional<local::ToSigner> hear_one() {
    base::Bytes message;
    if (m_far->receive(message) != local::Receipt::message) return std::nullopt;
    return local::parse_to_signer(message);
  }
  // The operations that have arrived since the last call.
  std::vector<Operation> hear() {
    std::vector<Operation> operations;
    base::Bytes message;
    while (m_far->receive(message) == local::Receipt::message)
      operations.push_back(std::get<local::SignTimestamp>(local::parse_to_signer(message).value()).operation);
    return operations;
  }
  void die() {
    m_far.reset();
    m_pool.readable(m_near);
  }

 private:
  static int pair(std::optional<local::Connection>& far) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
      throw std::runtime_error("no socket pair");
    far.emplace(base::Descriptor(ends[1]), 0);
    return ends[0];
  }
  SignerPool& m_pool;
  std::optional<local::Connection> m_far;
  int m_near;
};

SignerPool make_pool(std::chrono::milliseconds deadline = 10s) {
  return {deadline, [](const std::string& token, const std::string& label) -> std::optional<base::Bytes> {
            if (token != "time" || label != time_key) return std::nullopt;
            return right_spki;
          }};
}

void order(SignerPool& pool, Operation operation) { pool.sign_timestamp(operation, time_key, {}, {}); }

TEST(SignerPool, an_order_goes_to_a_signer_that_holds_the_key_and_its_signature_comes_back) {
  auto pool = make_pool();
  FakeSigner signer(pool);
  signer.hello();
  EXPECT_TRUE(pool.take_arrival());
  order(pool, 7);
  EXPECT_EQ(signer.hear(), std::vector<Operation>{7});
  signer.say(local::Signed{7, {9, 9}});
  const auto outcomes = pool.take_outcomes();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].operation, 7U);
  EXPECT_EQ(outcomes[0].signature.value(), (base::Bytes{9, 9}));
}

TEST(SignerPool, an_order_waits_for_a_signer_to_dial_in) {
  auto pool = make_pool();
  order(pool, 1);
  FakeSigner signer(pool);
  EXPECT_TRUE(signer.hear().empty());
  signer.hello();
  EXPECT_EQ(signer.hear(), std::vector<Operation>{1});
}

TEST(SignerPool, an_order_that_no_signer_has_yet_is_withdrawn_and_one_that_a_signer_has_is_not) {
  auto pool = make_pool();
  order(pool, 1);
  EXPECT_TRUE(pool.withdraw(1));
  EXPECT_FALSE(pool.withdraw(1)) << "it is gone";
  FakeSigner signer(pool);
  signer.hello();
  EXPECT_TRUE(signer.hear().empty());
  order(pool, 2);
  EXPECT_FALSE(pool.withdraw(2));
  EXPECT_EQ(signer.hear(), std::vector<Operation>{2});
  EXPECT_TRUE(pool.take_outcomes().empty());
}

TEST(SignerPool, an_order_that_a_signer_had_when_it_was_withdrawn_goes_to_no_other_one) {
  auto pool = make_pool();
  FakeSigner second(pool), first(pool);
  first.hello();
  order(pool, 1);
  order(pool, 2);
  EXPECT_FALSE(pool.withdraw(2));
  second.hello();
  first.die();
  EXPECT_EQ(second.hear(), std::vector<Operation>{1});
  const auto outcomes = pool.take_outcomes();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].operation, 2U);
  EXPECT_EQ(outcomes[0].signature.error(), SigningFailure::hsm);
}

TEST(SignerPool, a_key_that_is_not_the_one_in_its_certificate_is_refused) {
  auto pool = make_pool();
  FakeSigner signer(pool);
  signer.hello({3, 2, 1});
  EXPECT_FALSE(pool.holds(time_key));
  order(pool, 1);
  EXPECT_TRUE(signer.hear().empty());
}

TEST(SignerPool, a_key_in_another_token_than_the_policys_is_refused) {
  auto pool = make_pool();
  FakeSigner signer(pool);
  signer.hello(right_spki, "seals");
  EXPECT_FALSE(pool.holds(time_key));
}

TEST(SignerPool, the_orders_of_a_signer_that_dies_go_to_the_next_one_in_the_order_given) {
  auto pool = make_pool();
  FakeSigner first(pool);
  first.hello();
  for (Operation operation = 1; operation <= 3; ++operation) order(pool, operation);
  first.die();
  order(pool, 4);
  FakeSigner second(pool);
  second.hello();
  EXPECT_EQ(second.hear(), (std::vector<Operation>{1, 2, 3, 4}));
}

TEST(SignerPool, an_order_that_has_seen_three_signers_die_fails) {
  auto pool = make_pool();
  order(pool, 1);
  for (int i = 0; i < 3; ++i) {
    FakeSigner signer(pool);
    signer.hello();
    signer.die();
  }
  const auto outcomes = pool.take_outcomes();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].signature.error(), SigningFailure::hsm);
}

TEST(SignerPool, an_order_that_nobody_can_serve_fails_at_its_deadline) {
  auto pool = make_pool(1ms);
  order(pool, 1);
  pool.tick(std::chrono::steady_clock::now() + 1s);
  ASSERT_EQ(pool.take_outcomes().at(0).signature.error(), SigningFailure::hsm);
}

TEST(SignerPool, a_signer_that_sits_on_an_overdue_order_is_dropped) {
  auto pool = make_pool(1ms);
  FakeSigner signer(pool);
  signer.hello();
  order(pool, 1);
  pool.tick(std::chrono::steady_clock::now() + 1s);
  EXPECT_EQ(pool.signers(), 0U);
  EXPECT_EQ(pool.take_outcomes().at(0).signature.error(), SigningFailure::hsm);
}

TEST(SignerPool, a_refusal_fails_the_order_with_its_reason) {
  auto pool = make_pool();
  FakeSigner signer(pool);
  signer.hello();
  const std::pair<local::SignerRefusal, SigningFailure> cases[] = {
      {local::SignerRefusal::clock, SigningFailure::clock},
      {local::SignerRefusal::hsm, SigningFailure::hsm},
      {local::SignerRefusal::malformed, SigningFailure::refused},
      {local::SignerRefusal::wrong_purpose, SigningFailure::refused},
      {local::SignerRefusal::no_such_key, SigningFailure::refused},
      {local::SignerRefusal::checkpoint, SigningFailure::refused},
  };
  Operation operation = 0;
  for (const auto& [reason, failure] : cases) {
    order(pool, ++operation);
    signer.say(local::Refused{operation, reason});
    EXPECT_EQ(pool.take_outcomes().at(0).signature.error(), failure);
  }
}

TEST(SignerPool, a_signature_for_an_order_that_the_signer_was_not_given_counts_for_nothing) {
  auto pool = make_pool();
  FakeSigner signer(pool), other(pool);
  signer.hello();
  order(pool, 1);
  other.hello();
  other.say(local::Signed{1, {6, 6}});
  other.say(local::Signed{99, {6, 6}});
  EXPECT_TRUE(pool.take_outcomes().empty());
}

TEST(SignerPool, a_checkpoint_goes_out_as_its_text) {
  SignerPool pool(10s, [](const std::string&, const std::string&) { return right_spki; });
  FakeSigner signer(pool);
  signer.say(local::SignerHello{"log", {{"log/79/hcm/2026.1", right_spki}}, true});
  pool.sign_checkpoint(5, "log/79/hcm/2026.1", "seal.example/2026\n0\nroot\n");
  EXPECT_EQ(signer.hear_one(),
            local::ToSigner(local::SignCheckpoint{5, "log/79/hcm/2026.1", "seal.example/2026\n0\nroot\n"}));
}

// A signer that is asked and answers, and says how often its HSM was used.
TEST(SignerPool, a_change_of_policy_gives_a_signer_the_keys_that_it_offered_before_and_takes_others) {
  std::string named = "seal/79760001/school/2026.1";
  SignerPool pool(10s, [&](const std::string&, const std::string& label) {
    return label == named ? std::optional(right_spki) : std::nullopt;
  });
  FakeSigner signer(pool);
  signer.hello();
  EXPECT_TRUE(pool.take_arrival());
  EXPECT_FALSE(pool.holds(time_key));
  named = time_key;
  pool.policy_changed();
  EXPECT_TRUE(pool.holds(time_key));
  EXPECT_TRUE(pool.take_arrival());
  named = "none";
  pool.policy_changed();
  EXPECT_FALSE(pool.holds(time_key));
}

class HsmUse : public ::testing::Test {
 protected:
  void ask(unsigned orders) {
    for (unsigned i = 0; i < orders; ++i) order(m_pool, ++m_asked);
  }
  void sign(std::uint64_t used) { m_signer.say(local::Signed{++m_answered, {1}, used}); }
  void refuse(std::uint64_t used) { m_signer.say(local::Refused{++m_answered, local::SignerRefusal::hsm, used}); }

  SignerPool m_pool = make_pool();
  FakeSigner m_signer{m_pool};

 private:
  Operation m_asked = 0;
  Operation m_answered = 0;
};

TEST_F(HsmUse, that_orders_explain_is_no_news) {
  m_signer.hello();
  ask(3);
  sign(1);
  refuse(1);
  sign(3);
  EXPECT_TRUE(m_pool.take_unexplained().empty()) << "the refused one may have failed before the HSM or in it";
}

TEST_F(HsmUse, beyond_the_orders_is_told_once) {
  m_signer.hello();
  ask(2);
  sign(3);
  EXPECT_EQ(m_pool.take_unexplained(), (std::vector<UnexplainedUse>{{"time", 3, 2}}));
  sign(4);
  EXPECT_TRUE(m_pool.take_unexplained().empty());
}

TEST_F(HsmUse, below_the_signatures_is_told) {
  m_signer.hello();
  ask(2);
  sign(1);
  sign(1);
  EXPECT_EQ(m_pool.take_unexplained(), (std::vector<UnexplainedUse>{{"time", 1, 2}}));
}

TEST_F(HsmUse, of_a_refused_order_counts_too) {
  m_signer.hello();
  ask(1);
  refuse(2);
  EXPECT_EQ(m_pool.take_unexplained(), (std::vector<UnexplainedUse>{{"time", 2, 1}}));
}

TEST_F(HsmUse, before_a_signer_dialled_again_is_not_ours_to_explain) {
  m_signer.hello(right_spki, "time", 1000);
  ask(2);
  sign(1001);
  sign(1002);
  EXPECT_TRUE(m_pool.take_unexplained().empty());
}

TEST_F(HsmUse, cannot_be_explained_away_by_another_hello) {
  m_signer.hello();
  m_signer.hello(right_spki, "time", 7);
  ask(1);
  sign(8);
  EXPECT_EQ(m_pool.take_unexplained(), (std::vector<UnexplainedUse>{{"time", 8, 1}}));
}

TEST_F(HsmUse, for_a_signature_that_nobody_ordered_is_told) {
  m_signer.hello();
  sign(1);
  EXPECT_EQ(m_pool.take_unexplained(), (std::vector<UnexplainedUse>{{"time", 1, 0}}));
}

TEST(SignerPool, a_peer_that_speaks_otherwise_is_disconnected) {
  auto pool = make_pool();
  FakeSigner signer(pool);
  signer.hello();
  signer.say_bytes({0xff, 0xff});
  EXPECT_EQ(pool.signers(), 0U);
}

TEST(SignerPool, no_signer_holds_more_than_its_window_and_the_rest_waits) {
  auto pool = make_pool();
  FakeSigner signer(pool);
  signer.hello();
  for (Operation operation = 1; operation <= 100; ++operation) order(pool, operation);
  const auto held = signer.hear();
  EXPECT_LT(held.size(), 100U);
  signer.say(local::Signed{1, {1}});
  EXPECT_EQ(signer.hear(), std::vector<Operation>{held.size() + 1});
}

}  // namespace
}  // namespace antin::keeper
