#include "policy/bundle/admission.hpp"

#include <gmock/gmock.h>

#include "tests/unit/policy/bundle/officers_folder.hpp"

namespace antin::test {
namespace {

using policy::bundle::Predecessor;
using testing::HasSubstr;

class ABundleToAdmit : public OfficersFolder {
 protected:
  ABundleToAdmit() {
    pki.list("root", "01");
    pki.list("people", "01");
  }

  // Of the folder as it is; empty when the bundle comes into force.
  [[nodiscard]] std::string refusal(const std::optional<Predecessor>& before = std::nullopt) const {
    const auto files = policy::bundle::read_bundle_files(folder());
    if (!files) return files.error().text;
    const auto signed_statement = policy::bundle::read_signed(folder());
    if (!signed_statement) return signed_statement.error().text;
    const auto vouched = policy::bundle::vouch(*files, *signed_statement, officers(), before);
    if (!vouched) return vouched.error().text;
    const auto bundle = policy::bundle::make_bundle(*files);
    if (!bundle) return bundle.error().text;
    const auto& people = bundle->rules.policy.people;
    const evidence::Trust trust(bundle->all(people.roots), bundle->all(people.intermediates),
                                {pki.read_list("root"), pki.read_list("people")}, evidence::Revocation::required);
    const auto admitted = policy::bundle::admit(*bundle, *vouched, trust, test_now());
    return admitted ? "" : admitted.error().text;
  }
};

TEST_F(ABundleToAdmit, comes_into_force_when_a_quorum_has_signed_it) {
  sign_all();
  EXPECT_EQ(refusal(), "");
}

TEST_F(ABundleToAdmit, is_refused_with_one_signature_missing) {
  sign_all();
  directory.must_run("rm policy/signatures/so-3.p7s");
  EXPECT_EQ(refusal(), "1 of 2 security officers have signed");
}

TEST_F(ABundleToAdmit, is_refused_with_one_byte_changed_in_a_file) {
  sign_all();
  change("units.toml", "Ví Dụ", "Ví Du");
  EXPECT_THAT(refusal(), HasSubstr("the files are not those that were signed: they are sha256:"));
}

TEST_F(ABundleToAdmit, is_refused_with_a_file_more_or_less) {
  sign_all();
  directory.must_run("cp so-1.crt policy/people");
  EXPECT_THAT(refusal(), HasSubstr("the files are not those that were signed"));
}

TEST_F(ABundleToAdmit, is_refused_when_the_statement_was_changed_after_it_was_signed) {
  sign_all();
  auto said = statement();
  said.version = 2;
  state(print(said));
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-1.p7s: does not hold over statement.txt"));
}

TEST_F(ABundleToAdmit, must_have_a_higher_version_than_the_one_in_force) {
  const Predecessor before{1, base::Sha256Hash{1}};
  state(print(statement(before.digest)));
  sign("so-1");
  sign("so-2");
  EXPECT_THAT(refusal(before), HasSubstr("version 1 is not above version 1"));
  EXPECT_THAT(refusal(Predecessor{7, before.digest}), HasSubstr("version 1 is not above version 7"));
  EXPECT_EQ(refusal(Predecessor{0, before.digest}), "");
}

TEST_F(ABundleToAdmit, must_have_been_signed_to_follow_the_one_in_force) {
  sign_all();
  EXPECT_THAT(refusal(Predecessor{0, base::Sha256Hash{1}}),
              HasSubstr("it was signed to follow no bundle, but sha256:01"));
  state(print(statement(base::Sha256Hash{2})));
  sign("so-1");
  sign("so-3");
  EXPECT_THAT(refusal(Predecessor{0, base::Sha256Hash{1}}), HasSubstr("it was signed to follow sha256:02"));
  EXPECT_THAT(refusal(), HasSubstr("but none is in force"));
}

TEST_F(ABundleToAdmit, is_refused_for_another_log) {
  auto said = statement();
  said.log = "seal.example/2027";
  state(print(said));
  sign("so-1");
  sign("so-2");
  EXPECT_THAT(refusal(), HasSubstr("it is for the log seal.example/2027"));
}

TEST_F(ABundleToAdmit, is_refused_when_its_text_says_another_log_or_version_than_was_signed) {
  put("bundle.toml", "origin = \"seal.example/2027\"\nversion = 1\n");
  change("keys.toml", "seal.example/2026+5196c410", "seal.example/2027+5196c410");
  sign_all();
  EXPECT_NE(refusal(), "");
  put("bundle.toml", "origin = \"seal.example/2026\"\nversion = 2\n");
  put("keys.toml", keys_text);
  sign_all();
  EXPECT_THAT(refusal(), HasSubstr("bundle.toml has version 2"));
}

TEST_F(ABundleToAdmit, is_refused_with_a_signature_of_somebody_who_is_no_officer) {
  sign_all();
  officer("so-9");
  sign("so-9");
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-9.p7s: is of nobody who is a security officer"));
}

TEST_F(ABundleToAdmit, is_refused_when_one_officer_signs_as_two) {
  state(print(statement()));
  sign("so-1");
  sign("so-1", "so-2");
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-2.p7s: is not by the certificate of officer so-2"));
}

TEST_F(ABundleToAdmit, one_officer_counts_once_however_often_a_caller_lists_the_signature) {
  sign_all();
  auto signed_statement = policy::bundle::read_signed(folder()).value();
  signed_statement.signatures.back() = signed_statement.signatures.front();
  const auto quorum = policy::bundle::open_quorum(signed_statement, officers());
  ASSERT_FALSE(quorum.ok());
  EXPECT_EQ(quorum.error().text, "officer so-1 has signed twice");
}

TEST_F(ABundleToAdmit, is_refused_when_an_officer_signs_with_another_certificate_than_the_pinned_one) {
  sign_all();
  pki.key("other");
  directory.must_run("mv so-3.crt pinned.crt");
  pki.certificate("so-3", "people");  // the same key and name, certified again
  sign("so-3");
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-3.p7s: is not by the certificate"));
}

TEST_F(ABundleToAdmit, is_refused_with_an_expired_officer) {
  officer("so-old", {"20240101000000Z", "20260614000000Z"});
  pin("so-1 so-2 so-old");
  state(print(statement()));
  sign("so-1");
  sign("so-old");
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-old.p7s: the officer's certificate: "));
  directory.must_run("rm policy/signatures/so-old.p7s");
  sign("so-2");
  EXPECT_EQ(refusal(), "");
}

TEST_F(ABundleToAdmit, is_refused_with_a_revoked_officer) {
  sign_all();
  pki.list("people", "02", pki.revoked("so-3", ",keyCompromise"));
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-3.p7s: the officer's certificate: "));
}

TEST_F(ABundleToAdmit, is_refused_while_nobody_can_say_whether_its_officers_are_revoked) {
  sign_all();
  pki.list("people", "02", {}, {"20260501000000Z", "20260601000000Z"});
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-1.p7s: the officer's certificate: "));
}

TEST_F(ABundleToAdmit, is_refused_when_its_own_authorities_do_not_know_its_officers) {
  pki.root("foreign", "Foreign");
  pki.certificate("so-4", "foreign");
  pin("so-1 so-2 so-4");
  state(print(statement()));
  sign("so-1");
  sign("so-4");
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-4.p7s: the officer's certificate: "));
}

TEST_F(ABundleToAdmit, is_refused_with_files_among_the_signatures_that_are_none) {
  sign_all();
  put("signatures/notes.md", "read me");
  EXPECT_THAT(refusal(), HasSubstr("notes.md: is neither statement.txt nor"));
  directory.must_run("rm policy/signatures/notes.md && ln -s so-1.p7s policy/signatures/so-2.p7s");
  EXPECT_THAT(refusal(), HasSubstr("so-2.p7s: a bundle holds regular files only, no links"));
  const auto linked = policy::bundle::read_signed(folder());
  ASSERT_FALSE(linked.ok());
  EXPECT_THAT(linked.error().text, HasSubstr("so-2.p7s: only regular files belong here"));
  directory.must_run("rm policy/signatures/so-2.p7s && rm policy/signatures/statement.txt");
  EXPECT_THAT(refusal(), HasSubstr("statement.txt: is missing or empty"));
  directory.must_run("rm -r policy/signatures");
  EXPECT_THAT(refusal(), HasSubstr("cannot list"));
}

TEST_F(ABundleToAdmit, is_refused_with_what_is_no_signature) {
  sign_all();
  put("signatures/so-2.p7s", "hello");
  EXPECT_THAT(refusal(), HasSubstr("signatures/so-2.p7s: does not hold over statement.txt"));
}

}  // namespace
}  // namespace antin::test
