#include "daemon/keeper/witnessing/witnesses.hpp"

#include <algorithm>
#include <utility>

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/witnessing/answers.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

constexpr auto shortest_pause = std::chrono::seconds(1);
// A witness may only be starting, as we are; one that stays away is not asked all the time.
constexpr auto first_pause_after_failure = std::chrono::seconds(2);
constexpr auto longest_pause_after_failure = std::chrono::seconds(30);

constexpr std::uint32_t ok = 200;
constexpr std::uint32_t not_found = 404;
constexpr std::uint32_t conflict = 409;

std::string described(const tlog::Checkpoint& checkpoint) {
  return std::to_string(checkpoint.size) + " entries with root " + base::to_base64(checkpoint.root);
}

base::Error unexpected(const local::Fetched& fetched) { return {local::what_came_of(fetched)}; }

bool is(const local::Fetched& fetched, std::uint32_t status) {
  return fetched.outcome == local::FetchOutcome::answered && fetched.status == status;
}

base::Error forgotten(std::uint64_t cosigned) {
  return {"it has cosigned " + std::to_string(cosigned) +
          " entries before and does not show that: its memory was lost, or what it says is held back"};
}

}  // namespace

Witnesses::Witnesses(const policy::LogPolicy& policy, const std::vector<tlog::VerifierKey>& keys, Ledger& ledger,
                     Log& log)
    : m_ledger(ledger), m_log(log), m_was_there(needed(ledger.last_checkpoint()).has_value()) {
  follow(policy, keys);
}

void Witnesses::follow(const policy::LogPolicy& policy, const std::vector<tlog::VerifierKey>& keys) {
  m_needed = policy.witnesses_needed;
  m_lag = policy.lag;
  m_on_lag = policy.on_lag;
  const auto before = std::exchange(m_watchers, {});
  for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
    Watcher watcher;
    for (const auto& known : before)
      if (tlog::print(known.key) == tlog::print(keys.at(i))) watcher = known;
    watcher.who = policy.witnesses[i];
    watcher.key = keys.at(i);
    m_watchers.push_back(std::move(watcher));
  }
  // What was enough may not be any more.
  m_covered = 0;
  m_log.take_cosigned({});
  restore();
}

void Witnesses::restore() {
  for (const auto& last : needed(m_ledger.last_cosignatures()))
    for (auto& watcher : m_watchers)
      if (watcher.who.name == last.witness) watcher.cosigned = last.size;
  if (m_needed == 0) return;
  if (const auto size = needed(m_ledger.last_cosigned_by(m_needed))) settle(*size);
}

std::vector<local::Fetch> Witnesses::next(Moment now) {
  aim();
  std::vector<local::Fetch> all;
  for (auto& watcher : m_watchers) {
    if (watcher.under_way || now < watcher.not_before) continue;
    if (watcher.size && *watcher.size >= m_aim.size) continue;
    watcher.under_way = ++m_last_operation;
    watcher.not_before = now + shortest_pause;
    all.push_back(watcher.size ? offer(watcher) : question(watcher));
  }
  return all;
}

// Witnesses that each cosign another size never make enough cosignatures for one. So all get the same checkpoint, until
// it has enough, or cannot get enough from those that answer.
void Witnesses::aim() {
  if (m_aim.size == m_log.size()) return;
  if (m_needed > 0 && m_aim.size > m_covered && able() >= m_needed) return;
  m_aim = {m_log.size(), m_log.newest()};
}

std::size_t Witnesses::able() const {
  return static_cast<std::size_t>(std::count_if(m_watchers.begin(), m_watchers.end(), [&](const Watcher& watcher) {
    return !watcher.failing && watcher.size && *watcher.size <= m_aim.size;
  }));
}

local::Fetch Witnesses::question(const Watcher& watcher) const {
  const auto name = base::to_hex(crypto::sha256(base::view(m_log.origin())));
  return {*watcher.under_way, local::FetchMethod::get, watcher.who.url + "/checkpoint/" + name, "", {}};
}

