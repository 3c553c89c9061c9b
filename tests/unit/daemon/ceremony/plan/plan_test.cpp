#include <gmock/gmock.h>

#include "tests/unit/daemon/ceremony/plan/sample.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("the sample has no " + from);
  return text.replace(at, from.size(), to);
}

std::string wrong_in(const std::string& text) {
  const auto read = read_plan("plan.toml", base::view(text), sample_beside());
  return read ? "nothing" : policy::text::print(read.error());
}
std::string wrong_after(const std::string& from, const std::string& to) {
  return wrong_in(replaced(sample_text(), from, to));
}

TEST(APlan, is_read_with_all_that_it_says) {
  const auto plan = sample_plan();
  EXPECT_EQ(plan.ceremony, "hcm-2026.1");
  EXPECT_EQ(plan.purpose, Purpose::production);
  EXPECT_EQ(plan.quorum, 2u);
  EXPECT_EQ(plan.with(Role::officer), (std::vector<std::string>{"so-1", "so-2", "so-3"}));
  EXPECT_EQ(plan.participants.at("so-1").name, "Đỗ Thị Mai");
  EXPECT_EQ(plan.groups.at("security").holders, (std::vector<std::string>{"a-1", "a-2", "a-3"}));
  EXPECT_EQ(plan.tokens.at("seals").unattended, Unattended::systemd_credential);
  EXPECT_EQ(plan.keys.at("seal/79760001/school/2026.1").subject->organisation, "Trường Tiểu học Hoa Sen");
  EXPECT_FALSE(plan.keys.at("log/79/hcm/2026.1").subject);
}

TEST(APlan, is_the_same_whatever_the_order_of_its_tables) {
  const auto turned = sample_head() + sample_keys() + sample_token() + sample_people();
  const auto read = read_plan("plan.toml", base::view(turned), sample_beside());
  ASSERT_TRUE(read) << policy::text::print(read.error());
  EXPECT_EQ(print_lock(read->plan), print_lock(sample_plan()));
}

TEST(APlan, names_file_line_and_key_of_what_is_wrong) {
  EXPECT_EQ(wrong_after("quorum = 2", "quorum = 1"), "plan.toml:4: quorum: must be a whole number from 2 to 64");
  EXPECT_THAT(wrong_after("quorum = 2", "quorum = 2\nquorom = 3"),
              HasSubstr("plan.toml:5: quorom: is not a key of this table"));
  EXPECT_THAT(wrong_after("holders = [\"b-1\"", "holders = [\"c-9\""),
              HasSubstr("names \"c-9\", who is no participant"));
}

TEST(APlan, that_lets_one_person_decide_or_hold_a_secret_alone_is_refused) {
  EXPECT_THAT(wrong_after("quorum = 2", "quorum = 4"), HasSubstr("is more than there are officers: 3"));
  EXPECT_THAT(wrong_after("need = 2", "need = 1"), HasSubstr("must be a whole number from 2"));
  EXPECT_THAT(wrong_after("need = 2", "need = 4"), HasSubstr("is more than it has holders: 3"));
  EXPECT_THAT(wrong_after("\"so-2.crt\"", "\"so-1.crt\""), HasSubstr("is another participant's already"));
}

TEST(APlan, that_gives_one_custodian_shares_of_both_pins_is_refused) {
  EXPECT_THAT(wrong_after("holders = [\"b-1\"", "holders = [\"a-1\""), HasSubstr("who holds a share of its so-pin"));
  EXPECT_THAT(wrong_after("user-pin = \"operators\"", "user-pin = \"security\""), HasSubstr("user-pin"));
}

TEST(APlan, that_refers_to_what_is_not_there_is_refused) {
  EXPECT_THAT(wrong_after("so-pin = \"security\"", "so-pin = \"nobody\""), HasSubstr("is no group under [[shares]]"));
  EXPECT_THAT(wrong_after("token = \"seals\"", "token = \"time\""), HasSubstr("is no token under [[token]]"));
  EXPECT_THAT(wrong_after("\"so-2.crt\"", "\"missing.crt\""), HasSubstr("certificate: cannot open missing.crt"));
  EXPECT_THAT(wrong_after("holders = [\"b-1\"", "holders = [\"so-1\""),
              HasSubstr("who is no participant with role custodian"));
  EXPECT_THAT(wrong_after("roots = [\"root.crt\"]\n", ""), HasSubstr("roots: are missing"));
}

TEST(APlan, with_a_key_that_could_not_serve_is_refused) {
  EXPECT_THAT(wrong_after("seal/79760001/school/2026.1", "seal/79760001/2026.1"), HasSubstr("is not a key label"));
  EXPECT_THAT(wrong_after("\"ecdsa-p256\"", "\"ed25519\""), HasSubstr("of a seal is ecdsa-p256 or rsa-pss-3072"));
  EXPECT_THAT(wrong_after("\"ed25519\"", "\"rsa-pss-3072\""), HasSubstr("of a log key is ed25519 or ecdsa-p256"));
  EXPECT_THAT(wrong_after("log/79/hcm/2026.1", "time/antin/tsa/2026.1"), HasSubstr("of a time key is ecdsa-p256"));
  EXPECT_THAT(wrong_after("log/79/hcm/2026.1", "seal/79760001/school/2026.1"), HasSubstr("is named twice"));
  EXPECT_THAT(wrong_after("subject = {", "# subject = {"), HasSubstr("subject: is missing"));
  EXPECT_THAT(wrong_after("\"VN\"", "\"Vietnam\""), HasSubstr("must be two capital letters"));
}

