// Responses come from `openssl ocsp`, at the present time, since it knows no other.
#include "core/evidence/status_response.hpp"

#include "tests/support/status_responder.hpp"
#include "tests/unit/core/evidence/evidence_world.hpp"

namespace antin::test {
namespace {

using evidence::parse_status_response;
using evidence::StatusRule;
using evidence::StatusSource;
using evidence::Trust;

class ResponsesOf : public EvidenceWorld {
 protected:
  ResponsesOf() : responder(directory, pki) {
    pki.certificate("responder", "people", "responder");
    list("root");
    list("people");
  }

  // A list of now.
  void list(const std::string& issuer, const std::string& revoked = {}) const {
    pki.list(issuer, "01", revoked, {"20260101000000Z", "20491231000000Z"});
  }
  [[nodiscard]] Trust trust(const StatusRule& rule, const std::vector<evidence::StatusResponse>& responses) const {
    return {{pki.read("root")},
            {pki.read("people")},
            {pki.read_list("root"), pki.read_list("people")},
            Revocation::required,
            responses,
            rule};
  }
  [[nodiscard]] Fault judged(const std::vector<evidence::StatusResponse>& responses, base::Instant at,
                             base::Instant asked_at, const StatusRule& rule = {StatusSource::responses}) const {
    return fault_of(trust(rule, responses).check(pki.read("person"), {}, Purpose::person, at, asked_at));
  }
  [[nodiscard]] Fault judged(const std::vector<evidence::StatusResponse>& responses,
                             const StatusRule& rule = {StatusSource::responses}) const {
    return judged(responses, now, now, rule);
  }

