#include "daemon/witness/key_file.hpp"

#include "core/base/file.hpp"
#include "core/tlog/note.hpp"
#include "daemon/process/credentials.hpp"

namespace antin::witness {
namespace {

constexpr unsigned file_mode = 0400;

}  // namespace

base::Result<std::string> make_key(const std::filesystem::path& file, const std::string& name) {
  if (!tlog::is_key_name(name)) return base::Error{"name: '" + name + "' has blanks or a plus sign, or is empty"};
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(file, ignored)))
    return base::Error{file.string() + " is there already; a key is never overwritten"};
  const auto pem = crypto::new_ed25519_pem();
  if (!pem) return pem.error();
  const auto key = crypto::PrivateKey::from_pem(pem->expose_secret(), {});
  if (!key) return key.error();
  const auto vkey = tlog::verifier_key(name, tlog::KeyType::cosignature, key->spki());
  if (!vkey) return vkey.error();
  if (const auto written = base::write_file_durably(file, pem->expose_secret(), file_mode); !written)
    return written.error();
  return tlog::print(*vkey);
}

base::Result<crypto::PrivateKey> read_key(const std::string& file) {
  const auto pem = process::read_credential(file);
  if (!pem) return pem.error();
  auto key = crypto::PrivateKey::from_pem(pem->expose_secret(), {});
  if (!key) return base::Error{"key: " + key.error().text};
  return key;
}

}  // namespace antin::witness
