// The eight leaves that Certificate Transparency implementations publish, with their roots and proofs.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/tlog/tree.hpp"

namespace antin::tlog {
namespace {

constexpr const char* entries[] = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
constexpr const char* roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                 "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                 "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                 "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                 "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                 "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                 "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

base::Sha256Hash hash(const std::string& hex) {
  const auto octets = base::from_hex(hex).value();
  base::Sha256Hash made{};
  std::copy(octets.begin(), octets.end(), made.begin());
  return made;
}

std::vector<std::string> hex(const Path& path) {
  std::vector<std::string> made;
  for (const auto& each : path) made.push_back(base::to_hex(each));
  return made;
}

base::Sha256Hash leaf(std::size_t i) { return leaf_hash(base::from_hex(entries[i]).value()); }

Tree tree(std::uint64_t size) {
  return {size, [](const Tile& tile) -> base::Result<Path> {
            Path leaves;
            for (unsigned i = 0; i < tile.width; ++i) leaves.push_back(leaf(i));
            return leaves;
          }};
}

TEST(CertificateTransparency, the_roots_are_the_published_ones) {
  Frontier frontier;
  for (std::uint64_t size = 0; size <= 8; ++size) {
    EXPECT_EQ(base::to_hex(*tree(size).root()), roots[size]);
    EXPECT_EQ(base::to_hex(frontier.root()), roots[size]);
    if (size < 8) frontier.append(leaf(size));
  }
  EXPECT_EQ(base::to_hex(empty_root()), roots[0]);
}

struct Inclusion {
  std::uint64_t index, size;
  std::vector<std::string> path;
};

TEST(CertificateTransparency, the_inclusion_proofs_are_the_published_ones) {
  const std::vector<Inclusion> published{{0, 1, {}},
                                         {0,
                                          8,
                                          {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                           "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                           "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
                                         {5,
                                          8,
                                          {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                           "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}}};
  for (const auto& [index, size, path] : published) {
    const auto made = *tree(size).inclusion(index, size);
    EXPECT_EQ(hex(made), path);
    EXPECT_TRUE(verify_inclusion(leaf(index), index, size, made, hash(roots[size])));
  }
}

TEST(CertificateTransparency, the_consistency_proofs_are_the_published_ones) {
  const std::vector<Inclusion> published{// index is the smaller size here
                                         {1, 1, {}},
                                         {2,
                                          5,
                                          {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                           "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
                                         {2,
                                          8,
                                          {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                           "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
                                         {6,
                                          8,
                                          {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                           "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                           "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}}};
  for (const auto& [from, size, path] : published) {
    const auto made = *tree(size).consistency(from, size);
    EXPECT_EQ(hex(made), path);
    EXPECT_TRUE(verify_consistency(from, hash(roots[from]), size, hash(roots[size]), made));
  }
}

}  // namespace
}  // namespace antin::tlog
