#include "daemon/keeper/revocation/revocation_store.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/support/pki.hpp"

namespace antin::test {
namespace {

using keeper::RevocationStore;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RevocationFolder : public testing::Test {
 protected:
  RevocationFolder() : pki(directory) {
    directory.must_run("mkdir lists");
    pki.root("root", "Root");
    pki.certificate("people", "root", "authority");
    issuers = {pki.read("root"), pki.read("people")};
    put("root", "01");
    put("people", "10");
  }

  // A new list of this issuer, put into the folder.
  void put(const std::string& issuer, const std::string& number, const std::string& as = {},
           const ListDates& dates = {}) const {
    pki.list(issuer, number, {}, dates);
    directory.must_run("cp " + issuer + ".crl lists/" + (as.empty() ? issuer : as) + ".crl");
  }
  [[nodiscard]] RevocationStore open(base::ByteView numbers = {}) const {
    return std::move(RevocationStore::open(directory.path() / "lists", issuers, numbers).value());
  }
  [[nodiscard]] static std::vector<std::string> numbers_in(const RevocationStore& store) {
    std::vector<std::string> numbers;
    for (const auto& list : store.lists()) numbers.push_back(base::to_hex(list.number));
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  ToolDirectory directory;
  Pki pki;
  std::vector<crypto::Certificate> issuers;
};

TEST_F(RevocationFolder, a_store_that_was_not_loaded_has_no_lists) {
  const auto store = open();
  EXPECT_TRUE(store.lists().empty());
  EXPECT_EQ(store.generation(), 0U);
}

TEST_F(RevocationFolder, the_lists_of_every_issuer_are_loaded) {
  auto store = open();
  const auto reloaded = store.reload(test_now());
  EXPECT_TRUE(reloaded.changed);
  EXPECT_THAT(reloaded.problems, IsEmpty());
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "10"));
  EXPECT_EQ(store.generation(), 1U);
}

TEST_F(RevocationFolder, nothing_new_changes_nothing) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  EXPECT_FALSE(store.reload(test_now()).changed);
  EXPECT_EQ(store.generation(), 1U);
}

TEST_F(RevocationFolder, what_was_read_before_is_not_parsed_again) {
  directory.write("lists/broken.crl", base::view("-----BEGIN X509 CRL-----"));
  auto store = open();
  const auto first = store.reload(test_now());
  EXPECT_EQ(first.examined, 3U);
  const auto second = store.reload(test_now());
  EXPECT_EQ(second.examined, 0U);
  EXPECT_EQ(second.problems, first.problems) << "and what is wrong is told as before";
  put("people", "11");
  EXPECT_EQ(store.reload(test_now()).examined, 1U);
  EXPECT_EQ(store.reload(test_now()).examined, 0U);
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "11"));
}

TEST_F(RevocationFolder, a_list_that_is_known_and_falls_back_is_told_each_time) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  put("people", "0f");
  const auto fallen = store.reload(test_now());
  EXPECT_EQ(store.reload(test_now()).problems, fallen.problems);
  EXPECT_THAT(fallen.problems, ElementsAre(HasSubstr("below 10")));
}

TEST_F(RevocationFolder, a_higher_number_replaces_a_list) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  put("people", "11");
  EXPECT_TRUE(store.reload(test_now()).changed);
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "11"));
  EXPECT_EQ(store.generation(), 2U);
}

TEST_F(RevocationFolder, numbers_are_compared_as_numbers) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  put("people", "0100");
  EXPECT_TRUE(store.reload(test_now()).changed);
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "0100"));
}

TEST_F(RevocationFolder, a_number_that_falls_is_refused_and_the_list_before_kept) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  put("people", "0f");
  const auto reloaded = store.reload(test_now());
  EXPECT_FALSE(reloaded.changed);
  EXPECT_THAT(reloaded.problems, ElementsAre(HasSubstr("below 10")));
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "10"));
}

TEST_F(RevocationFolder, a_number_that_fell_while_we_were_away_is_refused) {
  auto before = open();
  ASSERT_TRUE(before.reload(test_now()).changed);
  const auto numbers = before.numbers();
  put("people", "0f");
  auto store = open(numbers);
  EXPECT_EQ(store.numbers(), numbers);
  EXPECT_THAT(store.reload(test_now()).problems, Contains(HasSubstr("below 10")));
  EXPECT_THAT(numbers_in(store), ElementsAre("01"));
  EXPECT_EQ(store.numbers(), numbers);
}

