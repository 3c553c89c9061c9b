// What the module holds, before and after: the difference must be what the plan asks for.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
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

base::Result<json> objects_of(const hsm::Session& session) {
  hsm::Attributes on_token;
  on_token.flag(CKA_TOKEN, true);
  const auto found = session.find(std::move(on_token));
  if (!found) return found.error();
  json all = json::array();
  for (const auto object : *found) {
    const auto id = session.attribute(object, CKA_ID);
    all.push_back({{"class", class_of(session, object)},
                   {"label", text_of(session, object, CKA_LABEL)},
                   {"id", id ? base::to_hex(*id) : std::string()}});
  }
  std::sort(all.begin(), all.end(), [](const json& a, const json& b) { return a.dump() < b.dump(); });
  return all;
}

void add_key(json& all, const std::string& label, const std::string& id) {
  for (const auto* kind : {"private-key", "public-key"}) all.push_back({{"class", kind}, {"label", label}, {"id", id}});
}

// What this ceremony has put into a token: both halves of each key, by the ids that its journal has.
json expected_objects(const Ceremony& ceremony, const std::string& token) {
  json all = json::array();
  for (const auto& step : ceremony.steps) {
    const auto* begin = begin_of(ceremony.entries(), step.id);
    if (step.act == Act::generate && ceremony.plan().keys.at(step.object).token == token)
      add_key(all, step.object, begin->fact("id"));
    if (step.act == Act::recover && step.object == token)
      for (const auto& label : ceremony.plan().keys_of(token, Fate::restore))
        add_key(all, label, begin->fact("id " + label));
  }
  std::sort(all.begin(), all.end(), [](const json& a, const json& b) { return a.dump() < b.dump(); });
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
  std::sort(list.begin(), list.end(), [](const json& a, const json& b) { return a.dump() < b.dump(); });
  return json{{"module", *description}, {"tokens", std::move(list)}};
}

Done<Facts> written(const Ceremony& ceremony, std::string_view when, const json& content) {
  std::string text;
  try {
    text = content.dump(1) + "\n";
  } catch (const json::exception&) {
    return needs_exception("the HSM has names that are not text");
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
  return std::any_of(ceremony.steps.begin(), ceremony.steps.end(),
                     [&](const Step& step) { return step.act == Act::restore && spare_label(step.object) == label; });
}

// The tokens that were there before, by the file that the journal vouches for.
Done<json> stock_before(const Ceremony& ceremony) {
  const auto content = base::read_file(ceremony.folder.inventory("before"), 4 * 1024 * 1024);
  if (!content) return failed(content.error());
  for (const auto& step : ceremony.steps)
    if (step.act == Act::inventory_before &&
        end_of(ceremony.entries(), step.id)->fact("inventory") != base::print(crypto::sha256(*content)))
      return needs_exception("inventory-before.json was altered");
  return json::parse(base::text(*content));
}

}  // namespace

Done<Facts> take_stock_before(Ceremony& ceremony) {
  const auto now = stock(ceremony);
  if (!now) return now.error();
  for (const auto& token : now->at("tokens"))
    if (is_planned(ceremony, token))
      return needs_exception("the HSM has a token labelled " + token.at("label").get<std::string>() + " already");
  return written(ceremony, "before", *now);
}

Done<Facts> take_stock_after(Ceremony& ceremony) {
  auto now = stock(ceremony);
  if (!now) return now.error();
  const auto before = stock_before(ceremony);
  if (!before) return before.error();
  json others = json::array();
  for (auto& token : now->at("tokens")) {
    if (is_spare(ceremony, token)) continue;
    if (!is_planned(ceremony, token)) {
      others.push_back(token);
      continue;
    }
    const auto label = token.at("label").get<std::string>();
    const auto session = session_on(ceremony, label);
    if (!session) return session.error();
    auto objects = objects_of(*session);
    if (!objects) return failed(objects.error());
    if (*objects != expected_objects(ceremony, label))
      return needs_exception("the token " + label + " holds something else than the keys of this ceremony");
    token["objects"] = std::move(*objects);
  }
  if (others != before->at("tokens")) return needs_exception("a token that is not of the plan came or went");
  auto facts = written(ceremony, "after", *now);
  if (facts) facts->emplace("difference", "the tokens and keys of the plan, nothing else");
  return facts;
}

}  // namespace antin::ceremony
