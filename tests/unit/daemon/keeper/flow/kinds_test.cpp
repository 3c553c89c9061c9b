// Kinds side by side, each by its own workflow: the report, the transfer report that two of three deputies approve, the
// extract of one step; and what a step's window, age and quota stop.
#include <gtest/gtest.h>

#include "client/lib/bulk.hpp"
#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::Wish;

const std::string principal = "p-000002";

class Kinds : public ::testing::Test {
 protected:
  [[nodiscard]] Wish deputies() const {
    auto wish = bench.wish();
    wish.kind = "chuyen-truong";
    wish.step = "deputies";
    wish.role = "deputy-principal";
    wish.scope.reset();
    return wish;
  }
  [[nodiscard]] Wish extract(const std::string& record = "1.extract") const {
    auto wish = bench.principal_wish({});
    wish.kind = "trich-luc";
    wish.record = record;
    wish.previous.reset();
    return wish;
  }
  [[nodiscard]] protocol::Approval by(const std::string& person, const Wish& wish) const {
    auto key = bench.folder.person(person);
    return antin::test::approve(wish, key, bench.clock.reading.now);
  }
  std::optional<protocol::Response> send(const Wish& wish, std::vector<protocol::Approval> approvals) {
    return bench.life->send({crypto::random_array<16>(), antin::test::submit_of(wish, std::move(approvals))});
  }
  std::string code(const Wish& wish, const std::vector<std::string>& people) {
    return code_of(bench.life->send(bench.request(wish, people)));
  }
  // As the next version, in force at once.
  void change_workflow(const std::string& sed) {
    bench.folder.tools().must_run("sed -i '" + sed + "' dev/policy/workflow.toml");
    take();
  }
  void take() {
    bench.sign_next_policy();
    const auto taken = bench.take_policy();
    ASSERT_TRUE(taken.ok()) << taken.error().text;
  }

  Bench bench;
};

TEST_F(Kinds, two_of_three_deputies_approve_in_one_submission_and_then_the_principal_seals) {
  const auto done = step_result(bench.life->send(bench.request(deputies(), {"p-000012", "p-000010"})));
  const std::string entry(base::text(done.entry));
  EXPECT_NE(entry.find("\"rule\":\"chuyen-truong/deputies\""), std::string::npos) << entry;
  std::size_t people = 0;
  for (auto at = entry.find("\"hmac:"); at != std::string::npos; at = entry.find("\"hmac:", at + 1)) ++people;
  EXPECT_EQ(people, 2U) << entry;
  EXPECT_TRUE(done.seal.empty());
  auto next = bench.principal_wish(tlog::leaf_hash(done.entry));
  next.kind = "chuyen-truong";
  EXPECT_FALSE(step_result(bench.submit(next, principal)).seal.empty());
}

TEST_F(Kinds, one_deputy_or_three_or_one_of_them_twice_are_not_two) {
  EXPECT_EQ(code(deputies(), {"p-000010"}), "APPROVALS_MISSING");
  EXPECT_EQ(code(deputies(), {"p-000010", "p-000011", "p-000012"}), "APPROVALS_MISSING");
  EXPECT_EQ(code(deputies(), {"p-000010", "p-000010"}), "SAME_PERSON");
  EXPECT_EQ(code(deputies(), {"p-000010", principal}), "WRONG_ROLE");
  const auto wish = deputies();
  const auto approval = by("p-000010", wish);
  EXPECT_EQ(code_of(send(wish, {approval, approval})), "SAME_PERSON");
  EXPECT_EQ(code(deputies(), {"p-000010", "p-000011"}), "done");
}

TEST_F(Kinds, a_deputy_with_two_certificates_is_one) {
  EXPECT_EQ(code(deputies(), {"p-000010", "p-000010-renewed"}), "SAME_PERSON");
  EXPECT_EQ(code(deputies(), {"p-000010-renewed", "p-000012"}), "done") << "by the second certificate";
}

TEST_F(Kinds, a_deputy_whose_certificate_is_revoked_does_not_count) {
  bench.folder.tools().must_run(
      "cd dev/ca && touch db && echo 9000 > number && printf '[ca]\\ndefault_ca=x\\n[x]\\ndatabase=db\\n"
      "crlnumber=number\\ndefault_md=sha256\\n' > ca.cnf && openssl ca -config ca.cnf -cert people-ca.crt -keyfile "
      "people-ca.key -revoke ../people/p-000011.crt -crl_reason superseded && openssl ca -config ca.cnf -gencrl "
      "-crldays 30 -cert people-ca.crt -keyfile people-ca.key -out ../revocation/people-ca.crl");
  bench.clock.reading.now += std::chrono::minutes(10);
  bench.life->flow->tick();
  EXPECT_EQ(code(deputies(), {"p-000010", "p-000011"}), "CERTIFICATE_REVOKED");
  EXPECT_EQ(code(deputies(), {"p-000010", "p-000012"}), "done");
}

