#include "daemon/ceremony/words/words.hpp"

#include <gtest/gtest.h>

namespace antin::ceremony {
namespace {

// The example of the list's authors: an OpenPGP fingerprint.
const base::Bytes fingerprint = base::from_hex("e58294f2e9a227486e8b061b31cc528fd7fa3f19").value();
const std::string spoken =
    "topmost Istanbul Pluto vagabond treadmill Pacific brackish dictator goldfish Medusa afflict bravado chatter "
    "revolver Dupont midsummer stopwatch whimsical cowbell bottomless";

TEST(SpokenWords, are_those_of_the_pgp_word_list) {
  std::string said;
  for (std::size_t place = 0; place < fingerprint.size(); ++place)
    said += (place == 0 ? "" : " ") + spoken_word(fingerprint[place], place);
  EXPECT_EQ(said, spoken);
}

TEST(SpokenWords, are_heard_back_in_any_case) {
  EXPECT_EQ(octets_of_words(spoken), fingerprint);
  EXPECT_EQ(octets_of_words("  TOPMOST\n istanbul\tPluto "), (base::Bytes{0xe5, 0x82, 0x94}));
  EXPECT_EQ(octets_of_words(" "), base::Bytes());
}

TEST(SpokenWords, that_are_left_out_or_swapped_are_noticed) {
  EXPECT_FALSE(octets_of_words("topmost Pluto"));
  EXPECT_FALSE(octets_of_words("Istanbul topmost"));
  EXPECT_FALSE(octets_of_words("topmost Instanbul"));
}

TEST(SpokenWords, come_back_for_every_octet_at_even_and_odd_places) {
  for (unsigned value = 0; value < 256; ++value) {
    const auto octet = static_cast<std::uint8_t>(value);
    EXPECT_EQ(octets_of_words(spoken_word(octet, 0) + " " + spoken_word(octet, 1)), (base::Bytes{octet, octet}));
  }
}

TEST(SpokenWords, stand_in_columns_that_fit_a_terminal_of_80) {
  const base::Bytes hash(32, 0x1b);
  const auto text = spoken_words(hash, 4, "  ");
  EXPECT_EQ(text.substr(0, text.find('\n')), "  beeswax     bravado     beeswax     bravado");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 8);
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
    EXPECT_LE(rest.find('\n'), 80u);
}

}  // namespace
}  // namespace antin::ceremony
