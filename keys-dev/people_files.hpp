// The people of a development folder as tables that `antin roster import` reads: nobody is in the roster before
// registrars have signed for them.
#pragma once

#include "core/base/instant.hpp"
#include "keys-dev/layout.hpp"

namespace antin::keys_dev {

// people/people-<unit>.csv: whom the registrars of that unit enrol. Not in them: whoever has no valid certificate.
void write_people_tables(const Layout& layout, base::Instant now);

// The days of a development role, around today, so that a folder made in any year works: `2026-08-31`.
std::string first_day(base::Instant now);
std::string last_day(base::Instant now);

}  // namespace antin::keys_dev
