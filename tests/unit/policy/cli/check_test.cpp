// What officers are told of a bundle before they sign it.
#include "tests/unit/policy/cli/antin_policy.hpp"

namespace antin::test {
namespace {

constexpr std::string_view one_more_registrar = R"([[registrar]]
id = "p-2"
certificates = ["people/p-2.crt"]
unit = "79760001"
role = "school-registrar"
from = 2025-09-01
until = 2026-08-31
)";

TEST_F(AntinPolicy, checks_a_bundle_and_says_file_line_and_key) {
  const auto good = run({"check", path("policy")});
  EXPECT_EQ(good.status, 0) << good.err;
  EXPECT_THAT(good.out, HasSubstr("in order"));
  EXPECT_THAT(run({"check", path("policy"), "--json"}).out, HasSubstr("\"version\": 1"));
  change("workflow.toml", "seal =", "seall =");
  const auto bad = run({"check", path("policy")});
  EXPECT_EQ(bad.status, 1);
  EXPECT_THAT(bad.err, HasSubstr("antin-policy: REFUSED"));
  EXPECT_THAT(bad.err, HasSubstr("workflow.toml:7: workflow[0].step[0].seall: is not a key"));
  EXPECT_EQ(run({"check", path("nowhere")}).status, 2);
}

TEST_F(AntinPolicy, refuses_registrars_whom_antind_would_not_tell_apart) {
  put("registration.toml", std::string(registration_text) + std::string(one_more_registrar));
  pki.certificate("p-2", "people", "person", {}, "Another/serialNumber=079002");
  directory.must_run("cp p-2.crt policy/people");
  EXPECT_THAT(run({"check", path("policy")}).out, HasSubstr("in order"));
  pki.certificate("p-2", "people", "person", {}, "Another name/serialNumber=079001");
  directory.must_run("cp p-2.crt policy/people");
  const auto twice = run({"check", path("policy")});
  EXPECT_EQ(twice.status, 1);
  EXPECT_THAT(twice.err, HasSubstr("registration.toml: the registrar p-2 is somebody else of the roster"));
  pki.certificate("p-2", "people");
  directory.must_run("cp p-2.crt policy/people");
  EXPECT_THAT(run({"check", path("policy")}).err, HasSubstr("the registrar p-2 has no serialNumber in its subject"));
  EXPECT_EQ(sign_as("so-1", {"--previous", "none"}).status, 1) << "nobody signs what cannot come into force";
}

TEST_F(AntinPolicy, names_how_many_schools_take_record_ids_under_any_key) {
  EXPECT_THAT(run({"check", path("policy")}).out,
              HasSubstr("schools without record_keys: 1, whose record ids are taken under a key of any version\n"));
  change("units.toml", "kind = \"school\"", "kind = \"school\"\nrecord_keys = [1]");
  EXPECT_THAT(run({"check", path("policy")}).out, Not(HasSubstr("record_keys")));
}

}  // namespace
}  // namespace antin::test
