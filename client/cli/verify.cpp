// antin verify: a sealed document; offline, unless it is asked how the record stands today.
#include "client/cli/command.hpp"
#include "client/cli/json.hpp"
#include "client/cli/standing.hpp"
#include "client/cli/verify_inputs.hpp"
#include "client/lib/verification.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::cli {
namespace {

std::string code_of(evidence::Fault fault) {
  switch (fault) {
    case evidence::Fault::malformed: return "MALFORMED";
    case evidence::Fault::signature_invalid: return "SIGNATURE_INVALID";
    case evidence::Fault::certificate_untrusted: return "CERTIFICATE_UNTRUSTED";
    case evidence::Fault::certificate_expired: return "CERTIFICATE_EXPIRED";
    case evidence::Fault::certificate_revoked: return "CERTIFICATE_REVOKED";
    case evidence::Fault::revocation_stale: return "REVOCATION_STALE";
    case evidence::Fault::wrong_usage: return "WRONG_USAGE";
    case evidence::Fault::weak_algorithm: return "WEAK_ALGORITHM";
    case evidence::Fault::unknown: break;
  }
  return "NOT_VERIFIED";
}

// The entry must be about this very seal, or the receipt accounts for another.
Outcome<void> check_entry(const VerifyInputs& inputs, const client::VerifiedSeal& verified) {
  if (!inputs.entry) return {};
  const auto facts = entry_facts(*inputs.entry);
  const auto another = [](const char* what) {
    return Stop{Exit::refused, "RECEIPT_MISMATCH", std::string("the receipt is of another ") + what};
  };
  if (!facts || facts->type != "done") return another("kind of entry");
  if (facts->seal != base::print(crypto::sha256(inputs.seal))) return another("seal");
  if (facts->sealed != base::print(verified.seal.message_digest)) return another("document");
  if (inputs.receipt && facts->policy != inputs.receipt->policy) return another("policy than its entry");
  return {};
}

// What the receipt knows of the revision's end, or, when asked, what the appliance says today.
Outcome<std::optional<Standing>> standing_of(const VerifyInputs& inputs, const Arguments& arguments) {
  if (arguments.has("online")) {
    if (!inputs.entry) return wrong_usage("--online needs --receipt or --entry: it says which record to ask about");
    const auto facts = entry_facts(*inputs.entry);
    if (!facts) return local_trouble(facts.error());
    auto standing = ask_standing(arguments, *facts, inputs.log);
    if (!standing) return standing.error();
    return std::optional(std::move(*standing));
  }
  if (!inputs.receipt || !inputs.receipt->ended) return std::optional<Standing>();
  return std::optional(Standing{inputs.receipt->revision, inputs.receipt->ended, 0, false});
}

struct Accounted {
  std::uint64_t index = 0;
  client::SignedCheckpoint in;
};

// Nothing when there is no proof, or no key of the log to check it with.
Outcome<std::optional<Accounted>> account(const VerifyInputs& inputs) {
  if (!inputs.entry || inputs.proof.empty() || !inputs.log) return std::optional<Accounted>();
  const auto bad_proof = [](const std::string& why) { return Stop{Exit::refused, "PROOF_INVALID", why}; };
  const auto proof = tlog::parse_proof(inputs.proof);
  if (!proof) return bad_proof(proof.error().text);
  const auto checkpoint = client::check_proof(*proof, tlog::leaf_hash(*inputs.entry), *inputs.log);
  if (!checkpoint) return bad_proof(checkpoint.error().text);
  const auto& origin = checkpoint->checkpoint.origin;
  if (inputs.receipt && (inputs.receipt->index != proof->index || inputs.receipt->log != origin)) {
    return bad_proof("the receipt names another place in the log than the proof");
  }
  return std::optional(Accounted{proof->index, *checkpoint});
}

std::string name_of(const crypto::Certificate& certificate) {
  return certificate.common_name.empty() ? certificate.subject : certificate.common_name;
}

std::string time_text(const client::VerifiedSeal& verified) {
  if (verified.timestamp) return base::print(verified.timestamp->gen_time);
  if (verified.seal.signing_time) return base::print_seconds(*verified.seal.signing_time) + " (as the signer claims)";
  return "unknown";
}

std::string timestamp_text(const client::VerifiedSeal& verified) {
  if (!verified.timestamp) return "none: trust was judged as of now";
  const auto& timestamp = *verified.timestamp;
  auto text = name_of(timestamp.certificate) + ", policy " + timestamp.policy;
  if (timestamp.accuracy_ms > 0) text += ", accurate to " + std::to_string(timestamp.accuracy_ms) + " ms";
  return text;
}

std::string revocation_text(const VerifyInputs& inputs) {
  if (inputs.lists == 0) return "not checked: neither --crl nor --ocsp was given";
  return "checked against the lists and responses given";
}

std::string log_text(const VerifyInputs& inputs, const std::optional<Accounted>& accounted) {
  const std::string unaccounted = "authentic but unaccounted: ";
  if (!inputs.entry) return unaccounted + "no receipt was given";
  if (inputs.proof.empty()) return unaccounted + "the receipt holds no proof that the log has it";
  if (!accounted) return unaccounted + "the proof was not checked, which needs --log-key";
  const auto& checkpoint = accounted->in.checkpoint;
  const auto place = "entry " + std::to_string(accounted->index) + " of " + checkpoint.origin +
                     ", in its checkpoint of " + std::to_string(checkpoint.size) + " entries";
  const auto witnesses = std::to_string(accounted->in.cosigned) + " of " +
                         std::to_string(inputs.log->witnesses.size()) + " witnesses have cosigned it";
  return place + "; " + (accounted->in.witnessed ? "" : "provisional: ") + witnesses;
}

std::string account_code(const std::optional<Accounted>& accounted) {
  if (!accounted) return "unaccounted";
  return accounted->in.witnessed ? "witnessed" : "provisional";
}

// Whose record it is, where another unit has sealed it because that one had closed. Empty otherwise, or without an
// entry.
EntryFacts succession_of(const VerifyInputs& inputs) {
  const auto facts = inputs.entry ? entry_facts(*inputs.entry) : base::Result<EntryFacts>(EntryFacts());
  return facts && !facts->acting.empty() ? *facts : EntryFacts();
}

std::string succession_text(const EntryFacts& facts) {
  if (facts.acting.empty()) return {};
  return row("unit", "the record is of " + facts.unit + ", which had closed; " + facts.acting + " acted in its place");
}

std::string for_people(const VerifyInputs& inputs, const client::VerifiedSeal& verified,
                       const std::optional<Accounted>& accounted, const std::optional<Standing>& standing,
                       const Console& console) {
  return painted(console.colour_out, Paint::green, "GOOD") + "  the document is as it was sealed\n" +
         row("seal of", name_of(verified.seal.certificate)) + row("subject", verified.seal.certificate.subject) +
         succession_text(succession_of(inputs)) + row("digest", base::print(verified.seal.message_digest)) +
         row("time", time_text(verified)) + row("timestamp", timestamp_text(verified)) +
         row("revocation", revocation_text(inputs)) + row("log", log_text(inputs, accounted)) +
         (standing ? row("record", text_of(*standing)) : "");
}

Report for_machines(const VerifyInputs& inputs, const client::VerifiedSeal& verified,
                    const std::optional<Accounted>& accounted, const std::optional<Standing>& standing) {
  Report report{{{"verdict", std::string("good")},
                 {"seal_of", name_of(verified.seal.certificate)},
                 {"subject", verified.seal.certificate.subject},
                 {"certificate", base::print(verified.seal.certificate.hash)},
                 {"digest", base::print(verified.seal.message_digest)},
                 {"judged_at", base::print(verified.judged_at)}}};
  if (verified.timestamp) {
    report.fields.emplace_back("time", base::print(verified.timestamp->gen_time));
    report.fields.emplace_back("timestamp_policy", verified.timestamp->policy);
    report.fields.emplace_back("timestamp_serial", base::to_hex(verified.timestamp->serial));
  }
  report.fields.emplace_back("revocation_checked", inputs.lists > 0);
  report.fields.emplace_back("accounted", account_code(accounted));
  if (accounted) report.fields.emplace_back("log_index", accounted->index);
  if (const auto facts = succession_of(inputs); !facts.acting.empty()) {
    report.fields.emplace_back("unit", facts.unit);
    report.fields.emplace_back("acting", facts.acting);
  }
  if (standing) add_to(report, *standing);
  return report;
}

// A verdict is a result: it goes to stdout, also when it is bad.
Exit bad(const Stop& why, bool json, Console& console) {
  if (json) {
    console.out << print(Report{{{"verdict", std::string("bad")}, {"code", why.code}, {"reason", why.text}}});
  } else {
    console.out << painted(console.colour_out, Paint::red, "BAD") << "   " << why.code << ": " << printable(why.text)
                << "\n";
  }
  return Exit::refused;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  const auto inputs = verify_inputs_from(arguments);
  if (!inputs) return inputs.error();
  const bool json = arguments.has("json");
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto verified = client::verify_seal(inputs->documents, inputs->seal, inputs->trust, now);
  if (!verified) return bad({Exit::refused, code_of(verified.error().fault), verified.error().text}, json, console);
  if (const auto entry = check_entry(*inputs, *verified); !entry) return bad(entry.error(), json, console);
  const auto accounted = account(*inputs);
  if (!accounted) return bad(accounted.error(), json, console);
  const auto standing = standing_of(*inputs, arguments);
  if (!standing) return standing.error();
  console.out << (json ? print(for_machines(*inputs, *verified, *accounted, *standing))
                       : for_people(*inputs, *verified, *accounted, *standing, console));
  return Exit::ok;
}

}  // namespace

