// What is asked of an authority outside, and what of its answers is believed.
#include "core/crypto/sha2.hpp"
#include "core/evidence/timestamp_token.hpp"
#include "core/forms/timestamp_info.hpp"
#include "tests/unit/daemon/keeper/anchoring/anchor_bench.hpp"

namespace antin::keeper::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class AskedAuthority : public ExternalAnchors {
 protected:
  AskedAuthority() {
    asked = only();
    be_now();
  }
};

TEST_F(ExternalAnchors, are_asked_for_with_the_imprint_of_the_checkpoints_text_a_nonce_and_certificates) {
  const auto fetch = only();
  EXPECT_EQ(fetch.method, local::FetchMethod::post);
  EXPECT_EQ(fetch.url, "http://tsa.example.org");
  EXPECT_EQ(fetch.content_type, "application/timestamp-query");
  const auto request = evidence::parse_timestamp_request(fetch.body);
  ASSERT_TRUE(request) << request.error().text;
  const auto text = tlog::parse_note(log->newest()).value().text;
  EXPECT_EQ(request->imprint, base::sha256_digest(crypto::sha256(base::view(text))));
  EXPECT_EQ(request->nonce->size(), 16U);
  EXPECT_TRUE(request->wants_certificates);
}

TEST_F(ExternalAnchors, hold_by_the_roots_of_the_policy_and_by_openssl) {
  const auto anchored = ask();
  ASSERT_TRUE(anchored);
  EXPECT_EQ(anchored->checkpoint, newest());
  EXPECT_EQ(anchored->url, "http://tsa.example.org");
  tools.write("token", anchored->token);
  tools.write("text", tlog::parse_note(log->newest()).value().text);
  const auto verified = tools.run("openssl ts -verify -token_in -in token -data text -CAfile root.crt");
  EXPECT_EQ(verified.status, 0) << verified.output;
}

TEST_F(ExternalAnchors, have_a_nonce_of_their_own_each_time) {
  const auto first = evidence::parse_timestamp_request(only().body)->nonce;
  anchors->failed("lost");
  pass(minutes(1));
  EXPECT_NE(evidence::parse_timestamp_request(only().body)->nonce, first);
}

TEST_F(ExternalAnchors, come_as_often_as_the_policy_says) {
  policy.anchor->every = minutes(5);
  wake();
  enter(*ask());
  grow(1);
  pass(minutes(5) - seconds(1));
  EXPECT_TRUE(anchors->next().empty());
  pass(seconds(1));
  EXPECT_EQ(anchors->next().size(), 1U);
}

TEST_F(ExternalAnchors, come_at_once_when_the_authority_has_stamped_nothing_yet) {
  clock.reading.now -= hours(1);
  EXPECT_EQ(anchors->next().size(), 1U);
}

TEST_F(ExternalAnchors, come_at_once_from_another_authority_but_not_from_the_same_after_a_restart) {
  enter(*ask());
  grow(1);
  wake();
  EXPECT_TRUE(anchors->next().empty());
  policy.anchor->url = "http://other.example.org";
  wake();
  EXPECT_EQ(only().url, "http://other.example.org");
}

TEST_F(ExternalAnchors, are_never_made_by_the_built_in_authority) { EXPECT_FALSE(anchors->next_own()); }

TEST_F(AskedAuthority, is_asked_one_thing_at_a_time) {
  pass(hours(1));
  EXPECT_TRUE(anchors->next().empty());
}

TEST_F(AskedAuthority, that_echoes_another_nonce_is_refused) {
  auto other = asked.body;
  other.at(other.size() - 4) ^= 1;  // before it certReq, 01 01 ff
  expect_refused(reply(other));
}

TEST_F(AskedAuthority, that_echoes_no_nonce_is_refused) {
  auto without = asked.body;
  without.erase(without.end() - 21, without.end() - 3);
  without[1] = static_cast<std::uint8_t>(without[1] - 18);
  expect_refused(reply(without));
}

TEST_F(AskedAuthority, that_stamps_something_else_is_refused) {
  auto other = asked.body;
  const auto text = tlog::parse_note(log->newest()).value().text;
  const auto imprint = crypto::sha256(base::view(text));
  const auto at = std::search(other.begin(), other.end(), imprint.begin(), imprint.end());
  ASSERT_NE(at, other.end());
  *at ^= 1;
  expect_refused(reply(other));
}

TEST_F(AskedAuthority, of_other_roots_is_refused) {
  pki.root("root", "TSA Root");
  pki.certificate("middle", "root", "authority");
  pki.certificate("time", "middle", "time");
  expect_refused(reply(asked.body));
}

// openssl's own tool stamps with no such certificate: a token of the same TSTInfo, signed as CMS.
TEST_F(AskedAuthority, whose_certificate_is_not_for_timestamps_is_refused) {
  pki.certificate("person", "middle");
  const auto token_by = [&](const std::string& signer) {
    (void)reply(asked.body);
    tools.must_run("openssl ts -reply -in r.tsr -token_out -out token");
    tools.must_run("openssl cms -verify -noverify -inform DER -in token -binary -out info.der");
    tools.must_run(
        "openssl cms -sign -cades -binary -nodetach -in info.der -econtent_type 1.2.840.113549.1.9.16.1.4"
        " -certfile middle.crt -signer " +
        signer + ".crt -inkey " + signer + ".key -outform DER -out signed.der");
    return forms::granted_response(tools.read("signed.der"));
  };
  EXPECT_FALSE(anchors->take(answered(asked, token_by("person"))));
  pass(seconds(30));
  asked = only();
  EXPECT_TRUE(anchors->take(answered(asked, token_by("time"))));
}

