// Several sessions and several processes: antin-signer runs as a pool.
#include <algorithm>
#include <memory>

#include "daemon/ceremony/probe/offspring.hpp"
#include "daemon/ceremony/probe/raw.hpp"
#include "daemon/ceremony/probe/removal.hpp"
#include "daemon/ceremony/probe/subject.hpp"

namespace antin::ceremony::probe {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::size_t pool = 4;         // processes
constexpr std::size_t sessions = 16;    // of one process
constexpr std::size_t signatures = 25;  // of each process
constexpr std::size_t searched = 100;   // objects
constexpr long slow_search = 20'000;    // microseconds: an antin-signer that looked keys up would crawl

Answer signs_in_many_sessions(Subject& subject) {
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  std::vector<hsm::Session> open;
  for (std::size_t i = 0; i < sessions; ++i) {
    auto session = hsm::Session::open(subject.cryptoki(), subject.slot(), hsm::SessionKind::read_only);
    if (!session) return differs(std::to_string(open.size()) + " sessions: " + session.error().text);
    open.push_back(std::move(*session));
  }
  for (const auto& session : open) {
    if (const auto value = sign_sample(session, mechanism_of(pair->key.algorithm), pair->private_object);
        value != CKR_OK)
      return no(said("signing", value));
  }
  return yes(std::to_string(sessions) + " at once");
}

Answer tells_speed(Subject& subject) {
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  const auto start = steady_clock::now();
  for (std::size_t i = 0; i < signatures; ++i) {
    if (const auto value = sign_sample(subject.session(), mechanism_of(pair->key.algorithm), pair->private_object);
        value != CKR_OK)
      return not_tried(said("signing", value));
  }
  const auto each = duration_cast<microseconds>(steady_clock::now() - start).count() / long{signatures};
  return yes(std::to_string(each) + " us each, one after the other");
}

// Public keys as session objects: nothing is written to the HSM's memory.
Answer tells_search_cost(Subject& subject) {
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  const auto& session = subject.session();
  const auto search = [&] { return count_labelled(session, CKO_PRIVATE_KEY, pair->key.label); };
  const auto point = session.attribute(pair->public_object, CKA_EC_POINT);
  const auto curve = session.attribute(pair->public_object, CKA_EC_PARAMS);
  if (!point || !curve) return not_tried("there are no P-256 keys");
  std::size_t made = 0;
  for (; made < searched; ++made) {
    hsm::Attributes copy;
    copy.number(CKA_CLASS, CKO_PUBLIC_KEY).number(CKA_KEY_TYPE, CKK_EC).flag(CKA_TOKEN, false);
    copy.bytes(CKA_EC_PARAMS, *curve).bytes(CKA_EC_POINT, *point).bytes(CKA_LABEL, base::view(subject.label("many")));
    CK_OBJECT_HANDLE object = CK_INVALID_HANDLE;
    if (session.functions().C_CreateObject(session.handle(), copy.data(), copy.size(), &object) != CKR_OK) break;
    subject.destroy_later(object);
  }
  const auto start = steady_clock::now();
  const auto found = search();
  const auto cost = duration_cast<microseconds>(steady_clock::now() - start).count();
  if (!found) return no(found.error().text);
  const auto text = std::to_string(cost) + " us beside " + std::to_string(made) + " session objects";
  return cost < slow_search ? yes(text) : differs(text);
}

// A child made by fork has a module that thinks it is initialised. PKCS#11 2.40 6.6.1 wants C_Initialize first.
Answer stands_a_fork(Subject& subject) {
  const auto pair = subject.any_key();
  if (!pair) return not_tried(pair.error().text);
  const auto half = subject.aim().deadline / 2;
  Offspring child([&](int) {
    return sign_sample(subject.session(), mechanism_of(pair->key.algorithm), pair->private_object) == CKR_OK ? 10 : 0;
  });
  const auto end = child.end_within(half);
  const auto value = sign_sample(subject.session(), mechanism_of(pair->key.algorithm), pair->private_object);
  if (value != CKR_OK) return no("after a fork the parent cannot sign: " + said("signing", value));
  if (end.status == 10) return differs("the child signs on its parent's session");
  return end.well() ? yes() : differs("the child " + said_of(end));
}

constexpr Check checks[] = {
    {"process.sessions", "Does it sign in 16 sessions of one process?", Bearing::note,
     "antin-signer signs in one session a process.", signs_in_many_sessions},
    {"process.speed", "How long does a signature take, of P-256 if there is one?", Bearing::note,
     "Nobody knows how fast it is.", tells_speed},
    {"process.search", "Is a key found by label within 20 ms?", Bearing::note,
     "Starting takes long with many keys; antin-signer looks them up once.", tells_search_cost},
    {"process.fork", "Is the module of a forked child uninitialised, and the parent's unharmed?", Bearing::note,
     "A program that forks shares its HSM session; antin-signer does not fork.", stands_a_fork},
};

// --- questions for which this process loads no module: its children do

constexpr int pin_refused = 3;

// Finds the key by its label and signs; ready between the two, so that all are logged in at once.
int be_a_signer(const Aim& aim, const std::string& label, int socket, bool wait) {
  Subject subject(aim, [](Pace) {});
  const auto opened = subject.open(Opening::user);
  if (subject.refused(CKU_USER)) return pin_refused;
  if (!opened) return 4;
  hsm::Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(label));
  const auto found = subject.session().find(std::move(match));
  if (!found || found->empty()) return 5;
  const std::uint8_t ready = 1;
  if (!send_message(socket, {&ready, 1})) return 6;
  if (wait && !await_message(socket)) return 6;
  hsm::Attributes elliptic;
  elliptic.number(CKA_KEY_TYPE, CKK_EC).bytes(CKA_LABEL, base::view(label));
  const auto curve = subject.session().find(std::move(elliptic));
  const CK_MECHANISM_TYPE mechanism = curve && !curve->empty() ? CKM_ECDSA : CKM_RSA_PKCS_PSS;
  for (std::size_t i = 0; i < signatures; ++i) {
    if (sign_sample(subject.session(), mechanism, found->front()) != CKR_OK) return 7;
  }
  subject.close();
  return 0;
}

