#include <gtest/gtest.h>

#include <set>

#include "client/lib/calls.hpp"
#include "tests/support/fake_appliance.hpp"

namespace antin::client {
namespace {

using protocol::Code;
using protocol::Request;
using protocol::Response;
using Responses = std::vector<Response>;
using std::chrono::milliseconds;

const protocol::ResultBody found{protocol::LookupResult{}};
const protocol::Lookup question{"79760001", "hoc-ba", "1.r", 1, ""};

Connection connect(ConnectionOptions options) { return std::move(Connection::open(std::move(options))).value(); }

Responses always_found(const Request& request, std::size_t) { return {answer(request, found)}; }

TEST(Connection, a_call_brings_the_result_back) {
  FakeAppliance appliance([](const Request& request, std::size_t) -> Responses {
    protocol::AboutResult about;
    about.log = "seal.dev.example/2026";
    return {answer(request, about)};
  });
  auto connection = connect(appliance.options());
  const auto result = about(connection);
  ASSERT_TRUE(result.ok()) << result.error().text;
  EXPECT_EQ(result->log, "seal.dev.example/2026");
  EXPECT_EQ(connection.in_flight(), 0U);
}

TEST(Connection, every_typed_call_brings_its_own_result) {
  FakeAppliance appliance([](const Request& request, std::size_t) -> Responses {
    if (std::holds_alternative<protocol::Submit>(request.body)) {
      return {answer(request, protocol::StepResult{4, {'e'}, {'s'}, {'t'}})};
    }
    if (std::holds_alternative<protocol::Timestamp>(request.body)) {
      return {answer(request, protocol::TimestampResult{5, {'e'}, {'r'}})};
    }
    return {answer(request, found)};
  });
  auto connection = connect(appliance.options());
  const base::Digest digest{base::DigestAlgorithm::sha256, base::Bytes(32, 1)};
  const auto sealed = submit(connection, {"u", "k", "r", 1, "s", digest, {{{'s'}, {'c'}}}, {}});
  ASSERT_TRUE(sealed.ok());
  EXPECT_EQ(sealed->index, 4U);
  const auto stamped = timestamp(connection, {{0x30}});
  ASSERT_TRUE(stamped.ok());
  EXPECT_EQ(stamped->index, 5U);
  EXPECT_TRUE(lookup(connection, question).ok());
}

TEST(Connection, a_result_of_another_type_is_a_bad_answer) {
  FakeAppliance appliance(always_found);
  auto connection = connect(appliance.options());
  const auto result = about(connection);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().trouble, Trouble::bad_answer);
}

TEST(Connection, a_retry_after_silence_is_the_same_request_with_the_same_id) {
  FakeAppliance appliance([](const Request& request, std::size_t before) -> Responses {
    if (before == 0) return {};
    return {answer(request, found)};
  });
  auto options = appliance.options();
  options.attempt = milliseconds(300);
  auto connection = connect(std::move(options));
  EXPECT_TRUE(lookup(connection, question).ok());
  const auto seen = appliance.seen();
  ASSERT_GE(seen.size(), 2U);
  EXPECT_EQ(seen[0], seen[1]);
}

ServerAddress address_of(const FakeAppliance& appliance) {
  const auto options = appliance.options();
  return {options.link.endpoint, options.link.server_key};
}

// Port 1 of the loopback, where nobody listens.
ServerAddress nowhere() { return {"tcp://127.0.0.1:1", make_curve_keys().public_key}; }

TEST(Connection, goes_to_the_other_key_when_the_first_is_gone) {
  FakeAppliance appliance(always_found);
  auto options = appliance.options();
  const auto there = address_of(appliance);
  options.link.endpoint = nowhere().endpoint;
  options.others = {nowhere(), there};
  options.reach = milliseconds(200);
  auto connection = connect(std::move(options));
  EXPECT_TRUE(lookup(connection, question).ok());
  EXPECT_EQ(connection.server(), there);
  EXPECT_TRUE(lookup(connection, question).ok());
}

TEST(Connection, stays_with_the_first_key_while_it_is_served) {
  FakeAppliance appliance(always_found), other(always_found);
  auto options = appliance.options();
  options.others = {address_of(other)};
  options.reach = milliseconds(20000);
  auto connection = connect(std::move(options));
  EXPECT_TRUE(lookup(connection, question).ok());
  EXPECT_EQ(connection.server(), address_of(appliance));
  EXPECT_TRUE(other.seen().empty());
}

TEST(Connection, asks_nobody_whose_key_is_another_than_it_knows) {
  FakeAppliance appliance(always_found);
  auto options = appliance.options();
  options.link.server_key = make_curve_keys().public_key;
  options.others = {{options.link.endpoint, make_curve_keys().public_key}};
  options.reach = milliseconds(100);
  options.deadline = milliseconds(1000);
  auto connection = connect(std::move(options));
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().trouble, Trouble::unreachable);
  EXPECT_TRUE(appliance.seen().empty());
}

