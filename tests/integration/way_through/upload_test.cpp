// A large bundle is brought over the wire, broken off, brought again, and is in force after a restart too.
#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/must.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* carrier = "department-79";

class ALargeBundle : public ::testing::Test {
 protected:
  // The folder's bundle is in force, and grants the carrier; the one in `next` follows it, with 3,000 files more.
  ALargeBundle() {
    tools().must_run(
        "sed -i '/^name = \"department-79\"/,/^grants/s/^grants = \\[/grants = [\"govern\", /' "
        "dev/policy/systems.toml");
    sign_next_policy(appliance.folder());
    must_run("antin-control take-bundle --config dev/antin-control.conf");
    tools().must_run(
        "cp -r dev/policy in-force && sed -i 's/Hoa Sen/Hoa Mai/' dev/policy/units.toml && mkdir dev/policy/more && "
        "for i in $(seq 3000); do { echo \"# $i\"; cat dev/people/so-1.crt; } > dev/policy/more/$i.crt; done");
  }
  void sign(const std::vector<std::string>& officers = {"so-1", "so-2"}) const {
    sign_next_policy(appliance.folder(), officers);
    tools().must_run("rm -rf next && mv dev/policy next && cp -r in-force dev/policy");
  }
  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] Outcome run(const std::string& words) const {
    return tools().run(std::string(ANTIN_BINARY_DIR) + "/bin/" + words);
  }
  void must_run(const std::string& words) const {
    const auto said = run(words);
    ASSERT_EQ(said.status, 0) << said.output;
  }
  [[nodiscard]] Outcome upload(const std::string& more = "", const std::string& system = carrier) const {
    return run("antin-policy upload next " + more + " --config dev/client/" + system + ".conf --server " +
               appliance.endpoint() + " 2>&1");
  }
  [[nodiscard]] std::uint64_t version() const {
    auto connection = appliance.connect(carrier);
    return must(client::about(connection)).policy_version;
  }
  Appliance appliance;
};

// What antin-policy does, piece by piece, and with other pieces than the officers signed.
class Carrier {
 public:
  Carrier(const Appliance& appliance, const std::string& folder)
      : m_connection(appliance.connect(carrier)),
        m_files(must(policy::bundle::read_bundle_files(appliance.folder().tools().path() / folder))),
        m_said(must(policy::bundle::read_signed(appliance.folder().tools().path() / folder))),
        m_manifest(policy::bundle::manifest_of(m_files)),
        m_bundle(crypto::sha256(base::view(m_manifest))) {}

  [[nodiscard]] protocol::OfferBundle offer() const {
    protocol::OfferBundle offer{base::copy(base::view(m_said.text)), {}};
    for (const auto& one : m_said.signatures) offer.signatures.push_back({one.officer, one.cms});
    return offer;
  }
  // The answer's code; empty: it is taken.
  std::string bring(const protocol::OfferBundle& offer) { return code_of(client::offer_bundle(m_connection, offer)); }
  std::string put(const base::Sha256Hash& object, base::ByteView content, std::size_t from, std::size_t size) {
    const protocol::PutChunk chunk{m_bundle, {{object, content.size(), from, base::copy(content.subspan(from, size))}}};
    return code_of(client::chunk_result(m_connection.complete({client::Connection::new_request_id(), chunk})));
  }
  std::string put_whole(const base::Sha256Hash& object, base::ByteView content) {
    constexpr std::size_t most = 40'000;
    for (std::size_t at = 0; at < content.size(); at += most)
      if (auto code = put(object, content, at, std::min(most, content.size() - at)); !code.empty()) return code;
    return {};
  }
  std::string take() { return code_of(client::take_bundle(m_connection, {m_bundle})); }

  [[nodiscard]] const base::Sha256Hash& bundle() const { return m_bundle; }
  [[nodiscard]] base::Bytes manifest() const { return base::copy(base::view(m_manifest)); }
  [[nodiscard]] base::Bytes units() const { return base::copy(m_files.texts.at("units.toml")); }

 private:
  template <class T>
  static std::string code_of(const base::Result<T, client::Failure>& result) {
    return result ? std::string() : result.error().code + ": " + result.error().text;
  }

  client::Connection m_connection;
  policy::bundle::BundleFiles m_files;
  policy::bundle::SignedStatement m_said;
  std::string m_manifest;
  base::Sha256Hash m_bundle;
};

