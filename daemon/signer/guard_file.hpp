// What a signer must not forget, as one small file in its own folder: durable before it counts, and never made anew by
// itself.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/descriptor.hpp"
#include "core/base/result.hpp"

namespace antin::signer {

class GuardFile {
 public:
  // Locked for life: two signers on one guard would each forget the other's. `folder` is this process's own.
  static base::Result<GuardFile> open(const std::filesystem::path& folder, const std::string& name);

  [[nodiscard]] const std::filesystem::path& path() const { return m_file; }
  [[nodiscard]] base::Result<std::string> read() const;
  base::Result<void> write(std::string_view text) const;
  // Throws when it cannot be made durable: an fsync that failed is never retried, so the process must end.
  void keep(std::string_view text) const;

  // The first text of a new signer. One that is there already is left as it is; one that `parse` refuses is an error.
  template <class Parse>
  base::Result<void> initialise(std::string_view first, Parse parse) const {
    if (!exists()) return write(first);
    if (const auto there = parse(*this); !there) return there.error();
    return {};
  }

 private:
  GuardFile(std::filesystem::path file, base::Descriptor lock) : m_file(std::move(file)), m_lock(std::move(lock)) {}
  [[nodiscard]] bool exists() const;

  std::filesystem::path m_file;
  base::Descriptor m_lock;
};

}  // namespace antin::signer
