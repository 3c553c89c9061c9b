#include <algorithm>

#include "client/cli/command.hpp"

namespace antin::cli {
namespace {

std::string shown(const Option& option) {
  std::string text = "--" + std::string(option.name);
  if (!option.value.empty()) text += " " + std::string(option.value);
  return text;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::size_t widest_of(const Command& command) {
  std::size_t width = 0;
  for (const auto& group : command.groups) {
    for (const auto& option : group.options) width = std::max(width, shown(option).size());
  }
  return width;
}

std::size_t widest_name_of(const std::vector<const Command*>& parts) {
  std::size_t width = 0;
  for (const auto* part : parts) width = std::max(width, part->name.size());
  return width;
}

}  // namespace

std::string help_of(const Command& command) {
  std::string text;
  const std::string name = std::string(command.program) + " " + std::string(command.name) + " ";
  for (const auto& usage : command.usage)
    text += (text.empty() ? "usage: " : "   or: ") + name + std::string(usage) + "\n";
  text += "\n" + std::string(command.description);
  const auto widest_part = widest_name_of(command.parts);
  for (const auto* part : command.parts) {
    text += "    " + padded(std::string(part->name), widest_part) + "  " + std::string(part->summary) + "\n";
  }
  const auto width = widest_of(command);
  for (const auto& group : command.groups) {
    text += "\n" + std::string(group.title) + "\n";
    for (const auto& option : group.options) {
      text += "    " + padded(shown(option), width) + "  " + std::string(option.text) + "\n";
    }
  }
  if (!command.more.empty()) text += "\n" + std::string(command.more);
  return text;
}

std::string help_line(std::string_view name, std::string_view summary) {
  return "    " + padded(std::string(name), name.size() < 11 ? 11 : 15) + std::string(summary) + "\n";
}

std::string help_of(const Program& program) {
  const std::string name(program.name);
  auto text = "usage: " + name + " <command> [options]\n\n" + std::string(program.description) + "\n";
  for (const auto* command : program.commands) text += help_line(command->name, command->summary);
  text += help_line("help", "this text, or the help of one command");
  text += "\n`" + name + " <command> --help` tells more about a command.\n\n" + std::string(program.more);
  return text + "Errors are one line: `" + name + ": CODE: text`.\n";
}

}  // namespace antin::cli
