// What comes before the HSM's module is loaded, which then may do as it likes in this process.
#include "daemon/ceremony/record/opening.hpp"
#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/labels.hpp"

namespace antin::ceremony {

Screen Proceedings::screen_before_the_module() const {
  const auto* next = next_step(steps, entries());
  const auto& step = next == nullptr ? steps.back() : *next;
  Screen screen;
  screen.language = language;
  screen.ceremony = plan().ceremony;
  screen.rehearsal = is_rehearsal(entries());
  screen.step = step.number;
  screen.steps = static_cast<unsigned>(steps.size());
  screen.title = title_of(step, language);
  screen.facts = {{label_of("module", language), module_of(plan(), screen.rehearsal)}};
  return screen;
}

Done<void> compare_plan(Proceedings& proceedings) {
  const auto& prologue = proceedings.steps.front();
  if (end_of(proceedings.entries(), prologue.id) != nullptr) return {};
  auto screen = proceedings.screen_before_the_module();
  screen.table = shown_hash("plan.lock, SHA-256:", proceedings.locked.hash);
  return proceedings.people.agree(screen);
}

}  // namespace antin::ceremony
