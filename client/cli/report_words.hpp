// What a page of the log says, in two languages. Codes, types, roles and steps are the log's and the policy's own words
// and stay as they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace antin::cli {

enum class Language { unknown, vi, en };

Language language_from_name(std::string_view name);
std::string_view name_of(Language language);  // as HTML's lang says it

std::string_view word(Language language, std::string_view name);
std::string grouped(Language language, std::uint64_t number);  // 132.000, 132,000

}  // namespace antin::cli
