#include "daemon/ceremony/plan/former.hpp"

#include <algorithm>

namespace antin::ceremony {
namespace {

using Wrong = std::optional<Fault>;

Wrong check_former(const Plan& plan, const std::string& name, const FormerRecords& records) {
  const auto found = records.find(name);
  if (found == records.end() || found->second.plan != plan.formers.at(name))
    return Fault{"former", name, "folder", "is not the record that the plan was made with"};
  if (plan.purpose == Purpose::production && !found->second.counts)
    return Fault{"former", name, "folder", "is a rehearsal, or of a development plan: production does not build on it"};
  return std::nullopt;
}

// Whoever holds a share takes part under the same id.
Wrong check_holders(const Plan& plan, Fault where, const std::string& secret, const ShareGroup& group) {
  const auto here = std::count_if(group.holders.begin(), group.holders.end(), [&](const std::string& id) {
    const auto found = plan.participants.find(id);
    return found != plan.participants.end() && found->second.is(Role::custodian);
  });
  if (here >= static_cast<std::ptrdiff_t>(group.need)) return std::nullopt;
  where.text = "needs " + std::to_string(group.need) + " holders of a share of its " + secret + ", and " +
               std::to_string(here) + " take part";
  return where;
}

// The shares of a secret of this token that its ceremony gave out, among people who are here.
Wrong check_shares(const Plan& plan, const Fault& where, const FormerRecord& record, const std::string& token,
                   const std::string& secret) {
  const auto found = record.tokens.find(token);
  if (found == record.tokens.end() || !found->second.shares.contains(secret)) {
    auto fault = where;
    fault.text = "names a ceremony that gave out no shares of the " + secret + " of token " + token;
    return fault;
  }
  return check_holders(plan, where, secret, found->second.shares.at(secret));
}

// Everywhere that the records have it. Those who hold its backup say that it is gone.
Wrong check_destruction(const Plan& plan, const std::string& label, const KeyPlan& key, const FormerRecords& records) {
  const auto tokens = Plan::tokens_of(key);
  for (const auto& [ceremony, record] : records) {
    const auto found = record.keys.find(label);
    if (found == record.keys.end() || found->second.public_key != key.known->public_key) continue;
    if (std::find(tokens.begin(), tokens.end(), found->second.token) == tokens.end())
      return Fault{"key", label, "spares",
                   "do not name \"" + found->second.token + "\", which has the key since " + ceremony};
  }
  const auto& record = records.at(key.known->from);
  if (!record.keys.at(label).wrapped) return std::nullopt;
  return check_shares(plan, {"key", label, "from", {}}, record, record.keys.at(label).token, "backup-key");
}

Wrong check_key(const Plan& plan, const std::string& label, const KeyPlan& key, const FormerRecords& records) {
  if (!key.known) return std::nullopt;
  const auto& record = records.at(key.known->from);
  const Fault where{"key", label, "from", {}};
  const auto found = record.keys.find(label);
  if (found == record.keys.end()) return Fault{"key", label, "from", "names a ceremony of which this key did not come"};
  const auto& former = found->second;
  if (former.public_key != key.known->public_key || former.algorithm != key.algorithm || former.backup != key.backup)
    return Fault{"key", label, "from", "names a ceremony whose record has another key of this label"};
  if (key.fate == Fate::destroy) return check_destruction(plan, label, key, records);
  if (key.fate != Fate::restore) return std::nullopt;
  if (!former.wrapped) return Fault{"key", label, "from", "names a ceremony that made no backup of it"};
  return check_shares(plan, where, record, former.token, "backup-key");
}

// All whose backups this wrapping key opens: the next record must have them, for they open with its shares.
Wrong check_resplit(const Plan& plan, const std::string& token, const FormerRecords& records) {
  const auto split = backups_of(plan, token, records);
  const auto& record = records.at(split.from);
  for (const auto& [label, key] : record.keys) {
    const auto named = plan.keys.find(label);
    const bool kept = named != plan.keys.end() && named->second.token == token && named->second.fate == Fate::keep;
    if (key.token == split.token && key.wrapped && !kept)
      return Fault{"token", token, "resplit",
                   "is of the key that opens the backup of " + label + " too: keep that one"};
  }
  return check_shares(plan, {"token", token, "resplit", {}}, record, split.token, "backup-key");
}

// Its user's PIN is needed to look into it, its officer's for what is backed up.
Wrong check_token(const Plan& plan, const std::string& label, const TokenPlan& token, const FormerRecords& records) {
  if (!token.from) return std::nullopt;
  const Fault where{"token", label, "from", {}};
  const auto& record = records.at(*token.from);
  if (auto wrong = check_shares(plan, where, record, label, "user-pin")) return wrong;
  if (record.tokens.at(label).serial != token.serial)
    return Fault{"token", label, "from", "names a ceremony that had the token in another HSM"};
  if (token.backup || token.gets_new_pins())
    if (auto wrong = check_shares(plan, where, record, label, "so-pin")) return wrong;
  return token.resplit ? check_resplit(plan, label, records) : std::nullopt;
}

// One key opens all backups that are brought into a token.
Wrong check_origin(const Plan& plan, const std::string& token, const FormerRecords& records) {
  std::optional<std::string> origin;
  for (const auto& label : plan.keys_of(token, Fate::restore)) {
    const auto& from = records.at(plan.keys.at(label).known->from).keys.at(label).token;
    if (origin && *origin != from)
      return Fault{"key", label, "token", "takes backups of two tokens, which two keys open: restore into one each"};
    origin = from;
  }
  return std::nullopt;
}

}  // namespace

BackupsSplit backups_of(const Plan& plan, const std::string& token, const FormerRecords& records) {
  for (const auto fate : {Fate::keep, Fate::restore})
    for (const auto& label : plan.keys_of(token, fate)) {
      const auto& key = plan.keys.at(label);
      if (key.backup != Backup::wrapped) continue;
      const auto& record = records.at(key.known->from);
      if (const auto found = record.keys.find(label); found != record.keys.end())
        return {key.known->from, found->second.token};
    }
  return {};
}

std::optional<Fault> fault_beside(const Plan& plan, const FormerRecords& records) {
  for (const auto& [name, former] : plan.formers)
    if (auto wrong = check_former(plan, name, records)) return wrong;
  for (const auto& [label, key] : plan.keys)
    if (auto wrong = check_key(plan, label, key, records)) return wrong;
  for (const auto& [label, token] : plan.tokens) {
    if (auto wrong = check_token(plan, label, token, records)) return wrong;
    if (auto wrong = check_origin(plan, label, records)) return wrong;
  }
  return std::nullopt;
}

}  // namespace antin::ceremony
