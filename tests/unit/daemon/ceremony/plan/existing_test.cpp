// Plans about tokens and keys that came of a former ceremony.
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

std::string wrong_in(const std::string& text, const Beside& beside = sample_beside()) {
  const auto read = read_plan("plan.toml", base::view(text), beside);
  if (!read) return policy::text::print(read.error());
  const auto again = parse_lock(print_lock(read->plan));
  if (!again) return again.error().text;
  return *again == read->plan ? "nothing" : "another plan comes back";
}

const std::string former = "[[former]]\nceremony = \"hcm-2025.1\"\nfolder = \"former\"\n";

std::string with(const std::string& tables) { return sample_head() + sample_people() + former + tables; }

std::string existing(const std::string& label, const std::string& token, const std::string& act) {
  return "[[key]]\nlabel = \"" + label + "\"\ntoken = \"" + token + "\"\nact = \"" + act +
         "\"\nfrom = \"hcm-2025.1\"\n";
}

std::string restore_plan() {
  return with(sample_token() + "serial = \"0042\"\n" + existing("seal/79/department/2025.1", "seals", "restore"));
}

TEST(APlanToRestore, takes_what_a_key_is_from_the_record_of_its_ceremony) {
  ASSERT_EQ(wrong_in(restore_plan()), "nothing");
  const auto read = read_plan("plan.toml", base::view(restore_plan()), sample_beside());
  const auto& key = read->plan.keys.at("seal/79/department/2025.1");
  EXPECT_EQ(key.algorithm, crypto::KeyAlgorithm::ecdsa_p256);
  EXPECT_EQ(key.backup, Backup::wrapped);
  EXPECT_EQ(key.known->public_key, sample_former("former")->record.keys.at("seal/79/department/2025.1").public_key);
}

TEST(APlanToRestore, of_what_no_record_vouches_for_is_refused_with_file_line_and_key) {
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "\"former\"", "\"elsewhere\"")),
              HasSubstr("folder: elsewhere/plan.lock: No such file"));
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "ceremony = \"hcm-2025.1\"", "ceremony = \"hcm-2024.1\"")),
              HasSubstr("folder: is the record of \"hcm-2025.1\""));
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "from = \"hcm-2025.1\"", "from = \"hcm-2024.1\"")),
              HasSubstr("which is no ceremony under [[former]]"));
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "79/department/2025.1", "79/department/2025.2")),
              HasSubstr("is no key that came of hcm-2025.1"));
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "act = \"restore\"\n", "act = \"restore\"\nalgorithm = \"ed25519\"\n")),
              HasSubstr("algorithm: is not a key of this table"));
  EXPECT_THAT(wrong_in(sample_text() + former), HasSubstr("ceremony: is of no use: no key and no token is from it"));
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "ceremony = \"hcm-2026.1\"", "ceremony = \"hcm-2025.1\"")),
              HasSubstr("is this ceremony itself"));
}

TEST(APlanToRestore, a_key_that_has_no_backup_is_refused) {
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "seal/79/department/2025.1", "seal/79760001/school/2025.1")),
              HasSubstr("act: is not \"restore\": no backup was made of this key"));
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "seal/79/department/2025.1", "log/79/hcm/2025.1")),
              HasSubstr("log keys have no backup"));
}

TEST(APlanToRestore, into_whatever_hsm_is_there_is_refused_in_production) {
  EXPECT_THAT(wrong_in(replaced(restore_plan(), "serial = \"0042\"\n", "")), HasSubstr("serial: is missing"));
}

TEST(APlanToRestore, without_enough_holders_of_the_wrapping_key_is_refused) {
  auto text = restore_plan();
  for (const auto* id : {"a-2", "a-3"}) {
    text = replaced(text, std::string("certificate = \"") + id + ".crt\"\nroles = [\"custodian\"]",
                    std::string("certificate = \"") + id + ".crt\"\nroles = [\"witness\"]");
  }
  text = replaced(text, "holders = [\"a-3\", \"a-1\", \"a-2\"]", "holders = [\"b-1\", \"b-2\"]");
  text = replaced(text, "holders = [\"b-1\", \"b-2\", \"b-3\"]", "holders = [\"b-3\", \"a-1\"]");
  text = replaced(text, "need = 3", "need = 2");
  EXPECT_THAT(wrong_in(text), HasSubstr("from: needs 2 holders of a share of its backup-key, and 1 take part"));
}

