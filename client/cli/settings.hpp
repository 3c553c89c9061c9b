// Where the appliance is and which keys to use: options first, then one configuration file.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>

#include "client/cli/arguments.hpp"
#include "client/lib/connection.hpp"

namespace antin::cli {

struct Settings {
  std::optional<std::string> server;
  std::optional<std::string> server_key;
  std::optional<std::filesystem::path> key;
  std::optional<std::filesystem::path> record_key;
  std::optional<std::filesystem::path> log_key;
  std::chrono::seconds timeout{30};
};

// `name = value` lines; empty ones and those that begin with # are skipped. Z85 keys hold # themselves, so nothing else
// is a comment. Unknown and repeated names are errors; relative paths are relative to the file.
base::Result<Settings> parse_settings(std::string_view text, const std::filesystem::path& file);

using Environment = std::function<const char*(const char* name)>;
Outcome<Settings> settings_from(const Arguments& arguments, const Environment& environment);
Outcome<Settings> settings_from(const Arguments& arguments);  // with this process's environment

Outcome<client::Connection> connect(const Settings& settings);

}  // namespace antin::cli
