// A PKCS#11 module that is SoftHSM looking like a vendor's that serves two HSMs, HSM-0001 and HSM-0002, each of which
// takes one token: a slot has its HSM's serial before there is a token in it, which SoftHSM's has not, and after. Which
// HSM has which token is in the file that ANTIN_PKCS11_HSMS names, a line each: serial and label.
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr const char* real_module = "/usr/lib/softhsm/libsofthsm2.so";
constexpr std::array<std::string_view, 2> hsms = {"HSM-0001", "HSM-0002"};
constexpr CK_SLOT_ID first_free_slot = 0x7a000000;  // and one for each HSM; SoftHSM's own stay clear of it

CK_FUNCTION_LIST* real = nullptr;
CK_FUNCTION_LIST offered;

std::string state_file() {
  const char* name = std::getenv("ANTIN_PKCS11_HSMS");
  if (name == nullptr) std::abort();
  return name;
}

std::map<std::string, std::string> labels_by_serial() {
  std::map<std::string, std::string> all;
  std::ifstream file(state_file());
  for (std::string serial, label; file >> serial && std::getline(file >> std::ws, label);) all[serial] = label;
  return all;
}

template <std::size_t Size>
std::string text_in(const CK_UTF8CHAR (&field)[Size]) {
  const std::string text(reinterpret_cast<const char*>(field), Size);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

void put_serial(CK_TOKEN_INFO* info, std::string_view serial) {
  std::memset(info->serialNumber, ' ', sizeof info->serialNumber);
  std::memcpy(info->serialNumber, serial.data(), serial.size());
}

bool is_free_slot(CK_SLOT_ID slot) { return slot >= first_free_slot && slot < first_free_slot + hsms.size(); }

std::vector<CK_SLOT_ID> real_slots() {
  CK_ULONG count = 0;
  if (real->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK) return {};
  std::vector<CK_SLOT_ID> slots(count);
  if (real->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK) return {};
  slots.resize(count);
  return slots;
}

bool is_initialised(CK_SLOT_ID slot) {
  CK_TOKEN_INFO info;
  return real->C_GetTokenInfo(slot, &info) == CKR_OK && (info.flags & CKF_TOKEN_INITIALIZED) != 0;
}

// SoftHSM has one that is free, always.
CK_SLOT_ID real_free_slot() {
  for (const auto slot : real_slots())
    if (!is_initialised(slot)) return slot;
  std::abort();
}

CK_RV slot_list(CK_BBOOL, CK_SLOT_ID* list, CK_ULONG* count) {
  std::vector<CK_SLOT_ID> slots = real_slots();
  std::erase_if(slots, [](CK_SLOT_ID slot) { return !is_initialised(slot); });
  const auto taken = labels_by_serial();
  for (std::size_t i = 0; i < hsms.size(); ++i)
    if (!taken.contains(std::string(hsms.at(i)))) slots.push_back(first_free_slot + i);
  if (list != nullptr && *count < slots.size()) return CKR_BUFFER_TOO_SMALL;
  if (list != nullptr) std::copy(slots.begin(), slots.end(), list);
  *count = slots.size();
  return CKR_OK;
}

CK_RV token_info(CK_SLOT_ID slot, CK_TOKEN_INFO* info) {
  const auto value = real->C_GetTokenInfo(is_free_slot(slot) ? real_free_slot() : slot, info);
  if (value != CKR_OK) return value;
  if (is_free_slot(slot)) put_serial(info, hsms.at(slot - first_free_slot));
  for (const auto& [serial, label] : labels_by_serial())
    if (!is_free_slot(slot) && label == text_in(info->label)) put_serial(info, serial);
  return CKR_OK;
}

CK_RV init_token(CK_SLOT_ID slot, CK_UTF8CHAR* pin, CK_ULONG size, CK_UTF8CHAR* label) {
  if (!is_free_slot(slot)) return real->C_InitToken(slot, pin, size, label);
  const auto value = real->C_InitToken(real_free_slot(), pin, size, label);
  if (value != CKR_OK) return value;
  CK_TOKEN_INFO info{};
  std::memcpy(info.label, label, sizeof info.label);
  std::ofstream(state_file(), std::ios::app) << hsms.at(slot - first_free_slot) << " " << text_in(info.label) << "\n";
  return CKR_OK;
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
  offered.C_GetSlotList = slot_list;
  offered.C_GetTokenInfo = token_info;
  offered.C_InitToken = init_token;
  *list = &offered;
  return CKR_OK;
}