// The manifest and the first files, as a carrier that is killed then has brought them.
void bring_a_part(const Appliance& appliance) {
  Carrier clerk(appliance, "next");
  ASSERT_EQ(clerk.bring(clerk.offer()), "");
  ASSERT_EQ(clerk.put_whole(clerk.bundle(), clerk.manifest()), "");
  const auto units = clerk.units();
  ASSERT_EQ(clerk.put(crypto::sha256(units), units, 0, units.size() / 2), "");
}

TEST_F(ALargeBundle, is_brought_broken_off_and_brought_again_and_stays_in_force) {
  sign();
  bring_a_part(appliance);
  appliance.kill_and_await_successor("antind");  // what it had is sent again
  bring_a_part(appliance);
  const auto there = upload("--only-upload");
  EXPECT_EQ(there.status, 0) << there.output;
  EXPECT_EQ(version(), 2U);
  const auto taken = upload();
  EXPECT_EQ(taken.status, 0) << taken.output;
  EXPECT_THAT(taken.output, HasSubstr("version 3 is in force"));
  EXPECT_THAT(taken.output, testing::Not(HasSubstr("objects sent"))) << "all of it was there";
  EXPECT_EQ(version(), 3U);
  EXPECT_THAT(upload().output, HasSubstr("in force already"));
  appliance.stop();
  appliance.start();
  EXPECT_EQ(version(), 3U);
  EXPECT_THAT(run("antin-control take-bundle --config dev/antin-control.conf").output,
              HasSubstr("version 2 is not above version 3"));
  EXPECT_EQ(appliance.complaints(), "");
}

TEST_F(ALargeBundle, is_refused_at_the_door_without_its_quorum) {
  sign({"so-2"});
  const auto refused = upload();
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.output, HasSubstr("BUNDLE_REFUSED: 1 of 2 security officers have signed"));
  EXPECT_EQ(upload("", "school-79760001").status, 1);
  EXPECT_THAT(upload("", "school-79760001").output, HasSubstr("NO_GRANT"));
  tools().must_run("printf x >> next/units.toml");
  EXPECT_EQ(upload().status, 1);
  EXPECT_EQ(version(), 2U);
}

TEST_F(ALargeBundle, is_what_the_officers_signed_and_never_an_older_one_whatever_its_carrier_sends) {
  sign();
  Carrier clerk(appliance, "next");
  auto offer = clerk.offer();
  offer.signatures[0].cms.back() ^= 1;
  EXPECT_THAT(clerk.bring(offer), HasSubstr("BUNDLE_REFUSED"));
  offer = clerk.offer();
  offer.statement.back() ^= 1;
  EXPECT_THAT(clerk.bring(offer), HasSubstr("BUNDLE_REFUSED"));
  EXPECT_THAT(clerk.put_whole(clerk.bundle(), clerk.manifest()), HasSubstr("BUNDLE_REFUSED")) << "not offered";
  ASSERT_EQ(clerk.bring(clerk.offer()), "");

  auto manifest = clerk.manifest();
  manifest[0] ^= 1;
  EXPECT_THAT(clerk.put_whole(clerk.bundle(), manifest), HasSubstr("BUNDLE_REFUSED"));
  ASSERT_EQ(clerk.put_whole(clerk.bundle(), clerk.manifest()), "");
  auto units = clerk.units();
  const auto hash = crypto::sha256(units);
  units[0] ^= 1;
  EXPECT_THAT(clerk.put_whole(hash, units), HasSubstr("BUNDLE_REFUSED"));
  EXPECT_THAT(clerk.put_whole(crypto::sha256(units), units), HasSubstr("BUNDLE_REFUSED")) << "no file of it";
  EXPECT_THAT(clerk.take(), HasSubstr("BUNDLE_REFUSED")) << "not all of it is there";
  EXPECT_EQ(version(), 2U);

  must_run("antin-policy upload next --config dev/client/department-79.conf --server " + appliance.endpoint());
  EXPECT_EQ(version(), 3U);
  Carrier older(appliance, "in-force");
  EXPECT_THAT(older.bring(older.offer()), HasSubstr("BUNDLE_REFUSED"));
  EXPECT_THAT(older.take(), HasSubstr("BUNDLE_REFUSED"));
  EXPECT_EQ(version(), 3U);
}

}  // namespace
}  // namespace antin::test
