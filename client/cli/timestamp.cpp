// antin timestamp: a plain RFC 3161 timestamp of a file, or an answer to a TimeStampReq made elsewhere.
#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/cli/new_file.hpp"
#include "client/cli/record.hpp"
#include "client/lib/calls.hpp"
#include "core/base/file.hpp"
#include "core/crypto/random.hpp"
#include "core/evidence/timestamp_token.hpp"

namespace antin::cli {
namespace {

// RFC 3161 2.4.1, all but imprint and nonce: version 1, SHA-256, certReq true. Every length in it is fixed.
base::Bytes timestamp_request(const base::Digest& sha256) {
  base::Bytes der{0x30, 0x43, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                  0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
  base::append(der, sha256.value);
  auto nonce = crypto::random_array<8>();
  nonce[0] = static_cast<std::uint8_t>((nonce[0] & 0x3F) | 0x40);  // positive, and no leading zero octet
  base::append(der, base::Bytes{0x02, 0x08});
  base::append(der, nonce);
  base::append(der, base::Bytes{0x01, 0x01, 0xff});
  return der;
}

Outcome<base::Bytes> request_from(const Arguments& arguments) {
  if (arguments.operands().empty()) return wrong_usage("which file? `antin timestamp FILE --out FILE.tsr`");
  const std::filesystem::path file = arguments.operands().front();
  if (!arguments.has("query") && file.extension() != ".tsq") {
    const auto digests = digests_of(file, {base::DigestAlgorithm::sha256});
    if (!digests) return local_trouble(digests.error());
    return timestamp_request(digests->front());
  }
  auto content = base::read_file(file, evidence::request_size_limit);
  if (!content) return local_trouble(content.error());
  const auto parsed = evidence::parse_timestamp_request(*content);
  if (!parsed) return local_trouble({file.string() + ": " + parsed.error().text});
  return std::move(*content);
}

// PKIStatus of a TimeStampResp (RFC 3161 2.4.2): 0 granted, 1 granted with changes. The lengths before it are one octet
// in PKIStatusInfo, one to three in the message.
std::optional<unsigned> status_of(base::ByteView response) {
  if (response.size() < 2 || response[0] != 0x30) return std::nullopt;
  const std::size_t length_octets = response[1] < 0x80 ? 0 : response[1] & 0x7FU;
  const auto at = 2 + length_octets;
  if (response.size() < at + 5 || response[at] != 0x30 || response[at + 2] != 0x02 || response[at + 3] != 0x01) {
    return std::nullopt;
  }
  return response[at + 4];
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto out = arguments.required("out");
  if (!out) return out.error();
  const auto request = request_from(arguments);
  if (!request) return request.error();
  const auto settings = settings_from(arguments);
  if (!settings) return settings.error();
  auto connection = connect(*settings);
  if (!connection) return connection.error();
  const auto result = client::timestamp(*connection, {*request});
  if (!result) return stop_from(result.error());
  if (const auto written = write_result(*out, result->response); !written) return written.error();
  const auto status = status_of(result->response);
  if (!status) return Stop{Exit::temporary, "BAD_ANSWER", "the reply is not a TimeStampResp"};
  if (*status > 1) return Stop{Exit::refused, "REJECTED", "the authority rejected the request; " + *out + " says why"};
  const auto facts = entry_facts(result->entry);
  if (arguments.has("json")) {
    console.out << print(Report{{{"file", *out}, {"index", result->index}, {"time", facts ? facts->gen_time : ""}}});
  } else {
    if (facts && !facts->gen_time.empty()) console.out << row("time", facts->gen_time);
    console.out << row("log index", std::to_string(result->index)) << row("response", *out);
  }
  return Exit::ok;
}

}  // namespace

const Command& timestamp_command() {
  static const Command command{
      "timestamp",
      "get an RFC 3161 timestamp",
      {"FILE --out FILE.tsr", "QUERY.tsq --out FILE.tsr"},
      "Hashes FILE with SHA-256 and has the digest stamped. A TimeStampReq made elsewhere (`openssl ts -query`) is "
      "sent as it\n"
      "is when its name ends in .tsq or --query is given. The answer is a DER TimeStampResp.\n",
      {{"Options",
        {{"out", "FILE", "where to write the TimeStampResp"},
         {"query", "", "the file is a DER TimeStampReq, whatever its name"},
         {"json", "", "for machines"}}},
       server_options()},
      1,
      "to see and verify it:\n"
      "    openssl ts -reply -in FILE.tsr -text\n"
      "    openssl ts -verify -in FILE.tsr -data FILE -CAfile root.crt -untrusted intermediate.crt\n",
      run};
  return command;
}

}  // namespace antin::cli
