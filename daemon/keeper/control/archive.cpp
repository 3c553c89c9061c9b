// An archive: full bundles are copied and read back, the ledger takes an entry of it, then they leave the log's folder.
#include "daemon/keeper/control/errand.hpp"
#include "daemon/keeper/ledger/succession_entries.hpp"

namespace antin::keeper {
namespace {

using local::ControlRefusal;

constexpr std::uint64_t bundles_a_turn = 4;  // each takes a few syncs, in which nobody is served

class Archiving final : public Errand {
 public:
  Archiving(Workplace& workplace, local::MakeArchive asked) : m_workplace(workplace), m_asked(std::move(asked)) {}
  ~Archiving() override {
    // What is committed settles itself, at the next start at the latest.
    if (m_draft && !m_is_logged) static_cast<void>(m_workplace.archives.drop_begun());
  }
  Archiving(const Archiving&) = delete;
  Archiving& operator=(const Archiving&) = delete;

  Turn turn(Moment) override {
    if (m_is_logged) return settle();
    if (!m_draft) return begin();
    return m_draft->has_all() ? finish() : copy();
  }
  [[nodiscard]] bool may_be_given_up() const override { return !m_is_logged; }

 private:
  Turn begin();
  Turn copy();
  Turn finish();
  Turn settle();
  [[nodiscard]] SignedCheckpoint covering() const;
  [[nodiscard]] local::Progress progress(const char* doing) const;

  Workplace& m_workplace;
  local::MakeArchive m_asked;
  std::optional<Archives::Draft> m_draft;
  bool m_is_logged = false;
};

// The newest that nobody can take back: cosigned, where the policy asks for that.
SignedCheckpoint Archiving::covering() const {
  const auto& log = m_workplace.log;
  if (m_workplace.in_force.policy().log.witnesses_needed > 0) return {log.cosigned_size(), log.cosigned()};
  return {log.size(), log.newest()};
}

Errand::Turn Archiving::begin() {
  if (!is_errand_name(m_asked.name))
    return refused(ControlRefusal::request,
                   "an archive's name is 1 to 128 of A-Z a-z 0-9 . _ -, and begins with no dot");
  if (m_workplace.archives.is_taken(m_asked.name))
    return refused(ControlRefusal::request, "there is an archive " + m_asked.name + ": give this one another name");
  if (must(m_workplace.ledger.closing()))
    return refused(ControlRefusal::request,
                   "the log is closed: each archive is an entry, and it takes none; its folder can be kept as it is");
  const auto last = needed(last_archive(m_workplace.ledger));
  const auto most = std::min(m_asked.before, covering().size);
  const auto to = most - most % tlog::tile_width;
  if (to <= last.to)
    return refused(ControlRefusal::request,
                   "nothing to archive: entries below " + std::to_string(last.to) + " are archived, and below " +
                       std::to_string(most) + " no bundle of 256 further ones is full and under a " +
                       (m_workplace.in_force.policy().log.witnesses_needed > 0 ? "cosigned" : "published") +
                       " checkpoint");
  auto draft = Archives::Draft::begin(m_workplace.archives, {last.to, to, false, m_asked.name});
  if (!draft) return refused(ControlRefusal::failed, "nothing was archived: " + draft.error().text);
  m_draft.emplace(*std::move(draft));
  return {progress("bundles copied")};
}

Errand::Turn Archiving::copy() {
  for (std::uint64_t copied = 0; copied < bundles_a_turn && !m_draft->has_all(); ++copied)
    if (const auto done = m_draft->copy_next(); !done)
      return refused(ControlRefusal::failed, "nothing was archived: " + done.error().text);
  return {progress("bundles copied")};
}

Errand::Turn Archiving::finish() {
  const auto manifest = m_draft->finish(m_workplace.log, covering());
  if (!manifest) return refused(ControlRefusal::failed, "nothing was archived: " + manifest.error().text);
  const auto now = m_workplace.clock.read().now;
  const auto& what = m_draft->what();
  m_workplace.flow.append(
      encode(ArchiveEntry{now, what.name, what.from, what.to, *manifest, m_workplace.in_force.policy().digest}), now);
  must(keep_last_archive(m_workplace.ledger, what));
  m_is_logged = true;
  return {};
}

Errand::Turn Archiving::settle() {
  const auto settled = m_workplace.archives.settle(bundles_a_turn);
  if (!settled)
    return refused(ControlRefusal::failed,
                   "the archive is made, but its bundles are not all out of the log's folder: " + settled.error().text);
  if (!*settled) return {progress("bundles taken out of the log's folder")};
  const auto& what = m_draft->what();
  return {local::Finished{"archive " + what.name + " holds the entries from " + std::to_string(what.from) + " up to " +
                          std::to_string(what.to - 1)}};
}

local::Progress Archiving::progress(const char* doing) const {
  const auto first = m_draft->what().from / tlog::tile_width;
  return {doing, m_draft->next() - first, m_draft->what().to / tlog::tile_width - first};
}

}  // namespace

std::unique_ptr<Errand> archive_errand(Workplace& workplace, const local::MakeArchive& asked) {
  return std::make_unique<Archiving>(workplace, asked);
}

}  // namespace antin::keeper