TEST_F(AskedAuthority, that_rejects_is_asked_again_later) {
  tools.must_run("sed -i s/digests=sha256/digests=sha512/ ts.cnf");
  expect_refused(reply(asked.body));
}

TEST_F(AskedAuthority, that_answers_with_garbage_is_refused) { expect_refused(base::view("<html>no</html>")); }

TEST_F(AskedAuthority, that_answers_with_nothing_is_refused) { expect_refused({}); }

TEST_F(AskedAuthority, that_answers_with_another_status_is_refused_whatever_it_says) {
  expect_refused(reply(asked.body), 500);
}

TEST_F(AskedAuthority, that_cannot_be_reached_is_asked_again_later) {
  EXPECT_FALSE(anchors->take({asked.operation, local::FetchOutcome::unreachable, 0, "", {}}));
  expect_to_wait_and_ask_again();
}

TEST_F(AskedAuthority, to_whom_the_courier_may_not_go_is_asked_again_later) {
  EXPECT_FALSE(anchors->take({asked.operation, local::FetchOutcome::refused, 0, "", {}}));
  expect_to_wait_and_ask_again();
}

TEST_F(AskedAuthority, whose_time_is_more_than_a_minute_ahead_of_ours_is_refused) {
  anchors->failed("again");
  clock.reading.now -= hours(2);  // set back: it is due at once
  asked = only();
  EXPECT_FALSE(anchors->take(answered(asked, reply(asked.body))));
}

TEST_F(AskedAuthority, whose_time_is_not_a_minute_off_is_believed) {
  anchors->failed("again");
  pass(seconds(40));
  asked = only();
  EXPECT_TRUE(anchors->take(answered(asked, reply(asked.body))));
}

TEST_F(AskedAuthority, whose_token_is_of_long_before_the_question_is_refused) {
  anchors->failed("again");
  pass(minutes(2));
  asked = only();  // at a time that is two minutes ahead of openssl's
  EXPECT_FALSE(anchors->take(answered(asked, reply(asked.body))));
}

TEST_F(AskedAuthority, gets_no_answer_taken_that_was_not_its) {
  auto answer = answered(asked, reply(asked.body));
  ++answer.operation;
  EXPECT_FALSE(anchors->take(answer));
  --answer.operation;
  EXPECT_TRUE(anchors->take(answer));
  EXPECT_FALSE(anchors->take(answer)) << "once is enough";
}

TEST_F(AskedAuthority, is_asked_again_when_the_courier_went_away) {
  anchors->courier_gone();
  expect_to_wait_and_ask_again();
}

TEST_F(AskedAuthority, is_not_waited_for_at_the_end_once_the_courier_is_gone) {
  anchors->want_last();
  EXPECT_TRUE(anchors->wants_last());
  anchors->courier_gone();
  EXPECT_FALSE(anchors->wants_last());
}

TEST_F(ExternalAnchors, wait_a_minute_for_a_courier_before_that_counts_as_a_failure) {
  anchors->no_courier();
  pass(seconds(59));
  anchors->no_courier();
  EXPECT_EQ(anchors->next().size(), 1U);
  wake();
  anchors->no_courier();
  pass(seconds(60));
  anchors->no_courier();
  expect_to_wait_and_ask_again();
}

TEST_F(ExternalAnchors, come_from_another_authority_as_soon_as_the_policy_names_it) {
  enter(*ask());
  grow(1);
  EXPECT_TRUE(anchors->next().empty());
  policy.anchor->url = "http://other.example.org";
  anchors->follow(policy, roots);
  EXPECT_EQ(only().url, "http://other.example.org");
}

TEST_F(AskedAuthority, is_believed_by_the_roots_of_the_policy_that_came_meanwhile_and_named_as_it_was_asked) {
  policy.anchor->url = "http://other.example.org";
  anchors->follow(policy, roots);
  EXPECT_TRUE(anchors->next().empty()) << "one thing at a time";
  const auto anchored = anchors->take(answered(asked, reply(asked.body)));
  ASSERT_TRUE(anchored);
  EXPECT_EQ(anchored->url, "http://tsa.example.org");
  enter(*anchored);
  grow(1);
  asked = only();
  anchors->follow(policy, {});
  EXPECT_FALSE(anchors->take(answered(asked, reply(asked.body)))) << "no root vouches for it any more";
}

TEST_F(AskedAuthority, that_is_no_longer_in_the_policy_is_not_waited_for_once_the_courier_is_gone) {
  policy.anchor.reset();
  anchors->follow(policy, {});
  anchors->courier_gone();
  pass(hours(2));
  EXPECT_TRUE(anchors->next_own());
  EXPECT_TRUE(anchors->next().empty());
}

}  // namespace
}  // namespace antin::keeper::test