// Left on the token for the others.
int make_a_key(const Aim& aim, const std::string& label) {
  Subject subject(aim, [](Pace) {});
  const auto opened = subject.open(Opening::user);
  if (subject.refused(CKU_USER)) return pin_refused;
  if (!opened) return 4;
  Wish wish;
  wish.algorithm = subject.any_kind();
  if (!generate(subject.session(), wish, label)) {
    wish.plain = true;
    if (!generate(subject.session(), wish, label)) return 8;
  }
  subject.close();
  return 0;
}

std::string what(int status) {
  switch (status) {
    case pin_refused: return "its PIN was refused";
    case 4: return "it could not log in";
    case 5: return "it did not find the key that another process made";
    case 7: return "a signature failed";
    case 8: return "no key was made";
    default: return "it ended with status " + std::to_string(status);
  }
}

std::optional<std::string> trouble_of(Subject& subject, const Offspring::End& end, const char* who) {
  if (end.well()) return std::nullopt;
  if (end.status == pin_refused) subject.refuse(CKU_USER);
  return std::string(who) + ": " + (end.status > 0 ? what(end.status) : said_of(end));
}

Answer pool_of(Subject& subject, bool one_after_the_other) {
  subject.slow_work();
  const auto& aim = subject.aim();
  const auto label = subject.label(one_after_the_other ? "pool" : "rough");
  Offspring maker([&](int) { return make_a_key(aim, label); });
  if (const auto trouble = trouble_of(subject, maker.end_within(aim.deadline), "the process that makes the key"))
    return not_tried(*trouble);
  std::vector<std::unique_ptr<Offspring>> signers;
  for (std::size_t i = 0; i < pool; ++i) {
    signers.push_back(
        std::make_unique<Offspring>([&](int socket) { return be_a_signer(aim, label, socket, one_after_the_other); }));
    base::Bytes message;
    if (one_after_the_other) signers.back()->receive(message, aim.deadline);
  }
  const std::uint8_t go = 1;
  for (const auto& signer : signers) signer->send({&go, 1});
  std::string troubles;
  for (const auto& signer : signers) {
    if (const auto trouble = trouble_of(subject, signer->end_within(aim.deadline), "a signer"))
      troubles += (troubles.empty() ? "" : "; ") + *trouble;
  }
  // Not after a trouble: who knows whether the PIN is still good. The last group removes it.
  if (troubles.empty()) remove_in_a_process(aim);
  return troubles.empty() ? yes(std::to_string(pool) + " processes") : no(troubles);
}

Answer serves_a_pool(Subject& subject) { return pool_of(subject, true); }

Answer serves_a_rush(Subject& subject) {
  if (!subject.aim().rough) return not_tried("it may damage a token: --rough asks for it");
  return pool_of(subject, false);
}

// Once, with every try left and the right PIN given at once afterwards.
Answer stands_a_wrong_pin(Subject& subject) {
  if (!subject.aim().rough) return not_tried("it counts against the PIN: --rough asks for it");
  Subject own(subject.aim(), [](Pace) {});
  if (const auto opened = own.open(Opening::session); !opened) return not_tried(opened.error().text);
  constexpr CK_FLAGS warnings = CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED;
  const auto flags = [&] {
    CK_TOKEN_INFO info{};
    return own.functions().C_GetTokenInfo(own.slot(), &info) == CKR_OK ? info.flags : warnings;
  };
  if ((flags() & warnings) != 0) return not_tried("tries are missing already");
  const auto wrong = base::view("antin-probe-0");
  const auto value =
      own.functions().C_Login(own.session().handle(), CKU_USER, in(wrong), static_cast<CK_ULONG>(wrong.size()));
  const auto after = flags();
  const auto right = own.log_in(CKU_USER);
  if (own.refused(CKU_USER)) subject.refuse(CKU_USER);
  own.close();
  if (value == CKR_OK) return no("a wrong PIN logs in");
  if (!right) return no("after one wrong PIN the right one is refused: " + right.error().text);
  if ((after & (CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED)) != 0) return differs("one wrong PIN leaves one try");
  return value == CKR_PIN_INCORRECT ? yes() : differs(said("C_Login", value));
}

constexpr Check pool_checks[] = {
    {"process.pool", "Do four processes that log in one after the other sign together?", Bearing::choice,
     "One antin-signer process alone for this HSM.", serves_a_pool},
};

constexpr Check rough_checks[] = {
    {"rough.wrong-pin", "Is one wrong PIN refused as such, and the right one taken after it?", Bearing::choice,
     "A slip at the keyboard costs more than a try.", stands_a_wrong_pin},
    {"rough.rush", "Do four processes that log in at the same moment all succeed?", Bearing::note,
     "Signers must start one at a time, which antin-signer's start lock sees to.", serves_a_rush},
};

}  // namespace

const Group process_group{.name = "process", .title = "Sessions and time", .opening = Opening::user, .checks = checks};
const Group pool_group{.name = "pool",
                       .title = "Several processes",
                       .opening = Opening::nothing,
                       .one_process_each = true,
                       .checks = pool_checks};
const Group rough_group{.name = "rough",
                        .title = "What may hurt",
                        .opening = Opening::nothing,
                        .tries_pins = true,
                        .one_process_each = true,
                        .checks = rough_checks};

}  // namespace antin::ceremony::probe
