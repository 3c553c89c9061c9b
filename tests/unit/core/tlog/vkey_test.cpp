#include <gtest/gtest.h>

#include "tests/unit/core/tlog/log_key.hpp"

namespace antin::tlog {
namespace {

// Published: the example of Go's note package, that of C2SP signed-note, and the ECDSA key of Sigstore's first Rekor.
constexpr const char* go_example = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* c2sp_example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr const char* rekor =
    "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+"
    "smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

TEST(Vkey, published_keys_are_read_and_printed_as_they_are) {
  for (const std::string text : {go_example, c2sp_example, rekor}) {
    const auto key = parse_vkey(text);
    ASSERT_TRUE(key) << text;
    EXPECT_EQ(print(*key), text);
  }
  EXPECT_EQ(parse_vkey(go_example)->name, "PeterNeumann");
  EXPECT_EQ(parse_vkey(go_example)->type, KeyType::ed25519);
  EXPECT_EQ(parse_vkey(go_example)->id(), (KeyId{0xc7, 0x4f, 0x20, 0xa3}));
  EXPECT_EQ(parse_vkey(rekor)->type, KeyType::ecdsa);
}

std::string vkey(const std::string& name, const std::string& id, base::Bytes typed) {
  return name + "+" + id + "+" + base::to_base64(typed);
}

TEST(Vkey, anything_that_is_not_exactly_a_key_is_refused) {
  const std::string good = go_example;
  const std::string key = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const std::vector<std::string> texts{"",
                                       "PeterNeumann",
                                       "PeterNeumann+c74f20a3",
                                       "PeterNeumann+c74f20a3+",
                                       "+c74f20a3+" + key,
                                       good + "\n",
                                       " " + good,
                                       good + "+",
                                       good + "=",
                                       "PeterNeumann+C74F20A3+" + key,
                                       "PeterNeumann+c74f20a4+" + key,
                                       "PeterNeumann+c74f20+" + key,
                                       "PeterNeumann++" + key,
                                       "Peter Neumann+c74f20a3+" + key,
                                       "PeterNeumanN+c74f20a3+" + key,
                                       "PeterNeumann+c74f20a3+" + key.substr(4),
                                       "PeterNeumann+c74f20a3+!!!!",
                                       good.substr(0, good.size() - 4)};
  for (const auto& text : texts) EXPECT_FALSE(parse_vkey(text)) << text;
}

TEST(Vkey, keys_of_unknown_types_or_of_another_length_are_refused) {
  // Types as they are assigned and free, 173116ae as Go's own test of an unknown algorithm has it.
  EXPECT_FALSE(parse_vkey("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  EXPECT_FALSE(parse_vkey("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=="));
  for (const auto type : {KeyType::ed25519, KeyType::cosignature, KeyType::ecdsa})
    for (const std::size_t size : {0, 31, 33}) {
      const VerifierKey key{"log.example", type, base::Bytes(size, 7)};
      EXPECT_FALSE(parse_vkey(print(key)));
    }
  EXPECT_FALSE(parse_vkey(vkey("log.example", "00000000", base::Bytes(33, 0))));
}

TEST(Vkey, a_long_one_is_refused_before_it_is_read) {
  const VerifierKey key{std::string(1000, 'n'), KeyType::ed25519, base::Bytes(32, 7)};
  EXPECT_FALSE(parse_vkey(print(key)));
  EXPECT_TRUE(parse_vkey(print(VerifierKey{std::string(900, 'n'), KeyType::ed25519, base::Bytes(32, 7)})));
}

TEST(Vkey, an_ecdsa_key_on_another_curve_is_refused) {
  const test::ToolDirectory tools;
  tools.must_run("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out key.pem");
  tools.must_run("openssl pkey -in key.pem -pubout -outform DER -out public.der");
  EXPECT_FALSE(verifier_key("log.example", KeyType::ecdsa, tools.read("public.der")));
  EXPECT_FALSE(parse_vkey(print(VerifierKey{"log.example", KeyType::ecdsa, tools.read("public.der")})));
}

TEST(Vkey, one_is_made_from_a_public_key_of_its_kind_alone) {
  const LogKey ed25519("log.example");
  const LogKey p256("log.example", KeyType::ecdsa);
  const auto ed25519_spki = ed25519.tools.read("public.der");
  const auto p256_spki = p256.tools.read("public.der");
  EXPECT_EQ(verifier_key("log.example", KeyType::ed25519, ed25519_spki)->key,
            base::Bytes(ed25519_spki.end() - 32, ed25519_spki.end()));
  EXPECT_EQ(verifier_key("log.example", KeyType::ecdsa, p256_spki)->key, p256_spki);
  EXPECT_NE(verifier_key("log.example", KeyType::cosignature, ed25519_spki)->id(), ed25519.vkey().id());
  EXPECT_EQ(ed25519.vkey().spki(), ed25519_spki);
  EXPECT_EQ(verifier_key("log.example", KeyType::cosignature, ed25519_spki)->spki(), ed25519_spki);
  EXPECT_EQ(p256.vkey().spki(), p256_spki);
  for (const auto type : {KeyType::ed25519, KeyType::cosignature, KeyType::unknown})
    EXPECT_FALSE(verifier_key("log.example", type, p256_spki));
  EXPECT_FALSE(verifier_key("log.example", KeyType::ecdsa, ed25519_spki));
  EXPECT_FALSE(verifier_key("log.example", KeyType::unknown, ed25519_spki));
  EXPECT_FALSE(verifier_key("log.example", KeyType::ed25519, {}));
  EXPECT_FALSE(verifier_key("log example", KeyType::ed25519, ed25519_spki));
}

TEST(KeyName, white_space_plus_signs_and_what_is_not_utf8_are_refused) {
  for (const std::string name : {"log.example/2026", "trường.example", "a"}) EXPECT_TRUE(is_key_name(name)) << name;
  for (const std::string name : {"", "a b", "a+b", "a\tb", "a\nb", "a\rb", "a\u00A0b", "a\u2003b", "a\u2028",
                                 "a\u3000b", "a\u0085", "\u1680", "\u202F", "\u205F", "a\xC3", "\xFF"})
    EXPECT_FALSE(is_key_name(name)) << name;
  EXPECT_FALSE(is_key_name(std::string_view("a\0b", 3)));
}

}  // namespace
}  // namespace antin::tlog
