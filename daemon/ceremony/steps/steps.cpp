#include "daemon/ceremony/steps/steps.hpp"

#include <algorithm>

namespace antin::ceremony {
namespace {

// What touches keys or PINs, or says that all is well, is approved by officers first.
bool needs_quorum(Act act) {
  switch (act) {
    case Act::prologue:
    case Act::open:
    case Act::initialise:
    case Act::unattended:
    case Act::recover:
    case Act::generate:
    case Act::backup:
    case Act::restore:
    case Act::close:
    case Act::certificate:
    case Act::vendor:
    case Act::refresh:
    case Act::change_user_pin:
    case Act::change_so_pin:
    case Act::resplit:
    case Act::destroy:
    case Act::dispose: return true;
    case Act::inventory_before:
    case Act::compare:
    case Act::request:
    case Act::test:
    case Act::inventory_after:
    case Act::transcript: return false;
    case Act::unknown: break;
  }
  return true;
}

// Two digits, so that files sort; labels' slashes become dots.
std::string id_of(unsigned number, Act act, const std::string& object) {
  const auto digits = std::to_string(number);
  return (digits.size() < 2 ? "0" : "") + digits + "-" + std::string(word_of(act)) +
         (object.empty() ? "" : "-" + dotted(object));
}

class List {
 public:
  void add(Act act, const std::string& object = {}, const std::string& token = {}) {
    const auto number = static_cast<unsigned>(m_steps.size() + 1);
    m_steps.push_back({number, act, object, token, id_of(number, act, object), needs_quorum(act)});
  }
  std::vector<Step> take() && { return std::move(m_steps); }

 private:
  std::vector<Step> m_steps;
};

void add_refresh(List& list, const std::string& label, const TokenPlan& token) {
  if (token.gets_new_pins()) {
    for (const auto act : {Act::refresh, Act::change_user_pin, Act::change_so_pin}) list.add(act, label);
    if (token.unattended != Unattended::none) list.add(Act::unattended, label);
  }
  if (token.resplit) list.add(Act::resplit, label);
}

void add_destruction(List& list, const std::string& label, const KeyPlan& key) {
  for (const auto& token : Plan::tokens_of(key)) list.add(Act::destroy, label, token);
  if (key.backup == Backup::wrapped) list.add(Act::dispose, label);
}

}  // namespace

std::vector<Step> steps_of(const Plan& plan) {
  List list;
  list.add(Act::prologue);
  for (const auto& [label, token] : plan.tokens)
    if (token.from) list.add(Act::open, label);
  list.add(Act::inventory_before);
  for (const auto& [label, token] : plan.tokens) {
    if (token.from) continue;
    list.add(Act::initialise, label);
    if (token.unattended != Unattended::none) list.add(Act::unattended, label);
  }
  for (const auto& [label, key] : plan.keys)
    if (key.fate == Fate::keep) list.add(Act::compare, label);
  for (const auto& [label, token] : plan.tokens)
    if (!plan.keys_of(label, Fate::restore).empty()) list.add(Act::recover, label);
  for (const auto& [label, key] : plan.keys)
    if (key.fate == Fate::make) list.add(Act::generate, label);
  for (const auto act : {Act::backup, Act::restore, Act::close})
    for (const auto& [label, token] : plan.tokens)
      if (token.backup) list.add(act, label);
  for (const auto& step : plan.vendor) list.add(Act::vendor, step.name, step.token);
  for (const auto& [label, key] : plan.keys)
    if (key.subject) list.add(Act::request, label);
  for (const auto& [label, key] : plan.keys)
    if (key.subject) list.add(Act::certificate, label);
  for (const auto& [label, token] : plan.tokens) add_refresh(list, label, token);
  for (const auto& [label, key] : plan.keys)
    if (key.fate == Fate::destroy) add_destruction(list, label, key);
  for (const auto& [label, token] : plan.tokens) list.add(Act::test, label);
  list.add(Act::inventory_after);
  list.add(Act::transcript);
  return std::move(list).take();
}

std::string_view word_of(Act act) {
  switch (act) {
    case Act::prologue: return "prologue";
    case Act::inventory_before: return "inventory-before";
    case Act::initialise: return "initialise";
    case Act::unattended: return "unattended";
    case Act::open: return "open";
    case Act::compare: return "compare";
    case Act::recover: return "recover";
    case Act::generate: return "generate";
    case Act::backup: return "backup";
    case Act::restore: return "restore";
    case Act::close: return "close";
    case Act::vendor: return "vendor";
    case Act::request: return "request";
    case Act::certificate: return "certificate";
    case Act::refresh: return "refresh";
    case Act::change_user_pin: return "change-user-pin";
    case Act::change_so_pin: return "change-so-pin";
    case Act::resplit: return "resplit";
    case Act::destroy: return "destroy";
    case Act::dispose: return "dispose";
    case Act::test: return "test";
    case Act::inventory_after: return "inventory-after";
    case Act::transcript: return "transcript";
    case Act::unknown: break;
  }
  return {};
}

}  // namespace antin::ceremony
