#include "core/tlog/note.hpp"

#include <gtest/gtest.h>

#include "tests/unit/core/tlog/log_key.hpp"

namespace antin::tlog {
namespace {

// The examples of Go's note package and of C2SP signed-note.
const std::string text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const std::string line =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const std::string example = text + "\n" + line;

VerifierKey peter() { return parse_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").value(); }
Note note() { return parse_note(example).value(); }

TEST(Note, published_notes_verify_under_their_keys_alone) {
  EXPECT_TRUE(is_signed_by(note(), peter()));
  const auto foo = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").value();
  const auto c2sp = parse_note(
      "This is an example message.\n\n— example.com/foo "
      "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYj"
      "OBH3mFXmRKuwHjG1Yu72IneyaQM=\n");
  ASSERT_TRUE(c2sp);
  EXPECT_TRUE(is_signed_by(*c2sp, foo));
  EXPECT_FALSE(is_signed_by(*c2sp, peter()));
  EXPECT_FALSE(is_signed_by(note(), foo));
}

TEST(Note, it_is_split_at_the_last_blank_line_and_printed_as_it_was) {
  EXPECT_EQ(note().text, text);
  ASSERT_EQ(note().signatures.size(), 1U);
  EXPECT_EQ(note().signatures[0].name, "PeterNeumann");
  EXPECT_EQ(note().signatures[0].signature.size(), 64U);
  for (const auto& whole : {example, "a\n\nb\n\n" + line + line, "\n\n\n" + line, "Tiếng Việt\n\n" + line}) {
    const auto parsed = parse_note(whole);
    ASSERT_TRUE(parsed) << whole;
    EXPECT_EQ(print(*parsed), whole);
  }
  EXPECT_EQ(parse_note("a\n\nb\n\n" + line)->text, "a\n\nb\n");
}

TEST(Note, anything_that_is_not_exactly_a_note_is_refused) {
  const auto bare = line.substr(0, line.size() - 1);
  const std::vector<std::string> texts{"",
                                       "\n",
                                       "\n\n",
                                       text,
                                       text + line,
                                       text + "\n",
                                       text + "\n" + bare,
                                       text + "\n" + line + "\n",
                                       text + "\n" + line + "x",
                                       text + "\n\n",
                                       "\n" + line,
                                       line,
                                       text + "\n" + line + "x\n",
                                       text + "\r\n" + line,
                                       "a\tb\n\n" + line,
                                       "a\x1B[1m\n\n" + line,
                                       text + "\n" + bare + "\r\n",
                                       std::string("a\0b\n\n", 5) + line,
                                       "\xC3(\n\n" + line,
                                       "\xED\xA0\x80\n\n" + line};
  for (const auto& whole : texts) EXPECT_FALSE(parse_note(whole)) << whole;
}

TEST(Note, a_signature_line_of_another_form_is_refused) {
  for (const std::string bad :
       {"- PeterNeumann AAAAAAA=\n", "—PeterNeumann AAAAAAA=\n", "—  PeterNeumann AAAAAAA=\n", "— PeterNeumann\n",
        "— PeterNeumann \n", "—  AAAAAAA=\n", "— Peter Neumann AAAAAAA=\n", "— Peter+Neumann AAAAAAA=\n",
        "— PeterNeumann AAAAAAA\n", "— PeterNeumann AAAAAAB=\n", "— PeterNeumann AAAAAA==\n", "— PeterNeumann AAAA\n",
        "— PeterNeumann AAAA AAAA\n", "— PeterNeumann AAAAAAA= \n", "— PeterNeumann AAA-_AA=\n",
        "— Peter\u00A0Neumann AAAAAAA=\n", " — PeterNeumann AAAAAAA=\n", "— \n"}) {
    EXPECT_FALSE(parse_note(text + "\n" + bad)) << bad;
    EXPECT_FALSE(parse_note(text + "\n" + line + bad + line)) << bad;
    EXPECT_FALSE(parse_signature_line(bad)) << bad;
  }
  EXPECT_TRUE(parse_note(text + "\n— PeterNeumann AAAAAAA=\n"));
}

TEST(Note, one_signature_line_is_read_by_itself) {
  const auto parsed = parse_signature_line(line);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, note().signatures[0]);
  EXPECT_EQ(print(*parsed), line);
  EXPECT_FALSE(parse_signature_line(""));
  EXPECT_FALSE(parse_signature_line("\n"));
  EXPECT_FALSE(parse_signature_line(line + line));
  EXPECT_FALSE(parse_signature_line(line.substr(0, line.size() - 1)));
  EXPECT_FALSE(parse_signature_line("— a " + std::string(note_size_limit, 'A') + "\n"));
}

TEST(Note, too_many_signatures_or_octets_are_refused) {
  auto whole = text + "\n";
  for (std::size_t i = 0; i < note_signatures_limit; ++i) whole += line;
  EXPECT_TRUE(parse_note(whole));
  EXPECT_FALSE(parse_note(whole + line));
  const auto rest = "\n\n" + line;
  EXPECT_TRUE(parse_note(std::string(note_size_limit - rest.size(), 'a') + rest));
  EXPECT_FALSE(parse_note(std::string(note_size_limit - rest.size() + 1, 'a') + rest));
}

TEST(Note, a_touched_text_signature_name_or_id_is_not_signed) {
  auto touched = note();
  touched.text[0] = 'i';
  EXPECT_FALSE(is_signed_by(touched, peter()));
  for (const std::size_t at : {0, 31, 32, 63}) {
    touched = note();
    touched.signatures[0].signature[at] ^= 1;
    EXPECT_FALSE(is_signed_by(touched, peter()));
  }
  touched = note();
  touched.signatures[0].name = "EnochRoot";
  EXPECT_FALSE(is_signed_by(touched, peter()));
  touched = note();
  touched.signatures[0].id[3] ^= 1;
  EXPECT_FALSE(is_signed_by(touched, peter()));
  touched = note();
  touched.signatures[0].signature.pop_back();
  EXPECT_FALSE(is_signed_by(touched, peter()));
  touched.signatures.clear();
  EXPECT_FALSE(is_signed_by(touched, peter()));
}

TEST(Note, a_signature_that_holds_counts_beside_one_that_does_not) {
  auto both = note();
  both.signatures.insert(both.signatures.begin(), both.signatures[0]);
  both.signatures[0].signature[0] ^= 1;
  EXPECT_TRUE(is_signed_by(both, peter()));
}

TEST(Note, a_key_of_no_type_or_of_a_witness_signs_no_note) {
  EXPECT_FALSE(is_signed_by(note(), VerifierKey{}));
  // Even a line that carries the cosignature key's own id, over the text alone.
  auto cosigner = peter();
  cosigner.type = KeyType::cosignature;
  auto relabelled = note();
  relabelled.signatures[0].id = cosigner.id();
  EXPECT_FALSE(is_signed_by(relabelled, cosigner));
}

TEST(Note, openssl_and_we_agree_on_signatures_of_both_types) {
  for (const auto type : {KeyType::ed25519, KeyType::ecdsa}) {
    const LogKey key("log.example", type);
    const Note theirs{text, {key.sign_text(text)}};
    const auto parsed = parse_note(print(theirs));
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(is_signed_by(*parsed, key.vkey()));
    EXPECT_FALSE(is_signed_by(Note{text + "more\n", theirs.signatures}, key.vkey()));
    const auto ours = crypto::PrivateKey::from_pem(key.tools.read("key.pem"), {})
                          .value()
                          .sign(base::DigestAlgorithm::sha256, base::view(text));
    ASSERT_TRUE(ours);
    EXPECT_TRUE(key.openssl_verifies(text, {"log.example", key.vkey().id(), *ours}));
  }
}

// From C2SP tlog-cosignature.
const std::string checkpoint = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr base::Instant example_time{std::chrono::seconds(1679315147)};

Note cosigned(const LogKey& witness, base::Instant at) {
  return {checkpoint, {cosignature(witness.vkey(), at, witness.sign(cosignature_message(checkpoint, at)))}};
}

TEST(Cosignature, its_message_and_line_are_laid_out_as_in_the_specification) {
  EXPECT_EQ(base::text(cosignature_message(checkpoint, example_time)),
            "cosignature/v1\ntime 1679315147\n" + checkpoint);
  const auto published = parse_signature_line(
      "— witness.example.com/w1 "
      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
      "mbIUBkBIfZ+qnA==\n");
  ASSERT_TRUE(published);
  const VerifierKey witness{"witness.example.com/w1", KeyType::cosignature, base::Bytes(32)};
  auto made = cosignature(witness, example_time, base::ByteView(published->signature).subspan(8));
  made.id = published->id;
  EXPECT_EQ(made, *published);
}

TEST(Cosignature, it_tells_when_the_witness_saw_the_text) {
  const LogKey witness("witness.example", KeyType::cosignature);
  const auto seen = cosigned(witness, example_time + std::chrono::milliseconds(999));
  EXPECT_EQ(cosigned_at(seen, witness.vkey()), example_time);
  EXPECT_EQ(cosigned_at(parse_note(print(seen)).value(), witness.vkey()), example_time);
}

TEST(Cosignature, of_several_the_latest_that_holds_counts) {
  const LogKey witness("witness.example", KeyType::cosignature);
  auto seen = cosigned(witness, example_time);
  seen.signatures.push_back(cosigned(witness, example_time + std::chrono::hours(1)).signatures[0]);
  seen.signatures.push_back(cosigned(witness, example_time - std::chrono::hours(1)).signatures[0]);
  seen.signatures.push_back(cosigned(witness, example_time + std::chrono::hours(2)).signatures[0]);
  seen.signatures.back().signature.back() ^= 1;
  EXPECT_EQ(cosigned_at(seen, witness.vkey()), example_time + std::chrono::hours(1));
}

TEST(Cosignature, one_that_was_touched_or_is_of_another_key_or_kind_is_none) {
  const LogKey witness("witness.example", KeyType::cosignature);
  const auto good = cosigned(witness, example_time);
  for (const std::size_t at : {0, 7, 8, 71}) {
    auto touched = good;
    touched.signatures[0].signature[at] ^= 1;
    EXPECT_FALSE(cosigned_at(touched, witness.vkey()));
  }
  for (const std::size_t size : {0, 7, 8, 9, 71}) {
    auto touched = good;
    touched.signatures[0].signature.resize(size);
    EXPECT_FALSE(cosigned_at(touched, witness.vkey()));
  }
  auto touched = good;
  touched.text[0] = 'E';
  EXPECT_FALSE(cosigned_at(touched, witness.vkey()));
  EXPECT_FALSE(cosigned_at(good, LogKey("witness.example", KeyType::cosignature).vkey()));
  auto as_log = witness.vkey();
  as_log.type = KeyType::ed25519;
  EXPECT_FALSE(cosigned_at(good, as_log));
  EXPECT_FALSE(is_signed_by(good, witness.vkey()));
  EXPECT_FALSE(cosigned_at(good, VerifierKey{}));
}

TEST(Cosignature, a_time_beyond_the_year_9999_is_none) {
  const LogKey witness("witness.example", KeyType::cosignature);
  const base::Instant last{std::chrono::seconds(253402300799)};
  EXPECT_EQ(cosigned_at(cosigned(witness, last), witness.vkey()), last);
  EXPECT_FALSE(cosigned_at(cosigned(witness, last + std::chrono::seconds(1)), witness.vkey()));
  EXPECT_FALSE(cosigned_at(cosigned(witness, base::Instant(std::chrono::seconds(-1))), witness.vkey()));
}

}  // namespace
}  // namespace antin::tlog
