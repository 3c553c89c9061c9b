// Preloaded into antin-ceremony: a kernel whose random numbers are all the same.
#include <sys/random.h>

#include <cstring>

extern "C" ssize_t getrandom(void* out, size_t size, unsigned) {
  std::memset(out, 0x55, size);
  return static_cast<ssize_t>(size);
}
