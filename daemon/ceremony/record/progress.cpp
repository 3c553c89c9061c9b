#include "daemon/ceremony/record/progress.hpp"

#include <algorithm>
#include <charconv>

#include "daemon/ceremony/record/abort.hpp"

namespace antin::ceremony {
namespace {

const Entry* first(const Entries& entries, Kind kind, const std::string& step) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.kind == kind && entry.step == step; });
  return found == entries.end() ? nullptr : &*found;
}

unsigned number_in(const Entry& entry, const std::string& fact) {
  const auto text = entry.fact(fact);
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_approved(const Entries& entries, const Entry& asked, unsigned quorum) {
  return approved_by(entries, asked.step).size() >= quorum;
}

// The first approved exception after it; null: it waits for one.
const Entry* answer_to(const Entries& entries, const Entry& stop, unsigned quorum) {
  for (const auto* exception : of_kind(entries, Kind::exception))
    if (exception->number > stop.number && is_approved(entries, *exception, quorum)) return exception;
  return nullptr;
}

bool is_answered(const Entries& entries, const Entry& stop, unsigned quorum) {
  return answer_to(entries, stop, quorum) != nullptr;
}

}  // namespace

const Entry* begin_of(const Entries& entries, const std::string& step) { return first(entries, Kind::begin, step); }
const Entry* end_of(const Entries& entries, const std::string& step) { return first(entries, Kind::end, step); }

const Entry* asked_in(const Entries& entries, const std::string& id) {
  for (const auto kind : {Kind::begin, Kind::exception, Kind::resume, Kind::abort})
    if (const auto* asked = first(entries, kind, id)) return asked;
  return nullptr;
}

std::set<std::string> approved_by(const Entries& entries, const std::string& id) {
  std::set<std::string> officers;
  for (const auto& entry : entries)
    if (entry.kind == Kind::approval && entry.step == id) officers.insert(entry.fact("officer"));
  return officers;
}

std::string approvals_so_far(const Entries& entries, const std::string& id, unsigned quorum) {
  const auto officers = approved_by(entries, id);
  auto text = std::to_string(officers.size()) + " / " + std::to_string(quorum);
  for (const auto& officer : officers) text.append(text.find(':') == std::string::npos ? ": " : ", ").append(officer);
  return text;
}

std::string serial_of(const Entries& entries, const std::string& token) {
  std::string serial;
  for (const auto& entry : entries)
    if (entry.kind == Kind::end && entry.fact("token") == token) serial = entry.fact("serial");
  return serial;
}

std::vector<const Entry*> of_kind(const Entries& entries, Kind kind) {
  std::vector<const Entry*> found;
  for (const auto& entry : entries)
    if (entry.kind == kind) found.push_back(&entry);
  return found;
}

const Entry* open_exception(const Entries& entries, unsigned quorum) {
  for (const auto* exception : of_kind(entries, Kind::exception))
    if (!is_approved(entries, *exception, quorum)) return exception;
  return nullptr;
}

const Entry* open_resume(const Entries& entries, unsigned quorum) {
  const auto resumes = of_kind(entries, Kind::resume);
  return resumes.empty() || is_approved(entries, *resumes.back(), quorum) ? nullptr : resumes.back();
}

std::vector<const Entry*> stops_before(const Entries& entries, const Entry& exception, unsigned quorum) {
  auto stops = of_kind(entries, Kind::stop);
  std::erase_if(
      stops, [&](const Entry* stop) { return stop->number > exception.number || is_answered(entries, *stop, quorum); });
  return stops;
}

std::string said_of(const Entry& stop) { return (stop.step.empty() ? "" : stop.step + ": ") + stop.fact("text"); }

const Entry* unanswered_stop(const Entries& entries, unsigned quorum) {
  for (const auto& entry : entries)
    if (entry.kind == Kind::stop && !is_answered(entries, entry, quorum)) return &entry;
  return nullptr;
}

bool was_excused(const Entries& entries, const std::string& step, const std::string& text, unsigned quorum) {
  const auto resumes = of_kind(entries, Kind::resume);
  const auto run_before = resumes.size() < 2 ? 0 : resumes[resumes.size() - 2]->number;
  return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
    if (entry.kind != Kind::stop || entry.step != step || entry.fact("text") != text) return false;
    const auto* answer = answer_to(entries, entry, quorum);
    return answer != nullptr && answer->number > run_before;
  });
}

bool is_rehearsal(const Entries& entries) { return entries.front().fact("rehearsal") == "yes"; }

const Step* next_step(const std::vector<Step>& steps, const Entries& entries) {
  for (const auto& step : steps)
    if (end_of(entries, step.id) == nullptr) return &step;
  return nullptr;
}

const Entry* asked_now(const Plan& plan, const Entries& entries) {
  if (const auto* abort = open_abort(plan, entries)) return abort;
  if (const auto* resumed = open_resume(entries, plan.quorum)) return resumed;
  if (const auto* exception = open_exception(entries, plan.quorum)) return exception;
  const auto steps = steps_of(plan);
  const auto* step = next_step(steps, entries);
  return step == nullptr ? nullptr : begin_of(entries, step->id);
}

HandedOut handed_out(const Entries& entries, const std::string& token, const std::string& pin) {
  HandedOut newest;
  for (const auto& entry : entries) {
    if (entry.kind != Kind::share || entry.fact("token") != token || entry.fact("pin") != pin) continue;
    const auto hash = base::parse_sha256(entry.fact("share"));
    const auto round = number_in(entry, "round");
    if (!hash || round < newest.round) continue;
    if (round > newest.round) newest = {round, {}, {}};
    newest.hashes[number_in(entry, "number")] = *hash;
    newest.holders[number_in(entry, "number")] = entry.fact("holder");
  }
  return newest;
}

}  // namespace antin::ceremony
