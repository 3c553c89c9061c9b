// Linked into a program under test, before libc: counts the operations that change files below one folder, and makes
// the n-th fail. ANTIN_FAULT_FOLDER names the folder, ANTIN_FAULT_AT n, ANTIN_FAULT_MODE the way:
//   kill-before, kill-after   SIGKILL instead of the operation, or right after it
//   eio-undone, eio-done      EIO without doing it, or after doing it; a sync that is not done loses what was not
//   synced enospc                    ENOSPC for this one, if it is one that needs room full                      the
//   first half of a write, and from then on ENOSPC for all that needs room power                     SIGKILL, and every
//   write since its file's last sync is lost
// Opens for reading only are not counted, except those of folders: they are opened to be synced.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace {

enum class Mode { unknown, kill_before, kill_after, eio_undone, eio_done, enospc, full, power };
enum class Kind { unknown, makes, writes, syncs, other };  // `makes` and `writes` need room on the disk

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}
#define REAL(name) real<decltype(::name)>(#name)

Mode mode_from(const char* text) {
  if (text == nullptr) return Mode::unknown;
  const std::map<std::string, Mode> modes{{"kill-before", Mode::kill_before},
                                          {"kill-after", Mode::kill_after},
                                          {"eio-undone", Mode::eio_undone},
                                          {"eio-done", Mode::eio_done},
                                          {"enospc", Mode::enospc},
                                          {"full", Mode::full},
                                          {"power", Mode::power}};
  const auto found = modes.find(text);
  if (found == modes.end()) ::abort();
  return found->second;
}

// What a write replaced: enough to take it back.
struct Overwritten {
  off_t offset = 0;
  std::string octets;
  off_t size_before = 0;
};

struct File {
  int copy = -1;  // a descriptor of our own, which outlives the program's
  std::vector<Overwritten> unsynced;
};

using FileId = std::pair<dev_t, ino_t>;

// One process's world. Never destroyed: files are closed until the very end.
struct World {
  std::mutex mutex;
  std::string folder = ::getenv("ANTIN_FAULT_FOLDER") == nullptr ? "" : ::getenv("ANTIN_FAULT_FOLDER");
  unsigned long at = ::getenv("ANTIN_FAULT_AT") == nullptr ? 0 : std::strtoul(::getenv("ANTIN_FAULT_AT"), nullptr, 10);
  Mode mode = mode_from(::getenv("ANTIN_FAULT_MODE"));
  unsigned long count = 0;
  bool is_full = false;
  std::map<int, FileId> open;
  std::map<FileId, File> files;
};

World& world() {
  static auto* const the = new World;
  return *the;
}

std::string absolute(int folder, const char* path) {
  if (path[0] == '/') return path;
  char base[PATH_MAX];
  const auto link = folder == AT_FDCWD ? std::string("/proc/self/cwd") : "/proc/self/fd/" + std::to_string(folder);
  const auto length = ::readlink(link.c_str(), base, sizeof base);
  return length < 0 ? path : std::string(base, static_cast<std::size_t>(length)) + "/" + path;
}

bool is_ours(int folder, const char* path) {
  const auto& root = world().folder;
  return !root.empty() && absolute(folder, path).compare(0, root.size() + 1, root + "/") == 0;
}

bool is_ours(int descriptor) { return world().open.count(descriptor) != 0; }

void track(int descriptor) {
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return;
  const FileId id{status.st_dev, status.st_ino};
  world().open[descriptor] = id;
  auto& file = world().files[id];
  if (file.copy < 0) file.copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 512);
}

// Before a write: what is there now.
void note(int descriptor, off_t offset, std::size_t size) {
  const auto id = world().open.at(descriptor);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) ::abort();
  Overwritten before{offset, std::string(size, '\0'), status.st_size};
  const int reader = REAL(open)(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), O_RDONLY | O_CLOEXEC);
  const auto got = ::pread(reader, before.octets.data(), size, offset);
  REAL(close)(reader);
  before.octets.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  world().files[id].unsynced.push_back(std::move(before));
}

