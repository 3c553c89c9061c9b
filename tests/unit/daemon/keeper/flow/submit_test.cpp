#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "core/tlog/hash.hpp"
#include "daemon/process/logging.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

// Writes seal and document and asks openssl.
int openssl_says(const Bench& bench, const protocol::StepResult& result, std::string_view document) {
  const auto& tools = bench.folder.tools();
  tools.write("seal.p7s", result.seal);
  tools.write("document", document);
  return tools
      .run(
          "openssl cms -verify -cades -binary -inform DER -in seal.p7s -content document -CAfile "
          "dev/ca/root.crt -purpose any -out /dev/null")
      .status;
}

TEST(Flow, a_record_goes_from_teacher_to_principal_to_department) {
  Bench bench;
  const std::string document = "a report";
  const auto digest = base::sha256_digest(crypto::sha256(base::view(document)));
  auto wish = bench.wish();
  wish.digest = digest;
  const auto teacher = bench.done(wish, "p-000001");
  EXPECT_TRUE(teacher.seal.empty());
  EXPECT_FALSE(teacher.token.empty());

  wish = bench.principal_wish(tlog::leaf_hash(teacher.entry));
  wish.digest = digest;
  const auto principal = bench.done(wish, "p-000002");
  EXPECT_EQ(openssl_says(bench, principal, document), 0);
  EXPECT_NE(openssl_says(bench, principal, "another report"), 0);

  wish = bench.department_wish(tlog::leaf_hash(principal.entry));
  wish.digest = digest;
  const auto department = bench.done(wish, "p-000003");
  EXPECT_EQ(openssl_says(bench, department, document), 0);
  EXPECT_EQ(bench.keys.seals, 2U);
  EXPECT_EQ(bench.keys.stamps, 3U);
}

TEST(Flow, an_entry_names_people_by_salted_ids_and_holds_what_was_decided) {
  Bench bench;
  const auto entry = std::string(base::text(bench.done(bench.wish(), "p-000001").entry));
  EXPECT_EQ(entry.find("p-000001"), std::string::npos);
  for (const auto* part :
       {"\"hmac:", "\"type\":\"done\"", "\"rule\":\"hoc-ba/teacher\"", "\"system\":\"school-79760001\"", "\"clock\":{",
        "\"development\"", "\"statement\":\"sha256:"})
    EXPECT_NE(entry.find(part), std::string::npos) << part << " in " << entry;
}

TEST(Flow, a_repeat_gets_the_stored_octets_whatever_its_request_id_and_approvals) {
  Bench bench;
  const auto first = bench.submit(bench.wish(), "p-000001");
  auto again = bench.request(bench.wish(), {"p-000001"});
  const auto second = bench.life->send(again);
  std::get<protocol::Submit>(again.body).approvals = {{{'x'}, {'y'}}};
  again.id[0] ^= 1;
  const auto third = bench.life->send(again);
  EXPECT_EQ(std::get<base::Bytes>(first->outcome), std::get<base::Bytes>(second->outcome));
  EXPECT_EQ(std::get<base::Bytes>(first->outcome), std::get<base::Bytes>(third->outcome));
  EXPECT_EQ(bench.keys.stamps, 1U);
}

TEST(Flow, a_request_id_with_another_meaning_is_refused_also_after_a_repeat) {
  Bench bench;
  bench.teacher_done();
  const auto repeat = bench.request(bench.wish(), {"p-000001"});
  EXPECT_EQ(code_of(bench.life->send(repeat)), "done");
  auto other = bench.wish();
  other.record = "1.other";
  auto reused = bench.request(other, {"p-000001"});
  reused.id = repeat.id;
  EXPECT_EQ(code_of(bench.life->send(reused)), "REQUEST_ID_REUSED");
}

TEST(Flow, a_repeat_of_an_open_step_waits_for_its_outcome) {
  Bench bench;
  bench.keys.hold = true;
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "nothing");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "nothing");
  EXPECT_EQ(bench.keys.stamps, 1U);
}

TEST(Flow, no_more_than_a_limit_wait_for_one_outcome) {
  Bench bench({1024, 600, 2});
  bench.keys.hold = true;
  bench.submit(bench.wish(), "p-000001");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "nothing");
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "OVERLOADED");
}

