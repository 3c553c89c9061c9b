#include "daemon/process/config_file.hpp"

#include "core/base/identifier.hpp"

namespace antin::process {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// `#` inside a word stays: Z85 keys may hold it.
std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || blanks.find(line[at - 1]) != std::string_view::npos) return line.substr(0, at);
  }
  return line;
}

base::Result<Setting> parse_setting(std::string_view line, std::string place) {
  const auto equals = line.find('=');
  const auto name = trimmed(line.substr(0, equals));
  if (equals == std::string_view::npos || !base::is_identifier(name)) {
    return base::Error{place + ": want `name = value`, `# comment` or an empty line"};
  }
  const auto value = trimmed(line.substr(equals + 1));
  return Setting{std::string(name), std::string(value), std::move(place)};
}

}  // namespace

base::Result<std::vector<Setting>> parse_config(const std::string& file, std::string_view content) {
  std::vector<Setting> settings;
  for (std::size_t number = 1; !content.empty(); ++number) {
    const auto end = content.find('\n');
    const auto line = trimmed(without_comment(content.substr(0, end)));
    content = end == std::string_view::npos ? std::string_view{} : content.substr(end + 1);
    if (line.empty()) continue;
    auto setting = parse_setting(line, file + ":" + std::to_string(number));
    if (!setting) return setting.error();
    settings.push_back(std::move(setting).value());
  }
  return settings;
}

}  // namespace antin::process
