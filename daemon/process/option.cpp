#include "daemon/process/option.hpp"

#include <charconv>

namespace antin::process {
namespace {

base::Error wrong(const Setting& given, const std::string& expected) {
  return {given.place + ": " + given.name + ": '" + given.value + "' is not " + expected};
}

base::Result<void> assign(std::string* target, const Setting& given) {
  *target = given.value;
  return {};
}

base::Result<void> assign(const Number& target, const Setting& given) {
  std::uint64_t value = 0;
  const auto* const end = given.value.data() + given.value.size();
  const auto [stop, problem] = std::from_chars(given.value.data(), end, value);
  if (problem != std::errc{} || stop != end || value < target.least || value > target.most) {
    return wrong(given, "a whole number from " + std::to_string(target.least) + " to " + std::to_string(target.most));
  }
  *target.value = value;
  return {};
}

base::Result<void> assign(bool* target, const Setting& given) {
  if (given.value != "true" && given.value != "false") return wrong(given, "true or false");
  *target = given.value == "true";
  return {};
}

base::Result<void> assign(std::vector<std::string>* target, const Setting& given) {
  if (given.value.empty()) return wrong(given, "a value");
  target->push_back(given.value);
  return {};
}

}  // namespace

base::Result<void> set_value(const Option& option, const std::vector<Setting>& given) {
  if (given.empty()) return {};
  if (auto* const* const list = std::get_if<std::vector<std::string>*>(&option.target)) {
    (*list)->clear();
  } else if (given.size() > 1) {
    return base::Error{given[1].place + ": " + option.name + " is given more than once"};
  }
  for (const auto& one : given) {
    auto assigned = std::visit([&one](const auto& target) { return assign(target, one); }, option.target);
    if (!assigned) return assigned;
  }
  return {};
}

bool is_empty(const Option& option) {
  if (auto* const* const text = std::get_if<std::string*>(&option.target)) return (*text)->empty();
  if (auto* const* const list = std::get_if<std::vector<std::string>*>(&option.target)) return (*list)->empty();
  return false;
}

}  // namespace antin::process
