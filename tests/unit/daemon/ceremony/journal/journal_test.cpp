#include "daemon/ceremony/journal/journal.hpp"

#include <gtest/gtest.h>

#include "tests/support/scratch.hpp"

namespace antin::ceremony {
namespace {

class AJournal : public ::testing::Test {
 protected:
  void make() {
    auto journal = Journal::create(m_path, {{"plan", "sha256:00"}});
    ASSERT_TRUE(journal) << journal.error().text;
    ASSERT_TRUE(journal->append(Kind::begin, "01-prologue", {{"tool", "Ấn tín \"1\"\n"}}));
    ASSERT_TRUE(journal->append(Kind::end, "01-prologue", {}));
  }
  std::string text() const { return m_folder.text("journal.jsonl"); }
  void write(const std::string& content) { m_folder.write("journal.jsonl", content); }
  std::string why() const {
    const auto journal = Journal::open(m_path);
    return journal ? "it was opened" : journal.error().text;
  }

  client::Scratch m_folder;
  std::filesystem::path m_path = m_folder / "journal.jsonl";
};

TEST_F(AJournal, comes_back_as_it_was_written) {
  make();
  const auto journal = Journal::open(m_path);
  ASSERT_TRUE(journal) << journal.error().text;
  ASSERT_EQ(journal->entries().size(), 3u);
  EXPECT_EQ(journal->entries()[1].step, "01-prologue");
  EXPECT_EQ(journal->entries()[1].fact("tool"), "Ấn tín \"1\"\n");
  EXPECT_EQ(journal->entries()[1].fact("none"), "");
  EXPECT_EQ(journal->entries()[2].previous, journal->entries()[1].hash);
}

TEST_F(AJournal, takes_what_is_no_text_for_what_can_be_read_of_it) {
  make();
  auto journal = Journal::open(m_path);
  ASSERT_TRUE(journal);
  ASSERT_TRUE(
      journal->append(Kind::stop, "02-inventory-before", {{"text", "a \xff module: \xe1\xba and \xe1\xba\xa4"}}));
  EXPECT_EQ(journal->entries().back().fact("text"), "a \uFFFD module: \uFFFD and Ấ");
  const auto entries = read_journal(m_path);
  ASSERT_TRUE(entries) << entries.error().text;
  EXPECT_EQ(entries->back().hash, journal->head());
  EXPECT_EQ(entries->back().facts, journal->entries().back().facts);
}

// `sha256sum` of a line without its line feed is what the next one names.
TEST_F(AJournal, is_chained_by_hashes_that_anyone_can_compute) {
  make();
  m_folder.must_run("head -n 1 journal.jsonl | tr -d '\\n' | sha256sum | cut -d ' ' -f 1");
  const auto hash = m_folder.text("said").substr(0, 64);
  const auto second = text().substr(text().find('\n') + 1);
  EXPECT_NE(second.substr(0, second.find('\n')).find("\"previous\":\"sha256:" + hash + "\""), std::string::npos);
}

TEST_F(AJournal, with_one_octet_changed_anywhere_is_refused) {
  make();
  const auto whole = text();
  for (std::size_t i = 0; i + 1 < whole.size(); ++i) {
    auto changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto read = parse_journal(changed);
    if (!read) continue;
    // Only the last line's own content can change into something else that is well formed: its hash is then another.
    EXPECT_GE(i, whole.rfind('\n', whole.size() - 2)) << i;
    EXPECT_NE(read->back().hash, parse_journal(whole)->back().hash);
  }
}

TEST_F(AJournal, without_a_line_in_the_middle_is_refused) {
  make();
  const auto first = text().find('\n') + 1;
  const auto second = text().find('\n', first) + 1;
  write(text().substr(0, first) + text().substr(second));
  EXPECT_EQ(why(), m_path.string() + ": line 2 does not follow the line before");
}

TEST_F(AJournal, whose_last_line_was_cut_by_a_crash_goes_on_before_it) {
  make();
  const auto whole = text();
  const auto last = whole.rfind('\n', whole.size() - 2) + 1;
  for (std::size_t size = last; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    auto journal = Journal::open(m_path);
    ASSERT_TRUE(journal) << journal.error().text;
    EXPECT_EQ(journal->entries().size(), 2u);
    ASSERT_TRUE(journal->append(Kind::end, "01-prologue", {}));
    EXPECT_EQ(read_journal(m_path)->size(), 3u);
  }
}

TEST_F(AJournal, whose_very_first_line_was_cut_by_a_crash_was_not_begun) {
  make();
  const auto first = text().substr(0, text().find('\n'));
  for (const auto& left : {std::string(), first}) {
    write(left);
    EXPECT_FALSE(Journal::is_begun(m_path));
    EXPECT_TRUE(Journal::create(m_path, {}));
    EXPECT_EQ(read_journal(m_path)->size(), 1u);
  }
}

// Approvals are found by the id that they are about.
TEST_F(AJournal, gives_each_exception_resumption_and_abort_an_id_that_no_other_line_can_have) {
  make();
  {
    auto journal = Journal::open(m_path);
    ASSERT_TRUE(journal) << journal.error().text;
    for (const auto kind : {Kind::exception, Kind::resume, Kind::abort, Kind::stop})
      ASSERT_TRUE(journal->append(kind, "", {{"text", "so"}}));
    EXPECT_EQ(journal->entries()[3].step, "exception-4");
    EXPECT_EQ(journal->entries()[4].step, "resume-5");
    EXPECT_EQ(journal->entries()[5].step, "abort-6");
    EXPECT_EQ(journal->entries()[6].step, "");
  }
  const auto whole = text();
  for (const std::string id : {"exception-4", "resume-5", "abort-6"}) {
    const auto at = whole.find("\"step\":\"" + id) + 8;
    for (const std::string other : {"exception-3", "resume-4", "abort-5", "exception-04", "01-prologue"}) {
      auto forged = whole.substr(0, at) + other + whole.substr(at + id.size());
      const auto end = forged.find('\n', at) + 1;
      write(forged.substr(0, end));
      EXPECT_EQ(why(), m_path.string() + ": line " + id.substr(id.size() - 1) + " is under an id that is not its own");
    }
  }
}

TEST_F(AJournal, is_not_begun_twice) {
  make();
  EXPECT_TRUE(Journal::is_begun(m_path));
  EXPECT_FALSE(Journal::create(m_path, {}));
}

TEST_F(AJournal, is_one_process_at_a_time) {
  make();
  const auto first = Journal::open(m_path);
  EXPECT_EQ(why(), m_path.string() + " is in use: another antin-ceremony goes on with this ceremony");
}

TEST_F(AJournal, that_is_empty_or_none_is_refused) {
  EXPECT_FALSE(Journal::open(m_path));
  write("");
  EXPECT_EQ(why(), m_path.string() + ": the journal is empty");
  write("{}\n");
  EXPECT_EQ(why(), m_path.string() + ": line 1 is not in the journal's form");
}

}  // namespace
}  // namespace antin::ceremony
