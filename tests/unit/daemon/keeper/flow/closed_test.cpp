// The flow of a log that is being closed, or is closed: it serves what is done, and appends nothing.
#include <gtest/gtest.h>

#include "core/tlog/hash.hpp"
#include "tests/support/endings.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

class ClosedFlow : public ::testing::Test {
 protected:
  void close() {
    bench.life->flow->begin_closing();
    bench.life->flow->close("seal.dev.example/2027");
    bench.life->settle();
  }
  std::string timestamp() {
    const auto& tools = bench.folder.tools();
    tools.write("data", std::string_view("to be stamped"));
    tools.must_run("openssl ts -query -data data -sha256 -out q.tsq");
    return code_of(bench.life->send({crypto::random_array<16>(), protocol::Timestamp{tools.read("q.tsq")}}));
  }
  [[nodiscard]] std::size_t size() { return bench.life->entries().size(); }

  Bench bench;
};

TEST_F(ClosedFlow, ends_with_a_close_entry_under_a_published_checkpoint) {
  close();
  const auto last = bench.life->entries().back();
  EXPECT_NE(last.find(R"("successor":"seal.dev.example/2027","type":"close")"), std::string::npos) << last;
  EXPECT_EQ(bench.life->log.size(), size());
}

TEST_F(ClosedFlow, takes_no_work_while_it_is_being_closed_and_takes_it_again_when_that_is_given_up) {
  bench.life->flow->begin_closing();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "LOG_CLOSED");
  EXPECT_EQ(timestamp(), "LOG_CLOSED");
  EXPECT_EQ(bench.life->flow->open_intents(), 0U);
  bench.life->flow->give_up_closing();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
}

TEST_F(ClosedFlow, finishes_what_is_open_while_it_is_being_closed) {
  const auto leaf = bench.teacher_done();
  bench.keys.seal_failure = SigningFailure::hsm;
  const auto wish = bench.principal_wish(leaf);
  const auto request = bench.request(wish, {"p-000002"});
  EXPECT_EQ(code_of(bench.life->send(request)), "HSM_UNAVAILABLE");
  bench.life->flow->begin_closing();
  ASSERT_EQ(bench.life->flow->parked().size(), 1U);
  bench.keys.seal_failure.reset();
  EXPECT_EQ(code_of(bench.life->send(request)), "done");
  EXPECT_EQ(bench.life->flow->under_way(), 0U);
}

TEST_F(ClosedFlow, gives_what_is_done_and_appends_nothing_whatever_is_asked) {
  const auto request = bench.request(bench.wish(), {"p-000001"});
  const auto given = std::get<base::Bytes>(bench.life->send(request)->outcome);
  close();
  for (int life = 0; life < 2; ++life) {
    const auto before = size();
    const auto again = bench.life->send(request);
    EXPECT_EQ(std::get<base::Bytes>(again->outcome), given);
    EXPECT_FALSE(again->proof.empty());
    auto wish = bench.wish();
    wish.record = "1.late";
    EXPECT_EQ(code_of(bench.submit(wish, "p-000001")), "LOG_CLOSED");
    wish.record = bench.wish().record;
    wish.digest.value.assign(32, 9);
    EXPECT_EQ(code_of(bench.submit(wish, "p-000001")), "DIGEST_DIFFERS");
    EXPECT_EQ(timestamp(), "LOG_CLOSED");
    EXPECT_EQ(
        code_of(bench.life->send({crypto::random_array<16>(), protocol::Lookup{"79760002", "hoc-ba", "1.x", 1, ""}})),
        "NO_GRANT");
    bench.life->flow->receive(UnexplainedUse{"seals", 2, 1});
    bench.clock.reading.now += std::chrono::hours(2);
    bench.life->flow->tick();
    bench.life->flow->stop();
    bench.life->settle();
    EXPECT_EQ(size(), before) << bench.life->entries().back();
    bench.restart();  // a start is no entry either
    EXPECT_EQ(size(), before);
  }
}

TEST_F(ClosedFlow, ends_no_revision_and_gives_what_has_ended) {
  const auto end = [this](const std::string& record) {
    auto wish = bench.wish();
    wish.record = record;
    const auto leaf = tlog::leaf_hash(bench.done(wish, "p-000001").entry);
    auto principal = bench.principal_wish(leaf);
    principal.record = record;
    const auto ending = antin::test::ending_of(base::Act::returned, principal, "incomplete");
    auto key = bench.folder.person("p-000002");
    return protocol::Request{crypto::random_array<16>(),
                             antin::test::end_of(ending, {antin::test::sign(ending, key, bench.clock.reading.now)})};
  };
  const auto early = end("1.early"), late = end("1.late");
  const auto given = std::get<base::Bytes>(bench.life->send(early)->outcome);
  bench.life->flow->begin_closing();
  EXPECT_EQ(code_of(bench.life->send(late)), "LOG_CLOSED");
  close();
  const auto before = size();
  EXPECT_EQ(code_of(bench.life->send(late)), "LOG_CLOSED");
  const auto again = bench.life->send(early);
  EXPECT_EQ(std::get<base::Bytes>(again->outcome), given);
  EXPECT_FALSE(again->proof.empty());
  EXPECT_EQ(size(), before);
}

}  // namespace
}  // namespace antin::keeper::test
