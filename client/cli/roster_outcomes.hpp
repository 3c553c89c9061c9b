// What became of every line of a table, or of one change: for the terminal, for machines, and as PREFIX.outcomes.csv.
#pragma once

#include "client/cli/json.hpp"
#include "client/cli/report_words.hpp"
#include "client/cli/roster_files.hpp"

namespace antin::cli {

// `later`: the same command, run again, may do it.
enum class Fate { unknown, done, unchanged, error, refused, later };
std::string_view name_of(Fate fate);

struct ItemOutcome {
  Fate fate = Fate::later;
  std::string code, text;  // of a refusal, or why it is not done yet
  protocol::RosterDone done;
};

struct LineOutcome {
  const PlannedLine* planned = nullptr;
  ItemOutcome outcome;
};
// `outcomes` are those of the items; the lines that ask for nothing get theirs here.
std::vector<LineOutcome> lines_with(const RosterFiles& files, std::vector<ItemOutcome> outcomes);

std::string outcomes_csv(const std::vector<LineOutcome>& lines);
std::string for_people(const std::vector<LineOutcome>& lines, Language language);
Report for_machines(const std::vector<LineOutcome>& lines);
Exit status_of(const std::vector<LineOutcome>& lines);

}  // namespace antin::cli
