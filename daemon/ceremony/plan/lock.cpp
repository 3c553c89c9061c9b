// Reads a plan.lock.
#include <algorithm>
#include <charconv>

#include "core/base/identifier.hpp"
#include "core/statement/lines.hpp"
#include "daemon/ceremony/plan/plan.hpp"
#include "policy/text/values.hpp"

namespace antin::ceremony {

// What statement::finished prints a plan with.
static std::string print(const Plan& plan) { return print_lock(plan); }

namespace {

// Splits at each `separator` into exactly `count` parts; the last takes the rest.
std::optional<std::vector<std::string>> parts(std::string_view text, char separator, std::size_t count) {
  std::vector<std::string> out;
  while (out.size() + 1 < count) {
    const auto end = text.find(separator);
    if (end == std::string_view::npos) return std::nullopt;
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  out.emplace_back(text);
  return out;
}

std::vector<std::string> items(std::string_view text) {
  const auto commas = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
  return *parts(text, ',', commas + 1);
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > 1000) return std::nullopt;
  return value;
}

template <class Value, std::size_t count>
std::optional<Value> named(std::string_view text, const Value (&values)[count]) {
  for (const auto value : values)
    if (name_of(value) == text) return value;
  return std::nullopt;
}

std::optional<std::string> identifier(std::string_view text) {
  return base::is_identifier(text) ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<std::string> shown(std::string_view text) {
  return policy::text::is_display_name(text) ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<std::string> origin(std::string_view text) {
  return policy::text::is_origin(text) ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<Purpose> purpose(std::string_view text) {
  return named(text, {Purpose::production, Purpose::development});
}

std::optional<std::string> country(std::string_view text) {
  const bool two =
      text.size() == 2 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return two ? std::optional(std::string(text)) : std::nullopt;
}

using NamedFormer = std::pair<std::string, FormerPlan>;
std::optional<NamedFormer> former(std::string_view text) {
  const auto words = parts(text, ' ', 3);
  if (!words || !base::is_identifier((*words)[0])) return std::nullopt;
  const auto lock = base::parse_sha256((*words)[1]);
  const auto note = base::parse_sha256((*words)[2]);
  if (!lock || !note) return std::nullopt;
  return NamedFormer{(*words)[0], {*lock, *note}};
}

using NamedParticipant = std::pair<std::string, Participant>;
std::optional<NamedParticipant> participant(std::string_view text) {
  const auto words = parts(text, ' ', 4);
  if (!words || !base::is_identifier((*words)[0]) || !shown((*words)[3])) return std::nullopt;
  const auto certificate = base::parse_sha256((*words)[2]);
  if (!certificate) return std::nullopt;
  Participant out{(*words)[3], *certificate, {}};
  for (const auto& item : items((*words)[1])) {
    const auto role = named(item, roles);
    if (!role) return std::nullopt;
    out.roles.push_back(*role);
  }
  return NamedParticipant{(*words)[0], std::move(out)};
}

using NamedGroup = std::pair<std::string, ShareGroup>;
std::optional<NamedGroup> group(std::string_view text) {
  const auto words = parts(text, ' ', 3);
  const auto need = words ? number((*words)[1]) : std::nullopt;
  if (!need || !base::is_identifier((*words)[0])) return std::nullopt;
  return NamedGroup{(*words)[0], {*need, items((*words)[2])}};
}

std::string or_empty(const std::string& name) { return name == "-" ? std::string() : name; }

using NamedToken = std::pair<std::string, TokenPlan>;
std::optional<NamedToken> token(std::string_view text) {
  const auto words = parts(text, ' ', 5);
  if (!words || !base::is_identifier((*words)[0])) return std::nullopt;
  const auto unattended = named((*words)[3], {Unattended::none, Unattended::systemd_credential, Unattended::file});
  if (!unattended) return std::nullopt;
  NamedToken one{(*words)[0], {or_empty((*words)[1]), or_empty((*words)[2]), *unattended}};
  if ((*words)[4] != "-") one.second.backup = (*words)[4];
  return one;
}

using NamedKey = std::pair<std::string, KeyPlan>;
std::optional<NamedKey> key(std::string_view text) {
  using crypto::KeyAlgorithm;
  const auto words = parts(text, ' ', 4);
  if (!words) return std::nullopt;
  const auto algorithm = named((*words)[2], {KeyAlgorithm::ecdsa_p256, KeyAlgorithm::rsa, KeyAlgorithm::ed25519});
  const auto backup = named((*words)[3], {Backup::none, Backup::wrapped, Backup::vendor});
  if (!algorithm || !backup) return std::nullopt;
  return NamedKey{(*words)[0], {(*words)[1], *algorithm, *backup, std::nullopt}};
}

std::optional<std::vector<std::string>> spares(std::string_view text) { return items(text); }

using KnownFate = std::pair<Fate, KnownKey>;
std::optional<KnownFate> fate(std::string_view text) {
  const auto words = parts(text, ' ', 3);
  const auto chosen = words ? named((*words)[0], {Fate::restore, Fate::keep, Fate::destroy}) : std::nullopt;
  if (!chosen || !base::is_identifier((*words)[1])) return std::nullopt;
  const auto public_key = base::parse_sha256((*words)[2]);
  if (!public_key) return std::nullopt;
  return KnownFate{*chosen, {(*words)[1], *public_key}};
}

std::optional<VendorStep> vendor(std::string_view text) {
  const auto words = parts(text, ' ', 4);
  const auto evidence = words ? named((*words)[2], {Evidence::file, Evidence::line}) : std::nullopt;
  if (!evidence || !base::is_identifier((*words)[0]) || !shown((*words)[3])) return std::nullopt;
  return VendorStep{(*words)[0], (*words)[1], *evidence, (*words)[3]};
}

// What comes in any number, each line `key: value` with a value of its own.
template <class Value, class Read, class Take>
void many(statement::Lines& lines, std::string_view name, Read read, std::string_view expected, Take take) {
  while (lines.begins_with(name)) {
    Value value{};
    lines.field(name, read, expected, value);
    take(std::move(value));
  }
}

void read_token(statement::Lines& lines, Plan& plan) {
  NamedToken one;
  lines.field("token", token, "label, groups, way and backup of a token", one);
  if (lines.begins_with("serial")) lines.field("serial", shown, "the HSM's serial number", one.second.serial.emplace());
  if (lines.begins_with("from")) lines.field("from", identifier, "a ceremony", one.second.from.emplace());
  if (lines.begins_with("resplit")) lines.field("resplit", identifier, "a group", one.second.resplit.emplace());
  plan.tokens.insert(std::move(one));
}

void read_key(statement::Lines& lines, Plan& plan) {
  NamedKey one;
  lines.field("key", key, "label, token, algorithm and backup of a key", one);
  if (lines.begins_with("country")) {
    auto& subject = one.second.subject.emplace();
    lines.field("country", country, "two capital letters", subject.country);
    lines.field("organisation", shown, "a name", subject.organisation);
    lines.field("name", shown, "a name", subject.name);
  }
  if (lines.begins_with("act")) {
    KnownFate known;
    lines.field("act", fate, "act, ceremony and public key of a key that exists", known);
    one.second.fate = known.first;
    one.second.known = std::move(known.second);
  }
  if (lines.begins_with("spares")) lines.field("spares", spares, "labels of tokens", one.second.spares);
  if (lines.begins_with("replaces"))
    lines.field("replaces", shown, "the label of a key", one.second.replaces.emplace());
  plan.keys.insert(std::move(one));
}

void read_lines(statement::Lines& lines, Plan& plan) {
  lines.title(lock_title);
  lines.field("ceremony", identifier, "an identifier", plan.ceremony);
  lines.field("purpose", purpose, "production or development", plan.purpose);
  lines.field("log", origin, "the log's origin", plan.log);
  lines.field("quorum", number, "a whole number", plan.quorum);
  lines.field("module", shown, "a path", plan.module);
  for (const auto& [name, list] : {std::pair("root", &plan.roots), std::pair("intermediate", &plan.intermediates)})
    many<base::Sha256Hash>(lines, name, base::parse_sha256, "sha256: and 64 lower-case hex digits",
                           [to = list](const auto& hash) { to->push_back(hash); });
  many<NamedFormer>(lines, "former", former, "name, plan and transcript of a former ceremony",
                    [&](auto one) { plan.formers.insert(std::move(one)); });
  many<NamedParticipant>(lines, "participant", participant, "id, roles, certificate and name of a participant",
                         [&](auto one) { plan.participants.insert(std::move(one)); });
  many<NamedGroup>(lines, "shares", group, "name, need and holders of a group",
                   [&](auto one) { plan.groups.insert(std::move(one)); });
  while (lines.begins_with("token")) read_token(lines, plan);
  while (lines.begins_with("key")) read_key(lines, plan);
  many<VendorStep>(lines, "vendor", vendor, "name, token, evidence and text of a vendor's step",
                   [&](auto one) { plan.vendor.push_back(std::move(one)); });
}

}  // namespace

base::Result<Plan> parse_lock(std::string_view text) {
  if (text.size() > lock_size_limit)
    return base::Error{"the plan is larger than " + std::to_string(lock_size_limit) + " octets"};
  statement::Lines lines(text);
  Plan plan;
  read_lines(lines, plan);
  auto read = statement::finished(lines, std::move(plan), text);
  if (!read) return read;
  if (const auto fault = first_fault(*read))
    return base::Error{fault->table + " " + fault->name + " " + fault->key + " " + fault->text};
  return read;
}

}  // namespace antin::ceremony
