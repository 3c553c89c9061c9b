#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/interrupt.hpp"
#include "daemon/ceremony/run/labels.hpp"
#include "daemon/ceremony/run/phrases.hpp"

namespace antin::ceremony {
namespace {

Done<void> written(const base::Result<void>& result) {
  if (!result) return failed(result.error());
  return {};
}

// "seals, serial 1234"; without a label, all that there are.
std::string shown_tokens(const hsm::Module& module, const std::string& label, Language language) {
  const auto tokens = module.tokens();
  if (!tokens) return tokens.error().text;
  std::string text;
  for (const auto& token : *tokens)
    if (token.initialised && (label.empty() || token.label == label))
      text.append(text.empty() ? "" : "; ").append(say(language, Phrase::with_serial, {token.label, token.serial}));
  if (!text.empty()) return text;
  return label.empty() ? "-" : say(language, Phrase::with_serial, {label, "-"});
}

// What officers must decide on is in the journal before anybody can look away.
Trouble noted(Ceremony& ceremony, const std::string& step, Trouble trouble) {
  if (trouble.weight != Trouble::Weight::exception) return trouble;
  if (auto done = ceremony.journal.append(Kind::stop, step, {{"text", trouble.in(Language::english)}}); !done)
    return failed(done.error());
  return trouble;
}

// Who is in the room, in which role: as many screens as it takes.
Done<void> call_the_roll(Ceremony& ceremony, const Step& step) {
  constexpr std::size_t on_one_screen = 14;
  auto screen = ceremony.screen(step);
  screen.facts.clear();
  screen.text.clear();
  std::size_t lines = 0;
  for (const auto& [id, participant] : ceremony.plan().participants) {
    screen.facts.emplace_back(id, participant.name + ", " + roles_of(participant, ceremony.language));
    if (++lines % on_one_screen != 0 && lines != ceremony.plan().participants.size()) continue;
    if (auto agreed = ceremony.people.agree(screen); !agreed) return agreed;
    screen.facts.clear();
  }
  return {};
}

Done<void> agree(Ceremony& ceremony, const Step& step) {
  if (step.act == Act::prologue)
    if (auto called = call_the_roll(ceremony, step); !called) return called;
  auto screen = ceremony.screen(step);
  // Not the officers alone: whoever is in the room may stop what cannot be undone.
  if (step.act == Act::destroy)
    if (auto agreed = ceremony.people.agree(screen); !agreed) return agreed;
  return step.quorum ? gather_approvals(ceremony, screen, step.id) : ceremony.people.agree(screen);
}

// What came of it, where there is something to note down.
Done<void> show_outcome(Ceremony& ceremony, const Step& step) {
  auto screen = ceremony.screen(step);
  screen.facts.clear();
  for (const auto& [name, value] : end_of(ceremony.entries(), step.id)->facts)
    if (const auto label = label_of(name, ceremony.language); !label.empty()) screen.facts.emplace_back(label, value);
  if (screen.facts.empty()) return {};
  screen.title = say(ceremony.language, Phrase::step_done, {screen.title});
  screen.text.clear();
  return ceremony.people.inform(screen);
}

Done<void> carry_out(Ceremony& ceremony, const Step& step) {
  if (begin_of(ceremony.entries(), step.id) == nullptr) {
    auto expected = expect(ceremony, step);
    if (!expected) return noted(ceremony, step.id, expected.error());
    if (auto begun = written(ceremony.journal.append(Kind::begin, step.id, *expected)); !begun) return begun;
  }
  if (auto agreed = agree(ceremony, step); !agreed) return agreed;
  auto observed = act(ceremony, step);
  if (!observed) return noted(ceremony, step.id, observed.error());
  if (auto ended = written(ceremony.journal.append(Kind::end, step.id, *observed)); !ended) return ended;
  return show_outcome(ceremony, step);
}

// Exceptions come first: nothing goes on beside one that officers have not seen.
Done<void> settle_exceptions(Ceremony& ceremony) {
  const auto quorum = ceremony.plan().quorum;
  while (const auto* exception = open_exception(ceremony.entries(), quorum)) {
    const auto id = exception->step;
    Screen screen = ceremony.screen(ceremony.steps.front());
    screen.facts = ceremony.standing_facts({}, id);
    for (auto& stop : stops_shown(ceremony.entries(), *exception, quorum, ceremony.language))
      screen.facts.push_back(std::move(stop));
    if (const auto* step = next_step(ceremony.steps, ceremony.entries())) screen.step = step->number;
    screen.title = id;
    screen.text = exception->fact("text");
    if (auto approved = gather_approvals(ceremony, screen, id); !approved) return approved;
  }
  if (const auto* stop = unanswered_stop(ceremony.entries(), quorum))
    return failed(Why::was_stopped, {stop->step, stop->fact("text")});
  return {};
}

}  // namespace

Screen Ceremony::screen(const Step& step) const {
  Screen screen;
  screen.language = language;
  screen.ceremony = plan().ceremony;
  screen.rehearsal = is_rehearsal(entries());
  screen.step = step.number;
  screen.steps = static_cast<unsigned>(steps.size());
  screen.title = title_of(step, language);
  screen.text = explained(step, plan(), language);
  const auto key = plan().keys.find(step.object);
  auto token_label = key == plan().keys.end() ? step.object : key->second.token;
  if (!step.token.empty()) token_label = step.token;
  screen.facts = standing_facts(token_label, step.quorum ? step.id : "");
  if (const auto* begin = begin_of(entries(), step.id))
    for (const auto& [name, value] : begin->facts)
      if (const auto label = label_of(name, language); !label.empty()) screen.facts.emplace_back(label, value);
  return screen;
}

std::vector<std::pair<std::string, std::string>> Ceremony::standing_facts(const std::string& token,
                                                                          const std::string& asked) const {
  return {{label_of("hsm", language), shown_tokens(module, token, language)},
          {label_of("approvals", language),
           asked.empty() ? say(language, Phrase::none_needed) : approvals_so_far(entries(), asked, plan().quorum)}};
}

Done<void> carry_out(Ceremony& ceremony) {
  if (auto settled = settle_exceptions(ceremony); !settled) return settled;
  while (const auto* step = next_step(ceremony.steps, ceremony.entries())) {
    if (is_asked_to_pause()) return paused(Why::people_paused);
    if (auto done = carry_out(ceremony, *step); !done) return done;
  }
  return {};
}

Done<Facts> expect(Ceremony& ceremony, const Step& step) {
  switch (step.act) {
    case Act::prologue: return expect_prologue(ceremony);
    case Act::open: return expect_token(ceremony, step);
    case Act::compare: return expect_same(ceremony, step);
    case Act::recover: return expect_recovery(ceremony, step);
    case Act::generate: return expect_key(ceremony, step);
    case Act::restore: return expect_restore(ceremony, step);
    case Act::vendor: return expect_vendor(ceremony, step);
    case Act::destroy: return expect_destruction(ceremony, step);
    case Act::dispose: return expect_disposal(ceremony, step);
    case Act::certificate: return expect_certificate(ceremony, step);
    case Act::inventory_before:
    case Act::initialise:
    case Act::refresh:
    case Act::change_user_pin:
    case Act::change_so_pin:
    case Act::resplit:
    case Act::unattended:
    case Act::backup:
    case Act::close:
    case Act::request:
    case Act::test:
    case Act::inventory_after:
    case Act::transcript: return step.object.empty() ? Facts() : Facts{{"object", step.object}};
    case Act::unknown: break;
  }
  return failed(Why::unknown_step);
}

Done<Facts> act(Ceremony& ceremony, const Step& step) {
  switch (step.act) {
    case Act::prologue: return open_prologue(ceremony);
    case Act::inventory_before: return take_stock_before(ceremony);
    case Act::initialise: return initialise_token(ceremony, step);
    case Act::unattended: return keep_pin(ceremony, step);
    case Act::open: return open_token(ceremony, step);
    case Act::compare: return compare_key(ceremony, step);
    case Act::recover: return recover(ceremony, step);
    case Act::generate: return generate_key(ceremony, step);
    case Act::backup: return back_up(ceremony, step);
    case Act::restore: return restore(ceremony, step);
    case Act::close: return close_keys(ceremony, step);
    case Act::request: return request_certificate(ceremony, step);
    case Act::certificate: return take_certificate(ceremony, step);
    case Act::vendor: return see_evidence(ceremony, step);
    case Act::refresh: return refresh_shares(ceremony, step);
    case Act::change_user_pin:
    case Act::change_so_pin: return change_pin(ceremony, step);
    case Act::resplit: return split_backup_key_anew(ceremony, step);
    case Act::destroy: return destroy_key(ceremony, step);
    case Act::dispose: return dispose_of_backup(ceremony, step);
    case Act::test: return test_token(ceremony, step);
    case Act::inventory_after: return take_stock_after(ceremony);
    case Act::transcript: return sign_transcript(ceremony, step);
    case Act::unknown: break;
  }
  return failed(Why::unknown_step);
}

}  // namespace antin::ceremony
