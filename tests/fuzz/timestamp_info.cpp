// Any octets, and nearly right ones, through the parsers of TSTInfo and of token attributes: what they accept is what
// encode makes of it.
#include "core/forms/timestamp_info.hpp"

#include <cstdlib>

#include "tests/fuzz/edits.hpp"

namespace {

using namespace antin;

template <class T>
void hold(const base::Result<T>& parsed, base::ByteView octets) {
  if (parsed && !base::equal(forms::encode(*parsed), octets)) std::abort();
}

void parse(base::ByteView octets) {
  hold(forms::parse_timestamp_info(octets), octets);
  hold(forms::parse_token_attributes(octets), octets);
}

base::Bytes good_info(std::uint32_t accuracy_ms) {
  const forms::TimestampInfo info{"2.999.1.1",  base::sha256_digest({}),
                                  {0x01, 0x80}, *base::parse_instant("2026-05-28T02:11:09.410Z"),
                                  accuracy_ms,  base::Bytes{0xff, 0x02}};
  return forms::encode(info);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  parse({data, size});
  parse(fuzz::edit(good_info(1000), {data, size}));
  parse(fuzz::edit(good_info(300), {data, size}));
  parse(fuzz::edit(forms::encode(forms::TokenAttributes{}), {data, size}));
  return 0;
}
