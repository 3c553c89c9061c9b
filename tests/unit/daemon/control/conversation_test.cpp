#include "daemon/control/conversation.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <sstream>

namespace antin::control {
namespace {

// antind's end of the socket: what it will say lies there before it is asked.
class Conversation : public ::testing::Test {
 protected:
  Conversation() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::runtime_error("socketpair");
    ours.emplace(base::Descriptor(ends[0]), ::getuid());
    theirs.emplace(base::Descriptor(ends[1]), ::getuid());
  }
  int hear(const std::vector<local::ToControl>& messages, bool json = false) {
    for (const auto& message : messages) EXPECT_TRUE(theirs->send(local::encode(message)));
    return converse(*ours, local::MakeBackup{"night"}, json, out, err);
  }

  std::optional<local::Connection> ours, theirs;
  std::ostringstream out, err;
};

TEST_F(Conversation, sends_the_request_and_shows_progress_and_the_end) {
  EXPECT_EQ(hear({local::Progress{"pages copied", 3, 9}, local::Finished{"it is there"}}), 0);
  EXPECT_EQ(err.str(), "pages copied: 3 of 9\n");
  EXPECT_EQ(out.str(), "it is there\n");
  base::Bytes request;
  ASSERT_EQ(theirs->receive(request), local::Receipt::message);
  EXPECT_EQ(local::parse_from_control(request).value(), local::FromControl(local::MakeBackup{"night"}));
}

TEST_F(Conversation, ends_with_a_status_of_its_own_for_each_kind_of_refusal) {
  using local::ControlRefusal;
  EXPECT_EQ(hear({local::ControlRefused{ControlRefusal::request, "the name is taken"}}), 1);
  EXPECT_EQ(err.str(), "the name is taken\n");
  EXPECT_EQ(hear({local::ControlRefused{ControlRefusal::not_now, "busy"}}), 75);
  EXPECT_EQ(hear({local::ControlRefused{ControlRefusal::failed, "the disk"}}), 1);
  EXPECT_EQ(hear({local::ControlRefused{ControlRefusal::unknown, ""}}), 1);
}

TEST_F(Conversation, says_that_nobody_knows_when_antind_is_gone) {
  theirs.reset();
  EXPECT_EQ(converse(*ours, local::AskStatus{}, false, out, err), 75);
}

TEST_F(Conversation, refuses_another_language) {
  ASSERT_TRUE(theirs->send(base::Bytes{1, 2, 3}));
  EXPECT_EQ(hear({}), 75);
  EXPECT_NE(err.str().find("another language"), std::string::npos);
}

TEST_F(Conversation, shows_a_status_to_people_and_to_machines) {
  const local::Status status{
      "log.example/1", "0.1", 3, 900, 800, 700, 512, 2, 4, true, "log.example/2", {"unit 79"}, {"old: 7 of 9 in hand"}};
  EXPECT_EQ(print(status, false),
            "log           log.example/1, closed: log.example/2 succeeds it\n"
            "antind        0.1, start 3\n"
            "entries       900\n"
            "published     800\n"
            "cosigned      700\n"
            "archived      512\n"
            "open intents  2\n"
            "signers       4\n"
            "courier       connected\n"
            "STOPPED       unit 79\n"
            "lost          old: 7 of 9 in hand\n");
  EXPECT_EQ(hear({status}, true), 0);
  EXPECT_EQ(
      out.str(),
      R"({"archived":512,"closed":{"successor":"log.example/2"},"cosigned":700,"courier":true,"lost":["old: 7 of 9 in hand"],"open_intents":2,)"
      R"("origin":"log.example/1","published":800,"signers":4,"size":900,"start":3,"stopped":["unit 79"],"version":"0.1"})"
      "\n");
}

TEST(Confirmation, is_a_typed_yes_and_nothing_else) {
  for (const std::string typed : {"yes\n", "y\n", "", "Yes please\n", "\n"}) {
    std::istringstream in(typed);
    std::ostringstream err;
    EXPECT_FALSE(is_confirmed("log.example/2", in, err)) << typed;
  }
  std::istringstream in("Yes\n");
  std::ostringstream err;
  EXPECT_TRUE(is_confirmed("log.example/2", in, err));
  EXPECT_NE(err.str().find("log.example/2"), std::string::npos);
}

}  // namespace
}  // namespace antin::control
