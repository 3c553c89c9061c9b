#include "policy/bundle/officers.hpp"

#include <gmock/gmock.h>

#include "tests/unit/policy/bundle/officers_folder.hpp"

namespace antin::test {
namespace {

using testing::HasSubstr;

class Officers : public OfficersFolder {};

TEST_F(Officers, are_read_as_the_first_set_of_their_log) {
  const auto first = officers();
  EXPECT_EQ(first.statement.log, "seal.example/2026");
  EXPECT_EQ(first.statement.number, 1U);
  EXPECT_EQ(first.statement.threshold, 2U);
  EXPECT_FALSE(first.statement.previous.has_value());
  ASSERT_EQ(first.statement.officers.size(), 3U);
  EXPECT_EQ(first.statement.officers.at("so-2"), pki.read("so-2").hash);
  EXPECT_EQ(first.certificates.at("so-2").der, pki.read("so-2").der);
  EXPECT_TRUE(statement::parse_officers(statement::print(first.statement)).ok());
}

TEST_F(Officers, that_follow_others_name_them) {
  const auto first = officers();
  pin("so-2 so-3");
  const auto next = policy::bundle::read_officers(directory.path() / "officers", "seal.example/2026", &first.statement);
  ASSERT_TRUE(next.ok()) << next.error().text;
  EXPECT_EQ(next->statement.number, 2U);
  EXPECT_EQ(next->statement.previous, crypto::sha256(base::view(statement::print(first.statement))));
}

TEST_F(Officers, are_refused_with_file_line_and_key) {
  pin("so-1 so-2", "1");
  EXPECT_THAT(officers_refusal(), HasSubstr("officers.toml:1: threshold: "));
  pin("so-1 so-2", "3");
  EXPECT_THAT(officers_refusal(), HasSubstr("is more than there are under [[officer]]: 2"));
  pin("so-1 so-1");
  EXPECT_THAT(officers_refusal(), HasSubstr("is the id of another officer"));
  directory.write("officers/officers.toml",
                  std::string_view("threshold = 2\n[[officer]]\nid = \"a\"\ncertificate = \"so-1.crt\"\n"
                                   "[[officer]]\nid = \"b\"\ncertificate = \"so-1.crt\"\n"));
  EXPECT_THAT(officers_refusal(), HasSubstr("officers.toml:7: officer[1].certificate: "));
  directory.write("officers/officers.toml", std::string_view("threshold = 2\nmore = 1\n"));
  EXPECT_THAT(officers_refusal(), HasSubstr("officers.toml:2: more"));
  directory.must_run("rm officers/officers.toml");
  EXPECT_THAT(officers_refusal(), HasSubstr("officers.toml must be there, and no other .toml"));
}

TEST_F(Officers, are_people_who_count_once_whatever_their_certificates) {
  directory.must_run("cp so-1.key so-4.key");
  officer("so-4");
  pin("so-1 so-4");
  EXPECT_THAT(officers_refusal(), HasSubstr("officer so-4 has the key of another officer"));
  pki.key("so-5");
  pki.certificate("so-5", "people", "person", {}, "so-1");
  pin("so-1 so-5");
  EXPECT_THAT(officers_refusal(), HasSubstr("officer so-5 is the same person as another officer"));
  pki.certificate("so-7", "people", "person", {}, "Mai/serialNumber=PNOVN-1");
  pki.certificate("so-8", "people", "person", {}, "Mai (2)/serialNumber=PNOVN-1");
  pin("so-7 so-8");
  EXPECT_THAT(officers_refusal(), HasSubstr("is the same person as another officer: serialNumber PNOVN-1"));
}

TEST_F(Officers, have_keys_that_can_sign) {
  directory.must_run("openssl genpkey -algorithm ed25519 -out so-6.key");
  officer("so-6");
  pin("so-1 so-6");
  EXPECT_THAT(officers_refusal(), HasSubstr("officer so-6: the key in the certificate signs nothing here"));
}

TEST_F(Officers, whose_certificates_are_lost_are_refused) {
  const auto none = [](const base::Sha256Hash&) { return std::optional<crypto::Certificate>(); };
  const auto made = policy::bundle::make_officers(officers().statement, none);
  ASSERT_FALSE(made.ok());
  EXPECT_THAT(made.error().text, HasSubstr("officer so-1: no certificate sha256:"));
}

}  // namespace
}  // namespace antin::test
