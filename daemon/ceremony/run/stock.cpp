// What the module holds, before and after: the difference must be what the plan asks for.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/hsm/public_key.hpp"
#include "daemon/ceremony/record/inventory.hpp"
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

Done<std::string> text_of(const json& content) {
  try {
    return content.dump(1) + "\n";
  } catch (const json::exception&) {
    return needs_exception(Why::names_no_text);
  }
}

Done<Facts> written(const Ceremony& ceremony, std::string_view when, const json& content) {
  const auto text = text_of(content);
  if (!text) return text.error();
  if (auto done = base::write_file_durably(ceremony.folder.inventory(when), base::view(*text)); !done)
    return failed(done.error());
  return Facts{{"inventory", base::print(crypto::sha256(base::view(*text)))},
               {"tokens", std::to_string(content.at("tokens").size())}};
}

bool is_planned(const Ceremony& ceremony, const json& token) {
  return ceremony.plan().tokens.contains(token.at("label").get<std::string>());
}

// What was there before, by the file that the journal vouches for.
Done<base::Bytes> stock_before(const Ceremony& ceremony) {
  auto content = base::read_file(ceremony.folder.inventory("before"), 4 * 1024 * 1024);
  if (!content) return failed(content.error());
  for (const auto& step : ceremony.steps)
    if (step.act == Act::inventory_before &&
        end_of(ceremony.entries(), step.id)->fact("inventory") != base::print(crypto::sha256(*content)))
      return needs_exception(Why::inventory_altered);
  return *std::move(content);
}

Done<json> objects_on(Ceremony& ceremony, const std::string& label) {
  const auto session = session_on(ceremony, label);
  if (!session) return session.error();
  auto objects = objects_of(*session);
  return objects ? Done<json>(std::move(*objects)) : Done<json>(failed(objects.error()));
}

std::string label_in(const json& token) { return token.at("label").get<std::string>(); }

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
    auto objects = objects_on(ceremony, label_in(token));
    if (!objects) return objects.error();
    token["objects"] = std::move(*objects);
  }
  const auto text = text_of(*now);
  if (!text) return text.error();
  const auto compared =
      compare_inventories(ceremony.locked, ceremony.steps, ceremony.entries(), *before, base::view(*text));
  switch (compared.found) {
    case Surplus::none: break;
    case Surplus::no_token: return needs_exception(Why::no_token, {compared.token});
    case Surplus::other_objects: return needs_exception(Why::other_objects, {compared.token});
    case Surplus::other_tokens: return needs_exception(Why::other_tokens);
    case Surplus::unreadable:
    case Surplus::unknown: return needs_exception(Why::inventory_altered);
  }
  auto facts = written(ceremony, "after", *now);
  if (facts) facts->emplace("difference", difference(ceremony));
  return facts;
}

}  // namespace antin::ceremony
