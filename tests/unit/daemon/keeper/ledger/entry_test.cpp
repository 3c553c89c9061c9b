#include "daemon/keeper/ledger/entry.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

#include "core/crypto/sha2.hpp"

namespace antin::keeper::test {
namespace {

using Json = nlohmann::json;

const base::Bytes person_key(32, 0x42);
const base::Instant at = *base::parse_instant("2026-05-28T02:11:09.412Z");

base::Sha256Hash filled(std::uint8_t octet) {
  base::Sha256Hash hash;
  hash.fill(octet);
  return hash;
}

std::string hex(char digit) { return std::string(64, digit); }

DecisionFields decision() {
  return {{"79760001", "hoc-ba", "1.9tq2", 1, "principal"},
          base::sha256_digest(filled(0x22)),
          {{"p-000002", "principal", "certificate", filled(0x55)}},
          "hoc-ba/principal",
          filled(0x99),
          "seal/79760001/school/2026.1",
          "school-79760001"};
}

Completion completion() {
  return {at,
          {812, "kernel"},
          filled(0xcc),
          base::sha256_digest(filled(0x22)),
          {*base::parse_instant("2026-05-28T02:11:09.413Z"), {0x5f, 0x0c}, filled(0xaa)}};
}

Attempt attempt() {
  return {at,
          "school-79760001",
          "OUT_OF_ORDER",
          StepName{"79760001", "hoc-ba", "1.9tq2", 1, "principal"},
          base::sha256_digest(filled(0x22)),
          "hoc-ba/principal",
          filled(0x99)};
}

// The entry as text, its nonce checked and taken out.
std::string without_nonce(const base::Bytes& entry) {
  static const std::regex nonce(R"re("nonce":"([A-Za-z0-9+/=]{44})",)re");
  const std::string text(base::text(entry));
  std::smatch found;
  EXPECT_TRUE(std::regex_search(text, found, nonce)) << text;
  EXPECT_EQ(base::from_base64(found[1].str())->size(), 32U);
  return std::regex_replace(text, nonce, "");
}

TEST(Entry, a_done_entry_is_printed_as_documented) {
  const auto person = base::to_hex(crypto::hmac_sha256(person_key, base::view("p-000002")));
  EXPECT_EQ(without_nonce(encode_done(encode(decision(), person_key), completion())),
            R"({"approved":"sha256:)" + hex('2') +
                R"(","at":"2026-05-28T02:11:09.412Z","clock":{"error_us":812,"source":"kernel"},)"
                R"("key":"seal/79760001/school/2026.1","kind":"hoc-ba","people":[{"id":"hmac:)" +
                person + R"(","proof":"certificate","role":"principal","statement":"sha256:)" + hex('5') +
                R"("}],"policy":"sha256:)" + hex('9') +
                R"(","record":"1.9tq2","revision":1,"rule":"hoc-ba/principal","seal":"sha256:)" + hex('c') +
                R"(","sealed":"sha256:)" + hex('2') +
                R"(","step":"principal","system":"school-79760001","token":{"gen_time":"2026-05-28T02:11:09.413Z",)"
                R"("serial":"5f0c","sha256":")" +
                hex('a') + R"("},"type":"done","unit":"79760001","v":1})");
}

TEST(Entry, a_person_who_approved_in_bulk_has_the_hash_of_the_bulk_statement_too) {
  auto fields = decision();
  fields.people.at(0).bulk.emplace().fill(0xbb);
  const auto entry = Json::parse(encode_done(encode(fields, person_key), completion()));
  EXPECT_EQ(entry["people"][0]["statement"], "sha256:" + hex('5'));
  EXPECT_EQ(entry["people"][0]["bulk"], "sha256:" + hex('b'));
}

TEST(Entry, a_person_is_not_named) {
  const auto entry = encode_done(encode(decision(), person_key), completion());
  EXPECT_EQ(base::text(entry).find("p-000002"), std::string_view::npos);
  EXPECT_NE(print_person(person_key, "p-000002"), print_person(base::Bytes(32, 0x43), "p-000002"));
}

TEST(Entry, a_step_without_a_seal_has_no_key_and_no_seal) {
  auto fields = decision();
  fields.key.clear();
  fields.retried = true;
  auto rest = completion();
  rest.seal.reset();
  rest.sealed.reset();
  const auto entry = Json::parse(encode_done(encode(fields, person_key), rest));
  EXPECT_FALSE(entry.contains("key"));
  EXPECT_FALSE(entry.contains("seal"));
  EXPECT_FALSE(entry.contains("sealed"));
  EXPECT_EQ(entry["retried"], true);
}

