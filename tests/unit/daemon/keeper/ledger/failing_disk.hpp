// A disk whose fsync fails when a test says so: SQLite's own file system with one function replaced.
#pragma once

#include <sqlite3.h>

namespace antin::keeper::test {

class FailingDisk {
 public:
  FailingDisk() {
    s_real = sqlite3_vfs_find(nullptr);
    m_disk = *s_real;
    m_disk.zName = "failing-disk";
    m_disk.xOpen = open;
    sqlite3_vfs_register(&m_disk, 1);
  }
  ~FailingDisk() {
    sqlite3_vfs_unregister(&m_disk);
    sqlite3_vfs_register(s_real, 1);
    s_failing = 0;
  }
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  // From now on; `kind` is SQLITE_OPEN_WAL or SQLITE_OPEN_MAIN_DB.
  static void fail_sync_of(int kind) { s_failing = kind; }

 private:
  // The methods of one kind of file, with our sync in them.
  struct Methods {
    const sqlite3_io_methods* real = nullptr;
    sqlite3_io_methods ours{};
  };

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    const int code = s_real->xOpen(s_real, name, file, flags, out_flags);
    if (code != SQLITE_OK) return code;
    if ((flags & SQLITE_OPEN_WAL) != 0) replace<SQLITE_OPEN_WAL>(file);
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) replace<SQLITE_OPEN_MAIN_DB>(file);
    return code;
  }

  template <int Kind>
  static void replace(sqlite3_file* file) {
    auto& methods = s_methods<Kind>;
    methods.real = file->pMethods;
    methods.ours = *file->pMethods;
    methods.ours.xSync = sync<Kind>;
    file->pMethods = &methods.ours;
  }

  // The octets may well have reached the disk: nobody knows.
  template <int Kind>
  static int sync(sqlite3_file* file, int flags) {
    const int code = s_methods<Kind>.real->xSync(file, flags);
    return s_failing == Kind ? SQLITE_IOERR_FSYNC : code;
  }

  template <int Kind>
  inline static Methods s_methods;
  inline static sqlite3_vfs* s_real = nullptr;
  inline static int s_failing = 0;
  sqlite3_vfs m_disk{};
};

}  // namespace antin::keeper::test
