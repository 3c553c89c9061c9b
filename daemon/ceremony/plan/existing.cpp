#include "daemon/ceremony/plan/existing.hpp"

#include <algorithm>

namespace antin::ceremony {
namespace {

using Wrong = std::optional<Fault>;

constexpr std::size_t most_formers = 16;

bool is_used(const Plan& plan, const std::string& former) {
  return std::any_of(plan.keys.begin(), plan.keys.end(),
                     [&](const auto& key) { return key.second.known && key.second.known->from == former; });
}

// One key opens all backups that are brought into a token, and one ceremony split it.
Wrong check_origin(const Plan& plan, const std::string& token) {
  std::optional<std::string> origin;
  for (const auto& label : plan.keys_of(token, Fate::restore)) {
    const auto& from = plan.keys.at(label).known->from;
    if (origin && *origin != from)
      return Fault{"key", label, "from", "is another ceremony than that of other keys restored into " + token};
    origin = from;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Fault> check_formers(const Plan& plan) {
  if (plan.formers.size() > most_formers) return Fault{"", "", "former", "are too many: name at most 16"};
  for (const auto& [name, former] : plan.formers) {
    if (name == plan.ceremony) return Fault{"former", name, "ceremony", "is this ceremony itself"};
    if (!is_used(plan, name)) return Fault{"former", name, "ceremony", "is of no use: no key is from it"};
  }
  return std::nullopt;
}

std::optional<Fault> check_existing(const Plan& plan, const std::string& label, const TokenPlan& token) {
  const bool restores = !plan.keys_of(label, Fate::restore).empty();
  // A backup that opens in whatever HSM is plugged in is a copy that nobody planned.
  if (restores && !token.serial && plan.purpose == Purpose::production)
    return Fault{"token", label, "serial", "is missing: say into which HSM keys are restored"};
  return std::nullopt;
}

std::optional<Fault> check_existing(const Plan& plan, const std::string& label, const KeyPlan& key,
                                    const policy::Key& parsed) {
  const auto wrong = [&](const char* at, std::string text) { return Fault{"key", label, at, std::move(text)}; };
  if (key.subject) return wrong("subject", "is not for a key that exists: it has its certificate");
  if (!key.known) return wrong("from", "is missing: name the ceremony that the key came of");
  if (!plan.formers.contains(key.known->from))
    return wrong("from", "names \"" + key.known->from + "\", which is no ceremony under [[former]]");
  if (key.fate == Fate::restore && parsed.purpose == policy::KeyPurpose::log)
    return wrong("act", "of a log key is never \"restore\": log keys have no backup");
  if (key.fate == Fate::restore && key.backup != Backup::wrapped)
    return wrong("act", "is not \"restore\": no backup was made of this key");
  return check_origin(plan, key.token);
}

}  // namespace antin::ceremony
