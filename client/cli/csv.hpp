// Fields of comma-separated values.
#pragma once

#include <string>

namespace antin::cli {

// RFC 4180 2: quoted when it must be, quotes doubled; made printable, and no formula for a spreadsheet.
std::string csv_field(const std::string& text);

}  // namespace antin::cli
