#include "client/lib/log_view.hpp"

namespace antin::client {
namespace {

using tlog::Checkpoint;

constexpr std::string_view title = "antin/log-view/v1\n";
constexpr std::string_view next_key = "next ";

Failure unverified(std::string code, std::string text) {
  return {Trouble::unverified, std::move(code), std::move(text)};
}
Failure bad_page(std::string text) { return unverified("LOG_MISMATCH", std::move(text)); }
Failure forked(std::string text) { return {Trouble::diverged, "LOG_FORKED", std::move(text)}; }

std::string size_and_root(std::uint64_t size, const base::Sha256Hash& root) {
  return "size " + std::to_string(size) + ", root " + base::to_base64(root);
}

// That `whole` begins with the first `size` leaves whose root this is.
base::Result<void, Failure> check_begins_with(std::uint64_t size, const base::Sha256Hash& root, const Checkpoint& whole,
                                              const LogView::Consistency& prove) {
  const auto contradiction = [&] {
    return forked("The log's " + size_and_root(whole.size, whole.root) + " does not begin with " +
                  size_and_root(size, root) + ", which it showed before.");
  };
  if (size == whole.size && root != whole.root) return contradiction();
  if (size == whole.size || size == 0) return {};
  const auto path = prove(size, whole.size);
  if (!path) return path.error();
  if (!tlog::verify_consistency(size, root, whole.size, whole.root, *path)) return contradiction();
  return {};
}

std::optional<std::uint64_t> parse_number(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9' || value > (UINT64_MAX - 9) / 10) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return value;
}

std::optional<base::Sha256Hash> parse_hash(std::string_view line) {
  const auto octets = base::from_base64(line);
  base::Sha256Hash hash{};
  if (!octets || octets->size() != hash.size()) return std::nullopt;
  std::copy(octets->begin(), octets->end(), hash.begin());
  return hash;
}

// `next N`, the root of the first N leaves, their complete subtrees, and an empty line.
base::Result<tlog::Frontier> parse_edge(std::string_view text) {
  const base::Error refusal{"the state is damaged"};
  if (!text.starts_with(next_key)) return refusal;
  text.remove_prefix(next_key.size());
  const auto next = parse_number(text.substr(0, text.find('\n')));
  if (!next) return refusal;
  tlog::Path hashes;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    text.remove_prefix(end + 1);
    if (text.empty()) break;
    const auto hash = parse_hash(text.substr(0, text.find('\n')));
    if (!hash || hashes.size() > 64) return refusal;
    hashes.push_back(*hash);
  }
  if (hashes.empty()) return refusal;
  auto edge = tlog::Frontier::resume(*next, {hashes.begin() + 1, hashes.end()});
  if (!edge || edge->root() != hashes.front()) return refusal;
  return edge;
}

}  // namespace

base::Sha256Hash leaf_of(const protocol::Item& item) {
  if (const auto* entry = std::get_if<base::Bytes>(&item)) return tlog::leaf_hash(*entry);
  return std::get<base::Sha256Hash>(item);
}

LogView::LogView(LogTrust trust) : m_trust(std::move(trust)) { m_shown.checkpoint.root = tlog::empty_root(); }

base::Result<LogView, Failure> LogView::beginning_at(LogTrust trust, const protocol::InclusionResult& proven) {
  const auto shown = check_proof({proven.index, proven.path, proven.note}, leaf_of(proven.item), trust);
  if (!shown) return unverified("LOG_UNPROVEN", "Entry " + std::to_string(proven.index) + ": " + shown.error().text);
  auto edge = tlog::Frontier::before(proven.index, shown->checkpoint.size, proven.path);
  if (!edge) return unverified("LOG_UNPROVEN", edge.error().text);
  LogView view(std::move(trust));
  view.m_shown = *shown;
  view.m_note = proven.note;
  view.m_edge = std::move(*edge);
  return view;
}

base::Result<LogView> LogView::parse(LogTrust trust, std::string_view state) {
  const auto blank = state.find("\n\n");
  if (!state.starts_with(title) || blank == std::string_view::npos) return base::Error{"not the state of a reader"};
  auto edge = parse_edge(state.substr(title.size(), blank + 1 - title.size()));
  if (!edge) return edge.error();
  LogView view(std::move(trust));
  view.m_note = state.substr(blank + 2);
  const auto shown = open_note(view.m_note, view.m_trust);
  if (!shown) return base::Error{"the checkpoint in the state: " + shown.error().text};
  view.m_shown = *shown;
  view.m_edge = std::move(*edge);
  const auto& [origin, size, root] = shown->checkpoint;
  const bool belongs = view.next() < size || (view.next() == size && view.m_edge.root() == root);
  if (!belongs || view.print() != state) return base::Error{"the state is damaged"};
  return view;
}

std::string LogView::print() const {
  std::string out(title);
  out += std::string(next_key) + std::to_string(next()) + "\n" + base::to_base64(m_edge.root()) + "\n";
  for (const auto& hash : m_edge.subtrees()) out += base::to_base64(hash) + "\n";
  return out + "\n" + m_note;
}

base::Result<void, Failure> LogView::check_continues(const SignedCheckpoint& next) const {
  const auto& before = m_shown.checkpoint;
  const auto& now = next.checkpoint;
  if (now.size < before.size) {
    return Failure{Trouble::diverged, "LOG_ROLLED_BACK",
                   "The log shows " + size_and_root(now.size, now.root) + "; before it showed " +
                       size_and_root(before.size, before.root) + "."};
  }
  if (now.size == before.size && now.root != before.root) {
    return forked("The log shows two roots at one size: " + size_and_root(now.size, now.root) + ", and before " +
                  base::to_base64(before.root) + ".");
  }
  return {};
}

base::Result<void, Failure> LogView::take(const protocol::EntriesResult& page, const Consistency& prove) {
  const auto next = open_note(page.checkpoint, m_trust);
  if (!next) return unverified("LOG_UNSIGNED", "The log's checkpoint: " + next.error().text + ".");
  if (const auto continues = check_continues(*next); !continues) return continues;
  const auto& now = next->checkpoint;
  if (page.from != this->next()) return bad_page("The reply does not begin at the entry that was asked for.");
  if (page.items.size() > now.size - page.from) return bad_page("The reply goes on beyond its checkpoint.");
  if (page.items.empty() && page.from < now.size) return bad_page("The reply leaves out entries that the log holds.");
  auto edge = m_edge;
  const auto& before = m_shown.checkpoint;
  bool before_was_passed = edge.size() == before.size;
  for (const auto& item : page.items) {
    edge.append(leaf_of(item));
    if (edge.size() != before.size) continue;
    before_was_passed = true;
    if (edge.root() != before.root) return forked("The entries do not make the root that the log showed before.");
  }
  if (!before_was_passed && before.size < now.size) {
    if (const auto same = check_begins_with(before.size, before.root, now, prove); !same) return same;
  }
  if (auto same = check_begins_with(edge.size(), edge.root(), now, prove); !same) {
    // The entries may be wrong, or the log may have another history than before: that tells an alarm from an error.
    if (same.error().trouble != Trouble::diverged) return same;
    if (const auto whole = check_begins_with(before.size, before.root, now, prove); !whole) return whole;
    return bad_page("The entries do not make the root of the checkpoint that came with them.");
  }
  m_shown = *next;
  m_note = page.checkpoint;
  m_edge = std::move(edge);
  return {};
}

}  // namespace antin::client
