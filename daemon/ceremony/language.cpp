#include "daemon/ceremony/language.hpp"

namespace antin::ceremony {
namespace {

struct Code {
  std::string_view code;
  Phrase phrase;
};

constexpr Code codes[] = {{"PAUSED", Phrase::paused},
                          {"EXCEPTION", Phrase::exception},
                          {"FAILED", Phrase::failed},
                          {"REFUSED", Phrase::refused},
                          {"CANNOT", Phrase::cannot},
                          {"USAGE", Phrase::usage},
                          {"NOT_CONFIRMED", Phrase::not_confirmed}};

}  // namespace

Stop in_the_room(Language language, Stop stop) {
  for (const auto& [code, phrase] : codes)
    if (stop.code == code) stop.code = say(language, phrase);
  return stop;
}

}  // namespace antin::ceremony
