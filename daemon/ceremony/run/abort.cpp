// A ceremony is ended for good: people see what it leaves, and where it leaves something the quorum answers for that.
#include "daemon/ceremony/record/abort.hpp"

#include <algorithm>

#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/labels.hpp"
#include "daemon/ceremony/run/phrases.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t on_one_screen = 6;

Screen screen_of_abort(const Proceedings& proceedings, const std::string& text, bool leaves) {
  auto screen = proceedings.screen_before_the_module();
  screen.title = say(proceedings.language, Phrase::abort_title, {text});
  screen.text = say(proceedings.language, leaves ? Phrase::abort_leaves : Phrase::abort_leaves_nothing);
  return screen;
}

// As many screens as it takes.
Done<void> agree(const Proceedings& proceedings, const Screen& screen, const std::vector<std::string>& left) {
  std::size_t shown = 0;
  do {
    auto one = screen;
    for (const auto end = std::min(left.size(), shown + on_one_screen); shown < end; ++shown)
      one.facts.emplace_back(label_of("left", proceedings.language), left[shown]);
    if (auto agreed = proceedings.people.agree(one); !agreed) return agreed;
  } while (shown < left.size());
  return {};
}

}  // namespace

Done<void> abort_ceremony(Proceedings& proceedings, const std::string& text) {
  const auto left = left_by(proceedings.plan(), proceedings.entries(), proceedings.language);
  const auto screen = screen_of_abort(proceedings, text, !left.empty());
  if (auto agreed = agree(proceedings, screen, left); !agreed) return agreed;
  if (auto noted = proceedings.journal.append(Kind::abort, "", {{"text", text}}); !noted) return failed(noted.error());
  if (left.empty()) return {};
  const auto id = proceedings.entries().back().step;
  return gather_approvals(proceedings, screen, id);
}

}  // namespace antin::ceremony
