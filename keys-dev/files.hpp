// Files and folders with the mode and the owner that they need from the start: a key is never readable for a moment.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/bytes.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

void make_folder(const std::filesystem::path& path, mode_t mode = 0755, Owner owner = root_owner);
void write_file(const std::filesystem::path& path, base::ByteView content, mode_t mode = 0644,
                Owner owner = root_owner);
inline void write_text(const std::filesystem::path& path, std::string_view text, mode_t mode = 0644,
                       Owner owner = root_owner) {
  write_file(path, base::view(text), mode, owner);
}
void give_tree(const std::filesystem::path& path, Owner owner);

}  // namespace antin::keys_dev
