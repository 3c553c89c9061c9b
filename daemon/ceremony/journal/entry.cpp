// One line of the journal, written and read in one form only.
#include <nlohmann/json.hpp>

#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/journal/journal.hpp"

namespace antin::ceremony {
namespace {

constexpr Kind kinds[] = {Kind::open,   Kind::begin, Kind::approval,  Kind::share, Kind::end,
                          Kind::resume, Kind::stop,  Kind::exception, Kind::abort};

Kind kind_of(const std::string& name) {
  for (const auto kind : kinds)
    if (name_of(kind) == name) return kind;
  return Kind::unknown;
}

Entry entry_of(const nlohmann::json& said) {
  Entry entry;
  entry.number = said.at("n").get<std::uint64_t>();
  if (const auto at = base::parse_instant(said.at("at").get<std::string>())) entry.at = *at;
  entry.kind = kind_of(said.at("type").get<std::string>());
  entry.step = said.value("step", "");
  for (const auto& [name, value] : said.at("facts").items()) entry.facts[name] = value.get<std::string>();
  if (const auto hash = base::parse_sha256(said.at("previous").get<std::string>())) entry.previous = *hash;
  return entry;
}

base::Error wrong(std::uint64_t line, const char* what) { return {"line " + std::to_string(line) + " " + what}; }

base::Result<Entry> parse_line(std::string_view line, std::uint64_t number) {
  Entry entry;
  try {
    entry = entry_of(nlohmann::json::parse(line));
    // What a parser lets pass (spaces, names twice, other orders) shows here.
    if (entry.kind == Kind::unknown || print(entry) != line) return wrong(number, "is not in the journal's form");
  } catch (const nlohmann::json::exception&) {
    return wrong(number, "is not in the journal's form");
  }
  entry.hash = crypto::sha256(base::view(line));
  return entry;
}

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::open: return "open";
    case Kind::begin: return "begin";
    case Kind::approval: return "approval";
    case Kind::share: return "share";
    case Kind::end: return "end";
    case Kind::resume: return "resume";
    case Kind::stop: return "stop";
    case Kind::exception: return "exception";
    case Kind::abort: return "abort";
    case Kind::unknown: break;
  }
  return {};
}

std::string own_id(Kind kind, std::uint64_t number) {
  const bool has_one = kind == Kind::resume || kind == Kind::exception || kind == Kind::abort;
  return has_one ? std::string(name_of(kind)) + "-" + std::to_string(number) : std::string();
}

std::string Entry::fact(const std::string& name) const {
  const auto found = facts.find(name);
  return found == facts.end() ? std::string() : found->second;
}

std::string print(const Entry& entry) {
  nlohmann::json out = {{"at", base::print(entry.at)},
                        {"facts", nlohmann::json::object()},
                        {"n", entry.number},
                        {"previous", base::print(entry.previous)},
                        {"type", name_of(entry.kind)}};
  for (const auto& [name, value] : entry.facts) out["facts"][name] = value;
  if (!entry.step.empty()) out["step"] = entry.step;
  return out.dump();
}

Facts as_text(const Facts& facts) {
  const auto lossy = nlohmann::json(facts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return nlohmann::json::parse(lossy).get<Facts>();
}

base::Result<std::vector<Entry>> parse_journal(std::string_view text) {
  std::vector<Entry> entries;
  while (!text.empty()) {
    const auto number = entries.size() + 1;
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return wrong(number, "does not end");
    auto entry = parse_line(text.substr(0, end), number);
    if (!entry) return entry.error();
    const auto expected = entries.empty() ? base::Sha256Hash{} : entries.back().hash;
    if (entry->number != number || entry->previous != expected) return wrong(number, "does not follow the line before");
    if ((entry->kind == Kind::open) != entries.empty()) return wrong(number, "is not where `open` belongs");
    if (const auto id = own_id(entry->kind, number); !id.empty() && entry->step != id)
      return wrong(number, "is under an id that is not its own");
    entries.push_back(std::move(*entry));
    text.remove_prefix(end + 1);
  }
  if (entries.empty()) return base::Error{"the journal is empty"};
  return entries;
}

}  // namespace antin::ceremony
