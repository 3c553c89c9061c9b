// JSON in and out, for machines: reports of commands, receipts, and the few fields of an entry that people are shown.
#pragma once

#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "client/lib/receipt.hpp"
#include "core/base/result.hpp"

namespace antin::cli {

struct Report;
using Value = std::variant<std::string, std::uint64_t, bool, std::vector<std::string>, std::vector<Report>>;
struct Report {
  std::vector<std::pair<std::string, Value>> fields;  // printed in this order
};
std::string print(const Report& report);       // indented, ends in LF
std::string print_line(const Report& report);  // on one line, without its end

std::string print(const client::Receipt& receipt);
// Refuses another schema, a missing or unknown field, and a leaf hash that is not the entry's.
base::Result<client::Receipt> parse_receipt(std::string_view json);

// Somebody who approved, as an entry names people: by a salted id.
struct EntryPerson {
  std::string id, role, proof, statement;  // the hash of what was signed
  std::string bulk = {};                   // when that was an item: the hash of the bulk statement that was signed
};

// A security officer who has signed, and the hash of the signature.
struct EntryOfficer {
  std::string officer, signature;
};

// Of `succeeds`, when the log before was lost with its disk.
struct EntryLoss {
  std::uint64_t size = 0;  // of the last checkpoint that its witnesses have seen
  std::string checkpoint, reason;
};

// Fields of an entry; empty where it has none.
struct EntryFacts {
  std::string type, at, key, policy, approved, digest, seal, sealed, token, gen_time, serial;
  std::string unit, acting, kind, record, revision, step, system, code, rule, reason;
  std::string authority, url, root;                                               // of `anchor`
  std::string action, role, scope, person, acting_for, from, until, certificate;  // of `roster`; people are salted ids
  std::string statement;                      // what registrars or officers have signed: its hash
  std::string target, previous, fault, last;  // of what officers ordered, cleared or put into force
  std::string version, number, threshold;     // of a bundle, of a set of officers
  std::string log, checkpoint, successor;     // of `succeeds`: the log before and its last note; of `close`
  std::optional<EntryLoss> lost;
  std::optional<std::uint64_t> size;  // entries that an anchor covers, or that the log before had
  std::vector<EntryPerson> people;
  std::vector<EntryPerson> registrars;                // of `roster`
  std::vector<EntryOfficer> officers;                 // who have signed
  std::string note, transcript;                       // of a key ceremony: the signed note's hash, and its text's
  std::map<std::string, std::string> named_officers;  // of `officers`, `ceremony`: hash of the certificate by id
  std::vector<std::string> lists, responses;          // of `revocation`: hashes of CRLs and OCSP responses
  std::map<std::string, std::uint64_t> counts;        // of `denials`: refusals by code
};
base::Result<EntryFacts> entry_facts(base::ByteView entry);

}  // namespace antin::cli