TEST(APlanToRestore, in_production_from_a_rehearsal_is_refused) {
  auto beside = sample_beside();
  beside.former_at = [](const std::string& path) {
    auto named = sample_former(path);
    named->record.counts = false;
    return named;
  };
  EXPECT_THAT(wrong_in(restore_plan(), beside), HasSubstr("folder: is a rehearsal, or of a development plan"));
}

TEST(APlanToRestore, is_held_against_the_records_again_after_it_was_locked) {
  const auto plan = read_plan("plan.toml", base::view(restore_plan()), sample_beside())->plan;
  const auto record = sample_former("former")->record;
  EXPECT_FALSE(fault_beside(plan, {{"hcm-2025.1", record}}));
  auto other = plan;
  other.keys.begin()->second.known->public_key.fill(0);
  EXPECT_THAT(fault_beside(other, {{"hcm-2025.1", record}})->text, HasSubstr("another key of this label"));
  EXPECT_THAT(fault_beside(plan, {})->text, HasSubstr("is not the record that the plan was made with"));
  auto unsplit = record;
  unsplit.tokens.at("old").shares.erase("backup-key");
  EXPECT_THAT(fault_beside(plan, {{"hcm-2025.1", unsplit}})->text, HasSubstr("gave out no shares of the backup-key"));
}

const std::string old_department = "seal/79/department/2025.1";

std::string present_token() { return "[[token]]\nlabel = \"old\"\nfrom = \"hcm-2025.1\"\n"; }

std::string next_key(const std::string& label) {
  return "[[key]]\nlabel = \"" + label +
         "\"\ntoken = \"old\"\nalgorithm = \"ecdsa-p256\"\nbackup = \"none\"\nreplaces = \"" + old_department +
         "\"\nsubject = { country = \"VN\", organisation = \"Sở\", name = \"Con dấu\" }\n";
}

std::string rotation() {
  return with(present_token() + existing(old_department, "old", "keep") + next_key("seal/79/department/2025.2"));
}

TEST(APlanToRotate, puts_the_next_generation_beside_the_one_that_stays) {
  ASSERT_EQ(wrong_in(rotation()), "nothing");
  EXPECT_EQ(wrong_in(replaced(rotation(), "2025.2", "2026.1")), "nothing") << "or the first of a later year";
  const auto plan = read_plan("plan.toml", base::view(rotation()), sample_beside())->plan;
  EXPECT_EQ(plan.tokens.at("old").serial, "7f3a") << "as the record has it";
}

TEST(APlanToRotate, to_anything_but_the_next_generation_is_refused) {
  for (const auto* label : {"seal/79/department/2025.3", "seal/79/department/2024.1", "seal/79/department/2026.2",
                            "seal/79/school/2025.2", "seal/78/department/2025.2"})
    EXPECT_THAT(wrong_in(replaced(rotation(), "seal/79/department/2025.2", label)),
                HasSubstr("replaces: is not the generation before"))
        << label;
}

TEST(APlanToRotate, needs_the_old_key_in_the_same_token_and_once) {
  EXPECT_THAT(wrong_in(with(present_token() + next_key("seal/79/department/2025.2"))),
              HasSubstr("which is no key of this token whose act is \"keep\""));
  EXPECT_THAT(wrong_in(rotation() + next_key("seal/79/department/2026.1")), HasSubstr("replaces already"));
  EXPECT_THAT(wrong_in(replaced(rotation(), "from = \"hcm-2025.1\"\n[[key]]", "from = \"hcm-2024.1\"\n[[key]]")),
              HasSubstr("which is no ceremony under [[former]]"));
  EXPECT_THAT(wrong_in(with(sample_token() + existing(old_department, "seals", "keep"))),
              HasSubstr("names a token that is made new"));
}

