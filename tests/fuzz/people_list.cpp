// Tables of people, the changes that go from one registrar to the next, and journals: files that others may have
// written.
#include <cstdlib>

#include "client/cli/roster_changes.hpp"
#include "client/cli/roster_journal.hpp"
#include "tests/fuzz/edits.hpp"

namespace {

namespace cli = antin::cli;

const antin::statement::RosterBatch common{"l", 2, {}, {}, {}, {}};

const antin::base::Bytes& good_people() {
  static const auto list = antin::base::copy(antin::base::view(
      "person,certificate,unit,role,scope,from,until,acting-for,status\r\n"
      "p-1,\"people/p 1.crt\",79760001,teacher,1A,2026-09-01,2027-08-31,,\r\n'-p,,79,acting,,2026-09-01,2026-09-30,p-1,"
      "suspended\n"));
  return list;
}

const antin::base::Bytes& good_changes() {
  static const auto list = antin::base::copy(antin::base::view(
      cli::print_changes({}) + "2,new person,enrol,u,p,sha256:" + std::string(64, 'a') +
      ",r,s,2026-09-01,2027-08-31,,AAAAAAAAAAAAAAAAAAAAAA==,\n3,error,,u,p,,,,,,,,\"until is, bad\"\n"));
  return list;
}

const antin::base::Bytes& good_journal() {
  static const auto journal =
      antin::base::copy(antin::base::view("antin/roster-journal/v1 " + antin::base::print(antin::base::Sha256Hash{}) +
                                          "\n0 5 " + antin::base::print(antin::base::Sha256Hash{2}) + "\n"));
  return journal;
}

void check(std::string_view text) {
  if (const auto rows = cli::parse_people(text)) {
    if (rows->empty()) std::abort();
    for (const auto& row : *rows)
      if (row.good() && row.until < row.from) std::abort();
  }
  if (const auto lines = cli::parse_changes(text, common)) {
    const auto printed = cli::print_changes(*lines);
    const auto again = cli::parse_changes(printed, common);
    if (!again || cli::print_changes(*again) != printed) std::abort();
    for (std::size_t i = 0; i < lines->size(); ++i)
      if ((*again)[i].change != (*lines)[i].change) std::abort();
  }
  if (const auto done = cli::parse_journal(text, {}, 10))
    for (const auto& [item, each] : *done)
      if (item >= 10) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const antin::base::ByteView bytes(data, size);
  check(antin::base::text(bytes));
  check(antin::base::text(antin::fuzz::edit(good_people(), bytes)));
  check(antin::base::text(antin::fuzz::edit(good_changes(), bytes)));
  check(antin::base::text(antin::fuzz::edit(good_journal(), bytes)));
  return 0;
}
