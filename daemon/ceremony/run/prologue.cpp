// The first step: everyone sees what is about to be used. What is shown is what the approvals are over.
#include <sys/timex.h>

#include <chrono>
#include <set>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/crypto/version.hpp"
#include "daemon/ceremony/record/opening.hpp"
#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/random_sources.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t program_size_limit = 512 * 1024 * 1024;

base::Result<std::string> hash_of_file(const std::filesystem::path& path) {
  const auto content = base::read_file(path, program_size_limit);
  if (!content) return content.error();
  return base::print(crypto::sha256(*content));
}

// Microseconds that the kernel vouches for; a machine that nothing synchronises says sixteen seconds.
std::string clock_error() {
  timex state{};
  return ::adjtimex(&state) < 0 ? "unknown" : std::to_string(state.maxerror) + " us at most";
}

std::string clock() {
  return base::print(std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

// What stands in the HSM's slots, also before any token is made there.
base::Result<std::string> hardware(const hsm::Module& module) {
  const auto tokens = module.tokens();
  if (!tokens) return tokens.error();
  std::set<std::string> devices;
  for (const auto& token : *tokens)
    devices.insert(token.model + ", serial " + (token.serial.empty() ? "-" : token.serial) + ", firmware " +
                   token.firmware);
  std::string text;
  for (const auto& device : devices) text.append(text.empty() ? "" : "; ").append(device);
  return text;
}

}  // namespace

base::Result<std::string> tool_hash() { return hash_of_file("/proc/self/exe"); }

Done<Facts> expect_prologue(Ceremony& ceremony) {
  const auto tool = tool_hash();
  if (!tool) return failed(tool.error());
  const auto path = module_of(ceremony.plan(), is_rehearsal(ceremony.entries()));
  const auto module = hash_of_file(path);
  if (!module) return failed(module.error());
  const auto description = ceremony.module.description();
  if (!description) return failed(description.error());
  const auto devices = hardware(ceremony.module);
  if (!devices) return failed(devices.error());
  return Facts{{"plan", base::print(ceremony.locked.hash)},
               {"tool", *tool},
               {"tool-version", ANTIN_VERSION},
               {"openssl", crypto::openssl_version()},
               {"module", path},
               {"module-hash", *module},
               {"module-description", *description},
               {"clock", clock()},
               {"clock-error", clock_error()},
               {"devices", *devices}};
}

Done<Facts> open_prologue(Ceremony&) {
  auto random = test_host_random();
  if (!random) return random.error();
  return Facts{{"random", std::move(*random)}};
}

}  // namespace antin::ceremony
