#include "daemon/keeper/ledger/steps_check.hpp"

#include "daemon/keeper/ledger/integrity.hpp"

namespace antin::keeper {

// Years of which nothing is left may stand there with none.
void check_yearly_steps(Connection& connection) {
  auto wrong = connection.query(
      "SELECT unit, kind, step, year FROM"
      " (SELECT unit, kind, step, year, number FROM yearly_steps WHERE number > 0"
      "  UNION ALL SELECT unit, kind, step, year, count(*) FROM steps_in_years GROUP BY unit, kind, step, year)"
      " GROUP BY unit, kind, step, year, number HAVING count(*) <> 2");
  if (wrong.next())
    throw LedgerDamage("the steps " + wrong.text(2) + " of " + wrong.text(1) + " of unit " + wrong.text(0) + " in " +
                       wrong.text(3) + " are not as many as it has counted");
}

}  // namespace antin::keeper
