// plan.lock: what a plan says, one fact a line, in one order only, so that one plan has one hash.
#include <algorithm>

#include "daemon/ceremony/plan/plan.hpp"

namespace antin::ceremony {
namespace {

void add(std::string& out, std::string_view key, std::string_view value) {
  out.append(key).append(": ").append(value) += '\n';
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out.append(out.empty() ? "" : ",").append(item);
  return out;
}

// In the one order that there is, whatever order they were set in.
std::string role_names(const Participant& participant) {
  std::vector<std::string> names;
  for (const auto role : roles)
    if (participant.is(role)) names.emplace_back(name_of(role));
  return joined(names);
}

std::string sorted_names(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return joined(names);
}

void add_hashes(std::string& out, std::string_view key, std::vector<base::Sha256Hash> hashes) {
  std::sort(hashes.begin(), hashes.end());
  for (const auto& hash : hashes) add(out, key, base::print(hash));
}

std::string or_dash(const std::string& name) { return name.empty() ? "-" : name; }

void add_token(std::string& out, const std::string& label, const TokenPlan& token) {
  add(out, "token",
      label + " " + or_dash(token.so_pin) + " " + or_dash(token.user_pin) + " " +
          std::string(name_of(token.unattended)) + " " + token.backup.value_or("-"));
  if (token.serial) add(out, "serial", *token.serial);
  if (token.from) add(out, "from", *token.from);
  if (token.resplit) add(out, "resplit", *token.resplit);
}

void add_key(std::string& out, const std::string& label, const KeyPlan& key) {
  add(out, "key",
      label + " " + key.token + " " + std::string(name_of(key.algorithm)) + " " + std::string(name_of(key.backup)));
  if (key.subject) {
    add(out, "country", key.subject->country);
    add(out, "organisation", key.subject->organisation);
    add(out, "name", key.subject->name);
  }
  if (key.known)
    add(out, "act", std::string(name_of(key.fate)) + " " + key.known->from + " " + base::print(key.known->public_key));
  if (!key.spares.empty()) add(out, "spares", sorted_names(key.spares));
  if (key.replaces) add(out, "replaces", *key.replaces);
}

}  // namespace

std::string print_lock(const Plan& plan) {
  std::string out(lock_title);
  out += '\n';
  add(out, "ceremony", plan.ceremony);
  add(out, "purpose", name_of(plan.purpose));
  add(out, "log", plan.log);
  add(out, "quorum", std::to_string(plan.quorum));
  add(out, "module", plan.module);
  add_hashes(out, "root", plan.roots);
  add_hashes(out, "intermediate", plan.intermediates);
  for (const auto& [name, one] : plan.formers)
    add(out, "former", name + " " + base::print(one.lock) + " " + base::print(one.note));
  for (const auto& [id, one] : plan.participants)
    add(out, "participant", id + " " + role_names(one) + " " + base::print(one.certificate) + " " + one.name);
  for (const auto& [name, one] : plan.groups)
    add(out, "shares", name + " " + std::to_string(one.need) + " " + sorted_names(one.holders));
  for (const auto& [label, one] : plan.tokens) add_token(out, label, one);
  for (const auto& [label, one] : plan.keys) add_key(out, label, one);
  for (const auto& one : plan.vendor)
    add(out, "vendor", one.name + " " + one.token + " " + std::string(name_of(one.evidence)) + " " + one.text);
  return out;
}

}  // namespace antin::ceremony
