#include "client/lib/log_archive.hpp"

#include <gmock/gmock.h>

#include "core/crypto/sha2.hpp"
#include "tests/support/fake_log.hpp"
#include "tests/support/scratch.hpp"

namespace antin::client {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

// Entries 512 to 1023 of a log of 1500, as antind archives them.
class LogArchive : public testing::Test {
 protected:
  LogArchive() { make(log, 512, 1024); }

  void make(const FakeLog& of, std::uint64_t from, std::uint64_t to) {
    fs::remove_all(m_scratch / "archive");
    of.write_files(m_scratch / "files");
    manifest = {of.key.vkey().name, from, to, {}};
    for (auto number = from / 256; number < to / 256; ++number) {
      const auto path = tlog::entries_path(number, 256);
      put(path, base::read_file(m_scratch / "files" / path, 1 << 20).value());
    }
    put("checkpoint", base::copy(base::view(of.note(of.size(), true))));
    put_proof({edge(of, from), of.consistency(to, of.size())});
    sign_for();
  }
  static tlog::Path edge(const FakeLog& of, std::uint64_t size) {
    tlog::Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) frontier.append(tlog::leaf_hash(of.entry(i)));
    return frontier.subtrees();
  }
  // Written, and listed in the manifest with the hash that it has.
  void put(const std::string& path, const base::Bytes& content) {
    fs::create_directories((m_scratch / "archive" / path).parent_path());
    m_scratch.write("archive/" + path, content);
    std::erase_if(manifest.files, [&](const auto& file) { return file.path == path; });
    manifest.files.push_back({crypto::sha256(content), path});
  }
  void put_proof(const tlog::ArchiveProof& proof) { put("proof", base::copy(base::view(tlog::print(proof)))); }
  void sign_for() { m_scratch.write("archive/manifest", tlog::print(manifest)); }
  void flip(const std::string& path, std::size_t at) {
    auto content = m_scratch.bytes("archive/" + path);
    content.at(at) ^= 1;
    m_scratch.write("archive/" + path, content);
  }
  [[nodiscard]] base::Bytes bytes(const std::string& path) const { return m_scratch.bytes("archive/" + path); }
  [[nodiscard]] std::string fault() const {
    const auto verified = verify_archive(m_scratch / "archive", log.trust());
    return verified ? "" : verified.error().text;
  }

  const FakeLog log{1500};
  Scratch m_scratch;
  tlog::ArchiveManifest manifest;
};

TEST_F(LogArchive, proves_itself) {
  EXPECT_TRUE(is_archive(m_scratch / "archive"));
  EXPECT_FALSE(is_archive(m_scratch / "files"));
  const auto verified = verify_archive(m_scratch / "archive", log.trust());
  ASSERT_TRUE(verified) << verified.error().text;
  EXPECT_EQ(verified->from, 512U);
  EXPECT_EQ(verified->to, 1024U);
  EXPECT_EQ(verified->checkpoint.checkpoint.size, 1500U);
  EXPECT_TRUE(verified->checkpoint.witnessed);
  EXPECT_EQ(verified->manifest, crypto::sha256(bytes("manifest")));
}

TEST_F(LogArchive, proves_itself_from_the_logs_beginning_and_up_to_its_end) {
  make(log, 0, 1280);
  EXPECT_EQ(fault(), "");
  const FakeLog whole(1024);
  make(whole, 256, 1024);
  EXPECT_TRUE(verify_archive(m_scratch / "archive", whole.trust()));
}

TEST_F(LogArchive, with_a_changed_bundle_is_refused) {
  flip("tile/entries/002", 40);
  EXPECT_THAT(fault(), StartsWith("tile/entries/002: expected SHA-256 "));
}

TEST_F(LogArchive, with_a_changed_bundle_and_the_manifest_changed_with_it_is_refused) {
  flip("tile/entries/002", 40);
  put("tile/entries/002", bytes("tile/entries/002"));
  sign_for();
  EXPECT_THAT(fault(), StartsWith("proof: it does not lead from the entries 512 to 1023 "));
}

