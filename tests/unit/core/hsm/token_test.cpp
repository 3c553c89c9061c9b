#include "core/hsm/token.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "core/base/descriptor.hpp"
#include "tests/unit/core/hsm/raw_token.hpp"
#include "tests/unit/core/hsm/token_folder.hpp"

namespace antin::hsm {
namespace {

using crypto::KeyAlgorithm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using OpeningAToken = TokenFolder;

base::Secret pin(std::string_view text) { return base::Secret(base::view(text)); }

TEST_F(OpeningAToken, lists_all_kinds_of_keys_by_label_an_ed25519_key_among_them) {
  const auto made = make_token({{"seal/b/x/2026.1", KeyAlgorithm::rsa},
                                {"log/antin/tlog/2026.1", KeyAlgorithm::ed25519},
                                {"seal/a/x/2026.1", KeyAlgorithm::ecdsa_p256}});
  const auto token = Token::open(options(), made.pin);
  ASSERT_TRUE(token) << why(token);
  std::vector<std::string> labels;
  for (const auto& key : token->keys()) labels.push_back(key.label);
  EXPECT_THAT(labels, ElementsAre("log/antin/tlog/2026.1", "seal/a/x/2026.1", "seal/b/x/2026.1"));
  EXPECT_EQ(token->find("seal/b/x/2026.1")->algorithm, KeyAlgorithm::rsa);
  EXPECT_EQ(token->find("seal/c/x/2026.1"), nullptr);
  EXPECT_FALSE(token->serial().empty());
  EXPECT_TRUE(token->left_out().empty());
}

TEST_F(OpeningAToken, with_a_wrong_pin_is_refused_without_naming_it) {
  make_token({});
  const auto token = Token::open(options(), pin("not-the-pin"));
  ASSERT_FALSE(token);
  EXPECT_THAT(why(token), HasSubstr("C_Login"));
  EXPECT_TRUE(token.error().pin_refused);
  EXPECT_THAT(why(token), ::testing::Not(HasSubstr("not-the-pin")));
}

TEST_F(OpeningAToken, with_an_empty_pin_or_one_with_a_zero_in_it_is_refused) {
  make_token({});
  EXPECT_THAT(why(Token::open(options(), pin(""))), HasSubstr("PIN is empty"));
  EXPECT_THAT(why(Token::open(options(), pin({"1234\0", 5}))), HasSubstr("zero octet"));
}

TEST_F(OpeningAToken, that_is_not_there_is_refused) {
  const auto made = make_token({});
  const auto token = Token::open(options("time"), made.pin);
  EXPECT_THAT(why(token), HasSubstr("no token is labelled time"));
  EXPECT_FALSE(token.error().pin_refused);
}

TEST_F(OpeningAToken, whose_label_begins_like_anothers_finds_the_right_one) {
  make_token({{"a", KeyAlgorithm::ecdsa_p256}}, "seals-old");
  const auto made = make_token({{"b", KeyAlgorithm::ecdsa_p256}}, "seals");
  const auto token = Token::open(options("seals"), made.pin);
  ASSERT_TRUE(token) << why(token);
  EXPECT_NE(token->find("b"), nullptr);
  EXPECT_EQ(token->find("a"), nullptr);
}

TEST_F(OpeningAToken, is_refused_when_two_tokens_share_the_label) {
  const auto made = make_token({});
  make_token({});
  EXPECT_THAT(why(Token::open(options(), made.pin)), HasSubstr("two tokens are labelled seals"));
}

TEST_F(OpeningAToken, is_refused_when_two_private_keys_share_a_label) {
  const auto made = make_token({{"twice", KeyAlgorithm::ecdsa_p256}, {"once", KeyAlgorithm::ecdsa_p256}});
  {
    // Nothing here makes such a key: another tool relabels one.
    const RawToken raw(made.pin);
    Attributes match, change;
    match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view("once"));
    change.bytes(CKA_LABEL, base::view("twice"));
    const auto& session = raw.session();
    ASSERT_EQ(session.functions().C_SetAttributeValue(session.handle(), session.find(std::move(match))->front(),
                                                      change.data(), change.size()),
              CKR_OK);
  }
  EXPECT_THAT(why(Token::open(options(), made.pin)), HasSubstr("two private keys are labelled twice"));
}

TEST_F(OpeningAToken, is_refused_when_the_module_is_missing_or_is_none) {
  auto wrong = options();
  wrong.module = root() / "missing.so";
  EXPECT_FALSE(Token::open(wrong, pin("1")));
  wrong.module = "/proc/self/exe";
  EXPECT_FALSE(Token::open(wrong, pin("1")));
}

TEST_F(OpeningAToken, is_refused_when_the_start_lock_cannot_be_made) {
  const auto made = make_token({});
  auto wrong = options();
  wrong.start_lock = root() / "missing" / "lock";
  EXPECT_THAT(why(Token::open(wrong, made.pin)), HasSubstr("start lock"));
}

TEST_F(OpeningAToken, gives_the_start_lock_back_once_it_is_logged_in) {
  const auto made = make_token({});
  const auto token = Token::open(options(), made.pin);
  ASSERT_TRUE(token) << why(token);
  const base::Descriptor lock(::open((root() / "start.lock").c_str(), O_RDWR | O_CLOEXEC));
  EXPECT_EQ(::flock(lock.number(), LOCK_EX | LOCK_NB), 0);
}

TEST_F(OpeningAToken, works_again_after_it_was_closed) {
  const auto made = make_token({{"k", KeyAlgorithm::ecdsa_p256}});
  for (int i = 0; i < 3; ++i) {
    auto token = Token::open(options(), made.pin);
    ASSERT_TRUE(token) << why(token);
    EXPECT_TRUE(token->sign(token->keys().front(), base::DigestAlgorithm::sha256, base::view("m")));
  }
}

// A login rewrites the token's file, and a kill in the middle can destroy it: so signers see a read-only mount.
TEST_F(OpeningAToken, works_on_a_read_only_mount_and_changes_nothing) {
  const auto made = make_token({{"k", KeyAlgorithm::ecdsa_p256}});
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto tokens = (root() / "tokens").string();
    const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                         ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                         ::mount(tokens.c_str(), tokens.c_str(), nullptr, MS_BIND, nullptr) == 0 &&
                         ::mount(nullptr, tokens.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0;
    if (!mounted) ::_exit(77);
    auto token = Token::open(options(), made.pin);
    const bool works = token && token->sign(token->keys().front(), base::DigestAlgorithm::sha256, base::view("m"));
    ::_exit(works ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "mounts are not allowed here";
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

// Keys as tools make them when nobody looks: each with one thing wrong.
class LeftOut : public TokenFolder {
 protected:
  struct Flaw {
    bool sensitive = true, extractable = false, sign = true, same_id = true;
  };
  static constexpr std::uint8_t prime256v1[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};

  std::string reason_for(const Flaw& flaw) {
    const auto made = make_token({});
    generate(made.pin, flaw);
    const auto token = Token::open(options(), made.pin);
    if (!token) return token.error().text;
    EXPECT_TRUE(token->keys().empty());
    return token->left_out().empty() ? "it was not left out" : token->left_out().front();
  }

 private:
  static void generate(const base::Secret& user_pin, const Flaw& flaw) {
    const RawToken token(user_pin);
    const auto& session = token.session();
    Attributes for_public, for_private;
    const std::uint8_t id[] = {1}, other_id[] = {2};
    for_public.flag(CKA_TOKEN, true).flag(CKA_VERIFY, true).bytes(CKA_EC_PARAMS, prime256v1);
    for_public.bytes(CKA_ID, flaw.same_id ? id : other_id);
    for_private.flag(CKA_TOKEN, true).flag(CKA_PRIVATE, true).bytes(CKA_LABEL, base::view("flawed")).bytes(CKA_ID, id);
    for_private.flag(CKA_SENSITIVE, flaw.sensitive).flag(CKA_EXTRACTABLE, flaw.extractable).flag(CKA_SIGN, flaw.sign);
    CK_MECHANISM mechanism{CKM_EC_KEY_PAIR_GEN, nullptr, 0};
    CK_OBJECT_HANDLE public_key = 0, private_key = 0;
    ASSERT_EQ(session.functions().C_GenerateKeyPair(session.handle(), &mechanism, for_public.data(), for_public.size(),
                                                    for_private.data(), for_private.size(), &public_key, &private_key),
              CKR_OK);
  }
};

TEST_F(LeftOut, a_key_that_can_be_read_is_left_out) {
  EXPECT_THAT(reason_for({.sensitive = false}), HasSubstr("flawed: it is not CKA_SENSITIVE"));
}
TEST_F(LeftOut, a_key_that_can_be_taken_out_is_left_out) {
  EXPECT_THAT(reason_for({.extractable = true}), HasSubstr("flawed: it is CKA_EXTRACTABLE"));
}
TEST_F(LeftOut, a_key_that_is_not_for_signing_is_left_out) {
  EXPECT_THAT(reason_for({.sign = false}), HasSubstr("flawed: it is not for signing"));
}
TEST_F(LeftOut, a_key_without_its_public_half_is_left_out) {
  EXPECT_THAT(reason_for({.same_id = false}), HasSubstr("flawed: no public key has its CKA_ID"));
}

}  // namespace
}  // namespace antin::hsm
