// A key ceremony comes into the log: what was signed by those who held it, held against the officers of now.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/bundles/ceremonies.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

// Damage is for a person to look at.
std::vector<KeptCeremony> ceremonies_in(Ledger& ledger) {
  auto all = kept_ceremonies(ledger);
  if (!all) throw LedgerFailure{{LedgerFault::damage, all.error().text}};
  return *std::move(all);
}

}  // namespace

base::Result<std::uint64_t> Flow::take_ceremony(base::ByteView note) {
  const auto read = tlog::parse_note(base::text(note));
  if (!read) return base::Error{"this is no signed note: " + read.error().text};
  auto ceremonies = ceremonies_in(m_ledger);
  // Whoever its officers were then: it is in the log.
  const auto transcript = crypto::sha256(base::view(read->text));
  for (const auto& one : ceremonies)
    if (one.transcript == transcript) return one.index;
  if (m_closed) return base::Error{"the log is closed and takes no ceremony"};

  const auto ceremony = policy::bundle::open_ceremony(note, officers());
  if (!ceremony) return ceremony.error();
  const auto& id = ceremony->transcript.ceremony;
  for (const auto& one : ceremonies)
    if (one.ceremony == id)
      return base::Error{"the ceremony " + id + " is in the log with another transcript, as entry " +
                         std::to_string(one.index)};
  const auto now = m_clock.read().now;
  if (auto stand = policy::bundle::check_standing(ceremony->signers, m_in_force.people(), now); !stand)
    return stand.error();
  const auto index = record(*ceremony, now);
  ceremonies.push_back({id, ceremony->hash, index});
  must(keep_ceremonies(m_ledger, ceremonies));
  process::log_info("the key ceremony " + id + " is in the log, as entry " + std::to_string(index));
  return index;
}

std::uint64_t Flow::record(const policy::bundle::Ceremony& ceremony, base::Instant now) {
  CeremonyEntry entry{now, named(ceremony), {}, m_in_force.policy().digest};
  for (const auto& signer : ceremony.signers) entry.officers.emplace(signer.officer, signer.certificate.hash);
  must(m_ledger.put_blob(entry.ceremony.note, ceremony.note));
  return append(encode(entry), now).index;
}

}  // namespace antin::keeper
