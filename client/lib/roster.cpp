#include "client/lib/roster.hpp"

#include "core/crypto/random.hpp"
#include "core/statement/bulk.hpp"
#include "core/tlog/hash.hpp"

namespace antin::client {
namespace {

// Lengths, tags and the request's own: more than protobuf needs for them.
constexpr std::size_t request_overhead = 256, item_overhead = 32, path_hash_size = 34;

base::Result<void> check(const std::vector<statement::RosterChange>& changes) {
  if (changes.empty()) return base::Error{"nothing to change"};
  if (changes.size() > statement::items_limit) return base::Error{"more than a million changes"};
  const auto& first = changes.front();
  for (const auto& change : changes) {
    if (change.log != first.log || change.policy != first.policy || change.expires != first.expires)
      return base::Error{"a change of person " + change.person + " is not of the same log, policy and expiry"};
    // Nobody should be asked to sign what the appliance could not read.
    if (const auto read = statement::parse_roster_change(statement::print(change)); !read)
      return base::Error{"a change of person " + change.person + ": " + read.error().text};
  }
  return {};
}

tlog::SmallTree tree_over(const std::vector<statement::RosterChange>& changes) {
  tlog::Path leaves;
  leaves.reserve(changes.size());
  for (const auto& change : changes) leaves.push_back(tlog::leaf_hash(base::view(statement::print(change))));
  return tlog::SmallTree(std::move(leaves));
}

std::size_t size_of(const protocol::RosterItem& item) {
  return item.statement.size() + item.certificate.size() + item.path.size() * path_hash_size + item_overhead;
}

std::size_t size_of(const protocol::ChangeRoster& request) {
  auto size = request_overhead + request.statement.size();
  for (const auto& cms : request.cms) size += cms.size() + item_overhead;
  return size;
}

Failure bad_page(std::string text) { return {Trouble::bad_answer, "BAD_ANSWER", std::move(text)}; }

}  // namespace

base::Result<RosterDraft> RosterDraft::make(const std::vector<statement::RosterChange>& changes) {
  if (const auto good = check(changes); !good) return good.error();
  auto tree = tree_over(changes);
  const auto& first = changes.front();
  const statement::RosterBatch batch{
      first.log,    static_cast<std::uint32_t>(changes.size()), tree.root(), first.policy, crypto::random_array<16>(),
      first.expires};
  return RosterDraft(statement::print(batch), std::move(tree));
}

base::Result<RosterDraft> RosterDraft::again(const std::vector<statement::RosterChange>& changes,
                                             std::string_view text) {
  const auto batch = statement::parse_roster_batch(text);
  if (!batch) return batch.error();
  if (const auto good = check(changes); !good) return good.error();
  auto tree = tree_over(changes);
  if (batch->items != changes.size() || batch->root != tree.root() || !statement::agrees(*batch, changes.front()))
    return base::Error{"the changes are not those of the statement that was signed"};
  return RosterDraft(std::string(text), std::move(tree));
}

std::size_t fill(protocol::ChangeRoster& request, std::size_t first, std::size_t end,
                 const std::function<protocol::RosterItem(std::size_t number)>& item) {
  auto size = size_of(request);
  auto next = first;
  for (; next < end; ++next) {
    auto made = item(next);
    size += size_of(made);
    if (next != first && size > protocol::frame_limit) break;
    request.items.push_back(std::move(made));
  }
  return next - first;
}

base::Result<void, Failure> read_people(Connection& connection, protocol::ReadRoster request,
                                        const std::function<void(protocol::RosterPerson)>& take) {
  request.count = protocol::entries_limit;
  for (bool more = true; more;) {
    auto page = read_roster(connection, request);
    if (!page) return page.error();
    more = page->more;
    if (more && page->people.empty()) return bad_page("There is more of the roster, and none of it comes.");
    for (auto& person : page->people) {
      if (person.id <= request.after) return bad_page("The roster does not come in the order of its ids.");
      request.after = person.id;
      take(std::move(person));
    }
  }
  return {};
}

}  // namespace antin::client
