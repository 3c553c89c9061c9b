#include <stdexcept>

#include "antin.pb.h"
#include "client/protocol/codec.hpp"

namespace antin::protocol {
namespace {

std::string octets(base::ByteView bytes) { return {bytes.begin(), bytes.end()}; }

base::Bytes serialise(const google::protobuf::MessageLite& message) {
  base::Bytes out(message.ByteSizeLong());
  if (!message.SerializeToArray(out.data(), static_cast<int>(out.size()))) {
    throw std::logic_error("a wire message that cannot be serialised");
  }
  return out;
}

void fill_step(auto& to, const auto& from) {
  to.set_unit(from.unit);
  to.set_kind(from.kind);
  to.set_record(from.record);
  to.set_revision(from.revision);
  to.set_step(from.step);
}

void fill(wire::BulkItem& to, const BulkItem& from) {
  to.set_statement(octets(from.statement));
  to.set_index(from.index);
  for (const auto& hash : from.path) to.add_path(octets(hash));
}

void fill(wire::Approval& to, const Approval& from) {
  to.set_statement(octets(from.statement));
  to.set_cms(octets(from.cms));
  if (from.bulk) fill(*to.mutable_bulk(), *from.bulk);
}

void fill(wire::Request& to, const Submit& from) {
  auto& body = *to.mutable_submit();
  fill_step(body, from);
  body.set_digest(base::print(from.digest));
  for (const auto& approval : from.approvals) fill(*body.add_approvals(), approval);
  for (const auto& format : from.formats) body.add_formats(format);
}

void fill(wire::Request& to, const End& from) {
  auto& body = *to.mutable_end();
  fill_step(body, from);
  body.set_act(std::string(base::verb_of(from.act)));
  for (const auto& approval : from.approvals) fill(*body.add_approvals(), approval);
}

void fill(wire::Request& to, const Stop& from) {
  auto& body = *to.mutable_stop();
  body.set_statement(octets(from.statement));
  body.set_cms(octets(from.cms));
}

void fill(wire::Request& to, const Resume& from) {
  auto& body = *to.mutable_resume();
  body.set_statement(octets(from.statement));
  for (const auto& cms : from.signatures) body.add_cms(octets(cms));
}

void fill(wire::RosterItem& to, const RosterItem& from) {
  to.set_statement(octets(from.statement));
  to.set_index(from.index);
  for (const auto& hash : from.path) to.add_path(octets(hash));
  to.set_certificate(octets(from.certificate));
}

void fill(wire::Request& to, const ChangeRoster& from) {
  auto& body = *to.mutable_change_roster();
  body.set_statement(octets(from.statement));
  for (const auto& cms : from.cms) body.add_cms(octets(cms));
  for (const auto& item : from.items) fill(*body.add_items(), item);
}

void fill(wire::Request& to, const ReadRoster& from) {
  auto& body = *to.mutable_read_roster();
  body.set_unit(from.unit);
  body.set_person(from.person);
  body.set_after(from.after);
  body.set_count(from.count);
  if (from.reading) body.set_reading(octets(*from.reading));
}

void fill(wire::Request& to, const Timestamp& from) { to.mutable_timestamp()->set_request(octets(from.request)); }

void fill(wire::Request& to, const Lookup& from) { fill_step(*to.mutable_lookup(), from); }

void fill(wire::Request& to, const About&) { to.mutable_about(); }

void fill(wire::Request& to, const Checkpoint&) { to.mutable_checkpoint(); }

void fill(wire::Request& to, const Entries& from) {
  auto& body = *to.mutable_entries();
  body.set_from(from.from);
  body.set_count(from.count);
  body.set_wait_ms(from.wait_ms);
  if (from.reading) body.set_reading(octets(*from.reading));
}

void fill(wire::Inclusion& to, std::uint64_t index) { to.set_index(index); }

void fill(wire::Inclusion& to, const StepName& from) { fill_step(*to.mutable_step(), from); }

void fill(wire::Request& to, const Inclusion& from) {
  auto& body = *to.mutable_inclusion();
  std::visit([&](const auto& what) { fill(body, what); }, from.what);
  body.set_size(from.size);
  if (from.reading) body.set_reading(octets(*from.reading));
}

void fill(wire::Request& to, const Consistency& from) {
  auto& body = *to.mutable_consistency();
  body.set_from(from.from);
  body.set_size(from.size);
}

void fill(wire::Request& to, const OpenReading& from) {
  auto& body = *to.mutable_open_reading();
  body.set_statement(octets(from.statement));
  body.set_cms(octets(from.cms));
}

void fill(wire::Request& to, const CloseReading& from) {
  to.mutable_close_reading()->set_reading(octets(from.reading));
}

void fill(wire::Request& to, const Stored& from) {
  auto& body = *to.mutable_stored();
  body.set_reading(octets(from.reading));
  body.set_hash(octets(from.hash));
}

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
}

void fill(wire::WorkflowShape& to, const WorkflowShape& from) {
  to.set_kind(from.kind);
  for (const auto& step : from.steps) {
    auto& added = *to.add_steps();
    added.set_name(step.name);
    for (const auto& role : step.roles) added.add_roles(role);
    added.set_approvers(step.approvers);
    added.set_seals(step.seals);
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

base::Bytes encode(const Request& request) {
  wire::Request message;
  message.set_request_id(octets(request.id));
  std::visit([&](const auto& body) { fill(message, body); }, request.body);
  return serialise(message);
}

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
