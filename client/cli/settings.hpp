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
  std::optional<std::string> next_server;  // the same appliance under its next key, where that is known
  std::optional<std::string> next_server_key;
  std::optional<std::filesystem::path> learnt;  // file in which such keys are kept; see remember_next_key
  std::optional<std::filesystem::path> key;
  std::optional<std::filesystem::path> record_key;
  std::vector<std::filesystem::path> old_record_keys;
  std::optional<std::filesystem::path> log_key;
  std::chrono::seconds timeout{30};
};

// `name = value` lines; empty ones and those that begin with # are skipped. Z85 keys hold # themselves, so nothing else
// is a comment. Unknown names, and
// repeated ones but old-record-key, are errors; relative paths are relative to the file.
base::Result<Settings> parse_settings(std::string_view text, const std::filesystem::path& file);

using Environment = std::function<const char*(const char* name)>;
Outcome<Settings> settings_from(const Arguments& arguments, const Environment& environment);
Outcome<Settings> settings_from(const Arguments& arguments);  // with this process's environment

// To the appliance under whichever of its keys it can be reached: what was learnt first, then the configuration's.
Outcome<client::Connection> connect(const Settings& settings);

// Keeps the next key that the appliance has told of over this connection, with the key that vouched for it, so that the
// client goes on when that one ends. Does nothing without settings.learnt, or when it is kept already.
Outcome<void> remember_next_key(const Settings& settings, const client::Connection& connection,
                                const protocol::AboutResult& about);

// Asks what a client needs before it can make a statement, and remembers the next key.
Outcome<protocol::AboutResult> ask_about(const Settings& settings, client::Connection& connection);

}  // namespace antin::cli
