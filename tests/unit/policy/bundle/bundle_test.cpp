#include "policy/bundle/bundle.hpp"

#include <gmock/gmock.h>

#include <set>

#include "tests/unit/policy/bundle/bundle_folder.hpp"

namespace antin::test {
namespace {

using policy::bundle::read_bundle;
using testing::HasSubstr;

constexpr std::string_view ecdsa_vkey =
    "seal.example/"
    "2026+32a08a13+"
    "AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIEWqoMZLvLPNsrUf3AuT26o7d88V1EmT073X7DdpuofXqSwDkHtK9Y4CcUsXGW0tVtMCaiRV0QXfX"
    "3SEz6lzvU=";
constexpr std::string_view cosignature_vkey = "seal.example/2026+e54a2106+BA52iuAYIsIkY/K81FjNqlNtVc0z71KNdE94JGFH0k2H";
TEST_F(BundleFolder, a_whole_bundle_is_read) {
  const auto bundle = read_bundle(folder());
  ASSERT_TRUE(bundle) << bundle.error().text;
  EXPECT_EQ(bundle->rules.policy.origin, "seal.example/2026");
  EXPECT_EQ(bundle->rules.policy.founders.size(), 1U);
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
