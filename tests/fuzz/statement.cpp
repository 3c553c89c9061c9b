// A statement that parses prints back to the very octets that were read.
#include "core/statement/statement.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = antin::base::text({data, size});
  const auto parsed = antin::statement::parse_approve(text);
  if (parsed && antin::statement::print(*parsed) != text) std::abort();
  return 0;
}
