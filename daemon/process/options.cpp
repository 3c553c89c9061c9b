#include "daemon/process/options.hpp"

#include <boost/program_options/cmdline.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "core/base/file.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/process/option.hpp"

namespace antin::process {
namespace {

namespace boost_options = boost::program_options;

constexpr std::size_t config_limit = 64 * 1024;

// What the command line says, of the options that are always there and of the program's own.
struct CommandLine {
  bool help = false;
  bool version = false;
  bool check = false;
  std::string config;
  std::vector<Setting> settings;
};

boost_options::options_description description_of(const std::vector<Option>& options) {
  boost_options::options_description description;
  auto add = description.add_options();
  for (const char* name : {"help", "version", "check"}) add(name, "");
  add("config", boost_options::value<std::string>(), "");
  for (const auto& option : options) {
    const bool is_flag = std::holds_alternative<bool*>(option.target);
    auto* const value = boost_options::value<std::string>();
    add(option.name.c_str(), is_flag ? value->implicit_value("true") : value, "");
  }
  return description;
}

void take(CommandLine& line, const boost_options::option& given) {
  if (given.string_key.empty()) {
    throw boost_options::error("'" + given.original_tokens.at(0) + "' is not an option");
  }
  const std::string value = given.value.empty() ? "true" : given.value.front();
  if (given.string_key == "help")
    line.help = true;
  else if (given.string_key == "version")
    line.version = true;
  else if (given.string_key == "check")
    line.check = true;
  else if (given.string_key == "config")
    line.config = value;
  else
    line.settings.push_back({given.string_key, value, "command line"});
}

base::Result<CommandLine> read_command_line(const std::vector<Option>& options, int argc, const char* const* argv) {
  namespace style = boost_options::command_line_style;
  // Guessing would let an abbreviation change its meaning when an option is added.
  constexpr int exact = style::allow_long | style::long_allow_adjacent | style::long_allow_next;
  const auto description = description_of(options);
  try {
    CommandLine line;
    const auto parsed = boost_options::command_line_parser(argc, argv).options(description).style(exact).run();
    for (const auto& given : parsed.options) take(line, given);
    return line;
  } catch (const boost_options::error& problem) {
    return base::Error{std::string("command line: ") + problem.what()};
  }
}

base::Result<std::vector<Setting>> read_config(const std::string& file) {
  const auto content = base::read_file(file, config_limit);
  if (!content) return content.error();
  return parse_config(file, base::text(*content));
}

std::vector<Setting> named(const std::string& name, const std::vector<Setting>& settings) {
  std::vector<Setting> found;
  for (const auto& setting : settings) {
    if (setting.name == name) found.push_back(setting);
  }
  return found;
}

base::Result<void> all_known(const std::vector<Option>& options, const std::vector<Setting>& settings) {
  for (const auto& setting : settings) {
    bool known = false;
    for (const auto& option : options) known = known || option.name == setting.name;
    if (!known) return base::Error{setting.place + ": there is no option '" + setting.name + "'"};
  }
  return {};
}

base::Result<void> none_missing(const std::vector<Option>& options) {
  for (const auto& option : options) {
    if (option.required && is_empty(option)) return base::Error{option.name + " is required: " + option.help};
  }
  return {};
}

}  // namespace

struct Options::State {
  std::string program;
  std::string purpose;
  std::string config;
  std::vector<Option> options;
  int exit_code = 0;

  Option& declare(Option option) {
    if (option.name.empty()) throw std::logic_error("an option without a name");
    return options.emplace_back(std::move(option));
  }

  base::Error fail(int code, const base::Error& error) {
    exit_code = code;
    return {program + ": " + error.text};
  }

  // Empty when there is no file to read.
  base::Result<std::vector<Setting>> settings_of_file(const std::string& asked) const {
    if (!asked.empty()) return read_config(asked);
    std::error_code ignored;
    if (config.empty() || !std::filesystem::exists(config, ignored)) return std::vector<Setting>{};
    return read_config(config);
  }

  // The command line wins over the file as a whole, lists too; the file is checked all the same.
  base::Result<void> fill(const std::vector<Setting>& from) {
    for (const auto& option : options) {
      if (auto applied = set_value(option, named(option.name, from)); !applied) return applied;
    }
    return {};
  }
};

Options::Options(std::string program, std::string purpose, std::string config)
    : m_state(std::make_unique<State>(State{std::move(program), std::move(purpose), std::move(config), {}, 0})) {}
Options::Options(Options&&) noexcept = default;
Options::~Options() = default;

Options& Options::add(const std::string& name, std::string& value, const std::string& help) {
  m_state->declare({name, help, &value});
  return *this;
}

Options& Options::add(const std::string& name, std::uint64_t& value, std::uint64_t least, std::uint64_t most,
                      const std::string& help) {
  m_state->declare({name, help, Number{&value, least, most}});
  return *this;
}

Options& Options::add(const std::string& name, bool& value, const std::string& help) {
  m_state->declare({name, help, &value});
  return *this;
}

Options& Options::add(const std::string& name, std::vector<std::string>& values, const std::string& help) {
  m_state->declare({name, help, &values});
  return *this;
}

Options& Options::require(const std::string& name) {
  for (auto& option : m_state->options) {
    if (option.name != name) continue;
    option.required = true;
    return *this;
  }
  throw std::logic_error("require of an option that was not added: " + name);
}

base::Result<Options::Action> Options::read(int argc, const char* const* argv) {
  auto& state = *m_state;
  const auto line = read_command_line(state.options, argc, argv);
  if (!line) return state.fail(exit_usage, line.error());
  if (line->help) std::cout << help_text(state.program, state.purpose, state.config, state.options) << std::flush;
  if (line->version && !line->help) std::cout << state.program << " " ANTIN_VERSION "\n" << std::flush;
  if (line->help || line->version) return Action::stop;

  const auto settings = state.settings_of_file(line->config);
  if (!settings) return state.fail(exit_configuration, settings.error());
  if (auto known = all_known(state.options, *settings); !known) return state.fail(exit_configuration, known.error());
  if (auto filled = state.fill(*settings); !filled) return state.fail(exit_configuration, filled.error());
  if (auto filled = state.fill(line->settings); !filled) return state.fail(exit_usage, filled.error());
  if (auto whole = none_missing(state.options); !whole) return state.fail(exit_usage, whole.error());
  return line->check ? Action::check : Action::run;
}

int Options::exit_code() const { return m_state->exit_code; }

}  // namespace antin::process
