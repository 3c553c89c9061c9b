#include "client/cli/html.hpp"

#include "client/cli/console.hpp"

namespace antin::cli::html {
namespace {

// The last resort, should a text ever get through unescaped: the page may run and fetch nothing.
constexpr std::string_view policy =
    R"(<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">)";

constexpr std::string_view style = R"(
:root { --ink: #1c2b4a; --quiet: #5b6678; --line: #d9dfe8; --pale: #f4f6fa; --seal: #b3261e; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 48px; max-width: 1000px; color: #1d2430; background: #fff;
  font: 15px/1.5 "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
h1 { margin: 0; color: var(--ink); font-size: 28px; line-height: 1.25; }
h2 { margin: 36px 0 10px; color: var(--ink); font-size: 18px; }
p { margin: 4px 0 10px; color: var(--quiet); }
header { padding-bottom: 16px; border-bottom: 3px solid var(--seal); }
dl { margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
#figures { display: grid; grid-template-columns: repeat(5, 1fr); gap: 12px; margin-top: 20px; }
#figures div { display: flex; flex-direction: column-reverse; padding: 12px 14px; background: var(--pale);
  border-radius: 6px; }
#figures dt { color: var(--quiet); font-size: 13px; }
#figures dd { color: var(--ink); font-size: 28px; font-weight: 600; line-height: 1.2; }
#basis div, #coverage div { display: grid; grid-template-columns: 300px 1fr; padding: 5px 0;
  border-bottom: 1px solid var(--line); }
#basis dt, #coverage dt { color: var(--quiet); }
#coverage { margin-top: 16px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); text-align: left; overflow-wrap: anywhere; }
th { color: var(--ink); background: var(--pale); font-size: 13px; vertical-align: bottom; overflow-wrap: normal; }
th.n, td.n { width: 130px; text-align: right; white-space: nowrap; }
#people td:first-child, #entries td { font-size: 12px; font-family: "DejaVu Sans Mono", Consolas, monospace; }
#people td:nth-child(2) { min-width: 100px; }
#people th.n { white-space: normal; }
#roster th.n, #roster td.n { width: 92px; white-space: normal; }
#entries { table-layout: fixed; }
#entries th, #entries td { padding: 5px 6px; font-size: 11px; vertical-align: top; }
#entries th { vertical-align: bottom; }
#entries th:nth-child(1) { width: 6%; }
#entries th:nth-child(2), #entries th:nth-child(3), #entries th:nth-child(4), #entries th:nth-child(6) { width: 9%; }
#entries th:nth-child(5), #entries th:nth-child(9) { width: 17%; }
#entries th:nth-child(8) { width: 13%; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--quiet); font-size: 12px; }
svg .grid { stroke: var(--line); }
svg .bar { fill: var(--seal); }
@media (max-width: 640px) { #figures { grid-template-columns: repeat(2, 1fr); }
  #basis div, #coverage div { grid-template-columns: 1fr; } }
@page { size: A4; margin: 14mm 12mm; }
@media print { body { padding: 0; font-size: 12px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h1 { font-size: 22px; } h2 { margin-top: 22px; font-size: 15px; break-after: avoid; }
  #figures dt, #people td:first-child { font-size: 10px; } #figures dd { font-size: 22px; }
  th, td { padding-top: 3px; padding-bottom: 3px; }
  #entries th, #entries td { padding: 3px 4px; font-size: 9px; }
  tr, svg, dl { break-inside: avoid; } }
)";

std::string cell(std::string_view tag, const Column& column, std::string_view text) {
  const std::string name(tag);
  return "<" + name + (column.number ? " class=\"n\">" : ">") + escaped(text) + "</" + name + ">";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string begin(Language language, std::string_view title) {
  return "<!DOCTYPE html>\n<html lang=\"" + std::string(name_of(language)) + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
         std::string(policy) + "\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>" + escaped(title) +
         "</title>\n<style>" + std::string(style) + "</style>\n</head>\n<body>\n<header>\n<h1>" + escaped(title) +
         "</h1>\n</header>\n";
}

std::string end() { return "</body>\n</html>\n"; }

std::string heading(std::string_view text) { return "<h2>" + escaped(text) + "</h2>\n"; }

std::string paragraph(std::string_view text) { return "<p>" + escaped(text) + "</p>\n"; }

std::string facts(Language language, std::string_view name,
                  const std::vector<std::pair<std::string_view, std::string>>& values) {
  auto out = "<dl id=\"" + escaped(name) + "\">\n";
  for (const auto& [id, value] : values) {
    out += "<div><dt>" + escaped(word(language, id)) + "</dt><dd id=\"" + escaped(name) + "-" + escaped(id) + "\">" +
           escaped(value) + "</dd></div>\n";
  }
  return out + "</dl>\n";
}

std::string begin_table(std::string_view name, const std::vector<Column>& columns) {
  auto out = "<table id=\"" + escaped(name) + "\">\n<thead><tr>";
  for (const auto& column : columns) out += cell("th", column, column.title);
  return out + "</tr></thead>\n<tbody>\n";
}

std::string table_row(const std::vector<Column>& columns, const std::vector<std::string>& cells) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) out += cell("td", columns.at(i), cells[i]);
  return out + "</tr>\n";
}

std::string end_table() { return "</tbody>\n</table>\n"; }

}  // namespace antin::cli::html
