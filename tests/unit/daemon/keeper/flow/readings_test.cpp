// How long who audits may read: by one statement once, and as long as the grant and the certificate stand.
#include "tests/unit/daemon/keeper/flow/reader_bench.hpp"

namespace antin::keeper::test {
namespace {

TEST_F(LogReader, opens_nothing_with_a_revoked_certificate) {
  revoke_certificate(bench, "client/" + auditor + ".crt", "superseded");
  go_on(bench);
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "SYSTEM_CERTIFICATE_REVOKED");
  EXPECT_NE(bench.life->entries().back().find("SYSTEM_CERTIFICATE_REVOKED"), std::string::npos);
}

TEST_F(LogReader, opens_nothing_when_revocation_data_are_stale) {
  bench.clock.reading.now += std::chrono::days(40);
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "REVOCATION_STALE");
  EXPECT_NE(bench.life->entries().back().find("\"type\":\"failed\""), std::string::npos);
}

// The follower's answer comes first, then each of the others one later.
class ReaderWhoMayNoMore : public LogReader {
 protected:
  void begin_to_read() {
    reading = open().reading;
    seal = bench.done(bench.principal_wish(bench.teacher_done()), "p-000002").seal;
    const auto follow = asked(protocol::Entries{newest().size, 10, 30'000, reading});
    ASSERT_EQ(code_of(bench.life->send(follow, auditor)), "nothing");
  }
  void expect_to_be_told(const std::string& code) {
    for (const Body& body :
         {Body(protocol::Entries{0, 10, 0, reading}), Body(protocol::Inclusion{std::uint64_t{0}, 0, reading}),
          Body(protocol::Stored{reading, crypto::sha256(seal)}), Body(protocol::ReadRoster{"", "", "", 10, reading}),
          Body(protocol::Checkpoint{})})
      EXPECT_EQ(code_of(send(body, auditor)), code);
  }
  protocol::ReadingId reading{};
  base::Bytes seal;
};

TEST_F(ReaderWhoMayNoMore, reads_no_further_once_the_certificate_is_revoked) {
  begin_to_read();
  revoke_certificate(bench, "client/" + auditor + ".crt", "superseded");
  go_on(bench);
  expect_to_be_told("SYSTEM_CERTIFICATE_REVOKED");
}

TEST_F(ReaderWhoMayNoMore, reads_no_further_once_a_bundle_has_taken_the_grant_away) {
  begin_to_read();
  change_policy(bench, "systems.toml", "s/\"auditor\"/\"timestamp\"/");
  bench.life->settle();
  expect_to_be_told("NO_GRANT");
}

TEST_F(ReaderWhoMayNoMore, does_not_keep_the_reading_open_by_asking) {
  begin_to_read();
  revoke_certificate(bench, "client/" + auditor + ".crt", "superseded");
  for (int i = 0; i < 2; ++i) {
    go_on(bench);
    send(protocol::ReadRoster{"", "", "", 10, reading}, auditor);
  }
  const auto entries = bench.life->entries();
  const auto is_idle = [](const auto& entry) { return entry.find(R"("why":"idle")") != std::string::npos; };
  EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), is_idle));
}

TEST_F(LogReader, opens_one_reading_by_each_statement) {
  const auto once = signed_wish(auditor, wish(auditor));
  ASSERT_EQ(code_of(send(once, auditor)), "done");
  EXPECT_EQ(code_of(send(once, auditor)), "STATEMENT_USED");
  EXPECT_NE(bench.life->entries().back().find("STATEMENT_USED"), std::string::npos);
  bench.restart();
  EXPECT_EQ(code_of(send(once, auditor)), "STATEMENT_USED");
}

TEST_F(LogReader, who_lost_the_answer_gets_the_same_reading_as_long_as_it_is_open) {
  const auto request = asked(signed_wish(auditor, wish(auditor)));
  const auto first = result_of<protocol::OpenReadingResult>(bench.life->send(request, auditor));
  const auto size = bench.life->entries().size();
  const auto again = result_of<protocol::OpenReadingResult>(bench.life->send(request, auditor));
  EXPECT_EQ(again.reading, first.reading);
  EXPECT_EQ(again.index, first.index);
  EXPECT_EQ(again.person_key, first.person_key);
  EXPECT_EQ(bench.life->entries().size(), size);
  send(protocol::CloseReading{first.reading}, auditor);
  EXPECT_EQ(code_of(bench.life->send(request, auditor)), "STATEMENT_USED");
}

TEST_F(LogReader, is_judged_by_the_authorities_of_systems_where_the_policy_has_some) {
  change_policy(bench, "authorities.toml",
                "s#^.seals.#[systems]\\nroots = [\"ca/root.crt\"]\\nintermediates = [\"ca/people-ca.crt\"]\\n"
                "revocation = \"ocsp\"\\n[seals]#");
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "REVOCATION_STALE");
  respond(bench, "client/" + auditor + ".crt", "V");
  go_on(bench);
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "done");
  respond(bench, "client/" + auditor + ".crt", "R");
  go_on(bench);
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "SYSTEM_CERTIFICATE_REVOKED");
  change_policy(bench, "authorities.toml", "/^.systems.$/,/^.seals.$/s#ca/people-ca.crt#ca/intermediate.crt#");
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "SYSTEM_SIGNATURE_INVALID");
}

TEST_F(LogReader, holds_few_readings_at_a_time) {
  for (std::size_t i = 0; i < Readings::most_of_a_system; ++i) open();
  EXPECT_EQ(code_of(send(signed_wish(auditor, wish(auditor)), auditor)), "OVERLOADED");
}

TEST_F(LogReader, loses_a_reading_that_idles_and_that_is_an_entry) {
  const auto opened = open();
  bench.clock.reading.now += Readings::idle_life;
  bench.life->flow->tick();
  bench.life->settle();
  EXPECT_NE(bench.life->entries().back().find("\"why\":\"idle\""), std::string::npos);
  EXPECT_EQ(code_of(send(protocol::Entries{0, 10, 0, opened.reading}, auditor)), "NO_READING");
}

TEST_F(LogReader, loses_its_reading_when_antind_stops_and_that_is_an_entry) {
  open();
  bench.life->flow->stop();
  bench.life->settle();
  const auto entries = bench.life->entries();
  EXPECT_NE(entries.at(entries.size() - 2).find("\"why\":\"stop\""), std::string::npos);
}

TEST_F(LogReader, is_given_a_page_for_which_no_more_is_read_of_the_log_than_it_holds) {
  const std::string rest(10'000, 'x');
  for (int i = 0; i < 20; ++i)
    bench.life->flow->append(base::view(R"({"rest":")" + rest + R"(","type":"test"})"), bench.clock.reading.now);
  bench.life->settle();
  const auto reading = open().reading;
  const auto from = newest().size - 20;
  bench.life->ledger.entries_read = 0;
  const auto page = read(from, auditor, reading);
  ASSERT_GT(page.items.size(), 3U);
  ASSERT_LT(page.items.size(), 10U);
  EXPECT_EQ(bench.life->ledger.entries_read, page.items.size() + 1) << "and the one that did not fit";
}

}  // namespace
}  // namespace antin::keeper::test
