#include "core/hsm/cryptoki.hpp"

#include <cstdio>

namespace antin::hsm {
namespace {

struct NamedValue {
  CK_RV value;
  const char* name;
};

// Those that an operator meets; the number is printed for all.
constexpr NamedValue value_names[] = {
    {CKR_HOST_MEMORY, "CKR_HOST_MEMORY"},
    {CKR_GENERAL_ERROR, "CKR_GENERAL_ERROR"},
    {CKR_FUNCTION_FAILED, "CKR_FUNCTION_FAILED"},
    {CKR_ARGUMENTS_BAD, "CKR_ARGUMENTS_BAD"},
    {CKR_ATTRIBUTE_READ_ONLY, "CKR_ATTRIBUTE_READ_ONLY"},
    {CKR_ATTRIBUTE_SENSITIVE, "CKR_ATTRIBUTE_SENSITIVE"},
    {CKR_ATTRIBUTE_TYPE_INVALID, "CKR_ATTRIBUTE_TYPE_INVALID"},
    {CKR_DEVICE_ERROR, "CKR_DEVICE_ERROR"},
    {CKR_DEVICE_REMOVED, "CKR_DEVICE_REMOVED"},
    {CKR_KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID"},
    {CKR_MECHANISM_INVALID, "CKR_MECHANISM_INVALID"},
    {CKR_OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID"},
    {CKR_OPERATION_ACTIVE, "CKR_OPERATION_ACTIVE"},
    {CKR_PIN_INCORRECT, "CKR_PIN_INCORRECT"},
    {CKR_PIN_LOCKED, "CKR_PIN_LOCKED"},
    {CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID"},
    {CKR_TOKEN_NOT_PRESENT, "CKR_TOKEN_NOT_PRESENT"},
    {CKR_TOKEN_WRITE_PROTECTED, "CKR_TOKEN_WRITE_PROTECTED"},
    {CKR_USER_NOT_LOGGED_IN, "CKR_USER_NOT_LOGGED_IN"},
};

const char* name_of(CK_RV value) {
  for (const auto& named : value_names) {
    if (named.value == value) return named.name;
  }
  return "failed";
}

}  // namespace

base::Result<Cryptoki> Cryptoki::load(const std::filesystem::path& module) {
  Library library(::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!library) return base::Error{std::string("cannot load the PKCS#11 module: ") + ::dlerror()};
  const auto get_list = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library.get(), "C_GetFunctionList"));
  if (get_list == nullptr) return base::Error{module.string() + " is not a PKCS#11 module"};
  CK_FUNCTION_LIST* functions = nullptr;
  if (const auto value = get_list(&functions); value != CKR_OK) return cryptoki_error("C_GetFunctionList", value);
  if (functions == nullptr) return base::Error{module.string() + " gives no PKCS#11 functions"};
  return Cryptoki(std::move(library), functions);
}

base::Error cryptoki_error(const char* function, CK_RV value) {
  char number[24];
  std::snprintf(number, sizeof number, " (0x%lx)", static_cast<unsigned long>(value));
  return {std::string(function) + ": " + name_of(value) + number};
}

}  // namespace antin::hsm