TEST_F(Kinds, one_deputy_may_approve_a_whole_class_and_the_other_each_record) {
  std::vector<Wish> wishes;
  std::vector<statement::Approve> items;
  for (const std::string record : {"1.a", "1.b", "1.c"}) {
    wishes.push_back(deputies());
    wishes.back().record = record;
    items.push_back(statement::parse_approve(antin::test::statement_of(wishes.back())).value());
  }
  const auto draft = client::BulkDraft::make(items).value();
  auto key = bench.folder.person("p-000010");
  const auto bulk = client::sign_statement(draft.text(), key, bench.clock.reading.now).value();
  EXPECT_EQ(code_of(send(wishes[0], {draft.approval(0, bulk.cms), draft.approval(0, bulk.cms)})), "SAME_PERSON");
  EXPECT_EQ(code_of(send(wishes[0], {draft.approval(1, bulk.cms), by("p-000011", wishes[0])})), "STATEMENT_MISMATCH");
  for (std::size_t i = 0; i < wishes.size(); ++i)
    EXPECT_EQ(code_of(send(wishes[i], {by("p-000011", wishes[i]), draft.approval(i, bulk.cms)})), "done");
}

TEST_F(Kinds, each_has_steps_of_its_own_and_an_approval_names_the_kind) {
  EXPECT_FALSE(step_result(bench.submit(extract(), principal)).seal.empty()) << "one step, and it is sealed";
  auto stranger = extract("1.other");
  stranger.step = stranger.role = "teacher";
  EXPECT_EQ(code(stranger, {"p-000001"}), "UNKNOWN_STEP");
  const auto wish = extract("1.other");
  auto elsewhere = wish;
  elsewhere.kind = "hoc-ba";
  EXPECT_EQ(code_of(send(elsewhere, {by(principal, wish)})), "OUT_OF_ORDER");
  auto report = bench.wish();
  auto as_extract = report;
  as_extract.kind = "trich-luc";
  as_extract.step = "principal";
  EXPECT_EQ(code_of(send(as_extract, {by("p-000001", report)})), "STATEMENT_MISMATCH");
}

TEST_F(Kinds, the_year_of_a_school_has_as_many_extracts_as_the_quota_says) {
  change_workflow("s/count = 500/count = 2/");
  EXPECT_EQ(code(extract("1.a"), {principal}), "done");
  EXPECT_EQ(code(extract("1.b"), {principal}), "done");
  EXPECT_EQ(code(extract("1.c"), {principal}), "QUOTA_EXCEEDED");
  EXPECT_EQ(code(extract("1.a"), {principal}), "done") << "a repeat is none";
  EXPECT_EQ(code(deputies(), {"p-000010", "p-000011"}), "done") << "another kind has its own";
}

TEST_F(Kinds, a_step_waits_for_its_window) {
  change_workflow("/^quota = /a window = { from = 2099-01-01, until = 2099-12-31, zone = \"Asia/Ho_Chi_Minh\" }");
  EXPECT_EQ(code(extract(), {principal}), "WINDOW_CLOSED");
  change_workflow("s/from = 2099-01-01/from = 2020-01-01/");
  EXPECT_EQ(code(extract(), {principal}), "done");
}

TEST_F(Kinds, a_step_that_comes_too_late_after_the_one_before_is_refused) {
  change_workflow("s/max_age = \"30d\"/max_age = \"1h\"/");
  const auto next = [&](const std::string& record) {
    auto wish = deputies();
    wish.record = record;
    const auto done = step_result(bench.life->send(bench.request(wish, {"p-000010", "p-000011"})));
    auto following = bench.principal_wish(tlog::leaf_hash(done.entry));
    following.kind = wish.kind;
    following.record = record;
    return following;
  };
  const auto in_time = next("1.a"), late = next("1.b");
  bench.clock.reading.now += std::chrono::minutes(59);
  EXPECT_EQ(code_of(bench.submit(in_time, principal)), "done");
  bench.clock.reading.now += std::chrono::minutes(2);
  EXPECT_EQ(code_of(bench.submit(late, principal)), "TOO_OLD");
}

}  // namespace
}  // namespace antin::keeper::test
