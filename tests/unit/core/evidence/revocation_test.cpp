#include "tests/unit/core/evidence/evidence_world.hpp"

namespace antin::test {
namespace {

using evidence::parse_revocation_list;
using evidence::Trust;

// Lists are of 10 June 2026; the time of an approval may be earlier than a revocation of 1 June.
class RevocationOf : public EvidenceWorld {
 protected:
  RevocationOf() { pki.list("root", "01"); }

  [[nodiscard]] Trust trust(Revocation revocation = Revocation::required) const {
    return {{pki.read("root")}, {pki.read("people")}, {pki.read_list("root"), pki.read_list("people")}, revocation};
  }
  [[nodiscard]] Fault judged(const Trust& by, base::Instant at, base::Instant now) const {
    return fault_of(by.check(pki.read("person"), {}, Purpose::person, at, now));
  }
  // With the person revoked on 1 June for `reason`.
  [[nodiscard]] Fault revoked_for(const std::string& reason, base::Instant at) const {
    pki.list("people", "02", pki.revoked("person", reason));
    return judged(trust(), at, test_now());
  }

  static constexpr Fault stands = Fault::unknown;
  base::Instant before = instant("2026-05-20T00:00:00Z");
  base::Instant after = instant("2026-06-02T00:00:00Z");
};

TEST_F(RevocationOf, a_person_on_no_list_stands) {
  pki.list("people", "01");
  EXPECT_EQ(judged(trust(), test_now(), test_now()), stands);
  EXPECT_EQ(judged(trust(), before, test_now()), stands);
}

TEST_F(RevocationOf, whatever_the_reason_a_revoked_person_approves_nothing_more) {
  for (const auto* reason : {"", ",unspecified", ",keyCompromise", ",CACompromise", ",affiliationChanged",
                             ",superseded", ",cessationOfOperation", ",certificateHold"}) {
    EXPECT_EQ(revoked_for(reason, after), Fault::certificate_revoked) << reason;
    EXPECT_EQ(revoked_for(reason, instant("2026-06-01T00:00:00Z")), Fault::certificate_revoked) << reason;
  }
}

TEST_F(RevocationOf, an_earlier_approval_stands_when_the_reason_is_stated_and_harmless) {
  for (const auto* reason : {",affiliationChanged", ",superseded", ",cessationOfOperation"})
    EXPECT_EQ(revoked_for(reason, before), stands) << reason;
}

TEST_F(RevocationOf, an_earlier_approval_falls_for_compromise_hold_or_no_reason) {
  for (const auto* reason : {"", ",unspecified", ",keyCompromise", ",CACompromise", ",certificateHold"})
    EXPECT_EQ(revoked_for(reason, before), Fault::certificate_revoked) << reason;
}

// openssl writes invalidity dates with compromises alone.
TEST_F(RevocationOf, an_invalidity_date_makes_a_compromise_no_better) {
  EXPECT_EQ(revoked_for(",keyTime,20260525000000Z", before), Fault::certificate_revoked);
  EXPECT_EQ(revoked_for(",CAkeyTime,20260525000000Z", after), Fault::certificate_revoked);
}

TEST_F(RevocationOf, a_revoked_authority_takes_its_people_with_it) {
  pki.list("people", "01");
  pki.list("root", "02", pki.revoked("people", ",CACompromise"));
  EXPECT_EQ(judged(trust(), test_now(), test_now()), Fault::certificate_revoked);
  EXPECT_EQ(judged(trust(), before, test_now()), Fault::certificate_revoked);
  pki.list("root", "03", pki.revoked("people", ",superseded"));
  EXPECT_EQ(judged(trust(), before, test_now()), stands);
}

TEST_F(RevocationOf, every_issuer_must_have_a_list) {
  pki.list("people", "01");
  for (const auto* only : {"root", "people"}) {
    const Trust half({pki.read("root")}, {pki.read("people")}, {pki.read_list(only)}, Revocation::required);
    EXPECT_EQ(judged(half, test_now(), test_now()), Fault::revocation_stale) << only;
  }
}

TEST_F(RevocationOf, an_unknown_demand_for_lists_is_a_demand) {
  const Trust none({pki.read("root")}, {pki.read("people")}, {}, Revocation::unknown);
  EXPECT_EQ(judged(none, test_now(), test_now()), Fault::revocation_stale);
}

TEST_F(RevocationOf, a_list_is_stale_from_its_next_update_on) {
  pki.list("people", "01");
  const auto by = trust();
  EXPECT_EQ(judged(by, before, instant("2026-07-09T23:59:59Z")), stands);
  EXPECT_EQ(judged(by, before, instant("2026-07-10T00:00:00Z")), Fault::revocation_stale);
  EXPECT_EQ(judged(by, before, instant("2026-08-01T00:00:00Z")), Fault::revocation_stale);
}

TEST_F(RevocationOf, a_list_from_the_future_is_stale) {
  pki.list("people", "01");
  EXPECT_EQ(judged(trust(), before, instant("2026-06-09T00:00:00Z")), Fault::revocation_stale);
}

TEST_F(RevocationOf, the_freshness_of_lists_is_not_judged_at_the_time_of_the_approval) {
  pki.list("people", "01");
  EXPECT_EQ(judged(trust(), instant("2026-07-20T00:00:00Z"), test_now()), stands);
}

TEST_F(RevocationOf, a_revocation_in_a_stale_list_is_a_revocation) {
  pki.list("people", "02", pki.revoked("person", ",superseded"));
  EXPECT_EQ(judged(trust(), after, instant("2026-08-01T00:00:00Z")), Fault::certificate_revoked);
}

TEST_F(RevocationOf, the_newest_list_counts) {
  pki.list("people", "01", pki.revoked("person", ",certificateHold"), {"20260605000000Z", "20260710000000Z"});
  const auto held = pki.read_list("people");
  pki.list("people", "02");
  const auto released = pki.read_list("people");
  const auto root = pki.read_list("root");
  for (const auto& lists : {std::vector{root, held, released}, std::vector{released, held, root}}) {
    const Trust by({pki.read("root")}, {pki.read("people")}, lists, Revocation::required);
    EXPECT_EQ(judged(by, test_now(), test_now()), stands);
  }
}

TEST_F(RevocationOf, without_a_demand_old_and_missing_lists_refuse_nothing_but_revocations_bind) {
  pki.list("people", "01");
  const auto later = instant("2036-01-01T00:00:00Z");
  EXPECT_EQ(judged(trust(Revocation::if_present), before, later), stands);
  pki.list("people", "02", pki.revoked("person", ",keyCompromise"));
  EXPECT_EQ(judged(trust(Revocation::if_present), before, later), Fault::certificate_revoked);
  const Trust none({pki.read("root")}, {pki.read("people")}, {}, Revocation::if_present);
  EXPECT_EQ(judged(none, test_now(), test_now()), stands);
}

TEST_F(RevocationOf, a_list_by_a_forger_with_the_same_name_is_no_list) {
  const auto person = pki.read("person");
  const auto root = pki.read("root");
  const auto people = pki.read("people");
  const auto root_list = pki.read_list("root");
  pki.list("people", "01");
  const auto genuine = pki.read_list("people");
  pki.key("people");
  pki.certificate("people", "root", "authority");
  pki.list("people", "09", pki.revoked("person", ",keyCompromise"), {"20260611000000Z", "20260710000000Z"});
  const auto forged = pki.read_list("people");
  EXPECT_TRUE(is_signed_by(genuine, people));
  EXPECT_FALSE(is_signed_by(forged, people));
  const Trust misled({root}, {people}, {root_list, forged}, Revocation::required);
  EXPECT_EQ(fault_of(misled.check(person, {}, Purpose::person, test_now())), Fault::revocation_stale);
  const Trust both({root}, {people}, {root_list, forged, genuine}, Revocation::required);
  EXPECT_EQ(fault_of(both.check(person, {}, Purpose::person, test_now())), stands);
}

TEST_F(RevocationOf, an_authority_that_may_not_sign_lists_signs_none) {
  pki.certificate("people", "root", "no-list-authority");
  pki.list("people", "01");
  EXPECT_FALSE(is_signed_by(pki.read_list("people"), pki.read("people")));
  EXPECT_EQ(judged(trust(), test_now(), test_now()), Fault::revocation_stale);
}

TEST_F(RevocationOf, a_list_signed_over_sha1_is_no_list) {
  pki.list("people", "01", {}, {}, "-md sha1");
  EXPECT_FALSE(is_signed_by(pki.read_list("people"), pki.read("people")));
}

TEST_F(RevocationOf, a_list_of_an_extra_authority_is_used_too) {
  pki.list("people", "01", pki.revoked("person", ",keyCompromise"));
  const Trust by({pki.read("root")}, {}, {pki.read_list("root"), pki.read_list("people")}, Revocation::required);
  EXPECT_EQ(fault_of(by.check(pki.read("person"), {pki.read("people")}, Purpose::person, test_now())),
            Fault::certificate_revoked);
}

TEST_F(RevocationOf, a_list_is_read_from_pem_and_der_alike) {
  pki.list("people", "0a0b");
  directory.must_run("openssl crl -in people.crl -outform DER -out people.der");
  const auto pem = parse_revocation_list(directory.read("people.crl"));
  const auto der = parse_revocation_list(directory.read("people.der"));
  ASSERT_TRUE(pem);
  ASSERT_TRUE(der);
  EXPECT_EQ(pem->der, der->der);
  EXPECT_EQ(der->der, directory.read("people.der"));
  EXPECT_EQ(der->number, (base::Bytes{0x0a, 0x0b}));
  EXPECT_EQ(der->issuer, pki.read("person").issuer);
  EXPECT_EQ(der->this_update, instant("2026-06-10T00:00:00Z"));
  EXPECT_EQ(der->next_update, instant("2026-07-10T00:00:00Z"));
}

TEST_F(RevocationOf, a_list_may_have_no_number) {
  pki.list("people", "");
  EXPECT_TRUE(pki.read_list("people").number.empty());
}

TEST_F(RevocationOf, partial_and_indirect_lists_are_refused) {
  pki.list("people", "01");
  directory.must_run("printf '[idp]\\nissuingDistributionPoint=critical,@one\\n[one]\\nonlyuser=TRUE\\n' >> list.cnf");
  directory.must_run(
      "openssl ca -config list.cnf -name x -gencrl -cert people.crt -keyfile people.key -crldays 30"
      " -crlexts idp -out partial.crl");
  EXPECT_FALSE(parse_revocation_list(directory.read("partial.crl")));
  directory.must_run("printf '[delta]\\ndeltaCRL=critical,DER:020101\\n' >> list.cnf");
  directory.must_run(
      "openssl ca -config list.cnf -name x -gencrl -cert people.crt -keyfile people.key -crldays 30"
      " -crlexts delta -out delta.crl");
  EXPECT_FALSE(parse_revocation_list(directory.read("delta.crl")));
}

TEST_F(RevocationOf, what_is_not_exactly_one_list_is_refused) {
  pki.list("people", "01");
  EXPECT_FALSE(parse_revocation_list({}));
  EXPECT_FALSE(parse_revocation_list(base::view("no list")));
  directory.must_run("cat people.crl root.crl > two.crl && openssl crl -in people.crl -outform DER -out people.der");
  EXPECT_FALSE(parse_revocation_list(directory.read("two.crl")));
  auto der = directory.read("people.der");
  der.push_back(0);
  EXPECT_FALSE(parse_revocation_list(der));
  der.resize(der.size() - 2);
  EXPECT_FALSE(parse_revocation_list(der));
}

}  // namespace
}  // namespace antin::test
