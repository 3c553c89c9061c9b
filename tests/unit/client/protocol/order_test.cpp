// What security officers order over the wire, there and back, and what is no such request.
#include <gtest/gtest.h>

#include "antin.pb.h"
#include "client/protocol/codec.hpp"

namespace antin::protocol {
namespace {

base::Bytes octets(const wire::Request& message) {
  const auto text = message.SerializeAsString();
  return {text.begin(), text.end()};
}

wire::Request request() {
  wire::Request made;
  made.set_request_id(std::string(16, 'r'));
  return made;
}

wire::Request stop() {
  auto made = request();
  made.mutable_stop()->set_statement("s");
  made.mutable_stop()->set_cms("c");
  return made;
}

wire::Request resume() {
  auto made = request();
  made.mutable_resume()->set_statement("s");
  made.mutable_resume()->add_cms("c");
  made.mutable_resume()->add_cms("d");
  return made;
}

TEST(Orders, a_stop_and_a_resume_come_back_as_they_were) {
  const auto stopped = parse_request(encode(Request{{1}, Stop{{'s'}, {'c'}}}));
  ASSERT_TRUE(stopped.ok()) << stopped.error().text;
  EXPECT_EQ(std::get<Stop>(stopped->body).statement, base::Bytes{'s'});
  EXPECT_EQ(std::get<Stop>(stopped->body).cms, base::Bytes{'c'});
  const auto resumed = parse_request(encode(Request{{1}, Resume{{'s'}, {{'c'}, {'d'}}}}));
  ASSERT_TRUE(resumed.ok()) << resumed.error().text;
  EXPECT_EQ(std::get<Resume>(resumed->body).signatures, (std::vector<base::Bytes>{{'c'}, {'d'}}));
  EXPECT_TRUE(parse_request(octets(stop())).ok());
  EXPECT_TRUE(parse_request(octets(resume())).ok());
}

TEST(Orders, one_without_its_statement_or_its_signature_is_refused) {
  for (auto* clear : {+[](wire::Request& m) { m.mutable_stop()->clear_statement(); },
                      +[](wire::Request& m) { m.mutable_stop()->clear_cms(); }}) {
    auto message = stop();
    clear(message);
    EXPECT_FALSE(parse_request(octets(message)).ok());
  }
  for (auto* clear : {+[](wire::Request& m) { m.mutable_resume()->clear_statement(); },
                      +[](wire::Request& m) { m.mutable_resume()->set_cms(1, ""); }}) {
    auto message = resume();
    clear(message);
    EXPECT_FALSE(parse_request(octets(message)).ok());
  }
}

TEST(Orders, more_signatures_than_there_can_be_officers_are_refused) {
  auto message = resume();
  while (message.resume().cms_size() < static_cast<int>(officers_limit)) message.mutable_resume()->add_cms("c");
  EXPECT_TRUE(parse_request(octets(message)).ok());
  message.mutable_resume()->add_cms("c");
  EXPECT_FALSE(parse_request(octets(message)).ok());
}

TEST(Orders, the_statement_is_the_meaning_whoever_signed_it) {
  EXPECT_EQ(meaning({{}, Stop{{'s'}, {'c'}}}), meaning({{}, Stop{{'s'}, {'d'}}}));
  EXPECT_NE(meaning({{}, Stop{{'s'}, {'c'}}}), meaning({{}, Stop{{'t'}, {'c'}}}));
  EXPECT_NE(meaning({{}, Stop{{'s'}, {'c'}}}), meaning({{}, Resume{{'s'}, {{'c'}}}}));
}

TEST(Orders, a_result_comes_back_and_one_without_an_entry_does_not) {
  const auto result = parse_result(encode(ResultBody(OrderResult{5, {'{', '}'}})));
  ASSERT_TRUE(result.ok()) << result.error().text;
  EXPECT_EQ(std::get<OrderResult>(*result).index, 5U);
  EXPECT_EQ(std::get<OrderResult>(*result).entry, (base::Bytes{'{', '}'}));
  EXPECT_FALSE(parse_result(encode(ResultBody(OrderResult{5, {}}))).ok());
}

}  // namespace
}  // namespace antin::protocol
