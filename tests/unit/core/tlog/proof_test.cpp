#include "core/tlog/proof.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/tlog/log_key.hpp"
#include "tests/unit/core/tlog/reference.hpp"

namespace antin::tlog {
namespace {

constexpr const char* root_line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

TEST(Checkpoint, what_is_printed_is_read) {
  const auto text = "example.com/behind-the-sofa\n20852163\n" + std::string(root_line);
  const auto parsed = parse_checkpoint(text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(parsed->size, 20852163U);
  EXPECT_EQ(base::to_base64(parsed->root) + "\n", root_line);
  EXPECT_EQ(print(*parsed), text);
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{9}, UINT64_MAX}) {
    const Checkpoint other{"a", size, empty_root()};
    EXPECT_EQ(parse_checkpoint(print(other)).value(), other);
  }
}

TEST(Checkpoint, anything_else_is_refused) {
  const std::string root = root_line;
  const std::vector<std::string> texts{"",
                                       "a\n",
                                       "a\n1\n",
                                       "a\n1\n" + root.substr(0, root.size() - 1),
                                       "a\n1\n" + root + "extension\n",
                                       "a\n1\n" + root + "\n",
                                       "\n1\n" + root,
                                       "a b\n1\n" + root,
                                       "a+b\n1\n" + root,
                                       "a\r\n1\n" + root,
                                       "a\n01\n" + root,
                                       "a\n+1\n" + root,
                                       "a\n-1\n" + root,
                                       "a\n 1\n" + root,
                                       "a\n\n" + root,
                                       "a\n0x1\n" + root,
                                       "a\n00\n" + root,
                                       "a\n18446744073709551616\n" + root,
                                       "a\n1 \n" + root,
                                       "a\n1\n\n",
                                       "a\n1\nAAAA\n" + root,
                                       "a\n1\nAAAA\n",
                                       "a\n1\nA" + root,
                                       "a\n1\n" + root.substr(1),
                                       "a\n1\n" + root.substr(0, 42) + "J=\n",
                                       "\xC3(\n1\n" + root,
                                       "a\n1\n" + root.substr(0, 44) + "\r\n",
                                       std::string(note_size_limit, 'a') + "\n1\n" + root};
  for (const auto& text : texts) EXPECT_FALSE(parse_checkpoint(text)) << text.substr(0, 100);
}

class ProofFile : public ::testing::Test {
 protected:
  static constexpr std::uint64_t size = 300;
  static constexpr std::uint64_t index = 257;

  [[nodiscard]] static std::string signed_by(const LogKey& key, const std::string& text) {
    return print(Note{text, {key.sign_text(text)}});
  }
  [[nodiscard]] Proof proof() { return {index, reference.inclusion(index, size), signed_by(log, print(checkpoint()))}; }
  [[nodiscard]] Checkpoint checkpoint() { return {"log.example", size, reference.root(size)}; }
  [[nodiscard]] base::Sha256Hash leaf() const { return reference.leaves()[index]; }
  [[nodiscard]] std::string verdict(const Proof& proof) {
    const auto verified = verify(proof, leaf(), log.vkey());
    return verified ? "holds" : verified.error().text;
  }

