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

void fill(wire::Request& to, const Submit& from) {
  auto& body = *to.mutable_submit();
  body.set_unit(from.unit);
  body.set_kind(from.kind);
  body.set_record(from.record);
  body.set_revision(from.revision);
  body.set_step(from.step);
  body.set_digest(base::print(from.digest));
  for (const auto& approval : from.approvals) {
    auto& added = *body.add_approvals();
    added.set_statement(octets(approval.statement));
    added.set_cms(octets(approval.cms));
  }
  for (const auto& format : from.formats) body.add_formats(format);
}

void fill(wire::Request& to, const Timestamp& from) { to.mutable_timestamp()->set_request(octets(from.request)); }

void fill(wire::Request& to, const Lookup& from) {
  auto& body = *to.mutable_lookup();
  body.set_unit(from.unit);
  body.set_kind(from.kind);
  body.set_record(from.record);
  body.set_revision(from.revision);
  body.set_step(from.step);
}

void fill(wire::Request& to, const About&) { to.mutable_about(); }

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
}

void fill(wire::Response& to, const base::Bytes& result) { to.set_result(octets(result)); }

void fill(wire::Response& to, const WireError& error) {
  auto& body = *to.mutable_error();
  body.set_code(std::string(facts(error.code).name));
  body.set_text(error.text);
  body.set_retry(error.retry);
  body.set_retry_after_ms(error.retry_after_ms);
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
  return serialise(message);
}

}  // namespace antin::protocol
