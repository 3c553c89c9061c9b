// A bundle that comes over the wire is held against the officers before a single octet of it is kept, and is taken as
// one from the folder is.
#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/must.hpp"
#include "tests/support/signed_policy.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* carrier = "department-79";

class Uploads : public ::testing::Test {
 protected:
  Uploads() {
    bench.folder.tools().must_run(
        "sed -i '/^name = \"department-79\"/,/^grants/s/^grants = \\[/grants = [\"govern\", /' "
        "dev/policy/systems.toml");
    bench.sign_next_policy();
    EXPECT_TRUE(bench.take_policy().ok());
    wire();
    bench.folder.tools().must_run("cp -r dev/policy in-folder && sed -i 's/Hoa Sen/Hoa Mai/' dev/policy/units.toml");
    bench.sign_next_policy();
    read();
    bench.folder.tools().must_run("mv dev/policy uploaded && mv in-folder dev/policy");
  }
  void wire() {
    EXPECT_TRUE(staging.clear().ok());
    bench.life->flow->take_uploads(staging, bench.life->places);
  }
  void read() {
    const auto folder = bench.folder.path() / "policy";
    files = antin::test::must(policy::bundle::read_bundle_files(folder));
    signed_statement = antin::test::must(policy::bundle::read_signed(folder));
    bundle = policy::bundle::digest_of(files);
    objects.clear();
    const auto manifest = policy::bundle::manifest_of(files);
    objects.emplace(bundle, base::copy(base::view(manifest)));
    for (const auto* part : {&files.texts, &files.certificates})
      for (const auto& [path, content] : *part) objects.emplace(crypto::sha256(content), content);
  }
  std::optional<protocol::Response> send(decltype(protocol::Request::body) body, const std::string& system = carrier) {
    return bench.life->send({crypto::random_array<16>(), std::move(body)}, system);
  }
  [[nodiscard]] protocol::OfferBundle an_offer(std::size_t signatures = 2) const {
    protocol::OfferBundle offer{base::copy(base::view(signed_statement.text)), {}};
    for (std::size_t i = 0; i < signatures; ++i)
      offer.signatures.push_back({signed_statement.signatures[i].officer, signed_statement.signatures[i].cms});
    return offer;
  }
  static std::string said(const std::optional<protocol::Response>& response) {
    if (!response) return "nothing";
    const auto* error = std::get_if<protocol::WireError>(&response->outcome);
    return error == nullptr ? "done" : std::string(protocol::facts(error->code).name) + ": " + error->text;
  }
  template <class Result>
  static Result result_of(const std::optional<protocol::Response>& response) {
    return std::get<Result>(*protocol::parse_result(std::get<base::Bytes>(response.value().outcome)));
  }
  protocol::OfferResult offered() { return result_of<protocol::OfferResult>(send(an_offer())); }
  std::optional<protocol::Response> put(const base::Sha256Hash& object, const base::Bytes& content) {
    return send(protocol::PutChunk{bundle, {{object, content.size(), 0, content}}});
  }
  // All that is missing; how many objects that was.
  std::size_t bring() {
    std::size_t sent = 0;
    for (auto state = offered(); !state.missing.empty() || state.more; state = offered())
      for (const auto& missing : state.missing) {
        EXPECT_EQ(said(put(missing.object, objects.at(missing.object))), "done");
        ++sent;
      }
    return sent;
  }
  std::optional<protocol::Response> take() { return send(protocol::TakeBundle{bundle}); }
  void expect_nothing_changed() const { EXPECT_EQ(bench.life->in_force->policy().version, 2U); }

  Bench bench;
  Staging staging{bench.folder.path() / "state/ledger/upload"};
  policy::bundle::BundleFiles files;
  policy::bundle::SignedStatement signed_statement;
  base::Sha256Hash bundle{};
  std::map<base::Sha256Hash, base::Bytes> objects;
};

