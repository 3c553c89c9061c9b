// What a key may be used for, said by the first part of its label alone:
// `seal|time|log/<owner>/<use>/<year>.<generation>`.
#pragma once

#include <string_view>

namespace antin::signer {

enum class Purpose { unknown, seal, time, log };

// unknown for a label that is not written exactly so: such a key signs nothing.
Purpose purpose_of(std::string_view label);

}  // namespace antin::signer
