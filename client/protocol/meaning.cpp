// The preimage is our own layout and not protobuf's, because protobuf may encode one message in many ways.
#include "client/protocol/codec.hpp"

namespace antin::protocol {
namespace {

enum class Kind : std::uint8_t { submit = 1, timestamp = 2, lookup = 3, about = 4 };

void put(base::Bytes& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
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
  out.push_back(static_cast<std::uint8_t>(Kind::submit));
  put_record(out, body);
  put(out, base::print(body.digest));
  put(out, static_cast<std::uint32_t>(body.formats.size()));
  for (const auto& format : body.formats) put(out, format);
}

void put_body(base::Bytes& out, const Timestamp& body) {
  out.push_back(static_cast<std::uint8_t>(Kind::timestamp));
  put(out, base::ByteView(body.request));
}

void put_body(base::Bytes& out, const Lookup& body) {
  out.push_back(static_cast<std::uint8_t>(Kind::lookup));
  put_record(out, body);
}

void put_body(base::Bytes& out, const About&) { out.push_back(static_cast<std::uint8_t>(Kind::about)); }

}  // namespace

base::Bytes meaning(const Request& request) {
  base::Bytes out;
  std::visit([&](const auto& body) { put_body(out, body); }, request.body);
  return out;
}

}  // namespace antin::protocol