TEST_F(Uploads, only_what_the_ledger_does_not_have_is_sent_and_then_it_comes_into_force) {
  EXPECT_EQ(bring(), 3U) << "the manifest, bundle.toml and units.toml";
  expect_nothing_changed();
  const auto before = must(bench.life->ledger.size());
  const auto taken = take();
  ASSERT_EQ(said(taken), "done");
  const auto result = result_of<protocol::TakeBundleResult>(taken);
  EXPECT_EQ(result.version, 3U);
  EXPECT_EQ(result.index, before);
  EXPECT_EQ(bench.life->in_force->policy().digest, bundle);
  const auto entry = bench.life->entries().at(result.index);
  EXPECT_THAT(entry, HasSubstr(R"("type":"policy")"));
  EXPECT_THAT(entry, HasSubstr(base::print(bundle)));
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "done");
  EXPECT_EQ(said(take()), "done") << "its answer may have been lost";
}

TEST_F(Uploads, what_was_uploaded_is_in_force_after_a_restart_and_the_folder_goes_on_from_there) {
  bring();
  ASSERT_EQ(said(take()), "done");
  bench.restart();
  EXPECT_EQ(bench.life->in_force->policy().digest, bundle);
  EXPECT_EQ(bench.life->in_force->policy().units.at("79760001").name, "Trường Tiểu học Hoa Mai");
  EXPECT_THAT(bench.take_policy().error().text, HasSubstr("version 2 is not above version 3"));
  bench.folder.tools().must_run("sed -i 's/Hoa Mai/Hoa Hồng/' dev/policy/units.toml");
  bench.sign_next_policy();
  bench.restart();
  EXPECT_EQ(bench.life->in_force->policy().version, 4U);
  bench.restart();
  EXPECT_EQ(bench.life->in_force->policy().version, 4U);
}

TEST_F(Uploads, a_changed_folder_is_no_way_around_after_an_upload) {
  bring();
  ASSERT_EQ(said(take()), "done");
  bench.folder.tools().must_run("sed -i 's/Hoa Sen/Hoa Hồng/' dev/policy/units.toml");
  bench.restart();
  EXPECT_EQ(bench.life->in_force->policy().digest, bundle) << "the ledger's, whatever lies there";
}

TEST_F(Uploads, too_few_signatures_are_refused_before_anything_is_kept) {
  EXPECT_THAT(said(send(an_offer(1))), HasSubstr("BUNDLE_REFUSED: 1 of 2 security officers have signed"));
  EXPECT_THAT(said(put(bundle, objects.at(bundle))), HasSubstr("this bundle was not offered"));
  EXPECT_THAT(bench.life->entries().back(), HasSubstr(R"("code":"BUNDLE_REFUSED")"));
}

TEST_F(Uploads, a_signature_over_something_else_is_refused) {
  auto offer = an_offer();
  offer.signatures[1].cms[offer.signatures[1].cms.size() - 3] ^= 1;
  EXPECT_THAT(said(send(offer)), HasSubstr("does not hold over statement.txt"));
  offer = an_offer();
  offer.signatures[1] = offer.signatures[0];
  EXPECT_THAT(said(send(offer)), HasSubstr("has signed twice"));
}

TEST_F(Uploads, a_lower_version_is_refused) {
  bench.folder.tools().must_run("cp -r dev/policy again");
  antin::test::sign_policy(bench.folder, 2, bench.wish().policy);
  read();
  EXPECT_THAT(said(send(an_offer())), HasSubstr("version 2 is not above version 2"));
}

TEST_F(Uploads, a_bundle_that_follows_another_is_refused) {
  antin::test::sign_policy(bench.folder, 9, base::Sha256Hash{1});
  read();
  EXPECT_THAT(said(send(an_offer())), HasSubstr("it was signed to follow sha256:01"));
}

TEST_F(Uploads, what_is_not_in_the_manifest_or_is_another_is_refused) {
  offered();
  ASSERT_EQ(said(put(bundle, objects.at(bundle))), "done");
  const base::Bytes more{'m'};
  EXPECT_THAT(said(put(crypto::sha256(more), more)), HasSubstr("is no file that the manifest names"));
  const auto& units = files.texts.at("units.toml");
  auto changed = units;
  changed.back() ^= 1;
  EXPECT_THAT(said(put(crypto::sha256(units), changed)), HasSubstr("is not: send it again"));
}