TEST(APlan, whose_participant_could_not_sign_the_transcript_is_refused) {
  EXPECT_THAT(wrong_after("\"so-2.crt\"", "\"rsa.crt\""), HasSubstr("must be of an ECDSA P-256 key"));
}

TEST(APlan, for_production_never_leaves_a_pin_in_a_plain_file) {
  EXPECT_THAT(wrong_after("systemd-credential", "file"), HasSubstr("for development only"));
  const auto development = replaced(sample_text(), "production", "development");
  EXPECT_EQ(wrong_in(replaced(development, "systemd-credential", "file")), "nothing");
}

TEST(APlan, backs_up_seals_under_a_key_that_a_group_holds_and_log_keys_never) {
  const auto held = replaced(sample_text(), "unattended = \"systemd-credential\"\n",
                             "unattended = \"systemd-credential\"\nbackup = \"security\"\n");
  EXPECT_THAT(wrong_in(held), HasSubstr("is of no use: no key that is made on it is \"wrapped\""));
  const auto wrapped = replaced(held, "backup = \"none\"\nsubject", "backup = \"wrapped\"\nsubject");
  EXPECT_EQ(wrong_in(wrapped), "nothing");
  EXPECT_THAT(wrong_in(replaced(wrapped, "backup = \"security\"\n", "")), HasSubstr("backup: is missing"));
  EXPECT_THAT(wrong_in(replaced(wrapped, "backup = \"security\"", "backup = \"nobody\"")), HasSubstr("is no group"));
  EXPECT_THAT(wrong_in(replaced(wrapped, "backup = \"none\"", "backup = \"wrapped\"")),
              HasSubstr("of a log key is \"none\""));
  const auto plan = read_plan("plan.toml", base::view(wrapped), sample_beside());
  ASSERT_TRUE(plan);
  EXPECT_EQ(*parse_lock(print_lock(plan->plan)), plan->plan);
}

TEST(APlan, with_two_keys_whose_files_would_be_one_is_refused) {
  const auto key = [](const std::string& label) {
    return "[[key]]\nlabel = \"" + label + "\"\ntoken = \"seals\"\nalgorithm = \"ecdsa-p256\"\nbackup = \"none\"\n" +
           "subject = { country = \"VN\", organisation = \"Sở\", name = \"Con dấu\" }\n";
  };
  const auto one = sample_text() + key("seal/a.b/c/2026.1");
  EXPECT_EQ(wrong_in(one + key("seal/a/b/2026.1")), "nothing");
  EXPECT_THAT(wrong_in(one + key("seal/a/b.c/2026.1")),
              HasSubstr("label: is that of seal/a.b/c/2026.1 when slashes are dots"));
}

TEST(APlan, with_a_group_that_a_lock_takes_for_none_is_refused) {
  EXPECT_THAT(wrong_after("name = \"security\"", "name = \"-\""), HasSubstr("name: is no name for a group"));
}

// Written as escapes, which the file's scan lets pass: what reads another way than it is.
TEST(APlan, with_a_name_that_turns_what_people_read_is_refused) {
  for (const auto* turned : {"\\u202E", "\\u2066", "\\u200F", "\\u061C", "\\u0085", "\\uFEFF"})
    EXPECT_THAT(wrong_after("Đỗ Thị Mai", std::string("Mai") + turned + "Đỗ"), HasSubstr("without control characters"))
        << turned;
}

TEST(APlan, whose_token_is_labelled_like_a_spare_is_refused) {
  for (const auto* label : {"spare-seals", "spare-"}) {
    const auto text = replaced(sample_text(), "label = \"seals\"", std::string("label = \"") + label + "\"");
    EXPECT_THAT(wrong_in(replaced(text, "token = \"seals\"", std::string("token = \"") + label + "\"")),
                HasSubstr("label: begins as those of the spare tokens"));
  }
}

TEST(ALock, comes_back_as_the_plan_that_it_was_made_of) {
  const auto plan = sample_plan();
  const auto read = parse_lock(print_lock(plan));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(*read, plan);
}

TEST(ALock, is_taken_in_the_form_that_printing_makes_alone) {
  const auto lock = print_lock(sample_plan());
  EXPECT_FALSE(parse_lock(lock + "\n"));
  EXPECT_FALSE(parse_lock(replaced(lock, "quorum: 2", "quorum: 02")));
  EXPECT_FALSE(parse_lock(replaced(lock, "a-1,a-2,a-3", "a-2,a-1,a-3"))) << "another order";
  EXPECT_FALSE(parse_lock(replaced(lock, "plan/v1", "plan/v2")));
  EXPECT_FALSE(parse_lock(lock.substr(0, lock.size() - 1)));
  EXPECT_FALSE(parse_lock(""));
}

TEST(ALock, written_by_hand_is_held_to_the_rules_too) {
  const auto lock = print_lock(sample_plan());
  const auto alone = parse_lock(replaced(lock, "quorum: 2", "quorum: 1"));
  ASSERT_FALSE(alone);
  EXPECT_THAT(alone.error().text, HasSubstr("one officer alone never decides"));
  EXPECT_FALSE(parse_lock(replaced(lock, "shares: security 2", "shares: security 1")));
  EXPECT_FALSE(parse_lock(replaced(lock, "a-1,a-2,a-3", "a-1,a-1,a-3")));
}

}  // namespace
}  // namespace antin::ceremony
