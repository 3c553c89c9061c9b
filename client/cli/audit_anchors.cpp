// antin audit anchors: the timestamps over the log itself, and what they prove against the operator.
#include "client/cli/audit.hpp"
#include "client/cli/certificates.hpp"
#include "client/cli/json.hpp"
#include "client/lib/anchor.hpp"
#include "client/lib/verification.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::cli {
namespace {

enum class Verdict { unknown, good, bad, built_in };

struct Anchor {
  std::uint64_t index = 0;
  EntryFacts facts;
  Verdict verdict = Verdict::unknown;
  std::string reason;  // when it is bad
  std::string signer;  // when it is good
};

struct Anchors {
  client::SignedCheckpoint newest;
  std::vector<Anchor> all;
};

// Reading to the end has rehashed the newest root, against which each anchor's root is proven afterwards.
Outcome<Anchors> read_all(Audit& audit) {
  const auto newest = client::newest_checkpoint(audit.connection, audit.trust);
  if (!newest) return stop_from(newest.error());
  Anchors anchors{*newest, {}};
  client::LogView view(audit.trust);
  const auto size = newest->checkpoint.size;
  const auto read = read_until(audit, view, *newest, size, [&](const client::LogEntry& entry) {
    const auto* octets = std::get_if<base::Bytes>(&entry.item);
    auto facts = octets != nullptr ? entry_facts(*octets) : base::Error{"hidden"};
    if (facts && facts->type == "anchor") anchors.all.push_back({entry.index, *std::move(facts), {}, {}, {}});
    return true;
  });
  if (!read) return read.error();
  if (view.next() < size) return Stop{Exit::temporary, "INTERRUPTED", "not all of it was read"};
  return anchors;
}

// What the entry says was stamped. Nothing can be stamped before it is there.
std::optional<tlog::Checkpoint> stamped_by(const Anchor& anchor, const std::string& origin) {
  const auto root = base::from_base64(anchor.facts.root);
  tlog::Checkpoint stamped{origin, anchor.facts.size.value_or(0), {}};
  if (stamped.size == 0 || stamped.size > anchor.index || !root || root->size() != stamped.root.size()) {
    return std::nullopt;
  }
  std::copy(root->begin(), root->end(), stamped.root.begin());
  return stamped;
}

// Nullopt: what is stored is not what the entry names.
Outcome<std::optional<base::Bytes>> token_of(Audit& audit, const Anchor& anchor) {
  const auto name = base::parse_sha256("sha256:" + anchor.facts.token);
  if (!name) return std::optional<base::Bytes>();
  const auto stored = client::stored(audit.connection, {*audit.reading, *name});
  if (!stored && stored.error().code == "NOT_FOUND") return std::optional<base::Bytes>();
  if (!stored) return stop_from(stored.error());
  const auto* token = std::get_if<base::Bytes>(&stored->what);
  if (token == nullptr || crypto::sha256(*token) != *name) return std::optional<base::Bytes>();
  return std::optional(*token);
}

void bad(Anchor& anchor, std::string reason) {
  anchor.verdict = Verdict::bad;
  anchor.reason = std::move(reason);
}

void judge_token(Anchor& anchor, const tlog::Checkpoint& stamped, const base::Bytes& token,
                 const evidence::Trust& roots) {
  if (anchor.facts.authority == "built-in") {
    const auto text = tlog::print(stamped);
    if (!client::is_stamped(base::view(text), token)) return bad(anchor, "its token is not over that checkpoint");
    anchor.verdict = Verdict::built_in;
    return;
  }
  const auto timestamp = client::verify_anchor(stamped, token, roots);
  if (!timestamp) return bad(anchor, "its token: " + timestamp.error().text);
  if (base::print(timestamp->gen_time) != anchor.facts.gen_time) return bad(anchor, "its token is of another time");
  anchor.verdict = Verdict::good;
  anchor.signer = timestamp->certificate.subject;
}

Outcome<void> judge(Audit& audit, const tlog::Checkpoint& newest, const evidence::Trust& roots, Anchor& anchor) {
  const auto stamped = stamped_by(anchor, newest.origin);
  if (!stamped || (anchor.facts.authority != "external" && anchor.facts.authority != "built-in")) {
    bad(anchor, "the entry does not say what was stamped");
    return {};
  }
  const auto began = client::begins_with(audit.connection, newest, *stamped);
  if (!began) return stop_from(began.error());
  if (!*began) {
    bad(anchor, "the log did not begin with the " + std::to_string(stamped->size) + " entries that it names");
    return {};
  }
  const auto token = token_of(audit, anchor);
  if (!token) return token.error();
  if (!*token) {
    bad(anchor, "its token is not there");
    return {};
  }
  judge_token(anchor, *stamped, **token, roots);
  return {};
}

Outcome<void> judge_all(Audit& audit, Anchors& anchors, const Arguments& arguments) {
  const bool outside = std::any_of(anchors.all.begin(), anchors.all.end(),
                                   [](const Anchor& anchor) { return anchor.facts.authority == "external"; });
  if (outside && !arguments.has("roots")) {
    return wrong_usage("--roots is missing: certificates of the authority outside that stamps this log");
  }
  auto certificates = certificates_in(arguments.values("roots"));
  if (!certificates) return certificates.error();
  const evidence::Trust roots(std::move(*certificates), {}, {}, evidence::Revocation::if_present);
  for (auto& anchor : anchors.all) {
    if (const auto judged = judge(audit, anchors.newest.checkpoint, roots, anchor); !judged) return judged.error();
  }
  return {};
}

std::string line_of(const Anchor& anchor, const Console& console) {
  const auto entry = "  entry " + std::to_string(anchor.index) + ": ";
  const auto covers =
      "the first " + std::to_string(anchor.facts.size.value_or(0)) + " entries at " + printable(anchor.facts.gen_time);
  switch (anchor.verdict) {
    case Verdict::good:
      return painted(console.colour_out, Paint::green, "GOOD    ") + entry + covers + ", by " +
             printable(anchor.signer) + " (" + printable(anchor.facts.url) + ")\n";
    case Verdict::built_in:
      return painted(console.colour_out, Paint::yellow, "BUILT-IN") + entry + covers +
             ": no proof against the operator\n";
    case Verdict::bad:
    case Verdict::unknown: break;
  }
  return painted(console.colour_out, Paint::red, "BAD     ") + entry + printable(anchor.reason) + "\n";
}

std::string word_for(Verdict verdict) {
  switch (verdict) {
    case Verdict::good: return "good";
    case Verdict::built_in: return "built-in";
    case Verdict::bad:
    case Verdict::unknown: break;
  }
  return "bad";
}

Report for_machines(const Anchors& anchors) {
  Report report{{{"size", anchors.newest.checkpoint.size},
                 {"root", base::to_base64(anchors.newest.checkpoint.root)},
                 {"cosigned", std::uint64_t{anchors.newest.cosigned}}}};
  std::vector<Report> all;
  for (const auto& anchor : anchors.all) {
    Report one{{{"index", anchor.index}, {"verdict", word_for(anchor.verdict)}}};
    if (anchor.facts.size) one.fields.emplace_back("entries", *anchor.facts.size);
    one.fields.emplace_back("time", anchor.facts.gen_time);
    one.fields.emplace_back("authority", anchor.facts.authority);
    if (!anchor.facts.url.empty()) one.fields.emplace_back("url", anchor.facts.url);
    if (!anchor.signer.empty()) one.fields.emplace_back("signer", anchor.signer);
    if (!anchor.reason.empty()) one.fields.emplace_back("reason", anchor.reason);
    all.push_back(std::move(one));
  }
  report.fields.emplace_back("anchors", std::move(all));
  return report;
}

Outcome<Exit> show(Audit& audit, const Arguments& arguments, Console& console) {
  auto anchors = read_all(audit);
  if (!anchors) return anchors.error();
  if (const auto judged = judge_all(audit, *anchors, arguments); !judged) return judged.error();
  if (arguments.has("json")) {
    console.out << print(for_machines(*anchors));
  } else {
    for (const auto& anchor : anchors->all) console.out << line_of(anchor, console);
  }
  note(console, std::to_string(anchors->all.size()) + " anchors; the log: " + described(anchors->newest, audit.trust));
  const bool all_hold = std::all_of(anchors->all.begin(), anchors->all.end(), [](const Anchor& anchor) {
    return anchor.verdict == Verdict::good || anchor.verdict == Verdict::built_in;
  });
  return all_hold ? Exit::ok : Exit::refused;
}

Outcome<Exit> run(const Arguments& arguments, Console& console) {
  if (!arguments.has("auditor")) return wrong_usage("--auditor is missing: anchors belong to no unit");
  return in_audit(arguments, console, [&](Audit& audit) { return show(audit, arguments, console); });
}

}  // namespace

const Command& audit_anchors_command() {
  static const Command command{
      "audit anchors",
      "the timestamps over the log itself, and whether they hold",
      {"[--roots FILE]… --log-key FILE --auditor …"},
      "Reads and rehashes the whole log, then judges each anchor in it: that the log began with the entries that it\n"
      "names, and that its token is a timestamp over exactly their checkpoint, by an authority of --roots. GOOD: "
      "these\n"
      "entries were in the log by then, whatever the operator says. BUILT-IN: the operator's own clock and key say "
      "so,\n"
      "which proves nothing against the operator.\n",
      audit_options({{"Options",
                      {{"roots", "FILE", "certificates of the authority outside that you believe, PEM", true},
                       {"json", "", "for machines"}}}}),
      0,
      "",
      run};
  return command;
}

}  // namespace antin::cli
