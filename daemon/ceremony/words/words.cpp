#include "daemon/ceremony/words/words.hpp"

#include <algorithm>

#include "daemon/ceremony/words/lists.hpp"

namespace antin::ceremony {
namespace {

constexpr std::string_view white_space = " \t\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

const WordList& list_at(std::size_t place) { return place % 2 == 0 ? two_syllables : three_syllables; }

}  // namespace

std::string spoken_word(std::uint8_t octet, std::size_t place) { return std::string(list_at(place).at(octet)); }

std::string spoken_words(base::ByteView octets, std::size_t columns, std::string_view indent) {
  constexpr std::size_t widest = 12;  // one more than the longest word
  std::string out;
  for (std::size_t place = 0; place < octets.size(); ++place) {
    const bool first = place % columns == 0;
    const bool last = place % columns == columns - 1 || place + 1 == octets.size();
    auto word = spoken_word(octets[place], place);
    if (!last) word.resize(std::max(word.size() + 1, widest), ' ');
    out.append(first ? indent : "").append(word).append(last ? "\n" : "");
  }
  return out;
}

std::optional<base::Bytes> octets_of_words(std::string_view words) {
  base::Bytes octets;
  for (;;) {
    words.remove_prefix(std::min(words.find_first_not_of(white_space), words.size()));
    if (words.empty()) return octets;
    const auto word = words.substr(0, words.find_first_of(white_space));
    words.remove_prefix(word.size());
    const auto& list = list_at(octets.size());
    const auto found = std::find_if(list.begin(), list.end(), [&](auto known) { return same_word(known, word); });
    if (found == list.end()) return std::nullopt;
    octets.push_back(static_cast<std::uint8_t>(found - list.begin()));
  }
}

}  // namespace antin::ceremony
