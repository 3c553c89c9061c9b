// One TOML file as a tree to look at. The TOML library stays behind document.cpp.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "policy/text/parse.hpp"

namespace antin::policy::text {

enum class NodeType { unknown, table, array, text, number, truth, date, other };

struct Entry;

// A view into a Document, valid as long as that.
class Node {
 public:
  explicit Node(const void* node) : m_node(node) {}

  [[nodiscard]] NodeType type() const;
  [[nodiscard]] unsigned line() const;

  // Each for its own type alone; of another type: empty, zero, false, not ok().
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] std::int64_t number() const;
  [[nodiscard]] bool truth() const;
  [[nodiscard]] std::chrono::year_month_day date() const;
  [[nodiscard]] std::vector<Node> elements() const;
  [[nodiscard]] std::vector<Entry> entries() const;
  [[nodiscard]] std::optional<Node> find(std::string_view key) const;

 private:
  const void* m_node;
};

struct Entry {
  std::string_view key;
  Node value;
};

class Document {
 public:
  static base::Result<Document, TextError> read(const std::string& file, base::ByteView content);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  [[nodiscard]] Node root() const;

 private:
  struct Tree;
  explicit Document(std::unique_ptr<Tree> tree);
  std::unique_ptr<Tree> m_tree;
};

}  // namespace antin::policy::text
