#include "daemon/process/logging.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace antin::process {
namespace {

std::shared_ptr<spdlog::logger> stderr_logger(const std::string& program, bool timestamps) {
  auto logger = std::make_shared<spdlog::logger>(program, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(timestamps ? "%Y-%m-%dT%H:%M:%S.%eZ %n: %l: %v" : "%n: %l: %v", spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::trace);
  return logger;
}

// An event is one line: text from a file or a peer must not be able to write a line of its own, nor steer a terminal.
std::string one_line(const std::string& text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) safe += (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) ? ' ' : c;
  return safe;
}

void log(spdlog::level::level_enum level, const std::string& text) {
  spdlog::default_logger_raw()->log(level, spdlog::string_view_t(one_line(text)));
}

}  // namespace

void start_logging(const std::string& program, bool timestamps) {
  spdlog::set_default_logger(stderr_logger(program, timestamps));
}

void log_info(const std::string& text) { log(spdlog::level::info, text); }
void log_warning(const std::string& text) { log(spdlog::level::warn, text); }
void log_error(const std::string& text) { log(spdlog::level::err, text); }

}  // namespace antin::process
