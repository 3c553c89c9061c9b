#include "daemon/ceremony/run/spare.hpp"

#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/record/inventory.hpp"
#include "daemon/ceremony/run/pins.hpp"

namespace antin::ceremony {
namespace {

// They follow from the wrapping key: nobody keeps them, and an interrupted restore finds them again.
base::Secret spare_pin(const base::Secret& key, std::string_view whose) {
  const auto hash = crypto::hmac_sha256(key.expose_secret(), base::view("antin/spare-token/v1 " + std::string(whose)));
  return pin_of(base::Secret(base::ByteView(hash).first(16)));
}

// Nothing that was there before this ceremony may bear the name: a PIN would be tried on it.
Done<void> check_label_is_free(const Ceremony& ceremony, const std::string& label) {
  const auto there = ceremony.module.token(label);
  if (!there) return failed(there.error());
  if (*there) return needs_exception(Why::spare_there_already, {label});
  return {};
}

Done<hsm::TokenState> free_token(const Ceremony& ceremony) {
  const auto free = ceremony.module.free_token();
  if (!free) return failed(Why::no_spare, {free.error().text});
  return *free;
}

Done<hsm::TokenState> made_or_there(const Ceremony& ceremony, const std::string& label, const base::Secret& so) {
  auto there = ceremony.module.token(label);
  if (there && !*there) {
    const auto free = free_token(ceremony);
    if (!free) return free.error();
    if (auto made = ceremony.module.initialise(free->slot, so, label); !made) return failed(made.error());
    there = ceremony.module.token(label);
  }
  if (!there) return failed(there.error());
  if (!*there) return failed(Why::spare_not_shown);
  return **there;
}

}  // namespace

Done<void> check_spares_can_be_had(const Ceremony& ceremony) {
  for (const auto& step : ceremony.steps) {
    if (step.act != Act::restore) continue;
    if (auto unused = check_label_is_free(ceremony, spare_label(ceremony.locked, step.object)); !unused) return unused;
    if (const auto free = free_token(ceremony); !free) return free.error();
  }
  return {};
}

Done<Facts> expect_restore(const Ceremony& ceremony, const Step& step) {
  const auto label = spare_label(ceremony.locked, step.object);
  if (auto unused = check_label_is_free(ceremony, label); !unused) return unused.error();
  return Facts{{"object", step.object}, {"spare", label}};
}

Done<Spare> spare_token(const Ceremony& ceremony, const std::string& token, const base::Secret& key) {
  const auto label = spare_label(ceremony.locked, token);
  Spare spare{{}, spare_pin(key, "so"), spare_pin(key, "user")};
  auto state = made_or_there(ceremony, label, spare.so);
  if (!state) return state.error();
  spare.state = std::move(*state);
  if (auto left = check_tries(spare.state); !left) return left.error();
  if (spare.state.has_user_pin) return spare;
  if (auto set = ceremony.module.set_user_pin(spare.state.slot, spare.so, spare.user); !set)
    return needs_exception(Why::spare_not_ours, {label, set.error().text});
  return spare;
}

Done<void> wipe_spare(const Ceremony& ceremony, const Spare& spare) {
  const auto wiped = ceremony.module.initialise(spare.state.slot, spare.so, spare.state.label);
  return wiped ? Done<void>() : failed(Why::spare_not_wiped, {wiped.error().text});
}

}  // namespace antin::ceremony
