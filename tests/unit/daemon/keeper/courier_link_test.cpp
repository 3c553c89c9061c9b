#include "daemon/keeper/courier_link.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace antin::keeper::test {
namespace {

local::Fetch fetch(std::uint64_t operation, const std::string& url) {
  return {operation, local::FetchMethod::get, url, "", {}};
}

class ACourierLink : public ::testing::Test {
 protected:
  ACourierLink() { dial(); }
  // A courier dials in, in the place of the one before.
  void dial() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::runtime_error("no pair of sockets");
    link.adopt(local::Connection(base::Descriptor(ends[0]), ::getuid()));
    courier.emplace(base::Descriptor(ends[1]), ::getuid());
  }
  // What the courier is asked next.
  local::Fetch asked() {
    base::Bytes message;
    if (courier->receive(message) != local::Receipt::message) throw std::runtime_error("nothing is asked");
    return local::parse_fetch(message).value();
  }
  void answer(std::uint64_t operation, std::uint32_t status = 200) {
    ASSERT_TRUE(courier->send(local::encode(local::Fetched{operation, local::FetchOutcome::answered, status, "", {}})));
  }

  CourierLink link;
  std::optional<local::Connection> courier;
};

TEST_F(ACourierLink, brings_each_asker_its_own_though_both_number_alike) {
  link.send(FetchPurpose::witnessing, {fetch(1, "http://witness")});
  link.send(FetchPurpose::anchoring, {fetch(1, "http://tsa")});
  const auto first = asked();
  const auto second = asked();
  EXPECT_EQ(first.url, "http://witness");
  EXPECT_EQ(second.url, "http://tsa");
  EXPECT_NE(first.operation, second.operation);
  answer(second.operation, 201);
  answer(first.operation, 202);
  const auto brought = link.receive();
  ASSERT_EQ(brought.size(), 2U);
  EXPECT_EQ(brought[0].purpose, FetchPurpose::anchoring);
  EXPECT_EQ(brought[0].fetched.operation, 1U);
  EXPECT_EQ(brought[0].fetched.status, 201U);
  EXPECT_EQ(brought[1].purpose, FetchPurpose::witnessing);
  EXPECT_EQ(brought[1].fetched.operation, 1U);
  EXPECT_EQ(brought[1].fetched.status, 202U);
}

TEST_F(ACourierLink, hangs_up_on_an_answer_that_nobody_waits_for) {
  link.send(FetchPurpose::anchoring, {fetch(1, "http://tsa")});
  const auto operation = asked().operation;
  answer(operation);
  answer(operation);
  EXPECT_EQ(link.receive().size(), 1U) << "once is enough";
  EXPECT_FALSE(link.is_there());
}

TEST_F(ACourierLink, expects_nothing_of_the_next_courier_that_the_one_before_was_asked) {
  link.send(FetchPurpose::anchoring, {fetch(1, "http://tsa")});
  const auto operation = asked().operation;
  dial();
  answer(operation);
  EXPECT_TRUE(link.receive().empty());
  EXPECT_FALSE(link.is_there());
}

TEST_F(ACourierLink, hangs_up_on_a_courier_that_speaks_another_language) {
  ASSERT_TRUE(courier->send(base::Bytes{1, 2, 3}));
  EXPECT_TRUE(link.receive().empty());
  EXPECT_FALSE(link.is_there());
}

}  // namespace
}  // namespace antin::keeper::test
