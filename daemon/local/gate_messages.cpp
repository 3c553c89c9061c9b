#include "daemon/local/gate_messages.hpp"

#include "daemon/local/codec.hpp"

namespace antin::local {
namespace {

// The first octet of a message. Zero is nobody's.
enum class Tag : std::uint8_t { unknown = 0, forward = 1, counts = 2, systems = 3, answer = 4, next_key = 5 };

void put(Encoder& out, Tag tag) { out.u8(static_cast<std::uint8_t>(tag)); }

void write(Encoder& out, const Forward& message) {
  put(out, Tag::forward);
  out.bytes(message.caller);
  out.bytes(message.route);
  out.bytes(message.request);
}

void write(Encoder& out, const GateCounts& message) {
  put(out, Tag::counts);
  out.u64(message.unknown_system);
  out.u64(message.too_large);
  out.u64(message.malformed);
  out.u64(message.rate_limited);
  out.u64(message.overloaded);
}

void write(Encoder& out, const NextKey& message) {
  put(out, Tag::next_key);
  out.text(message.endpoint);
  out.bytes(message.key);
}

void write(Encoder& out, const Systems& message) {
  put(out, Tag::systems);
  out.flag(message.first);
  out.flag(message.last);
  out.count(message.systems.size());
  for (const auto& one : message.systems) {
    out.bytes(one.key);
    out.text(one.name);
    out.flag(one.suspended);
  }
}

void write(Encoder& out, const Answer& message) {
  put(out, Tag::answer);
  out.bytes(message.caller);
  out.bytes(message.route);
  out.bytes(message.response);
}

template <class Message>
base::Bytes encoded(const Message& message) {
  Encoder out;
  std::visit([&out](const auto& one) { write(out, one); }, message);
  return std::move(out).finish();
}

Forward read_forward(Decoder& in) {
  Forward message;
  message.caller = in.fixed<32>();
  message.route = base::copy(in.bytes());
  message.request = base::copy(in.bytes());
  return message;
}

GateCounts read_counts(Decoder& in) {
  GateCounts message;
  message.unknown_system = in.u64();
  message.too_large = in.u64();
  message.malformed = in.u64();
  message.rate_limited = in.u64();
  message.overloaded = in.u64();
  return message;
}

NextKey read_next_key(Decoder& in) {
  NextKey message;
  message.endpoint = in.text();
  message.key = in.fixed<32>();
  return message;
}

Systems read_systems(Decoder& in) {
  Systems message;
  message.first = in.flag();
  message.last = in.flag();
  for (auto left = in.count(); left > 0; --left) {
    Systems::One one;
    one.key = in.fixed<32>();
    one.name = in.text();
    one.suspended = in.flag();
    message.systems.push_back(std::move(one));
  }
  return message;
}

Answer read_answer(Decoder& in) {
  Answer message;
  message.caller = in.fixed<32>();
  message.route = base::copy(in.bytes());
  message.response = base::copy(in.bytes());
  return message;
}

}  // namespace

base::Bytes encode(const FromGate& message) { return encoded(message); }
base::Bytes encode(const ToGate& message) { return encoded(message); }

std::optional<FromGate> parse_from_gate(base::ByteView message) {
  Decoder in(message);
  std::optional<FromGate> parsed;
  switch (static_cast<Tag>(in.u8())) {
    case Tag::forward: parsed = read_forward(in); break;
    case Tag::counts: parsed = read_counts(in); break;
    case Tag::next_key: parsed = read_next_key(in); break;
    case Tag::systems:
    case Tag::answer:
    case Tag::unknown: break;
  }
  return in.complete() ? std::move(parsed) : std::nullopt;
}

std::optional<ToGate> parse_to_gate(base::ByteView message) {
  Decoder in(message);
  std::optional<ToGate> parsed;
  switch (static_cast<Tag>(in.u8())) {
    case Tag::systems: parsed = read_systems(in); break;
    case Tag::answer: parsed = read_answer(in); break;
    case Tag::forward:
    case Tag::counts:
    case Tag::next_key:
    case Tag::unknown: break;
  }
  return in.complete() ? std::move(parsed) : std::nullopt;
}

}  // namespace antin::local
