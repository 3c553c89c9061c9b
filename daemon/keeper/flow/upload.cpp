// A policy bundle comes over the wire: what a quorum of the security officers has signed, then the files, then it is
// taken as one from the folder is. The quorum's word is what counts; the grant keeps everybody else from filling the
// disk, and from choosing the moment at which a bundle that was signed comes into force.
#include <algorithm>

#include "core/crypto/sha2.hpp"
#include "daemon/keeper/bundles/people.hpp"
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/flow.hpp"
#include "policy/grants.hpp"

namespace antin::keeper {
namespace {

using protocol::Code;

constexpr unsigned overload_retry_ms = 500;
constexpr std::size_t text_limit = 1000;  // octets of what an error says

policy::bundle::SignedStatement signed_statement_of(const protocol::OfferBundle& offer) {
  policy::bundle::SignedStatement said{std::string(base::text(offer.statement)), {}};
  for (const auto& signature : offer.signatures) said.signatures.push_back({signature.officer, signature.cms});
  std::sort(said.signatures.begin(), said.signatures.end(),
            [](const auto& left, const auto& right) { return left.officer < right.officer; });
  return said;
}

protocol::OfferResult result_of(const Staging::Progress& progress) {
  protocol::OfferResult result{{}, progress.more, progress.files};
  for (const auto& missing : progress.missing) result.missing.push_back({missing.object, missing.there});
  return result;
}

}  // namespace

void Flow::take_uploads(Staging& staging, PolicyPlaces places) {
  m_staging = &staging;
  m_places = std::move(places);
}

// False: answered already.
bool Flow::may_upload(const Context& context) {
  if (!policy::has_grant(context.system, policy::Grant::govern)) {
    deny(context, Code::no_grant, attempt_of(context, Code::no_grant));
    return false;
  }
  if (m_staging != nullptr && takes_work()) return true;
  refuse_unlogged(context.waiter, Code::log_closed);
  return false;
}

void Flow::refuse_bundle(const Context& context, const std::string& why) {
  refuse_bundle(context.waiter, attempt_of(context, Code::bundle_refused), why);
}

void Flow::refuse_bundle(const Waiter& waiter, Attempt attempt, const std::string& why) {
  auto error = protocol::wire_error(Code::bundle_refused);
  const auto at = attempt.at;
  if (takes_entry(attempt.system, Code::bundle_refused, at)) append(encode(DeniedEntry{std::move(attempt)}), at);
  error.text = why.substr(0, text_limit);
  m_outbox.answer(waiter, error);
}

void Flow::serve(const Context& context, const protocol::OfferBundle& offer) {
  if (!may_upload(context)) return;
  if (const auto opened = open_offer(offer, context.clock.now); !opened)
    return refuse_bundle(context, opened.error().text);
  const auto has = [this](const base::Sha256Hash& hash) { return must(m_ledger.blob(hash)).has_value(); };
  m_outbox.answer(context.waiter, protocol::encode(result_of(m_staging->progress(protocol::missing_limit, has))));
}

// Before a single octet of the bundle is kept.
base::Result<base::Sha256Hash> Flow::open_offer(const protocol::OfferBundle& offer, base::Instant now) {
  auto said = signed_statement_of(offer);
  const auto last = kept_bundle(m_ledger);
  if (!last) return last.error();
  std::optional<policy::bundle::Predecessor> before;
  if (*last) before = policy::bundle::Predecessor{(*last)->version, (*last)->bundle};
  const auto vouched = policy::bundle::vouch(said, officers(), before);
  if (!vouched) return vouched.error();
  const auto digest = vouched->statement.bundle;
  if (auto begun = m_staging->offer(std::move(said), digest, now); !begun) return begun.error();
  if (std::exchange(m_offered, digest) != digest) m_arrived.clear();
  return digest;
}

void Flow::serve(const Context& context, const protocol::PutChunk& chunk) {
  if (!may_upload(context)) return;
  protocol::ChunkResult result;
  for (const auto& piece : chunk.pieces) {
    const auto put =
        m_staging->put(chunk.bundle, {piece.object, piece.size, piece.offset, piece.content}, context.clock.now);
    if (!put) return refuse_bundle(context, put.error().text);
    if (!*put) break;
    ++result.taken;
    note_arrived(piece);
  }
  m_outbox.answer(context.waiter, protocol::encode(result));
}

// What may be a certificate is parsed as it comes: taken all at once, thousands would keep everybody waiting. Whole in
// one piece, as all are but the odd one.
void Flow::note_arrived(const protocol::Piece& piece) {
  const bool is_whole = piece.offset == 0 && piece.content.size() == piece.size;
  if (!is_whole || piece.size > policy::bundle::certificate_size_limit || m_arrived.contains(piece.object)) return;
  // Of an object that is there already nobody has looked at what came again.
  if (crypto::sha256(piece.content) != piece.object) return;
  if (auto certificate = crypto::certificate_from_pem(piece.content))
    m_arrived.emplace(piece.object, *std::move(certificate));
}

void Flow::serve(const Context& context, const protocol::TakeBundle& take_it) {
  if (!may_upload(context)) return;
  const auto& policy = m_in_force.policy();
  // A repeat whose answer was lost. Its entry is somewhere before the newest.
  if (policy.digest == take_it.bundle) {
    const auto newest = must(m_ledger.size()) - 1;
    return m_outbox.answer_once_logged(context.waiter, protocol::encode(protocol::TakeBundleResult{0, policy.version}),
                                       newest, Shown::nothing);
  }
  if (m_taking) return refuse_unlogged(context.waiter, Code::overloaded, overload_retry_ms);
  auto whole =
      m_staging->whole(take_it.bundle, [this](const base::Sha256Hash& hash) { return must(m_ledger.blob(hash)); });
  if (!whole) return refuse_bundle(context, whole.error().text);
  BundleSource source{std::move(whole->files), [&] { return base::Result(whole->signed_statement); }, true, &m_arrived};
  auto proposal = propose_bundle(std::move(source), m_places, officers(), m_ledger, m_identity, m_clock, &m_in_force);
  if (!proposal) return refuse_bundle(context, proposal.error().text);
  if (const auto kept = m_log.check_keys(proposal->in_force->log_keys()); !kept)
    return refuse_bundle(context, kept.error().text);
  m_taking = Taking{*std::move(proposal), context.waiter, attempt_of(context, Code::bundle_refused), m_newest_change};
}

// With the roster as the rest of the batch has left it.
base::Result<void> Flow::follow_roster(Taking& taking) {
  if (taking.newest_change == m_newest_change) return {};
  auto& next = *taking.proposal.in_force;
  auto roster = kept_roster(m_ledger, m_identity.person_key, next.bundle());
  if (!roster) return roster.error();
  next.take(*std::move(roster));
  return {};
}

// With the batch, not in the middle of it: what a request is served by stays as it was until all have been served.
void Flow::take_what_was_uploaded() {
  if (!m_taking) return;
  auto taking = *std::exchange(m_taking, std::nullopt);
  if (auto roster = follow_roster(taking); !roster)
    return refuse_bundle(taking.waiter, std::move(taking.attempt), roster.error().text);
  const auto entry = must(m_ledger.size());
  put_into_force(std::move(taking.proposal));
  m_staging->drop();
  m_arrived.clear();
  const protocol::TakeBundleResult result{entry, m_in_force.policy().version};
  m_outbox.answer_once_logged(taking.waiter, protocol::encode(result), entry, Shown::nothing);
}

}  // namespace antin::keeper
