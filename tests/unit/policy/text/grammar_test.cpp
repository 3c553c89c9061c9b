// The whole grammar, key by key: each is taken as it may be, refused as it may not, and unknown under another name.
#include <gtest/gtest.h>

#include <regex>

#include "policy/text/officers.hpp"
#include "tests/unit/policy/text/bundle.hpp"
#include "tests/unit/policy/text/every_key.hpp"
#include "tests/unit/policy/text/key_cases.hpp"

namespace antin::policy::text {
namespace {

static_assert(every_key<KeyIsTested>());

constexpr std::string_view officers_text = R"(threshold = 2
[[officer]]
id = "so-1"
certificate = "so-1.crt"
[[officer]]
id = "so-2"
certificate = "so-2.crt"
[[officer]]
id = "so-3"
certificate = "so-3.crt"
)";

// The key that the refusal of the edited file names, without numbers; empty when there is no refusal.
class Reader {
 public:
  Reader() : m_files(small_bundle()) { put(m_files, "officers.toml", officers_text); }

  std::string refused_key(const std::string& file, const Edit& edit) {
    auto files = m_files;
    if (edit.from.empty())
      put(files, file, edit.to);
    else
      change(files, file, edit.from, edit.to);
    m_edited = std::string(base::text(files.at(file)));
    return key_of(error_of(file, files));
  }
  [[nodiscard]] bool last_has(std::string_view key) const { return m_edited.find(key) != std::string::npos; }

 private:
  std::optional<TextError> error_of(const std::string& file, Files& files) {
    const auto certificates = certificates_named_in(m_files);
    const auto officers = files.extract("officers.toml");
    if (file == "officers.toml") {
      const auto read = parse_officers(officers.mapped(), certificates);
      return read ? std::nullopt : std::optional(read.error());
    }
    const auto read = parse(files, certificates);
    return read ? std::nullopt : std::optional(read.error());
  }
  static std::string key_of(const std::optional<TextError>& error) {
    static const std::regex number(R"(\[\d+\])");
    return error ? error->file + ": " + std::regex_replace(error->key, number, "") : "";
  }

  Files m_files;
  std::string m_edited;
};

std::string full_name(const KeyCase& one) {
  const auto& table = grammar_of(one.place);
  return std::string(table.file) + ": " + std::string(table.path) + (table.path.empty() ? "" : ".") +
         std::string(one.key);
}

TEST(Grammar, each_key_has_a_value_that_is_allowed_and_one_that_is_refused_by_its_name) {
  Reader reader;
  for (const auto& file : key_cases)
    for (const auto& one : file) {
      const auto name = full_name(one);
      const std::string in(grammar_of(one.place).file);
      EXPECT_EQ(reader.refused_key(in, one.allowed), "") << name;
      EXPECT_TRUE(reader.last_has(one.key)) << name << " is not in what is allowed";
      EXPECT_EQ(reader.refused_key(in, one.refused), name);
    }
}

TEST(Grammar, no_line_is_about_a_key_that_the_grammar_does_not_have) {
  std::size_t lines = 0, keys = 0;
  for (const auto& file : key_cases) lines += file.size();
  for (const auto& table : grammar) keys += keys_of(table.place).size();
  EXPECT_EQ(lines, keys);
}

TEST(Grammar, a_key_that_it_does_not_have_is_refused_in_every_table) {
  Reader reader;
  for (const auto& file : key_cases)
    for (const auto& one : file) {
      if (!grammar_of(one.place).path.empty()) continue;
      const std::string in(grammar_of(one.place).file);
      EXPECT_EQ(reader.refused_key(in, {"", "surprise = 1\n"}), in + ": surprise");
      EXPECT_EQ(reader.refused_key(in, {"", "\"\" = 1\n"}), in + R"(: "")") << "the empty key of a file";
    }
}

}  // namespace
}  // namespace antin::policy::text
