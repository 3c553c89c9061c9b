#include "policy/bundle/bundle.hpp"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/pki.hpp"

namespace antin::test {
namespace {

using policy::bundle::read_bundle;
using testing::HasSubstr;

constexpr std::string_view workflow_text = R"([[workflow]]
kind = "hoc-ba"
digest = ["sha256"]
[[workflow.step]]
name = "principal"
role = ["principal"]
seal = "school"
formats = ["cades"]
)";
constexpr std::string_view units_text = R"([[unit]]
code = "79"
kind = "department"
name = "Sở Giáo dục và Đào tạo"
[[unit]]
code = "79760001"
parent = "79"
kind = "school"
name = "Trường Tiểu học Ví Dụ"
)";
constexpr std::string_view systems_text = R"([[system]]
name = "school-79760001"
curve = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
certificate = "systems/school.crt"
units = ["79760001"]
grants = ["submit"]
)";
constexpr std::string_view keys_text = R"([[key]]
label = "seal/79760001/school/2026.1"
token = "seals"
algorithm = "ecdsa-p256"
certificate = "keys/school.crt"
[[key]]
label = "time/antin/tsa/2026.1"
token = "time"
algorithm = "ecdsa-p256"
certificate = "keys/tsa.crt"
[[key]]
label = "log/79/hcm/2026.1"
token = "log"
algorithm = "ed25519"
vkey = "seal.example/2026+5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl"
)";
constexpr std::string_view ecdsa_vkey =
    "seal.example/"
    "2026+32a08a13+"
    "AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIEWqoMZLvLPNsrUf3AuT26o7d88V1EmT073X7DdpuofXqSwDkHtK9Y4CcUsXGW0tVtMCaiRV0QXfX"
    "3SEz6lzvU=";
constexpr std::string_view cosignature_vkey = "seal.example/2026+e54a2106+BA52iuAYIsIkY/K81FjNqlNtVc0z71KNdE94JGFH0k2H";
constexpr std::string_view log_text = R"(key = "log/79/hcm/2026.1"
[witnesses]
need = 1
lag = "10m"
on-lag = "stop"
[[witness]]
name = "example.org/witness-a"
vkey = "example.org/witness-a+5b7a543e+BMAwvNSY83vf2/WBsD7EfRKOUdoWLULYgXLRMMjd2uGJ"
url = "http://127.0.0.1:7001"
)";
constexpr std::string_view authorities_text = R"([people]
roots = ["ca/root.crt"]
intermediates = ["ca/people.crt"]
[seals]
roots = ["ca/root.crt"]
intermediates = ["ca/intermediate.crt"]
[timestamp]
key = "time/antin/tsa/2026.1"
policy = "2.999.1.1"
development_policy = "2.999.1.2"
accuracy_ms = 1000
)";
constexpr std::string_view roster_text = R"([[person]]
id = "p-1"
certificates = ["people/p-1.crt"]
roles = [{ unit = "79760001", role = "principal", from = 2025-09-01, until = 2026-08-31 }]
)";

class BundleFolder : public testing::Test {
 protected:
  BundleFolder() : pki(directory) {
    directory.must_run("mkdir policy policy/ca policy/keys policy/people policy/systems");
    pki.root("root", "Root");
    pki.certificate("people", "root", "authority");
    pki.certificate("intermediate", "root", "authority");
    pki.certificate("school", "intermediate");
    pki.certificate("tsa", "intermediate", "time");
    pki.certificate("p-1", "people");
    pki.certificate("school-system", "people");
    directory.must_run(
        "cp root.crt people.crt intermediate.crt policy/ca && cp school.crt tsa.crt policy/keys &&"
        " cp p-1.crt policy/people && cp school-system.crt policy/systems/school.crt");
    put("bundle.toml", "origin = \"seal.example/2026\"\nversion = 1\n");
    put("workflow.toml", workflow_text);
    put("units.toml", units_text);
    put("systems.toml", systems_text);
    put("keys.toml", keys_text);
    put("log.toml", log_text);
    put("authorities.toml", authorities_text);
    put("roster.toml", roster_text);
  }

  void put(const std::string& name, std::string_view text) const { directory.write("policy/" + name, text); }
  // The first `from` of a file becomes `to`.
  void change(const std::string& name, std::string_view from, std::string_view to) const {
    std::string text(base::text(directory.read("policy/" + name)));
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    put(name, text.replace(at, from.size(), to));
  }
  [[nodiscard]] std::filesystem::path folder() const { return directory.path() / "policy"; }
  [[nodiscard]] std::string refusal() const {
    const auto bundle = read_bundle(folder());
    return bundle ? "" : bundle.error().text;
  }

  ToolDirectory directory;
  Pki pki;
};