TEST_F(Uploads, what_comes_again_for_a_file_that_is_there_counts_for_nothing) {
  bench.folder.tools().must_run("cp dev/people/so-3.crt dev/policy/ca/more.crt");
  bench.sign_next_policy();
  read();
  const auto real = objects.at(crypto::sha256(files.certificates.at("ca/more.crt")));
  const auto object = crypto::sha256(real);
  offered();
  ASSERT_EQ(said(put(bundle, objects.at(bundle))), "done");
  const auto half = real.size() / 2;
  for (const auto& [from, size] : {std::pair(std::size_t{0}, half), {half, real.size() - half}})
    ASSERT_EQ(said(send(protocol::PutChunk{
                  bundle, {{object, real.size(), from, base::copy(base::ByteView(real).subspan(from, size))}}})),
              "done");
  EXPECT_EQ(said(put(object, bench.folder.read("people/so-1.crt"))), "done");
  bring();
  ASSERT_EQ(said(take()), "done");
  EXPECT_EQ(bench.life->in_force->bundle().certificates.at("ca/more.crt").hash,
            crypto::certificate_from_pem(real)->hash);
}

TEST_F(Uploads, a_missing_file_is_named_and_nothing_changes) {
  offered();
  ASSERT_EQ(said(put(bundle, objects.at(bundle))), "done");
  EXPECT_THAT(said(take()), HasSubstr("BUNDLE_REFUSED: "));
  EXPECT_THAT(said(take()), HasSubstr(".toml: no file with the hash"));
  expect_nothing_changed();
}

TEST_F(Uploads, a_bundle_whose_text_does_not_hold_is_refused_by_line_and_key) {
  bench.folder.tools().must_run("sed -i '1i surprise = 1' dev/policy/units.toml");
  bench.sign_next_policy();
  read();
  bring();
  EXPECT_THAT(said(take()), HasSubstr("units.toml:1: surprise"));
  expect_nothing_changed();
}

TEST_F(Uploads, a_system_without_the_grant_carries_nothing) {
  for (const auto& body : {decltype(protocol::Request::body)(an_offer()),
                           decltype(protocol::Request::body)(protocol::PutChunk{bundle, {{bundle, 1, 0, {'m'}}}}),
                           decltype(protocol::Request::body)(protocol::TakeBundle{bundle})})
    EXPECT_EQ(code_of(send(body, "school-79760001")), "NO_GRANT");
}

TEST_F(Uploads, a_closed_log_takes_none) {
  bench.life->flow->close("seal.dev.example/2027");
  bench.life->settle();
  EXPECT_EQ(code_of(send(an_offer())), "LOG_CLOSED");
}

TEST_F(Uploads, the_carrier_may_lose_its_place_by_the_bundle_that_it_brings) {
  bench.folder.tools().must_run(
      "sed -i '/^name = \"department-79\"/,/^grants/{s/^name.*/name = \"renamed\"/;s/^curve.*/curve = "
      "\"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\"/}' dev/policy/systems.toml");
  bench.sign_next_policy();
  read();
  bring();
  EXPECT_EQ(said(take()), "done");
  EXPECT_EQ(code_of(send(an_offer())), "UNKNOWN_SYSTEM");
}

TEST_F(Uploads, who_is_suspended_in_the_same_batch_stays_suspended) {
  bring();
  const auto now = bench.clock.reading.now;
  const auto policy = bench.life->in_force->policy().digest;
  const auto change =
      antin::test::change_of(base::RosterAction::suspend, "79760001", "p-000001", policy, now + std::chrono::hours(1));
  bench.life->give({crypto::random_array<16>(), protocol::TakeBundle{bundle}}, carrier);
  bench.life->give({crypto::random_array<16>(), antin::test::alone(bench.folder, {"r-000003"}, change, now)}, carrier);
  bench.life->settle();
  EXPECT_EQ(said(bench.life->next_reply()), "done");
  EXPECT_EQ(said(bench.life->next_reply()), "done");
  ASSERT_EQ(bench.life->in_force->policy().digest, bundle);
  EXPECT_EQ(code_of(bench.submit(bench.wish(), "p-000001")), "PERSON_SUSPENDED");
}

}  // namespace
}  // namespace antin::keeper::test
