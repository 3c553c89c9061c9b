// A hash as words that people in a room can read out to each other: the PGP word list (Juola and Zimmermann, 1996).
// Words of two syllables stand for octets at even places, of three at odd ones, so that a word left out or swapped is
// heard.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"

namespace antin::ceremony {

std::string spoken_word(std::uint8_t octet, std::size_t place);

// One word an octet, `columns` to a line and each line indented; lines end in LF.
std::string spoken_words(base::ByteView octets, std::size_t columns, std::string_view indent);

// Of words between white space, in any case; nullopt when one is unknown or stands where the other list belongs.
std::optional<base::Bytes> octets_of_words(std::string_view words);

}  // namespace antin::ceremony
