// antin-policy upload: a signed bundle to the appliance, over the wire.
#include <algorithm>

#include "client/cli/json.hpp"
#include "client/cli/settings.hpp"
#include "client/lib/calls.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/bundle.hpp"
#include "policy/cli/folder.hpp"

namespace antin::policy::cli {
namespace {

using antin::cli::Stop;
using antin::cli::stop_from;

constexpr std::size_t chunk_limit = 48 * 1024;  // octets: a frame with room for what is around them
constexpr std::size_t piece_overhead = 64;
constexpr std::size_t chunks_in_flight = 8;

// All objects of a bundle by their hashes; the manifest is one.
struct Upload {
  base::Sha256Hash digest{};
  protocol::OfferBundle offer;
  std::map<base::Sha256Hash, base::Bytes> objects;
  std::size_t files = 0;
};

Outcome<Upload> upload_from(const std::string& folder) {
  const auto read = bundle_in(folder);  // what does not hold is not worth the way
  if (!read) return read.error();
  const auto signed_statement = bundle::read_signed(folder);
  if (!signed_statement) return refused(signed_statement.error());
  const auto said = statement::parse_bundle(signed_statement->text);
  if (!said) return refused({"signatures/statement.txt: " + said.error().text});
  Upload upload{bundle::digest_of(read->files), {base::copy(base::view(signed_statement->text)), {}}, {}, 0};
  if (said->bundle != upload.digest) return refused({"the files of " + folder + " are not those that were signed"});
  for (const auto& signature : signed_statement->signatures)
    upload.offer.signatures.push_back({signature.officer, signature.cms});
  upload.objects.emplace(upload.digest, base::copy(base::view(bundle::manifest_of(read->files))));
  for (const auto* part : {&read->files.texts, &read->files.certificates}) {
    for (const auto& [path, content] : *part) upload.objects.emplace(crypto::sha256(content), content);
    upload.files += part->size();
  }
  return upload;
}

class Sending {
 public:
  Sending(client::Connection& connection, const Upload& upload) : m_connection(connection), m_upload(upload) {}

  // False: something came to nothing that another offer may mend.
  Outcome<bool> send(const std::vector<protocol::Missing>& missing) {
    for (const auto& [object, there] : missing)
      if (auto added = add(object, there); !added) return added.error();
    if (auto sent = flush(); !sent) return sent.error();
    while (m_connection.in_flight() > 0)
      if (auto read = read_one(); !read) return read.error();
    return m_all_taken;
  }
  [[nodiscard]] std::uint64_t octets() const { return m_octets; }

 private:
  Outcome<void> add(const base::Sha256Hash& object, std::uint64_t there) {
    const auto found = m_upload.objects.find(object);
    if (found == m_upload.objects.end())
      return Stop{Exit::temporary, "BAD_ANSWER", "the appliance asks for what is not in this bundle"};
    const base::ByteView content(found->second);
    for (auto at = std::min<std::uint64_t>(there, content.size()); at < content.size();) {
      if (m_size + piece_overhead >= chunk_limit || m_chunk.pieces.size() == protocol::pieces_limit)
        if (auto sent = flush(); !sent) return sent;
      const auto room = chunk_limit - m_size - piece_overhead;
      const auto part = content.subspan(at, std::min<std::size_t>(room, content.size() - at));
      m_chunk.pieces.push_back({object, content.size(), at, base::copy(part)});
      m_size += part.size() + piece_overhead;
      at += part.size();
    }
    return {};
  }

  Outcome<void> flush() {
    if (m_chunk.pieces.empty()) return {};
    while (m_connection.in_flight() >= chunks_in_flight)
      if (auto read = read_one(); !read) return read;
    m_chunk.bundle = m_upload.digest;
    const auto id = client::Connection::new_request_id();
    m_pieces.emplace(id, m_chunk.pieces.size());
    m_octets += m_size;
    m_connection.send({id, std::exchange(m_chunk, {})});
    m_size = 0;
    return {};
  }

