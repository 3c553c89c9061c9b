#include "client/protocol/message.hpp"

namespace antin::protocol {
namespace {

void fill(wire::StepResult& to, const StepResult& from) {
  to.set_index(from.index);
  to.set_entry(octets(from.entry));
  to.set_seal(octets(from.seal));
  to.set_token(octets(from.token));
}

void fill(wire::StepState& to, const StepState& from) {
  to.set_step(from.step);
  to.set_status(from.status);
  to.set_digest(base::print(from.digest));
  to.set_index(from.index);
  if (from.leaf) to.set_leaf(octets(*from.leaf));
  if (from.at) to.set_at(base::print(*from.at));
}

void fill(wire::Ending& to, const Ending& from) {
  to.set_act(std::string(base::verb_of(from.act)));
  to.set_reason(from.reason);
  to.set_index(from.index);
  to.set_leaf(octets(from.leaf));
  to.set_at(base::print(from.at));
  to.set_proof(from.proof);
}

void fill(wire::Result& to, const EndResult& from) {
  auto& body = *to.mutable_end();
  body.set_index(from.index);
  body.set_entry(octets(from.entry));
}

void fill(wire::Result& to, const OrderResult& from) {
  auto& body = *to.mutable_order();
  body.set_index(from.index);
  body.set_entry(octets(from.entry));
}

void fill(wire::Result& to, const StepResult& from) { fill(*to.mutable_step(), from); }

void fill(wire::Result& to, const TimestampResult& from) {
  auto& body = *to.mutable_timestamp();
  body.set_index(from.index);
  body.set_entry(octets(from.entry));
  body.set_response(octets(from.response));
}

void fill(wire::Result& to, const LookupResult& from) {
  auto& body = *to.mutable_lookup();
  for (const auto& state : from.steps) fill(*body.add_steps(), state);
  if (from.result) fill(*body.mutable_result(), *from.result);
  if (from.ending) fill(*body.mutable_ending(), *from.ending);
  body.set_newest_revision(from.newest_revision);
  body.set_successor(from.successor);
}

void fill(wire::WorkflowShape& to, const WorkflowShape& from) {
  to.set_kind(from.kind);
  for (const auto& step : from.steps) {
    auto& added = *to.add_steps();
    added.set_name(step.name);
    for (const auto& role : step.roles) added.add_roles(role);
    added.set_approvers(step.approvers);
    added.set_seals(step.seals);
    added.set_vouched(step.vouched);
  }
  for (const auto& ending : from.endings) {
    auto& added = *to.add_endings();
    added.set_act(std::string(base::verb_of(ending.act)));
    added.set_step(ending.step);
    for (const auto& role : ending.roles) added.add_roles(role);
    added.set_approvers(ending.approvers);
    for (const auto& reason : ending.reasons) added.add_reasons(reason);
  }
}

void fill(wire::RegistrationShape& to, const RegistrationShape& from) {
  for (const auto& role : from.roles) to.add_roles(role);
  to.set_unit(from.unit);
  to.set_registrar(from.registrar);
  to.set_registrars(from.registrars);
  for (const auto& role : from.acts_for) to.add_acts_for(role);
}

void fill(wire::Result& to, const AboutResult& from) {
  auto& body = *to.mutable_about();
  body.set_log(from.log);
  body.set_policy(base::print(from.policy));
  body.set_policy_version(from.policy_version);
  body.set_system(from.system);
  for (const auto& unit : from.units) body.add_units(unit);
  for (const auto& grant : from.grants) body.add_grants(grant);
  for (const auto& workflow : from.workflows) fill(*body.add_workflows(), workflow);
  for (const auto& rule : from.registration) fill(*body.add_registration(), rule);
  if (!from.next_key) return;
  body.mutable_next_key()->set_endpoint(from.next_key->endpoint);
  body.mutable_next_key()->set_server_key(octets(from.next_key->server_key));
}

void fill(wire::Result& to, const CheckpointResult& from) {
  auto& body = *to.mutable_checkpoint();
  body.set_note(from.note);
  body.set_cosigned(from.cosigned);
}

void fill(wire::Item& to, const base::Bytes& entry) { to.set_entry(octets(entry)); }

void fill(wire::Item& to, const base::Sha256Hash& leaf) { to.set_leaf(octets(leaf)); }

void fill(wire::Item& to, const Item& from) {
  std::visit([&](const auto& what) { fill(to, what); }, from);
}

void fill(wire::Result& to, const EntriesResult& from) {
  auto& body = *to.mutable_entries();
  body.set_checkpoint(from.checkpoint);
  body.set_from(from.from);
  for (const auto& item : from.items) fill(*body.add_items(), item);
}

void fill(wire::Result& to, const InclusionResult& from) {
  auto& body = *to.mutable_inclusion();
  body.set_index(from.index);
  body.set_size(from.size);
  for (const auto& hash : from.path) body.add_path(octets(hash));
  body.set_note(from.note);
  fill(*body.mutable_item(), from.item);
}

void fill(wire::Result& to, const ConsistencyResult& from) {
  auto& body = *to.mutable_consistency();
  for (const auto& hash : from.path) body.add_path(octets(hash));
}

void fill(wire::Result& to, const OpenReadingResult& from) {
  auto& body = *to.mutable_open_reading();
  body.set_reading(octets(from.reading));
  body.set_person_key(octets(from.person_key));
  body.set_index(from.index);
}

void fill(wire::Result& to, const CloseReadingResult& from) { to.mutable_close_reading()->set_index(from.index); }

void fill(wire::StoredResult& to, const base::Bytes& blob) { to.set_blob(octets(blob)); }

void fill(wire::StoredResult& to, const Approval& from) { fill(*to.mutable_approval(), from); }

void fill(wire::StoredResult& to, const StoredRosterChange& from) {
  auto& body = *to.mutable_roster_change();
  body.set_statement(octets(from.statement));
  for (const auto& cms : from.cms) body.add_cms(octets(cms));
  if (from.bulk) fill(*body.mutable_bulk(), *from.bulk);
}

void fill(wire::Result& to, const StoredResult& from) {
  auto& body = *to.mutable_stored();
  std::visit([&](const auto& what) { fill(body, what); }, from.what);
  body.set_size(from.size);
}

void fill(wire::Result& to, const OfferResult& from) {
  auto& body = *to.mutable_offer();
  for (const auto& missing : from.missing) {
    auto& added = *body.add_missing();
    added.set_object(octets(missing.object));
    added.set_there(missing.there);
  }
  body.set_more(from.more);
  body.set_files(from.files);
}

void fill(wire::Result& to, const ChunkResult& from) { to.mutable_chunk()->set_taken(from.taken); }

void fill(wire::Result& to, const TakeBundleResult& from) {
  auto& body = *to.mutable_taken();
  body.set_index(from.index);
  body.set_version(from.version);
}

void fill(wire::Response& to, const base::Bytes& result) { to.set_result(octets(result)); }

void fill(wire::Error& to, const WireError& error) {
  to.set_code(std::string(facts(error.code).name));
  to.set_text(error.text);
  to.set_retry(error.retry);
  to.set_retry_after_ms(error.retry_after_ms);
}

void fill(wire::Response& to, const WireError& error) { fill(*to.mutable_error(), error); }

void fill(wire::RosterOutcome& to, const RosterDone& done) {
  to.mutable_done()->set_index(done.index);
  to.mutable_done()->set_leaf(octets(done.leaf));
}

void fill(wire::RosterOutcome& to, const WireError& error) { fill(*to.mutable_error(), error); }

void fill(wire::Result& to, const ChangeRosterResult& from) {
  auto& body = *to.mutable_change_roster();
  for (const auto& outcome : from.outcomes)
    std::visit([&](const auto& what) { fill(*body.add_outcomes(), what); }, outcome);
}

void fill(wire::ReceiptOutcome& to, const ReceiptTaken& from) {
  auto& taken = *to.mutable_taken();
  taken.set_outcome(std::string(name_of(from.outcome)));
  taken.set_index(from.index);
  taken.set_leaf(octets(from.leaf));
}

void fill(wire::ReceiptOutcome& to, const WireError& error) { fill(*to.mutable_error(), error); }

void fill(wire::Result& to, const GiveBackResult& from) {
  auto& body = *to.mutable_given_back();
  for (const auto& outcome : from.outcomes)
    std::visit([&](const auto& what) { fill(*body.add_outcomes(), what); }, outcome);
}

void fill(wire::RosterPerson& to, const RosterPerson& from) {
  to.set_id(from.id);
  for (const auto& certificate : from.certificates) to.add_certificates(octets(certificate));
  for (const auto& role : from.roles) {
    auto& added = *to.add_roles();
    added.set_unit(role.unit);
    added.set_role(role.role);
    added.set_scope(role.scope);
    added.set_from(base::print(role.from));
    added.set_until(base::print(role.until));
    added.set_acting_for(role.acting_for);
    added.set_founding(role.founding);
  }
  for (const auto& unit : from.suspended) to.add_suspended(unit);
}

void fill(wire::Result& to, const ReadRosterResult& from) {
  auto& body = *to.mutable_read_roster();
  for (const auto& person : from.people) fill(*body.add_people(), person);
  body.set_more(from.more);
}

}  // namespace

base::Bytes encode(const ResultBody& result) {
  wire::Result message;
  std::visit([&](const auto& body) { fill(message, body); }, result);
  return serialise(message);
}

base::Bytes encode(const Response& response) {
  wire::Response message;
  if (response.id) message.set_request_id(octets(*response.id));
  std::visit([&](const auto& outcome) { fill(message, outcome); }, response.outcome);
  message.set_proof(response.proof);
  return serialise(message);
}

}  // namespace antin::protocol
