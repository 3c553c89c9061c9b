// The printed script, read again with tools of others: poppler's pdftotext and pdftoppm, zbar for the QR code.
#include "daemon/ceremony/script/script.hpp"

#include <gmock/gmock.h>

#include "tests/support/scratch.hpp"
#include "tests/unit/daemon/ceremony/plan/sample.hpp"

namespace antin::ceremony {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const base::Sha256Hash hash =
    base::parse_sha256("sha256:e58294f2e9a227486e8b061b31cc528fd7fa3f19e58294f2e9a227486e8b061b").value();

class TheScript : public ::testing::Test {
 protected:
  std::string text_of(const Plan& plan, Language language) {
    const auto pdf = printed_script(plan, hash, language);
    if (!pdf) throw std::runtime_error(pdf.error().text);
    m_folder.write("script.pdf", *pdf);
    m_folder.must_run("pdftotext -layout script.pdf script.txt");
    return m_folder.text("script.txt");
  }
  client::Scratch m_folder;
};

TEST_F(TheScript, shows_the_plans_hash_in_hex_in_words_and_as_a_qr_code) {
  const auto text = text_of(sample_plan(), Language::english);
  EXPECT_THAT(text, HasSubstr("e58294f2 e9a22748 6e8b061b 31cc528f"));
  EXPECT_THAT(text, HasSubstr("topmost Istanbul Pluto vagabond"));
  m_folder.must_run("pdftoppm -r 150 -png -f 1 -l 1 script.pdf page && zbarimg -q --raw page*.png > code");
  EXPECT_EQ(m_folder.text("code"), base::print(hash) + "\n");
}

TEST_F(TheScript, has_every_step_with_room_for_initials_and_time) {
  const auto plan = sample_plan();
  const auto text = text_of(plan, Language::english);
  for (const auto& step : steps_of(plan))
    EXPECT_THAT(text, HasSubstr(std::to_string(step.number) + ". " + title_of(step, Language::english).substr(0, 20)));
  EXPECT_THAT(text, HasSubstr("Initials"));
  EXPECT_THAT(text, HasSubstr("Officers who approve 2"));
}

TEST_F(TheScript, has_room_to_note_how_the_journal_ends_whenever_the_program_stops) {
  EXPECT_THAT(text_of(sample_plan(), Language::english),
              ::testing::AllOf(HasSubstr("Pauses (note what the program says"), HasSubstr("Lines of the journal"),
                               HasSubstr("Hash of the last, and its first words")));
  EXPECT_THAT(text_of(sample_plan(), Language::vietnamese),
              ::testing::AllOf(HasSubstr("Những lần tạm dừng"), HasSubstr("Số dòng nhật ký"),
                               HasSubstr("Mã băm dòng cuối và các từ đầu")));
}

TEST_F(TheScript, is_there_in_vietnamese) {
  const auto text = text_of(sample_plan(), Language::vietnamese);
  EXPECT_THAT(text, HasSubstr("Kịch bản buổi lễ khóa"));
  EXPECT_THAT(text, HasSubstr("Huỳnh Thanh Sơn"));
  EXPECT_THAT(text, HasSubstr("Ký nháy"));
}

TEST_F(TheScript, says_on_every_page_when_the_plan_is_for_development) {
  auto plan = sample_plan();
  EXPECT_THAT(text_of(plan, Language::english), Not(HasSubstr("DEVELOPMENT")));
  plan.purpose = Purpose::development;
  (void)text_of(plan, Language::english);
  m_folder.must_run(
      "pages=$(pdfinfo script.pdf | sed -n 's/^Pages: *//p'); test $pages -ge 2; for p in $(seq $pages); do "
      "pdftotext -f $p -l $p script.pdf page.txt; grep -q DEVELOPMENT page.txt || exit 1; done");
}

}  // namespace
}  // namespace antin::ceremony
