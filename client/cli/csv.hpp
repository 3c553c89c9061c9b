// Comma-separated values, RFC 4180.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace antin::cli {

struct CsvRecord {
  std::size_t line = 0;  // where it begins, from 1
  std::vector<std::string> fields;
};

constexpr std::size_t csv_fields_limit = 64;          // of one record
constexpr std::size_t csv_records_limit = 1'000'001;  // a million lines, and the one that names the columns

// LF ends a record as CRLF does; a byte order mark before the first and empty lines are skipped. An error names the
// line and quotes nothing: what is not UTF-8, a quote within a plain field, something after a closing quote, a quote
// that is never closed, a control character in a plain field, more fields or records than the limits.
base::Result<std::vector<CsvRecord>> parse_csv(std::string_view text);

// RFC 4180 2: quoted when it must be, quotes doubled; made printable, and no formula for a spreadsheet.
std::string csv_field(const std::string& text);

// What csv_field() was given, of a field that it kept from being a formula; any other field as it is.
std::string_view without_guard(std::string_view field);

}  // namespace antin::cli
