// A ceremony's journal: what is taken prints again to the same lines.
#include <cstdint>
#include <cstdlib>

#include "daemon/ceremony/journal/journal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace antin;
  const auto text = base::text({data, size});
  const auto entries = ceremony::parse_journal(text);
  if (!entries) return 0;
  std::string again;
  for (const auto& entry : *entries) again += ceremony::print(entry) + "\n";
  if (again != text) std::abort();
  return 0;
}
