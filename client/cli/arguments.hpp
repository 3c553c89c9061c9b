// The words after `antin <command>`, read against the command's own list of options.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/cli/outcome.hpp"

namespace antin::cli {

struct Command;

class Arguments {
 public:
  // Refuses unknown and abbreviated options, values that are missing, and an option given twice that does not repeat.
  static Outcome<Arguments> parse(const Command& command, const std::vector<std::string>& words);

  [[nodiscard]] bool has(const std::string& option) const { return m_values.contains(option); }
  [[nodiscard]] std::optional<std::string> value(const std::string& option) const;
  [[nodiscard]] std::vector<std::string> values(const std::string& option) const;
  [[nodiscard]] const std::vector<std::string>& operands() const { return m_operands; }

  // The value, or a refusal that names the option.
  [[nodiscard]] Outcome<std::string> required(const std::string& option) const;

  // The value as a whole number between two bounds; nothing when the option is not given.
  [[nodiscard]] Outcome<std::optional<std::uint64_t>> number(const std::string& option, std::uint64_t least,
                                                             std::uint64_t most) const;

 private:
  std::map<std::string, std::vector<std::string>> m_values;
  std::vector<std::string> m_operands;
};

}  // namespace antin::cli
