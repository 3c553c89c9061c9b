// A URL that is accepted prints back to the very octets that were read, and its path leads nowhere but down.
#include <cstdlib>

#include "core/base/bytes.hpp"
#include "daemon/courier/url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = antin::base::text({data, size});
  const auto parsed = antin::courier::parse_url(text);
  if (!parsed) return 0;
  if (antin::courier::print(*parsed) != text) std::abort();
  if (parsed->host.empty() || parsed->port == 0 || !parsed->target.starts_with('/')) std::abort();
  if (parsed->target.substr(0, parsed->target.find('?')).find("/../") != std::string::npos) std::abort();
  return 0;
}
