#include "daemon/gate/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace antin::gate {
namespace {

constexpr std::uint64_t own_descriptors = 64;

}  // namespace

base::Result<void> allow_descriptors_for(std::uint64_t connections) {
  const rlim_t wanted = 2 * connections + own_descriptors;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return base::Error{"cannot read the limit of file descriptors"};
  if (limit.rlim_max < wanted) {
    return base::Error{"connections: " + std::to_string(connections) +
                       " need LimitNOFILE >= " + std::to_string(wanted)};
  }
  limit.rlim_cur = std::max(limit.rlim_cur, wanted);
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return base::Error{"cannot raise the limit of file descriptors"};
  return {};
}

}  // namespace antin::gate