void lose_unsynced(File& file) {
  if (file.copy < 0) return;
  const int writer = REAL(open)(("/proc/self/fd/" + std::to_string(file.copy)).c_str(), O_WRONLY | O_CLOEXEC);
  for (auto write = file.unsynced.rbegin(); write != file.unsynced.rend(); ++write) {
    if (REAL(pwrite)(writer, write->octets.data(), write->octets.size(), write->offset) < 0) ::abort();
    if (REAL(ftruncate)(writer, write->size_before) != 0) ::abort();
  }
  REAL(close)(writer);
  file.unsynced.clear();
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

int refuse(int error) {
  errno = error;
  return -1;
}

bool needs_room(Kind kind) { return kind == Kind::makes || kind == Kind::writes; }

// One operation: `act` does it. `undone` is what not doing it takes besides: a sync's loss.
template <class Act, class Undone>
auto operation(Kind kind, Act act, Undone undone) -> decltype(act()) {
  auto& all = world();
  ++all.count;
  if (all.is_full && needs_room(kind)) return refuse(ENOSPC);
  if (all.count != all.at) return act();
  switch (all.mode) {
    case Mode::unknown: return act();
    case Mode::kill_before: die();
    case Mode::kill_after: act(); die();
    case Mode::eio_undone: undone(); return refuse(EIO);
    case Mode::eio_done: act(); return refuse(EIO);
    case Mode::enospc: return needs_room(kind) ? refuse(ENOSPC) : act();
    case Mode::full: all.is_full = true; return needs_room(kind) ? refuse(ENOSPC) : act();
    case Mode::power:
      for (auto& [id, file] : all.files) lose_unsynced(file);
      die();
  }
  return act();
}

template <class Act>
auto operation(Kind kind, Act act) -> decltype(act()) {
  return operation(kind, act, [] {});
}

// `write_part` writes so many octets of what was asked for.
template <class WritePart>
ssize_t write_operation(int descriptor, off_t offset, std::size_t size, WritePart write_part) {
  auto& all = world();
  if (all.mode == Mode::full && all.count + 1 == all.at && size > 1) {
    ++all.count;
    all.is_full = true;
    note(descriptor, offset, size / 2);
    return write_part(size / 2);
  }
  return operation(Kind::writes, [&] {
    note(descriptor, offset, size);
    return write_part(size);
  });
}

template <class Sync>
int sync_operation(int descriptor, Sync sync) {
  auto& all = world();
  const auto found = all.open.find(descriptor);
  if (found == all.open.end()) return sync(descriptor);
  auto& file = all.files[found->second];
  return operation(
      Kind::syncs,
      [&] {
        const int done = sync(descriptor);
        if (done == 0) file.unsynced.clear();
        return done;
      },
      [&] { lose_unsynced(file); });
}

bool counts(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_DIRECTORY)) != 0; }

template <class Open>
int open_operation(int folder, const char* path, int flags, Open open) {
  const std::lock_guard lock(world().mutex);
  if (!is_ours(folder, path) || !counts(flags)) return open();
  const int made = operation((flags & O_CREAT) != 0 ? Kind::makes : Kind::other, open);
  track(made);
  return made;
}

unsigned mode_of(int flags, va_list list) { return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, unsigned) : 0; }

}  // namespace

