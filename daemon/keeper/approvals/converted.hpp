// A statement that parsed, in the policy's own words. Inside this room.
#pragma once

#include "core/statement/ending.hpp"
#include "core/statement/statement.hpp"
#include "policy/decide.hpp"

namespace antin::keeper {

policy::Statement converted(statement::Approve&& parsed);
policy::Statement converted(statement::Ending&& parsed);

}  // namespace antin::keeper
