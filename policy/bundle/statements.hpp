// What people have signed about a record, in the rules' own words.
#pragma once

#include "core/statement/ending.hpp"
#include "core/statement/statement.hpp"
#include "policy/decide.hpp"

namespace antin::policy::bundle {

Statement converted(statement::Approve&& said);
Statement converted(statement::Ending&& said);

}  // namespace antin::policy::bundle