extern "C" {

// For the program itself: how many there were.
unsigned long antin_file_operations() { return world().count; }

int open(const char* path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const auto mode = mode_of(flags, list);
  va_end(list);
  return open_operation(AT_FDCWD, path, flags, [&] { return REAL(open)(path, flags, mode); });
}
int open64(const char* path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const auto mode = mode_of(flags, list);
  va_end(list);
  return open_operation(AT_FDCWD, path, flags, [&] { return REAL(open64)(path, flags, mode); });
}
int openat(int folder, const char* path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const auto mode = mode_of(flags, list);
  va_end(list);
  return open_operation(folder, path, flags, [&] { return REAL(openat)(folder, path, flags, mode); });
}
int mkostemp(char* pattern, int flags) {
  return open_operation(AT_FDCWD, pattern, O_CREAT, [&] { return REAL(mkostemp)(pattern, flags); });
}
int mkostemp64(char* pattern, int flags) { return mkostemp(pattern, flags); }

int close(int descriptor) {
  const std::lock_guard lock(world().mutex);
  if (!is_ours(descriptor)) return REAL(close)(descriptor);
  world().open.erase(descriptor);
  return operation(
      Kind::other, [&] { return REAL(close)(descriptor); }, [&] { static_cast<void>(REAL(close)(descriptor)); });
}

ssize_t write(int descriptor, const void* octets, size_t size) {
  const std::lock_guard lock(world().mutex);
  const auto part = [&](std::size_t count) { return REAL(write)(descriptor, octets, count); };
  if (!is_ours(descriptor)) return part(size);
  return write_operation(descriptor, ::lseek(descriptor, 0, SEEK_CUR), size, part);
}
ssize_t pwrite(int descriptor, const void* octets, size_t size, off_t offset) {
  const std::lock_guard lock(world().mutex);
  const auto part = [&](std::size_t count) { return REAL(pwrite)(descriptor, octets, count, offset); };
  if (!is_ours(descriptor)) return part(size);
  return write_operation(descriptor, offset, size, part);
}
ssize_t pwrite64(int descriptor, const void* octets, size_t size, off64_t offset) {
  return pwrite(descriptor, octets, size, offset);
}

int fsync(int descriptor) {
  const std::lock_guard lock(world().mutex);
  struct stat status {};
  const bool folder = ::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
  const auto link = "/proc/self/fd/" + std::to_string(descriptor);
  char path[PATH_MAX] = {};
  if (folder && ::readlink(link.c_str(), path, sizeof path - 1) > 0 &&
      (world().folder == path || is_ours(AT_FDCWD, path)))
    return operation(Kind::syncs, [&] { return REAL(fsync)(descriptor); });
  return sync_operation(descriptor, [](int one) { return REAL(fsync)(one); });
}
int fdatasync(int descriptor) {
  const std::lock_guard lock(world().mutex);
  return sync_operation(descriptor, [](int one) { return REAL(fdatasync)(one); });
}

int ftruncate(int descriptor, off_t size) {
  const std::lock_guard lock(world().mutex);
  const auto act = [&] { return REAL(ftruncate)(descriptor, size); };
  if (!is_ours(descriptor)) return act();
  return operation(Kind::writes, [&] {
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && status.st_size > size)
      note(descriptor, size, static_cast<std::size_t>(status.st_size - size));
    return act();
  });
}
int ftruncate64(int descriptor, off64_t size) { return ftruncate(descriptor, size); }

int fchmod(int descriptor, mode_t mode) {
  const std::lock_guard lock(world().mutex);
  const auto act = [&] { return REAL(fchmod)(descriptor, mode); };
  return is_ours(descriptor) ? operation(Kind::other, act) : act();
}

int rename(const char* from, const char* to) {
  const std::lock_guard lock(world().mutex);
  const auto act = [&] { return REAL(rename)(from, to); };
  return is_ours(AT_FDCWD, to) ? operation(Kind::makes, act) : act();
}
int unlink(const char* path) {
  const std::lock_guard lock(world().mutex);
  const auto act = [&] { return REAL(unlink)(path); };
  return is_ours(AT_FDCWD, path) ? operation(Kind::other, act) : act();
}
int unlinkat(int folder, const char* path, int flags) {
  const std::lock_guard lock(world().mutex);
  const auto act = [&] { return REAL(unlinkat)(folder, path, flags); };
  return is_ours(folder, path) ? operation(Kind::other, act) : act();
}
int mkdir(const char* path, mode_t mode) {
  const std::lock_guard lock(world().mutex);
  const auto act = [&] { return REAL(mkdir)(path, mode); };
  return is_ours(AT_FDCWD, path) ? operation(Kind::makes, act) : act();
}
int fchmodat(int folder, const char* path, mode_t mode, int flags) {
  const std::lock_guard lock(world().mutex);
  const auto act = [&] { return REAL(fchmodat)(folder, path, mode, flags); };
  return is_ours(folder, path) ? operation(Kind::other, act) : act();
}

}  // extern "C"
