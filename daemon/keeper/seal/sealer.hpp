// Redeems a policy Approval into what a seal key signs, and puts the signature into a CAdES-B-T seal. A seal key is
// reached only with a SealOrder, and only this room makes one: from an Approval, or again from the durable intent of
// one.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/evidence/trust.hpp"
#include "core/forms/signed_data.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "policy/decide.hpp"

namespace antin::keeper {

// One permission to have one seal key sign one set of attributes (invariants 1 and 3).
class SealOrder {
 public:
  [[nodiscard]] const StepName& step() const { return m_step; }
  [[nodiscard]] const std::string& key() const { return m_key; }
  [[nodiscard]] base::ByteView attributes() const { return m_attributes; }

 private:
  SealOrder(StepName step, std::string key, base::Bytes attributes)
      : m_step(std::move(step)), m_key(std::move(key)), m_attributes(std::move(attributes)) {}
  StepName m_step;
  std::string m_key;
  base::Bytes m_attributes;
  friend class Sealer;
};

enum class SealProblem {
  unknown,
  no_such_key,          // the policy in force has no such key, or its certificate is not the one in the attributes
  certificate_invalid,  // the seal's own certificate is expired, revoked or untrusted
  revocation_stale,
};

class Sealer {
 public:
  // A template per seal key of the policy. Fails when a key's certificate is none that can seal.
  static base::Result<Sealer> make(const policy::Policy& policy,
                                   const std::map<base::Sha256Hash, crypto::Certificate>& certificates);

  // Of a key that has retired: from now on there is no such key.
  void retire(const std::string& key) { m_seals.erase(key); }

  // What must be durable before the key is used. The approval is spent. `trust` is for seals. The caller adds what only
  // it knows: request id, entry text, and for a step without a seal what is stamped.
  [[nodiscard]] base::Result<Intent, SealProblem> redeem(policy::Approval approval, const evidence::Trust& trust,
                                                         base::Instant now) const;

  // Is the intent's key still the policy's, with the certificate that its attributes name? Else nobody can finish it.
  [[nodiscard]] bool can_finish(const Intent& intent) const;

  // For an intent with a key that is durable now: the order that the key may serve.
  [[nodiscard]] base::Result<SealOrder, SealProblem> order(const Intent& intent, const evidence::Trust& trust,
                                                           base::Instant now) const;

  // Does the HSM's signature hold? One bit flipped in it, once stored, would be the record's only seal for ever.
  [[nodiscard]] bool holds(const Intent& intent, base::ByteView signature) const;

  [[nodiscard]] base::Bytes assemble(const Intent& intent, base::ByteView signature, base::ByteView token) const;

 private:
  struct Seal {
    forms::SignerTemplate form;
    std::vector<crypto::Certificate> chain;
  };
  Sealer() = default;
  [[nodiscard]] base::Result<void, SealProblem> usable(const Seal& seal, const evidence::Trust& trust,
                                                       base::Instant now) const;
  [[nodiscard]] const Seal* find(const std::string& key) const;
  std::map<std::string, Seal> m_seals;
};

}  // namespace antin::keeper
