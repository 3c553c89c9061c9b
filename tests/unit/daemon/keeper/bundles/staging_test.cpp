// A bundle that arrives in pieces: nothing but what the manifest names, whole and with the right hash.
#include "daemon/keeper/bundles/staging.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <fstream>

#include "core/crypto/sha2.hpp"

namespace antin::keeper {
namespace {

using ::testing::HasSubstr;

base::Bytes octets(std::string_view text) { return base::copy(base::view(text)); }

class Arrival : public ::testing::Test {
 protected:
  Arrival() {
    std::string pattern = (std::filesystem::temp_directory_path() / "antin-staging-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    folder = pattern;
    make(StagingLimits());
    files.texts["units.toml"] = octets("units");
    files.texts["roster.toml"] = {};
    files.certificates["people/a.crt"] = octets("certificate a");
    files.certificates["people/b.crt"] = octets("certificate b");
    manifest = octets(policy::bundle::manifest_of(files));
    bundle = crypto::sha256(manifest);
  }
  ~Arrival() override { std::filesystem::remove_all(folder); }

  void make(StagingLimits limits) {
    staging.emplace(folder / "upload", limits);
    ASSERT_TRUE(staging->clear().ok());
  }
  base::Result<void> offer() { return staging->offer({"statement", {}}, bundle, now); }
  // The whole of it in one piece; what is said against it.
  std::string put(const base::Bytes& content) { return put(crypto::sha256(content), content); }
  std::string put(const base::Sha256Hash& object, const base::Bytes& content) {
    const auto taken = staging->put(bundle, {object, content.size(), 0, content}, now);
    return taken ? (*taken ? "" : "not yet") : taken.error().text;
  }
  std::string part(const base::Bytes& of, std::size_t from, std::size_t size) {
    const auto object = crypto::sha256(of);
    const auto taken = staging->put(bundle, {object, of.size(), from, base::ByteView(of).subspan(from, size)}, now);
    return taken ? (*taken ? "" : "not yet") : taken.error().text;
  }
  void begin() {
    ASSERT_TRUE(offer().ok());
    ASSERT_EQ(put(manifest), "");
  }
  Staging::Progress progress(std::size_t most = 1024) {
    return staging->progress(most, [this](const base::Sha256Hash& hash) { return ledger.contains(hash); });
  }
  base::Result<Staging::Whole> whole() {
    return staging->whole(bundle, [this](const base::Sha256Hash& hash) -> std::optional<base::Bytes> {
      const auto found = ledger.find(hash);
      return found == ledger.end() ? std::nullopt : std::optional(found->second);
    });
  }

  std::filesystem::path folder;
  std::optional<Staging> staging;
  policy::bundle::BundleFiles files;
  base::Bytes manifest;
  base::Sha256Hash bundle{};
  base::Instant now{std::chrono::seconds(1'800'000'000)};
  std::map<base::Sha256Hash, base::Bytes> ledger;
};

TEST_F(Arrival, asks_for_the_manifest_first_and_then_for_what_it_names) {
  ASSERT_TRUE(offer().ok());
  auto first = progress();
  ASSERT_EQ(first.missing.size(), 1U);
  EXPECT_EQ(first.missing[0].object, bundle);
  EXPECT_TRUE(first.more);
  EXPECT_EQ(put(octets("units")), "the manifest comes first");
  ASSERT_EQ(put(manifest), "");
  auto second = progress();
  EXPECT_EQ(second.missing.size(), 3U) << "an empty file has nothing to send";
  EXPECT_EQ(second.files, 4U);
  EXPECT_FALSE(second.more);
  EXPECT_THAT(whole().error().text, HasSubstr("no file with the hash"));
  for (const auto* content : {"units", "certificate a", "certificate b"}) EXPECT_EQ(put(octets(content)), "");
  EXPECT_TRUE(progress().missing.empty());
  const auto all = whole();
  ASSERT_TRUE(all.ok()) << all.error().text;
  EXPECT_EQ(policy::bundle::manifest_of(all->files), base::text(manifest));
  EXPECT_EQ(all->signed_statement.text, "statement");
}

TEST_F(Arrival, does_not_ask_for_what_the_ledger_has) {
  ledger[crypto::sha256(octets("certificate a"))] = octets("certificate a");
  begin();
  EXPECT_EQ(progress().missing.size(), 2U);
  EXPECT_EQ(put(octets("units")), "");
  EXPECT_EQ(put(octets("certificate b")), "");
  EXPECT_TRUE(whole().ok());
}

TEST_F(Arrival, goes_on_where_it_was_broken_off) {
  begin();
  const auto large = octets("certificate a");
  EXPECT_EQ(part(large, 5, 8), "not yet");
  EXPECT_EQ(part(large, 0, 5), "");
  EXPECT_EQ(part(large, 0, 5), "") << "a retry";
  EXPECT_EQ(part(large, 7, 6), "not yet");
  EXPECT_EQ(put(octets("units")), "");
  ASSERT_TRUE(offer().ok());
  const auto rest = progress();
  ASSERT_EQ(rest.missing.size(), 2U);
  for (const auto& missing : rest.missing) EXPECT_EQ(missing.there, missing.object == crypto::sha256(large) ? 5U : 0U);
  EXPECT_EQ(part(large, 3, 10), "") << "octets that are there already may come once more";
  EXPECT_EQ(progress().missing.size(), 1U);
}

TEST_F(Arrival, of_another_octet_is_refused_and_begins_anew) {
  begin();
  auto changed = octets("certificate a");
  changed[3] ^= 1;
  EXPECT_THAT(put(crypto::sha256(octets("certificate a")), changed), HasSubstr("is not: send it again"));
  EXPECT_EQ(put(octets("certificate a")), "");
  ASSERT_TRUE(offer().ok());
}

TEST_F(Arrival, of_a_manifest_of_another_octet_is_refused) {
  ASSERT_TRUE(offer().ok());
  auto changed = manifest;
  changed[3] ^= 1;
  EXPECT_THAT(put(bundle, changed), HasSubstr("is not: send it again"));
  EXPECT_EQ(put(manifest), "");
}

TEST_F(Arrival, of_what_the_manifest_does_not_name_is_refused) {
  begin();
  EXPECT_THAT(put(octets("a file too many")), HasSubstr("is no file that the manifest names"));
}

TEST_F(Arrival, without_an_offer_is_refused) {
  EXPECT_EQ(put(manifest), "this bundle was not offered");
  EXPECT_EQ(whole().error().text, "this bundle was not offered");
  ASSERT_TRUE(offer().ok());
  EXPECT_EQ(whole().error().text, "its manifest is missing");
}

TEST_F(Arrival, of_a_manifest_that_leads_out_of_the_folder_ends_it) {
  manifest = octets(std::string(64, 'a') + "  ../units.toml\n");
  bundle = crypto::sha256(manifest);
  ASSERT_TRUE(offer().ok());
  EXPECT_THAT(put(manifest), HasSubstr("leads out of a bundle's folder"));
  EXPECT_EQ(put(manifest), "this bundle was not offered");
}

TEST_F(Arrival, is_bounded) {
  make({.octets = manifest.size() + 13, .manifest = 1024, .files = 4});
  begin();
  EXPECT_EQ(put(octets("certificate a")), "");
  EXPECT_EQ(put(octets("certificate b")), "the bundle is too large");
  make({.manifest = 10});
  ASSERT_TRUE(offer().ok());
  EXPECT_EQ(put(manifest), "an object is larger than 10 octets");
  make({.files = 3});
  ASSERT_TRUE(offer().ok());
  EXPECT_THAT(put(manifest), HasSubstr("the manifest names 4 files: at most 3"));
}

TEST_F(Arrival, of_an_object_keeps_the_size_that_it_began_with) {
  begin();
  const auto content = octets("certificate a");
  const auto object = crypto::sha256(content);
  ASSERT_TRUE(staging->put(bundle, {object, 13, 0, base::ByteView(content).first(2)}, now).ok());
  EXPECT_EQ(staging->put(bundle, {object, 12, 2, base::ByteView(content).subspan(2)}, now).error().text,
            "an object has another size than it had");
}

TEST_F(Arrival, is_of_one_bundle_at_a_time_until_it_is_idle) {
  begin();
  const auto other = crypto::sha256(octets("another"));
  EXPECT_THAT(staging->offer({"other", {}}, other, now).error().text, HasSubstr("is on its way"));
  now += std::chrono::minutes(9);
  EXPECT_EQ(put(octets("units")), "");
  now += std::chrono::minutes(9);
  staging->drop_idle(now);
  EXPECT_FALSE(staging->offer({"other", {}}, other, now).ok());
  now += std::chrono::minutes(1);
  EXPECT_TRUE(staging->offer({"other", {}}, other, now).ok());
  EXPECT_EQ(put(manifest), "this bundle was not offered");
}

TEST_F(Arrival, leaves_nothing_behind_for_the_next_start) {
  begin();
  EXPECT_FALSE(std::filesystem::is_empty(folder / "upload"));
  staging->drop();
  EXPECT_TRUE(std::filesystem::is_empty(folder / "upload"));
  begin();
  make(StagingLimits());
  EXPECT_TRUE(std::filesystem::is_empty(folder / "upload"));
  EXPECT_EQ(put(manifest), "this bundle was not offered");
}

TEST_F(Arrival, goes_page_by_page) {
  begin();
  auto first = progress(2);
  EXPECT_EQ(first.missing.size(), 2U);
  EXPECT_TRUE(first.more);
  for (const auto* content : {"units", "certificate a", "certificate b"}) EXPECT_EQ(put(octets(content)), "");
  EXPECT_TRUE(progress(2).missing.empty());
  EXPECT_FALSE(progress(2).more);
}

}  // namespace
}  // namespace antin::keeper
