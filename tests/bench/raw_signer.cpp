#include "tests/bench/raw_signer.hpp"

#include <optional>
#include <stdexcept>
#include <thread>

namespace antin::bench {
namespace {

void must(const char* function, CK_RV value) {
  if (value != CKR_OK) throw std::runtime_error(hsm::cryptoki_error(function, value).text);
}

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text);
  return std::move(result).value();
}

hsm::Cryptoki load_and_initialise(const std::filesystem::path& module) {
  auto cryptoki = must(hsm::Cryptoki::load(module));
  start_module(cryptoki);
  return cryptoki;
}

// PKCS#11 pads labels with blanks.
bool is_labelled(const CK_TOKEN_INFO& info, std::string label) {
  label.resize(sizeof info.label, ' ');
  return std::equal(label.begin(), label.end(), std::begin(info.label), std::end(info.label),
                    [](char left, CK_UTF8CHAR right) { return static_cast<CK_UTF8CHAR>(left) == right; });
}

CK_SLOT_ID slot_of(const hsm::Cryptoki& cryptoki, const std::string& label) {
  const auto& functions = cryptoki.functions();
  CK_ULONG count = 0;
  must("C_GetSlotList", functions.C_GetSlotList(CK_TRUE, nullptr, &count));
  std::vector<CK_SLOT_ID> slots(count);
  must("C_GetSlotList", functions.C_GetSlotList(CK_TRUE, slots.data(), &count));
  for (const auto slot : slots) {
    CK_TOKEN_INFO info{};
    must("C_GetTokenInfo", functions.C_GetTokenInfo(slot, &info));
    if (is_labelled(info, label)) return slot;
  }
  throw std::runtime_error("no token " + label);
}

hsm::Session log_in(const hsm::Cryptoki& cryptoki, CK_SLOT_ID slot, const base::Secret& pin) {
  auto session = must(hsm::Session::open(cryptoki, slot, hsm::SessionKind::read_only));
  const auto octets = pin.expose_secret();
  // PKCS#11 takes its input as non-const and does not change it.
  must("C_Login", session.functions().C_Login(session.handle(), CKU_USER, const_cast<CK_UTF8CHAR*>(octets.data()),
                                              static_cast<CK_ULONG>(octets.size())));
  return session;
}

CK_OBJECT_HANDLE find_key(const hsm::Session& session, const std::string& label) {
  hsm::Attributes match;
  match.number(CKA_CLASS, CKO_PRIVATE_KEY).bytes(CKA_LABEL, base::view(label));
  const auto found = must(session.find(std::move(match)));
  if (found.size() != 1) throw std::runtime_error("not exactly one private key " + label);
  return found.front();
}

// Nothing when the module refuses: SoftHSM does when the key is not CKA_MODIFIABLE.
std::optional<CK_OBJECT_HANDLE> copy_of(const hsm::Session& session, CK_OBJECT_HANDLE key) {
  hsm::Attributes change;
  change.flag(CKA_TOKEN, false);
  CK_OBJECT_HANDLE copy = CK_INVALID_HANDLE;
  const auto value = session.functions().C_CopyObject(session.handle(), key, change.data(), change.size(), &copy);
  return value == CKR_OK ? std::optional(copy) : std::nullopt;
}

}  // namespace

CK_INFO start_module(const hsm::Cryptoki& cryptoki) {
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  must("C_Initialize", cryptoki.functions().C_Initialize(&arguments));
  CK_INFO info{};
  must("C_GetInfo", cryptoki.functions().C_GetInfo(&info));
  return info;
}

RawSigner::RawSigner(const RawToken& token)
    : m_cryptoki(load_and_initialise(token.module)),
      m_slot(slot_of(m_cryptoki, token.token)),
      m_login(log_in(m_cryptoki, m_slot, token.pin)),
      m_key(find_key(m_login, token.key)) {}

std::vector<RawSigner::Work> RawSigner::set_up(KeyObject object, unsigned threads) {
  std::vector<Work> works;
  for (unsigned i = 0; i < threads; ++i) {
    auto session = must(hsm::Session::open(m_cryptoki, m_slot, hsm::SessionKind::read_only));
    const auto key = object == KeyObject::token ? std::optional(m_key) : copy_of(session, m_key);
    if (!key) return {};
    works.push_back({std::move(session), *key});
  }
  return works;
}

double RawSigner::run(std::vector<Work>& works, std::chrono::milliseconds time) {
  std::vector<std::thread> threads;
  for (auto& work : works) threads.emplace_back([&work, time] { sign_until_over(work, time); });
  for (auto& thread : threads) thread.join();
  double together = 0;
  for (const auto& work : works) together += work.per_second;
  return together;
}

// Throws on a thread of its own: the measuring process then ends at once, which is what a failed run is worth.
void RawSigner::sign_until_over(Work& work, std::chrono::milliseconds time) {
  using Clock = std::chrono::steady_clock;
  const auto& functions = work.session.functions();
  base::Bytes hash(32, 0x5a);
  base::Bytes signature(64);
  const auto start = Clock::now();
  const auto until = start + time;
  auto now = start;
  double count = 0;
  for (; now < until; now = Clock::now(), ++count) {
    CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
    auto size = static_cast<CK_ULONG>(signature.size());
    must("C_SignInit", functions.C_SignInit(work.session.handle(), &mechanism, work.key));
    must("C_Sign", functions.C_Sign(work.session.handle(), hash.data(), static_cast<CK_ULONG>(hash.size()),
                                    signature.data(), &size));
    hash.assign(signature.begin(), signature.begin() + 32);  // another message each time
  }
  work.per_second = count / std::chrono::duration<double>(now - start).count();
}

}  // namespace antin::bench
