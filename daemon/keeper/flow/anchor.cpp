// Anchors: timestamps over the log's own checkpoints, and their entries.
#include "core/crypto/sha2.hpp"
#include "daemon/keeper/flow/flow.hpp"

namespace antin::keeper {

// An older copy of the ledger must have nothing stamped either.
void Flow::anchor() {
  if (!m_witnesses.may_continue() || policy::stop_of_timestamp(m_in_force.policy(), m_stops)) return;
  const auto imprint = m_anchors.next_own();
  if (!imprint) return;
  auto prepared = m_in_force.authority().prepare({.imprint = *imprint});
  if (!prepared) return m_anchors.failed(prepared.error().text);
  const auto operation = begin(AnchorOperation{});
  m_outbox.order(operation, [operation, key = m_in_force.policy().timestamp.key, token = *prepared](KeyStore& keys) {
    keys.sign_timestamp(operation, key, token.info_der, token.attributes);
  });
  m_anchor = std::move(*prepared);
}

void Flow::want_last_anchor() {
  const bool is_stopped = policy::stop_of_timestamp(m_in_force.policy(), m_stops).has_value();
  if (!m_closed && m_witnesses.may_continue() && !is_stopped) m_anchors.want_last();
}

void Flow::anchor_stamped(base::ByteView signature) {
  const auto prepared = *std::exchange(m_anchor, std::nullopt);
  if (policy::stop_of_timestamp(m_in_force.policy(), m_stops))
    return m_anchors.failed("security officers have stopped it");
  auto token = m_in_force.authority().finish(prepared, signature, true);
  if (!token) return m_anchors.failed("the time key gave a signature that does not hold: " + token.error().text);
  if (const auto anchored = m_anchors.take_own(prepared, *std::move(token))) enter(*anchored, entry_clock());
}

void Flow::receive(const Anchored& anchored) { enter(anchored, std::nullopt); }

void Flow::enter(const Anchored& anchored, std::optional<EntryClock> clock) {
  const auto now = m_clock.read().now;
  const EntryToken token{anchored.gen_time, anchored.serial, crypto::sha256(anchored.token)};
  must(m_ledger.put_blob(token.sha256, anchored.token));
  append(encode(AnchorEntry{now, anchored.checkpoint.size, anchored.checkpoint.root, anchored.url, std::move(clock),
                            token, m_in_force.policy().digest}),
         now);
  must(m_ledger.set_value(Anchors::ledger_value, m_anchors.entered(anchored, now)));
}

}  // namespace antin::keeper
