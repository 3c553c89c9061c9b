// antin audit show, prove: one entry, and the proof that the log holds it.
#include "client/cli/audit.hpp"
#include "client/cli/json.hpp"
#include "client/cli/new_file.hpp"
#include "client/cli/signed_transcript.hpp"
#include "client/lib/bulk.hpp"
#include "client/lib/registration.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"

namespace antin::cli {
namespace {

struct Approved {
  std::string statement, signer;
};

// An approval is stored with its statement, and the signature is checked again here: nobody's word is taken for it.
Outcome<Approved> approval_of(Audit& audit, const std::string& hash) {
  const auto name = base::parse_sha256(hash);
  if (!name) return Stop{Exit::refused, "LOG_MISMATCH", "the entry names a statement by no hash"};
  const auto stored = client::stored(audit.connection, {*audit.reading, *name});
  if (!stored) return stop_from(stored.error());
  const auto* approval = std::get_if<protocol::Approval>(&stored->what);
  if (approval == nullptr || crypto::sha256(approval->single()) != *name) {
    return Stop{Exit::refused, "LOG_MISMATCH", "what is stored is not the statement that the entry names"};
  }
  if (approval->bulk) {
    const auto said = client::approved_by(*approval);
    if (!said) return Stop{Exit::refused, "SIGNATURE_INVALID", "an approval in bulk: " + said.error().text};
  }
  const auto digest = crypto::digest(base::DigestAlgorithm::sha256, approval->statement);
  const auto signed_by = evidence::read_detached_cms(approval->cms, digest);
  if (!signed_by) return Stop{Exit::refused, "SIGNATURE_INVALID", "an approval: " + signed_by.error().text};
  auto text = std::string(base::text(approval->single()));
  if (approval->bulk)
    text += "\nin bulk, as one of those that this approves:\n\n" + std::string(base::text(approval->statement));
  return Approved{std::move(text), signed_by->certificate.subject};
}

Outcome<base::Bytes> blob_of(Audit& audit, const std::string& hash) {
  const auto name = base::parse_sha256(hash);
  if (!name) return Stop{Exit::refused, "LOG_MISMATCH", "the entry names nothing by this hash"};
  const auto stored = client::stored(audit.connection, {*audit.reading, *name});
  if (!stored) return stop_from(stored.error());
  const auto* blob = std::get_if<base::Bytes>(&stored->what);
  if (blob == nullptr || crypto::sha256(*blob) != *name)
    return Stop{Exit::refused, "LOG_MISMATCH", "what is stored is not what the entry names"};
  return *blob;
}

// What security officers have signed: one text, and a signature of each, checked again.
Outcome<Approved> signed_by_officers(Audit& audit, const EntryFacts& facts) {
  const auto statement = blob_of(audit, facts.statement);
  if (!statement) return statement.error();
  Approved signed_text{std::string(base::text(*statement)), {}};
  for (const auto& one : facts.officers) {
    const auto cms = blob_of(audit, one.signature);
    if (!cms) return cms.error();
    const auto signed_by = evidence::read_detached_cms(*cms, *statement);
    if (!signed_by)
      return Stop{Exit::refused, "SIGNATURE_INVALID", "officer " + one.officer + ": " + signed_by.error().text};
    signed_text.signer +=
        (signed_text.signer.empty() ? "" : ", ") + one.officer + " (" + signed_by->certificate.subject + ")";
  }
  return signed_text;
}

// A change of the roster likewise, with every registrar's signature.
Outcome<std::vector<Approved>> registrars_of(Audit& audit, const std::string& hash) {
  const auto name = base::parse_sha256(hash);
  if (!name) return Stop{Exit::refused, "LOG_MISMATCH", "the entry names a statement by no hash"};
  const auto stored = client::stored(audit.connection, {*audit.reading, *name});
  if (!stored) return stop_from(stored.error());
  const auto* change = std::get_if<protocol::StoredRosterChange>(&stored->what);
  if (change == nullptr || crypto::sha256(client::change_in(*change)) != *name)
    return Stop{Exit::refused, "LOG_MISMATCH", "what is stored is not the statement that the entry names"};
  if (const auto said = client::registered_by(*change); !said)
    return Stop{Exit::refused, "SIGNATURE_INVALID", "a change of the roster: " + said.error().text};
  auto text = std::string(base::text(client::change_in(*change)));
  if (change->bulk) text += "\nas one of the batch that was signed:\n\n" + std::string(base::text(change->statement));
  std::vector<Approved> all;
  for (const auto& cms : change->cms) {
    const auto signed_by = evidence::read_detached_cms(cms, change->statement);
    if (!signed_by) return Stop{Exit::refused, "SIGNATURE_INVALID", "a registrar's: " + signed_by.error().text};
    all.push_back({text, signed_by->certificate.subject});
  }
  return all;
}

Outcome<std::vector<Approved>> approvals_of(Audit& audit, const client::ProvenEntry& entry) {
  std::vector<Approved> all;
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  if (octets == nullptr || !audit.reading) return all;
  const auto facts = entry_facts(*octets);
  if (!facts) return all;
  if (facts->type == "roster") return registrars_of(audit, facts->statement);
  for (const auto& person : facts->people) {
    auto approval = approval_of(audit, person.statement);
    if (!approval) return approval.error();
    all.push_back(std::move(*approval));
  }
  if (!facts->note.empty()) {
    auto transcript = signed_transcript(*facts, [&](const std::string& hash) { return blob_of(audit, hash); });
    if (!transcript) return transcript.error();
    all.push_back({std::move(transcript->text), std::move(transcript->signers)});
  }
  if (facts->officers.empty()) return all;
  auto by_officers = signed_by_officers(audit, *facts);
  if (!by_officers) return by_officers.error();
  all.push_back(std::move(*by_officers));
  return all;
}

std::string for_people(const client::ProvenEntry& entry, const std::vector<Approved>& approvals,
                       const client::LogTrust& trust) {
  auto text = entry_line({entry.proof.index, entry.item}) + "\n" + row("in", described(entry.checkpoint, trust)) +
              row("witnessed", entry.checkpoint.witnessed ? "yes" : "no: provisional");
  for (const auto& approval : approvals) {
    std::vector<std::string> lines;
    for (std::string_view rest = approval.statement; !rest.empty();) {
      lines.emplace_back(rest.substr(0, rest.find('\n')));
      rest.remove_prefix(std::min(rest.size(), lines.back().size() + 1));
    }
    text += framed("Signed by " + approval.signer, lines);
  }
  return text;
}

Report for_machines(const client::ProvenEntry& entry, const std::vector<Approved>& approvals) {
  Report report{{{"index", entry.proof.index}, {"leaf", base::print(client::leaf_of(entry.item))}}};
  if (const auto* octets = std::get_if<base::Bytes>(&entry.item)) {
    report.fields.emplace_back("entry", std::string(base::text(*octets)));
  }
  report.fields.emplace_back("proof", tlog::print(entry.proof));
  report.fields.emplace_back("witnessed", entry.checkpoint.witnessed);
  std::vector<Report> statements;
  statements.reserve(approvals.size());
  for (const auto& each : approvals) {
    statements.push_back({{{"signer", each.signer}, {"statement", each.statement}}});
  }
  if (!statements.empty()) report.fields.emplace_back("approvals", std::move(statements));
  return report;
}

// Word of revocation on which decisions rested: files for `--crl` and `--ocsp` of other commands.
Outcome<void> write_revocation(Audit& audit, const client::ProvenEntry& entry, const std::filesystem::path& folder,
                               Console& console) {
  const auto* octets = std::get_if<base::Bytes>(&entry.item);
  const auto facts = octets == nullptr ? base::Result<EntryFacts>(base::Error{}) : entry_facts(*octets);
  if (!facts || facts->type != "revocation" || !audit.reading)
    return wrong_usage("--out is for an entry of type revocation, and for auditors");
  for (const auto& [names, ending] : {std::pair(&facts->lists, ".crl"), std::pair(&facts->responses, ".ocsp")}) {
    for (const auto& name : *names) {
      const auto blob = blob_of(audit, name);
      if (!blob) return blob.error();
      const auto file = folder / (base::to_hex(crypto::sha256(*blob)) + ending);
      if (const auto written = write_result(file, *blob); !written) return written.error();
      note(console, file.string());
    }
  }
  return {};
}

Outcome<Exit> run_show(const Arguments& arguments, Console& console) {
  const auto name = entry_name_from(arguments);
  if (!name) return name.error();
  return in_audit(arguments, console, [&](Audit& audit) -> Outcome<Exit> {
    const auto entry = client::proven_entry(audit.connection, audit.trust, *name, audit.reading);
    if (!entry) return stop_from(entry.error());
    if (const auto folder = arguments.value("out")) {
      if (const auto written = write_revocation(audit, *entry, *folder, console); !written) return written.error();
    }
    const auto approvals = approvals_of(audit, *entry);
    if (!approvals) return approvals.error();
    console.out << (arguments.has("json") ? print(for_machines(*entry, *approvals))
                                          : for_people(*entry, *approvals, audit.trust));
    return Exit::ok;
  });
}

Outcome<Exit> run_prove(const Arguments& arguments, Console& console) {
  const auto name = entry_name_from(arguments);
  if (!name) return name.error();
  const auto out = arguments.required("out");
  if (!out) return out.error();
  return in_audit(arguments, console, [&](Audit& audit) -> Outcome<Exit> {
    const auto entry = client::proven_entry(audit.connection, audit.trust, *name, audit.reading);
    if (!entry) return stop_from(entry.error());
    const auto* octets = std::get_if<base::Bytes>(&entry->item);
    if (octets == nullptr) return Stop{Exit::refused, "NO_GRANT", "The entry is another unit's."};
    const auto proof = tlog::print(entry->proof);
    for (const auto& [ending, content] :
         {std::pair(".tlog-proof", base::view(proof)), {".entry", base::ByteView(*octets)}}) {
      if (const auto written = write_result(*out + ending, content); !written) return written.error();
      console.out << *out << ending << "\n";
    }
    return Exit::ok;
  });
}

}  // namespace

const Command& audit_show_command() {
  static const Command command{
      "audit show",
      "one entry with its proof; for an auditor, its approvals too",
      {"INDEX --log-key FILE [--auditor …]", "UNIT/KIND/RECORD/REVISION/STEP --log-key FILE [--auditor …]"},
      "Shows an entry that is proven to be in the log. With --auditor the statements that people or security officers "
      "signed\n"
      "are fetched, and their signatures checked again. With --out the lists and OCSP responses that an entry of type\n"
      "revocation names are written: what all decisions behind it rested on, until newer ones came.\n",
      audit_options({{"Options",
                      {{"out", "DIR", "where to write the files of an entry of type revocation"},
                       {"json", "", "for machines"}}}}),
      1,
      "",
      run_show};
  return command;
}

const Command& audit_prove_command() {
  static const Command command{
      "audit prove",
      "write an entry and the proof that the log holds it",
      {"INDEX --out NAME --log-key FILE [--auditor …]",
       "UNIT/KIND/RECORD/REVISION/STEP --out NAME --log-key FILE [--auditor …]"},
      "Writes NAME.entry, the entry's exact octets, and NAME.tlog-proof, a C2SP tlog-proof: index, path, signed "
      "checkpoint.\n"
      "Both are checked offline, by `antin verify --entry … --proof …` or by anybody's tools. With --witness-key the\n"
      "checkpoint is one that enough witnesses have cosigned, if there is one that holds the entry.\n",
      audit_options({{"Options", {{"out", "NAME", "where to write NAME.tlog-proof and NAME.entry"}}}}),
      1,
      "",
      run_prove};
  return command;
}

}  // namespace antin::cli