TEST(Entry, a_denial_is_printed_as_documented) {
  EXPECT_EQ(without_nonce(encode(DeniedEntry{attempt()})),
            R"({"at":"2026-05-28T02:11:09.412Z","code":"OUT_OF_ORDER","digest":"sha256:)" + hex('2') +
                R"(","kind":"hoc-ba","policy":"sha256:)" + hex('9') +
                R"(","record":"1.9tq2","revision":1,"rule":"hoc-ba/principal","step":"principal",)"
                R"("system":"school-79760001","type":"denied","unit":"79760001","v":1})");
}

TEST(Entry, an_ending_is_printed_as_documented) {
  const auto person = base::to_hex(crypto::hmac_sha256(person_key, base::view("p-000002")));
  EndingEntry ending{at,
                     {812, "kernel"},
                     {"79760001", "hoc-ba", "1.9tq2", 1},
                     base::Act::returned,
                     "principal",
                     "wrong-grade",
                     base::sha256_digest(filled(0x22)),
                     {{"p-000002", "principal", "certificate", filled(0x55)}},
                     "hoc-ba/principal:return",
                     filled(0x99),
                     "school-79760001"};
  const auto after_step = R"("system":"school-79760001","type":"returned","unit":"79760001","v":1})";
  EXPECT_EQ(without_nonce(encode(ending, person_key)),
            R"({"at":"2026-05-28T02:11:09.412Z","clock":{"error_us":812,"source":"kernel"},"digest":"sha256:)" +
                hex('2') + R"(","kind":"hoc-ba","people":[{"id":"hmac:)" + person +
                R"(","proof":"certificate","role":"principal","statement":"sha256:)" + hex('5') +
                R"("}],"policy":"sha256:)" + hex('9') +
                R"(","reason":"wrong-grade","record":"1.9tq2","revision":1,"rule":"hoc-ba/principal:return",)"
                R"("step":"principal",)" +
                after_step);
  ending.act = base::Act::superseded;
  ending.step.clear();
  const auto superseded = Json::parse(encode(ending, person_key));
  EXPECT_EQ(superseded["type"], "superseded");
  EXPECT_FALSE(superseded.contains("step"));
  ending.act = base::Act::unknown;
  EXPECT_THROW(encode(ending, person_key), std::logic_error);
}

TEST(Entry, an_attempt_at_a_whole_revision_names_no_step) {
  auto of_a_revision = attempt();
  of_a_revision.name->step.clear();
  EXPECT_FALSE(Json::parse(encode(DeniedEntry{of_a_revision})).contains("step"));
}

TEST(Entry, an_attempt_says_only_what_is_known) {
  EXPECT_EQ(without_nonce(encode(FailedEntry{{at, "", "HSM_UNAVAILABLE", {}, {}, "", filled(0x99)}})),
            R"({"at":"2026-05-28T02:11:09.412Z","code":"HSM_UNAVAILABLE","policy":"sha256:)" + hex('9') +
                R"(","type":"failed","v":1})");
}

