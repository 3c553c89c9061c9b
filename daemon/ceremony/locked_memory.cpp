#include "daemon/ceremony/locked_memory.hpp"

#include <sys/mman.h>

#include "daemon/ceremony/language.hpp"

namespace antin::ceremony {

cli::Outcome<void> lock_memory(const Plan& plan, Language language) {
  if (::mlockall(MCL_CURRENT | MCL_FUTURE) == 0) return {};
  if (plan.purpose == Purpose::development) return {};
  return refused(language, Why::memory_not_locked);
}

}  // namespace antin::ceremony
