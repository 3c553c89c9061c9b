// The forms in which entries are exported.
#pragma once

#include <functional>

#include "client/cli/report_page.hpp"

namespace antin::cli {

enum class ExportFormat { unknown, jsonl, csv, html };
ExportFormat export_format_from_name(const std::string& name);

// What stands before the entries, what each becomes, what stands behind them.
struct ExportLayout {
  std::string before, after;
  std::function<std::string(const client::LogEntry& entry)> line;
};
ExportLayout export_layout(ExportFormat format, Language language, const Basis& basis);

}  // namespace antin::cli
