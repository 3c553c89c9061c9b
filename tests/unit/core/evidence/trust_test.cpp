#include "tests/unit/core/evidence/evidence_world.hpp"

namespace antin::test {
namespace {

using evidence::Trust;

class TrustIn : public EvidenceWorld {
 protected:
  [[nodiscard]] Trust trust(Revocation revocation = Revocation::if_present,
                            std::vector<evidence::RevocationList> lists = {}) const {
    return {{pki.read("root")}, {pki.read("people")}, std::move(lists), revocation};
  }
  [[nodiscard]] Fault judged(const std::string& name, Purpose purpose = Purpose::person) const {
    return fault_of(trust().check(pki.read(name), {}, purpose, test_now()));
  }
  static constexpr Fault believed = Fault::unknown;
};

TEST_F(TrustIn, a_person_under_the_root_is_believed) {
  const auto checked = trust().check(pki.read("person"), {}, Purpose::person, test_now());
  EXPECT_TRUE(checked) << checked.error().text;
}

TEST_F(TrustIn, an_unknown_purpose_fits_nobody) { EXPECT_EQ(judged("person", Purpose::unknown), Fault::wrong_usage); }

TEST_F(TrustIn, an_expired_certificate_is_refused) {
  pki.certificate("old", "people", "person", {"20250101000000Z", "20260601000000Z"});
  EXPECT_EQ(judged("old"), Fault::certificate_expired);
  EXPECT_TRUE(trust().check(pki.read("old"), {}, Purpose::person, instant("2026-05-31T00:00:00Z")));
}

TEST_F(TrustIn, an_answer_counts_for_no_other_second) {
  pki.certificate("old", "people", "person", {"20250101000000Z", "20260601000000Z"});
  const auto same = trust();
  const auto old = pki.read("old");
  EXPECT_TRUE(same.check(old, {}, Purpose::person, instant("2026-05-31T23:59:59Z")));
  EXPECT_EQ(fault_of(same.check(old, {}, Purpose::person, instant("2026-06-01T00:00:00Z"))),
            Fault::certificate_expired);
}

TEST_F(TrustIn, an_answer_counts_for_no_other_question) {
  pki.certificate("other", "root", "authority");
  pki.certificate("stranger", "other");
  const auto same = trust();
  const auto stranger = pki.read("stranger");
  EXPECT_TRUE(same.check(stranger, {pki.read("other")}, Purpose::person, test_now()));
  EXPECT_EQ(fault_of(same.check(stranger, {}, Purpose::person, test_now())), Fault::certificate_untrusted);
  EXPECT_EQ(fault_of(same.check(stranger, {pki.read("other")}, Purpose::timestamp, test_now())), Fault::wrong_usage);
  EXPECT_EQ(fault_of(same.check(pki.read("person"), {pki.read("other")}, Purpose::timestamp, test_now())),
            Fault::wrong_usage);
}

TEST_F(TrustIn, a_certificate_that_is_not_yet_valid_is_refused) {
  pki.certificate("new", "people", "person", {"20260701000000Z", "20270601000000Z"});
  EXPECT_EQ(judged("new"), Fault::certificate_expired);
}

TEST_F(TrustIn, an_expired_authority_is_refused) {
  pki.certificate("people", "root", "authority", {"20250101000000Z", "20260601000000Z"});
  EXPECT_EQ(judged("person"), Fault::certificate_expired);
}

TEST_F(TrustIn, a_forged_authority_with_the_same_names_is_refused) {
  const auto genuine = trust();
  pki.root("root", "Root");
  pki.key("people");
  pki.certificate("people", "root", "authority");
  pki.certificate("person", "people");
  EXPECT_EQ(fault_of(genuine.check(pki.read("person"), {}, Purpose::person, test_now())), Fault::certificate_untrusted);
  EXPECT_EQ(
      fault_of(genuine.check(pki.read("person"), {pki.read("people"), pki.read("root")}, Purpose::person, test_now())),
      Fault::certificate_untrusted);
}

TEST_F(TrustIn, an_unknown_authority_helps_only_as_an_extra_certificate) {
  pki.certificate("other", "root", "authority");
  pki.certificate("stranger", "other");
  EXPECT_EQ(judged("stranger"), Fault::certificate_untrusted);
  EXPECT_TRUE(trust().check(pki.read("stranger"), {pki.read("other")}, Purpose::person, test_now()));
}

TEST_F(TrustIn, an_intermediate_is_no_root) {
  const Trust rootless({}, {pki.read("people"), pki.read("root")}, {}, Revocation::if_present);
  EXPECT_EQ(fault_of(rootless.check(pki.read("person"), {}, Purpose::person, test_now())),
            Fault::certificate_untrusted);
  const Trust halfway({pki.read("people")}, {}, {}, Revocation::if_present);
  EXPECT_EQ(fault_of(halfway.check(pki.read("person"), {}, Purpose::person, test_now())), Fault::certificate_untrusted);
}

TEST_F(TrustIn, an_end_certificate_cannot_issue) {
  pki.certificate("child", "person");
  EXPECT_NE(fault_of(trust().check(pki.read("child"), {pki.read("person")}, Purpose::person, test_now())), believed);
}

TEST_F(TrustIn, an_authority_is_no_signer) {
  EXPECT_EQ(judged("people"), Fault::wrong_usage);
  EXPECT_EQ(judged("root"), Fault::wrong_usage);
}

TEST_F(TrustIn, key_usage_must_be_there_and_fit) {
  pki.certificate("no-usage", "people", "no-usage");
  pki.certificate("encipher", "people", "encipher");
  for (const auto purpose : {Purpose::person, Purpose::system, Purpose::seal, Purpose::timestamp}) {
    EXPECT_EQ(judged("no-usage", purpose), Fault::wrong_usage);
    EXPECT_EQ(judged("encipher", purpose), Fault::wrong_usage);
  }
}

TEST_F(TrustIn, a_critical_extension_that_nobody_knows_is_refused) {
  pki.certificate("critical", "people", "critical");
  EXPECT_EQ(judged("critical"), Fault::certificate_untrusted);
}

TEST_F(TrustIn, a_timestamp_authority_has_that_use_alone_and_critical) {
  for (const auto* profile : {"time", "time-loose", "time-and-mail", "time-and-encipher"})
    pki.certificate(profile, "people", profile);
  EXPECT_EQ(judged("time", Purpose::timestamp), believed);
  EXPECT_EQ(judged("time-loose", Purpose::timestamp), Fault::wrong_usage);
  EXPECT_EQ(judged("time-and-mail", Purpose::timestamp), Fault::wrong_usage);
  EXPECT_EQ(judged("time-and-encipher", Purpose::timestamp), Fault::wrong_usage);
  EXPECT_EQ(judged("person", Purpose::timestamp), Fault::wrong_usage);
}

TEST_F(TrustIn, a_timestamp_authority_is_no_seal) {
  pki.certificate("time", "people", "time");
  EXPECT_EQ(judged("time", Purpose::seal), Fault::wrong_usage);
  EXPECT_EQ(judged("person", Purpose::seal), believed);
}

TEST_F(TrustIn, short_keys_and_old_hashes_are_weak) {
  pki.key("short", "rsa:1024");
  pki.certificate("short", "people");
  EXPECT_EQ(judged("short"), Fault::weak_algorithm);
  directory.must_run("sed -i s/default_md=sha256/default_md=sha1/ pki.cnf");
  pki.certificate("old", "people");
  EXPECT_EQ(judged("old"), Fault::weak_algorithm);
}

TEST_F(TrustIn, what_is_no_certificate_is_refused) {
  EXPECT_EQ(fault_of(trust().check({}, {}, Purpose::person, test_now())), Fault::malformed);
}

TEST_F(TrustIn, a_changed_signature_is_refused) {
  auto der = pki.read("person").der;
  der.back() = static_cast<std::uint8_t>(der.back() ^ 1U);
  const auto changed = crypto::parse_certificate(der).value();
  EXPECT_EQ(fault_of(trust().check(changed, {}, Purpose::person, test_now())), Fault::certificate_untrusted);
}

}  // namespace
}  // namespace antin::test
