#include "daemon/ceremony/probe/answer.hpp"

namespace antin::ceremony::probe {

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::yes: return "yes";
    case Verdict::no: return "no";
    case Verdict::differs: return "differs";
    case Verdict::not_tried: return "not tried";
    case Verdict::hung: return "hung";
    case Verdict::died: return "died";
    case Verdict::unknown: break;
  }
  return {};
}

}  // namespace antin::ceremony::probe
