// What a custodian types. What is taken prints again to the same characters, dashes and spaces aside.
#include <cstdint>
#include <cstdlib>

#include "daemon/ceremony/shares/shares.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace antin;
  const ceremony::ShareOf of{"fuzz", "seals", "user-pin", 1};
  // Any share, as it is written and with one octet of the input laid over it.
  if (size < 4) return 0;
  const ceremony::Share share{static_cast<std::uint8_t>(data[0] | 1), base::Secret({data + 1, size - 1})};
  const auto text = ceremony::share_text(share, of);
  const auto back = ceremony::parse_share(text, of);
  if (size - 1 <= 64 && (!back || !base::equal(back->value.expose_secret(), share.value.expose_secret()))) std::abort();
  auto changed = base::copy(text.expose_secret());
  changed[data[0] % changed.size()] = data[1];
  (void)ceremony::parse_share(base::Secret(changed), of);
  (void)ceremony::parse_share(base::Secret({data, size}), of);
  return 0;
}