TEST_F(BundleFolder, a_whole_bundle_is_read) {
  const auto bundle = read_bundle(folder());
  ASSERT_TRUE(bundle) << bundle.error().text;
  EXPECT_EQ(bundle->rules.policy.origin, "seal.example/2026");
  EXPECT_EQ(bundle->rules.roster.size(), 1U);
  EXPECT_EQ(bundle->certificates.size(), 7U);
  EXPECT_EQ(bundle->certificates.at("keys/school.crt").hash, pki.read("school").hash);
  const auto& key = bundle->rules.policy.keys.at("seal/79760001/school/2026.1");
  ASSERT_NE(bundle->find(key.certificate), nullptr);
  EXPECT_EQ(bundle->find(key.certificate)->der, pki.read("school").der);
  EXPECT_EQ(bundle->find(base::Sha256Hash{}), nullptr);
  const auto roots = bundle->all(bundle->rules.policy.people.roots);
  ASSERT_EQ(roots.size(), 1U);
  EXPECT_EQ(roots.front().hash, pki.read("root").hash);
}

TEST_F(BundleFolder, the_digest_is_what_sha256sum_makes_of_the_files) {
  put("README.md", "not part of the bundle");
  const auto bundle = read_bundle(folder());
  ASSERT_TRUE(bundle) << bundle.error().text;
  const auto sum = directory.run(
      "cd policy && find . -name '*.toml' -o -name '*.crt' | sed 's|^./||' | xargs sha256sum |"
      " LC_ALL=C sort | sha256sum");
  EXPECT_EQ(base::to_hex(bundle->rules.policy.digest), sum.output.substr(0, 64));
}

TEST_F(BundleFolder, any_change_changes_the_digest) {
  const auto before = read_bundle(folder())->rules.policy.digest;
  put("bundle.toml", "origin = \"seal.example/2026\"\nversion = 2\n");
  const auto after_text = read_bundle(folder())->rules.policy.digest;
  directory.must_run("cp people.crt policy/people/unused.crt");
  const auto after_certificate = read_bundle(folder())->rules.policy.digest;
  directory.must_run("mv policy/people/unused.crt policy/people/renamed.crt");
  const auto after_name = read_bundle(folder())->rules.policy.digest;
  EXPECT_EQ((std::set{before, after_text, after_certificate, after_name}.size()), 4U);
}

TEST_F(BundleFolder, every_authority_counts_once_as_an_issuer) {
  const auto bundle = read_bundle(folder());
  ASSERT_TRUE(bundle);
  std::vector<base::Sha256Hash> hashes;
  for (const auto& issuer : issuers(*bundle)) hashes.push_back(issuer.hash);
  EXPECT_THAT(hashes, testing::UnorderedElementsAre(pki.read("root").hash, pki.read("people").hash,
                                                    pki.read("intermediate").hash));
}

TEST_F(BundleFolder, a_folder_that_is_not_there_is_refused) { EXPECT_FALSE(read_bundle(directory.path() / "nowhere")); }

TEST_F(BundleFolder, wrong_text_is_refused_with_file_and_line) {
  put("units.toml", "[[unit]]\ncode = 79\n");
  EXPECT_THAT(refusal(), HasSubstr("units.toml:2"));
}

TEST_F(BundleFolder, links_are_refused) {
  directory.must_run("ln -s ../../p-1.crt policy/people/link.crt");
  EXPECT_THAT(refusal(), HasSubstr("people/link.crt"));
  directory.must_run("rm policy/people/link.crt && mkdir elsewhere && ln -s ../elsewhere policy/more");
  EXPECT_THAT(refusal(), HasSubstr("more"));
}

TEST_F(BundleFolder, pipes_are_refused) {
  directory.must_run("mkfifo policy/people/pipe.crt");
  EXPECT_THAT(refusal(), HasSubstr("pipe.crt"));
}

TEST_F(BundleFolder, text_below_the_top_folder_is_refused) {
  put("people/more.toml", "");
  EXPECT_THAT(refusal(), HasSubstr("more.toml"));
}

TEST_F(BundleFolder, names_that_could_be_misread_are_refused) {
  directory.must_run("cp p-1.crt 'policy/people/p 1.crt'");
  EXPECT_THAT(refusal(), HasSubstr("the name may hold"));
  directory.must_run("rm 'policy/people/p 1.crt' && cp p-1.crt policy/people/.hidden.crt");
  EXPECT_THAT(refusal(), HasSubstr("the name may hold"));
}

TEST_F(BundleFolder, what_is_no_certificate_is_refused) {
  put("people/broken.crt", "-----BEGIN CERTIFICATE-----\n");
  EXPECT_THAT(refusal(), HasSubstr("people/broken.crt"));
  directory.must_run("cat p-1.crt people.crt > policy/people/broken.crt");
  EXPECT_THAT(refusal(), HasSubstr("people/broken.crt"));
}

TEST_F(BundleFolder, an_oversized_certificate_is_refused) {
  directory.must_run("head -c 70000 /dev/zero > policy/people/large.crt");
  EXPECT_THAT(refusal(), HasSubstr("large.crt"));
}

