// What a log says was done, counted. Days and years are Vietnam's: UTC+7, without summer time.
#pragma once

#include <map>
#include <set>
#include <unordered_set>

#include "client/cli/json.hpp"
#include "client/lib/log_reader.hpp"
#include "core/base/instant.hpp"

namespace antin::cli {

using Day = std::chrono::sys_days;  // as people there count it

constexpr std::chrono::hours vietnam{7};
std::string print_day(Day day);                  // 2026-05-28
std::string print_in_vietnam(base::Instant at);  // 2026-05-28 09:11:09 +07:00

struct TallyScope {
  std::set<std::string> units;  // none: all that are seen
  int year = 0;
};

struct Counts {
  std::uint64_t done = 0;   // steps
  std::uint64_t seals = 0;  // of these, with a seal
  std::uint64_t denied = 0;
  std::uint64_t failed = 0;  // and abandoned
};

struct Approvals {  // of steps
  std::uint64_t signed_by_them = 0;
  std::uint64_t vouched = 0;  // the caller's server gave its word for the person, who signed nothing
};

struct Endings {  // of revisions
  std::uint64_t returned = 0;
  std::uint64_t superseded = 0;
  std::uint64_t withdrawn = 0;
};

struct Registrations {  // changes of the roster
  std::uint64_t enrolled = 0;
  std::uint64_t acting = 0;  // enrolled to act for somebody
  std::uint64_t certificates = 0;
  std::uint64_t suspended = 0;
  std::uint64_t resumed = 0;
  std::uint64_t retired = 0;
};

struct Tally {
  TallyScope scope;

  Counts all;
  std::map<std::string, Counts> units, kinds;
  std::map<std::pair<std::string, std::string>, Counts> steps;  // kind, step
  std::map<Day, Counts> days;
  std::map<std::pair<std::string, std::string>, std::uint64_t> acting;  // steps, by closed unit and who acted for it
  std::map<std::string, Endings> endings;                               // by kind
  std::map<std::pair<std::string, std::string>, Approvals> approvals;   // by salted id, role
  std::map<std::pair<std::string, std::string>, Registrations> roster;  // by unit and role, or of all roles there
  std::map<std::string, std::uint64_t> denials;                         // by code, each an entry of its own
  std::map<std::string, std::uint64_t> bulk_denials;                    // by code, of which only numbers are logged
  std::map<std::string, std::uint64_t> types;
  // Records, by unit and the version of its record-id key; an id without one: an empty version. Of each record 64 bits
  // of a hash, since a log has millions.
  std::map<std::pair<std::string, std::string>, std::unordered_set<std::uint64_t>> record_keys;

  // Where each entry went: these four make the log's size.
  std::uint64_t counted = 0;
  std::uint64_t elsewhere = 0;   // of another year or unit
  std::uint64_t hidden = 0;      // of units that the reader may not see
  std::uint64_t unreadable = 0;  // no JSON, or without a time

  std::uint64_t unnamed = 0;  // refusals of the year that name no unit, when units were asked for
  std::string newest;         // time of the last entry that was seen
};

void count(Tally& tally, const client::LogEntry& entry);

// Units with records under several versions of their key, or with ids that name none.
std::vector<std::string> units_of_mixed_keys(const Tally& tally);

}  // namespace antin::cli
