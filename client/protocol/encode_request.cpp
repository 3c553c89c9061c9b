#include "client/protocol/message.hpp"

namespace antin::protocol {
namespace {

void fill_step(auto& to, const auto& from) {
  to.set_unit(from.unit);
  to.set_kind(from.kind);
  to.set_record(from.record);
  to.set_revision(from.revision);
  to.set_step(from.step);
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
  body.set_from(from.from);
}

void fill(wire::Request& to, const OfferBundle& from) {
  auto& body = *to.mutable_offer_bundle();
  body.set_statement(octets(from.statement));
  for (const auto& signature : from.signatures) {
    auto& added = *body.add_signatures();
    added.set_officer(signature.officer);
    added.set_cms(octets(signature.cms));
  }
}

void fill(wire::Request& to, const PutChunk& from) {
  auto& body = *to.mutable_put_chunk();
  body.set_bundle(octets(from.bundle));
  for (const auto& piece : from.pieces) {
    auto& added = *body.add_pieces();
    added.set_object(octets(piece.object));
    added.set_size(piece.size);
    added.set_offset(piece.offset);
    added.set_content(octets(piece.content));
  }
}

void fill(wire::Request& to, const TakeBundle& from) { to.mutable_take_bundle()->set_bundle(octets(from.bundle)); }

void fill(wire::Request& to, const GiveBack& from) {
  auto& body = *to.mutable_give_back();
  for (const auto& receipt : from.receipts) {
    auto& added = *body.add_receipts();
    added.set_result(octets(receipt.result));
    added.set_proof(receipt.proof);
    for (const auto& approval : receipt.approvals) fill(*added.add_approvals(), approval);
  }
}

}  // namespace

base::Bytes encode(const Request& request) {
  wire::Request message;
  message.set_request_id(octets(request.id));
  std::visit([&](const auto& body) { fill(message, body); }, request.body);
  return serialise(message);
}

}  // namespace antin::protocol
