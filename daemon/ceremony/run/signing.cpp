// Officers approve, participants sign the transcript. A signature counts once it is verified and in the journal.
#include <algorithm>
#include <chrono>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/evidence/detached_cms.hpp"
#include "daemon/ceremony/record/approval.hpp"
#include "daemon/ceremony/record/officers.hpp"
#include "daemon/ceremony/record/transcript.hpp"
#include "daemon/ceremony/run/ceremony.hpp"
#include "daemon/ceremony/run/labels.hpp"

namespace antin::ceremony {
namespace {

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// The line of the journal that the file of an approval becomes, or the reason why not.
base::Result<Facts> approval_facts(const Proceedings& ceremony, const std::string& asked, const std::string& officer) {
  const auto cms = base::read_file(ceremony.folder.approval(asked, officer), evidence::cms_size_limit);
  if (!cms) return cms.error();
  const auto held = check_approval(ceremony.locked, *asked_in(ceremony.entries(), asked), officer, *cms, now());
  if (!held) return held.error();
  return Facts{{"officer", officer}, {"cms", base::print(crypto::sha256(*cms))}};
}

std::vector<std::string> without(std::vector<std::string> all, const std::set<std::string>& done) {
  std::erase_if(all, [&](const auto& id) { return done.contains(id); });
  return all;
}

using Signatures = std::map<std::string, tlog::NoteSignature>;

// Signatures that lie there already and hold.
Signatures signatures_so_far(const Ceremony& ceremony, const std::string& text) {
  Signatures found;
  for (const auto& [id, participant] : ceremony.plan().participants) {
    const auto line = base::read_file(ceremony.folder.signature(id), 4096);
    if (!line) continue;
    if (auto signature = read_note_signature(ceremony.locked, id, text, base::text(*line)))
      found.emplace(id, std::move(*signature));
  }
  return found;
}

std::set<std::string> ids_of(const Signatures& signatures) {
  std::set<std::string> ids;
  for (const auto& [id, signature] : signatures) ids.insert(id);
  return ids;
}

// Who has signed now; empty when it came to nothing, which they were told. Whoever names no key has signed at another
// terminal.
Done<std::string> one_more(Proceedings& ceremony, const Screen& screen, const std::vector<std::string>& missing) {
  auto signatory = ceremony.people.next_signatory(screen, missing);
  if (!signatory) return signatory.error();
  if (signatory->options.empty()) return std::move(signatory->id);
  if (const auto made = ceremony.sign(*signatory); !made) {
    ceremony.people.tell(signatory->id + ": " + made.error().in(ceremony.language));
    return std::string();
  }
  return std::move(signatory->id);
}

base::Result<Facts> write_note(const Ceremony& ceremony, const std::string& text, const Signatures& signatures) {
  tlog::Note note{text, {}};
  for (const auto& [id, signature] : signatures) note.signatures.push_back(signature);
  const auto printed = tlog::print(note);
  if (auto written = base::write_file_durably(ceremony.folder.note(), base::view(printed)); !written)
    return written.error();
  // A rehearsal leaves nothing for a log.
  if (!is_rehearsal(ceremony.entries()))
    if (auto left = write_officers(ceremony.folder, ceremony.locked, printed); !left) return left.error();
  return Facts{{"note", base::print(crypto::sha256(base::view(printed)))}};
}

// By `sign` at another terminal. What does not hold is nobody's approval.
Done<void> take_what_lies_there(Proceedings& ceremony, const std::string& asked) {
  for (const auto& officer : ceremony.plan().with(Role::officer)) {
    const auto have = approved_by(ceremony.entries(), asked);
    if (have.size() >= ceremony.plan().quorum) return {};
    if (have.contains(officer)) continue;
    auto facts = approval_facts(ceremony, asked, officer);
    if (!facts) continue;
    if (const auto kept = ceremony.journal.append(Kind::approval, asked, *facts); !kept) return failed(kept.error());
  }
  return {};
}

// How many there are, and over which point of the journal: what `sign` has officers sign is compared with it.
Screen with_approvals(const Proceedings& ceremony, Screen screen, const std::string& asked) {
  const auto is_approvals = [&](const auto& fact) { return fact.first == label_of("approvals", ceremony.language); };
  auto at = std::find_if(screen.facts.begin(), screen.facts.end(), is_approvals);
  if (at == screen.facts.end()) at = screen.facts.insert(at, {label_of("approvals", ceremony.language), {}});
  at->second = approvals_so_far(ceremony.entries(), asked, ceremony.plan().quorum);
  screen.facts.emplace(at + 1, label_of("head", ceremony.language),
                       base::print(asked_in(ceremony.entries(), asked)->hash));
  return screen;
}

}  // namespace

Done<void> gather_approvals(Proceedings& ceremony, const Screen& screen, const std::string& asked) {
  const auto quorum = ceremony.plan().quorum;
  for (;;) {
    if (auto taken = take_what_lies_there(ceremony, asked); !taken) return taken;
    const auto have = approved_by(ceremony.entries(), asked);
    if (have.size() >= quorum) return {};
    const auto officer =
        one_more(ceremony, with_approvals(ceremony, screen, asked), without(ceremony.plan().with(Role::officer), have));
    if (!officer) return officer.error();
    if (officer->empty()) continue;
    if (const auto facts = approval_facts(ceremony, asked, *officer); !facts)
      ceremony.people.tell(*officer + ": " + facts.error().text);
  }
}

Done<Facts> sign_transcript(Ceremony& ceremony, const Step& step) {
  const auto text = transcript_text(ceremony.locked, ceremony.steps, ceremony.entries());
  if (!text) return failed(text.error());
  std::vector<std::string> all;
  for (const auto& [id, participant] : ceremony.plan().participants) all.push_back(id);
  for (;;) {
    const auto signatures = signatures_so_far(ceremony, *text);
    const auto missing = without(all, ids_of(signatures));
    if (missing.empty()) {
      const auto facts = write_note(ceremony, *text, signatures);
      return facts ? Done<Facts>(*facts) : Done<Facts>(failed(facts.error()));
    }
    auto screen = ceremony.screen(step);
    screen.facts.emplace_back(label_of("signed", ceremony.language),
                              std::to_string(signatures.size()) + " / " + std::to_string(all.size()));
    if (auto more = one_more(ceremony, screen, missing); !more) return more.error();
  }
}

}  // namespace antin::ceremony
