// Other people hold the shares: a token's PINs change hands, and so does the key of its backups.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/hsm/module.hpp"
#include "daemon/ceremony/shares/shares.hpp"
#include "tests/integration/ceremony/office.hpp"

namespace antin::ceremony {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr int done = 0;
constexpr int refused = 1;

const std::string label = "seal/79/department/2026.1";

class NewHolders : public ::testing::Test {
 protected:
  void hold_first(bool with_backup) {
    if (with_backup)
      m_office.add_backed_up_token("seals", "file");
    else
      m_office.add_token("seals", "file");
    m_office.add_key(label, "seals", "ecdsa-p256", with_backup ? "wrapped" : "none");
    m_office.make_plan();
    m_office.complete();
    m_office.begin_another("test-2026.2");
    m_office.add_present_token("seals", "test-2026.1");
  }
  void plan_new_pins() {
    m_office.add("so-pin = \"new-security\"\nuser-pin = \"new-operators\"\nunattended = \"file\"\n");
    m_office.add_group("new-security", "c-", 2);
    m_office.add_group("new-operators", "d-", 2);
    m_office.make_plan();
  }
  // What these holders have on paper makes; empty when one has nothing.
  std::string pin_of(const std::string& pin, const std::string& ceremony, unsigned round,
                     const std::vector<std::string>& holders) {
    std::vector<Share> shares;
    for (const auto& holder : holders) {
      const auto name = "shares/" + pin + ".seals.round." + std::to_string(round) +
                        (ceremony == "test-2026.1" ? ".of.test-2026.1." : ".") + holder;
      if (!fs::exists(m_office.folder / name)) return {};
      auto share = parse_share(base::Secret(m_office.folder.bytes(name)), {ceremony, "seals", pin, round});
      if (!share) return {};
      shares.push_back(std::move(*share));
    }
    return base::to_hex(combine(shares)->expose_secret());
  }
  bool opens(const std::string& who, const std::string& pin) {
    const auto configuration = (m_office.folder / "softhsm2.conf").string();
    ::setenv("SOFTHSM2_CONF", configuration.c_str(), 1);
    const auto module = hsm::Module::load("/usr/lib/softhsm/libsofthsm2.so");
    const auto token = module->token("seals");
    const auto user = who == "so" ? hsm::User::security_officer : hsm::User::user;
    return !pin.empty() && module->log_in((*token)->slot, user, base::Secret(base::view(pin)));
  }
  bool old_ones_open(const std::string& who) {
    return opens(who, pin_of(who + "-pin", "test-2026.1", 1, who == "so" ? a : b));
  }
  // The newest round that every new holder has a share of, as the journal has it, does.
  bool new_ones_open(const std::string& who) {
    const auto& holders = who == "so" ? c : d;
    for (unsigned round = 1; round < 100; ++round) {
      const auto known = [&](const std::string& line) {
        return line.find("\"pin\":\"" + who + "-pin\",\"round\":\"" + std::to_string(round) + "\"") !=
               std::string::npos;
      };
      const auto lines = m_office.lines();
      if (static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), known)) < holders.size()) continue;
      if (opens(who, pin_of(who + "-pin", "test-2026.2", round, holders))) return true;
    }
    return false;
  }
  // "…-change-so-pin-seals yes": which PIN was found to be set already, of all that were set.
  std::string changes() {
    std::string all;
    for (const auto& line : m_office.lines())
      if (line.find("-change-") != std::string::npos && line.find("\"type\":\"end\"") != std::string::npos)
        all += line.substr(line.find("-change-"), line.find("-seals") + 6 - line.find("-change-")) +
               (line.find("\"adopted\":\"yes\"") != std::string::npos ? " yes\n" : " no\n");
    return all;
  }

  const std::vector<std::string> a{"a-1", "a-2"}, b{"b-1", "b-2"}, c{"c-1", "c-2"}, d{"d-1", "d-2"};
  Office m_office{{2, 2, 2}};
};

TEST_F(NewHolders, open_the_token_that_the_old_ones_then_do_not) {
  hold_first(false);
  plan_new_pins();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  for (const auto* who : {"so", "user"}) {
    EXPECT_TRUE(new_ones_open(who)) << who;
    EXPECT_FALSE(old_ones_open(who)) << who;
  }
  EXPECT_TRUE(opens("user", m_office.folder.text("D/secrets/pin-seals"))) << "antin-signer's";
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.folder.text("D/transcript.note"), AllOf(HasSubstr("\nchanged: seals user-pin new-operators\n"),
                                                               HasSubstr("changed: seals so-pin new-security")));
}

TEST_F(NewHolders, change_no_pin_until_each_of_them_has_typed_a_share) {
  hold_first(false);
  plan_new_pins();
  // Nobody can take d-2's share: its place in the folder is taken.
  m_office.folder.must_run("mkdir shares/user-pin.seals.round.1.d-2");
  EXPECT_EQ(m_office.run_with_answers(), refused);
  EXPECT_TRUE(old_ones_open("user"));
  EXPECT_TRUE(old_ones_open("so"));
  m_office.folder.must_run("rmdir shares/user-pin.seals.round.1.d-2");
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
  EXPECT_TRUE(new_ones_open("user"));
}

TEST_F(NewHolders, or_the_old_ones_open_the_token_wherever_the_power_goes) {
  hold_first(false);
  plan_new_pins();
  const auto kills = m_office.complete_through_kills([this] {
    for (const auto* who : {"so", "user"}) EXPECT_TRUE(old_ones_open(who) || new_ones_open(who)) << who;
  });
  EXPECT_EQ(kills, 2 * m_office.lasting_lines());
  EXPECT_TRUE(new_ones_open("so") && new_ones_open("user"));
  for (const auto* step : {"-change-so-pin", "-change-user-pin"})
    EXPECT_NE(changes().find(step + std::string("-seals yes")), std::string::npos) << changes();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

TEST_F(NewHolders, whose_pin_was_set_before_the_journal_had_it_are_taken_over) {
  hold_first(false);
  plan_new_pins();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  m_office.cut_before("-change-so-pin-seals", "end");
  ASSERT_EQ(m_office.run_with_answers("--resume"), done) << m_office.said();
  EXPECT_THAT(m_office.lines(), Contains(AllOf(HasSubstr("-change-so-pin"), HasSubstr("\"adopted\":\"yes\""))));
}

TEST_F(NewHolders, of_the_wrapping_key_restore_what_was_backed_up_before_them) {
  hold_first(true);
  m_office.add("resplit = \"new-vault\"\n");
  m_office.add_group("new-vault", "c-", 2);
  m_office.add_known_key(label, "seals", "keep", "test-2026.1");
  m_office.make_plan();
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  EXPECT_THAT(m_office.folder.text("D/transcript.note"), HasSubstr("\nsplit-anew: seals backup-key new-vault\n"));
  m_office.begin_another("test-2026.3", "G");
  m_office.forget_former("test-2026.1");
  m_office.add_token("again", "file");
  m_office.add_known_key(label, "again", "restore", "test-2026.2");
  m_office.make_plan();
  m_office.folder.must_run("mkdir -p D/wrapped && cp F/wrapped/* D/wrapped/ && rm shares/backup-key*of.test-2026.1*");
  ASSERT_EQ(m_office.run_with_answers(), done) << m_office.said();
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
}

}  // namespace
}  // namespace antin::ceremony
