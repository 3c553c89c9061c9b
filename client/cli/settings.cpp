#include "client/cli/settings.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "client/lib/calls.hpp"
#include "core/base/file.hpp"

namespace antin::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_limit = 64 * 1024;
constexpr int longest_timeout = 3600;

std::string_view trimmed(std::string_view text) {
  constexpr auto blank = " \t\r";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// False for a name that is none of ours, or that was there before.
bool set(Settings& settings, std::string_view name, std::string_view value, const fs::path& folder) {
  const auto once = [](auto& field, auto&& content) {
    if (field) return false;
    field = std::forward<decltype(content)>(content);
    return true;
  };
  if (name == "server") return once(settings.server, std::string(value));
  if (name == "server-key") return once(settings.server_key, std::string(value));
  if (name == "next-server") return once(settings.next_server, std::string(value));
  if (name == "next-server-key") return once(settings.next_server_key, std::string(value));
  if (name == "learnt") return once(settings.learnt, folder / value);
  if (name == "key") return once(settings.key, folder / value);
  if (name == "old-record-key") return settings.old_record_keys.push_back(folder / value), true;
  if (name == "record-key") return once(settings.record_key, folder / value);
  if (name == "log-key") return once(settings.log_key, folder / value);
  return false;
}

// The first of the usual places that is there.
std::optional<fs::path> usual_file(const Environment& environment) {
  std::vector<fs::path> places;
  const char* config_home = environment("XDG_CONFIG_HOME");
  const char* home = environment("HOME");
  if (config_home != nullptr && *config_home != '\0') places.push_back(fs::path(config_home) / "antin/config");
  if (home != nullptr && *home != '\0') places.push_back(fs::path(home) / ".config/antin/config");
  places.emplace_back("/etc/antin/client.conf");
  for (auto& place : places) {
    std::error_code ignored;
    if (fs::exists(place, ignored)) return std::move(place);
  }
  return std::nullopt;
}

Outcome<Settings> read(const fs::path& file) {
  const auto content = base::read_file(file, file_limit);
  if (!content) return local_trouble(content.error());
  auto settings = parse_settings(base::text(*content), file);
  if (!settings) return Stop{Exit::usage, "CONFIG", settings.error().text};
  return std::move(*settings);
}

Outcome<std::chrono::seconds> timeout_from(const std::string& text) {
  int seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure != std::errc() || end != text.data() + text.size() || seconds < 1 || seconds > longest_timeout) {
    return wrong_usage("--timeout is a number of seconds from 1 to 3600");
  }
  return std::chrono::seconds(seconds);
}

}  // namespace

base::Result<Settings> parse_settings(std::string_view text, const fs::path& file) {
  Settings settings;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto line = trimmed(text.substr(0, text.find('\n')));
    text.remove_prefix(
        std::min(text.size(), text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1));
    if (line.empty() || line.front() == '#') continue;
    const auto equals = line.find('=');
    const auto where = file.string() + ":" + std::to_string(number) + ": ";
    if (equals == std::string_view::npos) return base::Error{where + "expected `name = value`"};
    const auto name = trimmed(line.substr(0, equals));
    const auto value = trimmed(line.substr(equals + 1));
    if (value.empty()) return base::Error{where + std::string(name) + " has no value"};
    if (!set(settings, name, value, file.parent_path())) {
      return base::Error{where + "`" + std::string(name) + "` is unknown, or there twice"};
    }
  }
  return settings;
}

Outcome<Settings> settings_from(const Arguments& arguments, const Environment& environment) {
  Settings settings;
  const auto given = arguments.value("config");
  const auto file = given ? std::optional<fs::path>(*given) : usual_file(environment);
  if (file) {
    auto in_file = read(*file);
    if (!in_file) return in_file.error();
    settings = std::move(*in_file);
  }
  if (const auto server = arguments.value("server")) {
    settings.server = *server;
    // What is known of another place.
    settings.next_server.reset();
    settings.next_server_key.reset();
    settings.learnt.reset();
  }
  if (const auto server_key = arguments.value("server-key")) settings.server_key = *server_key;
  if (const auto key = arguments.value("key")) settings.key = *key;
  if (const auto record_key = arguments.value("record-key")) settings.record_key = *record_key;
  if (arguments.has("old-record-key")) {
    const auto files = arguments.values("old-record-key");
    settings.old_record_keys.assign(files.begin(), files.end());
  }
  if (const auto log_key = arguments.value("log-key")) settings.log_key = *log_key;
  if (const auto text = arguments.value("timeout")) {
    const auto timeout = timeout_from(*text);
    if (!timeout) return timeout.error();
    settings.timeout = *timeout;
  }
  return settings;
}

