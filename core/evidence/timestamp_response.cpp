#include "core/evidence/timestamp_response.hpp"

#include "core/der/reader.hpp"
#include "core/der/writer.hpp"

namespace antin::evidence {
namespace {

// OpenSSL's reader of a TimeStampResp goes through PKCS7_*, which must never see octets from outside. The response is
// DER over HTTP (RFC 3161 3.4), so the strict reader reads it; the token in it is for OpenSSL's CMS.
using der::Reader;

constexpr std::uint64_t granted = 0;
constexpr std::uint64_t granted_with_mods = 1;

Problem malformed(std::string text) { return {Fault::malformed, std::move(text)}; }

// PKIFreeText ::= SEQUENCE SIZE (1..MAX) OF UTF8String
std::optional<std::string> read_text(Reader& info) {
  auto lines = info.enter(der::sequence);
  std::string text;
  while (lines && !lines->done()) {
    const auto line = lines->next(der::utf8_string);
    if (!line) return std::nullopt;
    if (!text.empty()) text += "; ";
    text += base::text(line->content);
  }
  if (!lines) return std::nullopt;
  return text;
}

// PKIFailureInfo ::= BIT STRING; of several bits the first speaks for all.
std::optional<unsigned> first_bit(base::ByteView bit_string) {
  for (std::size_t octet = 1; octet < bit_string.size(); ++octet)
    for (unsigned bit = 0; bit < 8; ++bit)
      if ((bit_string[octet] & (0x80U >> bit)) != 0) return static_cast<unsigned>((octet - 1) * 8 + bit);
  return std::nullopt;
}

bool read_status(Reader& whole, TimestampResponse& response) {
  auto info = whole.enter(der::sequence);
  const auto status = info ? info->small_integer() : std::nullopt;
  if (!status) return false;
  response.status = *status;
  if (info->at(der::sequence)) {
    auto text = read_text(*info);
    if (!text) return false;
    response.text = *std::move(text);
  }
  if (info->at(der::bit_string)) {
    const auto failure = info->next(der::bit_string);
    if (!failure) return false;
    response.failure = first_bit(failure->content);
  }
  return info->done();
}

}  // namespace

base::Result<TimestampResponse, Problem> parse_timestamp_response(base::ByteView der) {
  if (der.size() > response_size_limit) return malformed("the TimeStampResp is too large");
  Reader outer(der);
  auto whole = outer.enter(der::sequence);
  TimestampResponse response;
  if (!whole || !outer.done() || !read_status(*whole, response)) return malformed("not exactly one TimeStampResp");
  if (!whole->done()) {
    const auto token = whole->next(der::sequence);
    if (!token || !whole->done()) return malformed("not exactly one TimeStampResp");
    response.token = base::copy(token->whole);
  }
  const bool grants = response.status == granted || response.status == granted_with_mods;
  if (grants == response.token.empty()) return malformed("a TimeStampResp whose status and token do not agree");
  return response;
}

}  // namespace antin::evidence
