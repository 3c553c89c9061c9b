// Other people hold the shares from now on. New shares are out and typed back before a PIN changes, so that at each
// moment either the old holders open the token or the new ones do.
#include <algorithm>

#include "daemon/ceremony/run/pins.hpp"

namespace antin::ceremony {
namespace {

struct Whose {
  hsm::User user;
  std::string_view pin;
  std::string group;
};

Whose whose(const Ceremony& ceremony, const Step& step) {
  const auto& token = ceremony.plan().tokens.at(step.object);
  if (step.act == Act::change_user_pin) return {hsm::User::user, user_pin_name, token.user_pin};
  return {hsm::User::security_officer, so_pin, token.so_pin};
}

// The program was started again since: the PIN may have been changed before it ended.
bool was_interrupted(const Ceremony& ceremony, const Step& step) {
  const auto begun = begin_of(ceremony.entries(), step.id)->number;
  return std::any_of(ceremony.entries().begin(), ceremony.entries().end(),
                     [&](const Entry& entry) { return entry.kind == Kind::resume && entry.number > begun; });
}

// From memory, where the token was opened with it, or from the old holders.
Done<base::Secret> old_pin(Ceremony& ceremony, const Step& step, const Whose& of) {
  const auto known = ceremony.user_pins.find(step.object);
  if (of.user == hsm::User::user && known != ceremony.user_pins.end())
    return base::Secret(known->second.expose_secret());
  return pin_from_shares(ceremony, step.object, of.pin);
}

Done<void> set_pin(Ceremony& ceremony, const Step& step, const Whose& of, const base::Secret& fresh) {
  const auto old = old_pin(ceremony, step, of);
  if (!old) return old.error();
  const auto token = usable_token(ceremony, step.object);
  if (!token) return token.error();
  if (auto set = ceremony.module.change_pin(token->slot, of.user, *old, fresh); !set)
    return needs_exception(Why::pin_not_changed, {std::string(of.pin), step.object, set.error().text});
  return {};
}

Done<bool> opens(Ceremony& ceremony, const Step& step, const Whose& of, const base::Secret& pin) {
  const auto token = usable_token(ceremony, step.object);
  if (!token) return token.error();
  const auto opened = ceremony.module.opens(token->slot, of.user, pin);
  return opened ? Done<bool>(*opened) : failed(opened.error());
}

}  // namespace

Done<Facts> refresh_shares(Ceremony& ceremony, const Step& step) {
  if (!pins_are_out(ceremony, step.object))
    if (const auto made = new_pins(ceremony, step); !made) return made.error();
  const auto& token = ceremony.plan().tokens.at(step.object);
  return Facts{{"so-pin", token.so_pin}, {"user-pin", token.user_pin}, {"old-shares", "valid until the PINs change"}};
}

Done<Facts> change_pin(Ceremony& ceremony, const Step& step) {
  const auto of = whose(ceremony, step);
  const auto seed = put_together(ceremony, split_here(ceremony, step.object, of.pin));
  if (!seed) return seed.error();
  auto fresh = pin_of(*seed);
  // A PIN that the token does not have costs one of its tries: only where it may be there already.
  const auto there = was_interrupted(ceremony, step) ? opens(ceremony, step, of, fresh) : Done<bool>(false);
  if (!there) return there.error();
  if (!*there)
    if (auto set = set_pin(ceremony, step, of, fresh); !set) return set.error();
  const auto good = opens(ceremony, step, of, fresh);
  if (!good) return good.error();
  if (!*good) return needs_exception(Why::new_pin_does_not_open, {step.object});
  if (of.user == hsm::User::user) ceremony.user_pins.insert_or_assign(step.object, std::move(fresh));
  return Facts{{"pin", std::string(of.pin)},
               {"group", of.group},
               {"adopted", *there ? "yes" : "no"},
               {"old-shares", "open nothing"}};
}

Done<Facts> split_backup_key_anew(Ceremony& ceremony, const Step& step) {
  if (!is_handed_out(ceremony, step.object, backup_key)) {
    const auto origin = backups_of(ceremony.plan(), step.object, ceremony.formers);
    const auto split = split_before(ceremony, origin.from, origin.token, backup_key);
    if (!split) return split.error();
    const auto value = put_together(ceremony, *split);
    if (!value) return value.error();
    const auto round = handed_out(ceremony.entries(), step.object, std::string(backup_key)).round + 1;
    if (auto done = hand_out(ceremony, step, backup_key, *value, round); !done) return done.error();
  }
  return Facts{{"group", *ceremony.plan().tokens.at(step.object).resplit},
               {"old-shares", "still open the backups: they are to be destroyed"}};
}

}  // namespace antin::ceremony