TEST(Entry, the_others_are_printed_as_documented) {
  const std::string policy = R"("policy":"sha256:)" + hex('9') + R"(",)";
  const std::string time = R"("at":"2026-05-28T02:11:09.412Z",)";
  const EntryClock clock{812, "development"};
  EXPECT_EQ(without_nonce(encode(AbandonedEntry{at, decision().name, decision().approved, "school-79760001",
                                                decision().key, "CERTIFICATE_REVOKED", filled(0x99)})),
            R"({"approved":"sha256:)" + hex('2') + "\"," + time +
                R"("code":"CERTIFICATE_REVOKED","key":"seal/79760001/school/2026.1","kind":"hoc-ba",)" + policy +
                R"("record":"1.9tq2","revision":1,"step":"principal","system":"school-79760001",)"
                R"("type":"abandoned","unit":"79760001","v":1})");
  EXPECT_EQ(without_nonce(encode(DenialsEntry{at,
                                              "school-79760001",
                                              at,
                                              at + std::chrono::hours(1),
                                              {{"WRONG_ROLE", 3}, {"OUT_OF_ORDER", 40}},
                                              filled(0x99)})),
            "{" + time + R"("counts":{"OUT_OF_ORDER":40,"WRONG_ROLE":3},"from":"2026-05-28T02:11:09.412Z",)" + policy +
                R"("system":"school-79760001","type":"denials","until":"2026-05-28T03:11:09.412Z","v":1})");
  EXPECT_EQ(without_nonce(encode(StartEntry{at, clock, "0.1.0", "OpenSSL 3.0.22", 7, filled(0x99)})),
            "{" + time + R"("clock":{"error_us":812,"source":"development"},"openssl":"OpenSSL 3.0.22",)" + policy +
                R"("start":7,"type":"start","v":1,"version":"0.1.0"})");
  EXPECT_EQ(without_nonce(encode(StopEntry{at, 7, filled(0x99)})),
            "{" + time + policy + R"("start":7,"type":"stop","v":1})");
  const std::string signers = R"("signers":[{"officer":"so-1","signature":"sha256:)" + hex('7') +
                              R"("}],"statement":"sha256:)" + hex('6') + R"(",)";
  EXPECT_EQ(
      without_nonce(encode(PolicyEntry{at, 8, filled(0x99), filled(0x88), filled(0x66), {{"so-1", filled(0x77)}}})),
      "{" + time + policy + R"("previous":"sha256:)" + hex('8') + R"(",)" + signers +
          R"("type":"policy","v":1,"version":8})");
  EXPECT_EQ(
      without_nonce(encode(PolicyEntry{at, 1, filled(0x99), std::nullopt, filled(0x66), {{"so-1", filled(0x77)}}})),
      "{" + time + policy + signers + R"("type":"policy","v":1,"version":1})");
  EXPECT_EQ(
      without_nonce(encode(OfficersEntry{
          at, 2, 3, {{"so-2", filled(0x55)}}, filled(0x66), filled(0x88), {{"so-1", filled(0x77)}}, filled(0x99)})),
      "{" + time + R"("number":2,"officers":[{"certificate":"sha256:)" + hex('5') + R"(","id":"so-2"}],)" + policy +
          R"("previous":"sha256:)" + hex('8') + R"(",)" + signers + R"("threshold":3,"type":"officers","v":1})");
  OfficersEntry first{at, 1, 2, {{"so-2", filled(0x55)}}, filled(0x66), std::nullopt, {}, filled(0x99)};
  first.ceremony = {"hcm-2026.1", filled(0x11), filled(0x22), filled(0x33)};
  EXPECT_EQ(without_nonce(encode(first)), "{" + time + R"("ceremony":"hcm-2026.1","note":"sha256:)" + hex('3') +
                                              R"(","number":1,"officers":[{"certificate":"sha256:)" + hex('5') +
                                              R"(","id":"so-2"}],"plan":"sha256:)" + hex('1') + R"(",)" + policy +
                                              R"("signers":[],"statement":"sha256:)" + hex('6') +
                                              R"(","threshold":2,"transcript":"sha256:)" + hex('2') +
                                              R"(","type":"officers","v":1})");
  EXPECT_EQ(without_nonce(encode(CeremonyEntry{at, *first.ceremony, first.officers, filled(0x99)})),
            "{" + time + R"("ceremony":"hcm-2026.1","note":"sha256:)" + hex('3') +
                R"(","officers":[{"certificate":"sha256:)" + hex('5') + R"(","id":"so-2"}],"plan":"sha256:)" +
                hex('1') + R"(",)" + policy + R"("transcript":"sha256:)" + hex('2') + R"(","type":"ceremony","v":1})");
  const auto order_clock = std::string(R"("clock":{"error_us":812,"source":"development"},)");
  EXPECT_EQ(without_nonce(encode(OrderEntry{at,
                                            clock,
                                            OrderAct::stop,
                                            {base::Stoppable::unit, "79760001"},
                                            "drill",
                                            std::nullopt,
                                            filled(0x66),
                                            {{"so-1", filled(0x77)}},
                                            "school-79760001",
                                            filled(0x99)})),
            "{" + time + order_clock + policy + R"("reason":"drill",)" + signers +
                R"("system":"school-79760001","target":"unit 79760001","type":"stop-order","unit":"79760001","v":1})");
  EXPECT_EQ(without_nonce(encode(OrderEntry{at,
                                            clock,
                                            OrderAct::resume,
                                            {base::Stoppable::appliance, ""},
                                            "",
                                            filled(0x88),
                                            filled(0x66),
                                            {{"so-1", filled(0x77)}},
                                            "",
                                            filled(0x99)})),
            "{" + time + order_clock + policy + R"("previous":"sha256:)" + hex('8') + R"(",)" + signers +
                R"("target":"appliance","type":"resume-order","v":1})");
  EXPECT_THROW(static_cast<void>(encode(OrderEntry{})), std::logic_error);
  EXPECT_EQ(without_nonce(encode(
                ClearedEntry{at, clock, "clock", filled(0x88), filled(0x66), {{"so-1", filled(0x77)}}, filled(0x99)})),
            "{" + time + order_clock + R"("fault":"clock","last":"sha256:)" + hex('8') + R"(",)" + policy + signers +
                R"("type":"cleared","v":1})");
  EXPECT_EQ(without_nonce(encode(TimestampEntry{at, clock, "school-79760001", base::sha256_digest(filled(0x22)),
                                                filled(0x99), completion().token})),
            "{" + time + R"("clock":{"error_us":812,"source":"development"},"imprint":"sha256:)" + hex('2') + "\"," +
                policy +
                R"("system":"school-79760001","token":{"gen_time":"2026-05-28T02:11:09.413Z","serial":"5f0c",)"
                R"("sha256":")" +
                hex('a') + R"("},"type":"timestamp","v":1})");
}

