// The preimage is our own layout and not protobuf's, because protobuf may encode one message in many ways.
#include "client/protocol/codec.hpp"

namespace antin::protocol {
namespace {

enum class Kind : std::uint8_t {
  submit = 1,
  timestamp = 2,
  lookup = 3,
  about = 4,
  checkpoint = 5,
  entries = 6,
  inclusion = 7,
  consistency = 8,
  open_reading = 9,
  close_reading = 10,
  stored = 11,
  end = 12,
  change_roster = 30,
  read_roster = 31,
  stop = 50,
  resume = 51,
  offer_bundle = 60,
  put_chunk = 61,
  take_bundle = 62,
  give_back = 70,
};

void put(base::Bytes& out, Kind kind) { out.push_back(static_cast<std::uint8_t>(kind)); }

void put(base::Bytes& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
}

void put(base::Bytes& out, std::uint64_t number) {
  put(out, static_cast<std::uint32_t>(number >> 32));
  put(out, static_cast<std::uint32_t>(number));
}

void put(base::Bytes& out, base::ByteView field) {
  put(out, static_cast<std::uint32_t>(field.size()));
  base::append(out, field);
}

void put(base::Bytes& out, std::string_view field) { put(out, base::view(field)); }

void put_record(base::Bytes& out, const auto& body) {
  put(out, body.unit);
  put(out, body.kind);
  put(out, body.record);
  put(out, body.revision);
  put(out, body.step);
}

void put_body(base::Bytes& out, const Submit& body) {
  put(out, Kind::submit);
  put_record(out, body);
  put(out, base::print(body.digest));
  put(out, static_cast<std::uint32_t>(body.formats.size()));
  for (const auto& format : body.formats) put(out, format);
}

// The statements are what is asked for: they hold the reason. The signatures over them may vary.
void put_body(base::Bytes& out, const End& body) {
  put(out, Kind::end);
  put_record(out, body);
  put(out, base::verb_of(body.act));
  put(out, static_cast<std::uint32_t>(body.approvals.size()));
  for (const auto& approval : body.approvals) put(out, base::ByteView(approval.statement));
}

void put_body(base::Bytes& out, const Stop& body) {
  put(out, Kind::stop);
  put(out, base::ByteView(body.statement));
}

void put_body(base::Bytes& out, const Resume& body) {
  put(out, Kind::resume);
  put(out, base::ByteView(body.statement));
}

void put_body(base::Bytes& out, const Timestamp& body) {
  put(out, Kind::timestamp);
  put(out, base::ByteView(body.request));
}

void put_body(base::Bytes& out, const Lookup& body) {
  put(out, Kind::lookup);
  put_record(out, body);
}

void put_body(base::Bytes& out, const About&) { put(out, Kind::about); }

void put_body(base::Bytes& out, const Checkpoint&) { put(out, Kind::checkpoint); }

void put_reading(base::Bytes& out, const std::optional<ReadingId>& reading) {
  put(out, reading ? base::ByteView(*reading) : base::ByteView());
}

void put_body(base::Bytes& out, const Entries& body) {
  put(out, Kind::entries);
  put(out, body.from);
  put(out, body.count);
  put(out, body.wait_ms);
  put_reading(out, body.reading);
}

void put_what(base::Bytes& out, std::uint64_t index) { put(out, index); }

void put_what(base::Bytes& out, const StepName& step) { put_record(out, step); }

void put_body(base::Bytes& out, const Inclusion& body) {
  put(out, Kind::inclusion);
  out.push_back(static_cast<std::uint8_t>(body.what.index()));
  std::visit([&](const auto& what) { put_what(out, what); }, body.what);
  put(out, body.size);
  put_reading(out, body.reading);
}

void put_body(base::Bytes& out, const Consistency& body) {
  put(out, Kind::consistency);
  put(out, body.from);
  put(out, body.size);
}

void put_body(base::Bytes& out, const OpenReading& body) {
  put(out, Kind::open_reading);
  put(out, base::ByteView(body.statement));
}

void put_body(base::Bytes& out, const CloseReading& body) {
  put(out, Kind::close_reading);
  put(out, base::ByteView(body.reading));
}

void put_body(base::Bytes& out, const Stored& body) {
  put(out, Kind::stored);
  put(out, base::ByteView(body.reading));
  put(out, base::ByteView(body.hash));
  put(out, body.from);
}

void put_body(base::Bytes& out, const ChangeRoster& body) {
  put(out, Kind::change_roster);
  put(out, base::ByteView(body.statement));
  put(out, static_cast<std::uint32_t>(body.items.size()));
  for (const auto& item : body.items) put(out, base::ByteView(item.statement));
}

void put_body(base::Bytes& out, const ReadRoster& body) {
  put(out, Kind::read_roster);
  put(out, body.unit);
  put(out, body.person);
  put(out, body.after);
  put(out, body.count);
  put_reading(out, body.reading);
}

void put_body(base::Bytes& out, const OfferBundle& body) {
  put(out, Kind::offer_bundle);
  put(out, base::ByteView(body.statement));
}

void put_body(base::Bytes& out, const PutChunk& body) {
  put(out, Kind::put_chunk);
  put(out, base::ByteView(body.bundle));
  put(out, static_cast<std::uint32_t>(body.pieces.size()));
  for (const auto& piece : body.pieces) {
    put(out, base::ByteView(piece.object));
    put(out, piece.size);
    put(out, piece.offset);
    put(out, base::ByteView(piece.content));
  }
}

void put_body(base::Bytes& out, const TakeBundle& body) {
  put(out, Kind::take_bundle);
  put(out, base::ByteView(body.bundle));
}

void put_body(base::Bytes& out, const GiveBack& body) {
  put(out, Kind::give_back);
  put(out, static_cast<std::uint32_t>(body.receipts.size()));
  for (const auto& receipt : body.receipts) put(out, base::ByteView(receipt.result));
}

}  // namespace

base::Bytes meaning(const Request& request) {
  base::Bytes out;
  std::visit([&](const auto& body) { put_body(out, body); }, request.body);
  return out;
}

}  // namespace antin::protocol
