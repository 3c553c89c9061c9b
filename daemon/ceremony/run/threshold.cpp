// What comes before the HSM's module is loaded, which then may do as it likes in this process.
#include "daemon/ceremony/record/head.hpp"
#include "daemon/ceremony/record/opening.hpp"
#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/labels.hpp"
#include "daemon/ceremony/run/phrases.hpp"

namespace antin::ceremony {
namespace {

// Of the program that began this, or went on with it last.
std::string tool_before(const Entries& entries) {
  std::string tool;
  for (const auto& entry : entries)
    if (entry.kind == Kind::open || entry.kind == Kind::resume) tool = entry.fact("tool");
  return tool;
}

Screen screen_of_resumption(const Proceedings& proceedings, const std::string& tool) {
  auto screen = proceedings.screen_before_the_module();
  screen.title = say(proceedings.language, Phrase::take_up_again);
  screen.facts.emplace_back(label_of("approvals", proceedings.language),
                            approvals_so_far({}, {}, proceedings.plan().quorum));
  screen.facts.emplace_back(label_of("tool", proceedings.language), tool);
  if (tool != tool_before(proceedings.entries())) screen.text = say(proceedings.language, Phrase::another_program);
  return screen;
}

Done<void> agree_on_head(const Proceedings& proceedings, Screen screen) {
  const auto& last = proceedings.entries().back();
  const auto about = last.step.empty() ? "" : " " + last.step;
  screen.facts.emplace_back(label_of("last-line", proceedings.language),
                            std::string(name_of(last.kind)) + about + ", " + base::print_seconds(last.at));
  screen.text = say(proceedings.language, Phrase::compare_end) + (screen.text.empty() ? "" : " ") + screen.text;
  screen.table = shown_head(proceedings.entries(), proceedings.language);
  return proceedings.people.agree(screen);
}

// Another program than the one that officers have seen goes on only when they know of it.
base::Result<void> note(Proceedings& proceedings, const std::string& tool) {
  const auto before = tool_before(proceedings.entries());
  if (auto noted = proceedings.journal.append(Kind::resume, "", {{"tool", tool}}); !noted) return noted;
  // While the transcript is signed the approvals of this line are the officers' word for it.
  const bool is_closing = begin_of(proceedings.entries(), proceedings.steps.back().id) != nullptr;
  if (tool == before || is_closing) return {};
  return proceedings.journal.append(Kind::stop, "",
                                    {{"text", "antin-ceremony is not the program that it was: " + tool}});
}

}  // namespace

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

Done<void> take_up_again(Proceedings& proceedings) {
  const auto tool = tool_hash();
  if (!tool) return failed(tool.error());
  auto screen = screen_of_resumption(proceedings, *tool);
  if (auto agreed = agree_on_head(proceedings, screen); !agreed) return agreed;
  if (auto noted = note(proceedings, *tool); !noted) return failed(noted.error());
  const auto id = open_resume(proceedings.entries(), proceedings.plan().quorum)->step;  // lines move as they are added
  return gather_approvals(proceedings, screen, id);
}

Done<void> compare_plan(Proceedings& proceedings) {
  const auto& prologue = proceedings.steps.front();
  if (end_of(proceedings.entries(), prologue.id) != nullptr) return {};
  auto screen = proceedings.screen_before_the_module();
  screen.table = shown_hash("plan.lock, SHA-256:", proceedings.locked.hash);
  return proceedings.people.agree(screen);
}

}  // namespace antin::ceremony