TEST(Entry, an_anchor_says_what_was_stamped_and_by_whom) {
  AnchorEntry anchor{at, 12, filled(0x77), "http://tsa.example.org", {}, completion().token, filled(0x99)};
  const auto rest = R"("policy":"sha256:)" + hex('9') + R"(","root":")" + base::to_base64(filled(0x77)) +
                    R"(","size":12,"token":{"gen_time":"2026-05-28T02:11:09.413Z","serial":"5f0c","sha256":")" +
                    hex('a') + R"("},"type":"anchor",)";
  EXPECT_EQ(without_nonce(encode(anchor)), R"({"at":"2026-05-28T02:11:09.412Z","authority":"external",)" + rest +
                                               R"("url":"http://tsa.example.org","v":1})");
  anchor.url.clear();
  anchor.clock = EntryClock{812, "development"};
  EXPECT_EQ(without_nonce(encode(anchor)), R"({"at":"2026-05-28T02:11:09.412Z","authority":"built-in",)"
                                           R"("clock":{"error_us":812,"source":"development"},)" +
                                               rest + R"("v":1})");
}

TEST(Entry, two_entries_of_the_same_thing_differ) {
  EXPECT_NE(encode(DeniedEntry{attempt()}), encode(DeniedEntry{attempt()}));
}

TEST(Entry, text_stays_utf_8_on_one_line) {
  auto odd = attempt();
  odd.rule = "Sở\nGiáo dục";
  const auto text = without_nonce(encode(DeniedEntry{odd}));
  EXPECT_NE(text.find("Sở\\nGiáo dục"), std::string::npos) << text;
  EXPECT_EQ(text.find('\n'), std::string::npos);
}

TEST(Entry, what_is_not_utf_8_is_refused) {
  auto odd = attempt();
  odd.rule = "\xff";
  EXPECT_THROW(encode(DeniedEntry{odd}), std::logic_error);
}

TEST(Entry, more_than_16_KiB_is_refused) {
  auto long_one = attempt();
  const auto others = encode(DeniedEntry{long_one}).size() - long_one.rule.size();
  long_one.rule = std::string(entry_size_limit - others, 'x');
  EXPECT_EQ(encode(DeniedEntry{long_one}).size(), entry_size_limit);
  long_one.rule += 'x';
  EXPECT_THROW(encode(DeniedEntry{long_one}), std::logic_error);
}

TEST(Entry, a_decision_leaves_room_for_its_completion) {
  auto fields = decision();
  const auto others = encode(fields, person_key).size() - fields.rule.size();
  fields.rule = std::string(decision_size_limit - others, 'x');
  auto rest = completion();
  rest.sealed = base::Digest{base::DigestAlgorithm::sha384, base::Bytes(48, 1)};
  rest.token.serial = base::Bytes(20, 0x7f);
  rest.clock.error_us = std::numeric_limits<std::uint64_t>::max();
  EXPECT_LE(encode_done(encode(fields, person_key), rest).size(), entry_size_limit);
  fields.rule += 'x';
  EXPECT_THROW(encode(fields, person_key), std::logic_error);
}

TEST(Entry, a_decision_that_was_damaged_is_refused) {
  for (const char* damaged : {"", "[]", "{", "{}", R"({"policy":1})", R"({"policy":"sha256:00"})"})
    EXPECT_THROW(encode_done(damaged, completion()), std::logic_error) << damaged;
}

}  // namespace
}  // namespace antin::keeper::test