TEST_F(RevocationFolder, an_issuer_with_another_key_numbers_anew) {
  auto before = open();
  ASSERT_TRUE(before.reload(test_now()).changed);
  pki.key("people");
  pki.certificate("people", "root", "authority");
  issuers = {pki.read("root"), pki.read("people")};
  put("people", "01");
  auto store = open(before.numbers());
  EXPECT_THAT(store.reload(test_now()).problems, IsEmpty());
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "01"));
}

TEST_F(RevocationFolder, of_two_files_of_one_issuer_the_higher_number_counts) {
  put("people", "12", "a-newer");
  put("people", "11", "z-older");
  auto store = open();
  EXPECT_THAT(store.reload(test_now()).problems, IsEmpty());
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "12"));
}

TEST_F(RevocationFolder, a_list_by_a_forger_with_the_same_name_is_refused_and_moves_no_number) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  const auto numbers = store.numbers();
  pki.key("people");
  pki.certificate("people", "root", "authority");
  put("people", "ff", "forged");
  const auto reloaded = store.reload(test_now());
  EXPECT_FALSE(reloaded.changed);
  EXPECT_THAT(reloaded.problems, ElementsAre(HasSubstr("signed by none")));
  EXPECT_EQ(store.numbers(), numbers);
}

TEST_F(RevocationFolder, a_list_without_a_number_is_refused) {
  put("people", "");
  auto store = open();
  EXPECT_THAT(store.reload(test_now()).problems, Contains(HasSubstr("no CRL number")));
  EXPECT_THAT(numbers_in(store), ElementsAre("01"));
}

TEST_F(RevocationFolder, a_broken_file_leaves_the_list_before_in_force) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  directory.write("lists/people.crl", base::view("-----BEGIN X509 CRL-----"));
  const auto reloaded = store.reload(test_now());
  EXPECT_FALSE(reloaded.changed);
  EXPECT_THAT(reloaded.problems, ElementsAre(HasSubstr("people.crl")));
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "10"));
}

TEST_F(RevocationFolder, a_missing_folder_leaves_the_lists_before_in_force) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  directory.must_run("rm -r lists");
  EXPECT_THAT(store.reload(test_now()).problems, ElementsAre(HasSubstr("cannot list")));
  EXPECT_THAT(numbers_in(store), ElementsAre("01", "10"));
}

TEST_F(RevocationFolder, links_and_other_names_are_not_read) {
  directory.must_run(
      "mv lists/people.crl people.crl && ln -s ../people.crl lists/people.crl && cp people.crl lists/x.pem");
  auto store = open();
  EXPECT_THAT(store.reload(test_now()).problems,
              ElementsAre(HasSubstr("not a regular file"), HasSubstr("no revocation list of CN=people")));
  EXPECT_THAT(numbers_in(store), ElementsAre("01"));
}

TEST_F(RevocationFolder, missing_and_stale_lists_are_reported) {
  directory.must_run("rm lists/root.crl");
  auto store = open();
  EXPECT_THAT(store.reload(instant("2026-07-11T00:00:00Z")).problems,
              ElementsAre(HasSubstr("no revocation list of CN=Root"), HasSubstr("past its nextUpdate")));
}

TEST_F(RevocationFolder, too_many_files_are_not_read) {
  directory.must_run("for i in $(seq 300); do cp people.crl lists/$i.crl; done");
  auto store = open();
  EXPECT_THAT(store.reload(test_now()).problems, Contains(HasSubstr("more than 256")));
  EXPECT_TRUE(store.lists().empty());
}

TEST_F(RevocationFolder, stored_numbers_that_are_none_are_refused) {
  auto store = open();
  ASSERT_TRUE(store.reload(test_now()).changed);
  const auto numbers = std::string(base::text(store.numbers()));
  const auto opens = [&](const std::string& text) {
    return RevocationStore::open(directory.path() / "lists", issuers, base::view(text)).ok();
  };
  EXPECT_TRUE(opens(numbers));
  EXPECT_TRUE(opens(""));
  EXPECT_FALSE(opens(numbers.substr(0, numbers.size() - 1)));
  EXPECT_FALSE(opens(numbers + numbers));
  EXPECT_FALSE(opens(numbers + "\n"));
  EXPECT_FALSE(opens("x"));
  const std::string issuer = numbers.substr(0, 64);
  EXPECT_FALSE(opens(issuer + " \n"));
  EXPECT_FALSE(opens(issuer + " 0010\n"));
  EXPECT_FALSE(opens(issuer + " " + std::string(42, '1') + "\n"));
  EXPECT_TRUE(opens(issuer + " " + std::string(40, '1') + "\n"));
}

}  // namespace
}  // namespace antin::test
