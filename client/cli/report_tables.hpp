// A tally as tables, for the page and for other programs alike. Names are those of report_words.
#pragma once

#include "client/cli/report_tally.hpp"

namespace antin::cli {

struct Table {
  struct Row {
    std::vector<std::string> names;
    std::vector<std::uint64_t> counts;
  };
  std::string name;
  std::vector<std::string> naming, counting;  // its columns
  std::vector<Row> rows;
};

std::vector<Table> tables_of(const Tally& tally);

// `table,name,of,column,count`: a line for each count.
std::string print_csv(const std::vector<Table>& tables);
// An object a row.
std::string print_jsonl(const std::vector<Table>& tables);

}  // namespace antin::cli
