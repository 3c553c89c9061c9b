// The raw functions of a PKCS#11 module. dlopen of a path that libp11 has loaded gives the same instance, so what
// libp11 logged in to is logged in here too: PKCS#11 login state belongs to the application.
#pragma once

#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <filesystem>

#include "core/base/handle.hpp"
#include "core/base/result.hpp"

namespace antin::hsm {

class Cryptoki {
 public:
  static base::Result<Cryptoki> load(const std::filesystem::path& module);

  [[nodiscard]] const CK_FUNCTION_LIST& functions() const { return *m_functions; }

 private:
  using Library = base::Handle<void, dlclose>;
  Cryptoki(Library library, const CK_FUNCTION_LIST* functions)
      : m_library(std::move(library)), m_functions(functions) {}

  Library m_library;
  const CK_FUNCTION_LIST* m_functions;
};

// C_Initialize, with a text for the few modules that cannot do without (NSS softoken).
CK_RV initialise(const Cryptoki& cryptoki, const std::string& text = {});

std::string value_text(CK_RV value);  // "CKR_DEVICE_ERROR (0x30)"
// "C_Sign: CKR_DEVICE_ERROR (0x30)"
base::Error cryptoki_error(const char* function, CK_RV value);

}  // namespace antin::hsm
