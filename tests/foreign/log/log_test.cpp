// The log as it is published, checked by the Go project's packages, which know nothing of us.
#include <gmock/gmock.h>

#include "tests/support/fake_log.hpp"
#include "tests/support/foreign_tools.hpp"
#include "tests/unit/daemon/keeper/log/log_bench.hpp"

namespace antin::keeper::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ForeignVerifier : public LogBench {
 protected:
  // The log grows to this size in one checkpoint, whose note is kept beside the log's files.
  void grow_to(int size) {
    append(size - m_size);
    m_size = size;
    checkpoint();
    const auto name = "checkpoint-" + std::to_string(size);
    folder.write(name, log->newest());
    m_older += " -older " + name;
  }
  void write_proof(std::uint64_t index) {
    const auto name = std::to_string(index);
    folder.write(name + ".tlog-proof", log->proof_of(index));
    folder.write(name + ".entry", base::view(R"({"n":)" + name + "}"));
    m_proofs += " -proof " + name;
  }
  [[nodiscard]] antin::test::Outcome check(const std::string& more) const {
    const auto run =
        folder.run("'" ANTIN_BINARY_DIR "/tests/check-log' log '" + tlog::print(key.verifier()) + "' " + more);
    return {run ? 0 : 1, folder.text("said")};
  }
  [[nodiscard]] antin::test::Outcome check() const { return check("entries" + m_older + m_proofs); }

  // The file is changed, refused with these words, and put back.
  void refused(const std::string& file, const std::function<void(base::Bytes&)>& change, const std::string& words) {
    const auto good = folder.bytes(file);
    auto bad = good;
    change(bad);
    folder.write(file, bad);
    const auto checked = check();
    EXPECT_EQ(checked.status, 1) << file;
    EXPECT_THAT(checked.output, HasSubstr(words)) << file;
    folder.write(file, good);
  }
  static void flip(base::Bytes& content) { content.at(content.size() / 2) ^= 1; }

  int m_size = 0;
  std::string m_older, m_proofs;
};

TEST_F(ForeignVerifier, accepts_the_log_at_every_size_where_tiles_begin_and_end_with_all_its_history) {
  start();
  for (const auto& [size, tiles] :
       {std::pair{1, 1}, {2, 1}, {255, 1}, {256, 2}, {257, 3}, {511, 3}, {65'535, 257}, {70'000, 277}}) {
    grow_to(size);
    write_proof(static_cast<std::uint64_t>(size) - 1);
    const auto checked = check();
    ASSERT_EQ(checked.status, 0) << size << ": " << checked.output;
    EXPECT_THAT(checked.output,
                StartsWith("good: " + std::to_string(size) + " entries, " + std::to_string(tiles) + " tiles"));
  }
  EXPECT_THAT(check().output, HasSubstr("8 older checkpoints, 8 proofs"));
}

TEST_F(ForeignVerifier, refuses_what_was_touched) {
  start();
  grow_to(300);
  grow_to(66'000);
  write_proof(65'999);
  ASSERT_EQ(check().status, 0) << check().output;
  refused("log/checkpoint", flip, "checkpoint: ");
  for (const auto* tile :
       {"log/tile/0/000", "log/tile/0/257.p/208", "log/tile/1/000", "log/tile/1/001.p/1", "log/tile/2/000.p/1"}) {
    refused(tile, flip, "tiles: ");
    refused(
        tile, [](auto& content) { content.pop_back(); }, "tiles: ");
  }
  refused("entries/tile/entries/000", flip, "is not the leaf");
  refused(
      "entries/tile/entries/000", [](auto& content) { content.push_back(0); }, "too long");
  refused("65999.entry", flip, "65999: invalid transparency proof");
  refused("65999.tlog-proof", flip, "65999: ");
  folder.write("checkpoint-300", key.signed_note({origin, 300, tlog::leaf_hash(base::view("another history"))}));
  EXPECT_THAT(check().output, HasSubstr("checkpoint-300: invalid transparency proof"));
  const client::NoteKey stranger(origin);
  EXPECT_FALSE(folder.run("'" ANTIN_BINARY_DIR "/tests/check-log' log '" + tlog::print(stranger.vkey()) + "'"));
}

TEST_F(ForeignVerifier, accepts_the_line_of_a_witness_and_no_other) {
  start();
  grow_to(300);
  const client::NoteKey witness("witness.example/1", tlog::KeyType::cosignature);
  const client::NoteKey stranger("witness.example/1", tlog::KeyType::cosignature);
  const auto asks = "-witness '" + tlog::print(witness.vkey()) + "'";
  EXPECT_THAT(check(asks).output, HasSubstr("not signed by everybody"));
  const auto note = log->newest();
  const auto line = witness.cosign(tlog::parse_note(note)->text);
  folder.write("log/checkpoint", note + tlog::print(line));
  EXPECT_EQ(check(asks).status, 0) << check(asks).output;
  EXPECT_EQ(check("-witness '" + tlog::print(stranger.vkey()) + "'").status, 1);
  auto other_time = line;
  other_time.signature[7] ^= 1;
  folder.write("log/checkpoint", note + tlog::print(other_time));
  EXPECT_THAT(check(asks).output, HasSubstr("invalid signature"));
}

}  // namespace
}  // namespace antin::keeper::test
