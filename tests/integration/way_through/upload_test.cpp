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
  // The manifest and the first files, as a carrier that is killed then has brought them.
  void bring_a_part() const {
    const auto folder = tools().path() / "next";
    const auto files = must(policy::bundle::read_bundle_files(folder));
    const auto said = must(policy::bundle::read_signed(folder));
    const auto manifest = policy::bundle::manifest_of(files);
    const auto bundle = crypto::sha256(base::view(manifest));
    protocol::OfferBundle offer{base::copy(base::view(said.text)), {}};
    for (const auto& one : said.signatures) offer.signatures.push_back({one.officer, one.cms});
    auto connection = appliance.connect(carrier);
    must(client::offer_bundle(connection, offer));
    const auto put = [&](const base::Sha256Hash& object, base::ByteView content, std::size_t from, std::size_t size) {
      protocol::PutChunk chunk{bundle, {{object, content.size(), from, base::copy(content.subspan(from, size))}}};
      ASSERT_EQ(must(client::chunk_result(connection.complete({client::Connection::new_request_id(), chunk}))).taken,
                1U);
    };
    const auto whole = base::view(manifest);
    for (std::size_t at = 0; at < whole.size(); at += 40'000)
      put(bundle, whole, at, std::min<std::size_t>(40'000, whole.size() - at));
    const auto& units = files.texts.at("units.toml");
    put(crypto::sha256(units), units, 0, units.size() / 2);
  }

  Appliance appliance;
};

TEST_F(ALargeBundle, is_brought_broken_off_and_brought_again_and_stays_in_force) {
  sign();
  bring_a_part();
  appliance.kill_and_await_successor("antind");  // what it had is sent again
  bring_a_part();
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

}  // namespace
}  // namespace antin::test
