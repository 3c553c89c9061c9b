#include <algorithm>
#include <sstream>

#include "daemon/process/option.hpp"

namespace antin::process {
namespace {

constexpr std::size_t width = 80;

// Breaks at blanks; a word that is longer than a line stays whole.
std::string wrapped(const std::string& text, std::size_t indent) {
  std::istringstream words(text);
  std::string out;
  std::string line(indent, ' ');
  for (std::string word; words >> word;) {
    if (line.size() > indent && line.size() + 1 + word.size() > width) {
      out += line + '\n';
      line.assign(indent, ' ');
    }
    if (line.size() > indent) line += ' ';
    line += word;
  }
  return out + line + '\n';
}

std::string argument(const Option& option) {
  struct Shape {
    std::string operator()(std::string*) const { return " TEXT"; }
    std::string operator()(const Number&) const { return " N"; }
    std::string operator()(bool*) const { return "[=true|false]"; }
    std::string operator()(std::vector<std::string>*) const { return " TEXT …"; }
  };
  return std::visit(Shape{}, option.target);
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& one : list) out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::string facts(const Option& option) {
  struct Facts {
    bool required;
    [[nodiscard]] std::string text(const std::string& value) const {
      if (value.empty()) return required ? "required" : "";
      return "default " + value;
    }
    std::string operator()(const std::string* value) const { return text(*value); }
    std::string operator()(const Number& number) const {
      return std::to_string(number.least) + " to " + std::to_string(number.most) + ", default " +
             std::to_string(*number.value);
    }
    std::string operator()(const bool* value) const { return *value ? "default true" : "default false"; }
    std::string operator()(const std::vector<std::string>* values) const {
      const auto known = text(joined(*values));
      return known.empty() ? "repeatable" : "repeatable; " + known;
    }
  };
  const auto known = std::visit(Facts{option.required}, option.target);
  return known.empty() ? "" : " (" + known + ")";
}

std::string described(const std::string& name, const std::string& help) {
  return "  --" + name + '\n' + wrapped(help, 8);
}

}  // namespace

std::string help_text(const std::string& program, const std::string& purpose, const std::string& config,
                      const std::vector<Option>& options) {
  std::string out = wrapped(program + " - " + purpose, 0) + "\nUsage: " + program + " [--OPTION VALUE]...\n\n";
  for (const auto& option : options) out += described(option.name + argument(option), option.help + facts(option));
  out += "\nAlways there:\n";
  const std::string otherwise = config.empty() ? "" : " (default " + config + ", when it exists)";
  out += described("config FILE",
                   "lines of `name = value` with the names above, `#` comments; the command line wins" + otherwise);
  out += described("check", "read and check everything, say so with the exit status, and end");
  out += described("version", "print the version and end");
  out += described("help", "print this and end");
  return out + "\nExit status: 0 fine, 64 wrong usage, 75 failed and may be started again,\n78 wrong configuration.\n";
}

}  // namespace antin::process
