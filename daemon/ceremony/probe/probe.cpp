#include "daemon/ceremony/probe/probe.hpp"

#include <algorithm>

#include "core/crypto/random.hpp"
#include "daemon/ceremony/probe/inquiry.hpp"

namespace antin::ceremony::probe {
namespace {

bool is_wanted(const Group& group, const std::vector<std::string>& only) {
  if (only.empty() || &group == &left_group) return true;
  return std::find(only.begin(), only.end(), group.name) != only.end();
}

base::Result<void> all_known(const std::vector<std::string>& only) {
  for (const auto& name : only) {
    const auto all = groups();
    if (std::none_of(all.begin(), all.end(), [&](const Group* group) { return group->name == name; }))
      return base::Error{"there is no group of questions named " + name};
  }
  return {};
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
    if (!is_wanted(*group, only)) continue;
    begun(*group);
    auto answers = inquire(*group, aim, pins);
    for (std::size_t i = 0; i < answers.size(); ++i)
      findings.rows.push_back({group, &group->checks[i], std::move(answers[i])});
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
