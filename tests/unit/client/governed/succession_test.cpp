// What a log that succeeds another inherits, and what changes then: decided again.
#include "tests/unit/client/governed/succession.hpp"

namespace antin::cli {
namespace {

TEST_F(Successions, what_a_successor_logs_of_its_people_is_decided_by_the_former_logs_roster) {
  close_and_go_on();
  const auto suspended = registered({"r-000003"}, change(RosterAction::suspend, "p-000001"));
  const auto found = judged();
  EXPECT_EQ(found.broken, "");
  EXPECT_THAT(found.held, HasSubstr("0 former log: " + lost_origin + ", " + std::to_string(m_former.size()) +
                                    " entries, whose root its own key has signed\n"));
  EXPECT_THAT(found.held, HasSubstr("1 officers: those of the log before this one go on\n"));
  EXPECT_THAT(found.held, HasSubstr("2 quorum: so-1, so-2, where 2 are needed\n"));
  EXPECT_THAT(found.held,
              HasSubstr(std::to_string(suspended) + " rule: registration:suspend, on the word of r-000003\n"));
}

TEST_F(Successions, without_the_former_log_nothing_is_decided_and_what_would_show_it_is_told) {
  close_and_go_on();
  const auto suspended = registered({"r-000003"}, change(RosterAction::suspend, "p-000001"));
  const auto found = judged({});
  EXPECT_EQ(found.broken, "0 (former log)\n1 (quorum)\n" + std::to_string(suspended) + " (rule)\n");
  EXPECT_THAT(found.open, HasSubstr("who governed " + lost_origin + " at its end is not known here; --former DIR"));
  std::istringstream lines(found.open);
  for (std::string line; std::getline(lines, line);) EXPECT_THAT(line, HasSubstr("--former-key FILE")) << line;
}

TEST_F(Successions, who_was_in_the_roster_is_not_enrolled_again_under_another_id) {
  close_and_go_on();
  auto twice = test::with_certificate(change(RosterAction::enrol, "p-000066"), bench.folder, "p-000001");
  twice.change.role = "teacher";
  twice.change.from = test::day_from(real_now(), -90);
  twice.change.until = test::day_from(real_now(), 365);
  const auto forged = forge({"r-000003"}, twice, {{"r-000003", "school-registrar"}}, "registration/teacher");
  EXPECT_EQ(judged().broken, std::to_string(forged) + " rule: refused: IDENTITY_TAKEN\n");
}

TEST_F(Successions, a_bundle_of_the_former_log_judges_nothing_here) {
  const auto former_policy = base::print(bench.life->in_force->policy().digest);
  close_and_go_on();
  const auto suspended = registered({"r-000003"}, change(RosterAction::suspend, "p-000001"));
  spoil(suspended, "policy", former_policy);
  EXPECT_EQ(judged().broken, std::to_string(suspended) + " rule: decided by a bundle that was not in force\n");
  std::rotate(m_entries.begin() + 2, m_entries.end() - 1, m_entries.end());
  EXPECT_EQ(judged().broken, "2 rule: decided by a bundle that was not in force\n") << "before this log has one either";
}

TEST_F(Successions, a_bundle_that_does_not_follow_the_former_logs_last_is_found) {
  close_and_go_on();
  auto entries = m_former;
  std::erase_if(entries, [](const auto& entry) { return entry.find(R"("version":2)") != std::string::npos; });
  ASSERT_EQ(entries.size(), m_former.size() - 1);
  client::FakeLog forged;
  forge_former(forged, entries);
  EXPECT_THAT(judged().broken, StartsWith("2 order: "));
}

TEST_F(Successions, other_officers_than_the_former_logs_are_found) {
  close_and_go_on();
  m_entries[1] = m_former[0];
  EXPECT_THAT(judged().broken, HasSubstr("1 officers: they are not those of the log before this one\n"));
}

TEST_F(Successions, what_the_former_log_had_stopped_is_stopped_until_it_is_resumed) {
  const auto stop = test::stop_of("unit 79760001", real_now());
  bench.life->send({crypto::random_array<16>(), test::signed_stop(bench.folder, stop, "so-1", real_now())},
                   "department-79");
  const auto leaf = tlog::leaf_hash(base::view(bench.life->entries().back()));
  close_and_go_on();
  auto enrolment = test::with_certificate(change(RosterAction::enrol, "p-000066"), bench.folder, "p-000005");
  enrolment.change.role = "teacher";
  enrolment.change.from = test::day_from(real_now(), -90);
  enrolment.change.until = test::day_from(real_now(), 365);
  const auto whole = m_entries;
  const auto forged = forge({"r-000003"}, enrolment, {{"r-000003", "school-registrar"}}, "registration/teacher");
  EXPECT_EQ(judged().broken, std::to_string(forged) + " rule: refused: STOPPED\n");
  m_entries = whole;
  const auto resume = resumed("unit 79760001", leaf);
  EXPECT_EQ(judged().broken, "");
  EXPECT_THAT(judged().held, HasSubstr(std::to_string(resume) + " rule: the stop that was signed is the one in force"));
  EXPECT_THAT(judged({}).broken, HasSubstr(std::to_string(resume) + " (rule)\n"));
}

TEST_F(Successions, what_does_not_hold_in_the_former_log_is_told_with_its_place) {
  close_and_go_on();
  auto entries = m_former;
  std::size_t index = 0;
  while (entries.at(index).find(R"("type":"roster")") == std::string::npos) ++index;
  auto entry = Json::parse(entries[index]);
  entry["role"] = "principal-of-all";
  entries[index] = entry.dump();
  client::FakeLog forged;
  forge_former(forged, entries);
  EXPECT_THAT(judged().broken,
              StartsWith("0 entry " + std::to_string(index) + " of " + lost_origin + ": statement: role: signed "));
}

TEST_F(Successions, people_of_the_former_log_are_whom_statements_name_and_registrars_who_signed) {
  close_and_go_on();
  auto entries = m_former;
  std::size_t index = 0;
  while (entries.at(index).find(R"("type":"roster")") == std::string::npos) ++index;
  auto entry = Json::parse(entries[index]);
  entry["registrars"].erase(0);
  entries[index] = entry.dump();
  client::FakeLog forged;
  forge_former(forged, entries);
  EXPECT_THAT(judged().broken, HasSubstr("rule: the registrars that the entry names are not those who signed\n"));
  entry = Json::parse(m_former[index]);
  entry.erase("person");
  entries[index] = entry.dump();
  client::FakeLog nameless;
  forge_former(nameless, entries);
  EXPECT_THAT(judged().broken, HasSubstr(": statement: person: signed hmac:"));
}

TEST_F(Successions, a_second_beginning_is_found) {
  close_and_go_on();
  m_entries.push_back(m_entries[0]);
  EXPECT_EQ(judged().broken,
            std::to_string(last()) + " former log: a log goes on from another with its first entry or not at all\n");
}

TEST_F(Successions, after_a_loss_the_word_of_that_logs_officers_is_judged_and_who_they_stopped) {
  lose_and_go_on();
  auto found = judged();
  EXPECT_EQ(found.broken, "");
  EXPECT_THAT(found.held, HasSubstr("0 quorum: so-1, so-2, where 2 are needed\n"));
  EXPECT_THAT(found.held, HasSubstr("1 quorum: so-1, so-2, where 2 are needed\n"));
  const auto whole = m_entries;
  auto forged_change = change(RosterAction::resume, "p-000001");
  const auto forged = forge({"r-000003"}, forged_change, {{"r-000003", "school-registrar"}}, "registration:resume");
  EXPECT_EQ(judged().broken, std::to_string(forged) + " rule: refused: STOPPED\n");
  m_entries = whole;
  resumed("appliance", tlog::leaf_hash(base::view(m_entries[1])));
  const auto suspended = registered({"r-000003"}, change(RosterAction::suspend, "p-000001"));
  found = judged();
  EXPECT_EQ(found.broken, "");
  EXPECT_THAT(found.held, HasSubstr(std::to_string(suspended) + " rule: registration:suspend"));
}

TEST_F(Successions, after_a_loss_without_the_former_log_who_signed_is_left_open) {
  lose_and_go_on();
  const auto resume = resumed("appliance", tlog::leaf_hash(base::view(m_entries[1])));
  const auto suspended = registered({"r-000003"}, change(RosterAction::suspend, "p-000001"));
  const auto found = judged({});
  EXPECT_EQ(found.broken,
            "0 (former log)\n0 (quorum)\n1 (quorum)\n2 (quorum)\n" + std::to_string(suspended) + " (rule)\n");
  EXPECT_THAT(found.held, HasSubstr(std::to_string(resume) + " rule: the stop that was signed is the one in force"));
}

TEST_F(Successions, another_loss_than_the_officers_have_signed_is_found) {
  lose_and_go_on();
  auto entry = Json::parse(m_entries[0]);
  entry["lost"]["reason"] = "disk-burned";
  m_entries[0] = entry.dump();
  EXPECT_THAT(judged().broken, StartsWith("0 statement: reason: signed disk-failed, entered disk-burned\n"));
  read_log();
  spoil(1, "reason", "disk-burned");
  EXPECT_THAT(judged().broken, StartsWith("1 statement: reason: signed disk-failed, entered disk-burned\n"));
  read_log();
  spoil(1, "target", "unit 79760001");
  EXPECT_THAT(judged().broken, StartsWith("1 statement: target: signed appliance, entered unit 79760001\n"));
  for (const std::size_t index : {0U, 1U}) {
    read_log();
    entry = Json::parse(m_entries[index]);
    entry["signers"].erase(1);
    m_entries[index] = entry.dump();
    EXPECT_EQ(judged().broken, std::to_string(index) + " quorum: 1 of 2 security officers have signed\n");
  }
}

}  // namespace
}  // namespace antin::cli
