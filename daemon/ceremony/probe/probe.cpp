#include "daemon/ceremony/probe/probe.hpp"

#include <algorithm>

#include "core/crypto/random.hpp"
#include "daemon/ceremony/probe/inquiry.hpp"

namespace antin::ceremony::probe {
namespace {

bool is_named(std::string_view name, const std::vector<std::string>& only) {
  return std::find(only.begin(), only.end(), name) != only.end();
}

// The group's questions that are wanted: all, or those whose names were given.
std::vector<const Check*> wanted_of(const Group& group, const std::vector<std::string>& only) {
  const bool all = only.empty() || &group == &left_group || is_named(group.name, only);
  std::vector<const Check*> wanted;
  for (const auto& check : group.checks) {
    if (all || is_named(check.id, only)) wanted.push_back(&check);
  }
  return wanted;
}

base::Result<void> all_known(const std::vector<std::string>& only) {
  std::vector<std::string_view> known;
  for (const auto* group : groups()) {
    known.push_back(group->name);
    for (const auto& check : group->checks) known.push_back(check.id);
  }
  for (const auto& name : only) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return base::Error{"there is no question, nor a group of them, named " + name};
  }
  return {};
}

void ask_group(const Group& group, const std::vector<const Check*>& wanted, const Aim& aim, Pins& pins,
               std::vector<Row>& rows) {
  std::vector<Check> checks;
  checks.reserve(wanted.size());
  for (const auto* check : wanted) checks.push_back(*check);
  auto part = group;
  part.checks = checks;
  auto answers = inquire(part, aim, pins);
  for (std::size_t i = 0; i < answers.size(); ++i) rows.push_back({&group, wanted[i], std::move(answers[i])});
}

}  // namespace

base::Result<Findings> examine(Aim& aim, const std::vector<std::string>& only,
                               const std::function<void(const Group&)>& begun) {
  if (const auto known = all_known(only); !known) return known.error();
  aim.mark = std::string(label_prefix) + base::to_hex(crypto::random_array<4>());
  Findings findings{aim.module.string(), aim.token_label, {}};
  if (aim.token_label.empty() && aim.slot) findings.token = "slot " + std::to_string(*aim.slot);
  Pins pins;
  for (const auto* group : groups()) {
    const auto wanted = wanted_of(*group, only);
    if (wanted.empty()) continue;
    begun(*group);
    ask_group(*group, wanted, aim, pins, findings.rows);
  }
  return findings;
}

bool is_lacking(const Answer& answer) {
  switch (answer.verdict) {
    case Verdict::no:
    case Verdict::differs:
    case Verdict::hung:
    case Verdict::died:
    case Verdict::unknown: return true;
    case Verdict::yes:
    case Verdict::not_tried: break;
  }
  return false;
}

bool fit_for_antin(const Findings& findings) {
  return std::all_of(findings.rows.begin(), findings.rows.end(), [](const Row& row) {
    if (row.check->bearing != Bearing::essential) return true;
    return row.answer.verdict == Verdict::yes || row.answer.verdict == Verdict::differs;
  });
}

}  // namespace antin::ceremony::probe
