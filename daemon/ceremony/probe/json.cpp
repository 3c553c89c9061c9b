#include <nlohmann/json.hpp>

#include "daemon/ceremony/probe/probe.hpp"

namespace antin::ceremony::probe {

std::string as_json(const Findings& findings) {
  auto rows = nlohmann::ordered_json::array();
  for (const auto& row : findings.rows) {
    rows.push_back({{"group", row.group->title},
                    {"id", row.check->id},
                    {"question", row.check->question},
                    {"bearing", name_of(row.check->bearing)},
                    {"verdict", name_of(row.answer.verdict)},
                    {"detail", row.answer.detail},
                    {"meaning", row.check->meaning}});
  }
  const nlohmann::ordered_json all{{"module", findings.module},
                                   {"token", findings.token},
                                   {"fit", fit_for_antin(findings)},
                                   {"rows", std::move(rows)}};
  // Paths may hold any octets.
  return all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace antin::ceremony::probe
