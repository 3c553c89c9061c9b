#include "daemon/keeper/ledger/entry.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/crypto/random.hpp"
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/ledger/entry_json.hpp"

namespace antin::keeper {
namespace {

std::string print(const Json& object, std::size_t limit) {
  std::string text;
  try {
    text = object.dump();
  } catch (const Json::exception&) {
    throw std::logic_error("an entry is not UTF-8");
  }
  if (text.size() > limit) throw std::logic_error("an entry is too long");
  return text;
}

Json object_of(const EntryClock& clock) { return {{"error_us", clock.error_us}, {"source", clock.source}}; }

Json object_of(const EntryToken& token) {
  return {{"gen_time", base::print(token.gen_time)},
          {"serial", base::to_hex(token.serial)},
          {"sha256", base::to_hex(token.sha256)}};
}

Json object_of(const RevisionName& name) {
  return {{"unit", name.unit}, {"kind", name.kind}, {"record", name.record}, {"revision", name.revision}};
}

Json array_of(const std::vector<base::Sha256Hash>& hashes) {
  auto array = Json::array();
  for (const auto& hash : hashes) array.push_back(base::print(hash));
  return array;
}

Json object_of(const EntryCeremony& ceremony) {
  return {{"ceremony", ceremony.ceremony},
          {"plan", base::print(ceremony.plan)},
          {"transcript", base::print(ceremony.transcript)},
          {"note", base::print(ceremony.note)}};
}

Json array_of(const std::map<std::string, base::Sha256Hash>& officers) {
  auto array = Json::array();
  for (const auto& [id, certificate] : officers)
    array.push_back({{"id", id}, {"certificate", base::print(certificate)}});
  return array;
}

Json array_of(const std::vector<EntryPerson>& people, base::ByteView person_key) {
  Json array = Json::array();
  for (const auto& person : people) {
    array.push_back({{"id", print_person(person_key, person.id)},
                     {"role", person.role},
                     {"proof", person.proof},
                     {"statement", base::print(person.statement)}});
    if (person.bulk) array.back()["bulk"] = base::print(*person.bulk);
  }
  return array;
}

base::Bytes encode(const Attempt& attempt, const char* type) {
  Json object = attempt.name ? object_of(*attempt.name) : Json::object();
  object["code"] = attempt.code;
  put_unless_empty(object, "system", attempt.system);
  put_unless_empty(object, "rule", attempt.rule);
  if (!attempt.name) put_unless_empty(object, "unit", attempt.unit);
  if (attempt.digest) object["digest"] = base::print(*attempt.digest);
  if (attempt.target) object["target"] = base::print(*attempt.target);
  return finish(std::move(object), type, attempt.at, attempt.policy);
}

base::Sha256Hash policy_of(const Json& decision) {
  const auto policy = decision.find("policy");
  if (policy == decision.end() || !policy->is_string()) throw std::logic_error("a decision names no policy");
  const auto hash = base::parse_sha256(policy->get<std::string>());
  if (!hash) throw std::logic_error("a decision names no policy");
  return *hash;
}

}  // namespace

base::Bytes finish(Json object, const char* type, base::Instant at, const base::Sha256Hash& policy) {
  object["type"] = type;
  object["at"] = base::print(at);
  object["policy"] = base::print(policy);
  object["nonce"] = base::to_base64(crypto::random_array<32>());
  object["v"] = 1;
  return base::copy(base::view(print(object, entry_size_limit)));
}

Json array_of(const std::vector<EntrySigner>& signers) {
  auto array = Json::array();
  for (const auto& signer : signers)
    array.push_back({{"officer", signer.officer}, {"signature", base::print(signer.signature)}});
  return array;
}

void put_unless_empty(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

// An attempt to end a whole revision names no step.
Json object_of(const StepName& name) {
  auto object = object_of(RevisionName{name.unit, name.kind, name.record, name.revision});
  put_unless_empty(object, "step", name.step);
  return object;
}

std::string print_person(base::ByteView person_key, const std::string& roster_id) {
  return "hmac:" + base::to_hex(crypto::hmac_sha256(person_key, base::view(roster_id)));
}

std::string encode(const DecisionFields& fields, base::ByteView person_key) {
  Json object = object_of(fields.name);
  object["approved"] = base::print(fields.approved);
  object["people"] = array_of(fields.people, person_key);
  object["rule"] = fields.rule;
  object["policy"] = base::print(fields.policy);
  put_unless_empty(object, "key", fields.key);
  object["system"] = fields.system;
  put_unless_empty(object, "acting", fields.acting);
  if (fields.retried) object["retried"] = true;
  return print(object, decision_size_limit);
}

base::Bytes encode_done(const std::string& decision, const Completion& completion) {
  Json object = Json::parse(decision, nullptr, false);
  if (!object.is_object()) throw std::logic_error("a decision is not a JSON object");
  const auto policy = policy_of(object);
  object["clock"] = object_of(completion.clock);
  object["token"] = object_of(completion.token);
  if (completion.seal) object["seal"] = base::print(*completion.seal);
  if (completion.sealed) object["sealed"] = base::print(*completion.sealed);
  return finish(std::move(object), "done", completion.at, policy);
}

base::Bytes encode(const EndingEntry& entry, base::ByteView person_key) {
  if (entry.act == base::Act::unknown) throw std::logic_error("an ending that is none");
  Json object = object_of(entry.name);
  put_unless_empty(object, "step", entry.step);
  object["reason"] = entry.reason;
  object["digest"] = base::print(entry.digest);
  object["people"] = array_of(entry.people, person_key);
  object["rule"] = entry.rule;
  object["system"] = entry.system;
  put_unless_empty(object, "acting", entry.acting);
  object["clock"] = object_of(entry.clock);
  return finish(std::move(object), std::string(base::name_of(entry.act)).c_str(), entry.at, entry.policy);
}

base::Bytes encode(const RosterEntry& entry, base::ByteView person_key) {
  if (entry.action == base::RosterAction::unknown) throw std::logic_error("a roster change that is none");
  Json object = {{"action", base::name_of(entry.action)},
                 {"unit", entry.unit},
                 {"person", print_person(person_key, entry.person)},
                 {"statement", base::print(entry.statement)},
                 {"registrars", array_of(entry.registrars, person_key)},
                 {"rule", entry.rule},
                 {"system", entry.system},
                 {"clock", object_of(entry.clock)}};
  put_unless_empty(object, "role", entry.role);
  put_unless_empty(object, "scope", entry.scope);
  if (!entry.acting_for.empty()) object["acting_for"] = print_person(person_key, entry.acting_for);
  if (entry.from) object["from"] = base::print(*entry.from);
  if (entry.until) object["until"] = base::print(*entry.until);
  if (entry.certificate) object["certificate"] = base::print(*entry.certificate);
  return finish(std::move(object), "roster", entry.at, entry.policy);
}

base::Bytes encode(const TimestampEntry& entry) {
  return finish({{"system", entry.system},
                 {"imprint", base::print(entry.imprint)},
                 {"clock", object_of(entry.clock)},
                 {"token", object_of(entry.token)}},
                "timestamp", entry.at, entry.policy);
}

base::Bytes encode(const DeniedEntry& entry) { return encode(entry.attempt, "denied"); }

base::Bytes encode(const FailedEntry& entry) { return encode(entry.attempt, "failed"); }

base::Bytes encode(const AbandonedEntry& entry) {
  Json object = object_of(entry.name);
  object["approved"] = base::print(entry.approved);
  object["system"] = entry.system;
  object["code"] = entry.code;
  put_unless_empty(object, "key", entry.key);
  return finish(std::move(object), "abandoned", entry.at, entry.policy);
}

base::Bytes encode(const DenialsEntry& entry) {
  Json object = {{"counts", entry.counts}, {"from", base::print(entry.from)}, {"until", base::print(entry.until)}};
  put_unless_empty(object, "system", entry.system);
  return finish(std::move(object), "denials", entry.at, entry.policy);
}

base::Bytes encode(const StartEntry& entry) {
  return finish({{"version", entry.version},
                 {"openssl", entry.openssl},
                 {"start", entry.start},
                 {"clock", object_of(entry.clock)}},
                "start", entry.at, entry.policy);
}

base::Bytes encode(const StopEntry& entry) { return finish({{"start", entry.start}}, "stop", entry.at, entry.policy); }

base::Bytes encode(const AnchorEntry& entry) {
  Json object = {{"size", entry.size},
                 {"root", base::to_base64(entry.root)},
                 {"authority", entry.url.empty() ? "built-in" : "external"},
                 {"token", object_of(entry.token)}};
  put_unless_empty(object, "url", entry.url);
  if (entry.clock) object["clock"] = object_of(*entry.clock);
  return finish(std::move(object), "anchor", entry.at, entry.policy);
}

base::Bytes encode(const ReadOpenEntry& entry) {
  return finish({{"system", entry.system}, {"statement", base::print(entry.statement)}}, "read-open", entry.at,
                entry.policy);
}

base::Bytes encode(const ReadCloseEntry& entry) {
  return finish({{"system", entry.system}, {"opened", entry.opened}, {"items", entry.items}, {"why", entry.why}},
                "read-close", entry.at, entry.policy);
}

base::Bytes encode(const HsmUseEntry& entry) {
  return finish({{"hsm", entry.token}, {"used", entry.used}, {"explained", entry.explained}}, "hsm-use", entry.at,
                entry.policy);
}

base::Bytes encode(const RevocationEntry& entry) {
  return finish({{"lists", array_of(entry.lists)}, {"responses", array_of(entry.responses)}}, "revocation", entry.at,
                entry.policy);
}

base::Bytes encode(const PolicyEntry& entry) {
  Json object = {
      {"version", entry.version}, {"statement", base::print(entry.statement)}, {"signers", array_of(entry.signers)}};
  if (entry.previous) object["previous"] = base::print(*entry.previous);
  return finish(std::move(object), "policy", entry.at, entry.policy);
}

base::Bytes encode(const OfficersEntry& entry) {
  Json object = {{"number", entry.number},
                 {"threshold", entry.threshold},
                 {"officers", array_of(entry.officers)},
                 {"statement", base::print(entry.statement)},
                 {"signers", array_of(entry.signers)}};
  if (entry.previous) object["previous"] = base::print(*entry.previous);
  if (entry.ceremony) object.update(object_of(*entry.ceremony));
  return finish(std::move(object), "officers", entry.at, entry.policy);
}

base::Bytes encode(const CeremonyEntry& entry) {
  auto object = object_of(entry.ceremony);
  object["officers"] = array_of(entry.officers);
  return finish(std::move(object), "ceremony", entry.at, entry.policy);
}

base::Bytes encode(const OrderEntry& entry) {
  if (entry.act == OrderAct::unknown) throw std::logic_error("an order that is none");
  Json object = {{"target", base::print(entry.target)},
                 {"statement", base::print(entry.statement)},
                 {"signers", array_of(entry.signers)},
                 {"clock", object_of(entry.clock)}};
  put_unless_empty(object, "reason", entry.reason);
  if (entry.previous) object["previous"] = base::print(*entry.previous);
  put_unless_empty(object, "system", entry.system);
  // So that those who act for the unit may read it.
  if (entry.target.what == base::Stoppable::unit) object["unit"] = entry.target.name;
  return finish(std::move(object), entry.act == OrderAct::stop ? "stop-order" : "resume-order", entry.at, entry.policy);
}

base::Bytes encode(const ClearedEntry& entry) {
  return finish({{"fault", entry.fault},
                 {"last", base::print(entry.last)},
                 {"statement", base::print(entry.statement)},
                 {"signers", array_of(entry.signers)},
                 {"clock", object_of(entry.clock)}},
                "cleared", entry.at, entry.policy);
}

// `unit` is its owner, whose systems may read it.
base::Bytes encode(const KeyRetiredEntry& entry) {
  const auto& key = entry.key;
  const auto owner = key.label.find('/') + 1;
  Json object = {{"key", key.label},
                 {"unit", key.label.substr(owner, key.label.find('/', owner) - owner)},
                 {"reason", entry.reason},
                 {"seals", key.seals}};
  if (key.certificate) object["certificate"] = base::print(*key.certificate);
  if (key.last) {
    object["last"] = {{"index", key.last->entry}, {"leaf", base::print(key.last->leaf)}};
    put_unless_empty(object["last"], "log", key.last->log);
  }
  return finish(std::move(object), "key-retired", entry.at, entry.policy);
}

}  // namespace antin::keeper
