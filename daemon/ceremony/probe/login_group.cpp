// Logins of user and security officer. Asked before all that needs a PIN: whatever goes wrong here, no PIN is given
// again in this run.
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

std::optional<CK_STATE> state_of(const hsm::Session& session) {
  CK_SESSION_INFO info{};
  if (session.functions().C_GetSessionInfo(session.handle(), &info) != CKR_OK) return std::nullopt;
  return info.state;
}

bool user_is_in(const Subject& subject) { return state_of(subject.session()) == CKS_RW_USER_FUNCTIONS; }

Answer not_in() { return not_tried("the user is not logged in"); }

Answer logs_in(Subject& subject) {
  if (subject.aim().user_pin.empty()) return not_tried("no PIN was given");
  const auto done = subject.log_in(CKU_USER);
  return done ? yes() : no(done.error().text);
}

Answer tells_state(Subject& subject) {
  if (subject.aim().user_pin.empty() || subject.refused(CKU_USER)) return not_in();
  const auto state = state_of(subject.session());
  if (!state) return no("C_GetSessionInfo fails");
  return *state == CKS_RW_USER_FUNCTIONS ? yes() : no("the session's state is " + std::to_string(*state));
}

Answer logs_in_every_session(Subject& subject) {
  if (!user_is_in(subject)) return not_in();
  const auto other = hsm::Session::open(subject.cryptoki(), subject.slot(), hsm::SessionKind::read_only);
  if (!other) return no(other.error().text);
  const auto state = state_of(*other);
  return state == CKS_RO_USER_FUNCTIONS ? yes() : no("another session of the process is not logged in");
}

Answer knows_who_is_in(Subject& subject) {
  if (!user_is_in(subject)) return not_in();
  const auto pin = subject.aim().user_pin.expose_secret();
  const auto value =
      subject.functions().C_Login(subject.session().handle(), CKU_USER, in(pin), static_cast<CK_ULONG>(pin.size()));
  return value == CKR_USER_ALREADY_LOGGED_IN ? yes() : differs(said("C_Login", value));
}

Answer hides_private_objects(Subject& subject) {
  if (!user_is_in(subject)) return not_in();
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  subject.log_out();
  const auto private_seen = count_labelled(subject.session(), CKO_PRIVATE_KEY, pair->key.label);
  const auto public_seen = count_labelled(subject.session(), CKO_PUBLIC_KEY, pair->key.label);
  const auto back = subject.log_in(CKU_USER);
  if (!back) return no("after a logout: " + back.error().text);
  if (!private_seen || !public_seen) return no("C_FindObjects fails without a login");
  if (*private_seen != 0) return no("a private key is seen without a login");
  return *public_seen == 1 ? yes() : differs("the public key is not seen either");
}

Answer keeps_handles(Subject& subject) {
  if (!user_is_in(subject)) return not_in();
  const auto pair = subject.pair({subject.any_kind()});
  if (!pair) return not_tried(pair.error().text);
  subject.log_out();
  if (const auto back = subject.log_in(CKU_USER); !back) return no("after a logout: " + back.error().text);
  const auto value = sign_sample(subject.session(), mechanism_of(pair->key.algorithm), pair->private_object);
  return value == CKR_OK ? yes() : differs(said("signing with a handle from before the logout", value));
}

Answer logs_out_with_last_session(Subject& subject) {
  if (!user_is_in(subject)) return not_in();
  subject.destroy_made();
  const auto& functions = subject.functions();
  if (functions.C_CloseAllSessions(subject.slot()) != CKR_OK) return no("C_CloseAllSessions fails");
  const auto fresh = hsm::Session::open(subject.cryptoki(), subject.slot(), hsm::SessionKind::read_write);
  if (!fresh) return no(fresh.error().text);
  return state_of(*fresh) == CKS_RW_PUBLIC_SESSION ? yes() : differs("the login outlives all sessions");
}

constexpr Check user_checks[] = {
    {"login.user", "Does the user's PIN log in?", Bearing::essential, "Nothing can be signed.", logs_in},
    {"login.state", "Does the session then say so?", Bearing::essential,
     "antin-signer asks for the session's state to know that the HSM is still there.", tells_state},
    {"login.application", "Does it hold for every session of the process?", Bearing::essential,
     "antin-signer logs in once and signs on sessions of its own.", logs_in_every_session},
    {"login.twice", "Does it refuse a second login as such?", Bearing::note,
     "A mistake of a program would not be seen.", knows_who_is_in},
    {"login.private-hidden", "Are private keys unseen, and public keys seen, without a login?", Bearing::choice,
     "An inventory without a PIN shows more, or less, than public keys.", hides_private_objects},
    {"login.handles", "Do handles hold over a logout and a login?", Bearing::note,
     "antin-signer never logs out, and starts anew when it was logged out.", keeps_handles},
    {"login.last-session", "Does closing the last session log out?", Bearing::note,
     "A login lasts as long as the process.", logs_out_with_last_session},
};

Answer officer_logs_in(Subject& subject) {
  if (subject.aim().officer_pin.empty()) return not_tried("no PIN of the security officer was given");
  const auto done = subject.log_in(CKU_SO);
  return done ? yes() : no(done.error().text);
}

Answer officer_sees_no_private_keys(Subject& subject) {
  if (state_of(subject.session()) != CKS_RW_SO_FUNCTIONS) return not_tried("the security officer is not logged in");
  hsm::Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY);
  const auto found = subject.session().find(std::move(match));
  if (!found) return yes(found.error().text);
  return found->empty() ? yes() : no(std::to_string(found->size()) + " private keys are seen");
}

Answer officer_and_user_exclude_each_other(Subject& subject) {
  if (state_of(subject.session()) != CKS_RW_SO_FUNCTIONS) return not_tried("the security officer is not logged in");
  const auto user = subject.log_in(CKU_USER);
  if (subject.refused(CKU_USER)) return no(user.error().text);
  if (user) return differs("the user was logged in beside the officer");
  subject.log_out();
  return subject.log_in(CKU_USER) ? yes() : no("the user cannot log in after the officer has logged out");
}

constexpr Check officer_checks[] = {
    {"officer.login", "Does the security officer's PIN log in?", Bearing::choice,
     "No wrapping key can be marked as trusted, so no backup under WRAP_WITH_TRUSTED.", officer_logs_in},
    {"officer.blind", "Does the security officer see no private keys?", Bearing::choice,
     "The officer's PIN must be guarded like the user's.", officer_sees_no_private_keys},
    {"officer.alone", "Can officer and user be logged in only one after the other?", Bearing::note,
     "A ceremony logs the officer out before the user logs in.", officer_and_user_exclude_each_other},
};

}  // namespace

const Group login_group{
    .name = "login", .title = "Logging in", .opening = Opening::session, .tries_pins = true, .checks = user_checks};
const Group officer_group{.name = "officer",
                          .title = "The security officer",
                          .opening = Opening::session,
                          .needs_user = false,
                          .tries_pins = true,
                          .checks = officer_checks};

}  // namespace antin::ceremony::probe
