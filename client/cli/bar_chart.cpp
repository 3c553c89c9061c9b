#include "client/cli/bar_chart.hpp"

#include <algorithm>
#include <cstdio>

#include "client/cli/html.hpp"

namespace antin::cli::html {
namespace {

using namespace std::chrono;

constexpr double width = 952, left = 60, right = 944, top = 14, bottom = 220, height = 268;
constexpr int days_with_numbers = 62;  // more have no room for them

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view text) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + std::string(anchor) + "\">" +
         escaped(text) + "</text>\n";
}

// 1, 2 or 5 times a power of ten, so that about four lines reach the highest bar.
std::uint64_t step_of(std::uint64_t highest) {
  for (std::uint64_t power = 1;; power *= 10) {
    for (const auto factor : {1U, 2U, 5U}) {
      if (power * factor > highest / 5) return power * factor;
    }
    if (power > UINT64_MAX / 100) return power;
  }
}

class Chart {
 public:
  Chart(Language language, const std::map<Day, std::uint64_t>& days) : m_language(language), m_days(days) {
    const year_month_day first{days.begin()->first};
    const year_month_day last{days.rbegin()->first};
    m_first = sys_days(first.year() / first.month() / 1);
    m_count = (sys_days(last.year() / last.month() / std::chrono::last) - m_first).count() + 1;
    for (const auto& [day, count] : days) m_highest = std::max(m_highest, count);
    m_step = step_of(m_highest);
    m_top = static_cast<double>((m_highest + m_step - 1) / m_step * m_step);
  }

  [[nodiscard]] std::string lines() const {
    std::string out;
    for (std::uint64_t value = 0; static_cast<double>(value) <= m_top; value += m_step) {
      const auto y = height_of(value);
      out += "<line class=\"grid\" x1=\"" + number(left) + "\" x2=\"" + number(right) + "\" y1=\"" + number(y) +
             "\" y2=\"" + number(y) + "\"/>\n" + text_at(left - 8, y + 4, "end", grouped(m_language, value));
    }
    return out;
  }

  [[nodiscard]] std::string bars() const {
    std::string out;
    const auto wide = std::max(1.0, slot() * 0.8);
    for (const auto& [day, count] : m_days) {
      if (count == 0) continue;
      const auto y = height_of(count);
      out += "<rect class=\"bar\" x=\"" + number(middle_of(day) - wide / 2) + "\" y=\"" + number(y) + "\" width=\"" +
             number(wide) + "\" height=\"" + number(bottom - y) + "\"><title>" + print_day(day) + ": " +
             grouped(m_language, count) + "</title></rect>\n";
    }
    return out;
  }

  [[nodiscard]] std::string labels() const {
    std::string out;
    for (auto day = m_first; day < m_first + days{m_count}; day += days{1}) {
      const year_month_day date{day};
      const auto of_month = static_cast<unsigned>(date.day());
      const bool numbered = m_count <= 31 || (m_count <= days_with_numbers && of_month % 2 == 1 && of_month < 31);
      if (numbered) out += text_at(middle_of(day), bottom + 18, "middle", std::to_string(of_month));
      if (of_month != 1) continue;
      char month[16];
      std::snprintf(month, sizeof month, "%02u/%d", static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
      out += text_at(middle_of(day) - slot() / 2, bottom + 40, "start", month);
    }
    return out;
  }

 private:
  [[nodiscard]] double slot() const { return (right - left) / static_cast<double>(m_count); }
  [[nodiscard]] double middle_of(Day day) const {
    return left + slot() * (static_cast<double>((day - m_first).count()) + 0.5);
  }
  [[nodiscard]] double height_of(std::uint64_t value) const {
    return bottom - (bottom - top) * static_cast<double>(value) / m_top;
  }

  Language m_language;
  const std::map<Day, std::uint64_t>& m_days;
  Day m_first;
  long m_count = 0;
  std::uint64_t m_highest = 1, m_step = 1;
  double m_top = 1;
};

}  // namespace

std::string bar_chart(Language language, std::string_view title, const std::map<Day, std::uint64_t>& days) {
  if (days.empty()) return {};
  const Chart chart(language, days);
  return "<svg id=\"chart\" viewBox=\"0 0 " + number(width) + " " + number(height) + "\" role=\"img\" aria-label=\"" +
         escaped(title) + "\">\n" + chart.lines() + chart.bars() + chart.labels() + "</svg>\n";
}

}  // namespace antin::cli::html
