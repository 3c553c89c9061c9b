// A PKCS#11 module that is SoftHSM with one fault, which ANTIN_PKCS11_FAULT names: what an HSM may do wrong, for tests
// that want to see it noticed.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string_view>
#include <vector>

namespace {

constexpr const char* real_module = "/usr/lib/softhsm/libsofthsm2.so";

CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST offered;

// Whatever else waits for the signal, such as a sanitizer.
void crash() {
  ::signal(SIGSEGV, SIG_DFL);
  ::raise(SIGSEGV);
}

bool fault_is(std::string_view name) {
  const char* fault = std::getenv("ANTIN_PKCS11_FAULT");
  return fault != nullptr && name == fault;
}

[[noreturn]] void hang() {
  for (;;) ::pause();
}

// Templates are changed on the way in; what they point to is the caller's.
using Template = std::vector<CK_ATTRIBUTE>;

Template without(const CK_ATTRIBUTE* attributes, CK_ULONG count, CK_ATTRIBUTE_TYPE type) {
  Template kept(attributes, attributes + count);
  std::erase_if(kept, [type](const CK_ATTRIBUTE& attribute) { return attribute.type == type; });
  return kept;
}

CK_BBOOL true_value = CK_TRUE;
CK_BBOOL false_value = CK_FALSE;

void set(Template& attributes, CK_ATTRIBUTE_TYPE type, CK_BBOOL& value) {
  std::erase_if(attributes, [type](const CK_ATTRIBUTE& attribute) { return attribute.type == type; });
  attributes.push_back({type, &value, sizeof value});
}

const CK_ATTRIBUTE* find(const CK_ATTRIBUTE* attributes, CK_ULONG count, CK_ATTRIBUTE_TYPE type) {
  const auto* end = attributes + count;
  const auto* found = std::find_if(attributes, end, [type](const CK_ATTRIBUTE& a) { return a.type == type; });
  return found == end ? nullptr : found;
}

bool says(const CK_ATTRIBUTE* attributes, CK_ULONG count, CK_ATTRIBUTE_TYPE type, CK_BBOOL value) {
  const auto* found = find(attributes, count, type);
  return found != nullptr && found->ulValueLen == sizeof value && *static_cast<const CK_BBOOL*>(found->pValue) == value;
}

// Flags that this module pretends were changed.
std::map<std::pair<CK_OBJECT_HANDLE, CK_ATTRIBUTE_TYPE>, CK_BBOOL> pretended;
bool sign_failed = false;

CK_RV initialize(void* arguments) {
  static bool finalized_before = false;
  if (fault_is("no-second-initialize") && finalized_before) return CKR_GENERAL_ERROR;
  finalized_before = true;
  return real->C_Initialize(arguments);
}

// Counts logins that were refused, for those who must not try again.
CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG size) {
  if (fault_is("hang-in-login")) hang();
  const auto value = real->C_Login(session, user, pin, size);
  const char* tally = std::getenv("ANTIN_PKCS11_TALLY");
  if (value != CKR_OK && value != CKR_USER_ALREADY_LOGGED_IN && tally != nullptr) {
    if (auto* file = std::fopen(tally, "a"); file != nullptr) {
      std::fputs("refused\n", file);
      std::fclose(file);
    }
  }
  return value;
}

CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
  const auto value = real->C_GetTokenInfo(slot, info);
  if (value != CKR_OK) return value;
  if (fault_is("no-serial")) std::memset(info->serialNumber, ' ', sizeof info->serialNumber);
  if (fault_is("final-try")) info->flags |= CKF_USER_PIN_FINAL_TRY;
  const bool is_spare = std::memcmp(info->label, "spare-", 6) == 0;
  if (fault_is("final-try-of-the-spare") && is_spare) info->flags |= CKF_SO_PIN_FINAL_TRY;
  if (fault_is("no-free-token")) info->flags |= CKF_TOKEN_INITIALIZED;
  return value;
}

CK_RV session_info(CK_SESSION_HANDLE session, CK_SESSION_INFO* info) {
  const auto value = real->C_GetSessionInfo(session, info);
  if (value == CKR_OK && fault_is("no-login-state")) info->state = CKS_RW_PUBLIC_SESSION;
  if (value != CKR_OK && fault_is("any-session")) return CKR_OK;
  return value;
}

