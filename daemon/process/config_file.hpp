// A configuration file: lines of `name = value`, empty lines, and comments from `#` on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace antin::process {

struct Setting {
  std::string name;
  std::string value;
  std::string place;  // `FILE:LINE`, for messages
};

// In the file's order. `file` is for messages only.
base::Result<std::vector<Setting>> parse_config(const std::string& file, std::string_view content);

}  // namespace antin::process
