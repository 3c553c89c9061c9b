#include "policy/text/table.hpp"

#include <algorithm>

namespace antin::policy::text {

std::string quoted(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!plain || text.size() > 160) return "this value";
  return "\"" + std::string(text) + "\"";
}

Table::Table(Findings& findings, const std::string& file, Node node, std::string path)
    : m_findings(&findings), m_file(&file), m_node(node), m_path(std::move(path)) {}

void Table::expect(Place place) const { expect_keys(keys_of(place)); }

void Table::expect_keys(std::span<const std::string_view> keys) const {
  for (const auto& entry : m_node.entries()) {
    if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
    std::string known;
    for (const auto key : keys) known.append(known.empty() ? "" : ", ").append(key);
    refuse(entry.key, "is not a key of this table: remove it, or write one of " + known);
  }
}

std::string Table::text(std::string_view key) const {
  const auto node = of_type(key, NodeType::text, "text in quotes");
  return node ? std::string(node->text()) : std::string();
}

std::string Table::identifier(std::string_view key) const {
  auto value = text(key);
  if (has(key) && !base::is_identifier(value))
    refuse(key, quoted(value) + " is not an identifier: use 1 to 128 of A-Z a-z 0-9 . _ -");
  return value;
}

std::optional<std::string> Table::optional_identifier(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  return identifier(key);
}

std::uint64_t Table::number(std::string_view key, std::uint64_t least, std::uint64_t most) const {
  const auto node = of_type(key, NodeType::number, "a whole number");
  if (!node) return least;
  const auto value = node->number();
  if (value >= 0 && static_cast<std::uint64_t>(value) >= least && static_cast<std::uint64_t>(value) <= most)
    return static_cast<std::uint64_t>(value);
  refuse(key, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

std::vector<std::uint64_t> Table::rising_numbers(std::string_view key, std::uint64_t least, std::uint64_t most) const {
  std::vector<std::uint64_t> out;
  if (!has(key)) return out;
  const auto node = of_type(key, NodeType::array, "a list of whole numbers");
  if (!node) return out;
  for (const auto& element : node->elements()) {
    const auto value = static_cast<std::uint64_t>(element.number());  // zero when it is none, negative ones huge
    if (element.type() != NodeType::number || value < least || value > most)
      refuse(key, "must be a list of whole numbers from " + std::to_string(least) + " to " + std::to_string(most));
    if (!out.empty() && value <= out.back()) refuse(key, "must rise from each number to the next");
    out.push_back(value);
  }
  if (out.empty()) refuse(key, "is an empty list: name at least one");
  return out;
}

bool Table::flag(std::string_view key) const {
  if (!has(key)) return false;
  const auto node = of_type(key, NodeType::truth, "true, without quotes");
  if (node && !node->truth()) refuse(key, "is either true or left out");
  return true;
}

std::chrono::year_month_day Table::day(std::string_view key) const {
  constexpr std::chrono::year_month_day harmless{std::chrono::year{1970}, std::chrono::month{1}, std::chrono::day{1}};
  const auto node = of_type(key, NodeType::date, "a date like 2026-05-20, without quotes and time");
  if (!node) return harmless;
  const auto day = node->date();
  if (day.ok() && day.year() >= std::chrono::year{1970} && day.year() <= std::chrono::year{9998}) return day;
  refuse(key, "must be a day between 1970 and 9998");
  return harmless;
}

Table Table::table(std::string_view key) const {
  const auto node = of_type(key, NodeType::table, "a table");
  // Read on in the table itself when it is not there: the finding is noted.
  return {*m_findings, *m_file, node.value_or(m_node), path_of(key)};
}

std::vector<Table> Table::tables(std::string_view key) const {
  std::vector<Table> out;
  if (!has(key)) return out;
  const auto node = of_type(key, NodeType::array, "a list of tables, each under double brackets like [[unit]]");
  if (!node) return out;
  const auto elements = node->elements();
  out.reserve(elements.size());
  for (const auto& element : elements) {
    const Table table(*m_findings, *m_file, element, path_of(key) + "[" + std::to_string(out.size()) + "]");
    if (element.type() != NodeType::table) table.refuse("must be a table");
    out.push_back(table);
  }
  return out;
}

std::vector<std::string> Table::texts(std::string_view key) const {
  std::vector<std::string> out;
  const auto node = of_type(key, NodeType::array, "a list of texts in quotes");
  if (!node) return out;
  std::set<std::string_view> seen;
  for (const auto& element : node->elements()) {
    if (element.type() != NodeType::text) refuse(key, "must be a list of texts in quotes");
    if (!seen.insert(element.text()).second) refuse(key, "names " + quoted(element.text()) + " twice: once is enough");
    out.emplace_back(element.text());
  }
  if (out.empty()) refuse(key, "is an empty list: name at least one");
  return out;
}

std::vector<std::string> Table::identifiers(std::string_view key) const {
  auto out = texts(key);
  for (const auto& item : out)
    if (!base::is_identifier(item))
      refuse(key, quoted(item) + " is not an identifier: use 1 to 128 of A-Z a-z 0-9 . _ -");
  return out;
}

base::Sha256Hash Table::certificate(std::string_view key, const Certificates& certificates) const {
  const auto path = text(key);
  return has(key) ? certificate_at(key, path, certificates) : base::Sha256Hash{};
}

std::vector<base::Sha256Hash> Table::certificates(std::string_view key, const Certificates& certificates) const {
  std::vector<base::Sha256Hash> out;
  for (const auto& path : texts(key)) {
    out.push_back(certificate_at(key, path, certificates));
    if (std::count(out.begin(), out.end(), out.back()) > 1)
      refuse(key, quoted(path) + " holds the same certificate as another file of this list: once is enough");
  }
  return out;
}

base::Sha256Hash Table::certificate_at(std::string_view key, const std::string& path,
                                       const Certificates& certificates) const {
  const auto found = certificates.find(path);
  if (found != certificates.end()) return found->second;
  refuse(key, quoted(path) + " is not a certificate file of this bundle: put it there, or correct the path");
  return {};
}

void Table::refuse(std::string_view key, std::string text) const {
  const auto node = m_node.find(key);
  m_findings->add({*m_file, node ? node->line() : m_node.line(), path_of(key), std::move(text)});
}

void Table::refuse(std::string text) const { m_findings->add({*m_file, m_node.line(), m_path, std::move(text)}); }

std::optional<Node> Table::of_type(std::string_view key, NodeType type, std::string_view form) const {
  const auto node = m_node.find(key);
  if (!node) {
    refuse(key, "is missing: it must be " + std::string(form));
    return std::nullopt;
  }
  if (node->type() == type) return node;
  refuse(key, "must be " + std::string(form));
  return std::nullopt;
}

std::string Table::path_of(std::string_view key) const {
  const auto shown = base::is_identifier(key) ? std::string(key) : quoted(key);
  return m_path.empty() ? shown : m_path + "." + shown;
}

}  // namespace antin::policy::text
