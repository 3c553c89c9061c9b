// A statement that parses prints back to the very octets that were read.
#include "core/statement/statement.hpp"

#include <cstdlib>

#include "core/statement/bulk.hpp"
#include "core/statement/bundle.hpp"
#include "core/statement/ceremony.hpp"
#include "core/statement/clear.hpp"
#include "core/statement/ending.hpp"
#include "core/statement/lost.hpp"
#include "core/statement/officers.hpp"
#include "core/statement/request.hpp"
#include "core/statement/roster.hpp"
#include "core/statement/stop.hpp"
#include "core/statement/transcript.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = antin::base::text({data, size});
  const auto approve = antin::statement::parse_approve(text);
  if (approve && antin::statement::print(*approve) != text) std::abort();
  const auto bulk = antin::statement::parse_approve_bulk(text);
  if (bulk && antin::statement::print(*bulk) != text) std::abort();
  if (approve && bulk) std::abort();  // no text has two meanings
  const auto request = antin::statement::parse_request(text);
  if (request && antin::statement::print(*request) != text) std::abort();
  const auto ending = antin::statement::parse_ending(text);
  if (ending && antin::statement::print(*ending) != text) std::abort();
  const auto bundle = antin::statement::parse_bundle(text);
  if (bundle && antin::statement::print(*bundle) != text) std::abort();
  const auto officers = antin::statement::parse_officers(text);
  if (officers && antin::statement::print(*officers) != text) std::abort();
  const auto stop = antin::statement::parse_stop(text);
  if (stop && antin::statement::print(*stop) != text) std::abort();
  const auto resume = antin::statement::parse_resume(text);
  if (resume && antin::statement::print(*resume) != text) std::abort();
  const auto clear = antin::statement::parse_clear(text);
  if (clear && antin::statement::print(*clear) != text) std::abort();
  const auto lost = antin::statement::parse_lost(text);
  if (lost && antin::statement::print(*lost) != text) std::abort();
  const auto change = antin::statement::parse_roster_change(text);
  if (change && antin::statement::print(*change) != text) std::abort();
  const auto batch = antin::statement::parse_roster_batch(text);
  if (batch && antin::statement::print(*batch) != text) std::abort();
  if (change && batch) std::abort();
  const auto ceremony = antin::statement::parse_ceremony(text);
  if (ceremony && antin::statement::print(*ceremony) != text) std::abort();
  const auto transcript = antin::statement::parse_transcript(text);
  if (transcript && antin::statement::print(*transcript) != text) std::abort();
  return 0;
}
