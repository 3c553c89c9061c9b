#include "client/cli/loss_tally.hpp"

#include <nlohmann/json.hpp>

namespace antin::cli {
namespace {

using Json = nlohmann::json;

// Keys of an entry are sorted and its texts escaped, so these octets are its type and nothing else.
bool is_of_interest(std::string_view entry) {
  return entry.find(R"("type":"succeeds")") != std::string_view::npos ||
         entry.find(R"("type":"given-back")") != std::string_view::npos;
}

bool says(const Json& object, const char* key, const char* value) {
  const auto found = object.find(key);
  return found != object.end() && *found == value;
}

std::uint64_t number_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

}  // namespace

void LossTally::take(base::ByteView octets) {
  if (!is_of_interest(base::text(octets))) return;
  const auto entry = Json::parse(octets.begin(), octets.end(), nullptr, false);
  if (!entry.is_object()) return;
  if (says(entry, "type", "given-back")) {
    ++(says(entry, "outcome", "taken") ? m_taken : m_conflicts);
    if (!says(entry, "seen", "witnessed")) ++m_unseen;
    return;
  }
  const auto lost = entry.find("lost");
  const auto log = entry.find("log");
  if (lost == entry.end() || !lost->is_object() || log == entry.end() || !log->is_string()) return;
  const auto proven = lost->find("proven");
  m_loss = Loss{log->get<std::string>(), number_at(entry, "size"), number_at(*lost, "size"),
                proven != lost->end() && *proven == true};
}

std::string LossTally::said() const {
  if (!m_loss) return {};
  const auto& [log, in_hand, witnessed, proven] = *m_loss;
  auto text = "it goes on from " + log + ", which was lost with its disk: ";
  if (in_hand == witnessed)
    text += "all " + std::to_string(witnessed) + " entries that its witnesses saw are in hand";
  else
    text += std::to_string(witnessed - in_hand) + " entries (" + std::to_string(in_hand) + " to " +
            std::to_string(witnessed - 1) + ") that its witnesses saw are in nobody's hands but its clients'";
  text += "; clients gave back " + std::to_string(m_taken);
  if (m_conflicts != 0) text += ", and " + std::to_string(m_conflicts) + " that contradict what is there";
  if (m_unseen != 0) text += "; of these, no witness has seen " + std::to_string(m_unseen);
  if (!proven) text += "; nobody has proven that the backup is of the log that the witnesses saw";
  return text;
}

}  // namespace antin::cli
