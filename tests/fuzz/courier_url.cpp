// A URL that is accepted prints back to the very octets that were read, and no prefix of it leads out of its host.
#include <cstdlib>

#include "core/base/bytes.hpp"
#include "daemon/courier/url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = antin::base::text({data, size});
  const auto parsed = antin::courier::parse_url(text);
  if (!parsed) return 0;
  if (antin::courier::print(*parsed) != text) std::abort();
  if (parsed->host.empty() || parsed->port == 0 || !parsed->target.starts_with('/')) std::abort();
  if (text.find("/../") != std::string_view::npos && text.find("/../") < text.find('?')) std::abort();
  return 0;
}
