#include "client/lib/roster.hpp"

#include <gtest/gtest.h>

#include "core/tlog/hash.hpp"
#include "tests/support/fake_appliance.hpp"

namespace antin::client {
namespace {

statement::RosterChange suspend(const std::string& person) {
  statement::RosterChange change;
  change.log = "seal.dev.example/2026";
  change.action = base::RosterAction::suspend;
  change.unit = "u";
  change.person = person;
  change.expires = base::parse_instant("2026-06-30T16:59:59Z").value();
  return change;
}

std::vector<statement::RosterChange> changes(int count) {
  std::vector<statement::RosterChange> all;
  for (int i = 0; i < count; ++i) all.push_back(suspend("p-" + std::to_string(i)));
  return all;
}

TEST(RosterDraft, names_the_root_under_which_every_change_has_its_place) {
  const auto all = changes(5);
  const auto draft = RosterDraft::make(all);
  ASSERT_TRUE(draft) << draft.error().text;
  const auto batch = statement::parse_roster_batch(draft->text());
  ASSERT_TRUE(batch) << batch.error().text;
  EXPECT_EQ(batch->items, 5U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto leaf = tlog::leaf_hash(base::view(statement::print(all[i])));
    EXPECT_TRUE(tlog::verify_inclusion(leaf, i, 5, draft->path(i), batch->root)) << i;
  }
}

TEST(RosterDraft, is_not_made_of_nothing_nor_of_what_no_appliance_could_read) {
  EXPECT_FALSE(RosterDraft::make({}));
  auto all = changes(3);
  all[1].expires += std::chrono::hours(1);
  EXPECT_FALSE(RosterDraft::make(all)) << "of another expiry";
  all = changes(3);
  all[2].role = "teacher";
  EXPECT_FALSE(RosterDraft::make(all)) << "nobody is suspended in a role";
}

TEST(RosterDraft, comes_back_only_with_the_changes_that_were_signed) {
  const auto all = changes(3);
  const auto text = RosterDraft::make(all).value().text();
  const auto again = RosterDraft::again(all, text);
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(again->text(), text);
  auto others = all;
  others[1].person = "q";
  EXPECT_FALSE(RosterDraft::again(others, text));
  others = all;
  std::swap(others[0], others[1]);
  EXPECT_FALSE(RosterDraft::again(others, text)) << "in another order";
  others = changes(2);
  EXPECT_FALSE(RosterDraft::again(others, text));
  EXPECT_FALSE(RosterDraft::again(all, "antin/roster/v1\n"));
}

TEST(RosterPages, hold_as_many_items_as_a_frame_has_room_for) {
  const auto item = [](std::size_t number) {
    return protocol::RosterItem{base::Bytes(500, 'x'), static_cast<std::uint32_t>(number),
                                std::vector<base::Sha256Hash>(17), base::Bytes(700, 'c')};
  };
  for (const std::size_t count : {1U, 5U, 1000U}) {
    std::size_t sent = 0, pages = 0;
    for (; sent < count; ++pages) {
      protocol::ChangeRoster request{base::Bytes(400, 's'), {base::Bytes(1500, 'a'), base::Bytes(1500, 'b')}, {}};
      const auto took = fill(request, sent, count, item);
      ASSERT_GT(took, 0U);
      ASSERT_EQ(took, request.items.size());
      EXPECT_EQ(request.items.front().index, sent);
      EXPECT_LE(protocol::encode(protocol::Request{{}, request}).size(), protocol::frame_limit);
      sent += took;
    }
    EXPECT_EQ(sent, count);
    EXPECT_LE(pages, 1 + count / 25) << "they are filled well";
  }
}

// An appliance that answers with pages as a test has them.
class Reading {
 public:
  explicit Reading(std::vector<protocol::ReadRosterResult> pages)
      : m_appliance([pages](const protocol::Request& request, std::size_t before) {
          return std::vector<protocol::Response>{answer(request, pages.at(before))};
        }) {}
  std::string read() {
    auto connection = Connection::open(m_appliance.options());
    std::string ids;
    const auto done =
        read_people(*connection, {"u", "", "", 0, {}}, [&](protocol::RosterPerson person) { ids += person.id + " "; });
    return done ? ids : done.error().code;
  }

 private:
  FakeAppliance m_appliance;
};

protocol::ReadRosterResult page(const std::vector<std::string>& ids, bool more) {
  protocol::ReadRosterResult result;
  for (const auto& id : ids) result.people.push_back({id, {}, {}, {}});
  result.more = more;
  return result;
}

TEST(ReadPeople, goes_on_behind_the_last_of_a_page) {
  EXPECT_EQ(Reading({page({"a", "b"}, true), page({"c"}, false)}).read(), "a b c ");
  EXPECT_EQ(Reading({page({}, false)}).read(), "");
}

TEST(ReadPeople, an_answer_that_would_go_on_for_ever_is_none) {
  EXPECT_EQ(Reading({page({"a"}, true), page({"a"}, true)}).read(), "BAD_ANSWER");
  EXPECT_EQ(Reading({page({}, true)}).read(), "BAD_ANSWER");
  EXPECT_EQ(Reading({page({"b", "a"}, false)}).read(), "BAD_ANSWER");
}

}  // namespace
}  // namespace antin::client
