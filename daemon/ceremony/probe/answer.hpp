// What became of one question to a PKCS#11 module.
#pragma once

#include <string>
#include <string_view>

namespace antin::ceremony::probe {

// `differs`: it works, but not as PKCS#11 says or as Antin does it by itself; the detail says how. `hung` and `died`
// are found out from outside, by the process that asked.
enum class Verdict { unknown, yes, no, differs, not_tried, hung, died };

// `yes`, `not tried`, …; empty for unknown.
std::string_view name_of(Verdict verdict);

struct Answer {
  Verdict verdict = Verdict::unknown;
  std::string detail;  // why, or a figure; one line of printable ASCII once it has left the asking process
};

inline Answer yes(std::string detail = {}) { return {Verdict::yes, std::move(detail)}; }
inline Answer no(std::string detail) { return {Verdict::no, std::move(detail)}; }
inline Answer differs(std::string detail) { return {Verdict::differs, std::move(detail)}; }
inline Answer not_tried(std::string detail) { return {Verdict::not_tried, std::move(detail)}; }

}  // namespace antin::ceremony::probe
