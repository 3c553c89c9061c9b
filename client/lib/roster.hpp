// Changes of the roster as registrars sign them: one alone, or many under the root of a Merkle tree; and the roster
// itself, page by page.
#pragma once

#include <functional>

#include "client/lib/calls.hpp"
#include "core/statement/roster.hpp"
#include "core/tlog/small_tree.hpp"

namespace antin::client {

// What is signed over several changes, and for each of these its place in it.
class RosterDraft {
 public:
  // Refuses none, too many, some that do not agree in log, policy and expiry, and one that does not parse as printed.
  static base::Result<RosterDraft> make(const std::vector<statement::RosterChange>& changes);
  // The same draft again, of a batch that was printed before: its root must be the changes'.
  static base::Result<RosterDraft> again(const std::vector<statement::RosterChange>& changes, std::string_view text);

  [[nodiscard]] const std::string& text() const { return m_text; }  // what the registrars sign
  [[nodiscard]] std::size_t size() const { return m_tree.size(); }
  [[nodiscard]] std::vector<base::Sha256Hash> path(std::size_t index) const { return m_tree.inclusion(index); }

 private:
  RosterDraft(std::string text, tlog::SmallTree tree) : m_text(std::move(text)), m_tree(std::move(tree)) {}
  std::string m_text;
  tlog::SmallTree m_tree;
};

// Adds to a request as many items of those from `first` up to `end` as its frame has room for, at least one; how many
// it took. `item` makes one.
std::size_t fill(protocol::ChangeRoster& request, std::size_t first, std::size_t end,
                 const std::function<protocol::RosterItem(std::size_t number)>& item);

// The people that a request is about, from its `after` on to the last, whatever its `count` is; `take` gets each.
base::Result<void, Failure> read_people(Connection& connection, protocol::ReadRoster request,
                                        const std::function<void(protocol::RosterPerson)>& take);

}  // namespace antin::client
