// Texts and versions as PKCS#11's information structures hold them.
#pragma once

#include <p11-kit/pkcs11.h>

#include <string>
#include <string_view>

namespace antin::hsm {

// PKCS#11 pads its texts with spaces to their fields' length; some modules end them with a zero.
template <std::size_t size>
std::string trimmed(const unsigned char (&field)[size]) {
  std::string_view text(reinterpret_cast<const char*>(field), size);
  text = text.substr(0, text.find('\0'));
  const auto end = text.find_last_not_of(' ');
  return std::string(text.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

inline std::string version_text(const CK_VERSION& of) {
  return std::to_string(of.major) + "." + std::to_string(of.minor);
}

}  // namespace antin::hsm