TEST(Flow, approvals_of_a_request_that_is_refused_anyway_are_not_verified) {
  Bench bench;
  auto request = bench.request(bench.principal_wish({}), {"p-000002"});
  for (auto& approval : std::get<protocol::Submit>(request.body).approvals) approval.cms = {1, 2, 3};
  process::start_logging("test", false);
  testing::internal::CaptureStderr();
  EXPECT_EQ(code_of(bench.life->send(request)), "OUT_OF_ORDER");
  EXPECT_EQ(testing::internal::GetCapturedStderr().find("does not hold"), std::string::npos);
}

TEST(Flow, another_digest_differs_and_after_the_last_step_is_already_sealed) {
  Bench bench;
  const auto leaf = bench.principal_done();
  auto other = bench.wish();
  other.digest.value[0] ^= 1;
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "DIGEST_DIFFERS");
  bench.done(bench.department_wish(leaf), "p-000003");
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "ALREADY_SEALED");
}

struct Refusal {
  const char* name;
  std::function<std::string(Bench&)> attempt;
  const char* code;
};

void PrintTo(const Refusal& refusal, std::ostream* out) { *out << refusal.name; }

class RefusedSubmit : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedSubmit, is_denied_with_its_code_and_an_entry_and_no_key_is_used) {
  Bench bench;
  const auto before = bench.life->entries().size();
  EXPECT_EQ(GetParam().attempt(bench), GetParam().code);
  EXPECT_EQ(bench.keys.seals, 0U);
  const auto entries = bench.life->entries();
  ASSERT_GT(entries.size(), before);
  EXPECT_NE(entries.back().find("\"code\":\"" + std::string(GetParam().code) + "\""), std::string::npos);
}

std::string changed(Bench& bench, const std::function<void(antin::test::Wish&)>& change,
                    const std::string& person = "p-000001", const std::string& system = "school-79760001") {
  auto wish = bench.wish();
  change(wish);
  return code_of(bench.submit(wish, person, system));
}

// The statement says one thing, the request another.
std::string mismatched(Bench& bench, const std::function<void(protocol::Submit&)>& change) {
  auto request = bench.request(bench.wish(), {"p-000001"});
  change(std::get<protocol::Submit>(request.body));
  return code_of(bench.life->send(request));
}

