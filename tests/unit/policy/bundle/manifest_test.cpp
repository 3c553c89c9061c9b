// A manifest that came from outside names files of a bundle and nothing else.
#include <gtest/gtest.h>

#include "core/crypto/sha2.hpp"
#include "policy/bundle/files.hpp"

namespace antin::policy::bundle {
namespace {

std::string line(char digit, const std::string& path) { return std::string(64, digit) + "  " + path + "\n"; }

std::string refusal(const std::string& manifest) {
  const auto lines = parse_manifest(manifest);
  return lines ? "" : lines.error().text;
}

TEST(Manifest, is_read_as_it_is_made) {
  const BundleFiles files{{{"units.toml", {'u'}}, {"log.toml", {'l'}}}, {{"ca/root.crt", {'r'}}}};
  const auto lines = parse_manifest(manifest_of(files));
  ASSERT_TRUE(lines.ok()) << lines.error().text;
  ASSERT_EQ(lines->size(), 3U);
  const auto again = files_of(manifest_of(files), [](const base::Sha256Hash& hash) -> std::optional<base::Bytes> {
    for (const auto octet : {'u', 'l', 'r'})
      if (crypto::sha256(base::Bytes{static_cast<std::uint8_t>(octet)}) == hash)
        return base::Bytes{static_cast<std::uint8_t>(octet)};
    return std::nullopt;
  });
  ASSERT_TRUE(again.ok()) << again.error().text;
  EXPECT_EQ(again->certificates.size(), 1U);
}

TEST(Manifest, may_have_one_file_under_two_names) {
  EXPECT_EQ(refusal(line('a', "people/a.crt") + line('a', "people/b.crt")), "");
}

TEST(Manifest, with_a_path_that_leads_out_of_the_folder_is_refused) {
  for (const auto* path :
       {"../units.toml", "/etc/units.toml", "people/../units.toml", "people/..", "./units.toml", ".toml",
        "people/.hidden.crt", "people//a.crt", "people/", "", "a b.crt", "học.crt", "people\\a.crt"})
    EXPECT_EQ(refusal(line('a', path)), "a path of the manifest leads out of a bundle's folder, or is none") << path;
  EXPECT_NE(refusal(line('a', std::string(1100, 'a') + ".crt")), "");
}

TEST(Manifest, with_what_is_no_file_of_a_bundle_is_refused) {
  for (const auto* path : {"people/units.toml", "readme.txt", "signatures/statement.txt", "signatures/so-1.p7s"})
    EXPECT_NE(refusal(line('a', path)).find("a bundle holds .toml files in its top folder"), std::string::npos) << path;
}

TEST(Manifest, that_is_not_in_order_or_has_a_path_twice_is_refused) {
  EXPECT_EQ(refusal(line('b', "b.crt") + line('a', "a.crt")), "the manifest's lines are not in order");
  EXPECT_EQ(refusal(line('a', "a.crt") + line('a', "a.crt")), "the manifest's lines are not in order");
  EXPECT_EQ(refusal(line('a', "a.crt") + line('b', "a.crt")), "a.crt: is in the manifest twice");
}

TEST(Manifest, of_another_form_is_refused) {
  EXPECT_EQ(refusal(""), "the manifest is empty");
  EXPECT_EQ(refusal(std::string(64, 'a') + "  a.crt"), "the manifest's last line does not end");
  for (const auto& bad : {std::string("\n"), std::string(64, 'A') + "  a.crt\n", std::string(63, 'a') + "  a.crt\n",
                          std::string(64, 'a') + " a.crt\n", std::string(64, 'a') + "\n"})
    EXPECT_NE(refusal(bad).find("not a line of a manifest"), std::string::npos) << bad;
}

}  // namespace
}  // namespace antin::policy::bundle
