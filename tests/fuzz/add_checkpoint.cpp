// A request to a witness that is accepted prints back to the very octets that were read; and the same of a good one
// with a few edits, for random octets seldom get as far as the note.
#include <cstdlib>

#include "daemon/witness/request.hpp"
#include "tests/fuzz/edits.hpp"

namespace {

void same_again(antin::base::ByteView bytes) {
  const auto body = antin::base::text(bytes);
  const auto parsed = antin::witness::parse_add_checkpoint(body);
  if (parsed && antin::witness::print(*parsed) != body) std::abort();
}

antin::base::Bytes good() {
  const antin::base::Sha256Hash hash{1, 2, 3};
  const auto text = antin::tlog::print(antin::tlog::Checkpoint{"seal.example/2026", 300, hash});
  const antin::tlog::Note note{text, {{"seal.example/2026", {1, 2, 3, 4}, antin::base::Bytes(64, 7)}}};
  return antin::base::copy(antin::base::view(antin::witness::print({5, {hash, hash}, note, {}})));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  same_again({data, size});
  static const auto sample = good();
  same_again(antin::fuzz::edit(sample, {data, size}));
  return 0;
}
