// Options of a program: the command line first, then a configuration file of `key = value` lines. Unknown keys are
// errors. Boost.Program_options stays behind the .cpp. In the file, `#` at the start of a line or after a blank begins
// a comment.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace antin::process {

// Declares options, then reads them. `--help`, `--version`, `--check` and `--config FILE` are always there.
class Options {
 public:
  // `program`: name as typed; `purpose`: one sentence under it in --help; `config`: default file, read when it exists.
  Options(std::string program, std::string purpose, std::string config);
  Options(Options&&) noexcept;
  ~Options();

  // Each names the variable that gets the value; it keeps what it holds when the option is absent. `help` states the
  // unit.
  Options& add(const std::string& name, std::string& value, const std::string& help);
  Options& add(const std::string& name, std::uint64_t& value, std::uint64_t least, std::uint64_t most,
               const std::string& help);
  Options& add(const std::string& name, bool& value, const std::string& help);  // `--name` or `name = true`
  Options& add(const std::string& name, std::vector<std::string>& values, const std::string& help);  // repeatable
  Options& require(const std::string& name);  // an error when it is absent or empty

  enum class Action { unknown, run, check, stop };  // stop: --help or --version was printed
  // Errors say which option, from where, and what was expected.
  base::Result<Action> read(int argc, const char* const* argv);
  // After read() failed: exit_usage when the command line was wrong, exit_configuration when the file was.
  [[nodiscard]] int exit_code() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace antin::process