Outcome<Settings> settings_from(const Arguments& arguments) {
  return settings_from(arguments, [](const char* name) { return std::getenv(name); });
}

namespace {

std::string printed(const client::ServerAddress& server, const std::string& prefix) {
  return prefix + "server = " + server.endpoint + "\n" + prefix + "server-key = " + client::print(server.key) + "\n";
}

Outcome<void> add(std::vector<client::ServerAddress>& servers, const std::optional<std::string>& endpoint,
                  const std::optional<std::string>& key, const std::string& prefix) {
  if (!endpoint && !key) return {};
  if (!endpoint || !key) return wrong_usage(prefix + "server and " + prefix + "server-key come together");
  const auto parsed = client::parse_curve_public_key(*key);
  if (!parsed) return wrong_usage(prefix + "server-key: " + parsed.error().text);
  client::ServerAddress server{*endpoint, *parsed};
  if (std::find(servers.begin(), servers.end(), server) == servers.end()) servers.push_back(std::move(server));
  return {};
}

// The next key before the one that is to end, so that the appliance sees who has moved.
Outcome<void> add(std::vector<client::ServerAddress>& servers, const Settings& settings) {
  if (auto added = add(servers, settings.next_server, settings.next_server_key, "next-"); !added) return added;
  return add(servers, settings.server, settings.server_key, "");
}

// None when nothing was learnt yet.
Outcome<Settings> learnt_in(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return Settings();
  return read(file);
}

Outcome<std::vector<client::ServerAddress>> servers_of(const Settings& settings) {
  std::vector<client::ServerAddress> servers;
  if (settings.learnt) {
    const auto learnt = learnt_in(*settings.learnt);
    if (!learnt) return learnt.error();
    if (auto added = add(servers, *learnt); !added) return added.error();
  }
  if (auto added = add(servers, settings); !added) return added.error();
  return servers;
}

}  // namespace

Outcome<void> remember_next_key(const Settings& settings, const client::Connection& connection,
                                const protocol::AboutResult& about) {
  if (!settings.learnt || !about.next_key) return {};
  const client::ServerAddress next{about.next_key->endpoint, about.next_key->server_key};
  const auto servers = servers_of(settings);
  if (!servers) return servers.error();
  if (!servers->empty() && servers->front() == next) return {};
  const auto text = printed(next, "next-") + printed(connection.server(), "");
  const auto written = base::write_file_durably(*settings.learnt, base::view(text));
  if (!written) return local_trouble(written.error());
  return {};
}

Outcome<protocol::AboutResult> ask_about(const Settings& settings, client::Connection& connection) {
  auto about = client::about(connection);
  if (!about) return stop_from(about.error());
  if (auto kept = remember_next_key(settings, connection, *about); !kept) return kept.error();
  return std::move(*about);
}

Outcome<client::Connection> connect(const Settings& settings) {
  if (!settings.server) return wrong_usage("no server: give --server, or `server = …` in a configuration file");
  if (!settings.server_key) return wrong_usage("no server key: give --server-key, or `server-key = …`");
  if (!settings.key) return wrong_usage("no key: make one with `antin keygen`, then give --key, or `key = …`");
  auto servers = servers_of(settings);
  if (!servers) return servers.error();
  auto keys = client::read_curve_keys(*settings.key);
  if (!keys) return local_trouble(keys.error());
  client::ConnectionOptions options;
  options.link = {servers->front().endpoint, servers->front().key, std::move(*keys)};
  options.others.assign(servers->begin() + 1, servers->end());
  options.deadline = settings.timeout;
  options.attempt = std::min<std::chrono::milliseconds>(options.attempt, options.deadline);
  auto connection = client::Connection::open(std::move(options));
  if (!connection) return wrong_usage("server: " + connection.error().text);
  return std::move(*connection);
}

}  // namespace antin::cli
