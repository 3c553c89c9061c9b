// A PKCS#11 module that is SoftHSM of which one call fails: the ANTIN_PKCS11_FAIL_AT-th that is made, in the way that
// ANTIN_PKCS11_FAIL names. Calls are written by name to the file ANTIN_PKCS11_CALLS, which goes on from one process to
// the next, so that the count does too; without it nothing is counted and nothing fails.
#include <dlfcn.h>
#include <fcntl.h>
#include <p11-kit/pkcs11.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

namespace {

constexpr const char* real_module = "/usr/lib/softhsm/libsofthsm2.so";

CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST offered;

std::string_view asked(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

unsigned long calls_before() {
  std::ifstream file{std::string(asked("ANTIN_PKCS11_CALLS"))};
  unsigned long count = 0;
  for (std::string line; std::getline(file, line);) ++count;
  return count;
}

// True for the one call that is to fail.
bool count(const char* name) {
  if (asked("ANTIN_PKCS11_CALLS").empty()) return false;
  static unsigned long number = calls_before();
  static const int log = ::open(std::string(asked("ANTIN_PKCS11_CALLS")).c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
  const auto line = std::string(name) + "\n";
  if (::write(log, line.data(), line.size()) != static_cast<ssize_t>(line.size())) ::abort();
  return std::to_string(++number) == asked("ANTIN_PKCS11_FAIL_AT");
}

template <class Call>
CK_RV one_call(const char* name, const Call& call) {
  const auto way = count(name) ? asked("ANTIN_PKCS11_FAIL") : std::string_view();
  if (way == "kill-before") ::raise(SIGKILL);
  if (way == "error-undone") return CKR_DEVICE_ERROR;
  const auto value = call();
  if (way == "kill-after") ::raise(SIGKILL);
  return way == "error-done" ? CKR_DEVICE_ERROR : value;
}

// Has the same parameters as the function that it stands before.
template <auto Member, class Function>
struct Standing;
template <auto Member, class... Parameters>
struct Standing<Member, CK_RV (*)(Parameters...)> {
  static inline const char* name = nullptr;
  static CK_RV call(Parameters... parameters) {
    return one_call(name, [&] { return (real->*Member)(parameters...); });
  }
};

#define STAND_BEFORE(function)                                                                  \
  do {                                                                                          \
    using Before = Standing<&CK_FUNCTION_LIST::function, decltype(CK_FUNCTION_LIST::function)>; \
    Before::name = #function;                                                                   \
    offered.function = Before::call;                                                            \
  } while (false)

void stand_before_all() {
  offered = *real;
  STAND_BEFORE(C_Initialize);
  STAND_BEFORE(C_Finalize);
  STAND_BEFORE(C_GetInfo);
  STAND_BEFORE(C_GetSlotList);
  STAND_BEFORE(C_GetTokenInfo);
  STAND_BEFORE(C_InitToken);
  STAND_BEFORE(C_InitPIN);
  STAND_BEFORE(C_OpenSession);
  STAND_BEFORE(C_CloseSession);
  STAND_BEFORE(C_Login);
  STAND_BEFORE(C_Logout);
  STAND_BEFORE(C_CreateObject);
  STAND_BEFORE(C_CopyObject);
  STAND_BEFORE(C_DestroyObject);
  STAND_BEFORE(C_GetAttributeValue);
  STAND_BEFORE(C_SetAttributeValue);
  STAND_BEFORE(C_FindObjectsInit);
  STAND_BEFORE(C_FindObjects);
  STAND_BEFORE(C_FindObjectsFinal);
  STAND_BEFORE(C_SignInit);
  STAND_BEFORE(C_Sign);
  STAND_BEFORE(C_GenerateKeyPair);
  STAND_BEFORE(C_GenerateRandom);
  STAND_BEFORE(C_WrapKey);
  STAND_BEFORE(C_UnwrapKey);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
  if (real == nullptr) {
    void* library = ::dlopen(real_module, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return CKR_GENERAL_ERROR;
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (get == nullptr || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
    stand_before_all();
  }
  *list = &offered;
  return CKR_OK;
}
