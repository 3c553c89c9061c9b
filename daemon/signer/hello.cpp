#include "daemon/signer/hello.hpp"

#include "daemon/local/codec.hpp"
#include "daemon/local/signer_messages.hpp"

namespace antin::signer {
namespace {

constexpr std::size_t page_limit = 48 * 1024;  // of 64 KiB: room for lengths and the token's name
constexpr std::size_t list_overhead = 8;       // two lengths a key

std::size_t size_of(const hsm::Key& key) { return key.label.size() + key.spki.size() + list_overhead; }

}  // namespace

std::vector<base::Bytes> hello_messages(const std::string& token, const std::vector<hsm::Key>& keys,
                                        std::uint64_t used) {
  std::vector<base::Bytes> messages;
  local::SignerHello page{token, {}, false, used};
  std::size_t size = 0;
  for (const auto& key : keys) {
    if (!page.keys.empty() && (size + size_of(key) > page_limit || page.keys.size() == local::list_limit)) {
      messages.push_back(local::encode(local::FromSigner(page)));
      page.keys.clear();
      size = 0;
    }
    page.keys.push_back({key.label, key.spki});
    size += size_of(key);
  }
  page.last = true;
  messages.push_back(local::encode(local::FromSigner(page)));
  return messages;
}

}  // namespace antin::signer
