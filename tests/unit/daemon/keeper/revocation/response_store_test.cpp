#include "daemon/keeper/revocation/response_store.hpp"

#include <gmock/gmock.h>

#include "tests/support/status_responder.hpp"

namespace antin::test {
namespace {

using keeper::ResponseStore;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ResponseFolder : public testing::Test {
 protected:
  ResponseFolder() : pki(directory), responder(directory, pki) {
    directory.must_run("mkdir folder");
    pki.root("root", "Root");
    pki.certificate("people", "root", "authority");
    pki.certificate("person", "people");
    issuers = {pki.read("root"), pki.read("people")};
  }

  void put(const evidence::StatusResponse& response, const std::string& as = "person") const {
    directory.write("folder/" + as + ".ocsp", response.der);
  }
  [[nodiscard]] evidence::StatusResponse good() const { return responder.about("person", "people", "people"); }
  [[nodiscard]] evidence::StatusResponse revoked_after(const evidence::StatusResponse& older) const {
    return responder.about_after(older, "person", "people", "people", {.revoked = ",keyCompromise"});
  }
  [[nodiscard]] ResponseStore open(base::ByteView times = {}) const {
    return std::move(ResponseStore::open(directory.path() / "folder", issuers, times).value());
  }

  ToolDirectory directory;
  Pki pki;
  StatusResponder responder;
  std::vector<crypto::Certificate> issuers;
  base::Instant now = present() + std::chrono::hours(1);  // after whatever a test has signed
};

TEST_F(ResponseFolder, a_response_is_taken_once) {
  put(good());
  auto store = open();
  EXPECT_TRUE(store.responses().empty());
  EXPECT_TRUE(store.reload(now).changed);
  EXPECT_EQ(store.responses().size(), 1U);
  EXPECT_EQ(store.generation(), 1U);
  EXPECT_FALSE(store.reload(now).changed);
  EXPECT_EQ(store.generation(), 1U);
}

TEST_F(ResponseFolder, a_newer_response_replaces_an_older_one_and_never_the_other_way_round) {
  const auto older = good();
  const auto newer = revoked_after(older);
  put(older);
  auto store = open();
  ASSERT_TRUE(store.reload(now).changed);
  put(newer);
  EXPECT_TRUE(store.reload(now).changed);
  EXPECT_FALSE(store.responses().front().is_good);
  put(older);
  EXPECT_FALSE(store.reload(now).changed);
  EXPECT_FALSE(store.responses().front().is_good);
}

TEST_F(ResponseFolder, a_response_that_went_back_while_we_were_away_is_refused) {
  const auto older = good();
  put(revoked_after(older));
  auto before = open();
  ASSERT_TRUE(before.reload(now).changed);
  const auto times = before.times();
  put(older);
  auto store = open(times);
  EXPECT_EQ(store.times(), times);
  const auto reloaded = store.reload(now);
  EXPECT_FALSE(reloaded.changed);
  EXPECT_THAT(reloaded.problems, ElementsAre(HasSubstr("before another about this certificate")));
  EXPECT_TRUE(store.responses().empty());
  EXPECT_EQ(store.times(), times);
}

TEST_F(ResponseFolder, each_certificate_has_times_of_its_own) {
  const auto older = good();
  pki.certificate("other", "people");
  put(responder.about_after(older, "other", "people", "people"), "other");
  auto store = open();
  ASSERT_TRUE(store.reload(now).changed);
  put(older);
  EXPECT_TRUE(store.reload(now).changed);
  EXPECT_EQ(store.responses().size(), 2U);
}

TEST_F(ResponseFolder, of_two_responses_of_one_time_the_worse_is_held) {
  for (;;) {
    const auto better = good();
    const auto worse = responder.about("person", "people", "people", {.revoked = ",keyCompromise"});
    if (better.this_update != worse.this_update) continue;  // a second has passed in between
    for (const auto& [first, second] : {std::pair(&better, &worse), std::pair(&worse, &better)}) {
      put(*first, "a");
      put(*second, "b");
      auto store = open();
      ASSERT_TRUE(store.reload(now).changed);
      EXPECT_FALSE(store.responses().front().is_good);
      directory.must_run("rm folder/*");
      put(better, "a");
      auto later = open(store.times());
      EXPECT_FALSE(later.reload(now).changed) << "also after a restart";
    }
    return;
  }
}

TEST_F(ResponseFolder, what_is_refused_is_said_each_time_and_the_response_before_stays) {
  put(good());
  auto store = open();
  ASSERT_TRUE(store.reload(now).changed);
  pki.root("stranger", "Stranger");
  put(responder.about("person", "people", "stranger"));
  directory.write("folder/bad.ocsp", std::string_view("no response"));
  directory.must_run("ln -s person.ocsp folder/link.ocsp");
  for (int i = 0; i < 2; ++i) {
    const auto reloaded = store.reload(now);
    EXPECT_FALSE(reloaded.changed);
    EXPECT_THAT(reloaded.problems, ElementsAre(HasSubstr("bad.ocsp"), HasSubstr("link.ocsp: not a regular file"),
                                               HasSubstr("person.ocsp: speaks for none of the policy's authorities")));
  }
  EXPECT_TRUE(store.responses().front().is_good);
}

TEST_F(ResponseFolder, a_response_larger_than_any_is_not_read) {
  directory.write("folder/big.ocsp", base::Bytes(ResponseStore::response_size_limit + 1));
  EXPECT_THAT(open().reload(now).problems, Contains(HasSubstr("big.ocsp")));
}

TEST_F(ResponseFolder, a_response_past_its_next_update_is_reported) {
  const auto response = good();
  put(response);
  auto store = open();
  EXPECT_THAT(store.reload(now).problems, IsEmpty());
  EXPECT_THAT(store.reload(response.next_update).problems, ElementsAre(HasSubstr("1 OCSP responses are past")));
}

TEST_F(ResponseFolder, times_are_forgotten_when_nothing_of_then_can_be_fresh_any_more) {
  const auto response = good();
  put(response);
  auto before = open();
  ASSERT_TRUE(before.reload(now).changed);
  directory.must_run("rm folder/person.ocsp");
  auto store = open(before.times());
  static_cast<void>(store.reload(response.this_update + evidence::response_life));
  EXPECT_EQ(store.times(), before.times());
  static_cast<void>(store.reload(response.this_update + evidence::response_life + std::chrono::seconds(1)));
  EXPECT_TRUE(store.times().empty());
}

TEST_F(ResponseFolder, stored_times_that_were_not_ours_are_refused) {
  for (const std::string_view text : {"x", "00 2026-06-01T00:00:00.000Z 2026-06-01T00:00:00.000Z good\n", "\n"})
    EXPECT_FALSE(ResponseStore::open(directory.path() / "folder", issuers, base::view(text))) << text;
}

}  // namespace
}  // namespace antin::test
