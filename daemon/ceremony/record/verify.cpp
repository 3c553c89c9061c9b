#include "daemon/ceremony/record/verify.hpp"

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/transcript.hpp"
#include "daemon/ceremony/record/abort.hpp"
#include "daemon/ceremony/record/approval.hpp"
#include "daemon/ceremony/record/former.hpp"
#include "daemon/ceremony/record/inventory.hpp"
#include "daemon/ceremony/record/officers.hpp"
#include "daemon/ceremony/record/opening.hpp"
#include "daemon/ceremony/record/sequence.hpp"
#include "daemon/ceremony/record/transcript.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t file_limit = 4 * 1024 * 1024;

base::Error at_step(const Step& step, const std::string& text) { return {step.id + ": " + text}; }

class Check {
 public:
  Check(const Folder& folder, Verified& verified)
      : m_folder(folder), m_verified(verified), m_steps(steps_of(verified.locked.plan)) {}

  // Results before approvals: a fact that was exchanged is named for what it is, not for the signature that it spoils.
  base::Result<void> run() {
    for (const auto part : {&Check::opening, &Check::formers, &Check::order, &Check::results, &Check::approvals,
                            &Check::shares, &Check::exceptions, &Check::note})
      if (auto held = (this->*part)(); !held) return held;
    return {};
  }

 private:
  [[nodiscard]] const Entries& entries() const { return m_verified.entries; }
  [[nodiscard]] const Plan& plan() const { return m_verified.locked.plan; }

  base::Result<void> opening() {
    if (auto held = check_opening(m_verified.locked, entries()); !held) return held;
    if (abort_of(plan(), entries()) != nullptr) return base::Error{"the ceremony was aborted"};
    return {};
  }

  base::Result<void> formers() {
    auto read = read_formers(m_folder, plan());
    if (!read) return read.error();
    m_verified.formers = std::move(*read);
    return {};
  }

  // All steps, as the plan has them.
  base::Result<void> order() {
    if (auto held = check_sequence(plan(), entries()); !held) return held;
    for (const auto& step : m_steps)
      if (end_of(entries(), step.id) == nullptr) return at_step(step, "was not done");
    return {};
  }

  base::Result<void> approvals() { return check_recorded_approvals(m_folder, m_verified.locked, entries()); }

  // Every holder has typed back a share of the same round.
  base::Result<void> shares() {
    for (const auto& [label, token] : plan().tokens) {
      std::map<std::string, std::string> split;
      if (!token.so_pin.empty()) split = {{"so-pin", token.so_pin}, {"user-pin", token.user_pin}};
      if (token.resplit) split.emplace("backup-key", *token.resplit);
      if (token.backup) split.emplace("backup-key", *token.backup);
      for (const auto& [pin, group] : split) {
        std::set<std::string> holders;
        for (const auto& [number, holder] : handed_out(entries(), label, pin).holders) holders.insert(holder);
        const auto& wanted = plan().groups.at(group).holders;
        if (holders == std::set<std::string>(wanted.begin(), wanted.end())) continue;
        auto text = "token " + label;
        return base::Error{
            text.append(": not every holder of ").append(group).append(" has a share of its ").append(pin)};
      }
    }
    return {};
  }

  base::Result<void> file(const Step& step, const std::filesystem::path& path, const std::string& fact) {
    const auto content = base::read_file(path, file_limit);
    if (!content) return at_step(step, content.error().text);
    if (end_of(entries(), step.id)->fact(fact) == base::print(crypto::sha256(*content))) return {};
    return at_step(step, path.filename().string() + " is not what the journal says");
  }

  base::Result<void> results() {
    for (const auto& step : m_steps) {
      if (auto held = as_approved(step); !held) return held;
      if (auto held = result(step); !held) return held;
    }
    return {};
  }

  // What a step began with is what officers approved: what it ended with says nothing else of it.
  base::Result<void> as_approved(const Step& step) {
    const auto* begin = begin_of(entries(), step.id);
    for (const auto& [name, observed] : end_of(entries(), step.id)->facts) {
      const auto approved = begin->facts.find(name);
      // Of a step of the vendor's this first says what kind of evidence it is to leave.
      if (approved == begin->facts.end() || (step.act == Act::vendor && name == "evidence")) continue;
      if (approved->second != observed) return at_step(step, "its " + name + " is not the one that was approved");
    }
    return {};
  }

  base::Result<void> result(const Step& step) {
    switch (step.act) {
      case Act::inventory_before: return file(step, m_folder.inventory("before"), "inventory");
      case Act::inventory_after: return difference(step);
      case Act::generate: return file(step, m_folder.public_key(step.object), "public-key-file");
      case Act::backup: return backups(step, plan().keys_of(step.object, Fate::make));
      case Act::recover: return recovered(step);
      case Act::open: return opened(step);
      case Act::compare: return compared(step);
      case Act::vendor: return evidence(step);
      case Act::destroy: return destroyed(step);
      case Act::dispose: return disposed(step);
      case Act::request: return file(step, m_folder.request(step.object), "request");
      case Act::certificate: return certificate(step);
      case Act::initialise: return initialised(step);
      case Act::restore: return rehearsed(step);
      case Act::close: return closed(step);
      case Act::prologue:
      case Act::unattended:
      case Act::refresh:
      case Act::change_user_pin:
      case Act::change_so_pin:
      case Act::resplit:
      case Act::test:
      case Act::transcript: return {};
      case Act::unknown: break;
    }
    return at_step(step, "is no step");
  }

