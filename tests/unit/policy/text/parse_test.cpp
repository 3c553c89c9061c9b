#include <gtest/gtest.h>

#include "tests/unit/policy/text/bundle.hpp"

namespace antin::policy::text {
namespace {

class SmallBundle : public testing::Test {
 protected:
  void SetUp() override {
    const auto files = small_bundle();
    m_certificates = certificates_named_in(files);
    auto rules = parse(files, m_certificates);
    ASSERT_TRUE(rules.ok()) << print(rules.error());
    m_rules = std::move(*rules);
  }

  [[nodiscard]] const Step& step(std::size_t at) const { return m_rules.policy.workflows.at("hoc-ba").steps.at(at); }

  Certificates m_certificates;
  Rules m_rules;
};

TEST_F(SmallBundle, names_the_log_and_its_version_and_leaves_the_digest_to_the_caller) {
  EXPECT_EQ(m_rules.policy.origin, "seal.example/2026");
  EXPECT_EQ(m_rules.policy.version, 7U);
  EXPECT_EQ(m_rules.policy.digest, base::Sha256Hash{});
}

TEST_F(SmallBundle, has_units_in_a_tree) {
  const auto& units = m_rules.policy.units;
  ASSERT_EQ(units.size(), 2U);
  EXPECT_EQ(units.at("79").parent, std::nullopt);
  EXPECT_EQ(units.at("79").kind, UnitKind::department);
  EXPECT_EQ(units.at("79760001").code, "79760001");
  EXPECT_EQ(units.at("79760001").parent, "79");
  EXPECT_EQ(units.at("79760001").kind, UnitKind::school);
  EXPECT_EQ(units.at("79760001").name, "Trường Tiểu học Ví Dụ");
}

TEST(Bundle, has_a_unit_that_closes_with_the_first_moment_of_a_day_in_ho_chi_minh_city) {
  auto files = small_bundle();
  change(files, "units.toml", "kind = \"school\"", "kind = \"school\"\nclosed = 2026-07-01\nsuccessor = \"2\"");
  change(files, "units.toml", "[[unit]]",
         "[[unit]]\ncode = \"2\"\nparent = \"79\"\nkind = \"school\"\nname = \"Another\"\n[[unit]]");
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  const auto& closing = rules->policy.units.at("79760001").closing;
  ASSERT_TRUE(closing);
  EXPECT_EQ(base::print_seconds(closing->from), "2026-06-30T17:00:00Z");
  EXPECT_EQ(closing->successor, "2");
  EXPECT_FALSE(rules->policy.units.at("2").closing);
}

TEST(Bundle, has_a_seal_key_that_is_retired) {
  auto files = small_bundle();
  change(files, "keys.toml", "token = \"seals\"", "token = \"seals\"\nretired = true");
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  EXPECT_TRUE(rules->policy.keys.at("seal/79760001/school/2026.1").retired);
  EXPECT_FALSE(rules->policy.keys.at("seal/79/department/2026.1").retired);
}

TEST_F(SmallBundle, has_systems_with_keys_units_and_grants) {
  const auto& system = m_rules.policy.systems.at("school-79760001");
  EXPECT_EQ(base::to_hex(system.curve), "bb88471d65e2659b30c55a5321cebb5aab2b70a398645c26dca2b2fcb43fc518");
  EXPECT_EQ(system.certificate, m_certificates.at("systems/a.crt"));
  EXPECT_EQ(system.units, std::vector<std::string>{"79760001"});
  EXPECT_EQ(system.grants, (std::vector<Grant>{Grant::submit, Grant::timestamp, Grant::audit_own}));
  EXPECT_EQ(m_rules.policy.systems.at("department-79").units.size(), 2U);
}

TEST(Bundle, may_have_an_auditor) {
  auto files = small_bundle();
  change(files, "systems.toml", "[\"submit\"]", "[\"auditor\"]");
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  EXPECT_EQ(rules->policy.systems.at("department-79").grants, std::vector<Grant>{Grant::auditor});
}

TEST_F(SmallBundle, has_keys_whose_labels_are_taken_apart) {
  const auto& keys = m_rules.policy.keys;
  ASSERT_EQ(keys.size(), 4U);
  const auto& key = keys.at("seal/79760001/school/2026.1");
  EXPECT_EQ(key.label, "seal/79760001/school/2026.1");
  EXPECT_EQ(key.purpose, KeyPurpose::seal);
  EXPECT_EQ(key.owner, "79760001");
  EXPECT_EQ(key.use, "school");
  EXPECT_EQ(key.year, 2026U);
  EXPECT_EQ(key.generation, 1U);
  EXPECT_EQ(key.token, "seals");
  EXPECT_EQ(key.algorithm, KeyAlgorithm::ecdsa_p256);
  EXPECT_EQ(key.certificate, m_certificates.at("keys/school.crt"));
  EXPECT_EQ(keys.at("seal/79/department/2026.1").algorithm, KeyAlgorithm::rsa_pss_3072);
  EXPECT_EQ(keys.at("time/antin/tsa/2026.1").purpose, KeyPurpose::time);
  EXPECT_EQ(keys.at("log/antin/log/2026.1").purpose, KeyPurpose::log);
  EXPECT_EQ(key.vkey, "");
}

TEST_F(SmallBundle, has_a_log_key_with_a_verifier_key_instead_of_a_certificate) {
  const auto& key = m_rules.policy.keys.at("log/antin/log/2026.1");
  EXPECT_EQ(key.vkey, "seal.example/2026+5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl");
  EXPECT_EQ(key.certificate, base::Sha256Hash{});
}

TEST(Bundle, has_an_anchor_every_hour_when_it_does_not_say_how_often) {
  auto files = small_bundle();
  change(files, "log.toml", "every = \"1h\"\n", "");
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  EXPECT_EQ(rules->policy.log.anchor->every, std::chrono::hours(1));
}

TEST_F(SmallBundle, has_a_log_with_witnesses_and_an_anchor) {
  const auto& log = m_rules.policy.log;
  EXPECT_EQ(log.key, "log/antin/log/2026.1");
  EXPECT_EQ(log.witnesses_needed, 2U);
  EXPECT_EQ(log.lag, std::chrono::minutes(10));
  EXPECT_EQ(log.on_lag, OnLag::stop);
  ASSERT_EQ(log.witnesses.size(), 2U);
  EXPECT_EQ(log.witnesses[0].name, "example.org/witness-a");
  EXPECT_EQ(log.witnesses[0].vkey, "example.org/witness-a+5b7a543e+BMAwvNSY83vf2/WBsD7EfRKOUdoWLULYgXLRMMjd2uGJ");
  EXPECT_EQ(log.witnesses[0].url, "http://127.0.0.1:7001");
  EXPECT_EQ(log.witnesses[1].url, "https://b.example.org/w");
  ASSERT_TRUE(log.anchor.has_value());
  EXPECT_EQ(log.anchor->url, "http://tsa.example.org");
  EXPECT_EQ(log.anchor->every, std::chrono::hours(1));
  EXPECT_EQ(log.anchor->roots, std::vector<base::Sha256Hash>{m_certificates.at("ca/tsa-root.crt")});
}

TEST_F(SmallBundle, has_authorities) {
  const auto& policy = m_rules.policy;
  EXPECT_EQ(policy.people.roots, std::vector<base::Sha256Hash>{m_certificates.at("ca/root.crt")});
  EXPECT_EQ(policy.people.intermediates, std::vector<base::Sha256Hash>{m_certificates.at("ca/people.crt")});
  EXPECT_EQ(policy.seals.roots.size(), 2U);
  EXPECT_TRUE(policy.seals.intermediates.empty());
  EXPECT_EQ(policy.timestamp.key, "time/antin/tsa/2026.1");
  EXPECT_EQ(policy.timestamp.policy, "2.999.1.1");
  EXPECT_EQ(policy.timestamp.development_policy, "2.999.1.2");
  EXPECT_EQ(policy.timestamp.accuracy_ms, 500U);
}

TEST_F(SmallBundle, has_a_step_with_nothing_but_a_role_that_takes_what_is_usual) {
  EXPECT_EQ(step(0).name, "teacher");
  EXPECT_EQ(step(0).roles, std::vector<std::string>{"teacher"});
  EXPECT_EQ(step(0).unit, StepUnit::own);
  EXPECT_EQ(step(0).proof, Proof::certificate);
  EXPECT_EQ(step(0).approvers, 1U);
  EXPECT_EQ(step(0).seal, std::nullopt);
  EXPECT_TRUE(step(0).formats.empty());
  EXPECT_FALSE(step(0).window || step(0).max_age || step(0).quota);
}

TEST_F(SmallBundle, has_a_step_with_everything) {
  EXPECT_EQ(step(1).roles, (std::vector<std::string>{"principal", "acting-principal"}));
  EXPECT_EQ(step(1).proof, Proof::certificate);
  EXPECT_EQ(step(1).approvers, 2U);
  EXPECT_EQ(step(1).seal, "school");
  EXPECT_EQ(step(1).formats, std::vector<Format>{Format::cades});
  EXPECT_EQ(base::print_seconds(step(1).window->from), "2026-05-19T17:00:00Z");
  EXPECT_EQ(base::print_seconds(step(1).window->until), "2026-06-30T17:00:00Z");
  EXPECT_EQ(step(1).max_age, std::chrono::days(30));
  EXPECT_EQ(step(1).quota, 900U);
  EXPECT_EQ(step(2).unit, StepUnit::parent);
}

TEST_F(SmallBundle, has_a_step_that_may_be_returned_and_others_that_may_not) {
  EXPECT_TRUE(step(0).returns.empty());
  EXPECT_TRUE(step(1).returns.empty());
  EXPECT_EQ(step(2).returns, (std::vector<std::string>{"wrong-grade", "incomplete"}));
}

TEST_F(SmallBundle, says_who_may_supersede_and_withdraw_and_why) {
  const auto& workflow = m_rules.policy.workflows.at("hoc-ba");
  ASSERT_TRUE(workflow.supersede && workflow.withdraw);
  EXPECT_EQ(workflow.supersede->roles, (std::vector<std::string>{"principal", "acting-principal"}));
  EXPECT_EQ(workflow.supersede->unit, StepUnit::own);
  EXPECT_EQ(workflow.supersede->approvers, 2U);
  EXPECT_EQ(workflow.supersede->reasons, std::vector<std::string>{"wrong-grade"});
  EXPECT_EQ(workflow.withdraw->unit, StepUnit::parent);
  EXPECT_EQ(workflow.withdraw->approvers, 1U);
  EXPECT_EQ(workflow.withdraw->reasons, (std::vector<std::string>{"issued-in-error", "court-order"}));
}

TEST(Bundle, a_kind_may_be_without_corrections_and_withdrawals) {
  auto files = small_bundle();
  std::string text(base::text(files.at("workflow.toml")));
  put(files, "workflow.toml", text.substr(0, text.find("[workflow.supersede]")));
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  const auto& workflow = rules->policy.workflows.at("hoc-ba");
  EXPECT_FALSE(workflow.supersede || workflow.withdraw);
}

TEST_F(SmallBundle, asks_for_lists_of_any_age_and_believes_the_same_about_systems_as_about_people) {
  const auto& policy = m_rules.policy;
  EXPECT_EQ(policy.people.revocation.source, StatusSource::lists);
  EXPECT_FALSE(policy.people.revocation.list_age);
  EXPECT_FALSE(policy.people.revocation.response_age);
  EXPECT_EQ(policy.system_certificates.roots, policy.people.roots);
  EXPECT_EQ(policy.system_certificates.intermediates, policy.people.intermediates);
}

TEST(Bundle, says_which_versions_of_a_schools_record_id_key_there_are) {
  auto files = small_bundle();
  change(files, "units.toml", "kind = \"school\"", "record_keys = [1, 2, 7]\nkind = \"school\"");
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  EXPECT_EQ(rules->policy.units.at("79760001").record_keys, (std::vector<std::uint32_t>{1, 2, 7}));
  EXPECT_TRUE(rules->policy.units.at("79").record_keys.empty());
}

TEST(Bundle, says_whose_word_on_revocation_counts_and_how_old_it_may_be) {
  auto files = small_bundle();
  change(files, "authorities.toml", "[seals]\n",
         "revocation = \"ocsp\"\nocsp_age = \"24h\"\ncrl_age = \"7d\"\n[systems]\nroots = [\"ca/root.crt\"]\n"
         "[seals]\nrevocation = \"either\"\n");
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  const auto& policy = rules->policy;
  EXPECT_EQ(policy.people.revocation.source, StatusSource::responses);
  EXPECT_EQ(policy.people.revocation.response_age, std::chrono::hours(24));
  EXPECT_EQ(policy.people.revocation.list_age, std::chrono::days(7));
  EXPECT_EQ(policy.seals.revocation.source, StatusSource::either);
  EXPECT_EQ(policy.system_certificates.revocation.source, StatusSource::lists);
  EXPECT_TRUE(policy.system_certificates.intermediates.empty());
}

TEST_F(SmallBundle, says_who_enrols_whom) {
  const auto& rules = m_rules.policy.registration;
  ASSERT_EQ(rules.size(), 4U);
  EXPECT_EQ(rules.at("teacher").unit, StepUnit::own);
  EXPECT_EQ(rules.at("teacher").registrar, "school-registrar");
  EXPECT_EQ(rules.at("teacher").registrars, 1U);
  EXPECT_EQ(rules.at("principal").unit, StepUnit::parent);
  EXPECT_EQ(rules.at("school-registrar").registrars, 2U);
  EXPECT_EQ(rules.at("acting-principal").acts_for, std::vector<std::string>{"principal"});
}

TEST_F(SmallBundle, has_registrars_whose_last_day_is_inside_their_role) {
  const auto& founders = m_rules.policy.founders;
  ASSERT_EQ(founders.size(), 2U);
  EXPECT_EQ(founders[0].id, "r-1");
  EXPECT_EQ(founders[0].certificates, std::vector{m_certificates.at("people/1.crt")});
  const auto& role = founders[0].roles.at(0);
  EXPECT_TRUE(role.founding);
  EXPECT_EQ(role.unit, "79");
  EXPECT_EQ(base::print_seconds(role.from), "2025-08-31T17:00:00Z");
  EXPECT_EQ(base::print_seconds(role.until), "2026-08-31T17:00:00Z");
  EXPECT_EQ(founders[1].certificates.size(), 2U);
  EXPECT_EQ(founders[1].roles.at(0).until - founders[1].roles.at(0).from, std::chrono::days(1));
}

TEST(Bundle, a_window_in_utc_begins_and_ends_at_midnight_there) {
  auto files = small_bundle();
  change(files, "workflow.toml", "Asia/Ho_Chi_Minh", "UTC");
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  const auto& window = *rules->policy.workflows.at("hoc-ba").steps[1].window;
  EXPECT_EQ(base::print_seconds(window.from), "2026-05-20T00:00:00Z");
  EXPECT_EQ(base::print_seconds(window.until), "2026-07-01T00:00:00Z");
}

TEST(Bundle, systems_may_be_none_yet) {
  auto files = small_bundle();
  put(files, "systems.toml", "# none yet\n");
  EXPECT_EQ(refusal(files), "");
}

TEST(Bundle, a_log_may_be_without_witnesses_and_then_waits_for_none) {
  auto files = small_bundle();
  put(files, "log.toml", "key = \"log/antin/log/2026.1\"\n");
  const auto rules = parse(files, certificates_named_in(small_bundle()));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  EXPECT_TRUE(rules->policy.log.witnesses.empty());
  EXPECT_EQ(rules->policy.log.witnesses_needed, 0U);
  EXPECT_EQ(rules->policy.log.on_lag, OnLag::go_on);
  EXPECT_FALSE(rules->policy.log.anchor.has_value());
}

TEST(Bundle, a_log_key_may_be_ecdsa) {
  auto files = small_bundle();
  change(files, "keys.toml", "\"ed25519\"", "\"ecdsa-p256\"");
  EXPECT_EQ(refusal(files), "");
}

TEST(Bundle, lines_may_end_in_cr_lf) {
  auto files = small_bundle();
  change(files, "bundle.toml", "\nversion", "\r\nversion");
  EXPECT_EQ(refusal(files), "");
}

TEST(Bundle, each_of_the_eight_files_must_be_there) {
  for (const auto& [name, content] : small_bundle()) {
    auto files = small_bundle();
    files.erase(name);
    EXPECT_EQ(refusal(files), name + ": is missing: every bundle has it");
  }
}

TEST(Bundle, an_eighth_file_is_refused) {
  auto files = small_bundle();
  put(files, "notes.toml", "");
  EXPECT_EQ(refusal(files), "\"notes.toml\": is not a file of a bundle: remove it");
}

TEST(Bundle, a_file_over_its_size_limit_is_refused) {
  auto files = small_bundle();
  put(files, "units.toml", std::string(4 * 1024 * 1024 + 1, '\n'));
  EXPECT_EQ(refusal(files), "units.toml: is larger than 4194304 octets");
}

}  // namespace
}  // namespace antin::policy::text
