#include "daemon/local/courier_messages.hpp"

#include "daemon/local/codec.hpp"

namespace antin::local {
namespace {

// The first octet of a message; apart from the gate's and the signers'.
constexpr std::uint8_t fetch_tag = 33;
constexpr std::uint8_t fetched_tag = 34;

bool is_known(FetchMethod method) {
  switch (method) {
    case FetchMethod::get:
    case FetchMethod::post: return true;
    case FetchMethod::unknown: break;
  }
  return false;
}

bool is_known(FetchOutcome outcome) {
  switch (outcome) {
    case FetchOutcome::answered:
    case FetchOutcome::unreachable:
    case FetchOutcome::refused: return true;
    case FetchOutcome::unknown: break;
  }
  return false;
}

}  // namespace

std::string what_came_of(const Fetched& fetched) {
  switch (fetched.outcome) {
    case FetchOutcome::answered: return "it answers with HTTP status " + std::to_string(fetched.status);
    case FetchOutcome::unreachable: return "it cannot be reached";
    case FetchOutcome::refused: return "antin-courier may not go there: see its `allow`";
    case FetchOutcome::unknown: break;
  }
  return "antin-courier does not say what came of it";
}

base::Bytes encode(const Fetch& message) {
  Encoder out;
  out.u8(fetch_tag);
  out.u64(message.operation);
  out.u8(static_cast<std::uint8_t>(message.method));
  out.text(message.url);
  out.text(message.content_type);
  out.bytes(message.body);
  return std::move(out).finish();
}

base::Bytes encode(const Fetched& message) {
  Encoder out;
  out.u8(fetched_tag);
  out.u64(message.operation);
  out.u8(static_cast<std::uint8_t>(message.outcome));
  out.u32(message.status);
  out.text(message.content_type);
  out.bytes(message.body);
  return std::move(out).finish();
}

std::optional<Fetch> parse_fetch(base::ByteView message) {
  Decoder in(message);
  if (in.u8() != fetch_tag) return std::nullopt;
  Fetch parsed;
  parsed.operation = in.u64();
  parsed.method = static_cast<FetchMethod>(in.u8());
  parsed.url = in.text();
  parsed.content_type = in.text();
  parsed.body = base::copy(in.bytes());
  if (!in.complete() || !is_known(parsed.method)) return std::nullopt;
  return parsed;
}

std::optional<Fetched> parse_fetched(base::ByteView message) {
  Decoder in(message);
  if (in.u8() != fetched_tag) return std::nullopt;
  Fetched parsed;
  parsed.operation = in.u64();
  parsed.outcome = static_cast<FetchOutcome>(in.u8());
  parsed.status = in.u32();
  parsed.content_type = in.text();
  parsed.body = base::copy(in.bytes());
  if (!in.complete() || !is_known(parsed.outcome)) return std::nullopt;
  return parsed;
}

}  // namespace antin::local
