#include "policy/cli/differences.hpp"

#include <algorithm>

#include "policy/cli/facts.hpp"

namespace antin::policy::cli {
namespace {

std::string listed(const Values& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ", ") + value;
  return text.empty() ? "none" : text;
}

void add_missing(std::string& text, const Values& from, const Values& in, const char* sign) {
  for (const auto& value : from)
    if (std::find(in.begin(), in.end(), value) == in.end()) text += (text.empty() ? "" : ", ") + (sign + value);
}

// Of a long list only what comes and goes; an order that changed is shown whole.
std::string change(const Values& before, const Values& after) {
  if (before.size() == 1 && after.size() == 1) return before.front() + " → " + after.front();
  std::string text;
  add_missing(text, after, before, "+");
  add_missing(text, before, after, "−");
  return text.empty() ? listed(before) + " → " + listed(after) : text;
}

std::string described(const Fields& fields) {
  std::string text;
  for (const auto& [key, values] : fields)
    if (listed(values) != "none") text += (text.empty() ? "" : "; ") + key + " " + listed(values);
  return text;
}

void compare(const std::string& subject, const Fields& before, const Fields& after, std::vector<std::string>& out) {
  for (const auto& [key, values] : after) {
    const auto& old = before.at(key);
    if (old == values) continue;
    // What happens, in a sentence of its own.
    const bool closes = key == "closed" && listed(old) == "none";
    out.push_back(closes ? subject + " closes " + listed(values) : subject + ": " + key + " " + change(old, values));
  }
}

// Files come last: what their text means is said before.
bool is_file(const std::string& subject) { return subject.starts_with("file "); }

}  // namespace

std::vector<std::string> differences(const bundle::BundleFiles& before_files, const bundle::Bundle& before,
                                     const bundle::BundleFiles& after_files, const bundle::Bundle& after) {
  const auto old_facts = facts_of(before_files, before);
  const auto new_facts = facts_of(after_files, after);
  std::vector<std::string> rules, files;
  for (const auto& [subject, fields] : old_facts)
    if (!new_facts.contains(subject)) (is_file(subject) ? files : rules).push_back(subject + ": removed");
  for (const auto& [subject, fields] : new_facts) {
    auto& out = is_file(subject) ? files : rules;
    const auto old = old_facts.find(subject);
    if (old == old_facts.end())
      out.push_back(subject + ": added: " + described(fields));
    else
      compare(subject, old->second, fields, out);
  }
  rules.insert(rules.end(), files.begin(), files.end());
  return rules;
}

}  // namespace antin::policy::cli