TEST_F(BundleFolder, a_key_of_another_algorithm_than_its_certificate_is_refused) {
  pki.key("school", "ec:secp384r1");
  pki.certificate("school", "intermediate");
  directory.must_run("cp school.crt policy/keys");
  EXPECT_THAT(refusal(), HasSubstr("seal/79760001/school/2026.1"));
}

TEST_F(BundleFolder, an_rsa_seal_key_has_3072_bits) {
  directory.must_run("sed -i '0,/ecdsa-p256/s//rsa-pss-3072/' policy/keys.toml");
  EXPECT_THAT(refusal(), HasSubstr("seal/79760001/school/2026.1"));
  pki.key("school", "rsa:2048");
  pki.certificate("school", "intermediate");
  directory.must_run("cp school.crt policy/keys");
  EXPECT_THAT(refusal(), HasSubstr("seal/79760001/school/2026.1"));
  pki.key("school", "rsa:3072");
  pki.certificate("school", "intermediate");
  directory.must_run("cp school.crt policy/keys");
  EXPECT_EQ(refusal(), "");
}

constexpr std::string_view log_vkey = "seal.example/2026+5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl";
constexpr std::string_view witness_vkey = "example.org/witness-a+5b7a543e+BMAwvNSY83vf2/WBsD7EfRKOUdoWLULYgXLRMMjd2uGJ";

TEST_F(BundleFolder, the_log_and_its_witnesses_are_known_by_their_verifier_keys) {
  const auto bundle = read_bundle(folder());
  ASSERT_TRUE(bundle) << bundle.error().text;
  EXPECT_EQ(tlog::print(bundle->log_keys.at("log/79/hcm/2026.1")), log_vkey);
  ASSERT_EQ(bundle->witnesses.size(), 1U);
  EXPECT_EQ(tlog::print(bundle->witnesses.front()), witness_vkey);
}

TEST_F(BundleFolder, what_a_key_must_be_is_said_by_its_certificate_or_its_verifier_key) {
  const auto bundle = read_bundle(folder());
  ASSERT_TRUE(bundle) << bundle.error().text;
  const auto& keys = bundle->rules.policy.keys;
  EXPECT_EQ(bundle->spki_of(keys.at("seal/79760001/school/2026.1")), pki.read("school").spki);
  const auto log = bundle->spki_of(keys.at("log/79/hcm/2026.1"));
  ASSERT_TRUE(log.has_value());
  EXPECT_EQ(crypto::algorithm_of_spki(*log), crypto::KeyAlgorithm::ed25519);
  EXPECT_EQ(tlog::print(tlog::verifier_key("seal.example/2026", tlog::KeyType::ed25519, *log).value()), log_vkey);
  auto unknown = keys.at("log/79/hcm/2026.1");
  unknown.label = "log/79/hcm/2026.2";
  EXPECT_EQ(bundle->spki_of(unknown), std::nullopt);
}

TEST_F(BundleFolder, a_log_key_may_be_ecdsa) {
  change("keys.toml", log_vkey, ecdsa_vkey);
  change("keys.toml", "\"ed25519\"", "\"ecdsa-p256\"");
  EXPECT_EQ(refusal(), "");
}

TEST_F(BundleFolder, a_log_key_of_another_algorithm_than_stated_is_refused) {
  change("keys.toml", "\"ed25519\"", "\"ecdsa-p256\"");
  EXPECT_THAT(refusal(), HasSubstr("log/79/hcm/2026.1: the key in its vkey is not of the algorithm stated"));
  change("keys.toml", log_vkey, cosignature_vkey);
  EXPECT_THAT(refusal(), HasSubstr("not of the algorithm stated"));
}

TEST_F(BundleFolder, a_cosignature_key_is_no_log_key) {
  change("keys.toml", log_vkey, cosignature_vkey);
  EXPECT_THAT(refusal(), HasSubstr("not of the algorithm stated"));
}

TEST_F(BundleFolder, a_verifier_key_whose_hash_does_not_fit_is_refused) {
  change("keys.toml", "2026+5196c410", "2026+00000000");
  EXPECT_THAT(refusal(), HasSubstr("keys.toml: log/79/hcm/2026.1: its vkey: "));
  put("keys.toml", keys_text);
  change("log.toml", "witness-a+5b7a543e", "witness-a+00000000");
  EXPECT_THAT(refusal(), HasSubstr("log.toml: example.org/witness-a: its vkey: "));
}

TEST_F(BundleFolder, a_witness_has_a_key_for_cosignatures) {
  change("log.toml", witness_vkey, "example.org/witness-a+c438cc8e+AbOPyX9i6Ra5fGc/XW33GwZw5l50XfQ5TfSFjFZRqBL6");
  EXPECT_THAT(refusal(), HasSubstr("log.toml: example.org/witness-a: its vkey is not one for cosignatures"));
}

}  // namespace
}  // namespace antin::test
