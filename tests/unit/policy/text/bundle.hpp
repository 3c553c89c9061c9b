// A small bundle that parses; tests change one thing and look at the refusal.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "policy/text/parse.hpp"

namespace antin::policy::text {

Files small_bundle();

// Every `….crt` that the files name, each with a hash of its own.
Certificates certificates_named_in(const Files& files);

void put(Files& files, const std::string& name, std::string_view content);

// The first `from` of the file becomes `to`.
void change(Files& files, const std::string& name, std::string_view from, std::string_view to);

// What print() makes of the refusal; empty when there is none. The certificates are those of the small bundle.
std::string refusal(const Files& files);

// One change away from the small bundle, and how the printed refusal then begins.
struct Refused {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* expected;
};
std::ostream& operator<<(std::ostream& out, const Refused& refused);
std::string name_of(const testing::TestParamInfo<Refused>& info);
void expect_refused(const Refused& refused);

}  // namespace antin::policy::text
