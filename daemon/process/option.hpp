// One declared option, what it was given, and how a given text becomes its value. Inside of Options.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.hpp"
#include "daemon/process/config_file.hpp"

namespace antin::process {

struct Number {
  std::uint64_t* value;
  std::uint64_t least;
  std::uint64_t most;
};

struct Option {
  std::string name;
  std::string help;
  std::variant<std::string*, Number, bool*, std::vector<std::string>*> target;
  bool required = false;
};

// `given`: every place where the option stands, in order. Only lists may be given more than once.
base::Result<void> set_value(const Option& option, const std::vector<Setting>& given);

bool is_empty(const Option& option);  // a text or a list that holds nothing

// What --help prints, at most 80 columns wide.
std::string help_text(const std::string& program, const std::string& purpose, const std::string& config,
                      const std::vector<Option>& options);

}  // namespace antin::process
