// What is read of a given entry fits what the ledger keeps: identifiers, a revision, somebody who approved.
#include "daemon/keeper/ledger/given_entry.hpp"

#include <cstdlib>

#include "core/base/identifier.hpp"
#include "tests/fuzz/edits.hpp"

namespace {

constexpr std::string_view done =
    R"({"approved":"sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","at":"2026-05-28T02:11:09.412Z","key":"seal/79760001/school/2026.1","kind":"hoc-ba","people":[{"id":"hmac:77","role":"principal","statement":"sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}],"record":"1.x","revision":1,"seal":"sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","step":"principal","system":"school","token":{"sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"},"type":"done","unit":"79760001"})";
constexpr std::string_view returned =
    R"({"at":"2026-05-28T02:11:09.412Z","digest":"sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","kind":"hoc-ba","people":[{"id":"hmac:77","statement":"sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"}],"reason":"wrong","record":"1.x","revision":1,"step":"principal","system":"school","type":"returned","unit":"79760001"})";

void check(antin::base::ByteView octets) {
  const auto read = antin::keeper::parse_given_entry(octets);
  if (!read) return;
  const auto& name = read->name;
  for (const auto& id : {name.unit, name.kind, name.record, read->system})
    if (!antin::base::is_identifier(id)) std::abort();
  const bool names_a_step = !read->ending || *read->ending == antin::base::Act::returned;
  if (names_a_step != antin::base::is_identifier(name.step) || (!names_a_step && !name.step.empty())) std::abort();
  if (name.revision == 0 || read->people.empty() || !antin::base::is_well_formed(read->digest)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const antin::base::ByteView bytes(data, size);
  check(bytes);
  if (bytes.empty()) return 0;
  check(antin::fuzz::edit(antin::base::copy(antin::base::view(bytes[0] % 2 == 0 ? done : returned)), bytes.subspan(1)));
  return 0;
}
