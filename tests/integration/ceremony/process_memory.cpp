#include "tests/integration/ceremony/process_memory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/base/descriptor.hpp"

namespace antin::ceremony {
namespace {

struct Region {
  unsigned long from = 0;
  unsigned long until = 0;
};

std::vector<Region> writable_regions(int process) {
  std::vector<Region> regions;
  std::istringstream maps(process_file(process, "maps"));
  for (std::string line; std::getline(maps, line);) {
    Region region;
    char dash = 0;
    std::string rights;
    std::istringstream words(line);
    words >> std::hex >> region.from >> dash >> region.until >> rights;
    if (rights.starts_with("rw") && line.find("[vvar]") == std::string::npos) regions.push_back(region);
  }
  return regions;
}

}  // namespace

std::string process_file(int process, const std::string& name) {
  std::ifstream file("/proc/" + std::to_string(process) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<int> children_of(int process) {
  std::istringstream list(process_file(process, "task/" + std::to_string(process) + "/children"));
  return {std::istream_iterator<int>(list), {}};
}

std::optional<bool> memory_holds(int process, base::ByteView octets) {
  const base::Descriptor memory(::open(("/proc/" + std::to_string(process) + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
  const auto regions = writable_regions(process);
  if (!memory.is_open() || regions.empty()) return std::nullopt;
  for (const auto& region : regions) {
    base::Bytes content(region.until - region.from);
    const auto size = ::pread(memory.number(), content.data(), content.size(), static_cast<off_t>(region.from));
    if (size < 0) continue;  // a guard page
    content.resize(static_cast<std::size_t>(size));
    if (std::search(content.begin(), content.end(), octets.begin(), octets.end()) != content.end()) return true;
  }
  return false;
}

}  // namespace antin::ceremony
