// The bundle that is shown to readers is one that works.
#include <gtest/gtest.h>

#include "core/base/file.hpp"
#include "tests/unit/policy/text/bundle.hpp"

namespace antin::policy::text {
namespace {

Files example_files() {
  Files files;
  for (const auto& entry : std::filesystem::directory_iterator(ANTIN_SOURCE_DIR "/policy/examples")) {
    if (entry.path().extension() != ".toml") continue;
    auto content = base::read_file(entry.path(), 1 << 20);
    if (content) files[entry.path().filename()] = std::move(*content);
  }
  return files;
}

TEST(Examples, the_bundle_parses_with_the_certificates_that_it_names) {
  const auto files = example_files();
  ASSERT_EQ(files.size(), 8U);
  const auto rules = parse(files, certificates_named_in(files));
  ASSERT_TRUE(rules.ok()) << print(rules.error());
  EXPECT_EQ(rules->policy.units.size(), 3U);
  EXPECT_EQ(rules->policy.systems.size(), 2U);
  EXPECT_EQ(rules->policy.keys.size(), 5U);
  EXPECT_EQ(rules->policy.log.witnesses.size(), 1U);
  EXPECT_EQ(rules->policy.workflows.at("hoc-ba").steps.size(), 3U);
  EXPECT_EQ(rules->policy.workflows.at("chuyen-truong").steps.at(0).approvers, 2U);
  EXPECT_EQ(rules->policy.founders.size(), 2U);
  EXPECT_EQ(rules->policy.registration.size(), 6U);
}

TEST(Examples, the_bundle_needs_every_certificate_that_it_names) {
  const auto files = example_files();
  const auto all = certificates_named_in(files);
  for (const auto& [path, hash] : all) {
    auto without = all;
    without.erase(path);
    const auto rules = parse(files, without);
    ASSERT_FALSE(rules.ok()) << path;
    EXPECT_EQ(rules.error().text,
              "\"" + path + "\" is not a certificate file of this bundle: put it there, or correct the path");
  }
}

}  // namespace
}  // namespace antin::policy::text
