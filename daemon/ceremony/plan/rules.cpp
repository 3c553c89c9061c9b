// The rules of a plan as a whole: who decides, who holds what, what keys may be.
#include <algorithm>
#include <set>

#include "daemon/ceremony/plan/existing.hpp"
#include "policy/text/values.hpp"

namespace antin::ceremony {
namespace {

using crypto::KeyAlgorithm;
using policy::KeyPurpose;
using Wrong = std::optional<Fault>;

constexpr std::size_t most_participants = 64;
constexpr std::size_t most_holders = 16;
constexpr std::size_t longest_token_label = 32;  // PKCS#11 pads labels to 32 octets

Wrong check_head(const Plan& plan) {
  const auto officers = plan.with(Role::officer).size();
  if (plan.participants.size() > most_participants)
    return Fault{"", "", "participant", "are too many: name at most 64"};
  if (plan.quorum < 2) return Fault{"", "", "quorum", "must be at least 2: one officer alone never decides"};
  if (plan.quorum > officers)
    return Fault{"", "", "quorum", "is more than there are officers: " + std::to_string(officers)};
  if (!plan.module.starts_with('/')) return Fault{"", "", "module", "must be an absolute path"};
  if (plan.tokens.empty()) return Fault{"", "", "token", "is missing: name at least one under [[token]]"};
  return std::nullopt;
}

// Two names for one certificate would let one person count twice.
Wrong check_participants(const Plan& plan) {
  std::set<base::Sha256Hash> seen;
  for (const auto& [id, participant] : plan.participants)
    if (!seen.insert(participant.certificate).second)
      return Fault{"participant", id, "certificate", "is another participant's already: each has one of their own"};
  return std::nullopt;
}

Wrong check_group(const Plan& plan, const std::string& name, const ShareGroup& group) {
  // A lock writes it for none.
  if (name == "-") return Fault{"shares", name, "name", "is no name for a group"};
  if (group.holders.size() > most_holders) return Fault{"shares", name, "holders", "are too many: name at most 16"};
  if (group.need < 2) return Fault{"shares", name, "need", "must be at least 2: nobody holds a secret alone"};
  if (group.need > group.holders.size())
    return Fault{"shares", name, "need", "is more than it has holders: " + std::to_string(group.holders.size())};
  if (std::set<std::string>(group.holders.begin(), group.holders.end()).size() != group.holders.size())
    return Fault{"shares", name, "holders", "names one holder twice"};
  for (const auto& holder : group.holders) {
    const auto found = plan.participants.find(holder);
    if (found == plan.participants.end() || !found->second.is(Role::custodian))
      return Fault{"shares", name, "holders", "names \"" + holder + "\", who is no participant with role custodian"};
  }
  return std::nullopt;
}

// Whoever could gather both PINs could make the token anew and put keys into it.
Wrong check_separation(const Plan& plan, const std::string& label, const TokenPlan& token) {
  const auto& so = plan.groups.at(token.so_pin).holders;
  for (const auto& holder : plan.groups.at(token.user_pin).holders)
    if (std::find(so.begin(), so.end(), holder) != so.end())
      return Fault{"token", label, "user-pin",
                   "is split among \"" + holder + "\" too, who holds a share of its so-pin"};
  return std::nullopt;
}

Wrong check_backup(const Plan& plan, const std::string& label, const TokenPlan& token) {
  if (token.backup && !plan.groups.contains(*token.backup))
    return Fault{"token", label, "backup", "names \"" + *token.backup + "\", which is no group under [[shares]]"};
  const bool has_any = std::any_of(plan.keys.begin(), plan.keys.end(), [&](const auto& key) {
    return key.second.token == label && key.second.fate == Fate::make && key.second.backup == Backup::wrapped;
  });
  if (token.backup && !has_any)
    return Fault{"token", label, "backup", "is of no use: no key that is made on it is \"wrapped\""};
  if (!token.backup && has_any)
    return Fault{"token", label, "backup", "is missing: name the group that holds the key of its backups"};
  return std::nullopt;
}

Wrong check_token(const Plan& plan, const std::string& label, const TokenPlan& token) {
  if (label.size() > longest_token_label) return Fault{"token", label, "label", "has more than 32 characters"};
  if (label.starts_with(spare_prefix))
    return Fault{"token", label, "label", "begins as those of the spare tokens that backups are restored on"};
  if (token.from && token.so_pin.empty() && token.user_pin.empty()) return check_backup(plan, label, token);
  for (const auto& [key, group] : {std::pair("so-pin", token.so_pin), std::pair("user-pin", token.user_pin)})
    if (!plan.groups.contains(group))
      return Fault{"token", label, key, "names \"" + group + "\", which is no group under [[shares]]"};
  if (token.unattended == Unattended::file && plan.purpose != Purpose::development)
    return Fault{"token", label, "unattended", "may be \"file\" for development only: use \"systemd-credential\""};
  if (auto wrong = check_separation(plan, label, token)) return wrong;
  return check_backup(plan, label, token);
}

Wrong check_algorithm(const std::string& label, KeyPurpose purpose, KeyAlgorithm algorithm) {
  const auto wrong = [&](const char* text) { return Fault{"key", label, "algorithm", text}; };
  switch (purpose) {
    case KeyPurpose::seal:
      if (algorithm == KeyAlgorithm::ed25519) return wrong("of a seal is ecdsa-p256 or rsa-pss-3072");
      return std::nullopt;
    case KeyPurpose::time:
      if (algorithm != KeyAlgorithm::ecdsa_p256) return wrong("of a time key is ecdsa-p256");
      return std::nullopt;
    case KeyPurpose::log:
      if (algorithm == KeyAlgorithm::rsa) return wrong("of a log key is ed25519 or ecdsa-p256");
      return std::nullopt;
    case KeyPurpose::unknown: break;
  }
  return wrong("belongs to no purpose");
}

Wrong check_key(const Plan& plan, const std::string& label, const KeyPlan& key) {
  const auto parsed = policy::text::key_label(label);
  if (!parsed)
    return Fault{"key", label, "label", "is not a key label: write seal|time|log/<owner>/<use>/<year>.<generation>"};
  if (!plan.tokens.contains(key.token))
    return Fault{"key", label, "token", "names \"" + key.token + "\", which is no token under [[token]]"};
  if (key.fate != Fate::make) return check_existing(plan, label, key, *parsed);
  if (auto wrong = check_algorithm(label, parsed->purpose, key.algorithm)) return wrong;
  const bool is_log = parsed->purpose == KeyPurpose::log;
  // A log with two of its key could have two futures.
  if (is_log && key.backup != Backup::none) return Fault{"key", label, "backup", "of a log key is \"none\""};
  if (is_log && key.subject)
    return Fault{"key", label, "subject", "is not for a log key: it has a verifier key, no certificate"};
  if (!is_log && !key.subject)
    return Fault{"key", label, "subject", "is missing: its certificate is asked for with it"};
  if (auto wrong = check_rotation(plan, label, key, *parsed)) return wrong;
  if (!is_log && plan.roots.empty())
    return Fault{"", "", "roots", "are missing: certificates of keys must lead to them"};
  return std::nullopt;
}

// One backup would lie over the other.
Wrong check_file_names(const Plan& plan) {
  std::map<std::string, std::string> seen;
  for (const auto& [label, key] : plan.keys)
    if (const auto [other, is_new] = seen.emplace(dotted(label), label); !is_new)
      return Fault{"key", label, "label", "is that of " + other->second + " when slashes are dots, as files are named"};
  return std::nullopt;
}

}  // namespace

std::optional<Fault> first_fault(const Plan& plan) {
  if (auto wrong = check_head(plan)) return wrong;
  if (auto wrong = check_participants(plan)) return wrong;
  for (const auto& [name, group] : plan.groups)
    if (auto wrong = check_group(plan, name, group)) return wrong;
  for (const auto& [label, token] : plan.tokens)
    if (auto wrong = check_token(plan, label, token); wrong || (wrong = check_existing(plan, label, token)))
      return wrong;
  for (const auto& [label, key] : plan.keys)
    if (auto wrong = check_key(plan, label, key)) return wrong;
  if (auto wrong = check_file_names(plan)) return wrong;
  if (auto wrong = check_vendor(plan)) return wrong;
  return check_formers(plan);
}

}  // namespace antin::ceremony
