// The policy in force and everything derived from it: who may call, who may approve, whom we believe, which keys seal,
// what the time is stamped with. Replaced as a whole.
#pragma once

#include <filesystem>
#include <memory>

#include "daemon/keeper/approvals/approvals.hpp"
#include "daemon/keeper/log/log_keys.hpp"
#include "daemon/keeper/revocation/response_store.hpp"
#include "daemon/keeper/revocation/revocation_store.hpp"
#include "daemon/keeper/seal/sealer.hpp"
#include "daemon/keeper/systems/systems.hpp"
#include "daemon/keeper/timestamp/authority.hpp"
#include "policy/bundle/bundle.hpp"
#include "policy/roster.hpp"

namespace antin::keeper {

using policy::bundle::Bundle;

// The ledger's values with the highest CRL numbers seen, and the newest OCSP responses' times.
constexpr const char* revocation_value = "revocation-numbers";
constexpr const char* responses_value = "revocation-responses";

// What they hold; empty at the very first start.
struct RevocationMarks {
  base::Bytes numbers;
  base::Bytes responses;
};

class InForce {
 public:
  // `revocation`: the folder of CRLs and OCSP responses. `marks`: what revocation_marks() gave last. `clock` outlives
  // the value.
  static base::Result<std::unique_ptr<InForce>> make(Bundle bundle, const std::filesystem::path& revocation,
                                                     const RevocationMarks& marks, TimestampAuthority::Origin origin,
                                                     Clock& clock);

  // Reads the folder again. True when something changed: then store revocation_marks() in the ledger's next batch.
  bool refresh_revocation(base::Instant now);
  [[nodiscard]] RevocationMarks revocation_marks() const { return {m_revocation.numbers(), m_responses.times()}; }

  [[nodiscard]] std::vector<evidence::RevocationList> revocation_lists() const { return m_revocation.lists(); }
  [[nodiscard]] std::vector<evidence::StatusResponse> status_responses() const { return m_responses.responses(); }

  // Replaces all of this by what another bundle makes of it, but for what goes on: serials and the last genTime.
  void succeed(InForce next);

  // Nothing is sealed with this key any more, whatever a policy says.
  void retire(const std::string& key) { m_sealer.retire(key); }

  // A bundle that was superseded: approvals that name it are judged by it until then.
  void remember(policy::text::Rules superseded, base::Instant until);
  // The rules that approvals which name this bundle are judged by; nullptr: neither in force nor superseded of late.
  [[nodiscard]] const policy::text::Rules* rules(const base::Sha256Hash& bundle, base::Instant now) const;
  [[nodiscard]] const policy::text::Rules& rules() const { return m_bundle->rules; }

  [[nodiscard]] const Bundle& bundle() const { return *m_bundle; }
  [[nodiscard]] const policy::Policy& policy() const { return m_bundle->rules.policy; }
  [[nodiscard]] const policy::Roster& roster() const { return m_roster; }
  [[nodiscard]] policy::Roster& roster() { return m_roster; }
  void take(policy::Roster roster) { m_roster = std::move(roster); }
  [[nodiscard]] const Systems& systems() const { return m_systems; }
  [[nodiscard]] const Sealer& sealer() const { return m_sealer; }
  [[nodiscard]] TimestampAuthority& authority() { return m_authority; }
  [[nodiscard]] const evidence::Trust& people() const { return *m_people; }
  // Of approvals.
  [[nodiscard]] Signers signers() const { return {*m_people, *m_system_certificates}; }
  [[nodiscard]] const evidence::Trust& seals() const { return *m_seals; }
  [[nodiscard]] const evidence::Trust& system_certificates() const { return *m_system_certificates; }
  // Rises whenever any of them may judge differently than before.
  [[nodiscard]] std::uint64_t trust_generation() const { return m_revocation.generation() + m_responses.generation(); }

  [[nodiscard]] LogKeys log_keys() const;
  [[nodiscard]] const std::vector<tlog::VerifierKey>& witnesses() const { return m_bundle->witnesses; }
  // Of the external authority that stamps checkpoints; empty when there is none.
  [[nodiscard]] std::vector<crypto::Certificate> anchor_roots() const;

  // What the key in `token` must be, by the certificate or verifier key that the policy names; nullopt: not a key of
  // ours there.
  [[nodiscard]] std::optional<base::Bytes> expected_spki(const std::string& token, const std::string& label) const;

 private:
  InForce(std::unique_ptr<Bundle> bundle, Systems systems, Sealer sealer, TimestampAuthority authority,
          RevocationStore revocation, ResponseStore responses);
  [[nodiscard]] std::shared_ptr<const evidence::Trust> trust_in(const policy::Authority& authority) const;
  void rebuild_trust();

  struct Superseded {
    policy::text::Rules rules;
    base::Instant until;
  };
  std::unique_ptr<Bundle> m_bundle;  // Systems points into it
  policy::Roster m_roster;           // of the ledger and the bundle
  Systems m_systems;
  Sealer m_sealer;
  TimestampAuthority m_authority;
  RevocationStore m_revocation;
  ResponseStore m_responses;
  std::vector<std::string> m_problems;  // of the last reading of its folder
  std::shared_ptr<const evidence::Trust> m_people;
  std::shared_ptr<const evidence::Trust> m_seals;
  std::shared_ptr<const evidence::Trust> m_system_certificates;
  std::vector<Superseded> m_superseded;
};

}  // namespace antin::keeper
