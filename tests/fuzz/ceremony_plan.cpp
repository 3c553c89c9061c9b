// A ceremony's plan in both its forms: TOML that somebody wrote, and a plan.lock. What is taken comes back as it is.
#include <cstdint>
#include <cstdlib>

#include "tests/unit/daemon/ceremony/plan/sample.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace antin;
  const base::ByteView input(data, size);
  if (const auto plan = ceremony::parse_lock(base::text(input)))
    if (ceremony::print_lock(*plan) != base::text(input)) std::abort();
  const auto certificate_at = [](const std::string& path) {
    crypto::Certificate certificate;
    certificate.key = crypto::KeyAlgorithm::ecdsa_p256;
    for (std::size_t i = 0; i < path.size(); ++i) certificate.hash.at(i % 32) ^= static_cast<std::uint8_t>(path[i]);
    return base::Result<crypto::Certificate>(certificate);
  };
  const auto read = ceremony::read_plan("plan.toml", input, {certificate_at, ceremony::sample_former});
  if (!read) return 0;
  const auto again = ceremony::parse_lock(ceremony::print_lock(read->plan));
  if (!again || *again != read->plan) std::abort();
  return 0;
}
