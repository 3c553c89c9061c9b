// What security officers did, decided again: bundles, officers, what they stopped and let go on.
#include "core/statement/clear.hpp"
#include "tests/unit/client/governed/governed.hpp"

namespace antin::cli {
namespace {

class GovernedOfficers : public Governed {
 protected:
  // One of the officers has not signed.
  void take_a_signature_from(std::size_t index) {
    auto entry = Json::parse(m_entries.at(index));
    auto& signers = entry["signers"];
    ASSERT_GE(signers.size(), 1U);
    signers.erase(signers.size() - 1);
    m_entries.at(index) = entry.dump();
  }
  // Signed by somebody else's key, and entered as an officer's.
  void replace_signature(std::size_t index, const std::string& person) {
    auto entry = Json::parse(m_entries.at(index));
    const auto name = base::parse_sha256(entry["statement"].get<std::string>()).value();
    const auto text = *bench.life->ledger.blob(name).value();
    const auto cms = test::signature_by(bench.folder, person, std::string(base::text(text)), now());
    const auto hash = crypto::sha256(cms);
    m_replaced[hash] = cms;
    entry["signers"][0]["signature"] = base::print(hash);
    m_entries.at(index) = entry.dump();
  }
  std::string leaf_of(std::size_t index) const {
    return base::print(tlog::leaf_hash(base::view(bench.life->entries().at(index))));
  }
  base::Sha256Hash leaf(std::size_t index) const { return base::parse_sha256(leaf_of(index)).value(); }
  // Behind the log, as these officers sign it for the entry before of this leaf.
  std::size_t clear(const std::vector<std::string>& officers, const base::Sha256Hash& before) {
    const auto expires = std::chrono::floor<std::chrono::seconds>(now()) + std::chrono::hours(1);
    const auto text =
        statement::print(statement::Clear{"seal.dev.example/2026", statement::StartFault::clock, before, {}, expires});
    const auto name = crypto::sha256(base::view(text));
    m_replaced[name] = base::copy(base::view(text));
    auto signers = Json::array();
    for (const auto& officer : officers) {
      const auto cms = test::signature_by(bench.folder, officer, text, now());
      m_replaced[crypto::sha256(cms)] = cms;
      signers.push_back({{"officer", officer}, {"signature", base::print(crypto::sha256(cms))}});
    }
    m_entries.push_back(Json{
        {"type", "cleared"},
        {"at", base::print(now())},
        {"fault", "clock"},
        {"last", base::print(before)},
        {"statement", base::print(name)},
        {"signers",
         signers}}.dump());
    return m_entries.size() - 1;
  }
  std::size_t next_bundle() {
    bench.folder.tools().must_run("sed -i 's#Hoa Sen#Hoa Hồng#' dev/policy/units.toml");
    bench.sign_next_policy();
    EXPECT_TRUE(bench.take_policy());
    return last();
  }
};

TEST_F(GovernedOfficers, what_was_stopped_and_resumed_by_them_holds) {
  const auto stop = stopped("unit 79760001");
  const auto resume = resumed("unit 79760001", leaf(stop));
  read_log();
  EXPECT_EQ(broken(), sound);
  EXPECT_THAT(m_held, HasSubstr(std::to_string(stop) + " rule: one security officer stops: so-1\n"));
  EXPECT_THAT(m_held, HasSubstr(std::to_string(resume) + " quorum: so-1, so-2, where 2 are needed\n"));
}

TEST_F(GovernedOfficers, a_resume_by_one_of_them_alone_is_found) {
  const auto stop = stopped("unit 79760001");
  const auto resume = resumed("unit 79760001", leaf(stop));
  read_log();
  take_a_signature_from(resume);
  const auto found = broken();
  EXPECT_THAT(found, HasSubstr(std::to_string(resume) + " rule: signed by too few of the security officers"));
  EXPECT_THAT(found, HasSubstr(std::to_string(resume) + " quorum: 1 of 2 security officers have signed"));
}

TEST_F(GovernedOfficers, a_resume_of_another_stop_is_found) {
  const auto first = stopped("unit 79760001");
  resumed("unit 79760001", leaf(first));
  const auto second = stopped("unit 79760001");
  const auto resume = resumed("unit 79760001", leaf(second));
  read_log();
  EXPECT_EQ(broken(), sound);
  m_entries[second] = R"({"type":"start"})";
  EXPECT_EQ(broken(), std::string(sound) + std::to_string(resume) +
                          " rule: it was not stopped, or not by the stop that was signed\n");
}

TEST_F(GovernedOfficers, a_stop_by_nobody_of_them_is_found) {
  const auto stop = stopped("appliance");
  read_log();
  replace_signature(stop, "p-000002");
  EXPECT_EQ(broken(),
            std::string(sound) + std::to_string(stop) + " rule: signed by somebody who was no security officer\n");
  read_log();
  take_a_signature_from(stop);
  EXPECT_EQ(broken(), std::string(sound) + std::to_string(stop) + " rule: a signature does not hold\n");
}

TEST_F(GovernedOfficers, a_stop_of_something_else_than_was_signed_is_found) {
  const auto stop = stopped("unit 79760001");
  read_log();
  spoil(stop, "target", "unit 79760002");
  EXPECT_THAT(broken(), HasSubstr(" statement: target: signed unit 79760001, entered unit 79760002\n"));
}

TEST_F(GovernedOfficers, a_stop_entered_as_another_officers_is_found) {
  const auto stop = stopped("unit 79760001");
  read_log();
  auto entry = Json::parse(m_entries[stop]);
  entry["signers"][0]["officer"] = "so-2";
  m_entries[stop] = entry.dump();
  EXPECT_THAT(broken(), HasSubstr(" signer: so-1 signed, and the entry names another\n"));
}

TEST_F(GovernedOfficers, a_bundle_that_a_quorum_has_signed_holds) {
  const auto bundle = next_bundle();
  registered({"r-000003"}, suspension("p-000001"));
  read_log();
  EXPECT_EQ(broken(), sound);
  EXPECT_THAT(m_held, HasSubstr(std::to_string(bundle) + " quorum: so-1, so-2, where 2 are needed\n"));
}

TEST_F(GovernedOfficers, a_bundle_with_a_signature_missing_is_found) {
  const auto bundle = next_bundle();
  read_log();
  take_a_signature_from(bundle);
  EXPECT_THAT(broken(), HasSubstr(std::to_string(bundle) + " quorum: 1 of 2 security officers have signed\n"));
  read_log();
  replace_signature(bundle, "so-3");
  EXPECT_THAT(broken(), HasSubstr(std::to_string(bundle) + " quorum: signatures/so-1.p7s: is not by the certificate"));
}

TEST_F(GovernedOfficers, another_bundle_than_was_signed_is_found) {
  const auto bundle = next_bundle();
  read_log();
  spoil(bundle, "policy", base::print(base::Sha256Hash{}));
  EXPECT_THAT(broken(), HasSubstr(std::to_string(bundle) + " statement: bundle: signed sha256:"));
}

TEST_F(GovernedOfficers, a_bundle_put_back_is_found) {
  const auto bundle = next_bundle();
  read_log();
  const auto first = m_entries[1];
  m_entries.push_back(first);
  EXPECT_THAT(broken(), HasSubstr(std::to_string(m_entries.size() - 1) + " order: "));
  EXPECT_GT(bundle, 1U);
}

TEST_F(GovernedOfficers, other_officers_than_a_quorum_has_signed_are_found) {
  read_log();
  m_entries.push_back(m_entries.front());
  const auto found = broken();
  EXPECT_THAT(found, HasSubstr(std::to_string(m_entries.size() - 1) + " officers: they do not follow those before"));
  EXPECT_THAT(found, HasSubstr(std::to_string(m_entries.size() - 1) + " quorum: 0 of 2 security officers have signed"));
  read_log();
  spoil(0, "threshold", 3);
  EXPECT_THAT(broken(), HasSubstr("0 statement: threshold: signed 2, entered 3\n"));
}

TEST_F(GovernedOfficers, a_fault_that_they_have_cleared_holds) {
  read_log();
  const auto cleared = clear({"so-1", "so-2"}, leaf(last()));
  EXPECT_EQ(broken(), sound);
  EXPECT_THAT(m_held, HasSubstr(std::to_string(cleared) + " entry before: is the one that was signed\n"));
}

TEST_F(GovernedOfficers, a_fault_cleared_by_one_of_them_or_behind_another_entry_is_found) {
  read_log();
  clear({"so-1"}, leaf(last()));
  EXPECT_THAT(broken(), HasSubstr(" quorum: 1 of 2 security officers have signed\n"));
  read_log();
  clear({"so-1", "so-2"}, leaf(0));
  EXPECT_EQ(broken(), std::string(sound) + std::to_string(m_entries.size() - 1) +
                          " entry before: is not the one that was signed\n");
}

TEST_F(GovernedOfficers, a_log_without_officers_is_not_judged) {
  read_log();
  m_entries.erase(m_entries.begin());
  EXPECT_EQ(broken(), "0 stopped: the log has no security officers before this entry\n");
}

TEST_F(GovernedOfficers, what_the_log_does_not_keep_stops_the_check) {
  const auto stop = stopped("unit 79760001");
  read_log();
  spoil(stop, "statement", base::print(base::Sha256Hash{}));
  EXPECT_THAT(broken(), HasSubstr(std::to_string(stop) + " stopped: sha256:"));
}

}  // namespace
}  // namespace antin::cli
