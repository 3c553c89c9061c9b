#include "daemon/local/control_messages.hpp"

#include "daemon/local/codec.hpp"

namespace antin::local {
namespace {

// The first octet of a message; apart from the gate's, the signers' and the courier's.
enum class Tag : std::uint8_t {
  unknown = 0,
  ask_status = 49,
  make_backup = 50,
  make_archive = 51,
  close_log = 52,
  take_bundle = 53,
  take_officers = 54,
  give_stop = 55,
  give_resume = 56,
  take_ceremony = 57,
  status = 64,
  progress = 65,
  finished = 66,
  refused = 67,
  ceremony_taken = 68,
};

void put(Encoder& out, Tag tag) { out.u8(static_cast<std::uint8_t>(tag)); }

void write(Encoder& out, const AskStatus&) { put(out, Tag::ask_status); }

void write(Encoder& out, const MakeBackup& message) {
  put(out, Tag::make_backup);
  out.text(message.name);
}

void write(Encoder& out, const MakeArchive& message) {
  put(out, Tag::make_archive);
  out.u64(message.before);
  out.text(message.name);
}

void write(Encoder& out, const CloseLog& message) {
  put(out, Tag::close_log);
  out.text(message.successor);
}

void write(Encoder& out, const TakeBundle&) { put(out, Tag::take_bundle); }

void write(Encoder& out, const TakeOfficers&) { put(out, Tag::take_officers); }

void write(Encoder& out, const GiveStop& message) {
  put(out, Tag::give_stop);
  out.bytes(message.statement);
  out.bytes(message.cms);
}

void write(Encoder& out, const GiveResume& message) {
  put(out, Tag::give_resume);
  out.bytes(message.statement);
  out.count(message.signatures.size());
  for (const auto& cms : message.signatures) out.bytes(cms);
}

void write(Encoder& out, const TakeCeremony& message) {
  put(out, Tag::take_ceremony);
  out.bytes(message.note);
}

void write(Encoder& out, const Status& message) {
  put(out, Tag::status);
  out.text(message.origin);
  out.text(message.version);
  out.u32(message.start);
  out.u64(message.size);
  out.u64(message.published);
  out.u64(message.cosigned);
  out.u64(message.archived);
  out.u64(message.open_intents);
  out.u64(message.signers);
  out.flag(message.courier);
  out.text(message.successor);
  out.count(message.stopped.size());
  for (const auto& target : message.stopped) out.text(target);
  out.count(message.lost.size());
  for (const auto& log : message.lost) out.text(log);
}

void write(Encoder& out, const Progress& message) {
  put(out, Tag::progress);
  out.text(message.doing);
  out.u64(message.done);
  out.u64(message.all);
}

void write(Encoder& out, const Finished& message) {
  put(out, Tag::finished);
  out.text(message.text);
}

void write(Encoder& out, const ControlRefused& message) {
  put(out, Tag::refused);
  out.u8(static_cast<std::uint8_t>(message.reason));
  out.text(message.text);
}

void write(Encoder& out, const CeremonyTaken& message) {
  put(out, Tag::ceremony_taken);
  for (const auto* one : {&message.ceremony, &message.first}) {
    out.bytes(one->entry);
    out.text(one->proof);
  }
}

template <class Message>
base::Bytes encoded(const Message& message) {
  Encoder out;
  std::visit([&out](const auto& one) { write(out, one); }, message);
  return std::move(out).finish();
}

MakeArchive read_make_archive(Decoder& in) {
  MakeArchive message;
  message.before = in.u64();
  message.name = in.text();
  return message;
}

GiveStop read_give_stop(Decoder& in) {
  GiveStop message;
  message.statement = base::copy(in.bytes());
  message.cms = base::copy(in.bytes());
  return message;
}

GiveResume read_give_resume(Decoder& in) {
  GiveResume message;
  message.statement = base::copy(in.bytes());
  for (auto left = in.count(); left > 0; --left) message.signatures.push_back(base::copy(in.bytes()));
  return message;
}

Status read_status(Decoder& in) {
  Status message;
  message.origin = in.text();
  message.version = in.text();
  message.start = in.u32();
  message.size = in.u64();
  message.published = in.u64();
  message.cosigned = in.u64();
  message.archived = in.u64();
  message.open_intents = in.u64();
  message.signers = in.u64();
  message.courier = in.flag();
  message.successor = in.text();
  for (auto left = in.count(); left > 0; --left) message.stopped.push_back(in.text());
  for (auto left = in.count(); left > 0; --left) message.lost.push_back(in.text());
  return message;
}

Progress read_progress(Decoder& in) {
  Progress message;
  message.doing = in.text();
  message.done = in.u64();
  message.all = in.u64();
  return message;
}

CeremonyTaken read_ceremony_taken(Decoder& in) {
  CeremonyTaken message;
  for (auto* one : {&message.ceremony, &message.first}) {
    one->entry = base::copy(in.bytes());
    one->proof = in.text();
  }
  return message;
}

std::optional<ToControl> read_refused(Decoder& in) {
  const auto reason = static_cast<ControlRefusal>(in.u8());
  auto text = in.text();
  switch (reason) {
    case ControlRefusal::unknown:
    case ControlRefusal::request:
    case ControlRefusal::not_now:
    case ControlRefusal::failed: return ControlRefused{reason, std::move(text)};
  }
  return std::nullopt;
}

}  // namespace

base::Bytes encode(const FromControl& message) { return encoded(message); }
base::Bytes encode(const ToControl& message) { return encoded(message); }

std::optional<FromControl> parse_from_control(base::ByteView message) {
  Decoder in(message);
  std::optional<FromControl> parsed;
  switch (static_cast<Tag>(in.u8())) {
    case Tag::ask_status: parsed = AskStatus{}; break;
    case Tag::make_backup: parsed = MakeBackup{in.text()}; break;
    case Tag::make_archive: parsed = read_make_archive(in); break;
    case Tag::close_log: parsed = CloseLog{in.text()}; break;
    case Tag::take_bundle: parsed = TakeBundle{}; break;
    case Tag::take_officers: parsed = TakeOfficers{}; break;
    case Tag::give_stop: parsed = read_give_stop(in); break;
    case Tag::give_resume: parsed = read_give_resume(in); break;
    case Tag::take_ceremony: parsed = TakeCeremony{base::copy(in.bytes())}; break;
    case Tag::status:
    case Tag::progress:
    case Tag::finished:
    case Tag::refused:
    case Tag::ceremony_taken:
    case Tag::unknown: break;
  }
  return in.complete() ? std::move(parsed) : std::nullopt;
}

std::optional<ToControl> parse_to_control(base::ByteView message) {
  Decoder in(message);
  std::optional<ToControl> parsed;
  switch (static_cast<Tag>(in.u8())) {
    case Tag::status: parsed = read_status(in); break;
    case Tag::progress: parsed = read_progress(in); break;
    case Tag::finished: parsed = Finished{in.text()}; break;
    case Tag::refused: parsed = read_refused(in); break;
    case Tag::ceremony_taken: parsed = read_ceremony_taken(in); break;
    case Tag::ask_status:
    case Tag::make_backup:
    case Tag::make_archive:
    case Tag::close_log:
    case Tag::take_bundle:
    case Tag::take_officers:
    case Tag::give_stop:
    case Tag::give_resume:
    case Tag::take_ceremony:
    case Tag::unknown: break;
  }
  return in.complete() ? std::move(parsed) : std::nullopt;
}

}  // namespace antin::local
