// --language: what people in the room read.
#pragma once

#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/steps/steps.hpp"

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

}  // namespace antin::ceremony
