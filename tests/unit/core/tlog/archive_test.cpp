#include "core/tlog/archive.hpp"

#include <gtest/gtest.h>

namespace antin::tlog {
namespace {

base::Sha256Hash hash(std::uint8_t octet) {
  base::Sha256Hash made{};
  made.fill(octet);
  return made;
}

const ArchiveManifest manifest{
    "log.example/1",
    0,
    512,
    {{hash(1), "checkpoint"}, {hash(2), "proof"}, {hash(3), "tile/entries/000"}, {hash(4), "tile/entries/001"}}};

TEST(Archive, a_manifest_prints_its_files_sorted_and_is_read_back) {
  auto shuffled = manifest;
  std::swap(shuffled.files.front(), shuffled.files.back());
  const auto text = print(shuffled);
  EXPECT_EQ(text, print(manifest));
  EXPECT_EQ(text.substr(0, 53), "antin-archive/v1\norigin: log.example/1\nfrom: 0\nto: 51");
  EXPECT_EQ(parse_manifest(text).value(), manifest);
}

TEST(Archive, a_manifest_that_says_anything_else_is_refused) {
  const auto good = print(manifest);
  const auto with = [&](const std::string& what, const std::string& instead) {
    auto text = good;
    return text.replace(text.find(what), what.size(), instead);
  };
  for (const auto& bad :
       {with("v1", "v2"), with("log.example/1", "log example"), with("from: 0", "from: 1"), with("to: 512", "to: 0"),
        with("to: 512", "to: 0512"), with("\n\n", "\n"), with("proof", "../proof"), with("entries/001", "entries/000"),
        with("entries/001", "entries/001.p/5"), with("entries/000", "entries/x"), with("  checkpoint", " checkpoint"),
        with("01010101", "0101010X"), good.substr(0, good.size() - 1), std::string()})
    EXPECT_FALSE(parse_manifest(bad)) << bad;
}

TEST(Archive, a_proof_is_read_back_and_nothing_else_is_one) {
  const ArchiveProof proof{{hash(1), hash(2)}, {hash(3)}};
  const auto good = print(proof);
  EXPECT_EQ(parse_archive_proof(good).value(), proof);
  EXPECT_EQ(parse_archive_proof(print(ArchiveProof{})).value(), ArchiveProof{});
  for (const auto& bad : {good + "x\n", good.substr(1), good.substr(0, good.size() - 1), good + "\n",
                          std::string("antin-archive-proof/v1\nedge\n")})
    EXPECT_FALSE(parse_archive_proof(bad)) << bad;
}

}  // namespace
}  // namespace antin::tlog
