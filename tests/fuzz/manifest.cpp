// A manifest that is accepted is made of lines that printed again are the same, and no path leads out of its folder.
#include <cstdlib>

#include "policy/bundle/files.hpp"

namespace {

using namespace antin;

void check(std::string_view text) {
  const auto lines = policy::bundle::parse_manifest(text);
  if (!lines) return;
  std::string again;
  for (const auto& [hash, path] : *lines) {
    again += base::to_hex(hash) + "  " + path + "\n";
    if (path.front() == '/' || path.find("..") == 0 || path.find("/.") != std::string::npos) std::abort();
    if (!path.ends_with(".toml") && !path.ends_with(".crt")) std::abort();
  }
  if (again != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::text(base::ByteView(data, size));
  check(text);
  const std::string line = std::string(64, 'a') + "  ";
  check(line + std::string(text) + ".crt\n");
  check(line + "units.toml\n" + std::string(64, 'b') + "  " + std::string(text) + "\n");
  return 0;
}
