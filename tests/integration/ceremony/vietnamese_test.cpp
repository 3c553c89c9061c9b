// A room that speaks Vietnamese: whatever stands on the screen, and why the ceremony does not go on. What is kept, the
// journal and what is signed, is the same as everywhere.
#include <gmock/gmock.h>

#include <set>

#include "tests/integration/ceremony/terminal.hpp"

namespace antin::ceremony {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int done = 0;
constexpr int refused = 1;
constexpr int paused = 3;

class InVietnamese : public ::testing::Test {
 protected:
  void plan() {
    m_office.add_key("seal/79/department/2026.1", "seals");
    m_office.make_plan();
  }
  int run(const std::string& more = {}) { return m_office.run("run D --language vi --answers answers.toml " + more); }
  int run_at_a_terminal(bool resume) {
    std::vector<std::string> words{"run", "D", "--language", "vi"};
    if (resume) words.emplace_back("--resume");
    return m_people.run(words);
  }
  Office m_office{{2, 2, 2}};
  TerminalPeople m_people{m_office, Language::vietnamese};
};

TEST_F(InVietnamese, a_ceremony_is_held_to_its_end_with_slips_of_fingers) {
  m_office.add_backed_up_token("seals", "file");
  m_office.add_key("seal/79/department/2026.1", "seals", "ecdsa-p256", "wrapped");
  m_office.make_plan();
  m_office.folder.must_run(
      "export SOFTHSM2_CONF=$PWD/softhsm2.conf; printf secret > pass && openssl pkcs12 -export -inkey so-1.key -in "
      "so-1.crt -out so-1.p12 -passout file:pass && chmod 600 so-1.p12 && rm so-1.key && "
      "softhsm2-util --init-token --free --label card --so-pin 12345678 --pin 1234 && openssl pkcs8 -topk8 -nocrypt "
      "-in so-2.key -out so-2.p8 && softhsm2-util --import so-2.p8 --token card --label me --id 01 --pin 1234");
  m_people.keys = {{"so-1", "--p12 so-1.p12"},
                   {"so-2", "--pkcs11 /usr/lib/softhsm/libsofthsm2.so --token card --label me --certificate so-2.crt"}};
  m_people.pins = {{"Mật khẩu của so-1.p12: ", "secret"}, {"Mã PIN của token card: ", "1234"}};
  std::set<std::string> slipped;
  m_people.instead = [&](const std::string& prompt, const std::string&) -> std::string {
    const bool slips = prompt.starts_with("Mã PIN") || prompt.starts_with("Mật khẩu") || prompt == "Gõ phần bí mật: " ||
                       prompt.starts_with("Ai ký");
    return slips && slipped.insert(prompt).second ? "sai" : "";
  };
  ASSERT_EQ(run_at_a_terminal(false), paused) << m_people.screens().back();
  EXPECT_THAT(m_people.screens().back(),
              AllOf(HasSubstr("antin-ceremony: TẠM DỪNG"), HasSubstr(": hãy đặt chứng thư")));
  m_office.certify();
  ASSERT_EQ(run_at_a_terminal(true), done) << m_people.screens().back();
  EXPECT_THAT(m_people.screens().back(), HasSubstr("Buổi lễ đã hoàn tất: D/transcript.note"));
  ASSERT_EQ(m_office.run("verify D"), done) << m_office.said();
  const auto& screens = m_people.screens();
  for (const auto& screen : screens) {
    check_fits(screen, Language::vietnamese);
    for (const auto* english :
         {"Step ", "card, serial ", "seals, serial ", "Type ", "PIN of", "passphrase", "nothing was", "CANNOT"})
      EXPECT_THAT(screen, Not(HasSubstr(english)));
  }
  EXPECT_THAT(screens, Contains(HasSubstr("Sai. Số lần thử còn lại: 2")));
  EXPECT_THAT(screens, Contains(HasSubstr("Không có người này trong danh sách còn chờ.")));
  EXPECT_THAT(screens, Contains(AllOf(HasSubstr("KHÔNG LÀM ĐƯỢC"), HasSubstr("không dùng được khóa này: "),
                                      HasSubstr("so-1: chưa ký gì"))));
  EXPECT_THAT(screens,
              Contains(AllOf(HasSubstr("Mã PIN của token card: "), HasSubstr("\nSai. Số lần thử còn lại: 2\r\n"))));
}

TEST_F(InVietnamese, people_read_why_it_does_not_go_on_and_the_journal_has_it_in_english) {
  m_office.add_token("seals");
  plan();
  m_office.folder.must_run(
      "SOFTHSM2_CONF=$PWD/softhsm2.conf softhsm2-util --init-token --free --label seals --so-pin 12345678 --pin 1234");
  EXPECT_EQ(run(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("antin-ceremony: NGOẠI LỆ: HSM đã có sẵn token nhãn seals\n"));
  EXPECT_THAT(m_office.lines().back(), HasSubstr("\"text\":\"the HSM has a token labelled seals already\""));
  EXPECT_EQ(run("--resume"), refused);
  EXPECT_THAT(m_office.said(), AllOf(HasSubstr("antin-ceremony: KHÔNG THÀNH: 02-inventory-before đã bị dừng: "),
                                     HasSubstr("Hãy ghi lại cách xử lý bằng antin-ceremony exception")));
  EXPECT_EQ(run(), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("antin-ceremony: TỪ CHỐI: buổi lễ này đã bắt đầu"));
}

TEST_F(InVietnamese, whoever_signs_at_another_terminal_reads_why_not) {
  m_office.add_token("seals");
  plan();
  ASSERT_EQ(run(), paused);
  const std::string sign = "sign D --language vi --yes --signing-key so-1.key --certificate so-1.crt --as ";
  EXPECT_EQ(m_office.run(sign + "so-1"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("antin-ceremony: TỪ CHỐI: không có gì đang chờ ký\n"));
  EXPECT_EQ(m_office.run(sign + "x-1"), refused);
  EXPECT_THAT(m_office.said(), HasSubstr("TỪ CHỐI: x-1 không phải người tham dự trong kế hoạch này\n"));
}

}  // namespace
}  // namespace antin::ceremony
