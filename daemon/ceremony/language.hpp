// --language: what people in the room read.
#pragma once

#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/run/phrases.hpp"
#include "daemon/ceremony/run/reasons.hpp"

namespace antin::ceremony {

inline cli::Option language_option() { return {"language", "LANGUAGE", "vi (Vietnamese) or en (English)"}; }

inline std::string name_of(Language language) { return language == Language::vietnamese ? "vi" : "en"; }

inline Outcome<Language> language_from(const Arguments& arguments) {
  const auto given = arguments.required("language");
  if (!given) return given.error();
  if (*given == "vi") return Language::vietnamese;
  if (*given == "en") return Language::english;
  return cli::wrong_usage("--language is vi or en");
}

inline Stop refused(Language language, Why why, const std::vector<std::string>& what = {}) {
  return refused(say(language, why, what));
}

// The command's stops come with codes that scripts know; a room that speaks Vietnamese reads them so.
Stop in_the_room(Language language, Stop stop);

}  // namespace antin::ceremony
