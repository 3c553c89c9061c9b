// The module under examination, as one process of the probe has it: loaded, a session open, logged in, and with the
// objects that were made on it, which go when it is closed.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "daemon/ceremony/probe/aim.hpp"
#include "daemon/ceremony/probe/check.hpp"
#include "daemon/ceremony/probe/key_pair.hpp"

namespace antin::ceremony::probe {

// What is going on: making a key pair may take several times a question's deadline.
enum class Pace { unknown, usual, slow };

class Subject {
 public:
  using PaceListener = std::function<void(Pace)>;
  Subject(const Aim& aim, PaceListener pace);
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject() = default;  // what is still open stays so: a process that asks ends by _exit

  // Each includes the one before it.
  base::Result<void> open(Opening opening);
  // Destroys what was made, closes the session, calls C_Finalize.
  void close();

  [[nodiscard]] const Aim& aim() const { return m_aim; }
  [[nodiscard]] const hsm::Cryptoki& cryptoki() const { return m_cryptoki.value(); }
  [[nodiscard]] const CK_FUNCTION_LIST& functions() const { return cryptoki().functions(); }
  [[nodiscard]] CK_SLOT_ID slot() const { return m_slot.value(); }
  [[nodiscard]] const hsm::Session& session() const { return m_session.value(); }
  void slow_work() const { m_pace(Pace::slow); }

  // A PIN that was refused once is not given again, by this process or, through refused(), by a later one.
  base::Result<void> log_in(CK_USER_TYPE user);
  void log_out() const;
  [[nodiscard]] bool refused(CK_USER_TYPE user) const { return m_refused.contains(user); }
  void refuse(CK_USER_TYPE user) {
    m_refused.insert(user);
  }  // an earlier process learnt that its PIN is not to be given

  // A pair of this process's own, made at its first use as a ceremony would: not extractable, for signing.
  base::Result<KeyPair> key(crypto::KeyAlgorithm algorithm);
  // The kind of key for questions that are about any: P-256, or RSA where there is no P-256.
  crypto::KeyAlgorithm any_kind();
  base::Result<KeyPair> any_key() { return key(any_kind()); }
  // A pair that differs. Plainer than wished when the module refuses what is beside the point.
  base::Result<KeyPair> pair(Wish wish);
  void destroy_later(CK_OBJECT_HANDLE object) { m_made.push_back(object); }
  void destroy_made();  // now
  [[nodiscard]] std::string label(std::string_view word) const { return m_aim.mark + "/" + std::string(word); }

 private:
  base::Result<void> initialise();
  base::Result<void> open_session();
  [[nodiscard]] bool may_lock(CK_USER_TYPE user) const;

  const Aim& m_aim;
  PaceListener m_pace;
  std::optional<hsm::Cryptoki> m_cryptoki;
  bool m_initialised = false;
  std::optional<CK_SLOT_ID> m_slot;
  std::optional<hsm::Session> m_session;
  std::set<CK_USER_TYPE> m_refused;
  std::map<crypto::KeyAlgorithm, KeyPair> m_keys;
  std::optional<crypto::KeyAlgorithm> m_any_kind;
  bool m_plain = false;
  unsigned m_pairs = 0;
  std::vector<CK_OBJECT_HANDLE> m_made;
};

}  // namespace antin::ceremony::probe
