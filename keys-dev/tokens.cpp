#include "keys-dev/tokens.hpp"

#include "core/crypto/random.hpp"
#include "core/hsm/key_pair.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"

namespace antin::keys_dev {
namespace {

// Hex of 16 random octets: 128 bits, and typeable.
base::Secret random_pin() {
  auto octets = crypto::random_array<16>();
  constexpr std::string_view digits = "0123456789abcdef";
  base::Bytes text;
  text.reserve(2 * octets.size());
  for (const auto octet : octets) {
    text.push_back(static_cast<std::uint8_t>(digits[octet >> 4]));
    text.push_back(static_cast<std::uint8_t>(digits[octet & 15]));
  }
  base::wipe(octets);
  return base::Secret::take(std::move(text));
}

}  // namespace

const base::Bytes& public_half(const std::vector<MadeToken>& tokens, const std::string& label) {
  for (const auto& token : tokens) {
    for (const auto& key : token.keys) {
      if (key.label == label) return key.spki;
    }
  }
  throw Failure("no token holds " + label);
}

void write_softhsm_conf(const std::filesystem::path& conf, const std::filesystem::path& tokens) {
  std::filesystem::create_directories(tokens);
  // Umask 0077 is SoftHSM's default too; it is said here because everything hangs on it.
  write_text(conf, "directories.tokendir = " + tokens.string() +
                       "\nobjectstore.backend = file\nobjectstore.umask = 0077\nlog.level = ERROR\n"
                       "slots.removable = false\n");
}

TokenMaker::TokenMaker(const std::filesystem::path& module) : m_module(must(hsm::Module::load(module))) {}

// The security officer's PIN is thrown away: nobody needs to come back to a throw-away token.
MadeToken TokenMaker::make(const std::string& label, std::span<const WantedKey> keys) {
  MadeToken made{label, random_pin(), {}};
  const auto officer_pin = random_pin();
  const auto slot = must(m_module.free_token()).slot;
  must(m_module.initialise(slot, officer_pin, label));
  must(m_module.set_user_pin(slot, officer_pin, made.pin));
  const auto session = must(m_module.log_in(slot, hsm::User::user, made.pin));
  for (const auto& key : keys)
    made.keys.push_back({key.label, must(hsm::generate_key_pair(session, key.label, key.algorithm)).spki});
  return made;
}

}  // namespace antin::keys_dev