const Command& verify_command() {
  static const Command command{
      "verify",
      "check a sealed document",
      {"DOCUMENT SEAL.p7s --root FILE [--untrusted FILE]... [--crl FILE]... [--ocsp FILE]... [--receipt FILE]",
       "... --receipt FILE --log-key FILE [--proof FILE] [--witness-key FILE]... [--witnesses K]",
       "... --receipt FILE --online"},
      "Checks that the document is the one that was sealed, that the seal and its timestamp hold, and that both lead "
      "to a\n"
      "root that you trust, as of the time of the timestamp. Without a proof that the log "
      "holds "
      "it a\n"
      "good seal is authentic but unaccounted. The proof is in the receipt, or in a file of its own; it is provisional "
      "until\n"
      "enough witnesses have cosigned its checkpoint.\n"
      "It connects to nothing, unless with --online: then the appliance is asked whether the record was superseded or\n"
      "withdrawn since. The seal stays good as what it was; with --log-key the log must prove what is said.\n",
      {{"Options",
        {{"root", "FILE", "certificate of an authority that you trust, PEM", true},
         {"untrusted", "FILE", "further certificates that may be needed between root and seal, PEM", true},
         {"crl", "FILE", "certificate revocation list, DER or PEM", true},
         {"ocsp", "FILE", "OCSP response about one certificate, DER", true},
         {"receipt", "FILE", "NAME.<step>.receipt.json of the step"},
         {"entry", "FILE", "instead of a receipt: the log entry's exact octets"},
         {"proof", "FILE", "NAME.tlog-proof that the entry is in the log; else the receipt's own"},
         {"online", "", "ask the appliance whether the record was superseded or withdrawn"},
         {"json", "", "for machines"}}},
       log_options(),
       server_options()},
      2,
      "exit status: 0 good; 1 bad; 2 cannot check.\n"
      "\n"
      "the same without this program:\n"
      "    openssl cms -verify -cades -binary -inform DER -in SEAL.p7s -content DOCUMENT -CAfile root.crt -purpose any "
      "\\\n"
      "        -out /dev/null\n",
      run};
  return command;
}

}  // namespace antin::cli
