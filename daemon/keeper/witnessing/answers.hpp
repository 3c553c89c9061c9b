// What a witness says about a checkpoint, as octets from outside.
#pragma once

#include <string>
#include <string_view>

#include "core/tlog/note.hpp"

namespace antin::keeper {

struct Cosigned {
  base::Instant at;
  std::string line;
};

// The first of these signatures over the text that the witness's key has made.
std::optional<Cosigned> cosigned_by(const tlog::VerifierKey& witness, const std::string& text,
                                    const std::vector<tlog::NoteSignature>& signatures);

// The answer to add-checkpoint (C2SP tlog-witness): signature lines and nothing else.
base::Result<std::vector<tlog::NoteSignature>> parse_cosignatures(std::string_view body);

}  // namespace antin::keeper
