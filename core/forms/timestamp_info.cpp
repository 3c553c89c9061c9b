#include "core/forms/timestamp_info.hpp"

#include <stdexcept>

#include "core/crypto/random.hpp"
#include "core/der/reader.hpp"
#include "core/forms/algorithms.hpp"
#include "core/forms/objects.hpp"

namespace antin::forms {
namespace {

constexpr std::uint32_t largest_accuracy_ms = 1000;
constexpr std::size_t longest_serial = 20;  // RFC 3161 2.4.2: up to 160 bits
constexpr std::size_t longest_nonce = 32;

bool is_well_formed(const TimestampInfo& info) {
  if (!base::is_well_formed(info.imprint)) return false;
  if (info.serial.empty() || info.serial.size() > longest_serial) return false;
  if (info.serial.front() == 0 || info.serial.front() > 0x7f) return false;
  if (info.accuracy_ms == 0 || info.accuracy_ms > largest_accuracy_ms) return false;
  return !info.nonce || (!info.nonce->empty() && info.nonce->size() <= longest_nonce);
}

base::Bytes message_imprint(const base::Digest& imprint) {
  return der::encode(der::sequence,
                     {hash_identifier(imprint.algorithm), der::encode(der::octet_string, imprint.value)});
}

// Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, millis [0] INTEGER (1..999) OPTIONAL, micros [1] OPTIONAL }
base::Bytes encode_accuracy(std::uint32_t milliseconds) {
  if (milliseconds % 1000 == 0) return der::encode(der::sequence, der::encode_integer(milliseconds / 1000));
  auto millis = der::encode_integer(milliseconds);
  millis.front() = der::context(0);  // IMPLICIT: the tag alone changes
  return der::encode(der::sequence, millis);
}

std::optional<std::uint32_t> read_accuracy(der::Reader& in) {
  auto accuracy = in.enter(der::sequence);
  if (!accuracy) return std::nullopt;
  if (accuracy->at(der::integer)) {
    const auto seconds = accuracy->small_integer();
    if (!seconds || *seconds > largest_accuracy_ms / 1000) return std::nullopt;
    return static_cast<std::uint32_t>(*seconds * 1000);
  }
  const auto millis = accuracy->next(der::context(0));
  if (!millis || millis->content.size() > 2) return std::nullopt;
  std::uint32_t value = 0;
  for (const auto octet : millis->content) value = value << 8 | octet;
  return value;
}

std::optional<base::Digest> read_imprint(der::Reader& in) {
  auto imprint = in.enter(der::sequence);
  const auto identifier = imprint ? imprint->next(der::sequence) : std::nullopt;
  const auto octets = identifier ? imprint->next(der::octet_string) : std::nullopt;
  if (!octets) return std::nullopt;
  for (const auto algorithm : {base::DigestAlgorithm::sha256, base::DigestAlgorithm::sha384})
    if (base::equal(identifier->whole, hash_identifier(algorithm)))
      return base::Digest{algorithm, base::copy(octets->content)};
  return std::nullopt;
}

// The fields in their order. It does not judge what is left over: the caller compares octets.
std::optional<TimestampInfo> read_fields(base::ByteView der) {
  der::Reader outer(der);
  auto in = outer.enter(der::sequence);
  if (!in || !in->small_integer()) return std::nullopt;
  TimestampInfo info;
  auto policy = in->oid();
  auto imprint = read_imprint(*in);
  auto serial = in->unsigned_integer();
  const auto gen_time = in->generalized_time();
  const auto accuracy = read_accuracy(*in);
  if (!policy || !imprint || !serial || !gen_time || !accuracy) return std::nullopt;
  if (in->at(der::integer)) info.nonce = in->unsigned_integer();
  info.policy = std::move(*policy);
  info.imprint = std::move(*imprint);
  info.serial = std::move(*serial);
  info.gen_time = *gen_time;
  info.accuracy_ms = *accuracy;
  return info;
}

}  // namespace

base::Bytes encode(const TimestampInfo& info) {
  if (!is_well_formed(info)) throw std::invalid_argument("a TSTInfo out of its bounds");
  static const auto version = der::encode_integer(1);
  // `ordering` is false, its default, which DER leaves out.
  return der::encode(der::sequence, {version, der::encode_oid(info.policy), message_imprint(info.imprint),
                                     der::encode_unsigned(info.serial), der::encode_generalized_time(info.gen_time),
                                     encode_accuracy(info.accuracy_ms),
                                     info.nonce ? der::encode_unsigned(*info.nonce) : base::Bytes()});
}

base::Result<TimestampInfo> parse_timestamp_info(base::ByteView der) {
  const auto info = read_fields(der);
  if (!info || !is_well_formed(*info)) return base::Error{"not a TSTInfo as it is made here"};
  if (!base::equal(encode(*info), der)) return base::Error{"a TSTInfo of another form"};
  return *info;
}

base::Bytes timestamp_request(const base::Digest& imprint, base::ByteView nonce) {
  static const auto version = der::encode_integer(1);
  static const auto with_certificates = der::encode(der::boolean, base::Bytes{0xff});
  return der::encode(der::sequence,
                     {version, message_imprint(imprint), der::encode_unsigned(nonce), with_certificates});
}

// What is echoed must be the same number again, without leading zeros.
base::Bytes timestamp_nonce() {
  auto nonce = crypto::random_array<16>();
  nonce.front() = static_cast<std::uint8_t>((nonce.front() & 0x3F) | 0x40);
  return {nonce.begin(), nonce.end()};
}

base::Bytes granted_response(base::ByteView token) {
  static const auto granted = der::encode(der::sequence, der::encode_integer(0));
  return der::encode(der::sequence, {granted, token});
}

base::Bytes rejected_response(TimestampFailure failure) {
  constexpr std::uint64_t rejection = 2;
  // A BIT STRING of named bits ends with its last set bit (X.690 11.2.2).
  const auto bit = static_cast<unsigned>(failure);
  base::Bytes bits(bit / 8 + 2);
  bits.front() = static_cast<std::uint8_t>(7 - bit % 8);
  bits.back() = static_cast<std::uint8_t>(0x80 >> bit % 8);
  const auto status = der::encode(der::sequence, {der::encode_integer(rejection), der::encode(der::bit_string, bits)});
  return der::encode(der::sequence, status);
}

}  // namespace antin::forms
