// What the module holds, before and after: the difference must be what the plan asks for.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/hsm/public_key.hpp"
#include "daemon/ceremony/run/ceremony.hpp"

namespace antin::ceremony {
namespace {

using nlohmann::json;

json shown(const hsm::TokenState& token) {
  return {{"label", token.label}, {"serial", token.serial},     {"manufacturer", token.manufacturer},
          {"model", token.model}, {"hardware", token.hardware}, {"firmware", token.firmware}};
}

std::string class_of(const hsm::Session& session, CK_OBJECT_HANDLE object) {
  const auto value = session.attribute(object, CKA_CLASS);
  CK_OBJECT_CLASS number = 0;
  if (!value || value->size() != sizeof number) return "unknown";
  std::copy(value->begin(), value->end(), reinterpret_cast<std::uint8_t*>(&number));
  switch (number) {
    case CKO_PUBLIC_KEY: return "public-key";
    case CKO_PRIVATE_KEY: return "private-key";
    case CKO_SECRET_KEY: return "secret-key";
    case CKO_CERTIFICATE: return "certificate";
    case CKO_DATA: return "data";
    default: return "other";
  }
}

std::string text_of(const hsm::Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
  const auto value = session.attribute(object, type);
  return value ? std::string(base::text(*value)) : std::string();
}

json sorted(json all) {
  std::sort(all.begin(), all.end(), [](const json& a, const json& b) { return a.dump() < b.dump(); });
  return all;
}

base::Result<json> objects_of(const hsm::Session& session) {
  hsm::Attributes on_token;
  on_token.flag(CKA_TOKEN, true);
  const auto found = session.find(std::move(on_token));
  if (!found) return found.error();
  json all = json::array();
  for (const auto object : *found) {
    const auto id = session.attribute(object, CKA_ID);
    json one = {{"class", class_of(session, object)},
                {"label", text_of(session, object, CKA_LABEL)},
                {"id", id ? base::to_hex(*id) : std::string()}};
    if (one["class"] == "public-key")
      if (const auto key = hsm::read_public_key(session, object)) one["key"] = base::print(crypto::sha256(key->spki));
    all.push_back(std::move(one));
  }
  return sorted(std::move(all));
}

// What this ceremony has put into a token: both halves of each key, by the ids that its journal has.
json added_objects(const Ceremony& ceremony, const std::string& token) {
  json all = json::array();
  const auto add = [&](const std::string& label, const std::string& id) {
    all.push_back({{"class", "private-key"}, {"label", label}, {"id", id}});
    all.push_back({{"class", "public-key"}, {"label", label}, {"id", id}, {"key", public_key_hash(ceremony, label)}});
  };
  for (const auto& step : ceremony.steps) {
    const auto* begin = begin_of(ceremony.entries(), step.id);
    if (step.act == Act::generate && ceremony.plan().keys.at(step.object).token == token)
      add(step.object, begin->fact("id"));
    if (step.act == Act::recover && step.object == token)
      for (const auto& label : ceremony.plan().keys_of(token, Fate::restore)) add(label, begin->fact("id " + label));
  }
  return all;
}

Done<json> stock(Ceremony& ceremony) {
  const auto tokens = ceremony.module.tokens();
  const auto description = ceremony.module.description();
  if (!tokens) return failed(tokens.error());
  if (!description) return failed(description.error());
  json list = json::array();
  for (const auto& token : *tokens)
    if (token.initialised) list.push_back(shown(token));
  return json{{"module", *description}, {"tokens", sorted(std::move(list))}};
}

Done<Facts> written(const Ceremony& ceremony, std::string_view when, const json& content) {
  std::string text;
  try {
    text = content.dump(1) + "\n";
  } catch (const json::exception&) {
    return needs_exception(Why::names_no_text);
  }
  if (auto done = base::write_file_durably(ceremony.folder.inventory(when), base::view(text)); !done)
    return failed(done.error());
  return Facts{{"inventory", base::print(crypto::sha256(base::view(text)))},
               {"tokens", std::to_string(content.at("tokens").size())}};
}

bool is_planned(const Ceremony& ceremony, const json& token) {
  return ceremony.plan().tokens.contains(token.at("label").get<std::string>());
}

// Wiped after the restore, but a token stays a token.
bool is_spare(const Ceremony& ceremony, const json& token) {
  const auto label = token.at("label").get<std::string>();
  return std::any_of(ceremony.steps.begin(), ceremony.steps.end(), [&](const Step& step) {
    return step.act == Act::restore && spare_label(ceremony, step.object) == label;
  });
}

// The tokens that were there before, by the file that the journal vouches for.
Done<json> stock_before(const Ceremony& ceremony) {
  const auto content = base::read_file(ceremony.folder.inventory("before"), 4 * 1024 * 1024);
  if (!content) return failed(content.error());
  for (const auto& step : ceremony.steps)
    if (step.act == Act::inventory_before &&
        end_of(ceremony.entries(), step.id)->fact("inventory") != base::print(crypto::sha256(*content)))
      return needs_exception(Why::inventory_altered);
  return json::parse(base::text(*content));
}

Done<json> objects_on(Ceremony& ceremony, const std::string& label) {
  const auto session = session_on(ceremony, label);
  if (!session) return session.error();
  auto objects = objects_of(*session);
  return objects ? Done<json>(std::move(*objects)) : Done<json>(failed(objects.error()));
}

bool is_destroyed(const Ceremony& ceremony, const std::string& token, const json& object) {
  return std::any_of(ceremony.steps.begin(), ceremony.steps.end(), [&](const Step& step) {
    return step.act == Act::destroy && step.token == token && object.at("label") == step.object &&
           object.at("id") == begin_of(ceremony.entries(), step.id)->fact("id");
  });
}

// What the token held before, and what this ceremony has done to it.
json expected_objects(const Ceremony& ceremony, const json& before, const std::string& label) {
  auto all = added_objects(ceremony, label);
  for (const auto& token : before.at("tokens"))
    if (token.at("label") == label && ceremony.plan().tokens.at(label).from)
      for (const auto& object : token.at("objects"))
        if (!is_destroyed(ceremony, label, object)) all.push_back(object);
  return sorted(std::move(all));
}

std::string label_in(const json& token) { return token.at("label").get<std::string>(); }

// Tokens that are none of the plan's, and no spare.
json others_in(const Ceremony& ceremony, const json& stock) {
  json others = json::array();
  for (const auto& token : stock.at("tokens"))
    if (!is_planned(ceremony, token) && !is_spare(ceremony, token)) others.push_back(token);
  return others;
}

std::string difference(const Ceremony& ceremony) {
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : "; ") + what; };
  for (const auto& [label, key] : ceremony.plan().keys)
    if (key.fate == Fate::make || key.fate == Fate::restore) add("added " + label + " to " + key.token);
  for (const auto& step : ceremony.steps)
    if (step.act == Act::destroy) add("removed " + step.object + " from " + step.token);
  return text.empty() ? "none" : text;
}

}  // namespace