std::string destruction() { return with(present_token() + existing(old_department, "old", "destroy")); }

TEST(APlanToDestroy, names_every_token_that_the_records_put_the_key_into) {
  ASSERT_EQ(wrong_in(destruction()), "nothing");
  const auto plan = read_plan("plan.toml", base::view(destruction()), sample_beside())->plan;
  const auto record = sample_former("former")->record;
  auto later = record;
  later.keys.at(old_department).token = "spare";
  auto both = plan;
  both.formers["hcm-2025.2"] = record.plan;
  const FormerRecords records{{"hcm-2025.1", record}, {"hcm-2025.2", later}};
  EXPECT_THAT(fault_beside(both, records)->text,
              HasSubstr("do not name \"spare\", which has the key since hcm-2025.2"));
  both.keys.at(old_department).spares = {"spare"};
  EXPECT_FALSE(fault_beside(both, records));
}

TEST(APlanToDestroy, in_a_token_that_is_not_there_or_twice_is_refused) {
  const auto spares = [](const std::string& list) { return destruction() + "spares = [" + list + "]\n"; };
  EXPECT_THAT(wrong_in(spares("\"nowhere\"")), HasSubstr("spares: name \"nowhere\", which is no token"));
  EXPECT_THAT(wrong_in(spares("\"old\"")), HasSubstr("spares: name \"old\" again"));
  EXPECT_THAT(wrong_in(replaced(spares("\"old\""), "\"destroy\"", "\"keep\"")),
              HasSubstr("spares: are for a key that is destroyed"));
  EXPECT_THAT(wrong_in(with(sample_token() + existing(old_department, "seals", "destroy"))),
              HasSubstr("names a token that is made new"));
}

std::string refresh() {
  return with(present_token() + "so-pin = \"security\"\nuser-pin = \"operators\"\nunattended = \"none\"\n" +
              "resplit = \"security\"\n" + existing(old_department, "old", "keep"));
}

TEST(APlanForNewShares, names_the_groups_that_get_them) {
  ASSERT_EQ(wrong_in(refresh()), "nothing");
  EXPECT_THAT(wrong_in(replaced(refresh(), "user-pin = \"operators\"\n", "")), HasSubstr("user-pin: is missing"));
  EXPECT_THAT(wrong_in(replaced(refresh(), "user-pin = \"operators\"", "user-pin = \"security\"")),
              HasSubstr("who holds a share of its so-pin"));
  EXPECT_THAT(wrong_in(replaced(refresh(), "resplit = \"security\"", "resplit = \"nobody\"")),
              HasSubstr("resplit: names \"nobody\", which is no group"));
}

TEST(APlanForNewShares, of_a_wrapping_key_keeps_every_key_that_it_opens) {
  EXPECT_THAT(wrong_in(with(present_token() + "resplit = \"security\"\n")), HasSubstr("resplit: is of no use"));
  EXPECT_THAT(wrong_in(with(sample_token() + "resplit = \"security\"\n")),
              HasSubstr("resplit: is not a key of this table"));
  const auto plan = read_plan("plan.toml", base::view(refresh()), sample_beside())->plan;
  auto record = sample_former("former")->record;
  auto& other = record.keys.at("seal/79760001/school/2025.1");
  other.backup = Backup::wrapped;
  other.wrapped.emplace().fill(1);
  EXPECT_THAT(fault_beside(plan, {{"hcm-2025.1", record}})->text,
              HasSubstr("opens the backup of seal/79760001/school/2025.1 too: keep that one"));
}