  Reference reference{size};
  LogKey log{"log.example"};
};

TEST_F(ProofFile, what_is_printed_is_read_and_holds) {
  const auto text = print(proof());
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nindex 257\n" + base::to_base64(proof().path[0]) + "\n"));
  const auto parsed = parse_proof(text);
  ASSERT_TRUE(parsed) << parsed.error().text;
  EXPECT_EQ(print(*parsed), text);
  const auto verified = verify(*parsed, leaf(), log.vkey());
  ASSERT_TRUE(verified) << verified.error().text;
  EXPECT_EQ(*verified, checkpoint());
}

TEST_F(ProofFile, the_only_leaf_needs_no_path) {
  const Proof only{0, {}, signed_by(log, print(Checkpoint{"log.example", 1, reference.root(1)}))};
  const auto parsed = parse_proof(print(only));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(print(*parsed), print(only));
  EXPECT_TRUE(verify(*parsed, reference.leaves()[0], log.vkey()));
}

TEST_F(ProofFile, a_file_of_another_form_is_refused) {
  const auto note = proof().note;
  const std::string start = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = root_line;
  ASSERT_TRUE(parse_proof(start + "index 1\n" + hash + "\n" + note));
  const std::vector<std::string> texts{"",
                                       start,
                                       start + "index 1\n",
                                       start + "index 1\n\n",
                                       start + "\n" + note,
                                       "c2sp.org/tlog-proof@v2\nindex 1\n\n" + note,
                                       "index 1\n\n" + note,
                                       start + "extra AAAA\nindex 1\n\n" + note,
                                       start + "index 01\n\n" + note,
                                       start + "index -1\n\n" + note,
                                       start + "index 1 \n\n" + note,
                                       start + "index\n\n" + note,
                                       start + "index \n\n" + note,
                                       start + "Index 1\n\n" + note,
                                       start + "index 18446744073709551616\n\n" + note,
                                       start + "index 1\n" + note,
                                       start + "index 1\n" + hash + note,
                                       start + "index 1\nAAAA\n\n" + note,
                                       start + "index 1\n" + hash + "AAAA\n\n" + note,
                                       start + "index 1\r\n\n" + note,
                                       start + "index 1\n\n\n" + note + "\n",
                                       start + "index 1\n\nno note\n",
                                       start + "index 1\n\n" + note.substr(0, note.size() - 1)};
  for (const auto& text : texts) EXPECT_FALSE(parse_proof(text)) << text;
}

TEST_F(ProofFile, an_endless_path_or_file_is_refused) {
  Proof long_one{1, Path(64), proof().note};
  EXPECT_TRUE(parse_proof(print(long_one)));
  long_one.path.emplace_back();
  EXPECT_FALSE(parse_proof(print(long_one)));
  EXPECT_FALSE(parse_proof(print(Proof{1, Path(2000), proof().note})));
}

TEST_F(ProofFile, a_path_that_was_touched_does_not_hold) {
  const std::string expected = "the path does not lead from this entry to the checkpoint's root";
  for (std::size_t i = 0; i < proof().path.size(); ++i) {
    auto touched = proof();
    touched.path[i][0] ^= 1;
    EXPECT_EQ(verdict(touched), expected);
    touched = proof();
    touched.path.erase(touched.path.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(verdict(touched), expected);
  }
  auto touched = proof();
  touched.path.emplace_back();
  EXPECT_EQ(verdict(touched), expected);
  touched = proof();
  touched.index = 256;
  EXPECT_EQ(verdict(touched), expected);
  EXPECT_FALSE(verify(proof(), reference.leaves()[0], log.vkey()));
}

TEST_F(ProofFile, an_index_beyond_the_checkpoint_does_not_hold) {
  auto beyond = proof();
  beyond.index = size;
  EXPECT_EQ(verdict(beyond), "the proof's index is beyond the checkpoint's size");
}

TEST_F(ProofFile, a_checkpoint_that_the_log_did_not_sign_does_not_hold) {
  auto other = proof();
  other.note = signed_by(LogKey("log.example"), print(checkpoint()));
  EXPECT_EQ(verdict(other), "the checkpoint has no valid signature by the key named log.example");
  other = proof();
  other.note.replace(other.note.find("300"), 3, "301");
  EXPECT_EQ(verdict(other), "the checkpoint has no valid signature by the key named log.example");
  EXPECT_FALSE(verify(proof(), leaf(), VerifierKey{}));
}

TEST_F(ProofFile, a_signed_text_that_is_no_checkpoint_of_this_log_does_not_hold) {
  auto other = proof();
  other.note = signed_by(log, print(Checkpoint{"other.example", size, reference.root(size)}));
  EXPECT_EQ(verdict(other), "the checkpoint is of another log than its signer's");
  other.note = signed_by(log, print(checkpoint()) + "extension\n");
  EXPECT_EQ(verdict(other), "expected a checkpoint: the lines origin, size and root");
  other.note = "no note";
  EXPECT_EQ(verdict(other), "the note has no blank line before its signatures");
}

}  // namespace
}  // namespace antin::tlog
