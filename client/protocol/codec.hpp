// The wire messages as plain values. Size is checked before protobuf sees a byte; generated code stays behind the .cpp.
#pragma once

#include <array>
#include <optional>
#include <variant>
#include <vector>

#include "client/protocol/errors.hpp"
#include "client/protocol/shapes.hpp"
#include "core/base/act.hpp"
#include "core/base/digest.hpp"
#include "core/base/instant.hpp"
#include "core/base/result.hpp"

namespace antin::protocol {

constexpr std::string_view version_frame = "antin/1";
constexpr std::size_t frame_limit = 60 * 1024;  // octets of one frame
constexpr std::size_t approvals_limit = 16;     // of one step
constexpr std::size_t formats_limit = 8;
constexpr std::size_t officers_limit = 16;          // whose signatures one message may bring
constexpr std::uint32_t entries_limit = 4096;       // items of one answer
constexpr std::uint32_t wait_limit_ms = 30'000;     // until an answer without items
constexpr std::size_t blob_part_limit = 48 * 1024;  // octets of a stored blob in one answer
constexpr std::size_t pieces_limit = 256;           // of one chunk
constexpr std::size_t missing_limit = 1024;         // objects of one answer
constexpr std::size_t path_limit = 64;              // hashes of one proof
constexpr std::size_t registrars_limit = 16;        // of one roster change
constexpr std::size_t roster_items_limit = 128;     // of one request, so that every item's outcome fits a frame
constexpr std::size_t receipts_limit = 64;          // that one message may give back
constexpr std::size_t bulk_path_limit = 20;         // of an item's: a bulk statement has at most a million items

using RequestId = std::array<std::uint8_t, 16>;
using ReadingId = std::array<std::uint8_t, 16>;

struct BulkItem {
  base::Bytes statement;  // the item's own, single-item
  std::uint32_t index = 0;
  std::vector<base::Sha256Hash> path;

  friend bool operator==(const BulkItem&, const BulkItem&) = default;
};
struct Approval {
  base::Bytes statement;  // what was signed
  base::Bytes cms;
  std::optional<BulkItem> bulk = {};  // when that approves many items: the one that is meant

