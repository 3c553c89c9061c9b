// A person with a key in memory who approves as fast as a machine can.
#pragma once

#include "core/forms/signed_data.hpp"
#include "tests/support/development_folder.hpp"

namespace antin::bench {

class Approver {
 public:
  Approver(const test::DevelopmentFolder& folder, const std::string& person);

  // The same octets as client::sign_statement makes; it does not hold each signature against the certificate, which
  // would cost the load generator more than the signature does.
  [[nodiscard]] protocol::Approval approve(const test::Wish& wish);

 private:
  client::SoftwareKey m_key;
  forms::SignerTemplate m_signer;
};

}  // namespace antin::bench