const Refusal refusals[] = {
    {"a_principal_before_the_teacher",
     [](Bench& bench) { return code_of(bench.submit(bench.principal_wish({}), "p-000002")); }, "OUT_OF_ORDER"},
    {"a_second_revision_of_an_open_first",
     [](Bench& bench) { return changed(bench, [](auto& wish) { wish.revision = 2; }); }, "OUT_OF_ORDER"},
    {"one_person_in_two_steps",
     [](Bench& bench) {
       const auto teacher = bench.done(bench.wish(), "p-000004");
       return code_of(bench.submit(bench.principal_wish(tlog::leaf_hash(teacher.entry)), "p-000004"));
     },
     "SAME_PERSON"},
    {"an_unknown_kind", [](Bench& bench) { return changed(bench, [](auto& wish) { wish.kind = "diploma"; }); },
     "UNKNOWN_KIND"},
    {"an_unknown_step", [](Bench& bench) { return changed(bench, [](auto& wish) { wish.step = "mayor"; }); },
     "UNKNOWN_STEP"},
    {"another_schools_unit", [](Bench& bench) { return changed(bench, [](auto& wish) { wish.unit = "79760002"; }); },
     "NO_GRANT"},
    {"a_role_that_the_step_does_not_ask_for",
     [](Bench& bench) {
       return changed(
           bench, [](auto& wish) { wish.role = "principal"; }, "p-000002");
     },
     "WRONG_ROLE"},
    {"another_class", [](Bench& bench) { return changed(bench, [](auto& wish) { wish.scope = "2026-2027.1B"; }); },
     "WRONG_SCOPE"},
    {"a_revoked_certificate",
     [](Bench& bench) {
       return changed(
           bench, [](auto&) {}, "p-000005");
     },
     "CERTIFICATE_REVOKED"},
    {"an_expired_certificate",
     [](Bench& bench) {
       return changed(
           bench, [](auto&) {}, "p-000006");
     },
     "CERTIFICATE_EXPIRED"},
    {"a_forged_certificate",
     [](Bench& bench) {
       return changed(
           bench, [](auto&) {}, "p-000009");
     },
     "CERTIFICATE_UNTRUSTED"},
    {"an_expired_statement",
     [](Bench& bench) {
       return changed(bench, [&](auto& wish) { wish.expires = wish.expires - std::chrono::hours(48); });
     },
     "APPROVAL_EXPIRED"},
    {"a_statement_of_another_log",
     [](Bench& bench) { return changed(bench, [](auto& wish) { wish.log = "other.example"; }); }, "STATEMENT_MISMATCH"},
    {"a_statement_of_another_policy",
     [](Bench& bench) { return changed(bench, [](auto& wish) { wish.policy[0] ^= 1; }); }, "STATEMENT_MISMATCH"},
    {"a_statement_with_a_wrong_previous",
     [](Bench& bench) { return changed(bench, [](auto& wish) { wish.previous = base::Sha256Hash{1}; }); },
     "STATEMENT_MISMATCH"},
    {"a_statement_of_another_record",
     [](Bench& bench) { return mismatched(bench, [](auto& submit) { submit.record = "1.other"; }); },
     "STATEMENT_MISMATCH"},
    {"a_statement_of_another_digest",
     [](Bench& bench) { return mismatched(bench, [](auto& submit) { submit.digest.value[0] ^= 1; }); },
     "STATEMENT_MISMATCH"},
    {"no_approval", [](Bench& bench) { return mismatched(bench, [](auto& submit) { submit.approvals.clear(); }); },
     "APPROVALS_MISSING"},
    {"two_approvals_where_one_is_asked_for",
     [](Bench& bench) {
       return mismatched(bench, [](auto& submit) { submit.approvals.push_back(submit.approvals.front()); });
     },
     "APPROVALS_MISSING"},
    {"a_changed_statement",
     [](Bench& bench) {
       return mismatched(bench, [](auto& submit) { submit.approvals.front().statement.back() ^= 1; });
     },
     "APPROVAL_INVALID"},
    {"an_approval_that_is_no_cms",
     [](Bench& bench) { return mismatched(bench, [](auto& submit) {
                          submit.approvals.front().cms = {1, 2, 3};
                        }); },
     "APPROVAL_INVALID"},
    {"a_format_that_the_step_does_not_make",
     [](Bench& bench) { return mismatched(bench, [](auto& submit) { submit.formats = {"pades"}; }); },
     "FORMAT_NOT_ALLOWED"},
};

INSTANTIATE_TEST_SUITE_P(Each, RefusedSubmit, testing::ValuesIn(refusals),
                         [](const auto& parameter) { return parameter.param.name; });

// An hour that passes brings an anchor too, so what is looked for need not be the last.
std::string newest_denials(Life& life) {
  std::string newest;
  for (const auto& entry : life.entries())
    if (entry.find(R"("type":"denials")") != std::string::npos) newest = entry;
  return newest;
}

TEST(Flow, an_unregistered_key_is_refused_without_an_entry_and_counted) {
  Bench bench;
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001", "unregistered")), "UNKNOWN_SYSTEM");
  bench.clock.reading.now += std::chrono::hours(1);
  bench.life->flow->tick();
  bench.clock.reading.now += std::chrono::hours(1);
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_NE(newest_denials(*bench.life).find("\"UNKNOWN_SYSTEM\":1"), std::string::npos);
}

TEST(Flow, denials_beyond_the_limit_of_an_hour_become_one_counted_entry_that_outlives_a_kill) {
  const FlowLimits limits{1024, 2};
  Bench bench(limits);
  const auto before = bench.life->entries().size();
  for (int i = 0; i < 5; ++i) bench.submit(bench.principal_wish({}), "p-000002");
  EXPECT_EQ(bench.life->entries().size(), before + 2);
  bench.restart(limits);
  bench.clock.reading.now += std::chrono::hours(1);
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_NE(newest_denials(*bench.life).find("\"OUT_OF_ORDER\":3"), std::string::npos);
}

TEST(Flow, more_under_way_than_the_limit_is_overloaded) {
  Bench bench({1, 100});
  bench.keys.hold = true;
  bench.submit(bench.wish(), "p-000001");
  auto other = bench.wish();
  other.record = "1.other";
  EXPECT_EQ(code_of(bench.submit(other, "p-000001")), "OVERLOADED");
}

}  // namespace
}  // namespace antin::keeper::test
