#include "keys-dev/officers_files.hpp"

#include "client/lib/approval.hpp"
#include "core/base/file.hpp"
#include "core/statement/bundle.hpp"
#include "keys-dev/cast.hpp"
#include "keys-dev/failure.hpp"
#include "keys-dev/files.hpp"
#include "keys-dev/policy_files.hpp"
#include "policy/bundle/files.hpp"
#include "policy/bundle/signatures.hpp"

namespace antin::keys_dev {
namespace {

constexpr std::size_t file_limit = 64 * 1024;

client::SoftwareKey key_of(const Layout& layout, const std::string& id) {
  const auto read = [&](const char* ending) {
    return must(base::read_file(layout.people() / (id + ending), file_limit));
  };
  auto key = must(crypto::PrivateKey::from_pem(read(".key"), base::Secret()));
  return must(client::SoftwareKey::make(std::move(key), {must(crypto::certificate_from_pem(read(".crt")))}));
}

}  // namespace

void sign_policy(const Layout& layout, unsigned quorum, base::Instant now) {
  const auto files = must(policy::bundle::read_bundle_files(layout.policy()));
  const auto text =
      statement::print(statement::Bundle{development_origin, 1, policy::bundle::digest_of(files), std::nullopt});
  write_text(policy::bundle::statement_file(layout.policy()), text);
  for (const auto& officer : officers(quorum)) {
    auto key = key_of(layout, officer.id);
    write_file(policy::bundle::signature_file(layout.policy(), officer.id),
               must(client::sign_statement(text, key, now)).cms);
  }
}

}  // namespace antin::keys_dev