TEST(Connection, a_failure_is_retried_with_the_same_id_until_it_is_done) {
  FakeAppliance appliance([](const Request& request, std::size_t before) -> Responses {
    if (before < 3) return {answer(request, Code::hsm_unavailable, 1)};
    return {answer(request, found)};
  });
  auto connection = connect(appliance.options());
  EXPECT_TRUE(lookup(connection, question).ok());
  const auto seen = appliance.seen();
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_EQ(std::set<base::Bytes>(seen.begin(), seen.end()).size(), 1U);
}

TEST(Connection, a_failure_that_lasts_is_reported_at_the_deadline) {
  FakeAppliance appliance(
      [](const Request& request, std::size_t) -> Responses { return {answer(request, Code::ledger_unavailable)}; });
  auto options = appliance.options();
  options.deadline = milliseconds(2500);
  auto connection = connect(std::move(options));
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().trouble, Trouble::answered);
  EXPECT_EQ(result.error().code, "LEDGER_UNAVAILABLE");
  EXPECT_TRUE(result.error().retry);
}

TEST(Connection, a_failure_is_reported_also_when_the_deadline_cuts_the_next_attempt_short) {
  FakeAppliance appliance([](const Request& request, std::size_t before) -> Responses {
    return before == 0 ? Responses{answer(request, Code::hsm_unavailable)} : Responses{};
  });
  auto options = appliance.options();
  options.deadline = milliseconds(2500);
  options.attempt = milliseconds(60'000);
  auto connection = connect(std::move(options));
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "HSM_UNAVAILABLE");
  EXPECT_GT(appliance.seen().size(), 1U);
}

TEST(Connection, a_denial_is_not_retried) {
  FakeAppliance appliance(
      [](const Request& request, std::size_t) -> Responses { return {answer(request, Code::same_person)}; });
  auto connection = connect(appliance.options());
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "SAME_PERSON");
  EXPECT_FALSE(result.error().retry);
  EXPECT_EQ(appliance.seen().size(), 1U);
}

TEST(Connection, a_refused_key_is_an_unknown_system) {
  FakeAppliance appliance(always_found);
  appliance.refuse_every_key();
  auto connection = connect(appliance.options());
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().trouble, Trouble::key_refused);
  EXPECT_EQ(result.error().code, "UNKNOWN_SYSTEM");
  EXPECT_TRUE(appliance.seen().empty());
}

TEST(Connection, replies_out_of_order_find_their_requests) {
  constexpr std::size_t many = 32;
  std::vector<Request> held;
  FakeAppliance appliance([&](const Request& request, std::size_t) -> Responses {
    held.push_back(request);
    Responses replies;
    if (held.size() < many) return replies;
    for (auto each = held.rbegin(); each != held.rend(); ++each) {
      const auto revision = std::get<protocol::Lookup>(each->body).revision;
      replies.push_back(answer(*each, protocol::StepResult{revision, {'e'}, {}, {}}));
    }
    return replies;
  });
  auto connection = connect(appliance.options());
  std::map<protocol::RequestId, std::uint32_t> revisions;
  for (std::uint32_t i = 1; i <= many; ++i) {
    auto body = question;
    body.revision = i;
    const auto id = Connection::new_request_id();
    revisions[id] = i;
    connection.send({id, body});
  }
  for (std::size_t i = 0; i < many; ++i) {
    const auto completion = connection.receive(milliseconds(30000));
    ASSERT_TRUE(completion.has_value());
    const auto result = protocol::parse_result(std::get<base::Bytes>(completion->outcome));
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(std::get<protocol::StepResult>(*result).index, revisions.at(completion->id));
  }
  EXPECT_FALSE(connection.receive(milliseconds(0)).has_value());
}

