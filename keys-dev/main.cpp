#include <unistd.h>

#include <cstdio>
#include <exception>

#include "keys-dev/command_line.hpp"

namespace {

constexpr int usage = 64;  // sysexits.h
constexpr int failed = 1;

int complain(const std::exception& error, int code) {
  std::fprintf(stderr, "antin-keys-dev: %s\n", error.what());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  std::optional<antin::keys_dev::Wanted> wanted;
  try {
    wanted = antin::keys_dev::read_command_line(argc, argv);
  } catch (const std::exception& error) {
    return complain(error, usage);
  }
  if (!wanted) return 0;
  try {
    antin::keys_dev::generate(*wanted);
  } catch (const std::exception& error) {
    return complain(error, failed);
  }
  std::fflush(stdout);
  ::_exit(0);  // a PKCS#11 module's destructors are not to be trusted
}