Done<Facts> take_stock_before(Ceremony& ceremony) {
  if (auto spares = check_spares_can_be_had(ceremony); !spares) return spares.error();
  auto now = stock(ceremony);
  if (!now) return now.error();
  for (auto& token : now->at("tokens")) {
    if (!is_planned(ceremony, token)) continue;
    if (!ceremony.plan().tokens.at(label_in(token)).from)
      return needs_exception(Why::token_there_already, {label_in(token)});
    auto objects = objects_on(ceremony, label_in(token));
    if (!objects) return objects.error();
    token["objects"] = std::move(*objects);
  }
  return written(ceremony, "before", *now);
}

Done<Facts> take_stock_after(Ceremony& ceremony) {
  auto now = stock(ceremony);
  if (!now) return now.error();
  const auto before = stock_before(ceremony);
  if (!before) return before.error();
  for (auto& token : now->at("tokens")) {
    if (!is_planned(ceremony, token)) continue;
    const auto label = label_in(token);
    auto objects = objects_on(ceremony, label);
    if (!objects) return objects.error();
    if (*objects != expected_objects(ceremony, *before, label)) return needs_exception(Why::other_objects, {label});
    token["objects"] = std::move(*objects);
  }
  if (others_in(ceremony, *now) != others_in(ceremony, *before)) return needs_exception(Why::other_tokens);
  auto facts = written(ceremony, "after", *now);
  if (facts) facts->emplace("difference", difference(ceremony));
  return facts;
}

}  // namespace antin::ceremony
