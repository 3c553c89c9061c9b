#include "daemon/signer/order.hpp"

#include "core/crypto/sha2.hpp"
#include "core/forms/seal_attributes.hpp"
#include "core/forms/timestamp_info.hpp"
#include "daemon/signer/purpose.hpp"

namespace antin::signer {

using local::SignerRefusal;

base::Result<Order, SignerRefusal> understand(const local::SignSeal& message) {
  if (purpose_of(message.key) != Purpose::seal) return SignerRefusal::wrong_purpose;
  const auto attributes = forms::parse_seal_attributes(message.attributes);
  if (!attributes) return SignerRefusal::malformed;
  return Order{message.key, attributes->document.algorithm, message.attributes, std::nullopt, std::nullopt};
}

base::Result<Order, SignerRefusal> understand(const local::SignTimestamp& message) {
  if (purpose_of(message.key) != Purpose::time) return SignerRefusal::wrong_purpose;
  const auto info = forms::parse_timestamp_info(message.info);
  if (!info) return SignerRefusal::malformed;
  const auto attributes = forms::parse_token_attributes(message.attributes);
  if (!attributes) return SignerRefusal::malformed;
  // What is signed are the attributes; they must speak of this very TSTInfo, whose genTime was looked at. Whether the
  // ESS hash names the right certificate is the keeper's to know: this process has no certificates.
  if (attributes->info != crypto::sha256(message.info)) return SignerRefusal::malformed;
  return Order{message.key, base::DigestAlgorithm::sha256, message.attributes, info->gen_time, std::nullopt};
}

base::Result<Order, SignerRefusal> understand(const local::SignCheckpoint& message) {
  if (purpose_of(message.key) != Purpose::log) return SignerRefusal::wrong_purpose;
  auto checkpoint = tlog::parse_checkpoint(message.text);
  // Printed again: what is signed is what was looked at, octet for octet.
  if (!checkpoint || tlog::print(*checkpoint) != message.text) return SignerRefusal::malformed;
  return Order{message.key, base::DigestAlgorithm::sha256, base::view(message.text), std::nullopt,
               std::move(checkpoint).value()};
}

}  // namespace antin::signer
