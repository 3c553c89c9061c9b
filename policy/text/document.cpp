#include "policy/text/document.hpp"

#include <exception>

#include "policy/text/scan.hpp"

namespace antin::policy::text {

// toml++ 3.3.0 aborts on some bad text by assert and is undefined on it without asserts. So its asserts stay on in
// every build and throw: what it cannot make sense of is refused.
struct ParserGaveUp : std::exception {};
[[noreturn]] void parser_gave_up() { throw ParserGaveUp(); }

}  // namespace antin::policy::text

#undef NDEBUG  // toml++ drops TOML_ASSERT under it
#define TOML_ASSERT(condition)                                 \
  do {                                                         \
    if (!(condition)) ::antin::policy::text::parser_gave_up(); \
  } while (false)
#define TOML_EXCEPTIONS 1
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 8
#include <toml++/toml.h>

namespace antin::policy::text {
namespace {

const toml::node& of(const void* node) { return *static_cast<const toml::node*>(node); }

// Text of the parser may quote the file's; an error ends in a terminal or a log.
std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 200)) out += c >= ' ' && c <= '~' ? c : '?';
  return out;
}

}  // namespace

struct Document::Tree {
  toml::table root;
};

Document::Document(std::unique_ptr<Tree> tree) : m_tree(std::move(tree)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

base::Result<Document, TextError> Document::read(const std::string& file, base::ByteView content) {
  const auto ascii = ascii_form(content);
  if (!ascii) return TextError{file, ascii.error().line, "", ascii.error().text};
  try {
    auto tree = std::make_unique<Tree>();
    tree->root = toml::parse(std::string_view(*ascii));
    return Document(std::move(tree));
  } catch (const toml::parse_error& error) {
    return TextError{file, error.source().begin.line, "", "is not TOML: " + printable(error.description())};
  } catch (const ParserGaveUp&) {
    return TextError{file, 0, "", "is not TOML"};
  }
}

Node Document::root() const { return Node(static_cast<const toml::node*>(&m_tree->root)); }

NodeType Node::type() const {
  switch (of(m_node).type()) {
    case toml::node_type::table: return NodeType::table;
    case toml::node_type::array: return NodeType::array;
    case toml::node_type::string: return NodeType::text;
    case toml::node_type::integer: return NodeType::number;
    case toml::node_type::date: return NodeType::date;
    case toml::node_type::boolean: return NodeType::truth;
    case toml::node_type::floating_point:
    case toml::node_type::time:
    case toml::node_type::date_time: return NodeType::other;
    case toml::node_type::none: break;
  }
  return NodeType::unknown;
}

unsigned Node::line() const { return of(m_node).source().begin.line; }

std::string_view Node::text() const {
  const auto* value = of(m_node).as_string();
  return value == nullptr ? std::string_view{} : std::string_view(value->get());
}

std::int64_t Node::number() const {
  const auto* value = of(m_node).as_integer();
  return value == nullptr ? 0 : value->get();
}

bool Node::truth() const {
  const auto* value = of(m_node).as_boolean();
  return value != nullptr && value->get();
}

std::chrono::year_month_day Node::date() const {
  const auto* value = of(m_node).as_date();
  if (value == nullptr) return {};
  const auto& date = value->get();
  return {std::chrono::year{date.year}, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

std::vector<Node> Node::elements() const {
  std::vector<Node> out;
  const auto* array = of(m_node).as_array();
  if (array == nullptr) return out;
  out.reserve(array->size());
  for (const auto& element : *array) out.emplace_back(static_cast<const toml::node*>(&element));
  return out;
}

std::vector<Entry> Node::entries() const {
  std::vector<Entry> out;
  const auto* table = of(m_node).as_table();
  if (table == nullptr) return out;
  for (const auto& [key, value] : *table) out.push_back({key.str(), Node(static_cast<const toml::node*>(&value))});
  return out;
}

std::optional<Node> Node::find(std::string_view key) const {
  const auto* table = of(m_node).as_table();
  const auto* value = table == nullptr ? nullptr : table->get(key);
  if (value == nullptr) return std::nullopt;
  return Node(value);
}

}  // namespace antin::policy::text
