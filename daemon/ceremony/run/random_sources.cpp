#include "daemon/ceremony/run/random_sources.hpp"

#include <sys/random.h>

#include <cerrno>

#include "core/crypto/random.hpp"
#include "daemon/ceremony/run/health.hpp"

namespace antin::ceremony {
namespace {

using Fill = std::function<base::Result<void>(std::span<std::uint8_t>)>;

Done<std::string> test(const std::string& source, const Fill& fill) {
  base::Bytes sample(health_sample);
  if (auto filled = fill(sample); !filled) return failed(filled.error());
  const auto health = health_of(sample);
  base::wipe(sample);
  const auto said = source + ": longest run " + std::to_string(health.longest_run) + ", most frequent " +
                    std::to_string(health.most_frequent) + " of 512";
  if (!health.is_good()) return needs_exception(Why::random_broken, {said});
  return said;
}

base::Result<void> from_kernel(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const auto size = ::getrandom(out.data(), out.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return base::Error{"the kernel gives no random octets"};
    out = out.subspan(static_cast<std::size_t>(size));
  }
  return {};
}

base::Result<void> from_openssl(std::span<std::uint8_t> out) {
  crypto::fill_random(out);
  return {};
}

}  // namespace

Done<std::string> test_host_random() {
  auto kernel = test("kernel", from_kernel);
  if (!kernel) return kernel;
  auto openssl = test("OpenSSL", from_openssl);
  if (!openssl) return openssl;
  return *kernel + "; " + *openssl;
}

Done<std::string> test_hsm_random(const hsm::Session& session) {
  return test("HSM", [&](std::span<std::uint8_t> out) -> base::Result<void> {
    constexpr std::size_t block = 4096;  // small HSMs take no more at once
    for (; !out.empty(); out = out.subspan(std::min(block, out.size()))) {
      const auto size = static_cast<CK_ULONG>(std::min(block, out.size()));
      const auto value = session.functions().C_GenerateRandom(session.handle(), out.data(), size);
      if (value != CKR_OK) return hsm::cryptoki_error("C_GenerateRandom", value);
    }
    return {};
  });
}

}  // namespace antin::ceremony
