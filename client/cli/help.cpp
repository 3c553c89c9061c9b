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
  const std::string name = "antin " + std::string(command.name) + " ";
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

std::string help_of_all() {
  std::string text =
      "usage: antin <command> [options]\n"
      "\n"
      "Seals on documents that the right people have approved, from an Antin appliance.\n"
      "\n";
  for (const auto* command : commands()) {
    text += help_line(command->name, command->summary);
  }
  text +=
      "    help       this text, or the help of one command\n"
      "\n"
      "`antin <command> --help` tells more about a command.\n"
      "\n"
      "Where the server is and which keys to use come from options or from the first of these files that is there:\n"
      "--config FILE, $XDG_CONFIG_HOME/antin/config, ~/.config/antin/config, /etc/antin/client.conf, with lines\n"
      "`name = value` for server, server-key, key, record-key and log-key.\n"
      "\n"
      "exit status: 0 done; 1 the appliance said no, or it does not verify; 2 wrong usage or a file that cannot be "
      "used;\n"
      "3 the appliance cannot be reached, or asks to try again later; 4 the log contradicts what it showed before.\n"
      "Errors are one line: `antin: CODE: text`.\n";
  return text;
}

}  // namespace antin::cli