local::Fetch Witnesses::offer(Watcher& watcher) {
  watcher.offered = m_aim;
  auto body = "old " + std::to_string(*watcher.size) + "\n";
  if (*watcher.size > 0)
    for (const auto& hash : m_log.consistency(*watcher.size, m_aim.size)) body += base::to_base64(hash) + "\n";
  body += "\n" + m_aim.note;
  return {*watcher.under_way, local::FetchMethod::post, watcher.who.url + "/add-checkpoint",
          "text/plain; charset=utf-8", base::copy(base::view(body))};
}

std::optional<Cosignature> Witnesses::take(const local::Fetched& fetched, Moment now) {
  const auto watcher = std::find_if(m_watchers.begin(), m_watchers.end(), [&](const Watcher& one) {
    return one.under_way == std::optional(fetched.operation);
  });
  if (watcher == m_watchers.end()) return std::nullopt;
  watcher->under_way.reset();
  const auto offered = std::exchange(watcher->offered, std::nullopt);
  auto taken = offered ? take_cosigned(*watcher, *offered, fetched) : take_shown(*watcher, fetched);
  if (!taken) {
    if (!std::exchange(watcher->failing, true))
      process::log_warning("the witness " + watcher->who.name + ": " + taken.error().text);
    watcher->size.reset();  // who knows what it has taken
    watcher->pause = std::clamp(2 * watcher->pause, first_pause_after_failure, longest_pause_after_failure);
    watcher->not_before = now + watcher->pause;
    return std::nullopt;
  }
  if (watcher->size) {
    watcher->pause = {};
    if (std::exchange(watcher->failing, false))
      process::log_info("the witness " + watcher->who.name + " is well again");
  }
  if (*taken) m_fresh.insert((*taken)->size);
  return *std::move(taken);
}

Witnesses::Taken Witnesses::take_shown(Watcher& watcher, const local::Fetched& fetched) {
  tlog::Checkpoint shown{m_log.origin(), 0, tlog::empty_root()};
  std::optional<Cosigned> cosigned;
  if (is(fetched, ok)) {
    const auto note = tlog::parse_note(base::text(fetched.body));
    if (!note) return base::Error{"it shows what is no checkpoint: " + note.error().text};
    auto checkpoint = m_log.open(*note);
    if (!checkpoint) return base::Error{"it shows a checkpoint that is not this log's: " + checkpoint.error().text};
    refuse_another_future(watcher, *checkpoint);
    cosigned = cosigned_by(watcher.key, note->text, note->signatures);
    if (!cosigned) return base::Error{"it shows a checkpoint that its vkey in log.toml has not cosigned"};
    shown = *std::move(checkpoint);
  } else if (!is(fetched, not_found)) {
    return unexpected(fetched);
  }
  if (shown.size < watcher.cosigned) return forgotten(watcher.cosigned);
  watcher.size = shown.size;
  watcher.confirmed = true;
  if (!cosigned) return std::optional<Cosignature>();
  // An answer of before may have been lost on the way.
  const auto kept = needed(m_ledger.first_checkpoint_of(shown.size));
  if (!kept || kept->size != shown.size) return std::optional<Cosignature>();
  watcher.cosigned = shown.size;
  return std::optional(Cosignature{shown.size, watcher.key.name, cosigned->at, cosigned->line});
}

Witnesses::Taken Witnesses::take_cosigned(Watcher& watcher, const SignedCheckpoint& offered,
                                          const local::Fetched& fetched) {
  if (is(fetched, conflict)) return has_disagreed(watcher);
  if (!is(fetched, ok)) return unexpected(fetched);
  const auto lines = parse_cosignatures(base::text(fetched.body));
  if (!lines) return base::Error{"it answers with what are no cosignatures: " + lines.error().text};
  const auto note = needed(tlog::parse_note(offered.note));
  const auto cosigned = cosigned_by(watcher.key, note.text, *lines);
  if (!cosigned) return base::Error{"it answers with no cosignature that its vkey in log.toml has made"};
  watcher.size = watcher.cosigned = offered.size;
  watcher.disagreed = false;
  return std::optional(Cosignature{offered.size, watcher.key.name, cosigned->at, cosigned->line});
}

