// Whatever the people in the room read is there in both languages.
#include <gtest/gtest.h>

#include <set>

#include "daemon/ceremony/run/phrases.hpp"
#include "daemon/ceremony/run/reasons.hpp"

namespace antin::ceremony {
namespace {

// Every %1, %2, … that the text has a place for.
template <class Said>
std::set<std::size_t> places_in(Language language, Said said) {
  std::set<std::size_t> places;
  const std::vector<std::string> marks{"<1>", "<2>", "<3>", "<4>"};
  const auto text = say(language, said, marks);
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (text.find(marks[i]) != std::string::npos) places.insert(i);
  EXPECT_EQ(text.find('%'), std::string::npos) << text;
  return places;
}

template <class Said>
void expect_both(std::set<Said> alike) {
  for (int number = 1; number <= static_cast<int>(Said::last); ++number) {
    const auto said = static_cast<Said>(number);
    const auto english = say(Language::english, said);
    const auto vietnamese = say(Language::vietnamese, said);
    EXPECT_FALSE(english.empty()) << number;
    EXPECT_FALSE(vietnamese.empty()) << english;
    EXPECT_EQ(english == vietnamese, alike.contains(said)) << english;
    EXPECT_EQ(places_in(Language::english, said), places_in(Language::vietnamese, said)) << english;
  }
}

TEST(WhatPeopleRead, is_there_in_both_languages) { expect_both<Phrase>({}); }

TEST(WhatPeopleRead, of_why_a_ceremony_does_not_go_on_is_there_in_both_languages) {
  expect_both<Why>({Why::as_it_says});
}

TEST(WhatPeopleRead, has_what_it_is_about_in_its_place_and_as_it_is) {
  EXPECT_EQ(say(Language::english, Why::lines_differ, {"a-1", "%1"}),
            "a-1 and %1 did not type the same line: read it again");
  EXPECT_EQ(say(Language::vietnamese, Phrase::step_of, {"5", "16"}), "Bước 5 trên 16");
  EXPECT_EQ(say(Language::unknown, Phrase::step_of, {"5", "16"}), "Step 5 of 16");
}

}  // namespace
}  // namespace antin::ceremony
