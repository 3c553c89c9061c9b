// Refuse when unsure (invariant 8): clock, revocation data, certificates.
#include <gtest/gtest.h>

#include "tests/unit/daemon/keeper/flow/revoked.hpp"

namespace antin::keeper::test {
namespace {

TEST(Flow, an_untrusted_clock_stops_steps_and_timestamps_and_is_logged) {
  Bench bench;
  bench.clock.reading.trusted = false;
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "CLOCK_UNTRUSTED");
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"failed\""), std::string::npos);
  EXPECT_EQ(bench.keys.stamps, 0U);
}

TEST(Flow, a_clock_that_runs_behind_the_last_token_is_untrusted) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.clock.reading.now -= std::chrono::seconds(30);
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "CLOCK_UNTRUSTED");
}

TEST(Flow, a_signer_that_distrusts_the_time_is_clock_untrusted) {
  Bench bench;
  bench.keys.stamp_failure = SigningFailure::clock;
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "CLOCK_UNTRUSTED");
}

TEST(Flow, stale_revocation_lists_stop_every_step_with_an_entry) {
  Bench bench;
  bench.clock.reading.now += std::chrono::days(40);
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "REVOCATION_STALE");
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"failed\""), std::string::npos);
}

TEST(Flow, a_revocation_list_with_a_lower_number_is_not_taken_also_after_a_restart) {
  Bench bench;
  const auto old_list = bench.folder.read("revocation/people-ca.crl");
  revoke(bench, "p-000001", "keyCompromise");
  bench.life->flow->tick();
  bench.life->settle();
  bench.folder.tools().write("dev/revocation/people-ca.crl", old_list);
  bench.restart();
  // The newest list is gone and the old one does not count: nobody knows, so nothing is sealed.
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "REVOCATION_STALE");
}

TEST(Flow, a_revoked_seal_certificate_seals_nothing) {
  Bench bench;
  const auto leaf = bench.teacher_done();
  bench.folder.tools().must_run(
      "cd dev/ca && touch db && echo 9000 > number && printf '[ca]\\ndefault_ca=x\\n[x]\\ndatabase=db\\n"
      "crlnumber=number\\ndefault_md=sha256\\n' > ca.cnf && openssl ca -config ca.cnf -cert intermediate.crt -keyfile "
      "intermediate.key -revoke ../policy/keys/79760001-school-2026.1.crt && openssl ca -config ca.cnf -gencrl "
      "-crldays 30 -cert intermediate.crt -keyfile intermediate.key -out ../revocation/intermediate.crl");
  bench.life->flow->tick();
  EXPECT_EQ(code_of(bench.submit(bench.principal_wish(leaf), "p-000002")), "SEAL_CERTIFICATE_INVALID");
  EXPECT_EQ(bench.keys.seals, 0U);
}

}  // namespace
}  // namespace antin::keeper::test
