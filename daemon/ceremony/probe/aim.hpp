// What the probe is let loose on, and how far it may go.
#pragma once

#include <p11-kit/pkcs11.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/secret.hpp"

namespace antin::ceremony::probe {

// Everything that the probe makes is labelled so: the prefix, a number of its run, a word. Nothing of a ceremony is.
constexpr std::string_view label_prefix = "antin-probe/";

struct Aim {
  std::filesystem::path module;
  std::string init_string;  // for C_Initialize; most modules want none
  std::string token_label;  // empty with no slot: only what can be asked without touching a token
  std::optional<CK_SLOT_ID> slot{};
  base::Secret user_pin{};  // empty: not given
  base::Secret officer_pin{};
  std::string mark{};                          // label_prefix and the run's own number
  std::chrono::milliseconds deadline{10'000};  // of one question; six times that where a key pair is made
  bool rough = false;                          // also what may count against a PIN or damage a token
  std::filesystem::path module_log{};          // gets what the module prints; empty: nobody does

  [[nodiscard]] bool names_token() const { return slot.has_value() || !token_label.empty(); }
};

}  // namespace antin::ceremony::probe
