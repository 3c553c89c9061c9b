// Whatever the three wire parsers accept must come back unchanged from one more round.
#include <cstdlib>

#include "client/protocol/codec.hpp"
#include "client/protocol/urgency.hpp"
#include "tests/fuzz/edits.hpp"

namespace {

template <class Parse>
void check_round_trip(Parse parse, antin::base::ByteView bytes) {
  const auto first = parse(bytes);
  if (!first) return;
  const auto encoded = antin::protocol::encode(*first);
  const auto second = parse(encoded);
  if (!second || antin::protocol::encode(*second) != encoded) std::abort();
}

using namespace antin::protocol;

const std::vector<antin::base::Bytes>& good_requests() {
  static const std::vector<antin::base::Bytes> all{
      encode(Request{{}, Checkpoint{}}),
      encode(Request{{}, Entries{7, 256, 1000, ReadingId{1}}}),
      encode(Request{{}, Inclusion{std::uint64_t{3}, 8, std::nullopt}}),
      encode(Request{{}, Inclusion{StepName{"79760001", "hoc-ba", "1.x", 1, "teacher"}, 0, ReadingId{1}}}),
      encode(Request{{}, Consistency{3, 8}}),
      encode(Request{{}, OpenReading{{'s'}, {0x30}}}),
      encode(Request{{}, CloseReading{ReadingId{1}}}),
      encode(Request{{}, Stored{ReadingId{1}, {2}}}),
      encode(Request{{},
                     Submit{"79760001",
                            "hoc-ba",
                            "1.x",
                            1,
                            "teacher",
                            {antin::base::DigestAlgorithm::sha256, antin::base::Bytes(32, 1)},
                            {{{'s'}, {0x30}, BulkItem{{'i'}, 5, {{1}, {2}}}}},
                            {"cades"}}}),
      encode(Request{{}, ChangeRoster{{'s'}, {{0x30}, {0x31}}, {{{'i'}, 5, {{1}, {2}}, {0x30}}, {{'j'}, 6}}}}),
      encode(Request{{}, ReadRoster{"79760001", "p-1", "p-0", 7, ReadingId{1}}}),
      encode(Request{{}, OfferBundle{{'s'}, {{"so-1", {0x30}}, {"so-2", {0x30}}}}}),
      encode(Request{{}, PutChunk{{1}, {{{2}, 9, 3, {'c'}}, {{3}, 1, 0, {'d'}}}}}),
      encode(Request{{}, TakeBundle{{1}}}),
      encode(
          Request{{}, End{"79760001", "hoc-ba", "1.x", 1, antin::base::Act::returned, "principal", {{{'s'}, {0x30}}}}}),
      encode(Request{{}, Stop{{'s'}, {0x30}}}),
      encode(Request{{}, Resume{{'s'}, {{0x30}, {0x31}}}}),
      encode(Request{{}, GiveBack{{{{'r'}, "proof", {{{'s'}, {0x30}}}}, {{'q'}, "proof"}}}}),
  };
  return all;
}

const std::vector<antin::base::Bytes>& good_results() {
  static const std::vector<antin::base::Bytes> all{
      encode(ResultBody(CheckpointResult{"note", "cosigned"})),
      encode(ResultBody(EntriesResult{"note", 7, {antin::base::Bytes{'{', '}'}, antin::base::Sha256Hash{3}}})),
      encode(ResultBody(InclusionResult{3, 8, {{1}, {2}, {3}}, "note", antin::base::Bytes{'{', '}'}})),
      encode(ResultBody(ConsistencyResult{{{1}, {2}}})),
      encode(ResultBody(OpenReadingResult{{1}, {2}, 3})),
      encode(ResultBody(CloseReadingResult{4})),
      encode(ResultBody(StoredResult{antin::base::Bytes{0x30}})),
      encode(ResultBody(StoredResult{Approval{{'s'}, {0x30}}})),
      encode(ResultBody(StoredResult{Approval{{'s'}, {0x30}, BulkItem{{'i'}, 5, {{1}, {2}}}}})),
      encode(ResultBody(StoredResult{StoredRosterChange{{'s'}, {{0x30}}, BulkItem{{'i'}, 5, {{1}, {2}}}}})),
      encode(ResultBody(ChangeRosterResult{{RosterDone{3, {4}}, wire_error(Code::identity_taken)}})),
      encode(ResultBody(ReadRosterResult{
          {{"p-1", {{1}}, {{"79760001", "teacher", "1A", {}, {}, "p-2", true}}, {"79760001"}}}, true})),
      encode(ResultBody(OfferResult{{{{1}, 7}, {{2}, 0}}, true, 3})),
      encode(ResultBody(ChunkResult{2})),
      encode(ResultBody(TakeBundleResult{7, 2})),
      encode(ResultBody(LookupResult{{}, {}, Ending{antin::base::Act::superseded, "r", 3, {4}, {}}, 2})),
      encode(ResultBody(EndResult{4, {'{', '}'}})),
      encode(ResultBody(OrderResult{5, {'{', '}'}})),
      encode(ResultBody(GiveBackResult{{ReceiptTaken{Taking::taken, 3, {4}}, wire_error(Code::receipt_invalid)}})),
  };
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const antin::base::ByteView bytes(data, size);
  check_round_trip(parse_request, bytes);
  check_round_trip(parse_response, bytes);
  check_round_trip(parse_result, bytes);
  const auto request = parse_request(bytes);
  if (request && meaning(*request).empty()) std::abort();
  if (request && is_urgent(encode(*request)) != std::holds_alternative<Stop>(request->body)) std::abort();
  (void)is_urgent(bytes);
  (void)peek_request_id(bytes);
  if (bytes.empty()) return 0;
  const auto which = bytes[0] % good_requests().size();
  check_round_trip(parse_request, antin::fuzz::edit(good_requests()[which], bytes.subspan(1)));
  const auto result = bytes[0] % good_results().size();
  check_round_trip(parse_result, antin::fuzz::edit(good_results()[result], bytes.subspan(1)));
  return 0;
}