  static constexpr Fault stands = Fault::unknown;
  StatusResponder responder;
  base::Instant now = present() + std::chrono::hours(1);  // after whatever a test has signed
};

TEST_F(ResponsesOf, a_person_whom_the_authority_itself_calls_good_stands) {
  const auto response = responder.about("person", "people", "people");
  EXPECT_TRUE(response.is_good);
  EXPECT_EQ(response.serial, pki.read("person").serial);
  EXPECT_TRUE(speaks_for(response, pki.read("people")));
  EXPECT_FALSE(speaks_for(response, pki.read("root")));
  EXPECT_EQ(judged({response}), stands);
}

TEST_F(ResponsesOf, a_responder_with_the_authoritys_leave_speaks_for_it) {
  EXPECT_EQ(judged({responder.about("person", "people", "responder")}), stands);
}

TEST_F(ResponsesOf, a_certificate_is_named_by_sha1_or_sha256) {
  EXPECT_EQ(judged({responder.about("person", "people", "people", {.id_digest = "sha1"})}), stands);
  EXPECT_EQ(judged({responder.about("person", "people", "people", {.id_digest = "sha256"})}), stands);
  responder.make("person", "people", "people", {.id_digest = "sha512"});
  EXPECT_FALSE(parse_status_response(directory.read("response.der")));
}

TEST_F(ResponsesOf, a_responder_may_be_named_by_its_key) {
  EXPECT_EQ(judged({responder.about("person", "people", "responder", {.more = "-resp_key_id"})}), stands);
}

TEST_F(ResponsesOf, a_nonce_is_neither_here_nor_there) {
  EXPECT_EQ(judged({responder.about("person", "people", "responder", {.nonce = true})}), stands);
}

TEST_F(ResponsesOf, where_responses_are_demanded_a_list_is_not_enough) {
  EXPECT_EQ(judged({}), Fault::revocation_stale);
  EXPECT_EQ(judged({}, {StatusSource::either}), stands);
  EXPECT_EQ(judged({}, {StatusSource::lists}), stands);
}

TEST_F(ResponsesOf, where_lists_are_demanded_a_response_is_not_enough) {
  list("people", {});
  const auto response = responder.about("person", "people", "people");
  const Trust listless({pki.read("root")}, {pki.read("people")}, {pki.read_list("root")}, Revocation::required,
                       {response}, {StatusSource::lists});
  EXPECT_EQ(fault_of(listless.check(pki.read("person"), {}, Purpose::person, now)), Fault::revocation_stale);
  const Trust either({pki.read("root")}, {pki.read("people")}, {pki.read_list("root")}, Revocation::required,
                     {response}, {StatusSource::either});
  EXPECT_EQ(fault_of(either.check(pki.read("person"), {}, Purpose::person, now)), stands);
}

TEST_F(ResponsesOf, an_unknown_source_is_none) {
  EXPECT_EQ(judged({responder.about("person", "people", "people")}, {StatusSource::unknown}), Fault::revocation_stale);
}

TEST_F(ResponsesOf, an_authority_below_the_root_may_be_vouched_for_by_a_list_or_a_response) {
  const auto person = responder.about("person", "people", "people");
  const auto people = responder.about("people", "root", "root");
  const auto by = [&](const std::vector<evidence::StatusResponse>& responses) {
    const Trust trust({pki.read("root")}, {pki.read("people")}, {}, Revocation::required, responses,
                      {StatusSource::responses});
    return fault_of(trust.check(pki.read("person"), {}, Purpose::person, now));
  };
  EXPECT_EQ(by({person}), Fault::revocation_stale);
  EXPECT_EQ(by({person, people}), stands);
}

TEST_F(ResponsesOf, revoked_in_a_response_is_revoked_whatever_the_list_says) {
  const auto response = responder.about("person", "people", "people", {.revoked = ",keyCompromise"});
  for (const auto source : {StatusSource::responses, StatusSource::either, StatusSource::lists})
    EXPECT_EQ(judged({response}, {source}), Fault::certificate_revoked);
}

TEST_F(ResponsesOf, revoked_in_a_list_is_revoked_whatever_a_response_says) {
  const auto response = responder.about("person", "people", "people");
  list("people", pki.revoked("person", ",keyCompromise"));
  for (const auto source : {StatusSource::responses, StatusSource::either, StatusSource::lists})
    EXPECT_EQ(judged({response}, {source}), Fault::certificate_revoked);
}

TEST_F(ResponsesOf, a_revocation_in_a_stale_response_is_a_revocation) {
  const auto response = responder.about("person", "people", "people", {.revoked = ",keyCompromise"});
  EXPECT_EQ(judged({response}, now, now + std::chrono::days(40), {StatusSource::either}), Fault::certificate_revoked);
}

TEST_F(ResponsesOf, an_earlier_approval_stands_when_the_reason_is_stated_and_harmless_only) {
  const auto before = instant("2026-05-20T00:00:00Z");
  for (const auto* reason : {",affiliationChanged", ",superseded", ",cessationOfOperation"}) {
    const auto response = responder.about("person", "people", "people", {.revoked = reason});
    EXPECT_EQ(judged({response}, before, now), stands) << reason;
    EXPECT_EQ(judged({response}, now, now), Fault::certificate_revoked) << reason;
  }
  for (const auto* reason : {"", ",unspecified", ",keyCompromise", ",CACompromise", ",certificateHold"})
    EXPECT_EQ(judged({responder.about("person", "people", "people", {.revoked = reason})}, before, now),
              Fault::certificate_revoked)
        << reason;
}

TEST_F(ResponsesOf, a_responder_that_does_not_know_the_certificate_refuses_it) {
  const auto response = responder.about("person", "people", "people", {.known = false});
  EXPECT_FALSE(response.is_good);
  for (const auto source : {StatusSource::responses, StatusSource::either, StatusSource::lists})
    EXPECT_EQ(judged({response}, {source}), Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_response_is_stale_from_its_next_update_on) {
  const auto response = responder.about("person", "people", "people", {.days = 2});
  EXPECT_EQ(judged({response}, now, response.next_update - std::chrono::seconds(1)), stands);
  EXPECT_EQ(judged({response}, now, response.next_update), Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_response_from_the_future_is_stale) {
  const auto response = responder.about("person", "people", "people");
  EXPECT_EQ(judged({response}, now, response.this_update - std::chrono::seconds(1)), Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_response_and_a_list_are_stale_when_older_than_the_policy_allows) {
  const auto response = responder.about("person", "people", "people", {.days = 20});
  const StatusRule rule{StatusSource::responses, std::nullopt, std::chrono::hours(24)};
  EXPECT_EQ(judged({response}, now, response.this_update + std::chrono::hours(24), rule), stands);
  EXPECT_EQ(judged({response}, now, response.this_update + std::chrono::hours(24) + std::chrono::seconds(1), rule),
            Fault::revocation_stale);
  pki.list("people", "02", {}, {"20260610000000Z", "20260710000000Z"});
  pki.list("root", "02", {}, {"20260610000000Z", "20260710000000Z"});
  const StatusRule lists{StatusSource::lists, std::chrono::days(3), std::nullopt};
  EXPECT_EQ(judged({}, test_now(), instant("2026-06-13T00:00:00Z"), lists), stands);
  EXPECT_EQ(judged({}, test_now(), instant("2026-06-13T00:00:01Z"), lists), Fault::revocation_stale);
}

TEST_F(ResponsesOf, no_response_is_believed_for_more_than_a_month) {
  const auto response = responder.about("person", "people", "people", {.days = 400});
  EXPECT_EQ(judged({response}, now, response.this_update + evidence::response_life), stands);
  EXPECT_EQ(judged({response}, now, response.this_update + evidence::response_life + std::chrono::seconds(1)),
            Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_response_about_another_certificate_says_nothing) {
  pki.certificate("other", "people");
  EXPECT_EQ(judged({responder.about("other", "people", "people")}), Fault::revocation_stale);
  pki.root("stranger", "Stranger");
  EXPECT_EQ(judged({responder.about("person", "stranger", "stranger")}), Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_response_signed_by_anybody_else_says_nothing) {
  pki.certificate("colleague", "people");
  pki.certificate("elsewhere", "root", "responder");
  pki.root("stranger", "Stranger");
  for (const auto* signer : {"colleague", "elsewhere", "stranger", "root"})
    EXPECT_EQ(judged({responder.about("person", "people", signer)}), Fault::revocation_stale) << signer;
}

TEST_F(ResponsesOf, a_responder_must_have_been_valid_when_it_responded) {
  pki.certificate("past", "people", "responder", {"20250101000000Z", "20260102000000Z"});
  EXPECT_EQ(judged({responder.about("person", "people", "past")}), Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_revoked_responder_says_nothing) {
  const auto response = responder.about("person", "people", "responder");
  list("people", pki.revoked("responder", ",keyCompromise"));
  EXPECT_EQ(judged({response}), Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_responder_that_asks_to_be_checked_needs_a_list) {
  pki.certificate("checked", "people", "checked-responder");
  const std::vector responses{responder.about("person", "people", "checked"),
                              responder.about("people", "root", "root")};
  EXPECT_EQ(judged(responses), stands);
  const auto without_list = [&](const std::vector<evidence::StatusResponse>& given) {
    const Trust by({pki.read("root")}, {pki.read("people")}, {}, Revocation::required, given,
                   {StatusSource::responses});
    return fault_of(by.check(pki.read("person"), {}, Purpose::person, now));
  };
  EXPECT_EQ(without_list(responses), Fault::revocation_stale);
  EXPECT_EQ(without_list({responder.about("person", "people", "responder"), responses[1]}), stands);
}

TEST_F(ResponsesOf, a_response_signed_over_sha1_says_nothing) {
  EXPECT_EQ(judged({responder.about("person", "people", "people", {.more = "-rmd sha1"})}), Fault::revocation_stale);
}

TEST_F(ResponsesOf, a_response_with_any_octet_changed_never_makes_a_revoked_person_stand) {
  const auto genuine = responder.about("person", "people", "responder", {.revoked = ",keyCompromise"}).der;
  for (std::size_t at = 0; at < genuine.size(); at += 7) {
    auto changed = genuine;
    changed[at] ^= 0x01U;
    const auto response = parse_status_response(changed);
    if (response) {
      EXPECT_NE(judged({*response}), stands) << at;
    }
  }
}

TEST_F(ResponsesOf, the_newest_response_counts_and_of_two_of_one_time_the_worse) {
  auto older = responder.about("person", "people", "people", {.revoked = ",certificateHold"});
  const auto newer = responder.about_after(older, "person", "people", "people");
  for (const auto& both : {std::vector{older, newer}, std::vector{newer, older}}) EXPECT_EQ(judged(both), stands);
  older.this_update = newer.this_update;
  older.produced_at = newer.produced_at;
  for (const auto& both : {std::vector{older, newer}, std::vector{newer, older}})
    EXPECT_EQ(judged(both), Fault::certificate_revoked);
}

TEST_F(ResponsesOf, without_a_demand_a_revocation_binds_and_nothing_else) {
  const auto by = [&](const evidence::StatusResponse& response) {
    const Trust trust({pki.read("root")}, {}, {}, Revocation::if_present, {response});
    return fault_of(trust.check(pki.read("person"), {pki.read("people")}, Purpose::person, now));
  };
  EXPECT_EQ(by(responder.about("person", "people", "people")), stands);
  EXPECT_EQ(by(responder.about("person", "people", "people", {.known = false})), stands);
  EXPECT_EQ(by(responder.about("person", "people", "people", {.revoked = ",keyCompromise"})),
            Fault::certificate_revoked);
}

TEST_F(ResponsesOf, what_is_not_exactly_one_response_about_one_certificate_is_refused) {
  EXPECT_FALSE(parse_status_response({}));
  EXPECT_FALSE(parse_status_response(base::view("no response")));
  EXPECT_FALSE(parse_status_response(base::Bytes{0x30, 0x03, 0x0a, 0x01, 0x06}));  // unauthorized (RFC 6960 4.2.1)
  auto der = responder.about("person", "people", "people").der;
  der.push_back(0);
  EXPECT_FALSE(parse_status_response(der));
  der.resize(der.size() - 2);
  EXPECT_FALSE(parse_status_response(der));
  pki.certificate("other", "people");
  responder.make("person", "people", "people", {.another = "other"});
  EXPECT_FALSE(parse_status_response(directory.read("response.der")));
}

TEST_F(ResponsesOf, a_response_that_does_not_say_when_the_next_one_comes_is_refused) {
  responder.make("person", "people", "people", {.days = 0});
  EXPECT_FALSE(parse_status_response(directory.read("response.der")));
}

}  // namespace
}  // namespace antin::test
