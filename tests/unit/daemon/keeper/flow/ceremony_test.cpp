// A key ceremony comes into the log by the word of the officers in force, once.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/crypto/sha2.hpp"
#include "core/tlog/proof.hpp"
#include "daemon/keeper/bundles/ceremonies.hpp"
#include "daemon/keeper/bundles/kept.hpp"
#include "tests/support/ceremony_note.hpp"
#include "tests/unit/daemon/keeper/flow/errand_bench.hpp"
#include "tests/unit/daemon/keeper/flow/revoked.hpp"

namespace antin::keeper::test {
namespace {

using local::ControlRefusal;
using ::testing::HasSubstr;
using Names = std::vector<std::string>;

const Names three{"so-1", "so-2", "so-3"};

class CeremonyInTheLog : public ErrandBench {
 protected:
  CeremonyInTheLog() { transcript = of(three); }

  [[nodiscard]] const antin::test::ToolDirectory& tools() const { return bench.folder.tools(); }
  [[nodiscard]] statement::Transcript of(const Names& participants) const {
    return antin::test::transcript_of(tools(), "dev/people", "seal.dev.example/2026", participants);
  }
  [[nodiscard]] std::string note(const Names& signers = three) const {
    return antin::test::ceremony_note(tools(), "dev/people", transcript, signers);
  }
  local::ToControl take(const std::string& octets) {
    return finish(local::TakeCeremony{base::copy(base::view(octets))});
  }
  local::CeremonyTaken taken(const std::string& octets) { return std::get<local::CeremonyTaken>(take(octets)); }
  // Why it is not taken; and then the log has grown by nothing.
  std::string refusal(const std::string& octets) {
    const auto before = bench.life->entries().size();
    auto why = text(take(octets), ControlRefusal::request);
    EXPECT_EQ(bench.life->entries().size(), before);
    return why;
  }
  [[nodiscard]] std::uint64_t proven_index(const local::ProvenEntry& proven) const {
    const auto proof = antin::test::must(tlog::parse_proof(proven.proof));
    const std::string vkey(base::text(bench.folder.read("client/log.vkey")));
    const auto log = antin::test::must(tlog::parse_vkey(vkey.substr(0, vkey.find('\n'))));
    EXPECT_TRUE(tlog::verify(proof, tlog::leaf_hash(proven.entry), log));
    return proof.index;
  }

