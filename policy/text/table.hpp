// One TOML table while it is read: each accessor takes one key and notes what is wrong with it. Reading goes on with a
// harmless value; whoever asked for the whole looks at the findings at the end.
#pragma once

#include <set>
#include <span>

#include "core/base/identifier.hpp"
#include "policy/text/document.hpp"
#include "policy/text/grammar.hpp"
#include "policy/text/values.hpp"

namespace antin::policy::text {

// What is wrong; the first counts.
class Findings {
 public:
  void add(TextError error) {
    if (!m_first) m_first = std::move(error);
  }
  [[nodiscard]] const std::optional<TextError>& first() const { return m_first; }

 private:
  std::optional<TextError> m_first;
};

// In quotes when it is short and printable, else nothing of it: an error ends in a terminal or a log.
std::string quoted(std::string_view text);

template <class Value>
struct Choice {
  std::string_view text;
  Value value;
};

class Table {
 public:
  Table(Findings& findings, const std::string& file, Node node, std::string path);

  // The keys that this table may have; any other is an error.
  void expect(Place place) const;
  // The same for a table that is not of a policy: of a ceremony's plan.
  void expect_keys(std::span<const std::string_view> keys) const;

  [[nodiscard]] bool has(std::string_view key) const { return m_node.find(key).has_value(); }

  // Required.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] std::string identifier(std::string_view key) const;
  [[nodiscard]] std::uint64_t number(std::string_view key, std::uint64_t least, std::uint64_t most) const;
  [[nodiscard]] std::chrono::year_month_day day(std::string_view key) const;
  [[nodiscard]] Table table(std::string_view key) const;
  [[nodiscard]] base::Sha256Hash certificate(std::string_view key, const Certificates& certificates) const;

  // Lists: at least one item, none twice. The list of an absent key is an error too.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> identifiers(std::string_view key) const;
  [[nodiscard]] std::vector<base::Sha256Hash> certificates(std::string_view key,
                                                           const Certificates& certificates) const;

  // Rising. Of an absent key: none.
  [[nodiscard]] std::vector<std::uint64_t> rising_numbers(std::string_view key, std::uint64_t least,
                                                          std::uint64_t most) const;

  // Of an absent key: none, or false.
  [[nodiscard]] std::vector<Table> tables(std::string_view key) const;
  [[nodiscard]] std::optional<std::string> optional_identifier(std::string_view key) const;
  [[nodiscard]] bool flag(std::string_view key) const;  // `true`, or the key is left out

  template <class Value, std::size_t count>
  [[nodiscard]] Value choice(std::string_view key, const Choice<Value> (&choices)[count]) const {
    return chosen(key, text(key), choices);
  }

  template <class Value, std::size_t count>
  [[nodiscard]] std::vector<Value> choices(std::string_view key, const Choice<Value> (&choices)[count]) const {
    std::vector<Value> values;
    for (const auto& item : texts(key)) values.push_back(chosen(key, item, choices));
    return values;
  }

  // About the value of a key (or the table, when the key is absent), and about the table itself.
  void refuse(std::string_view key, std::string text) const;
  void refuse(std::string text) const;

 private:
  [[nodiscard]] std::optional<Node> of_type(std::string_view key, NodeType type, std::string_view form) const;
  [[nodiscard]] std::string path_of(std::string_view key) const;
  [[nodiscard]] base::Sha256Hash certificate_at(std::string_view key, const std::string& path,
                                                const Certificates& certificates) const;

  template <class Value, std::size_t count>
  Value chosen(std::string_view key, const std::string& text, const Choice<Value> (&choices)[count]) const {
    std::string known;
    for (const auto& choice : choices) {
      if (choice.text == text) return choice.value;
      known += (known.empty() ? "" : ", ") + policy::text::quoted(choice.text);
    }
    refuse(key, policy::text::quoted(text) + " is not known here: write one of " + known);
    return Value::unknown;
  }

  Findings* m_findings;
  const std::string* m_file;
  Node m_node;
  std::string m_path;  // dotted, empty for the whole file
};

}  // namespace antin::policy::text
