#include "core/hsm/login.hpp"

#include <fcntl.h>
#include <libp11.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/descriptor.hpp"
#include "core/base/handle.hpp"

namespace antin::hsm {
namespace {

using Context = base::Handle<PKCS11_CTX, PKCS11_CTX_free>;

// libp11's reason, from OpenSSL's error queue. The queue may be empty although a call failed, so the text never is.
base::Error libp11_error(const std::string& what) {
  const auto* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return {what + ": " + (reason == nullptr ? "no reason given" : reason)};
}

// libp11 hands on the CKR value as the reason code: 0xA0 to 0xA4 are CKR_PIN_INCORRECT to CKR_PIN_LOCKED.
OpenError refused_login() {
  const auto reason = static_cast<CK_RV>(ERR_GET_REASON(ERR_peek_last_error()));
  return {libp11_error("C_Login"), reason >= CKR_PIN_INCORRECT && reason <= CKR_PIN_LOCKED};
}

// Processes that run C_Initialize or C_Login on one SoftHSM directory at the same time fail or damage it.
base::Result<base::Descriptor> take_start_lock(const std::filesystem::path& path) {
  if (path.empty()) return base::Descriptor();
  base::Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660));
  const auto failed = [&] { return base::Error{"start lock " + path.string() + ": " + std::strerror(errno)}; };
  if (!lock.is_open()) return failed();
  while (::flock(lock.number(), LOCK_EX) != 0) {
    if (errno != EINTR) return failed();
  }
  return lock;
}

// libp11 wants a C string; the copy is wiped like the original.
base::Result<base::Secret> terminated(const base::Secret& pin) {
  const auto octets = pin.expose_secret();
  if (octets.empty() || std::find(octets.begin(), octets.end(), 0) != octets.end())
    return base::Error{"the PIN is empty or holds a zero octet"};
  base::Bytes copy;
  copy.reserve(octets.size() + 1);  // growing would leave an unwiped copy behind
  base::append(copy, octets);
  copy.push_back(0);
  return base::Secret::take(std::move(copy));
}

}  // namespace

struct Login::State {
  Context context{PKCS11_CTX_new()};
  PKCS11_SLOT* slots = nullptr;
  unsigned count = 0;
  PKCS11_SLOT* slot = nullptr;  // into slots
  bool loaded = false;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (slots != nullptr) PKCS11_release_all_slots(context.get(), slots, count);
    if (loaded) PKCS11_CTX_unload(context.get());
  }

  base::Result<void> load(const std::filesystem::path& module);
  base::Result<void> choose(const std::string& label);
  [[nodiscard]] base::Result<void> check_tries() const;
  base::Result<void, OpenError> log_in(const base::Secret& pin);
};

base::Result<void> Login::State::load(const std::filesystem::path& module) {
  if (!context || PKCS11_CTX_load(context.get(), module.c_str()) != 0)
    return libp11_error("cannot load " + module.string());
  loaded = true;
  // Once: enumerating again frees what earlier pointers point to.
  if (PKCS11_enumerate_slots(context.get(), &slots, &count) != 0) return libp11_error("cannot list the slots");
  return {};
}

base::Result<void> Login::State::choose(const std::string& label) {
  for (unsigned i = 0; i < count; ++i) {
    const auto* token = slots[i].token;
    if (token == nullptr || token->initialized == 0 || token->label == nullptr || label != token->label) continue;
    if (slot != nullptr) return base::Error{"two tokens are labelled " + label};
    slot = &slots[i];
  }
  if (slot == nullptr) return base::Error{"no token is labelled " + label};
  return {};
}

base::Result<void> Login::State::check_tries() const {
  const auto& label = slot->token->label;
  if (slot->token->userPinLocked != 0) return base::Error{"the PIN of the token " + std::string(label) + " is locked"};
  if (slot->token->userPinFinalTry == 0) return {};
  return base::Error{"one more wrong PIN locks the token " + std::string(label) +
                     ": it is not tried; log in once with the token's own tool, which starts the count anew"};
}

base::Result<void, OpenError> Login::State::log_in(const base::Secret& pin) {
  const auto text = terminated(pin);
  if (!text) return OpenError{text.error()};
  constexpr int as_user = 0;
  if (PKCS11_login(slot, as_user, reinterpret_cast<const char*>(text->expose_secret().data())) != 0)
    return refused_login();
  return {};
}

Login::Login(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Login::Login(Login&&) noexcept = default;
Login& Login::operator=(Login&&) noexcept = default;
Login::~Login() = default;

base::Result<Login, OpenError> Login::open(const TokenOptions& options, const base::Secret& pin) {
  const auto lock = take_start_lock(options.start_lock);
  if (!lock) return OpenError{lock.error()};
  auto state = std::make_unique<State>();
  if (const auto done = state->load(options.module); !done) return OpenError{done.error()};
  if (const auto done = state->choose(options.label); !done) return OpenError{done.error()};
  if (options.spare_last_try)
    if (const auto left = state->check_tries(); !left) return OpenError{left.error()};
  if (const auto done = state->log_in(pin); !done) return done.error();
  return Login(std::move(state));
}

CK_SLOT_ID Login::slot() const { return PKCS11_get_slotid_from_slot(m_state->slot); }

std::string Login::serial() const {
  const auto* serial = m_state->slot->token->serialnr;
  return serial == nullptr ? "" : serial;
}

}  // namespace antin::hsm