  Outcome<void> read_one() {
    auto completion = m_connection.receive(std::chrono::seconds(1));
    if (!completion) return {};
    const auto pieces = m_pieces.extract(completion->id);
    const auto result = client::chunk_result(std::move(*completion));
    if (!result) return stop_from(result.error());
    m_all_taken = m_all_taken && !pieces.empty() && result->taken == pieces.mapped();
    return {};
  }

  client::Connection& m_connection;
  const Upload& m_upload;
  protocol::PutChunk m_chunk;
  std::size_t m_size = 0;  // of the chunk, about
  std::uint64_t m_octets = 0;
  std::map<protocol::RequestId, std::size_t> m_pieces;
  bool m_all_taken = true;
};

// Until nothing is missing. What an upload that was broken off has left there is not sent again.
Outcome<std::uint64_t> bring(client::Connection& connection, const Upload& upload, Console& console) {
  std::uint64_t octets = 0;
  using Asked = std::vector<std::pair<base::Sha256Hash, std::uint64_t>>;
  for (Asked asked_before;;) {
    const auto offered = client::offer_bundle(connection, upload.offer);
    if (!offered) return stop_from(offered.error());
    if (offered->missing.empty() && !offered->more) return octets;
    Sending sending(connection, upload);
    const auto all = sending.send(offered->missing);
    if (!all) return all.error();
    octets += sending.octets();
    antin::cli::note(console, std::to_string(offered->missing.size()) + " objects sent, " +
                                  std::to_string(octets / 1024) + " KiB of " + std::to_string(upload.files) +
                                  " files so far" + (*all ? "" : "; some again"));
    Asked asked;
    for (const auto& missing : offered->missing) asked.emplace_back(missing.object, missing.there);
    if (!asked.empty() && asked == asked_before)
      return Stop{Exit::temporary, "NO_PROGRESS", "the appliance asks for the same again: try later"};
    asked_before = std::move(asked);
  }
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto folder = operand(arguments, 0, "DIR");
  if (!folder) return folder.error();
  const auto settings = antin::cli::settings_from(arguments);
  if (!settings) return settings.error();
  const auto upload = upload_from(*folder);
  if (!upload) return upload.error();
  auto connection = antin::cli::connect(*settings);
  if (!connection) return connection.error();
  const auto about = client::about(*connection);
  if (!about) return stop_from(about.error());
  if (about->policy == upload->digest) {
    console.out << "this bundle is in force already\n";
    return Exit::ok;
  }
  if (const auto brought = bring(*connection, *upload, console); !brought) return brought.error();
  if (arguments.has("only-upload")) {
    console.out << "all of it is there; nothing has changed yet\n";
    return Exit::ok;
  }
  const auto taken = client::take_bundle(*connection, protocol::TakeBundle{upload->digest});
  if (!taken) return stop_from(taken.error());
  console.out << "policy " << base::print(upload->digest) << " version " << taken->version << " is in force\n";
  return Exit::ok;
}

}  // namespace

const Command& upload_command() {
  static const Command command{
      "upload",
      "bring a signed bundle to the appliance, where it comes into force",
      {"DIR [--only-upload] --server ENDPOINT --server-key Z85 --key FILE"},
      "Sends what a quorum of the officers has signed, then what the appliance does not have of the files, then has it "
      "taken:\n"
      "whole, or not at all. Broken off, the same command goes on where it was, for ten minutes. The system whose key "
      "is\n"
      "used needs the grant `govern`; it can change nothing of what was signed.\n",
      {{"Options", {{"only-upload", "", "do not have it taken yet: the same command without this does"}}},
       antin::cli::server_options()},
      1,
      "exit status: 0 it is in force; 1 refused; 2 wrong usage; 3 not reached, try again.\n",
      run,
      {},
      "antin-policy"};
  return command;
}

}  // namespace antin::policy::cli
