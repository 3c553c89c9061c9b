#include "daemon/keeper/approvals/registrars.hpp"

#include "core/crypto/identity.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/roster.hpp"
#include "core/tlog/tree.hpp"
#include "policy/bundle/people.hpp"

namespace antin::keeper {
namespace {

policy::Verification verify_one(const protocol::ChangeRoster& change, const base::Bytes& cms,
                                const evidence::Trust& people, base::Instant now, VerifiedRegistrars& out) {
  auto& signature = out.signatures.emplace_back();
  auto signed_by = evidence::read_detached_cms(cms, change.statement);
  if (!signed_by) {
    out.problem = signed_by.error().text;
    return signature.verification = verification_of(signed_by.error().fault);
  }
  signature.certificate = signed_by->certificate.hash;
  out.certificates.push_back(signed_by->certificate.der);
  const auto trusted = people.check(signed_by->certificate, {}, evidence::Purpose::person, now);
  if (!trusted) out.problem = trusted.error().text;
  return signature.verification = trusted ? policy::Verification::valid : verification_of(trusted.error().fault);
}

void read_from_batch(ReadItem& out, const protocol::ChangeRoster& change, const protocol::RosterItem& item) {
  const auto batch = statement::parse_roster_batch(base::text(change.statement));
  auto said = statement::parse_roster_change(base::text(item.statement));
  if (!batch || !said || !statement::agrees(*batch, *said)) return;
  out.is_covered = item.index < batch->items && tlog::verify_inclusion(tlog::leaf_hash(item.statement), item.index,
                                                                       batch->items, item.path, batch->root);
  out.said = policy::bundle::converted(std::move(*said));
}

}  // namespace

VerifiedRegistrars verify_registrars(const protocol::ChangeRoster& change, const evidence::Trust& people,
                                     base::Instant now) {
  VerifiedRegistrars out;
  for (const auto& cms : change.cms)
    if (verify_one(change, cms, people, now, out) != policy::Verification::valid) return out;
  return out;
}

ReadItem read_item(const protocol::ChangeRoster& change, const protocol::RosterItem& item) {
  ReadItem out;
  const bool is_alone = item.statement.empty();
  out.statement = is_alone ? change.statement : item.statement;
  out.hash = crypto::sha256(out.statement);
  if (!is_alone) {
    out.batch = crypto::sha256(change.statement);
    read_from_batch(out, change, item);
  } else if (auto said = statement::parse_roster_change(base::text(change.statement))) {
    out.said = policy::bundle::converted(std::move(*said));
  }
  return out;
}

policy::PresentedCertificate verify_presented(base::ByteView der, const evidence::Trust& people,
                                              base::ByteView person_key, base::Instant now) {
  policy::PresentedCertificate presented{crypto::sha256(der), policy::Verification::malformed, std::nullopt};
  const auto certificate = crypto::parse_certificate(der);
  if (!certificate) return presented;
  const auto trusted = people.check(*certificate, {}, evidence::Purpose::person, now);
  presented.verification = trusted ? policy::Verification::valid : verification_of(trusted.error().fault);
  presented.identity = crypto::identity_of(person_key, *certificate);
  return presented;
}

}  // namespace antin::keeper
