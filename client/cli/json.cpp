#include "client/cli/json.hpp"

#include <nlohmann/json.hpp>

namespace antin::cli {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Report& report);
Json json_of(const std::string& text) { return text; }
Json json_of(std::uint64_t number) { return number; }
Json json_of(bool truth) { return truth; }
Json json_of(const std::vector<std::string>& list) { return list; }
Json json_of(const std::vector<Report>& list) {
  auto out = Json::array();
  for (const auto& each : list) out.push_back(json_of(each));
  return out;
}
Json json_of(const Report& report) {
  auto out = Json::object();
  for (const auto& [name, value] : report.fields) {
    out[name] = std::visit([](const auto& held) { return json_of(held); }, value);
  }
  return out;
}

// Text from outside may not be UTF-8; it must not make printing fail.
std::string lines(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json json_of(const protocol::Ending& ending, std::uint32_t revision) {
  Json out;
  out["how"] = std::string(base::name_of(ending.act));
  if (ending.act == base::Act::superseded) out["by_revision"] = std::uint64_t{revision} + 1;
  out["reason"] = ending.reason;
  out["index"] = ending.index;
  out["leaf"] = base::print(ending.leaf);
  out["at"] = base::print(ending.at);
  return out;
}

Json json_of(const client::Receipt& receipt) {
  Json out;
  out["schema"] = std::string(receipt.proof.empty() ? client::receipt_schema_without_proof : client::receipt_schema);
  out["log"] = receipt.log;
  out["index"] = receipt.index;
  out["leaf"] = base::print(receipt.leaf());
  out["policy"] = receipt.policy;
  out["unit"] = receipt.unit;
  out["kind"] = receipt.kind;
  out["record"] = receipt.record;
  out["revision"] = receipt.revision;
  out["step"] = receipt.step;
  out["entry"] = base::to_base64(receipt.entry);
  out["provisional"] = receipt.provisional;
  if (!receipt.proof.empty()) out["proof"] = receipt.proof;
  if (receipt.ended) out["ended"] = json_of(*receipt.ended, receipt.revision);
  return out;
}

std::string text_at(const Json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

constexpr std::pair<std::string EntryFacts::*, const char*> text_fields[] = {{&EntryFacts::type, "type"},
                                                                             {&EntryFacts::at, "at"},
                                                                             {&EntryFacts::key, "key"},
                                                                             {&EntryFacts::policy, "policy"},
                                                                             {&EntryFacts::seal, "seal"},
                                                                             {&EntryFacts::sealed, "sealed"},
                                                                             {&EntryFacts::unit, "unit"},
                                                                             {&EntryFacts::kind, "kind"},
                                                                             {&EntryFacts::record, "record"},
                                                                             {&EntryFacts::step, "step"},
                                                                             {&EntryFacts::system, "system"},
                                                                             {&EntryFacts::code, "code"},
                                                                             {&EntryFacts::rule, "rule"},
                                                                             {&EntryFacts::reason, "reason"},
                                                                             {&EntryFacts::approved, "approved"},
                                                                             {&EntryFacts::digest, "digest"},
                                                                             {&EntryFacts::url, "url"},
                                                                             {&EntryFacts::root, "root"},
                                                                             {&EntryFacts::authority, "authority"},
                                                                             {&EntryFacts::action, "action"},
                                                                             {&EntryFacts::statement, "statement"},
                                                                             {&EntryFacts::acting, "acting"},
                                                                             {&EntryFacts::role, "role"},
                                                                             {&EntryFacts::scope, "scope"},
                                                                             {&EntryFacts::person, "person"},
                                                                             {&EntryFacts::from, "from"},
                                                                             {&EntryFacts::until, "until"},
                                                                             {&EntryFacts::acting_for, "acting_for"},
                                                                             {&EntryFacts::certificate, "certificate"},
                                                                             {&EntryFacts::target, "target"},
                                                                             {&EntryFacts::previous, "previous"},
                                                                             {&EntryFacts::fault, "fault"},
                                                                             {&EntryFacts::last, "last"},
                                                                             {&EntryFacts::note, "note"},
                                                                             {&EntryFacts::transcript, "transcript"},
                                                                             {&EntryFacts::log, "log"},
                                                                             {&EntryFacts::checkpoint, "checkpoint"},
                                                                             {&EntryFacts::successor, "successor"}};

constexpr std::pair<std::string EntryFacts::*, const char*> number_fields[] = {{&EntryFacts::revision, "revision"},
                                                                               {&EntryFacts::version, "version"},
                                                                               {&EntryFacts::number, "number"},
                                                                               {&EntryFacts::threshold, "threshold"}};

std::vector<EntryPerson> people_at(const Json& object, const char* name) {
  std::vector<EntryPerson> people;
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return people;
  for (const auto& person : *found) {
    people.push_back({text_at(person, "id"), text_at(person, "role"), text_at(person, "proof"),
                      text_at(person, "statement"), text_at(person, "bulk")});
  }
  return people;
}

std::vector<std::string> texts_at(const Json& object, const char* name) {
  std::vector<std::string> texts;
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return texts;
  for (const auto& text : *found) texts.push_back(text.is_string() ? text.get<std::string>() : std::string());
  return texts;
}

std::optional<std::uint64_t> count_at(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_unsigned() ? std::optional(found->get<std::uint64_t>())
                                                              : std::nullopt;
}

std::optional<EntryLoss> loss_in(const Json& entry) {
  const auto found = entry.find("lost");
  if (found == entry.end() || !found->is_object()) return std::nullopt;
  return EntryLoss{count_at(*found, "size").value_or(0), text_at(*found, "checkpoint"), text_at(*found, "reason")};
}

std::map<std::string, std::string> named_officers_in(const Json& entry) {
  std::map<std::string, std::string> named;
  const auto found = entry.find("officers");
  if (found == entry.end() || !found->is_array()) return named;
  for (const auto& one : *found) named[text_at(one, "id")] = text_at(one, "certificate");
  return named;
}

// What does not come back as it was is refused by who compares.
protocol::Ending read_ending(const Json& json) {
  protocol::Ending ending;
  for (const auto act : base::acts)
    if (base::name_of(act) == json.at("how").get<std::string>()) ending.act = act;
  ending.reason = json.at("reason").get<std::string>();
  ending.index = json.at("index").get<std::uint64_t>();
  ending.leaf = base::parse_sha256(json.at("leaf").get<std::string>()).value_or(base::Sha256Hash{});
  ending.at = base::parse_instant(json.at("at").get<std::string>()).value_or(base::Instant{});
  return ending;
}

base::Result<client::Receipt> read(const Json& json) {
  client::Receipt receipt;
  // -1 would be taken for the number that its bits make.
  if (!json.at("index").is_number_unsigned() || !json.at("revision").is_number_unsigned()) {
    return base::Error{"index and revision are whole numbers"};
  }
  receipt.log = json.at("log").get<std::string>();
  receipt.index = json.at("index").get<std::uint64_t>();
  receipt.policy = json.at("policy").get<std::string>();
  receipt.unit = json.at("unit").get<std::string>();
  receipt.kind = json.at("kind").get<std::string>();
  receipt.record = json.at("record").get<std::string>();
  receipt.revision = json.at("revision").get<std::uint32_t>();
  receipt.step = json.at("step").get<std::string>();
  receipt.provisional = json.at("provisional").get<bool>();
  if (json.contains("proof")) receipt.proof = json.at("proof").get<std::string>();
  if (json.contains("ended")) {
    if (!json.at("ended").at("index").is_number_unsigned()) return base::Error{"an index is a whole number"};
    receipt.ended = read_ending(json.at("ended"));
  }
  auto entry = base::from_base64(json.at("entry").get<std::string>());
  if (!entry) return base::Error{"the entry is not base64"};
  receipt.entry = std::move(*entry);
  // What we print from it must be it: no other field, no number that was cut, no other leaf hash.
  if (json_of(receipt) != json) return base::Error{"a field is unknown, or the leaf hash is not the entry's"};
  return receipt;
}

}  // namespace

std::string print(const Report& report) { return lines(json_of(report)); }

std::string print_line(const Report& report) {
  return json_of(report).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string print(const client::Receipt& receipt) { return lines(json_of(receipt)); }

base::Result<client::Receipt> parse_receipt(std::string_view text) {
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return base::Error{"not a JSON object"};
  const auto schema = text_at(json, "schema");
  if (schema != client::receipt_schema && schema != client::receipt_schema_without_proof) {
    return base::Error{"not of the schema antin-receipt/v1 or v2"};
  }
  try {
    return read(json);
  } catch (const Json::exception& wrong) {  // a field that is missing or of another type
    return base::Error{wrong.what()};
  }
}

base::Result<EntryFacts> entry_facts(base::ByteView entry) {
  const auto json = Json::parse(entry.begin(), entry.end(), nullptr, false);
  if (!json.is_object()) return base::Error{"the entry is not a JSON object"};
  EntryFacts facts;
  for (const auto& [field, name] : text_fields) facts.*field = text_at(json, name);
  for (const auto& [field, name] : number_fields)
    if (const auto number = count_at(json, name)) facts.*field = std::to_string(*number);
  facts.size = count_at(json, "size");
  facts.lost = loss_in(json);
  facts.people = people_at(json, "people");
  facts.registrars = people_at(json, "registrars");
  facts.named_officers = named_officers_in(json);
  facts.lists = texts_at(json, "lists");
  facts.responses = texts_at(json, "responses");
  const auto officers = json.find("signers");
  if (officers != json.end() && officers->is_array()) {
    for (const auto& one : *officers) facts.officers.push_back({text_at(one, "officer"), text_at(one, "signature")});
  }
  const auto counts = json.find("counts");
  if (counts != json.end() && counts->is_object()) {
    for (const auto& [code, count] : counts->items()) {
      if (count.is_number_unsigned()) facts.counts[code] = count.get<std::uint64_t>();
    }
  }
  const auto token = json.find("token");
  if (token != json.end() && token->is_object()) {
    facts.token = text_at(*token, "sha256");
    facts.gen_time = text_at(*token, "gen_time");
    facts.serial = text_at(*token, "serial");
  }
  return facts;
}

}  // namespace antin::cli
