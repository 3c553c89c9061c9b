// Tokens are made, their PINs split before anything depends on them, and the user's kept for antin-signer if the plan
// wants that.
#include <algorithm>
#include <filesystem>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/run/credential.hpp"
#include "daemon/ceremony/run/pins.hpp"
#include "daemon/ceremony/run/random_sources.hpp"

namespace antin::ceremony {
namespace {

// When every holder has a share, the PINs of these shares may be on the token already.
Done<Pins> known_pins(Ceremony& ceremony, const std::string& token) {
  auto so = pin_from_shares(ceremony, token, so_pin);
  if (!so) return so.error();
  auto user = pin_from_shares(ceremony, token, user_pin_name);
  if (!user) return user.error();
  return Pins{std::move(*so), std::move(*user)};
}

Done<void> check_length(const hsm::TokenState& token, const base::Secret& pin) {
  const auto length = pin.expose_secret().size();
  if (length >= token.shortest_pin && length <= token.longest_pin) return {};
  return failed(Why::pin_length,
                {std::to_string(token.shortest_pin), std::to_string(token.longest_pin), std::to_string(length)});
}

bool is_kept_for_another(const Ceremony& ceremony, const std::string& label, const std::string& serial) {
  const auto& tokens = ceremony.plan().tokens;
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const auto& token) { return token.first != label && token.second.serial == serial; });
}

// The HSM that the plan names; where it names none, the first that it does not name for another token.
Done<hsm::TokenState> free_place(const Ceremony& ceremony, const std::string& label) {
  const auto& wanted = ceremony.plan().tokens.at(label).serial;
  const auto all = ceremony.module.tokens();
  if (!all) return failed(all.error());
  std::string serials;
  for (const auto& token : *all) {
    if (token.initialised) continue;
    if (wanted ? token.serial == *wanted : !is_kept_for_another(ceremony, label, token.serial)) return token;
    serials.append(serials.empty() ? "\"" : ", \"").append(token.serial).append("\"");
  }
  if (serials.empty()) return failed(Why::no_free_hsm);
  if (!wanted) return failed(Why::free_hsm_is_for_another, {serials, label});
  return failed(Why::another_hsm_is_free, {serials, label, *wanted});
}

Done<void> make_token(const Ceremony& ceremony, const std::string& label, const Pins& pins) {
  const auto free = free_place(ceremony, label);
  if (!free) return free.error();
  for (const auto* pin : {&pins.so, &pins.user})
    if (auto fits = check_length(*free, *pin); !fits) return fits;
  if (const auto made = ceremony.module.initialise(free->slot, pins.so, label); !made) return failed(made.error());
  return {};
}

Facts facts_of(const hsm::TokenState& token) {
  return {{"token", token.label}, {"serial", token.serial},     {"manufacturer", token.manufacturer},
          {"model", token.model}, {"hardware", token.hardware}, {"firmware", token.firmware}};
}

Done<hsm::TokenState> found(const Ceremony& ceremony, const std::string& label) {
  const auto token = ceremony.module.token(label);
  if (!token) return failed(token.error());
  if (!*token) return needs_exception(Why::no_token, {label});
  const auto& planned = ceremony.plan().tokens.at(label).serial;
  if (planned && (*token)->serial != *planned)
    return needs_exception(Why::token_in_another_hsm, {label, (*token)->serial, *planned});
  return **token;
}

// Absent: made. There: the one that was being made when we were interrupted, which only its own PIN opens.
Done<Facts> settle(Ceremony& ceremony, const std::string& label, Pins pins) {
  const auto there = ceremony.module.token(label);
  if (!there) return failed(there.error());
  if (!*there)
    if (auto made = make_token(ceremony, label, pins); !made) return made.error();
  auto token = usable_token(ceremony, label);
  if (!token) return token.error();
  if (!token->has_user_pin)
    if (auto set = ceremony.module.set_user_pin(token->slot, pins.so, pins.user); !set)
      return needs_exception(Why::pin_not_taken, {label, set.error().text});
  const auto session = ceremony.module.log_in(token->slot, hsm::User::user, pins.user);
  if (!session) return needs_exception(Why::does_not_open, {label, session.error().text});
  const auto random = test_hsm_random(*session);
  if (!random) return random.error();
  ceremony.user_pins.insert_or_assign(label, std::move(pins.user));
  auto facts = facts_of(*token);
  facts.emplace("random", *random);
  return facts;
}

