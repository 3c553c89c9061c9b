#include "daemon/ceremony/plan/existing.hpp"

#include <algorithm>
#include <set>

#include "policy/text/values.hpp"

namespace antin::ceremony {
namespace {

using Wrong = std::optional<Fault>;

constexpr std::size_t most_formers = 16;
constexpr std::size_t most_vendor_steps = 64;

bool is_used(const Plan& plan, const std::string& former) {
  return std::any_of(plan.keys.begin(), plan.keys.end(),
                     [&](const auto& key) { return key.second.known && key.second.known->from == former; }) ||
         std::any_of(plan.tokens.begin(), plan.tokens.end(),
                     [&](const auto& token) { return token.second.from == former; });
}

bool is_vendors(const KeyPlan& key) {
  return key.backup == Backup::vendor && (key.fate == Fate::make || key.fate == Fate::destroy);
}

bool has_vendor_key(const Plan& plan, const std::string& token) {
  return std::any_of(plan.keys.begin(), plan.keys.end(),
                     [&](const auto& key) { return key.second.token == token && is_vendors(key.second); });
}

std::string not_named(const std::string& former) {
  return "names \"" + former + "\", which is no ceremony under [[former]]";
}

// The next of its year, or the first of a later one.
bool succeeds(const policy::Key& next, const policy::Key& old) {
  if (next.purpose != old.purpose || next.owner != old.owner || next.use != old.use) return false;
  return next.year == old.year ? next.generation == old.generation + 1 : next.year > old.year && next.generation == 1;
}

Wrong check_spares(const Plan& plan, const std::string& label, const KeyPlan& key) {
  const auto wrong = [&](std::string text) { return Fault{"key", label, "spares", std::move(text)}; };
  if (key.fate != Fate::destroy && !key.spares.empty()) return wrong("are for a key that is destroyed");
  std::set<std::string> seen{key.token};
  for (const auto& spare : key.spares) {
    const auto found = plan.tokens.find(spare);
    if (found == plan.tokens.end() || !found->second.from)
      return wrong("name \"" + spare + "\", which is no token under [[token]] that is there already");
    if (!seen.insert(spare).second) return wrong("name \"" + spare + "\" again");
  }
  return std::nullopt;
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

// The keys whose backups the new shares will open are kept, so that the record of this ceremony has them.
Wrong check_resplit(const Plan& plan, const std::string& label, const TokenPlan& token) {
  if (!token.resplit) return std::nullopt;
  const auto wrong = [&](std::string text) { return Fault{"token", label, "resplit", std::move(text)}; };
  if (!plan.groups.contains(*token.resplit))
    return wrong("names \"" + *token.resplit + "\", which is no group under [[shares]]");
  if (token.backup) return wrong("goes not with \"backup\", which makes another wrapping key: hold two ceremonies");
  std::set<std::string> origins;
  for (const auto& key : plan.keys_of(label, Fate::keep))
    if (plan.keys.at(key).backup == Backup::wrapped) origins.insert(plan.keys.at(key).known->from);
  if (origins.empty()) return wrong("is of no use: no key of it that is kept has a backup");
  if (origins.size() > 1) return wrong("is for the backups of one ceremony: its keys are from several");
  return std::nullopt;
}

}  // namespace

std::optional<Fault> check_formers(const Plan& plan) {
  if (plan.formers.size() > most_formers) return Fault{"", "", "former", "are too many: name at most 16"};
  for (const auto& [name, former] : plan.formers) {
    if (name == plan.ceremony) return Fault{"former", name, "ceremony", "is this ceremony itself"};
    if (!is_used(plan, name)) return Fault{"former", name, "ceremony", "is of no use: no key and no token is from it"};
  }
  return std::nullopt;
}

std::optional<Fault> check_existing(const Plan& plan, const std::string& label, const TokenPlan& token) {
  const bool restores = !plan.keys_of(label, Fate::restore).empty();
  // A backup that opens in whatever HSM is plugged in is a copy that nobody planned.
  if (restores && !token.from && !token.serial && plan.purpose == Purpose::production)
    return Fault{"token", label, "serial", "is missing: say into which HSM keys are restored"};
  if (!token.from && token.resplit)
    return Fault{"token", label, "resplit", "is for a token that is there already, with its backups"};
  if (!token.from) return std::nullopt;
  if (!plan.formers.contains(*token.from)) return Fault{"token", label, "from", not_named(*token.from)};
  if (!token.serial) return Fault{"token", label, "serial", "is missing: the token is in one HSM"};
  if (restores) return Fault{"token", label, "from", "is not for a token that keys are restored into: it is made new"};
  if (token.unattended != Unattended::none && !token.gets_new_pins())
    return Fault{"token", label, "unattended", "is for a token that gets new PINs: antin-signer has this one's"};
  return check_resplit(plan, label, token);
}

std::optional<Fault> check_existing(const Plan& plan, const std::string& label, const KeyPlan& key,
                                    const policy::Key& parsed) {
  const auto wrong = [&](const char* at, std::string text) { return Fault{"key", label, at, std::move(text)}; };
  if (key.subject) return wrong("subject", "is not for a key that exists: it has its certificate");
  if (!key.known) return wrong("from", "is missing: name the ceremony that the key came of");
  if (!plan.formers.contains(key.known->from)) return wrong("from", not_named(key.known->from));
  if (key.replaces) return wrong("replaces", "is for a key that is made");
  if (key.fate != Fate::restore && !plan.tokens.at(key.token).from)
    return wrong("token", "names a token that is made new: this key is in one that is there already");
  if (auto fault = check_spares(plan, label, key)) return fault;
  if (key.fate == Fate::restore && parsed.purpose == policy::KeyPurpose::log)
    return wrong("act", "of a log key is never \"restore\": log keys have no backup");
  if (key.fate == Fate::restore && key.backup != Backup::wrapped)
    return wrong("act", "is not \"restore\": no backup was made of this key");
  return check_origin(plan, key.token);
}

// A backup comes to be by such a step, and goes by one.
std::optional<Fault> check_vendor(const Plan& plan) {
  if (plan.vendor.size() > most_vendor_steps) return Fault{"", "", "vendor", "are too many: name at most 64"};
  std::set<std::string> names;
  std::set<std::string> tokens;
  for (const auto& step : plan.vendor) {
    if (!names.insert(step.name).second) return Fault{"vendor", step.name, "name", "is named twice"};
    if (!has_vendor_key(plan, step.token))
      return Fault{"vendor", step.name, "token",
                   "names \"" + step.token + "\", where no key with backup \"vendor\" is made or destroyed"};
    tokens.insert(step.token);
  }
  for (const auto& [label, key] : plan.keys)
    if (is_vendors(key) && !tokens.contains(key.token))
      return Fault{"key", label, "backup", "is the vendor's: say under [[vendor]] what is done with its tools"};
  return std::nullopt;
}

std::optional<Fault> check_rotation(const Plan& plan, const std::string& label, const KeyPlan& key,
                                    const policy::Key& parsed) {
  if (!key.replaces) return std::nullopt;
  const auto wrong = [&](std::string text) { return Fault{"key", label, "replaces", std::move(text)}; };
  const auto old = plan.keys.find(*key.replaces);
  if (old == plan.keys.end() || old->second.fate != Fate::keep || old->second.token != key.token)
    return wrong("names \"" + *key.replaces + "\", which is no key of this token whose act is \"keep\"");
  if (!succeeds(parsed, *policy::text::key_label(*key.replaces)))
    return wrong("is not the generation before: after 2026.1 comes 2026.2, or 2027.1");
  for (const auto& [other, one] : plan.keys)
    if (other != label && one.replaces == key.replaces) return wrong("names a key that " + other + " replaces already");
  return std::nullopt;
}

}  // namespace antin::ceremony
