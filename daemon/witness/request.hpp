// The body of add-checkpoint (C2SP tlog-witness): the size that the caller thinks we know, the proof from there, the
// note.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/tlog/checkpoint.hpp"
#include "core/tlog/tree.hpp"

namespace antin::witness {

constexpr std::size_t request_limit = 64 * 1024;
constexpr std::size_t proof_limit = 63;  // lines

struct AddCheckpoint {
  std::uint64_t old_size = 0;
  tlog::Path proof;
  tlog::Note note;
  tlog::Checkpoint checkpoint;  // the note's text
};

// Strict in what is before the note: one form for each number and hash, a line feed after each line.
base::Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);
std::string print(const AddCheckpoint& request);

}  // namespace antin::witness
