// antin timestamp: a plain RFC 3161 timestamp of a file, or an answer to a TimeStampReq made elsewhere.
#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/cli/new_file.hpp"
#include "client/cli/record.hpp"
#include "client/lib/calls.hpp"
#include "core/base/file.hpp"
#include "core/evidence/timestamp_response.hpp"
#include "core/evidence/timestamp_token.hpp"
#include "core/forms/timestamp_info.hpp"

namespace antin::cli {
namespace {

Outcome<base::Bytes> request_from(const Arguments& arguments) {
  if (arguments.operands().empty()) return wrong_usage("which file? `antin timestamp FILE --out FILE.tsr`");
  const std::filesystem::path file = arguments.operands().front();
  if (!arguments.has("query") && file.extension() != ".tsq") {
    const auto digests = digests_of(file, {base::DigestAlgorithm::sha256});
    if (!digests) return local_trouble(digests.error());
    return forms::timestamp_request(digests->front(), forms::timestamp_nonce());
  }
  auto content = base::read_file(file, evidence::request_size_limit);
  if (!content) return local_trouble(content.error());
  const auto parsed = evidence::parse_timestamp_request(*content);
  if (!parsed) return local_trouble({file.string() + ": " + parsed.error().text});
  return std::move(*content);
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
  const auto response = evidence::parse_timestamp_response(result->response);
  if (!response) return Stop{Exit::temporary, "BAD_ANSWER", "the reply is not a TimeStampResp"};
  if (response->token.empty()) {
    return Stop{Exit::refused, "REJECTED", "the authority rejected the request; " + *out + " says why"};
  }
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
