// Any octets through the DER reader: what it accepts, the writer must give back octet by octet.
#include <cstdlib>

#include "core/der/reader.hpp"
#include "core/der/writer.hpp"

namespace {

using namespace antin;

void require(bool holds) {
  if (!holds) std::abort();
}

template <class Read, class Encode>
void read_and_encode(base::ByteView whole, Read read, Encode encode) {
  der::Reader reader(whole);
  const auto value = (reader.*read)();
  if (value) require(base::equal(encode(*value), whole));
}

void read_values(base::ByteView whole) {
  read_and_encode(whole, &der::Reader::small_integer, der::encode_integer);
  read_and_encode(whole, &der::Reader::unsigned_integer, der::encode_unsigned);
  read_and_encode(whole, &der::Reader::oid, der::encode_oid);
  read_and_encode(whole, &der::Reader::cms_time, der::encode_cms_time);
  read_and_encode(whole, &der::Reader::generalized_time, der::encode_generalized_time);
}

void walk(der::Reader reader, int depth) {
  while (const auto element = reader.next()) {
    require(base::equal(der::encode(element->tag, element->content), element->whole));
    read_values(element->whole);
    if (depth < 50) walk(der::Reader(element->content), depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  walk(der::Reader({data, size}), 0);
  return 0;
}
