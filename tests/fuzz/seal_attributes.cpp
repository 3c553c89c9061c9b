// Any octets, and nearly right ones, through the parser of seal attributes: what it accepts is what encode makes of it.
#include "core/forms/seal_attributes.hpp"

#include <cstdlib>

#include "tests/fuzz/edits.hpp"

namespace {

using namespace antin;

void hold(base::ByteView octets) {
  const auto parsed = forms::parse_seal_attributes(octets);
  if (parsed && !base::equal(forms::encode(*parsed), octets)) std::abort();
}

base::Bytes good(base::DigestAlgorithm hash) {
  const auto time = *base::parse_instant("2026-05-28T02:11:09Z");
  return forms::encode(forms::SealAttributes{{hash, base::Bytes(base::size_of(hash), 0x5a)}, time, {}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hold({data, size});
  hold(fuzz::edit(good(base::DigestAlgorithm::sha256), {data, size}));
  hold(fuzz::edit(good(base::DigestAlgorithm::sha384), {data, size}));
  return 0;
}
