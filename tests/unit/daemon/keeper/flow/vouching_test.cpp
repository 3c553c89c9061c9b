// A step that its school's server vouches for, where the policy lets it: with the system's own signature, and no seal.
#include <gmock/gmock.h>

#include "core/tlog/hash.hpp"
#include "tests/unit/daemon/keeper/flow/revoked.hpp"

namespace antin::keeper::test {
namespace {

using antin::test::Wish;
using ::testing::HasSubstr;

const std::string school = "school-79760001";
const std::string school_certificate = "client/school-79760001.crt";

class Vouching : public ::testing::Test {
 protected:
  Vouching() { bench.clock.reading.now -= std::chrono::minutes(1); }

  void let_systems_vouch(const std::string& and_then = {}) {
    change_policy(bench, "workflow.toml", "0,/\"certificate\"/s//\"vouched\"/" + and_then);
  }
  [[nodiscard]] Wish vouched(const std::string& person = "p-000001") const {
    auto wish = bench.wish();
    wish.vouched = statement::Vouching{school, person};
    return wish;
  }
  // Signed by the system, or by whose key it is.
  std::optional<protocol::Response> send(const Wish& wish, client::SoftwareKey key, const std::string& by = school) {
    return bench.life->send({crypto::random_array<16>(),
                             antin::test::submit_of(wish, {antin::test::approve(wish, key, bench.clock.reading.now)})},
                            by);
  }

  Bench bench;
};

TEST_F(Vouching, is_done_with_an_entry_that_says_so_and_the_seal_comes_on_the_principals_signature) {
  let_systems_vouch();
  const auto done = step_result(send(vouched(), bench.folder.system(school)));
  EXPECT_TRUE(done.seal.empty());
  EXPECT_THAT(std::string(base::text(done.entry)), HasSubstr("\"proof\":\"vouched\",\"role\":\"teacher\""));
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(tlog::leaf_hash(done.entry)), "p-000002")), "done");
  EXPECT_THAT(bench.life->entries().back(), HasSubstr("\"proof\":\"certificate\",\"role\":\"principal\""));
}

TEST_F(Vouching, is_told_to_who_asks_what_the_policy_wants) {
  const auto report = [this] {
    const auto response = bench.life->send({crypto::random_array<16>(), protocol::About{}});
    const auto result = protocol::parse_result(std::get<base::Bytes>(response.value().outcome)).value();
    for (const auto& workflow : std::get<protocol::AboutResult>(result).workflows)
      if (workflow.kind == "hoc-ba") return workflow;
    throw std::runtime_error("no such kind");
  };
  EXPECT_FALSE(report().steps.at(0).vouched);
  let_systems_vouch();
  EXPECT_TRUE(report().steps.at(0).vouched);
  EXPECT_FALSE(report().steps.at(1).vouched);
}

TEST_F(Vouching, is_refused_where_the_policy_does_not_name_it) {
  EXPECT_EQ(code_of(send(vouched(), bench.folder.system(school))), "STATEMENT_MISMATCH");
  let_systems_vouch();
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "STATEMENT_MISMATCH") << "and the other way round";
}

TEST_F(Vouching, takes_the_key_of_the_very_system_that_asks) {
  let_systems_vouch();
  EXPECT_EQ(code_of(send(vouched(), bench.folder.person("p-000001"))), "CERTIFICATE_UNTRUSTED");
  EXPECT_EQ(code_of(send(vouched(), bench.folder.system("school-79760002"))), "CERTIFICATE_UNTRUSTED");
  auto other = vouched();
  other.vouched->system = "school-79760002";
  EXPECT_EQ(code_of(send(other, bench.folder.system("school-79760002"))), "STATEMENT_MISMATCH");
  EXPECT_EQ(code_of(send(vouched(), bench.folder.system(school))), "done");
}

TEST_F(Vouching, is_for_a_person_whom_the_roster_has_in_that_role) {
  let_systems_vouch();
  EXPECT_EQ(code_of(send(vouched("p-999999"), bench.folder.system(school))), "NOT_IN_ROSTER");
  EXPECT_EQ(code_of(send(vouched("p-000002"), bench.folder.system(school))), "WRONG_ROLE");
}

TEST_F(Vouching, counts_no_more_once_the_systems_certificate_is_revoked) {
  let_systems_vouch();
  const auto done = step_result(send(vouched(), bench.folder.system(school)));
  revoke_certificate(bench, school_certificate, "keyCompromise");
  go_on(bench);
  auto other = vouched();
  other.record = "1.other";
  EXPECT_EQ(code_of(send(other, bench.folder.system(school))), "CERTIFICATE_REVOKED");
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(tlog::leaf_hash(done.entry)), "p-000002")), "CERTIFICATE_REVOKED")
      << "nor does what it vouched for carry a seal";
  EXPECT_EQ(bench.keys.seals, 0U);
}

TEST_F(Vouching, does_not_let_one_person_approve_twice) {
  let_systems_vouch("; 0,/\\[\"teacher\"\\]/s//[\"principal\"]/");
  auto wish = vouched("p-000002");
  wish.role = "principal";
  wish.scope.reset();
  const auto done = step_result(send(wish, bench.folder.system(school)));
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(tlog::leaf_hash(done.entry)), "p-000002")), "SAME_PERSON");
}

}  // namespace
}  // namespace antin::keeper::test
