// The options of antin-signer.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>

#include "core/hsm/token.hpp"
#include "daemon/process/options.hpp"
#include "daemon/signer/service.hpp"

namespace antin::signer {

enum class Task { unknown, serve, check, initialise_state, nothing };

struct Settings {
  Task task = Task::unknown;
  hsm::TokenOptions token;
  std::string pin;  // a credential's name or an absolute path, never the PIN
  Keeper keeper;
  std::filesystem::path state;
  std::string log_origin;  // empty: it signs no checkpoint
  std::chrono::milliseconds deadline{};
  std::uint64_t memory_limit = 0;  // octets; 0: none
};

struct SettingsError : base::Error {
  int exit_code = 0;
};

base::Result<Settings, SettingsError> read_settings(int argc, const char* const* argv);

}  // namespace antin::signer