CK_RV generate_pair(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_ATTRIBUTE* for_public, CK_ULONG publics,
                    CK_ATTRIBUTE* for_private, CK_ULONG privates, CK_OBJECT_HANDLE* public_key,
                    CK_OBJECT_HANDLE* private_key) {
  if (fault_is("die-in-generation")) crash();
  if (fault_is("no-rsa") && mechanism->mechanism == CKM_RSA_PKCS_KEY_PAIR_GEN) return CKR_MECHANISM_INVALID;
  if (fault_is("no-copyable") && find(for_private, privates, CKA_COPYABLE) != nullptr)
    return CKR_ATTRIBUTE_TYPE_INVALID;
  if (fault_is("makes-and-says-no")) {
    const auto made = real->C_GenerateKeyPair(session, mechanism, for_public, publics, for_private, privates,
                                              public_key, private_key);
    return made == CKR_OK ? CKR_GENERAL_ERROR : made;
  }
  const bool leaves_off = fault_is("hears-no-encrypt");
  if ((leaves_off || fault_is("hears-no-encrypt-and-turns-it-on")) && find(for_public, publics, CKA_ENCRYPT) != nullptr)
    return CKR_GENERAL_ERROR;
  Template attributes(for_private, for_private + privates);
  // SoftHSM has uses on of which nothing is said.
  if (leaves_off) {
    Template publics_too(for_public, for_public + publics);
    for (const auto use : {CKA_ENCRYPT, CKA_WRAP, CKA_DERIVE, CKA_VERIFY_RECOVER}) set(publics_too, use, false_value);
    for (const auto use : {CKA_DECRYPT, CKA_UNWRAP, CKA_DERIVE, CKA_SIGN_RECOVER}) set(attributes, use, false_value);
    return real->C_GenerateKeyPair(session, mechanism, publics_too.data(), publics_too.size(), attributes.data(),
                                   attributes.size(), public_key, private_key);
  }
  if (fault_is("allowed-mechanisms-lost")) attributes = without(for_private, privates, CKA_ALLOWED_MECHANISMS);
  if (fault_is("wrap-with-trusted-lost")) attributes = without(for_private, privates, CKA_WRAP_WITH_TRUSTED);
  if (fault_is("sign-always")) set(attributes, CKA_SIGN, true_value);
  if (fault_is("not-sensitive")) set(attributes, CKA_SENSITIVE, false_value);
  if (fault_is("keys-do-not-last")) {
    set(attributes, CKA_TOKEN, false_value);
    Template publics_too(for_public, for_public + publics);
    set(publics_too, CKA_TOKEN, false_value);
    return real->C_GenerateKeyPair(session, mechanism, publics_too.data(), publics_too.size(), attributes.data(),
                                   attributes.size(), public_key, private_key);
  }
  return real->C_GenerateKeyPair(session, mechanism, for_public, publics, attributes.data(), attributes.size(),
                                 public_key, private_key);
}

CK_RV set_attributes(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* attributes, CK_ULONG count) {
  const auto pretend = [&](CK_ATTRIBUTE_TYPE type, CK_BBOOL value) {
    if (!says(attributes, count, type, value)) return false;
    pretended[{object, type}] = value;
    return true;
  };
  if (fault_is("extractable-rises") && pretend(CKA_EXTRACTABLE, CK_TRUE)) return CKR_OK;
  if (says(attributes, count, CKA_EXTRACTABLE, CK_FALSE) && pretended.erase({object, CKA_EXTRACTABLE}) > 0)
    return CKR_OK;
  if (fault_is("sensitive-falls") && pretend(CKA_SENSITIVE, CK_FALSE)) return CKR_OK;
  if (fault_is("anybody-trusts") && pretend(CKA_TRUSTED, CK_TRUE)) return CKR_OK;
  if (fault_is("sets-nothing")) return CKR_OK;
  return real->C_SetAttributeValue(session, object, attributes, count);
}

CK_RV get_attributes(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* attributes, CK_ULONG count) {
  if (fault_is("value-readable") && count == 1 && attributes->type == CKA_VALUE && attributes->pValue != nullptr) {
    attributes->ulValueLen = std::min<CK_ULONG>(attributes->ulValueLen, 32);
    std::memset(attributes->pValue, 0x42, attributes->ulValueLen);
    return CKR_OK;
  }
  const auto value = real->C_GetAttributeValue(session, object, attributes, count);
  if (value != CKR_OK || count != 1 || attributes->pValue == nullptr) return value;
  if (const auto lie = pretended.find({object, attributes->type}); lie != pretended.end())
    *static_cast<CK_BBOOL*>(attributes->pValue) = lie->second;
  if (fault_is("never-extractable-lies") && attributes->type == CKA_NEVER_EXTRACTABLE)
    *static_cast<CK_BBOOL*>(attributes->pValue) = CK_TRUE;
  return value;
}

CK_RV sign_init(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key) {
  if (fault_is("active-for-ever") && sign_failed) return CKR_OPERATION_ACTIVE;
  const auto value = real->C_SignInit(session, mechanism, key);
  if (fault_is("any-key") && (value == CKR_OBJECT_HANDLE_INVALID || value == CKR_KEY_HANDLE_INVALID)) return CKR_OK;
  if (fault_is("usage-not-kept") && value == CKR_KEY_FUNCTION_NOT_PERMITTED) return CKR_OK;
  return value;
}

CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE* data, CK_ULONG size, CK_BYTE* signature, CK_ULONG* length) {
  if (fault_is("hang-in-sign")) hang();
  if (fault_is("die-in-sign")) crash();
  if (fault_is("exit-in-sign")) ::_exit(0);
  auto value = real->C_Sign(session, data, size, signature, length);
  if (fault_is("usage-not-kept") && value == CKR_OPERATION_NOT_INITIALIZED) value = CKR_OK;
  if (value != CKR_OK) sign_failed = true;
  if (value != CKR_OK || signature == nullptr || *length < 32) return value;
  if (fault_is("wrong-signature")) signature[*length - 1] ^= 1;
  if (fault_is("one-nonce")) std::memset(signature, 0x17, 32);
  return value;
}

CK_RV create(CK_SESSION_HANDLE session, CK_ATTRIBUTE* attributes, CK_ULONG count, CK_OBJECT_HANDLE* made) {
  Template kept(attributes, attributes + count);
  const bool is_trusted = says(attributes, count, CKA_TRUSTED, CK_TRUE);
  if (fault_is("trusted-keys-stay") && is_trusted) set(kept, CKA_TOKEN, true_value);
  return real->C_CreateObject(session, kept.data(), kept.size(), made);
}

CK_RV copy(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE* attributes, CK_ULONG count,
           CK_OBJECT_HANDLE* made) {
  if (!fault_is("copies-open")) return real->C_CopyObject(session, object, attributes, count, made);
  const auto tame = without(attributes, count, CKA_EXTRACTABLE);
  const auto value = real->C_CopyObject(session, object, const_cast<CK_ATTRIBUTE*>(tame.data()), tame.size(), made);
  if (value == CKR_OK && says(attributes, count, CKA_EXTRACTABLE, CK_TRUE))
    pretended[{*made, CKA_EXTRACTABLE}] = CK_TRUE;
  return value;
}

CK_RV wrap(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE with, CK_OBJECT_HANDLE key,
           CK_BYTE* wrapped, CK_ULONG* length) {
  const auto value = real->C_WrapKey(session, mechanism, with, key, wrapped, length);
  if (value == CKR_OK && fault_is("wraps-otherwise")) wrapped[0] ^= 1;
  if (value == CKR_KEY_UNEXTRACTABLE && fault_is("wraps-what-is-closed")) {
    std::memset(wrapped, 0, 40);
    *length = 40;
    return CKR_OK;
  }
  return value;
}

// Takes whatever it is given and makes some key of it.
CK_RV unwrap(CK_SESSION_HANDLE session, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE with, CK_BYTE* wrapped, CK_ULONG size,
             CK_ATTRIBUTE* attributes, CK_ULONG count, CK_OBJECT_HANDLE* made) {
  const auto value = real->C_UnwrapKey(session, mechanism, with, wrapped, size, attributes, count, made);
  if (value == CKR_OK || !fault_is("unwraps-anything")) return value;
  *made = with;
  return CKR_OK;
}

CK_RV random(CK_SESSION_HANDLE session, CK_BYTE* out, CK_ULONG size) {
  const auto value = real->C_GenerateRandom(session, out, size);
  if (fault_is("stuck-random")) std::memset(out, 0x55, size);
  // One value an eighth of the time, never twice in a row.
  for (CK_ULONG i = 0; fault_is("biased-random") && i < size; i += 8) out[i] = 0x55;
  // Good but for one moment.
  if (fault_is("hiccup-random") && size >= 64) std::memset(out + 32, 0x55, 6);
  return value;
}

CK_RV destroy(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object) {
  return fault_is("destroys-nothing") ? CKR_OK : real->C_DestroyObject(session, object);
}

CK_RV finalize(void* reserved) {
  if (fault_is("hang-in-finalize")) hang();
  return real->C_Finalize(reserved);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
  if (real == nullptr) {
    void* library = ::dlopen(real_module, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return CKR_GENERAL_ERROR;
    const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
    if (get == nullptr || get(&real) != CKR_OK) return CKR_GENERAL_ERROR;
  }
  offered = *real;
  offered.C_Initialize = initialize;
  offered.C_Finalize = finalize;
  offered.C_GetTokenInfo = token_info;
  offered.C_GetSessionInfo = session_info;
  offered.C_Login = login;
  offered.C_GenerateKeyPair = generate_pair;
  offered.C_SetAttributeValue = set_attributes;
  offered.C_GetAttributeValue = get_attributes;
  offered.C_SignInit = sign_init;
  offered.C_Sign = sign;
  offered.C_CreateObject = create;
  offered.C_CopyObject = copy;
  offered.C_WrapKey = wrap;
  offered.C_UnwrapKey = unwrap;
  offered.C_GenerateRandom = random;
  offered.C_DestroyObject = destroy;
  *list = &offered;
  return CKR_OK;
}
