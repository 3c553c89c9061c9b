#include "core/base/instant.hpp"

#include <algorithm>
#include <cstdio>

namespace antin::base {
namespace {

using namespace std::chrono;

std::string print_date_and_time(Instant at) {
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(at - day)};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

// `count` decimal digits of text at `from`, or -1.
int number(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::string print(Instant at) {
  char decimals[8];
  const auto part = (at - floor<seconds>(at)).count();
  std::snprintf(decimals, sizeof decimals, ".%03dZ", static_cast<int>(part));
  return print_date_and_time(at) + decimals;
}

std::string print_seconds(Instant at) { return print_date_and_time(at) + "Z"; }

std::optional<Instant> parse_instant(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00";
  const bool decimals = text.size() == shape.size() + 5;
  if (!decimals && text.size() != shape.size() + 1) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != '0' && text[i] != shape[i]) return std::nullopt;
  if (text.back() != 'Z' || (decimals && text[shape.size()] != '.')) return std::nullopt;

  const int parts[] = {number(text, 0, 4),
                       number(text, 5, 2),
                       number(text, 8, 2),
                       number(text, 11, 2),
                       number(text, 14, 2),
                       number(text, 17, 2),
                       decimals ? number(text, 20, 3) : 0};
  if (std::any_of(std::begin(parts), std::end(parts), [](int part) { return part < 0; })) return std::nullopt;
  const year_month_day date{year{parts[0]}, month{static_cast<unsigned>(parts[1])},
                            day{static_cast<unsigned>(parts[2])}};
  if (!date.ok() || parts[0] < 1970 || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return std::nullopt;
  return sys_days{date} + hours{parts[3]} + minutes{parts[4]} + seconds{parts[5]} + milliseconds{parts[6]};
}

}  // namespace antin::base
