#include "client/cli/settings.hpp"

#include <charconv>
#include <cstdlib>

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
  if (name == "key") return once(settings.key, folder / value);
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
  if (const auto server = arguments.value("server")) settings.server = *server;
  if (const auto server_key = arguments.value("server-key")) settings.server_key = *server_key;
  if (const auto key = arguments.value("key")) settings.key = *key;
  if (const auto record_key = arguments.value("record-key")) settings.record_key = *record_key;
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

Outcome<client::Connection> connect(const Settings& settings) {
  if (!settings.server) return wrong_usage("no server: give --server, or `server = …` in a configuration file");
  if (!settings.server_key) return wrong_usage("no server key: give --server-key, or `server-key = …`");
  if (!settings.key) return wrong_usage("no key: make one with `antin keygen`, then give --key, or `key = …`");
  const auto server_key = client::parse_curve_public_key(*settings.server_key);
  if (!server_key) return wrong_usage("server-key: " + server_key.error().text);
  auto keys = client::read_curve_keys(*settings.key);
  if (!keys) return local_trouble(keys.error());
  client::ConnectionOptions options;
  options.link = {*settings.server, *server_key, std::move(*keys)};
  options.deadline = settings.timeout;
  options.attempt = std::min<std::chrono::milliseconds>(options.attempt, options.deadline);
  auto connection = client::Connection::open(std::move(options));
  if (!connection) return wrong_usage("server: " + connection.error().text);
  return std::move(*connection);
}

}  // namespace antin::cli
