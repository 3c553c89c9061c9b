#include "daemon/keeper/flow/orders.hpp"

#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "core/statement/stop.hpp"
#include "daemon/keeper/approvals/approvals.hpp"
#include "daemon/keeper/flow/codes.hpp"
#include "daemon/keeper/flow/must.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

using policy::OfficerSignature;
using policy::OrderUse;

// Whose it is, by the certificate that the log has pinned.
OfficerSignature look_at(base::ByteView statement, const base::Bytes& cms, const OrderGround& ground,
                         std::vector<policy::bundle::Signer>& signers) {
  const auto read = evidence::read_detached_cms(cms, statement);
  if (!read) return {{}, verification_of(read.error().fault)};
  for (const auto& [id, certificate] : ground.officers.certificates) {
    if (certificate.hash != read->certificate.hash) continue;
    signers.push_back({id, certificate, cms});
    const auto stands = ground.people.check(certificate, {}, evidence::Purpose::person, ground.now);
    return {id, stands ? policy::Verification::valid : verification_of(stands.error().fault)};
  }
  return {{}, policy::Verification::valid};
}

OrderUse use_of(const std::optional<OrderRecord>& before) {
  if (!before) return OrderUse::fresh;
  return before->is_newest ? OrderUse::in_force : OrderUse::over;
}

std::optional<base::Sha256Hash> stopped_by(Ledger& ledger, const base::Target& target) {
  for (const auto& stop : must(ledger.stops()))
    if (stop.target == target) return stop.leaf;
  return std::nullopt;
}

// The end of both: what the rules say, and what it led to when it is a repeat.
JudgedOrder judged(JudgedOrder out, std::optional<policy::OrderRefusal> refusal, std::optional<OrderRecord> before) {
  if (refusal) {
    out.refusal = code_of(*refusal);
  } else if (before) {
    out.record = *std::move(before);
    out.is_repeat = true;
  }
  return out;
}

JudgedOrder unreadable(const base::Error& error) {
  process::log_info("an order of security officers cannot be read: " + error.text);
  JudgedOrder out;
  out.refusal = protocol::Code::statement_mismatch;
  return out;
}

JudgedOrder judge_one(const protocol::Stop& order, const OrderGround& ground) {
  const auto said = statement::parse_stop(base::text(order.statement));
  if (!said) return unreadable(said.error());
  JudgedOrder out;
  out.record.act = OrderAct::stop;
  out.record.target = said->target;
  out.record.reason = said->reason;
  out.record.statement = crypto::sha256(order.statement);
  auto before = must(ground.ledger.order(out.record.statement));
  const policy::StopOrder asked{said->log, said->target, said->expires,
                                look_at(order.statement, order.cms, ground, out.signers), use_of(before)};
  const auto refusal = policy::refuse_stop(ground.policy, asked, ground.now);
  return judged(std::move(out), refusal, std::move(before));
}

JudgedOrder judge_one(const protocol::Resume& order, const OrderGround& ground) {
  const auto said = statement::parse_resume(base::text(order.statement));
  if (!said) return unreadable(said.error());
  JudgedOrder out;
  out.record.act = OrderAct::resume;
  out.record.target = said->target;
  out.record.statement = crypto::sha256(order.statement);
  out.previous = said->previous;
  auto before = must(ground.ledger.order(out.record.statement));
  policy::ResumeOrder asked{said->log,
                            said->target,
                            said->previous,
                            said->expires,
                            {},
                            ground.officers.statement.threshold,
                            stopped_by(ground.ledger, said->target),
                            use_of(before)};
  for (const auto& cms : order.signatures)
    asked.signatures.push_back(look_at(order.statement, cms, ground, out.signers));
  const auto refusal = policy::refuse_resume(ground.policy, asked, ground.now);
  return judged(std::move(out), refusal, std::move(before));
}

}  // namespace

JudgedOrder judge(const SignedOrder& order, const OrderGround& ground) {
  return std::visit([&](const auto& one) { return judge_one(one, ground); }, order);
}

std::string said_of(const OrderRecord& record) {
  const auto entry = "entry " + std::to_string(record.index) + " with leaf " + base::print(record.leaf);
  return base::print(record.target) + (record.act == OrderAct::stop ? " is stopped, by " : " goes on, by ") + entry;
}

policy::Stops stops_in(Ledger& ledger) {
  policy::Stops stops;
  for (const auto& stop : must(ledger.stops())) stops.add(stop.target);
  return stops;
}

}  // namespace antin::keeper
