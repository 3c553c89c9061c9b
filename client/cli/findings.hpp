// What an auditor finds when something is checked again, rule by rule.
#pragma once

#include <string>
#include <vector>

#include "core/base/instant.hpp"

namespace antin::cli {

enum class Holds { unknown, yes, no, not_checked };
std::string_view name_of(Holds holds);

// One rule, and what was found about it.
struct Finding {
  std::string rule, text;
  Holds holds = Holds::unknown;
};
using Findings = std::vector<Finding>;

inline Finding held(std::string rule, std::string text) { return {std::move(rule), std::move(text), Holds::yes}; }
inline Finding broken(std::string rule, std::string text) { return {std::move(rule), std::move(text), Holds::no}; }
inline Finding open(std::string rule, std::string text) {
  return {std::move(rule), std::move(text), Holds::not_checked};
}

// What a statement says, and what the entry says that it led to.
struct Line {
  const char* name;
  std::string signed_as, entered;
};
// The first line that is not the entry's; empty: none.
std::string difference(const std::vector<Line>& lines);
// Does the statement say just what the entry does?
Finding compared(const std::vector<Line>& lines);
Finding in_time(base::Instant expires, base::Instant at);

}  // namespace antin::cli
