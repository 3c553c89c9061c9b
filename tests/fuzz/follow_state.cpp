// A state of `audit follow` that parses prints back to the very octets that were read.
#include "client/cli/follow_state.hpp"

#include <cstdlib>

#include "tests/fuzz/edits.hpp"

namespace {

using namespace antin;

// A log of five entries, read up to the third, the entries in a file.
constexpr std::string_view vkey = "seal.dev.example/2026+f4f71515+AeubaTOGeq8eiGtCCImRFQU492eWp2dH0YIgpuiOxpRb\n";
constexpr std::string_view mark =
    "output 1024 sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n";
constexpr std::string_view view =
    "antin/log-view/v1\n"
    "next 3\n"
    "M7C4b3LWDZrrRGVuvkfDebTA7jRpqwrt0DKxdeSQAzg=\n"
    "X1sjwc9PHSaL+E9/yLKan4C32P8n1sojb4xfWi7Y0F0=\n"
    "sFhBG98ygQVrRVsKgjLzcaNbBYCCg/025i5bgZh7TSE=\n"
    "\n"
    "seal.dev.example/2026\n"
    "5\n"
    "ELjn3HXe//E7tB/mB19OSZ8IH4m59nWSp0jGQQ85W8A=\n"
    "\n"
    "— seal.dev.example/2026 "
    "9PcVFcpCs2+kfTBUDOqPqdpxV2fRTssdkdq0SDSy0Net4dXXXSmAKeLW/7Y69ms36ranKLDaF0rzhKbCwv+dndMomwY=\n";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const client::LogTrust trust{client::parse_log_keys(vkey).value(), {}, 0};
  const base::ByteView bytes(data, size);
  const auto whole = std::string(mark) + std::string(view);
  for (const auto& octets : {base::copy(bytes), fuzz::edit(base::copy(base::view(mark)), bytes),
                             fuzz::edit(base::copy(base::view(whole)), bytes)}) {
    const auto state = cli::parse_follow_state(trust, base::text(octets));
    if (state && cli::print(*state) != base::text(octets)) std::abort();
  }
  return 0;
}
