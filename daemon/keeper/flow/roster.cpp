// The roster changes, as registrars have signed it; and who may read it.
#include "daemon/keeper/flow/flow.hpp"

namespace antin::keeper {

using protocol::Code;

void Flow::serve(const Context& context, const protocol::ChangeRoster&) {
  deny(context, Code::no_grant, attempt_of(context, Code::no_grant));
}

void Flow::serve(const Context& context, const protocol::ReadRoster&) {
  deny(context, Code::no_grant, attempt_of(context, Code::no_grant));
}

}  // namespace antin::keeper
