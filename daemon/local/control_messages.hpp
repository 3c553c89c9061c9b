// What antin-control and antin-ceremony ask of antind, on the machine itself, and what antind says to it. One request
// at a time on a connection: any number of Progress, then one of the other answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/bytes.hpp"

namespace antin::local {

struct AskStatus {
  friend bool operator==(const AskStatus&, const AskStatus&) = default;
};

// A copy of the ledger under this name, while antind goes on serving.
struct MakeBackup {
  std::string name;
  friend bool operator==(const MakeBackup&, const MakeBackup&) = default;
};

// Full bundles of entries below `before` move into an archive of this name.
struct MakeArchive {
  std::uint64_t before = 0;
  std::string name;
  friend bool operator==(const MakeArchive&, const MakeArchive&) = default;
};

// The log ends; another, of this origin, goes on.
struct CloseLog {
  std::string successor;
  friend bool operator==(const CloseLog&, const CloseLog&) = default;
};

// The bundle in antind's policy folder, which officers have signed, comes into force.
struct TakeBundle {
  friend bool operator==(const TakeBundle&, const TakeBundle&) = default;
};

// Those of its officers' folder, for whom the officers of now have signed, follow them.
struct TakeOfficers {
  friend bool operator==(const TakeOfficers&, const TakeOfficers&) = default;
};

// What security officers have signed, carried from files: one stops, a quorum resumes.
struct GiveStop {
  base::Bytes statement, cms;
  friend bool operator==(const GiveStop&, const GiveStop&) = default;
};
struct GiveResume {
  base::Bytes statement;
  std::vector<base::Bytes> signatures;
  friend bool operator==(const GiveResume&, const GiveResume&) = default;
};

// A key ceremony's transcript with all its signatures, a C2SP note: its hash comes into the log.
struct TakeCeremony {
  base::Bytes note;
  friend bool operator==(const TakeCeremony&, const TakeCeremony&) = default;
};

struct Status {
  std::string origin;
  std::string version;          // of antind
  std::uint32_t start = 0;      // how often this ledger was opened
  std::uint64_t size = 0;       // entries
  std::uint64_t published = 0;  // of them, under the published checkpoint
  std::uint64_t cosigned = 0;   // of them, under the newest that enough witnesses have cosigned
  std::uint64_t archived = 0;   // of them, those whose bundles were moved into archives
  std::uint64_t open_intents = 0;
  std::uint64_t signers = 0;
  bool courier = false;
  std::string successor;             // of a closed log; empty: it is not closed
  std::vector<std::string> stopped;  // by security officers: `appliance`, `unit CODE` …, each with the leaf of its stop
  std::vector<std::string> lost;     // logs before this one that were lost: what is in nobody's hands, what came back
  friend bool operator==(const Status&, const Status&) = default;
};

struct Progress {
  std::string doing;
  std::uint64_t done = 0;
  std::uint64_t all = 0;  // 0: nobody knows
  friend bool operator==(const Progress&, const Progress&) = default;
};

struct Finished {
  std::string text;
  friend bool operator==(const Finished&, const Finished&) = default;
};

// An entry's exact octets, and the C2SP tlog-proof that the log holds it.
struct ProvenEntry {
  base::Bytes entry;
  std::string proof;
  friend bool operator==(const ProvenEntry&, const ProvenEntry&) = default;
};

// To TakeCeremony: its entry, and the log's first, which pins the security officers of a log that succeeds none.
struct CeremonyTaken {
  ProvenEntry ceremony, first;
  friend bool operator==(const CeremonyTaken&, const CeremonyTaken&) = default;
};

enum class ControlRefusal : std::uint8_t {
  unknown = 0,
  request = 1,  // what was asked for cannot be had: ask for something else
  not_now = 2,  // the same may be had later
  failed = 3,   // it was begun, and something went wrong; the text says what is left
};

struct ControlRefused {
  ControlRefusal reason = ControlRefusal::unknown;
  std::string text;
  friend bool operator==(const ControlRefused&, const ControlRefused&) = default;
};

using FromControl = std::variant<AskStatus, MakeBackup, MakeArchive, CloseLog, TakeBundle, TakeOfficers, GiveStop,
                                 GiveResume, TakeCeremony>;
using ToControl = std::variant<Status, Progress, Finished, ControlRefused, CeremonyTaken>;

base::Bytes encode(const FromControl& message);
base::Bytes encode(const ToControl& message);
std::optional<FromControl> parse_from_control(base::ByteView message);  // nullopt: not a message of ours
std::optional<ToControl> parse_to_control(base::ByteView message);

}  // namespace antin::local
