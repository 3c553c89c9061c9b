#include "daemon/local/signer_messages.hpp"

#include "daemon/local/codec.hpp"

namespace antin::local {
namespace {

// The first octet of a message; apart from the gate's, so that a message on the wrong socket is nobody's.
enum class Tag : std::uint8_t {
  unknown = 0,
  hello = 17,
  sign_seal = 18,
  sign_timestamp = 19,
  signature = 20,
  refused = 21,
  sign_checkpoint = 22
};

void put(Encoder& out, Tag tag) { out.u8(static_cast<std::uint8_t>(tag)); }

void write(Encoder& out, const SignerHello& message) {
  put(out, Tag::hello);
  out.text(message.token);
  out.count(message.keys.size());
  for (const auto& key : message.keys) {
    out.text(key.label);
    out.bytes(key.spki);
  }
  out.flag(message.last);
  out.u64(message.used);
}

void write(Encoder& out, const SignSeal& message) {
  put(out, Tag::sign_seal);
  out.u64(message.operation);
  out.text(message.key);
  out.bytes(message.attributes);
}

void write(Encoder& out, const SignTimestamp& message) {
  put(out, Tag::sign_timestamp);
  out.u64(message.operation);
  out.text(message.key);
  out.bytes(message.info);
  out.bytes(message.attributes);
}

void write(Encoder& out, const SignCheckpoint& message) {
  put(out, Tag::sign_checkpoint);
  out.u64(message.operation);
  out.text(message.key);
  out.text(message.text);
}

void write(Encoder& out, const Signed& message) {
  put(out, Tag::signature);
  out.u64(message.operation);
  out.bytes(message.signature);
  out.u64(message.used);
}

void write(Encoder& out, const Refused& message) {
  put(out, Tag::refused);
  out.u64(message.operation);
  out.u8(static_cast<std::uint8_t>(message.reason));
  out.u64(message.used);
}

template <class Message>
base::Bytes encoded(const Message& message) {
  Encoder out;
  std::visit([&out](const auto& one) { write(out, one); }, message);
  return std::move(out).finish();
}

SignerHello read_hello(Decoder& in) {
  SignerHello message;
  message.token = in.text();
  for (auto left = in.count(); left > 0; --left) {
    SignerHello::Key key;
    key.label = in.text();
    key.spki = base::copy(in.bytes());
    message.keys.push_back(std::move(key));
  }
  message.last = in.flag();
  message.used = in.u64();
  return message;
}

SignSeal read_sign_seal(Decoder& in) {
  SignSeal message;
  message.operation = in.u64();
  message.key = in.text();
  message.attributes = base::copy(in.bytes());
  return message;
}

SignTimestamp read_sign_timestamp(Decoder& in) {
  SignTimestamp message;
  message.operation = in.u64();
  message.key = in.text();
  message.info = base::copy(in.bytes());
  message.attributes = base::copy(in.bytes());
  return message;
}

SignCheckpoint read_sign_checkpoint(Decoder& in) {
  SignCheckpoint message;
  message.operation = in.u64();
  message.key = in.text();
  message.text = in.text();
  return message;
}

Signed read_signed(Decoder& in) {
  Signed message;
  message.operation = in.u64();
  message.signature = base::copy(in.bytes());
  message.used = in.u64();
  return message;
}

std::optional<FromSigner> read_refused(Decoder& in) {
  Refused message;
  message.operation = in.u64();
  const auto reason = static_cast<SignerRefusal>(in.u8());
  message.used = in.u64();
  switch (reason) {
    case SignerRefusal::unknown:
    case SignerRefusal::malformed:
    case SignerRefusal::no_such_key:
    case SignerRefusal::wrong_purpose:
    case SignerRefusal::clock:
    case SignerRefusal::hsm:
    case SignerRefusal::checkpoint: message.reason = reason; return message;
  }
  return std::nullopt;
}

}  // namespace

base::Bytes encode(const FromSigner& message) { return encoded(message); }
base::Bytes encode(const ToSigner& message) { return encoded(message); }

std::optional<FromSigner> parse_from_signer(base::ByteView message) {
  Decoder in(message);
  std::optional<FromSigner> parsed;
  switch (static_cast<Tag>(in.u8())) {
    case Tag::hello: parsed = read_hello(in); break;
    case Tag::signature: parsed = read_signed(in); break;
    case Tag::refused: parsed = read_refused(in); break;
    case Tag::sign_seal:
    case Tag::sign_timestamp:
    case Tag::sign_checkpoint:
    case Tag::unknown: break;
  }
  return in.complete() ? std::move(parsed) : std::nullopt;
}

std::optional<ToSigner> parse_to_signer(base::ByteView message) {
  Decoder in(message);
  std::optional<ToSigner> parsed;
  switch (static_cast<Tag>(in.u8())) {
    case Tag::sign_seal: parsed = read_sign_seal(in); break;
    case Tag::sign_timestamp: parsed = read_sign_timestamp(in); break;
    case Tag::sign_checkpoint: parsed = read_sign_checkpoint(in); break;
    case Tag::hello:
    case Tag::signature:
    case Tag::refused:
    case Tag::unknown: break;
  }
  return in.complete() ? std::move(parsed) : std::nullopt;
}

}  // namespace antin::local