  // The statement about one step of one record, whose hash everything refers to.
  [[nodiscard]] const base::Bytes& single() const { return bulk ? bulk->statement : statement; }
};

struct Submit {
  std::string unit, kind, record;
  std::uint32_t revision = 0;
  std::string step;
  base::Digest digest;
  std::vector<Approval> approvals;
  std::vector<std::string> formats;
};
struct End {
  std::string unit, kind, record;
  std::uint32_t revision = 0;
  base::Act act = base::Act::unknown;
  std::string step;  // of a return; else empty
  std::vector<Approval> approvals;
};
struct Stop {
  base::Bytes statement, cms;
};
struct Resume {
  base::Bytes statement;
  std::vector<base::Bytes> signatures;  // CMS, one of each officer
};
struct RosterItem {
  base::Bytes statement;  // of a batch's item; empty: what was signed is the change
  std::uint32_t index = 0;
  std::vector<base::Sha256Hash> path = {};
  base::Bytes certificate = {};  // empty when the change names none
};
struct ChangeRoster {
  base::Bytes statement;         // what was signed
  std::vector<base::Bytes> cms;  // of each registrar
  std::vector<RosterItem> items;
};
struct ReadRoster {
  std::string unit;                  // empty: all, of a reading
  std::string person;                // empty: everybody
  std::string after;                 // empty: from the first
  std::uint32_t count = 0;           // 1..entries_limit
  std::optional<ReadingId> reading;  // none: the caller's own units
};
struct Timestamp {
  base::Bytes request;
};
struct Lookup {
  std::string unit, kind, record;
  std::uint32_t revision = 0;
  std::string step;  // empty: states only
};
struct About {};
struct Checkpoint {};
struct Entries {
  std::uint64_t from = 0;
  std::uint32_t count = 0;           // 1..entries_limit
  std::uint32_t wait_ms = 0;         // ..wait_limit_ms
  std::optional<ReadingId> reading;  // none: the caller's own units
};
struct StepName {
  std::string unit, kind, record;
  std::uint32_t revision = 0;
  std::string step;
};
struct Inclusion {
  std::variant<std::uint64_t, StepName> what;  // index, or a step that is done
  std::uint64_t size = 0;                      // 0: the newest checkpoint's
  std::optional<ReadingId> reading;
};
struct Consistency {
  std::uint64_t from = 0, size = 0;  // from <= size
};
struct OpenReading {
  base::Bytes statement, cms;
};
struct CloseReading {
  ReadingId reading{};
};
struct Stored {
  ReadingId reading{};
  base::Sha256Hash hash{};
  std::uint64_t from = 0;  // of a blob: octets that the caller has already
};
struct OfficerSignature {
  std::string officer;
  base::Bytes cms;
};
struct OfferBundle {
  base::Bytes statement;
  std::vector<OfficerSignature> signatures;
};
struct Piece {
  base::Sha256Hash object{};
  std::uint64_t size = 0, offset = 0;  // offset + content <= size
  base::Bytes content;
};
struct PutChunk {
  base::Sha256Hash bundle{};
  std::vector<Piece> pieces;  // 1..pieces_limit
};
struct TakeBundle {
  base::Sha256Hash bundle{};
};
struct GivenReceipt {
  base::Bytes result;  // an encoded Result
  std::string proof;   // tlog-proof text
  std::vector<Approval> approvals = {};
};
struct GiveBack {
  std::vector<GivenReceipt> receipts;  // 1..receipts_limit
};

struct Request {
  RequestId id{};
  std::variant<Submit, Timestamp, Lookup, About, Checkpoint, Entries, Inclusion, Consistency, OpenReading, CloseReading,
               Stored, End, ChangeRoster, ReadRoster, Stop, Resume, OfferBundle, PutChunk, TakeBundle, GiveBack>
      body;
};

struct StepResult {
  std::uint64_t index = 0;
  base::Bytes entry, seal, token;
};
struct TimestampResult {
  std::uint64_t index = 0;
  base::Bytes entry, response;
};
struct StepState {
  std::string step, status;
  base::Digest digest;
  std::uint64_t index = 0;
  std::optional<base::Sha256Hash> leaf;  // when done
  std::optional<base::Instant> at;       // when done
};
struct Ending {
  base::Act act = base::Act::unknown;
  std::string reason;
  std::uint64_t index = 0;
  base::Sha256Hash leaf{};
  base::Instant at;
  std::string proof = {};  // of another log, that this one succeeds
};
struct LookupResult {
  std::vector<StepState> steps;
  std::optional<StepResult> result;
  std::optional<Ending> ending = {};
  std::uint32_t newest_revision = 0;
  std::string successor = {};  // of the record's unit, when that has closed; else empty
};
struct EndResult {
  std::uint64_t index = 0;
  base::Bytes entry;
};
struct OrderResult {  // of a stop or a resume
  std::uint64_t index = 0;
  base::Bytes entry;
};
struct RosterDone {
  std::uint64_t index = 0;  // of its entry
  base::Sha256Hash leaf{};

  friend bool operator==(const RosterDone&, const RosterDone&) = default;
};
struct ChangeRosterResult {
  std::vector<std::variant<RosterDone, WireError>> outcomes;  // of the items, in their order
};
struct RosterRole {
  std::string unit, role, scope;  // scope empty: every one of the unit
  base::Instant from, until;      // until: first moment that is outside
  std::string acting_for;         // empty: nobody
  bool founding = false;          // of the bundle

  friend bool operator==(const RosterRole&, const RosterRole&) = default;
};
struct RosterPerson {
  std::string id;
  std::vector<base::Sha256Hash> certificates;
  std::vector<RosterRole> roles;
  std::vector<std::string> suspended;  // in these units

