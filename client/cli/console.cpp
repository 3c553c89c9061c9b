#include "client/cli/console.hpp"

#include <unistd.h>

#include <cstdlib>

#include "client/cli/without_echo.hpp"

namespace antin::cli {
namespace {

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::bold: return "\x1b[1m";
    case Paint::dim: return "\x1b[2m";
    case Paint::green: return "\x1b[32m";
    case Paint::red: return "\x1b[31m";
    case Paint::yellow: return "\x1b[33m";
    case Paint::plain: break;
  }
  return {};
}

constexpr std::size_t secret_limit = 1024;

}  // namespace

Console terminal(std::string_view program) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool colour = no_color == nullptr || *no_color == '\0';
  return {std::cin,
          std::cout,
          std::cerr,
          colour && ::isatty(STDOUT_FILENO) == 1,
          colour && ::isatty(STDERR_FILENO) == 1,
          ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1,
          program};
}

std::string painted(bool colour, Paint paint, std::string_view text) {
  const auto code = code_of(paint);
  if (!colour || code.empty()) return std::string(text);
  return std::string(code) + std::string(text) + "\x1b[0m";
}

void note(Console& console, std::string_view text) { console.err << printable(text) << "\n"; }

void report(Console& console, const Stop& stop) {
  console.err << painted(console.colour_err, Paint::red, std::string(console.program) + ": " + printable(stop.code))
              << ": " << printable(stop.text) << "\n";
}

bool confirmed(Console& console, std::string_view question) {
  console.err << question << " " << std::flush;
  std::string answer;
  std::getline(console.in, answer);
  return answer == "yes";
}

Outcome<base::Secret> ask_secret(Console& console, std::string_view what) {
  if (!console.person) return wrong_usage("no terminal to ask for the " + std::string(what) + "; give it in a file");
  const HeldSignals held;
  const WithoutEcho without_echo;
  if (!without_echo.works()) return wrong_usage("the terminal's echo cannot be switched off; use a file");
  console.err << what << ": " << std::flush;
  // Whoever goes on after all is not taken to have typed an empty one: that would use up a try.
  if (!held.wait_for_line()) return Stop{Exit::temporary, "INTERRUPTED", "nothing was typed"};
  base::Bytes typed;
  typed.reserve(secret_limit);  // once, so that no outgrown copy of the secret stays behind
  // One character at a time straight from the descriptor: a stream would keep a copy in its buffer.
  for (char c = 0; typed.size() < secret_limit && ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n';) {
    typed.push_back(static_cast<std::uint8_t>(c));
  }
  console.err << "\n";
  return base::Secret::take(std::move(typed));
}

}  // namespace antin::cli