TEST_F(LogArchive, without_one_of_its_files_is_refused) {
  for (const std::string path : {"tile/entries/003", "checkpoint", "proof"}) {
    fs::rename(m_scratch / ("archive/" + path), m_scratch / "aside");
    EXPECT_EQ(fault(), path + ": the file is missing");
    fs::rename(m_scratch / "aside", m_scratch / ("archive/" + path));
  }
}

TEST_F(LogArchive, with_a_file_too_many_is_refused) {
  m_scratch.write("archive/tile/entries/note", std::string_view("x"));
  EXPECT_EQ(fault(), "tile/entries/note: a file that the manifest does not name");
  fs::remove(m_scratch / "archive/tile/entries/note");
  fs::create_symlink("/", m_scratch / "archive/link");
  EXPECT_EQ(fault(), "link: a file that the manifest does not name");
}

TEST_F(LogArchive, with_a_manifest_that_names_other_files_is_refused) {
  std::erase_if(manifest.files, [](const auto& file) { return file.path == "tile/entries/003"; });
  sign_for();
  EXPECT_EQ(fault(), "manifest: expected a line for tile/entries/003, found its end");
  put("tile/entries/003", bytes("tile/entries/003"));
  put("tile/entries/004", bytes("tile/entries/003"));
  sign_for();
  EXPECT_EQ(fault(), "manifest: expected its end, found a line for tile/entries/004");
}

TEST_F(LogArchive, with_a_manifest_of_other_bounds_or_another_log_is_refused) {
  manifest.from = 256;
  sign_for();
  EXPECT_EQ(fault(), "manifest: expected a line for tile/entries/001, found tile/entries/002");
  manifest.from = 512;
  manifest.origin = "another.example/2026";
  sign_for();
  EXPECT_THAT(fault(), StartsWith("manifest: expected origin seal.dev.example/2026"));
  m_scratch.write("archive/manifest", std::string_view("antin-archive/v2\n"));
  EXPECT_EQ(fault(), "manifest: the first line is not antin-archive/v1");
}

TEST_F(LogArchive, with_a_changed_proof_is_refused) {
  flip("proof", 40);
  EXPECT_THAT(fault(), StartsWith("proof: expected SHA-256 "));
  auto path = log.consistency(1024, 1500);
  path.back()[0] ^= 1;
  put_proof({edge(log, 512), path});
  sign_for();
  EXPECT_THAT(fault(), StartsWith("proof: it does not lead"));
  put_proof({{}, log.consistency(1024, 1500)});
  sign_for();
  EXPECT_THAT(fault(), StartsWith("proof: its edge: "));
  put("proof", {'x', '\n'});
  sign_for();
  EXPECT_THAT(fault(), StartsWith("proof: the first line is not "));
}

TEST_F(LogArchive, with_a_foreign_or_a_smaller_checkpoint_is_refused) {
  const FakeLog stranger(1500);
  put("checkpoint", base::copy(base::view(stranger.note())));
  sign_for();
  EXPECT_THAT(fault(), StartsWith("checkpoint: "));
  put("checkpoint", base::copy(base::view(log.note(600))));
  sign_for();
  EXPECT_EQ(fault(), "checkpoint: expected at least 1024 entries, found 600");
}

TEST_F(LogArchive, with_a_bundle_of_more_or_fewer_entries_is_refused) {
  auto longer = bytes("tile/entries/003");
  longer.insert(longer.end(), {0, 1, 'x'});
  put("tile/entries/003", longer);
  sign_for();
  EXPECT_EQ(fault(), "tile/entries/003: expected its end after 256 entries, found 3 octets");
  longer.erase(longer.end() - 4, longer.end());
  put("tile/entries/003", longer);
  sign_for();
  EXPECT_EQ(fault(), "tile/entries/003: expected 256 whole entries, found the end in the one with index 1023");
}

}  // namespace
}  // namespace antin::client
