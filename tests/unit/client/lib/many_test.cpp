#include "client/lib/many.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/fake_appliance.hpp"

namespace antin::client {
namespace {

using Responses = std::vector<protocol::Response>;

protocol::Request lookup_number(std::size_t number) {
  return {Connection::new_request_id(), protocol::Lookup{"u", "k", "r", static_cast<std::uint32_t>(number) + 1, ""}};
}

std::uint32_t number_in(const protocol::Request& request) {
  return std::get<protocol::Lookup>(request.body).revision - 1;
}

// Answers with the request's own number.
protocol::Response echo(const protocol::Request& request) {
  return answer(request, protocol::StepResult{number_in(request), {'e'}, {}, {}});
}

std::uint64_t number_of(const Completion& completion) {
  return std::get<protocol::StepResult>(protocol::parse_result(std::get<base::Bytes>(completion.outcome)).value())
      .index;
}

TEST(SendMany, each_completion_comes_with_the_number_of_its_request) {
  // Two at a time, and the later one first.
  std::vector<protocol::Request> held;
  FakeAppliance appliance([&](const protocol::Request& request, std::size_t) -> Responses {
    held.push_back(request);
    if (held.size() < 2) return {};
    Responses replies{echo(held[1]), echo(held[0])};
    held.clear();
    return replies;
  });
  auto connection = Connection::open(appliance.options()).value();
  std::set<std::size_t> seen;
  const Many many{100, lookup_number,
                  [&](std::size_t number, const Completion& completion) {
                    EXPECT_EQ(number_of(completion), number);
                    return seen.insert(number).second;
                  },
                  8};
  EXPECT_EQ(send_many(connection, many), 100U);
  EXPECT_EQ(seen.size(), 100U);
}

TEST(SendMany, no_more_are_in_flight_than_the_limit) {
  FakeAppliance appliance([](const protocol::Request& request, std::size_t) -> Responses { return {echo(request)}; });
  auto connection = Connection::open(appliance.options()).value();
  std::size_t asked = 0, taken = 0, most = 0;
  const Many many{50,
                  [&](std::size_t number) {
                    most = std::max(most, ++asked - taken);
                    return lookup_number(number);
                  },
                  [&](std::size_t, const Completion&) {
                    ++taken;
                    return true;
                  },
                  8};
  EXPECT_EQ(send_many(connection, many), 50U);
  EXPECT_EQ(most, 8U);
}

TEST(SendMany, nothing_more_is_sent_once_that_is_said_and_what_was_sent_is_completed) {
  FakeAppliance appliance([](const protocol::Request& request, std::size_t) -> Responses { return {echo(request)}; });
  auto connection = Connection::open(appliance.options()).value();
  std::size_t taken = 0;
  const Many many{50, lookup_number, [&](std::size_t, const Completion&) { return ++taken < 10; }, 4};
  const auto sent = send_many(connection, many);
  EXPECT_EQ(taken, sent);
  EXPECT_EQ(sent, 13U) << "nine were followed by another";
}

}  // namespace
}  // namespace antin::client
