#include "daemon/ceremony/record/inventory.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/crypto/sha2.hpp"

namespace antin::ceremony {
namespace {

using nlohmann::json;

// In whatever order.
using Things = std::multiset<std::string>;

Things things_in(const json& list) {
  Things all;
  for (const auto& one : list) all.insert(one.dump());
  return all;
}

class Comparison {
 public:
  Comparison(const LockedPlan& locked, const std::vector<Step>& steps, const Entries& entries, json before, json after)
      : m_locked(locked), m_steps(steps), m_entries(entries), m_before(std::move(before)), m_after(std::move(after)) {}

  [[nodiscard]] Compared done() const {
    for (const auto& planned : m_locked.plan.tokens) {
      const auto& label = planned.first;
      const auto* there = find(m_after, label);
      if (there == nullptr) return {Surplus::no_token, label};
      if (things_in(there->at("objects")) != expected_objects(label)) return {Surplus::other_objects, label};
    }
    if (others_in(m_after) != others_in(m_before)) return {Surplus::other_tokens, {}};
    return {};
  }

 private:
  static const json* find(const json& stock, const std::string& label) {
    for (const auto& token : stock.at("tokens"))
      if (token.at("label") == label) return &token;
    return nullptr;
  }

  // What the token held before, and what this ceremony has done to it.
  [[nodiscard]] Things expected_objects(const std::string& label) const {
    auto all = added_objects(label);
    const auto* before = find(m_before, label);
    if (before != nullptr && m_locked.plan.tokens.at(label).from)
      for (const auto& object : before->at("objects"))
        if (!is_destroyed(label, object)) all.insert(object.dump());
    return all;
  }

  // Both halves of each key, by the ids that the journal has.
  [[nodiscard]] Things added_objects(const std::string& token) const {
    Things all;
    const auto insert = [&](const json& object) { all.insert(object.dump()); };
    const auto& plan = m_locked.plan;
    const auto add = [&](const std::string& label, const std::string& id) {
      insert({{"class", "private-key"}, {"label", label}, {"id", id}});
      insert({{"class", "public-key"},
              {"label", label},
              {"id", id},
              {"key", public_key_hash(plan, m_steps, m_entries, label)}});
    };
    for (const auto& step : m_steps) {
      const auto* begin = begin_of(m_entries, step.id);
      if (step.act == Act::generate && plan.keys.at(step.object).token == token) add(step.object, begin->fact("id"));
      if (step.act == Act::recover && step.object == token)
        for (const auto& label : plan.keys_of(token, Fate::restore)) add(label, begin->fact("id " + label));
    }
    return all;
  }

  [[nodiscard]] bool is_destroyed(const std::string& token, const json& object) const {
    return std::any_of(m_steps.begin(), m_steps.end(), [&](const Step& step) {
      return step.act == Act::destroy && step.token == token && object.at("label") == step.object &&
             object.at("id") == begin_of(m_entries, step.id)->fact("id");
    });
  }

  // Tokens that are none of the plan's, and no spare: one that is wiped after the restore stays a token.
  [[nodiscard]] Things others_in(const json& stock) const {
    Things others;
    for (const auto& token : stock.at("tokens")) {
      const auto label = token.at("label").get<std::string>();
      if (!m_locked.plan.tokens.contains(label) && !is_spare(label)) others.insert(token.dump());
    }
    return others;
  }
  [[nodiscard]] bool is_spare(const std::string& label) const {
    return std::any_of(m_steps.begin(), m_steps.end(), [&](const Step& step) {
      return step.act == Act::restore && spare_label(m_locked, step.object) == label;
    });
  }

  const LockedPlan& m_locked;
  const std::vector<Step>& m_steps;
  const Entries& m_entries;
  json m_before;
  json m_after;
};

}  // namespace

std::string spare_label(const LockedPlan& locked, const std::string& token) {
  constexpr std::size_t digits = 16;
  const auto said = "antin/spare-label/v1\n" + base::print(locked.hash) + "\n" + token;
  return std::string(spare_prefix) + base::to_hex(crypto::sha256(base::view(said))).substr(0, digits);
}

std::string public_key_hash(const Plan& plan, const std::vector<Step>& steps, const Entries& entries,
                            const std::string& label) {
  if (const auto& known = plan.keys.at(label).known) return base::print(known->public_key);
  for (const auto& step : steps)
    if (step.act == Act::generate && step.object == label)
      if (const auto* end = end_of(entries, step.id)) return end->fact("public-key");
  return {};
}

Compared compare_inventories(const LockedPlan& locked, const std::vector<Step>& steps, const Entries& entries,
                             base::ByteView before, base::ByteView after) {
  try {
    return Comparison(locked, steps, entries, json::parse(base::text(before)), json::parse(base::text(after))).done();
  } catch (const json::exception&) {
    return {Surplus::unreadable, {}};
  }
}

}  // namespace antin::ceremony