TEST(APlanForNewShares, needs_the_old_holders) {
  const auto plan = read_plan("plan.toml", base::view(refresh()), sample_beside())->plan;
  for (const auto* secret : {"so-pin", "user-pin", "backup-key"}) {
    auto record = sample_former("former")->record;
    record.tokens.at("old").shares.at(secret).holders = {"a-1", "gone-1"};
    EXPECT_THAT(fault_beside(plan, {{"hcm-2025.1", record}})->text,
                HasSubstr(std::string("needs 2 holders of a share of its ") + secret + ", and 1 take part"));
  }
}

std::string vendors() {
  auto text = with(present_token() + existing(old_department, "old", "keep") + next_key("seal/79/department/2025.2"));
  text = replaced(text, "backup = \"none\"", "backup = \"vendor\"");
  return text +
         "[[vendor]]\nname = \"card-1\"\ntoken = \"old\"\ntext = \"Cắm thẻ sao lưu số 1.\"\nevidence = \"line\"\n" +
         "[[vendor]]\nname = \"a-log\"\ntoken = \"old\"\ntext = \"Save the log.\"\nevidence = \"file\"\n";
}

TEST(APlanWithTheVendorsSteps, keeps_their_order) {
  ASSERT_EQ(wrong_in(vendors()), "nothing");
  const auto plan = read_plan("plan.toml", base::view(vendors()), sample_beside())->plan;
  EXPECT_EQ(plan.vendor.at(0), (VendorStep{"card-1", "old", Evidence::line, "Cắm thẻ sao lưu số 1."}));
  EXPECT_EQ(plan.vendor.at(1).name, "a-log");
}

TEST(APlanWithTheVendorsSteps, has_them_for_each_key_that_they_back_up_and_for_no_other) {
  const auto text = vendors();
  EXPECT_THAT(wrong_in(text.substr(0, text.find("[[vendor]]"))),
              HasSubstr("backup: is the vendor's: say under [[vendor]]"));
  EXPECT_THAT(wrong_in(replaced(text, "backup = \"vendor\"", "backup = \"none\"")),
              HasSubstr("where no key with backup \"vendor\" is made or destroyed"));
  EXPECT_THAT(wrong_in(replaced(text, "\"a-log\"", "\"card-1\"")), HasSubstr("is named twice"));
  EXPECT_THAT(wrong_in(replaced(text, "evidence = \"line\"", "evidence = \"word\"")), HasSubstr("is not known here"));
  EXPECT_THAT(wrong_in(replaced(text, "text = \"Save the log.\"\n", "")), HasSubstr("text: is missing"));
}

TEST(APlanForATokenThatIsThere, neither_makes_its_pins_nor_restores_into_it) {
  EXPECT_THAT(wrong_in(replaced(rotation(), "label = \"old\"\n", "label = \"old\"\nserial = \"1\"\n")),
              HasSubstr("serial: is not a key of this table"));
  EXPECT_THAT(wrong_in(with(present_token() + existing(old_department, "old", "restore"))),
              HasSubstr("from: is not for a token that keys are restored into"));
}

TEST(APlanForATokenThatIsThere, needs_holders_of_its_pins) {
  auto text = rotation();
  for (const auto* id : {"b-2", "b-3"})
    text = replaced(text, std::string("certificate = \"") + id + ".crt\"\nroles = [\"custodian\"]",
                    std::string("certificate = \"") + id + ".crt\"\nroles = [\"witness\"]");
  text = replaced(text, "need = 3\nholders = [\"b-1\", \"b-2\", \"b-3\"]", "need = 2\nholders = [\"a-1\", \"b-1\"]");
  EXPECT_THAT(wrong_in(text), HasSubstr("from: needs 2 holders of a share of its user-pin, and 1 take part"));
}

TEST(APlanForATokenThatIsThere, is_held_against_the_hsm_that_the_record_names) {
  const auto plan = read_plan("plan.toml", base::view(rotation()), sample_beside())->plan;
  auto record = sample_former("former")->record;
  record.tokens.at("old").serial = "another";
  EXPECT_THAT(fault_beside(plan, {{"hcm-2025.1", record}})->text, HasSubstr("had the token in another HSM"));
}

}  // namespace
}  // namespace antin::ceremony
