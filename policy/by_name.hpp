// Values by their names: in order, as a std::map has them, but found at the same cost however many there are. Each
// decision asks for a unit, a system and a key among those of thousands of schools.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

namespace antin::policy {

template <class Value>
class ByName {
  using Ordered = std::map<std::string, Value>;

 public:
  using iterator = typename Ordered::iterator;
  using const_iterator = typename Ordered::const_iterator;

  ByName() = default;
  ByName(const ByName& other) : m_ordered(other.m_ordered) { index_all(); }
  ByName(ByName&&) noexcept = default;  // the values stay where they are
  ByName& operator=(ByName other) noexcept {
    m_ordered.swap(other.m_ordered);
    m_names.swap(other.m_names);
    m_folders.swap(other.m_folders);
    return *this;
  }
  ~ByName() = default;

  [[nodiscard]] const_iterator begin() const { return m_ordered.begin(); }
  [[nodiscard]] const_iterator end() const { return m_ordered.end(); }
  [[nodiscard]] iterator begin() { return m_ordered.begin(); }
  [[nodiscard]] iterator end() { return m_ordered.end(); }
  [[nodiscard]] std::size_t size() const { return m_ordered.size(); }
  [[nodiscard]] bool empty() const { return m_ordered.empty(); }

  [[nodiscard]] const_iterator find(std::string_view name) const { return in(m_names, name); }
  [[nodiscard]] bool contains(std::string_view name) const { return m_names.contains(name); }
  [[nodiscard]] const Value& at(const std::string& name) const { return m_ordered.at(name); }
  [[nodiscard]] Value& at(const std::string& name) { return m_ordered.at(name); }
  // The first whose name is `folder` and more without a `/`; the others follow it. `folder` ends in `/`.
  [[nodiscard]] const_iterator first_in(std::string_view folder) const { return in(m_folders, folder); }

  Value& operator[](const std::string& name) { return emplace(name, Value()).first->second; }
  std::pair<iterator, bool> emplace(const std::string& name, Value value) {
    const auto added = m_ordered.emplace(name, std::move(value));
    if (added.second) index(added.first);
    return added;
  }
  void erase(const std::string& name) {
    m_ordered.erase(name);
    index_all();
  }
  void clear() { *this = {}; }

 private:
  using Index = std::unordered_map<std::string_view, iterator>;  // views of m_ordered's own names

  const_iterator in(const Index& index, std::string_view name) const {
    const auto found = index.find(name);
    return found == index.end() ? end() : const_iterator(found->second);
  }
  void index(iterator added) {
    const std::string_view name = added->first;
    m_names.emplace(name, added);
    const auto folder = name.substr(0, name.rfind('/') + 1);
    if (folder.empty()) return;
    auto& first = m_folders.emplace(folder, added).first->second;
    if (name < first->first) first = added;
  }
  void index_all() {
    m_names.clear();
    m_folders.clear();
    for (auto each = m_ordered.begin(); each != m_ordered.end(); ++each) index(each);
  }

  Ordered m_ordered;
  Index m_names;
  Index m_folders;
};

}  // namespace antin::policy
