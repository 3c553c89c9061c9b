#include "client/cli/roster_outcomes.hpp"

#include <algorithm>

#include "client/cli/console.hpp"
#include "client/cli/roster_words.hpp"

namespace antin::cli {
namespace {

constexpr Fate all_fates[] = {Fate::done, Fate::unchanged, Fate::error, Fate::refused, Fate::later};

std::size_t count_of(const std::vector<LineOutcome>& lines, Fate fate) {
  return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [&](const LineOutcome& line) { return line.outcome.fate == fate; }));
}

}  // namespace

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::done: return "done";
    case Fate::unchanged: return "unchanged";
    case Fate::error: return "error";
    case Fate::refused: return "refused";
    case Fate::later: return "not done yet";
    case Fate::unknown: break;
  }
  return "unknown";
}

std::vector<LineOutcome> lines_with(const RosterFiles& files, std::vector<ItemOutcome> outcomes) {
  std::map<const PlannedLine*, std::size_t> items;
  for (std::size_t i = 0; i < files.items(); ++i) items.emplace(&files.item(i), i);
  std::vector<LineOutcome> lines;
  for (const auto& planned : files.lines()) {
    const auto item = items.find(&planned);
    if (item != items.end())
      lines.push_back({&planned, std::move(outcomes[item->second])});
    else if (planned.expected == Expected::error)
      lines.push_back({&planned, {Fate::error, "ERROR", planned.trouble, {}}});
    else
      lines.push_back({&planned, {Fate::unchanged, "", "", {}}});
  }
  return lines;
}

std::string outcomes_csv(const std::vector<LineOutcome>& lines) {
  std::string out = "line,person,unit,role,scope,expected,action,outcome,code,text,index,leaf\n";
  for (const auto& [planned, outcome] : lines) {
    const auto& change = planned->change;
    const bool done = outcome.fate == Fate::done;
    out += std::to_string(planned->line) + "," + csv_field(change.person) + "," + csv_field(change.unit) + "," +
           csv_field(change.role.value_or("")) + "," + csv_field(change.scope.value_or("")) + "," +
           std::string(name_of(planned->expected)) + "," + std::string(base::name_of(change.action)) + "," +
           std::string(name_of(outcome.fate)) + "," + csv_field(outcome.code) + "," + csv_field(outcome.text) + "," +
           (done ? std::to_string(outcome.done.index) + "," + base::print(outcome.done.leaf) : ",") + "\n";
  }
  return out;
}

Exit status_of(const std::vector<LineOutcome>& lines) {
  if (count_of(lines, Fate::refused) + count_of(lines, Fate::error) != 0) return Exit::refused;
  return count_of(lines, Fate::later) != 0 ? Exit::temporary : Exit::ok;
}

std::string for_people(const std::vector<LineOutcome>& lines, Language language) {
  std::string text;
  if (lines.size() == 1) text += row("change", described(*lines.front().planned, language));
  for (const auto fate : all_fates)
    if (const auto number = count_of(lines, fate); number != 0) text += row(name_of(fate), std::to_string(number));
  if (lines.size() == 1 && lines.front().outcome.fate == Fate::done)
    text += row("log index", std::to_string(lines.front().outcome.done.index)) +
            row("leaf", base::print(lines.front().outcome.done.leaf));
  return text;
}

Report for_machines(const std::vector<LineOutcome>& lines) {
  std::vector<Report> reports;
  for (const auto& [planned, outcome] : lines) {
    Report report{{{"line", std::uint64_t{planned->line}},
                   {"person", planned->change.person},
                   {"action", std::string(base::name_of(planned->change.action))},
                   {"outcome", std::string(name_of(outcome.fate))}}};
    if (!outcome.code.empty()) {
      report.fields.emplace_back("code", outcome.code);
      report.fields.emplace_back("text", outcome.text);
    }
    if (outcome.fate == Fate::done) {
      report.fields.emplace_back("index", outcome.done.index);
      report.fields.emplace_back("leaf", base::print(outcome.done.leaf));
    }
    reports.push_back(std::move(report));
  }
  Report report;
  for (const auto& [name, fate] : {std::pair("done", Fate::done),
                                   {"unchanged", Fate::unchanged},
                                   {"error", Fate::error},
                                   {"refused", Fate::refused},
                                   {"later", Fate::later}})
    report.fields.emplace_back(name, std::uint64_t{count_of(lines, fate)});
  report.fields.emplace_back("lines", std::move(reports));
  return report;
}

}  // namespace antin::cli
