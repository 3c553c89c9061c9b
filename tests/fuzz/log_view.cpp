// A state of a log's reader that parses prints back to the very octets that were read; the key file's parsers too.
#include "client/lib/log_view.hpp"

#include <cstdlib>

#include "tests/fuzz/edits.hpp"

namespace {

using namespace antin;

// A log of five entries, read up to the third.
constexpr std::string_view vkey = "seal.dev.example/2026+f4f71515+AeubaTOGeq8eiGtCCImRFQU492eWp2dH0YIgpuiOxpRb\n";
constexpr std::string_view state =
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
  for (const auto& octets : {base::copy(bytes), fuzz::edit(base::copy(base::view(state)), bytes)}) {
    const auto view = client::LogView::parse(trust, base::text(octets));
    if (view && view->print() != base::text(octets)) std::abort();
  }
  (void)client::parse_log_keys(base::text(bytes));
  (void)client::parse_witness_keys(base::text(bytes));
  return 0;
}
