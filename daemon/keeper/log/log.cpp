#include "daemon/keeper/log/log.hpp"

#include <algorithm>

namespace antin::keeper {
namespace {

// Whoever has every entry of a large log proven would otherwise have its whole tree kept in memory.
constexpr std::size_t most_tiles_held = 256;

}  // namespace

Log::Log(Ledger& ledger, LogKeys keys, Publisher publisher)
    : m_ledger(ledger), m_keys(std::move(keys)), m_publisher(std::move(publisher)) {
  if (const auto note = needed(m_publisher.published()))
    m_published = {needed(tlog::open_checkpoint(*note, m_keys.all)).size, *note};
  // A kill may have come between the commit and the files.
  if (auto last = needed(m_ledger.last_checkpoint()); last && last->size > m_published.size) m_kept = std::move(*last);
}

void Log::publish() {
  if (!m_kept) return;
  if (auto published = m_publisher.publish(m_published.size, *m_kept); !published)
    throw LogFailure{published.error().text};
  m_published = *std::exchange(m_kept, std::nullopt);
}

base::Result<void> Log::check_keys(const LogKeys& next) const {
  if (m_being_signed && std::find(next.all.begin(), next.all.end(), m_being_signed->key) == next.all.end())
    return base::Error{"the key " + tlog::print(m_being_signed->key) +
                       " is signing a checkpoint of this log and is not in keys.toml: put it back"};
  return check_signing_keys(m_ledger, next);
}

std::optional<std::string> Log::next_to_sign() {
  if (m_being_signed || m_failed || is_up_to_date()) return std::nullopt;
  m_being_signed = {{origin(), needed(m_ledger.size()), needed(m_ledger.root())}, m_keys.in_force};
  return tlog::print(m_being_signed->checkpoint);
}

std::optional<SignedCheckpoint> Log::take(base::ByteView signature) {
  const auto [checkpoint, key] = *std::exchange(m_being_signed, std::nullopt);
  const tlog::Note note{tlog::print(checkpoint), {{origin(), key.id(), base::copy(signature)}}};
  if (!tlog::is_signed_by(note, key)) {
    m_failed = true;
    return std::nullopt;
  }
  remember(key);
  m_kept = SignedCheckpoint{checkpoint.size, tlog::print(note)};
  return m_kept;
}

void Log::remember(const tlog::VerifierKey& key) {
  if (m_remembered == key) return;
  if (const auto kept = remember_signing_key(m_ledger, m_keys, key); !kept) throw LogFailure{kept.error().text};
  m_remembered = key;
}

void Log::signing_failed() {
  m_being_signed.reset();
  m_failed = true;
}

bool Log::is_up_to_date() const { return needed(m_ledger.size()) == m_published.size; }

std::string Log::proof_of(std::uint64_t index) {
  const auto covering =
      index < m_cosigned.size ? std::optional(m_cosigned) : needed(m_ledger.first_checkpoint_of(index + 1));
  if (!covering) throw LogFailure{"no checkpoint covers entry " + std::to_string(index)};
  return tlog::print(tlog::Proof{index, inclusion(index, covering->size), covering->note});
}

tlog::Path Log::inclusion(std::uint64_t index, std::uint64_t size) {
  return needed(tree_of(size).inclusion(index, size));
}

tlog::Path Log::consistency(std::uint64_t from, std::uint64_t size) {
  return needed(tree_of(size).consistency(from, size));
}

base::Sha256Hash Log::root(std::uint64_t size) { return needed(tree_of(size).root(size)); }

tlog::Frontier Log::edge(std::uint64_t size) { return needed(tlog::Frontier::of(tree_of(size))); }

tlog::Tree& Log::tree_of(std::uint64_t size) {
  if (!m_tree || m_tree->size() != size || m_tree->tiles_held() > most_tiles_held)
    m_tree = std::make_unique<tlog::Tree>(size, [this](const tlog::Tile& tile) -> base::Result<tlog::Path> {
      auto hashes = m_ledger.tile(tile);
      if (!hashes) return base::Error{hashes.error().text};
      return *std::move(hashes);
    });
  return *m_tree;
}

}  // namespace antin::keeper
