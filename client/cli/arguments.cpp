#include "client/cli/arguments.hpp"

#include <boost/program_options.hpp>
#include <charconv>

#include "client/cli/command.hpp"

namespace antin::cli {
namespace {

namespace po = boost::program_options;

constexpr auto operand_name = "operand";

po::options_description described(const Command& command) {
  po::options_description all;
  const auto list = po::value<std::vector<std::string>>();
  for (const auto& group : command.groups) {
    for (const auto& option : group.options) {
      const std::string name(option.name);
      if (option.value.empty()) {
        all.add_options()(name.c_str(), "");
      } else {
        all.add_options()(name.c_str(), po::value<std::vector<std::string>>(), "");
      }
    }
  }
  all.add_options()(operand_name, list, "");
  return all;
}

bool repeats(const Command& command, const std::string& name) {
  for (const auto& group : command.groups) {
    for (const auto& option : group.options) {
      if (option.name == name) return option.repeats;
    }
  }
  return false;
}

po::parsed_options parsed(const Command& command, const std::vector<std::string>& words) {
  // Abbreviations are refused: one that works today would change its meaning with the next option.
  constexpr int style = po::command_line_style::allow_long | po::command_line_style::long_allow_adjacent |
                        po::command_line_style::long_allow_next;
  po::positional_options_description operands;
  operands.add(operand_name, -1);
  return po::command_line_parser(words).options(described(command)).positional(operands).style(style).run();
}

}  // namespace

Outcome<Arguments> Arguments::parse(const Command& command, const std::vector<std::string>& words) {
  Arguments arguments;
  const auto see = "; see `" + std::string(command.program) + " " + std::string(command.name) + " --help`";
  try {
    for (const auto& option : parsed(command, words).options) {
      if (option.position_key >= 0) {
        arguments.m_operands.push_back(option.value.front());
        continue;
      }
      if (option.string_key == operand_name) return wrong_usage("unknown option --operand" + see);
      auto& values = arguments.m_values[option.string_key];
      if (!values.empty() && !repeats(command, option.string_key)) {
        return wrong_usage("--" + option.string_key + " is given twice" + see);
      }
      values.push_back(option.value.empty() ? std::string() : option.value.front());
    }
  } catch (const po::error& error) {
    return wrong_usage(error.what() + see);
  }
  if (arguments.m_operands.size() > command.operands) {
    return wrong_usage("one word too many: " + arguments.m_operands.at(command.operands) + see);
  }
  return arguments;
}

std::optional<std::string> Arguments::value(const std::string& option) const {
  const auto found = m_values.find(option);
  if (found == m_values.end()) return std::nullopt;
  return found->second.front();
}

std::vector<std::string> Arguments::values(const std::string& option) const {
  const auto found = m_values.find(option);
  return found == m_values.end() ? std::vector<std::string>() : found->second;
}

Outcome<std::string> Arguments::required(const std::string& option) const {
  auto found = value(option);
  if (!found || found->empty()) return wrong_usage("--" + option + " is missing");
  return *found;
}

Outcome<std::optional<std::uint64_t>> Arguments::number(const std::string& option, std::uint64_t least,
                                                        std::uint64_t most) const {
  const auto text = value(option);
  if (!text) return std::optional<std::uint64_t>();
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failure != std::errc() || end != text->data() + text->size() || number < least || number > most) {
    return wrong_usage("--" + option + " is a number from " + std::to_string(least) +
                       (most == UINT64_MAX ? "" : " to " + std::to_string(most)));
  }
  return std::optional(number);
}

}  // namespace antin::cli