  friend bool operator==(const RosterPerson&, const RosterPerson&) = default;
};
struct ReadRosterResult {
  std::vector<RosterPerson> people;
  bool more = false;
};
// The key that the appliance will have, and where it can be reached with it already.
struct NextKey {
  std::string endpoint;  // tcp://host:port
  std::array<std::uint8_t, 32> server_key{};
  friend bool operator==(const NextKey&, const NextKey&) = default;
};
struct AboutResult {
  std::string log;
  base::Sha256Hash policy{};
  std::uint64_t policy_version = 0;
  std::string system;
  std::vector<std::string> units, grants;
  std::vector<WorkflowShape> workflows;
  std::optional<NextKey> next_key = {};  // while the key is being replaced
  std::vector<RegistrationShape> registration = {};
};
struct CheckpointResult {
  std::string note;
  std::string cosigned;  // empty: not enough cosignatures yet
};
using Item = std::variant<base::Bytes, base::Sha256Hash>;  // an entry, or the leaf hash of a hidden one
struct EntriesResult {
  std::string checkpoint;  // a signed note that covers all items
  std::uint64_t from = 0;
  std::vector<Item> items;
};
struct InclusionResult {
  std::uint64_t index = 0, size = 0;  // index < size
  std::vector<base::Sha256Hash> path;
  std::string note;  // when the request left the size open
  Item item;
};
struct ConsistencyResult {
  std::vector<base::Sha256Hash> path;
};
struct OpenReadingResult {
  ReadingId reading{};
  std::array<std::uint8_t, 32> person_key{};
  std::uint64_t index = 0;
};
struct CloseReadingResult {
  std::uint64_t index = 0;
};
struct StoredRosterChange {
  base::Bytes statement;
  std::vector<base::Bytes> cms;
  std::optional<BulkItem> bulk = {};  // when that is a batch
};
struct StoredResult {
  std::variant<base::Bytes, Approval, StoredRosterChange> what;
  std::uint64_t size = 0;  // of a blob: of all of it, when this is a part; 0: it is whole
};
struct Missing {
  base::Sha256Hash object{};
  std::uint64_t there = 0;
};
struct OfferResult {
  std::vector<Missing> missing;
  bool more = false;
  std::uint64_t files = 0;
};
struct ChunkResult {
  std::uint32_t taken = 0;  // pieces
};
struct TakeBundleResult {
  std::uint64_t index = 0;
  std::uint64_t version = 0;
};
enum class Taking { unknown, taken, known, conflict };
std::string_view name_of(Taking taking);  // `taken` …
struct ReceiptTaken {
  Taking outcome = Taking::unknown;
  std::uint64_t index = 0;  // of its entry; 0: it was in hand when the log began
  base::Sha256Hash leaf{};  // of what was given back
};
struct GiveBackResult {
  std::vector<std::variant<ReceiptTaken, WireError>> outcomes;  // of the receipts, in their order
};
using ResultBody = std::variant<StepResult, TimestampResult, LookupResult, AboutResult, CheckpointResult, EntriesResult,
                                InclusionResult, ConsistencyResult, OpenReadingResult, CloseReadingResult, StoredResult,
                                EndResult, ChangeRosterResult, ReadRosterResult, OrderResult, OfferResult, ChunkResult,
                                TakeBundleResult, GiveBackResult>;

struct Response {
  std::optional<RequestId> id;                   // none: the request could not be read
  std::variant<base::Bytes, WireError> outcome;  // encoded Result, as stored
  std::string proof = {};                        // of the result's entry: tlog-proof text; empty when it has none
};

base::Bytes encode(const Request& request);
base::Bytes encode(const ResultBody& result);
base::Bytes encode(const Response& response);

// Refuses unknown fields, identifiers that are none, a missing body, a request id that is not 16 octets, revision 0,
// an act that is none, a step where there should be none, more than the limits above, an approval or an item of a bulk
// one with an empty part, an ending approved in bulk, an order of officers with an empty part, an index or a size
// beyond the other's size, a bundle without statement or signatures; of a roster change no item, no signature, items of
// a change that is none of a batch, or both; a receipt without its result or its proof.
base::Result<Request> parse_request(base::ByteView frame);
base::Result<Response> parse_response(base::ByteView frame);
base::Result<ResultBody> parse_result(base::ByteView bytes);

// The request id of a frame that may be anything else than well formed, so that a refusal can name it.
std::optional<RequestId> peek_request_id(base::ByteView frame);

// SHA-256 preimage of what a request asks for, signatures left out, and of a step its statements too: two requests with
// the same meaning are repeats.
base::Bytes meaning(const Request& request);

}  // namespace antin::protocol