  // Each file is what the journal says; so is what lies between them.
  base::Result<void> difference(const Step& step) {
    if (auto held = file(step, m_folder.inventory("after"), "inventory"); !held) return held;
    const auto before = base::read_file(m_folder.inventory("before"), file_limit);
    const auto after = base::read_file(m_folder.inventory("after"), file_limit);
    if (!before || !after) return at_step(step, "an inventory cannot be read");
    const auto compared = compare_inventories(m_verified.locked, m_steps, entries(), *before, *after);
    switch (compared.found) {
      case Surplus::none: return {};
      case Surplus::no_token: return at_step(step, "the inventory lacks the token " + compared.token);
      case Surplus::other_objects:
        return at_step(step, "the token " + compared.token + " holds something else than the plan leaves");
      case Surplus::other_tokens: return at_step(step, "a token that is not of the plan came or went");
      case Surplus::unreadable:
      case Surplus::unknown: break;
    }
    return at_step(step, "an inventory is none");
  }

  // A backup that is elsewhere is no fault of the record; one that is here is the one that was made.
  base::Result<void> backups(const Step& step, const std::vector<std::string>& labels) {
    for (const auto& label : labels) {
      if (plan().keys.at(label).backup != Backup::wrapped) continue;
      if (!base::parse_sha256(end_of(entries(), step.id)->fact("wrapped " + label)))
        return at_step(step, "it does not say what the backup of " + label + " is");
      const auto path = m_folder.wrapped_key(label);
      if (!std::filesystem::exists(path))
        m_verified.absent_backups.push_back(label);
      else if (auto held = file(step, path, "wrapped " + label); !held)
        return held;
    }
    return {};
  }

  base::Result<void> initialised(const Step& step) {
    const auto* end = end_of(entries(), step.id);
    const auto& planned = plan().tokens.at(step.object).serial;
    if (end->fact("token") != step.object || !end->facts.contains("serial"))
      return at_step(step, "it does not say which token was made");
    if (planned && end->fact("serial") != *planned)
      return at_step(step, "the token was made in another HSM than the plan says");
    return {};
  }

  base::Result<void> rehearsed(const Step& step) {
    const auto* end = end_of(entries(), step.id);
    if (end->facts.contains("spare-serial") && !end->fact("signed").empty()) return {};
    return at_step(step, "it does not say that the restored keys signed");
  }

  base::Result<void> closed(const Step& step) {
    if (end_of(entries(), step.id)->fact("extractable") == "no more") return {};
    return at_step(step, "it does not say that the keys are closed");
  }

  base::Result<void> opened(const Step& step) {
    if (end_of(entries(), step.id)->fact("serial") == plan().tokens.at(step.object).serial) return {};
    return at_step(step, "the token was in another HSM than the plan says");
  }

  base::Result<void> evidence(const Step& step) {
    const auto* begin = begin_of(entries(), step.id);
    const auto* end = end_of(entries(), step.id);
    for (const auto& one : plan().vendor)
      if (one.name == step.object &&
          (begin->fact("evidence") != name_of(one.evidence) || begin->fact("text") != one.text))
        return at_step(step, "what was approved is not what the plan says");
    if (end->fact("never-extractable") != "yes") return at_step(step, "its keys were extractable");
    for (const auto& one : plan().vendor)
      if (one.name == step.object && one.evidence == Evidence::file)
        return file(step, m_folder.evidence(one.name), "evidence");
    const auto& people = plan().participants;
    const auto first = end->fact("typed-by");
    const auto second = end->fact("typed-again-by");
    if (!end->fact("line").empty() && first != second && people.contains(first) && people.contains(second)) return {};
    return at_step(step, "its evidence was not typed by two people");
  }

  base::Result<void> destroyed(const Step& step) {
    const auto* end = end_of(entries(), step.id);
    if (end->fact("public-key") == base::print(plan().keys.at(step.object).known->public_key) &&
        end->fact("serial") == plan().tokens.at(step.token).serial)
      return {};
    return at_step(step, "it was another key, or in another HSM, than the plan says");
  }

  // Everybody who holds a share of the wrapping key and was there has given their word.
  base::Result<void> disposed(const Step& step) {
    const auto* end = end_of(entries(), step.id);
    const auto& record = m_verified.formers.at(plan().keys.at(step.object).known->from);
    const auto& key = record.keys.at(step.object);
    if (!key.wrapped || end->fact("wrapped " + step.object) != base::print(*key.wrapped))
      return at_step(step, "it is about another backup");
    for (const auto& holder : record.tokens.at(key.token).shares.at("backup-key").holders)
      if (plan().participants.contains(holder) && end->fact("word of " + holder) != "destroyed")
        return at_step(step, holder + " has not said that the backup is destroyed");
    return {};
  }

