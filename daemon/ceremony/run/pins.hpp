// PINs and the people who hold their shares. Inside this room.
#pragma once

#include "core/hsm/wrapping.hpp"
#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/shares/shares.hpp"

namespace antin::ceremony {

constexpr std::string_view so_pin = "so-pin";
constexpr std::string_view user_pin_name = "user-pin";
constexpr std::string_view backup_key = "backup-key";  // no PIN, but split and typed the same way

// 32 random octets.
base::Secret random_backup_key();
// 16 random octets, which are split; the PIN is their hex, which every HSM takes and which nobody types.
base::Secret random_pin_seed();
base::Secret pin_of(const base::Secret& seed);

// The group that holds the shares of a token's PIN.
const ShareGroup& holders_of(const Ceremony& ceremony, const std::string& token, std::string_view pin);

// Splits it, has each holder write a share down and type it back; each is then in the journal by its hash.
Done<void> hand_out(Ceremony& ceremony, const Step& step, std::string_view pin, const base::Secret& seed,
                    unsigned round);

// A secret that is split: who holds the shares of its newest round, and what each must be.
struct SplitSecret {
  ShareOf of;
  unsigned need = 0;
  HandedOut shares;
};
// By this ceremony.
SplitSecret split_here(const Ceremony& ceremony, const std::string& token, std::string_view pin);
// In a former ceremony, whose record the plan names.
Done<SplitSecret> split_before(const Ceremony& ceremony, const std::string& former, const std::string& token,
                               std::string_view pin);

// Whichever of the two opens the token now: the former ceremony's until this one has changed the PIN.
Done<SplitSecret> split_now(const Ceremony& ceremony, const std::string& token, std::string_view pin);

// From as many holders as it needs: what was split, and the PIN that it makes.
Done<base::Secret> put_together(Ceremony& ceremony, const SplitSecret& split);
Done<base::Secret> secret_from_shares(Ceremony& ceremony, const std::string& token, std::string_view pin);
Done<base::Secret> pin_from_shares(Ceremony& ceremony, const std::string& token, std::string_view pin);

// Both PINs of a token at random, the shares of both typed back by every holder.
struct Pins {
  base::Secret so;
  base::Secret user;
};
Done<Pins> new_pins(Ceremony& ceremony, const Step& step);
// Has every holder of both a share of one and the same round?
bool pins_are_out(const Ceremony& ceremony, const std::string& token);

// A key of this value on the token, whose SO PIN comes from shares that are typed now.
Done<hsm::WrappingKey> wrapping_key_on(Ceremony& ceremony, const std::string& token, const base::Secret& value);

// Has every holder a share of the newest round?
bool is_handed_out(const Ceremony& ceremony, const std::string& token, std::string_view pin);

}  // namespace antin::ceremony