  statement::Transcript transcript;
};

TEST_F(CeremonyInTheLog, is_an_entry_with_its_proof_and_the_note_beside_it) {
  const auto octets = note();
  const auto answer = taken(octets);
  const auto entry = nlohmann::json::parse(base::text(answer.ceremony.entry));
  EXPECT_EQ(entry.at("type"), "ceremony");
  EXPECT_EQ(entry.at("ceremony"), "test-2026.1");
  EXPECT_EQ(entry.at("plan"), base::print(transcript.plan));
  EXPECT_EQ(entry.at("transcript"), base::print(crypto::sha256(base::view(statement::print(transcript)))));
  ASSERT_EQ(entry.at("officers").size(), 3U);
  EXPECT_EQ(entry.at("officers")[1].at("id"), "so-2");
  EXPECT_EQ(entry.at("officers")[1].at("certificate"), base::print(transcript.participants.at("so-2")));
  EXPECT_EQ(base::text(*must(bench.life->ledger.blob(crypto::sha256(base::view(octets))))), octets);
  EXPECT_EQ(proven_index(answer.ceremony) + 1, bench.life->entries().size());
  EXPECT_EQ(proven_index(answer.first), 0U);
  EXPECT_EQ(base::text(answer.first.entry), bench.life->entries().front());
}

TEST_F(CeremonyInTheLog, is_there_once_however_often_it_is_asked_for) {
  const auto first = taken(note());
  const auto size = bench.life->entries().size();
  EXPECT_EQ(taken(note({"so-3", "so-2", "so-1"})).ceremony.entry, first.ceremony.entry) << "other octets, one text";
  restart();
  EXPECT_EQ(taken(note()).ceremony.entry, first.ceremony.entry);
  EXPECT_EQ(bench.life->entries().size(), size + 1) << "the start, and nothing else";
  transcript.ceremony = "test-2026.2";
  EXPECT_NE(taken(note()).ceremony.entry, first.ceremony.entry);
  transcript.ceremony = "test-2026.1";
  EXPECT_EQ(taken(note()).ceremony.entry, first.ceremony.entry);
}

TEST_F(CeremonyInTheLog, is_missed_when_the_ledgers_list_is_not_of_its_entries) {
  const auto index = proven_index(taken(note()).ceremony);
  auto& ledger = bench.life->ledger;
  EXPECT_TRUE(check_kept(ledger));
  const auto transcript_hash = crypto::sha256(base::view(statement::print(transcript)));
  must(keep_ceremonies(ledger, {{"test-2026.1", transcript_hash, index - 1}}));
  EXPECT_THAT(check_kept(ledger).error().text, HasSubstr("is not of test-2026.1"));
  must(keep_ceremonies(ledger, {{"test-2026.1", transcript_hash, index + 9}}));
  EXPECT_FALSE(check_kept(ledger));
  for (const auto* damaged : {"x", "1 sha256:00 test", "1 test", "one sha256:00 test"}) {
    must(ledger.set_value("ceremonies", base::view(damaged)));
    EXPECT_THAT(check_kept(ledger).error().text, HasSubstr("list of key ceremonies is damaged")) << damaged;
  }
}

TEST_F(CeremonyInTheLog, has_one_transcript) {
  static_cast<void>(taken(note()));
  transcript.lines = 8;
  EXPECT_THAT(refusal(note()), HasSubstr("is in the log with another transcript"));
}

TEST_F(CeremonyInTheLog, comes_by_the_signatures_of_a_quorum_of_its_officers_alone) {
  EXPECT_THAT(refusal("nothing that anybody signed"), HasSubstr("no signed note"));
  EXPECT_THAT(refusal(note({"so-1", "so-2"})), HasSubstr("is not signed by officer so-3"));
  auto altered = note();
  altered.replace(altered.find("lines: 7"), 8, "lines: 9");
  EXPECT_THAT(refusal(altered), HasSubstr("is not signed by officer so-1"));
  transcript = of({"so-1", "p-000001", "p-000002"});
  EXPECT_THAT(refusal(note({"so-1", "p-000001", "p-000002"})), HasSubstr("signed by 1 of the log's security officers"));
}

TEST_F(CeremonyInTheLog, is_of_this_log_and_no_rehearsal) {
  transcript.log = "seal.dev.example/2027";
  EXPECT_THAT(refusal(note()), HasSubstr("is for the log seal.dev.example/2027"));
  transcript = of(three);
  transcript.rehearsal = true;
  EXPECT_THAT(refusal(note()), HasSubstr("is of a rehearsal"));
}

TEST_F(CeremonyInTheLog, comes_by_officers_alone_whose_certificates_stand) {
  revoke(bench, "so-2", "keyCompromise");
  keeper::test::go_on(bench);
  EXPECT_THAT(refusal(note()), HasSubstr("so-2"));
  transcript = of({"so-1", "so-3"});
  EXPECT_TRUE(std::holds_alternative<local::CeremonyTaken>(take(note({"so-1", "so-3"}))));
}

TEST_F(CeremonyInTheLog, is_proven_still_when_the_log_is_closed_and_no_other_comes_after) {
  const auto first = taken(note());
  ASSERT_TRUE(std::holds_alternative<local::Finished>(finish(local::CloseLog{"seal.dev.example/2027"})));
  EXPECT_EQ(taken(note()).ceremony.entry, first.ceremony.entry);
  transcript.ceremony = "test-2026.2";
  EXPECT_THAT(refusal(note()), HasSubstr("the log is closed"));
}

TEST_F(CeremonyInTheLog, is_told_of_when_it_is_durable_and_enough_witnesses_have_cosigned) {
  watch();
  carry();
  const auto said = take(note());
  EXPECT_THAT(std::get<local::Progress>(said).doing, HasSubstr("witnesses are cosigning"));
  administration->nobody_waits();
  EXPECT_FALSE(administration->is_busy()) << "it is in the log all the same";
  carry();
  const auto answer = taken(note());
  EXPECT_TRUE(tlog::cosigned_at(
      tlog::parse_note(antin::test::must(tlog::parse_proof(answer.ceremony.proof)).note).value(), witness.vkey()));
}

}  // namespace
}  // namespace antin::keeper::test