// The size that comes with a conflict is nobody's signed word: what it shows when asked decides.
Witnesses::Taken Witnesses::has_disagreed(Watcher& watcher) {
  if (std::exchange(watcher.disagreed, true)) return base::Error{"it takes no checkpoint after the one that it shows"};
  watcher.size.reset();
  return std::optional<Cosignature>();
}

void Witnesses::refuse_another_future(const Watcher& watcher, const tlog::Checkpoint& theirs) {
  const auto has = "the witness " + watcher.who.name + " (" + watcher.who.url + ") has a checkpoint of this log for " +
                   described(theirs) + ", but ";
  if (theirs.size > m_log.size())
    throw AnotherFuture{has + "our last is for " + std::to_string(m_log.size()) +
                        " entries: an older copy of the ledger was put back; bring the newest one, and if it is lost, "
                        "a successor log must be made"};
  const auto root = m_log.root(theirs.size);
  if (root != theirs.root)
    throw AnotherFuture{
        has + "the ledger's first " + std::to_string(theirs.size) + " entries have root " + base::to_base64(root) +
        ": this log has two futures; keep the ledger and the witness's checkpoint as they are, and find "
        "out who continued an older copy"};
}

void Witnesses::courier_gone() {
  for (auto& watcher : m_watchers) {
    // What was offered may have been taken.
    if (std::exchange(watcher.offered, std::nullopt)) watcher.size.reset();
    watcher.under_way.reset();
  }
}

void Witnesses::settle() {
  for (const auto size : std::exchange(m_fresh, {})) settle(size);
}

void Witnesses::settle(std::uint64_t size) {
  if (m_needed == 0 || size < m_covered) return;
  auto enough = witnessed(size);
  if (!enough) return;
  m_covered = size;
  m_log.take_cosigned(*std::move(enough));
}

std::optional<SignedCheckpoint> Witnesses::witnessed(std::uint64_t size) {
  const auto kept = needed(m_ledger.first_checkpoint_of(size));
  if (!kept || kept->size != size) return std::nullopt;
  auto note = needed(tlog::parse_note(kept->note));
  std::size_t count = 0;
  for (const auto& cosignature : needed(m_ledger.cosignatures(size))) {
    auto line = tlog::parse_signature_line(cosignature.line);
    if (!line || !counts(note.text, *line)) continue;
    note.signatures.push_back(*std::move(line));
    ++count;
  }
  if (count < m_needed) return std::nullopt;
  return SignedCheckpoint{size, tlog::print(note)};
}

// The policy may have changed since it was kept.
bool Witnesses::counts(const std::string& text, const tlog::NoteSignature& line) const {
  return std::any_of(m_watchers.begin(), m_watchers.end(),
                     [&](const Watcher& watcher) { return cosigned_by(watcher.key, text, {line}).has_value(); });
}

bool Witnesses::are_confirmed() const {
  const auto confirmed =
      std::count_if(m_watchers.begin(), m_watchers.end(), [](const Watcher& watcher) { return watcher.confirmed; });
  return static_cast<std::size_t>(confirmed) >= m_needed;
}

bool Witnesses::may_seal(base::Instant now) {
  if (!stops()) return true;
  if (!are_confirmed()) return false;
  const auto oldest = oldest_uncovered();
  return !oldest || now - *oldest <= m_lag;
}

std::optional<base::Instant> Witnesses::oldest_uncovered() {
  if (!m_oldest || m_oldest->first != m_covered) {
    const auto at = needed(m_ledger.entry_time(m_covered));
    m_oldest = at ? std::optional(std::pair(m_covered, *at)) : std::nullopt;
  }
  if (!m_oldest) return std::nullopt;
  return m_oldest->second;
}

}  // namespace antin::keeper
