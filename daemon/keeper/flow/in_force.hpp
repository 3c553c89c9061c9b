// The policy in force and everything derived from it: who may call, whom we believe, which keys seal, what the time is
// stamped with. Replaced as a whole.
#pragma once

#include <filesystem>
#include <memory>

#include "daemon/keeper/approvals/approvals.hpp"
#include "daemon/keeper/log/log_keys.hpp"
#include "daemon/keeper/revocation/revocation_store.hpp"
#include "daemon/keeper/seal/sealer.hpp"
#include "daemon/keeper/systems/systems.hpp"
#include "daemon/keeper/timestamp/authority.hpp"
#include "policy/bundle/bundle.hpp"

namespace antin::keeper {

using policy::bundle::Bundle;

// The ledger's value with the highest CRL numbers seen.
constexpr const char* revocation_value = "revocation-numbers";

class InForce {
 public:
  // `revocation`: the folder of CRLs. `numbers`: what revocation_numbers() gave last; empty at the very first start.
  // `clock` outlives the value.
  static base::Result<std::unique_ptr<InForce>> make(Bundle bundle, const std::filesystem::path& revocation,
                                                     base::ByteView numbers, TimestampAuthority::Origin origin,
                                                     Clock& clock);

  // Reads the CRLs again. True when they changed: then store revocation_numbers() in the ledger's next batch.
  bool refresh_revocation(base::Instant now);
  [[nodiscard]] base::Bytes revocation_numbers() const { return m_revocation.numbers(); }

  // Replaces all of this by what another bundle makes of it, but for what goes on: serials and the last genTime.
  void succeed(InForce next);

  // A bundle that was superseded: approvals that name it are judged by it until then.
  void remember(Bundle superseded, base::Instant until);
  // The rules that approvals which name this bundle are judged by; nullptr: neither in force nor superseded of late.
  [[nodiscard]] const policy::text::Rules* rules(const base::Sha256Hash& bundle, base::Instant now) const;
  [[nodiscard]] const policy::text::Rules& rules() const { return m_bundle->rules; }

  [[nodiscard]] const Bundle& bundle() const { return *m_bundle; }
  [[nodiscard]] const policy::Policy& policy() const { return m_bundle->rules.policy; }
  [[nodiscard]] const policy::Roster& roster() const { return m_bundle->rules.roster; }
  [[nodiscard]] const Systems& systems() const { return m_systems; }
  [[nodiscard]] const Sealer& sealer() const { return m_sealer; }
  [[nodiscard]] TimestampAuthority& authority() { return m_authority; }
  [[nodiscard]] const evidence::Trust& people() const { return *m_people; }
  [[nodiscard]] const evidence::Trust& seals() const { return *m_seals; }
  // Rises whenever people() or seals() may judge differently than before.
  [[nodiscard]] std::uint64_t trust_generation() const { return m_revocation.generation(); }

  [[nodiscard]] LogKeys log_keys() const;
  [[nodiscard]] const std::vector<tlog::VerifierKey>& witnesses() const { return m_bundle->witnesses; }
  // Of the external authority that stamps checkpoints; empty when there is none.
  [[nodiscard]] std::vector<crypto::Certificate> anchor_roots() const;

  // What the key in `token` must be, by the certificate or verifier key that the policy names; nullopt: not a key of
  // ours there.
  [[nodiscard]] std::optional<base::Bytes> expected_spki(const std::string& token, const std::string& label) const;

 private:
  InForce(std::unique_ptr<Bundle> bundle, Systems systems, Sealer sealer, TimestampAuthority authority,
          RevocationStore revocation);
  void rebuild_trust();

  struct Superseded {
    policy::text::Rules rules;
    base::Instant until;
  };
  std::unique_ptr<Bundle> m_bundle;  // Systems points into it
  Systems m_systems;
  Sealer m_sealer;
  TimestampAuthority m_authority;
  RevocationStore m_revocation;
  std::vector<std::string> m_problems;  // of the last reading of its folder
  std::shared_ptr<const evidence::Trust> m_people;
  std::shared_ptr<const evidence::Trust> m_seals;
  std::vector<Superseded> m_superseded;
};

}  // namespace antin::keeper
