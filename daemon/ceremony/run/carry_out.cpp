#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/labels.hpp"

namespace antin::ceremony {
namespace {

Done<void> written(const base::Result<void>& result) {
  if (!result) return failed(result.error());
  return {};
}

// What officers must decide on is in the journal before anybody can look away.
Trouble noted(Ceremony& ceremony, const std::string& step, Trouble trouble) {
  if (trouble.weight != Trouble::Weight::exception) return trouble;
  if (auto done = ceremony.journal.append(Kind::stop, step, {{"text", trouble.text}}); !done)
    return failed(done.error());
  return trouble;
}

// Everyone compares the plan's hash, which has a screen to itself, before the officers sign.
Done<void> compare_plan(Ceremony& ceremony, const Step& step) {
  auto screen = ceremony.screen(step);
  screen.facts.clear();
  screen.text.clear();
  screen.table = shown_hash("plan.lock, SHA-256:", ceremony.locked.hash);
  return ceremony.people.agree(screen);
}

Done<void> agree(Ceremony& ceremony, const Step& step) {
  if (step.act == Act::prologue)
    if (auto compared = compare_plan(ceremony, step); !compared) return compared;
  auto screen = ceremony.screen(step);
  return step.quorum ? gather_approvals(ceremony, screen, step.id) : ceremony.people.agree(screen);
}

Done<void> carry_out(Ceremony& ceremony, const Step& step) {
  if (begin_of(ceremony.entries(), step.id) == nullptr) {
    auto expected = expect(ceremony, step);
    if (!expected) return noted(ceremony, step.id, expected.error());
    if (auto begun = written(ceremony.journal.append(Kind::begin, step.id, std::move(*expected))); !begun) return begun;
  }
  if (auto agreed = agree(ceremony, step); !agreed) return agreed;
  auto observed = act(ceremony, step);
  if (!observed) return noted(ceremony, step.id, observed.error());
  return written(ceremony.journal.append(Kind::end, step.id, std::move(*observed)));
}

// Exceptions come first: nothing goes on beside one that officers have not seen.
Done<void> settle_exceptions(Ceremony& ceremony) {
  const auto quorum = ceremony.plan().quorum;
  while (const auto* exception = open_exception(ceremony.entries(), quorum)) {
    Screen screen = ceremony.screen(ceremony.steps.front());
    screen.facts.clear();
    screen.title = exception->step;
    screen.text = exception->fact("text");
    const auto id = exception->step;
    if (auto approved = gather_approvals(ceremony, screen, id); !approved) return approved;
  }
  if (const auto* stop = unanswered_stop(ceremony.entries(), quorum))
    return Trouble{Trouble::Weight::failed, stop->step + " was stopped: " + stop->fact("text") +
                                                ". Record what you do about it with antin-ceremony exception"};
  return {};
}

}  // namespace

Screen Ceremony::screen(const Step& step) const {
  Screen screen;
  screen.ceremony = plan().ceremony;
  screen.rehearsal = is_rehearsal(entries());
  screen.step = step.number;
  screen.steps = static_cast<unsigned>(steps.size());
  screen.title = title_of(step, language);
  screen.text = explained(step, plan(), language);
  const auto key = plan().keys.find(step.object);
  const auto& token_label = key == plan().keys.end() ? step.object : key->second.token;
  if (plan().tokens.contains(token_label)) {
    const auto token = module.token(token_label);
    screen.facts.emplace_back("HSM", token_label + (token && *token ? ", serial " + (*token)->serial : ""));
  }
  if (const auto* begin = begin_of(entries(), step.id))
    for (const auto& [name, value] : begin->facts)
      if (const auto label = label_of(name, language); !label.empty()) screen.facts.emplace_back(label, value);
  return screen;
}

Done<void> carry_out(Ceremony& ceremony) {
  if (is_aborted(ceremony.entries()))
    return Trouble{Trouble::Weight::failed, "the ceremony was aborted: it does not go on"};
  if (auto settled = settle_exceptions(ceremony); !settled) return settled;
  while (const auto* step = next_step(ceremony.steps, ceremony.entries()))
    if (auto done = carry_out(ceremony, *step); !done) return done;
  return {};
}

Done<Facts> expect(Ceremony& ceremony, const Step& step) {
  switch (step.act) {
    case Act::prologue: return expect_prologue(ceremony);
    case Act::generate: return expect_key(ceremony, step);
    case Act::certificate: return expect_certificate(ceremony, step);
    case Act::inventory_before:
    case Act::initialise:
    case Act::unattended:
    case Act::backup:
    case Act::restore:
    case Act::close:
    case Act::request:
    case Act::test:
    case Act::inventory_after:
    case Act::transcript: return step.object.empty() ? Facts() : Facts{{"object", step.object}};
    case Act::unknown: break;
  }
  return failed({"the plan has a step that nobody knows"});
}

Done<Facts> act(Ceremony& ceremony, const Step& step) {
  switch (step.act) {
    case Act::prologue: return open_prologue(ceremony);
    case Act::inventory_before: return take_stock_before(ceremony);
    case Act::initialise: return initialise_token(ceremony, step);
    case Act::unattended: return keep_pin(ceremony, step);
    case Act::generate: return generate_key(ceremony, step);
    case Act::backup: return back_up(ceremony, step);
    case Act::restore: return restore(ceremony, step);
    case Act::close: return close_keys(ceremony, step);
    case Act::request: return request_certificate(ceremony, step);
    case Act::certificate: return take_certificate(ceremony, step);
    case Act::test: return test_token(ceremony, step);
    case Act::inventory_after: return take_stock_after(ceremony);
    case Act::transcript: return sign_transcript(ceremony, step);
    case Act::unknown: break;
  }
  return failed({"the plan has a step that nobody knows"});
}

}  // namespace antin::ceremony
