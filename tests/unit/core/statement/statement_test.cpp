#include "core/statement/statement.hpp"

#include <gtest/gtest.h>

#include <random>

namespace antin::statement {
namespace {

// The worked example that integrators are shown, octet by octet.
constexpr std::string_view example =
    "antin/approve/v1\n"
    "log: seal.hcm.example/2026\n"
    "unit: 79760001\n"
    "kind: hoc-ba\n"
    "record: 1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3\n"
    "revision: 1\n"
    "step: teacher\n"
    "role: teacher\n"
    "scope: 2025-2026.1A\n"
    "digest: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n"
    "previous: none\n"
    "policy: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n"
    "nonce: q83vEjRWeJCrze8SNFZ4kA==\n"
    "expires: 2026-06-30T16:59:59Z\n";

std::string with(std::string_view from, std::string_view to) {
  std::string text(example);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string refusal(std::string_view text) {
  const auto parsed = parse_approve(text);
  return parsed ? "" : parsed.error().text;
}

TEST(Statement, the_worked_example_parses_into_its_fields) {
  const auto parsed = parse_approve(example);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->log, "seal.hcm.example/2026");
  EXPECT_EQ(parsed->unit, "79760001");
  EXPECT_EQ(parsed->kind, "hoc-ba");
  EXPECT_EQ(parsed->record, "1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3");
  EXPECT_EQ(parsed->revision, 1U);
  EXPECT_EQ(parsed->step, "teacher");
  EXPECT_EQ(parsed->role, "teacher");
  EXPECT_EQ(parsed->scope, "2025-2026.1A");
  EXPECT_EQ(base::print(parsed->digest), "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae");
  EXPECT_EQ(parsed->previous, std::nullopt);
  EXPECT_EQ(base::print(parsed->policy), "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  EXPECT_EQ(base::to_hex(parsed->nonce), "abcdef1234567890abcdef1234567890");
  EXPECT_EQ(base::print_seconds(parsed->expires), "2026-06-30T16:59:59Z");
}

TEST(Statement, the_worked_example_prints_back_octet_by_octet) {
  const auto parsed = parse_approve(example);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(print(*parsed), example);
}

TEST(Statement, a_system_says_for_whom_it_vouches_under_a_title_of_its_own) {
  auto text = with("antin/approve/v1", "antin/vouch/v1");
  EXPECT_EQ(refusal(text),
            "line 8: expected `system: ` and an identifier: 1 to 128 of A-Z a-z 0-9 . _ -, ending in LF");
  text.replace(text.find("role: "), 0, "system: school-79760001\nperson: p-000001\n");
  const auto parsed = parse_approve(text);
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->vouched, (Vouching{"school-79760001", "p-000001"}));
  EXPECT_EQ(print(*parsed), text);
  EXPECT_NE(refusal(std::string(text).replace(0, text.find('\n'), "antin/approve/v1")), "") << "nobody signs so";
  EXPECT_NE(refusal(std::string(text).replace(text.find("p-000001"), 8, "p 000001")), "");
  EXPECT_NE(refusal(std::string(text).replace(text.find("person"), 17, "")), "");
}

TEST(Statement, a_dash_is_no_scope_and_a_hash_is_a_previous_entry) {
  const auto leaf = "sha256:" + std::string(64, 'a');
  auto parsed = parse_approve(with("scope: 2025-2026.1A", "scope: -"));
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->scope, std::nullopt);
  parsed = parse_approve(with("previous: none", "previous: " + leaf));
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  ASSERT_TRUE(parsed->previous.has_value());
  EXPECT_EQ(base::print(*parsed->previous), leaf);
}

TEST(Statement, a_sha384_digest_is_read_too) {
  const auto parsed = parse_approve(with("sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                                         "sha384:" + std::string(96, '0')));
  ASSERT_TRUE(parsed.ok()) << parsed.error().text;
  EXPECT_EQ(parsed->digest.value.size(), 48U);
}

TEST(Statement, a_statement_with_a_missing_line_is_refused) {
  const std::string text(example);
  for (std::size_t from = 0; from < text.size();) {
    const auto to = text.find('\n', from) + 1;
    EXPECT_NE(refusal(text.substr(0, from) + text.substr(to)), "") << text.substr(from, to - from);
    from = to;
  }
}

TEST(Statement, a_statement_with_a_line_twice_or_moved_is_refused) {
  EXPECT_NE(refusal(with("unit: 79760001\n", "unit: 79760001\nunit: 79760001\n")), "");
  EXPECT_NE(refusal(with("unit: 79760001\nkind: hoc-ba\n", "kind: hoc-ba\nunit: 79760001\n")), "");
}

TEST(Statement, anything_after_the_last_line_is_refused) {
  EXPECT_NE(refusal(std::string(example) + "\n"), "");
  EXPECT_NE(refusal(std::string(example) + "note: hello\n"), "");
  EXPECT_NE(refusal(std::string(example) + '\0'), "");
}

TEST(Statement, a_statement_cut_short_anywhere_is_refused) {
  for (std::size_t length = 0; length < example.size(); ++length)
    EXPECT_NE(refusal(example.substr(0, length)), "") << length;
}

TEST(Statement, a_statement_over_the_size_limit_is_refused_before_it_is_read) {
  const auto text = std::string(example) + std::string(size_limit, 'x');
  EXPECT_EQ(refusal(text), "the statement is larger than 4096 octets");
}

TEST(Statement, the_error_names_the_line_and_quotes_nothing) {
  EXPECT_EQ(
      refusal(with("revision: 1", "revision: secret")),
      "line 6: expected `revision: ` and a whole number from 1 to 4294967295 without leading zeros, ending in LF");
  EXPECT_EQ(refusal("x\n"), "line 1: expected `antin/approve/v1`, ending in LF");
  EXPECT_EQ(refusal(std::string(example) + "x"), "line 15: expected the end of the statement, ending in LF");
}

struct Refused {
  std::string_view from, to, why;
};

class RefusedStatement : public testing::TestWithParam<Refused> {};

TEST_P(RefusedStatement, is_refused) { EXPECT_NE(refusal(with(GetParam().from, GetParam().to)), "") << GetParam().why; }

INSTANTIATE_TEST_SUITE_P(
    Statement, RefusedStatement,
    testing::Values(
        Refused{"antin/approve/v1", "antin/approve/v2", "another version"},
        Refused{"antin/approve/v1", "antin/return/v1", "another purpose"},
        Refused{"antin/approve/v1", " antin/approve/v1", "space before the title"},
        Refused{"antin/approve/v1\n",
                "\xEF\xBB\xBF"
                "antin/approve/v1\n",
                "byte order mark"},
        Refused{"log: seal", "log:seal", "no space after the colon"}, Refused{"log: seal", "log:  seal", "two spaces"},
        Refused{"log: seal", "Log: seal", "upper-case key"}, Refused{"/2026\n", "/2026 \n", "space at the end"},
        Refused{"/2026\n", "/2026\r\n", "CR LF"}, Refused{"seal.hcm.example/2026", "", "empty origin"},
        Refused{"seal.hcm.example/2026", "seal+1", "plus in the origin"},
        Refused{"seal.hcm.example/2026", "seal hcm", "space in the origin"},
        Refused{"seal.hcm.example/2026", "seal\thcm", "tab in the origin"},
        Refused{"seal.hcm.example/2026",
                "s\xC3\xA9"
                "al",
                "origin beyond ASCII"},
        Refused{"seal.hcm.example/2026", "seal\x7F", "DEL in the origin"},
        Refused{"unit: 79760001", "unit: ", "empty unit"},
        Refused{"unit: 79760001", "unit: 7976/0001", "slash in an identifier"},
        Refused{"kind: hoc-ba",
                "kind: h\xE1\xBB\x8D"
                "c",
                "identifier beyond ASCII"},
        Refused{"step: teacher", "step: teacher teacher", "space in an identifier"},
        Refused{"scope: 2025-2026.1A", "scope: 2025/2026", "slash in a scope"},
        Refused{"revision: 1", "revision: 0", "revision 0"}, Refused{"revision: 1", "revision: 01", "leading zero"},
        Refused{"revision: 1", "revision: +1", "sign"}, Refused{"revision: 1", "revision: -1", "negative"},
        Refused{"revision: 1", "revision: 1.0", "decimals"}, Refused{"revision: 1", "revision: 0x1", "hexadecimal"},
        Refused{"revision: 1", "revision: 4294967296", "beyond 32 bits"},
        Refused{"sha256:2c26", "sha256:2C26", "upper-case hex"},
        Refused{"sha256:2c26", "sha512:2c26", "an algorithm that is not used"},
        Refused{"sha256:2c26", "sha384:2c26", "the length of another algorithm"},
        Refused{"sha256:2c26", "sha256:2c2", "odd number of digits"},
        Refused{"sha256:2c26", "2c26", "digest without algorithm"},
        Refused{"previous: none", "previous: None", "none in another case"},
        Refused{"previous: none", "previous: -", "dash for none"},
        Refused{"previous: none", "previous: sha256:00", "short leaf"},
        Refused{"policy: sha256:9f86", "policy: sha256:9f8", "short policy digest"},
        Refused{"q83vEjRWeJCrze8SNFZ4kA==", "q83vEjRWeJCrze8SNFZ4kA=", "padding missing"},
        Refused{"q83vEjRWeJCrze8SNFZ4kA==", "q83vEjRWeJCrze8SNFZ4kB==", "spare bits set"},
        Refused{"q83vEjRWeJCrze8SNFZ4kA==", "q83vEjRWeJCrze8SNFZ4", "15 octets"},
        Refused{"q83vEjRWeJCrze8SNFZ4kA==", "q83vEjRWeJCrze8SNFZ4kAAA", "18 octets"},
        Refused{"q83vEjRWeJCrze8SNFZ4kA==", "q83vEjRWeJCrze8S-FZ4kA==", "the alphabet of base64url"},
        Refused{"16:59:59Z", "16:59:59.000Z", "decimals of a second"}, Refused{"16:59:59Z", "16:59:60Z", "leap second"},
        Refused{"16:59:59Z", "16:59:59+00:00", "offset"}, Refused{"16:59:59Z", "16:59:59z", "lower-case zone"},
        Refused{"2026-06-30T", "2026-06-31T", "a day that does not exist"},
        Refused{"2026-06-30T", "2026-06-30 ", "space for T"}));

TEST(Statement, identifiers_and_origin_may_be_128_characters_and_no_more) {
  EXPECT_EQ(refusal(with("79760001", std::string(128, 'a'))), "");
  EXPECT_NE(refusal(with("79760001", std::string(129, 'a'))), "");
  EXPECT_EQ(refusal(with("seal.hcm.example/2026", std::string(128, 'a'))), "");
  EXPECT_NE(refusal(with("seal.hcm.example/2026", std::string(129, 'a'))), "");
}

TEST(Statement, the_largest_revision_is_read) {
  const auto parsed = parse_approve(with("revision: 1", "revision: 4294967295"));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->revision, 4294967295U);
}

// Random statements, seeded: the same ones in every run.
class RandomStatements {
 public:
  Approve next() {
    Approve statement;
    statement.log = text("abcxyz019./-_:@!~", 128);
    statement.unit = identifier();
    statement.kind = identifier();
    statement.record = identifier();
    statement.revision = std::max(1U, static_cast<std::uint32_t>(m_random() >> (m_random() % 32)));
    statement.step = identifier();
    statement.role = identifier();
    if (m_random() % 4 == 0) statement.vouched = {identifier(), identifier()};
    if (m_random() % 2) statement.scope = "s" + identifier().substr(1);
    const bool is_long = m_random() % 2;
    statement.digest = {is_long ? base::DigestAlgorithm::sha384 : base::DigestAlgorithm::sha256,
                        base::Bytes(is_long ? 48 : 32)};
    fill(statement.digest.value);
    if (m_random() % 2) fill(statement.previous.emplace());
    fill(statement.policy);
    fill(statement.nonce);
    statement.expires = base::Instant{std::chrono::seconds{m_random() % 4'000'000'000U}};
    return statement;
  }

 private:
  std::string text(std::string_view alphabet, std::size_t limit) {
    std::string out(1 + m_random() % limit, ' ');
    for (auto& c : out) c = alphabet[m_random() % alphabet.size()];
    return out;
  }
  std::string identifier() { return text("ABCXYZabcxyz0123456789._-", m_random() % 8 ? 16 : 128); }
  void fill(std::span<std::uint8_t> bytes) {
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(m_random());
  }

  std::mt19937 m_random{20261124};
};

TEST(Statement, whatever_is_printed_parses_back_to_the_same_value) {
  RandomStatements statements;
  for (int i = 0; i < 5000; ++i) {
    const auto statement = statements.next();
    const auto parsed = parse_approve(print(statement));
    ASSERT_TRUE(parsed.ok()) << parsed.error().text << "\n" << print(statement);
    ASSERT_EQ(*parsed, statement);
  }
}

void expect_refused_or_printed_back(const std::string& text) {
  const auto parsed = parse_approve(text);
  if (parsed) {
    ASSERT_EQ(print(*parsed), text);
  }
}

TEST(Statement, a_changed_octet_is_refused_or_is_another_statement_that_prints_as_such) {
  std::string text(example);
  for (auto& octet : text) {
    const char was = octet;
    for (int value = 0; value < 256; ++value) {
      octet = static_cast<char>(value);
      ASSERT_NO_FATAL_FAILURE(expect_refused_or_printed_back(text));
    }
    octet = was;
  }
}

TEST(Statement, random_statements_with_a_changed_added_or_lost_octet_print_as_such_or_are_refused) {
  RandomStatements statements;
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    const auto text = print(statements.next());
    for (int j = 0; j < 10; ++j) {
      auto mutated = text;
      const auto at = random() % text.size();
      const char octet = static_cast<char>(random());
      switch (random() % 3) {
        case 0: mutated[at] = octet; break;
        case 1: mutated.insert(at, 1, octet); break;
        case 2: mutated.erase(at, 1); break;
      }
      ASSERT_NO_FATAL_FAILURE(expect_refused_or_printed_back(mutated));
    }
  }
}

}  // namespace
}  // namespace antin::statement
