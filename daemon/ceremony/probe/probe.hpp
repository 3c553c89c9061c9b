// A PKCS#11 module put through everything that a key ceremony and antin-signer need, before the day. It touches only
// the token that it is told to, labels what it makes as its own and removes it, and initialises nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "daemon/ceremony/probe/aim.hpp"
#include "daemon/ceremony/probe/check.hpp"

namespace antin::ceremony::probe {

struct Row {
  const Group* group = nullptr;
  const Check* check = nullptr;
  Answer answer;
};

struct Findings {
  std::string module;  // as it was named
  std::string token;   // label or slot, or empty
  std::vector<Row> rows;
};

// Asks every question, or only the groups and questions named, and always at the end what is left on the token. `begun`
// hears each group before it is asked. Gives the aim its mark. An error says which name there is not.
base::Result<Findings> examine(Aim& aim, const std::vector<std::string>& only,
                               const std::function<void(const Group&)>& begun);

// Nothing that is essential is missing, and nothing essential went unasked.
bool fit_for_antin(const Findings& findings);
// The verdict is not `yes`, and the question was asked: what the HSM cannot do.
bool is_lacking(const Answer& answer);

// For people, at most 80 columns wide: all rows by group, then what the HSM cannot do and what that means.
std::string as_text(const Findings& findings);
// {"module", "token", "fit", "rows": [{"group", "id", "question", "bearing", "verdict", "detail", "meaning"}]}
std::string as_json(const Findings& findings);

}  // namespace antin::ceremony::probe