  base::Result<void> compared(const Step& step) {
    const auto& known = *plan().keys.at(step.object).known;
    const auto* end = end_of(entries(), step.id);
    const auto& wrapped = m_verified.formers.at(known.from).keys.at(step.object).wrapped;
    if (end->fact("public-key") == base::print(known.public_key) &&
        end->fact("wrapped " + step.object) == (wrapped ? base::print(*wrapped) : ""))
      return file(step, m_folder.public_key(step.object), "public-key-file");
    return at_step(step, "it is not the key, or not of the backup, that " + known.from + " made");
  }

  base::Result<void> recovered(const Step& step) {
    const auto labels = plan().keys_of(step.object, Fate::restore);
    for (const auto& label : labels) {
      const auto& known = *plan().keys.at(label).known;
      const auto* end = end_of(entries(), step.id);
      const auto& wrapped = m_verified.formers.at(known.from).keys.at(label).wrapped;
      if (end->fact("wrapped " + label) != base::print(*wrapped) ||
          end->fact("restored " + label) != base::print(known.public_key))
        return at_step(step, label + " is not the key, or of the backup, that " + known.from + " made");
      if (auto held = file(step, m_folder.public_key(label), "public-key-file " + label); !held) return held;
    }
    return backups(step, labels);
  }

  base::Result<void> certificate(const Step& step) {
    const auto* end = end_of(entries(), step.id);
    // A rehearsal goes on without a CA.
    if (is_rehearsal(entries()) && end->fact("certificate") == "none") return {};
    const auto content = base::read_file(m_folder.key_certificate(step.object), file_limit);
    if (!content) return at_step(step, content.error().text);
    const auto read = crypto::certificate_from_pem(*content);
    if (!read) return at_step(step, read.error().text);
    if (base::print(read->hash) != end->fact("certificate")) return at_step(step, "the certificate is another");
    for (const auto& other : m_steps) {
      if (other.act != Act::generate || other.object != step.object) continue;
      if (end_of(entries(), other.id)->fact("public-key") != base::print(crypto::sha256(read->spki)))
        return at_step(step, "the certificate is of another key");
    }
    const auto held = check_key_certificate(m_verified.locked, step.object, *read, read->spki, end->at);
    return held ? base::Result<void>() : at_step(step, held.error().text);
  }

  base::Result<void> exceptions() {
    if (const auto* open = open_resume(entries(), plan().quorum)) return base::Error{open->step + " lacks approvals"};
    if (const auto* open = open_exception(entries(), plan().quorum))
      return base::Error{open->step + " lacks approvals: " + open->fact("text")};
    if (const auto* stop = unanswered_stop(entries(), plan().quorum))
      return base::Error{stop->step + " was stopped, and no exception answers it: " + stop->fact("text")};
    return {};
  }

  base::Result<void> note() {
    const auto text = transcript_text(m_verified.locked, m_steps, entries());
    if (!text) return text.error();
    const auto content = base::read_file(m_folder.note(), statement::transcript_note_limit);
    if (!content) return content.error();
    const auto read = tlog::parse_note(base::text(*content));
    if (!read) return base::Error{"transcript.note: " + read.error().text};
    if (read->text != *text) return base::Error{"transcript.note says something else than the journal"};
    for (const auto& [id, participant] : plan().participants) {
      const auto key = note_key(m_verified.locked, id);
      if (!key) return key.error();
      if (!tlog::is_signed_by(*read, *key)) return base::Error{"transcript.note is not signed by " + id};
      m_verified.signers.push_back(id);
    }
    m_verified.transcript = *text;
    m_verified.note = *content;
    // A rehearsal leaves nothing for a log.
    if (is_rehearsal(entries())) return {};
    return check_officers(m_folder, m_verified.locked, base::text(*content));
  }

  const Folder& m_folder;
  Verified& m_verified;
  std::vector<Step> m_steps;
};

}  // namespace

base::Result<void> check_so_far(const Folder& folder, const LockedPlan& locked, const Entries& entries) {
  if (auto held = check_opening(locked, entries); !held) return held;
  if (auto held = check_recorded_approvals(folder, locked, entries); !held) return held;
  return check_sequence(locked.plan, entries);
}

base::Result<Verified> verify_folder(const Folder& folder) {
  auto locked = read_locked_plan(folder);
  if (!locked) return locked.error();
  const auto content = base::read_file(folder.journal(), journal_size_limit);
  if (!content) return content.error();
  auto entries = parse_journal(base::text(*content));
  if (!entries) return base::Error{folder.journal().string() + ": " + entries.error().text};
  Verified verified{std::move(*locked), std::move(*entries)};
  if (auto held = Check(folder, verified).run(); !held) return held.error();
  return verified;
}

}  // namespace antin::ceremony
