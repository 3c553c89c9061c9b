// The operator's log on standard error, one line an event (the journal adds time and program). Never a secret, never a
// document's or a person's data. spdlog stays behind the .cpp.
#pragma once

#include <string>

namespace antin::process {

// `program` prefixes each line; `timestamps` for use outside the journal.
void start_logging(const std::string& program, bool timestamps);
void log_info(const std::string& text);
void log_warning(const std::string& text);
void log_error(const std::string& text);

}  // namespace antin::process