TEST(Connection, a_call_keeps_the_completions_of_others) {
  FakeAppliance appliance(always_found);
  auto connection = connect(appliance.options());
  const auto id = Connection::new_request_id();
  connection.send({id, question});
  EXPECT_TRUE(lookup(connection, question).ok());
  const auto completion = connection.receive(milliseconds(30000));
  ASSERT_TRUE(completion.has_value());
  EXPECT_EQ(completion->id, id);
}

TEST(Connection, a_server_that_never_answers_is_told_from_one_that_is_not_there) {
  FakeAppliance appliance([](const Request&, std::size_t) -> Responses { return {}; });
  auto options = appliance.options();
  options.deadline = milliseconds(2500);
  const auto endpoint = options.link.endpoint;
  auto connection = connect(std::move(options));
  const auto silent = lookup(connection, question);
  ASSERT_FALSE(silent.ok());
  EXPECT_EQ(silent.error().code, "NO_ANSWER");

  auto elsewhere = appliance.options();
  elsewhere.deadline = milliseconds(300);
  elsewhere.link.endpoint = "ipc://" + testing::TempDir() + "nobody-is-here";
  auto nowhere = connect(std::move(elsewhere));
  const auto absent = lookup(nowhere, question);
  ASSERT_FALSE(absent.ok());
  EXPECT_EQ(absent.error().code, "UNREACHABLE");
  EXPECT_TRUE(absent.error().retry);
}

TEST(Connection, a_server_with_another_key_is_not_talked_to) {
  FakeAppliance appliance(always_found);
  auto options = appliance.options();
  options.link.server_key = make_curve_keys().public_key;
  options.deadline = milliseconds(500);
  auto connection = connect(std::move(options));
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "UNREACHABLE");
  EXPECT_TRUE(appliance.seen().empty());
}

TEST(Connection, an_answer_to_nobody_and_one_of_another_version_are_dropped) {
  FakeAppliance appliance(always_found);
  const auto version = base::copy(base::view(protocol::version_frame));
  appliance.send_raw({version, protocol::encode(Response{protocol::RequestId{}, base::Bytes{}})});
  appliance.send_raw({base::copy(base::view("antin/2")), {1, 2, 3}});
  appliance.send_raw({version});
  appliance.send_raw({version, version, version});
  auto connection = connect(appliance.options());
  EXPECT_TRUE(lookup(connection, question).ok());
}

TEST(Connection, a_reply_that_cannot_be_read_is_a_bad_answer) {
  FakeAppliance appliance([](const Request&, std::size_t) -> Responses { return {}; });
  const auto version = base::copy(base::view(protocol::version_frame));
  appliance.send_raw({version, base::copy(base::view("no protobuf"))});
  auto connection = connect(appliance.options());
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "BAD_ANSWER");
}

TEST(Connection, a_refusal_without_an_id_is_of_the_only_request) {
  FakeAppliance appliance([](const Request&, std::size_t) -> Responses {
    return {{std::nullopt, protocol::wire_error(Code::malformed)}};
  });
  auto connection = connect(appliance.options());
  const auto result = lookup(connection, question);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, "MALFORMED");
}

TEST(Connection, a_request_larger_than_a_frame_is_not_sent) {
  FakeAppliance appliance(always_found);
  auto connection = connect(appliance.options());
  const auto result = timestamp(connection, {base::Bytes(protocol::frame_limit, 0x30)});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().trouble, Trouble::not_sent);
  EXPECT_EQ(result.error().code, "TOO_LARGE");
  EXPECT_TRUE(appliance.seen().empty());
}

TEST(Connection, an_endpoint_that_is_none_is_an_error) {
  ConnectionOptions options;
  options.link.keys = make_curve_keys();
  options.link.server_key = make_curve_keys().public_key;
  options.link.endpoint = "nonsense";
  EXPECT_FALSE(Connection::open(std::move(options)).ok());
}

}  // namespace
}  // namespace antin::client