bool same_round(const Ceremony& ceremony, const std::string& token) {
  return handed_out(ceremony.entries(), token, std::string(so_pin)).round ==
         handed_out(ceremony.entries(), token, std::string(user_pin_name)).round;
}

}  // namespace

// No PIN of these shares is on the HSM yet: whatever shares of an earlier try are about, they open nothing.
Done<Pins> new_pins(Ceremony& ceremony, const Step& step) {
  const auto& token = step.object;
  const auto before = std::max(handed_out(ceremony.entries(), token, std::string(so_pin)).round,
                               handed_out(ceremony.entries(), token, std::string(user_pin_name)).round);
  const auto so = random_pin_seed();
  const auto user = random_pin_seed();
  if (auto done = hand_out(ceremony, step, so_pin, so, before + 1); !done) return done.error();
  if (auto done = hand_out(ceremony, step, user_pin_name, user, before + 1); !done) return done.error();
  return Pins{pin_of(so), pin_of(user)};
}

bool pins_are_out(const Ceremony& ceremony, const std::string& token) {
  return is_handed_out(ceremony, token, so_pin) && is_handed_out(ceremony, token, user_pin_name) &&
         same_round(ceremony, token);
}

Done<Facts> initialise_token(Ceremony& ceremony, const Step& step) {
  const bool out = pins_are_out(ceremony, step.object);
  if (!out) {
    const auto there = ceremony.module.token(step.object);
    if (!there) return failed(there.error());
    if (*there) return needs_exception(Why::token_there_already, {step.object});
  }
  auto pins = out ? known_pins(ceremony, step.object) : new_pins(ceremony, step);
  if (!pins) return pins.error();
  return settle(ceremony, step.object, std::move(*pins));
}

Done<const base::Secret*> user_pin(Ceremony& ceremony, const std::string& token) {
  const auto known = ceremony.user_pins.find(token);
  if (known != ceremony.user_pins.end()) return &known->second;
  auto pin = pin_from_shares(ceremony, token, user_pin_name);
  if (!pin) return pin.error();
  return &ceremony.user_pins.emplace(token, std::move(*pin)).first->second;
}

Done<void> check_tries(const hsm::TokenState& token) {
  if (token.locked || token.user_pin_final_try || token.so_pin_final_try)
    return needs_exception(Why::last_try, {token.label});
  return {};
}

Done<hsm::TokenState> usable_token(Ceremony& ceremony, const std::string& label) {
  auto token = found(ceremony, label);
  if (!token) return token;
  if (auto left = check_tries(*token); !left) return left.error();
  return token;
}

Done<hsm::Session> session_on(Ceremony& ceremony, const std::string& label) {
  const auto token = usable_token(ceremony, label);
  if (!token) return token.error();
  const auto pin = user_pin(ceremony, label);
  if (!pin) return pin.error();
  auto session = ceremony.module.log_in(token->slot, hsm::User::user, **pin);
  if (!session) return failed(session.error());
  return std::move(*session);
}

Done<Facts> expect_token(Ceremony& ceremony, const Step& step) {
  const auto token = usable_token(ceremony, step.object);
  if (!token) return token.error();
  auto facts = facts_of(*token);
  facts["from"] = *ceremony.plan().tokens.at(step.object).from;
  return facts;
}

Done<Facts> open_token(Ceremony& ceremony, const Step& step) {
  const auto session = session_on(ceremony, step.object);
  if (!session) return session.error();
  const auto token = found(ceremony, step.object);
  if (!token) return token.error();
  return facts_of(*token);
}

Done<Facts> keep_pin(Ceremony& ceremony, const Step& step) {
  const auto pin = user_pin(ceremony, step.object);
  if (!pin) return pin.error();
  const auto way = ceremony.plan().tokens.at(step.object).unattended;
  const auto path =
      way == Unattended::file ? ceremony.folder.plain_pin(step.object) : ceremony.folder.credential(step.object);
  const auto kept = way == Unattended::file ? base::write_file_durably(path, (*pin)->expose_secret(), 0400)
                                            : seal_credential("pin", **pin, path);
  if (!kept) return failed(kept.error());
  return Facts{{"way", std::string(name_of(way))}, {"file", path.filename().string()}};
}

}  // namespace antin::ceremony
