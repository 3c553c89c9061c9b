// Who is in the room, how they sign there, and what is said when the program stops: what `run` and `abort` have in
// common.
#pragma once

#include "daemon/ceremony/commands.hpp"
#include "daemon/ceremony/run/ceremony.hpp"

namespace antin::ceremony {

// At the terminal, or from --answers where the plan lets them be played.
Outcome<std::unique_ptr<People>> people_from(const Arguments& arguments, Console& console, Language language,
                                             bool may_be_played);
cli::Option answers_option();

// What there is before the module is loaded. All that is given outlives it.
Proceedings proceedings_of(const Folder& folder, const LockedPlan& locked, Journal& journal, People& people,
                           Language language, const Arguments& arguments, Console& console);

// Why it does not go on; ok: it does, or is done.
Outcome<Exit> ended(const Done<void>& done, Language language);

// Whatever ended the program: until it goes on, people know how the journal ended, and nobody else can change that.
class Farewell {
 public:
  Farewell(const Journal& journal, Console& console, Language language)
      : m_journal(journal), m_console(console), m_language(language) {}
  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;
  ~Farewell();

 private:
  const Journal& m_journal;
  Console& m_console;
  Language m_language;
};

}  // namespace antin::ceremony
