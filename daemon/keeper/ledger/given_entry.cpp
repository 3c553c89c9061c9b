#include "daemon/keeper/ledger/given_entry.hpp"

#include <nlohmann/json.hpp>

#include "core/base/identifier.hpp"
#include "daemon/keeper/ledger/entry.hpp"

namespace antin::keeper {
namespace {

using Json = nlohmann::json;

constexpr std::size_t people_limit = 64;

// Reads fields one after the other; the first that is not as it must be is remembered.
class Fields {
 public:
  explicit Fields(const Json& object) : m_object(object) {}

  std::string text(const char* key) {
    const auto found = m_object.find(key);
    if (found != m_object.end() && found->is_string()) return found->get<std::string>();
    return wrong(key), std::string();
  }
  std::string identifier(const char* key) {
    auto value = text(key);
    if (!base::is_identifier(value)) wrong(key);
    return value;
  }
  // Empty when it is not there.
  std::string text_if_any(const char* key) { return m_object.contains(key) ? text(key) : std::string(); }
  template <class Read>
  auto read(const char* key, Read parse) -> typename std::decay_t<decltype(parse(std::string_view()))>::value_type {
    auto value = parse(text(key));
    if (value) return *std::move(value);
    wrong(key);
    return {};
  }
  std::uint32_t revision() {
    const auto found = m_object.find("revision");
    const bool is_one = found != m_object.end() && found->is_number_unsigned() && *found >= 1U && *found <= UINT32_MAX;
    return is_one ? found->get<std::uint32_t>() : (wrong("revision"), 0U);
  }
  void wrong(const char* key) {
    if (!m_error) m_error = base::Error{std::string("the entry's `") + key + "` is missing, or not as entries have it"};
  }
  [[nodiscard]] const std::optional<base::Error>& error() const { return m_error; }

 private:
  const Json& m_object;
  std::optional<base::Error> m_error;
};

std::optional<base::Sha256Hash> bare_hash(std::string_view hex) {
  return base::parse_sha256("sha256:" + std::string(hex));
}

std::optional<base::Digest> digest(std::string_view text) {
  auto parsed = base::parse_digest(text);
  return parsed ? std::optional(*std::move(parsed)) : std::nullopt;
}

std::optional<base::Sha256Hash> hash(std::string_view text) { return base::parse_sha256(text); }
std::optional<base::Instant> instant(std::string_view text) { return base::parse_instant(text); }

GivenPerson person_in(const Json& object, Fields& whole) {
  if (!object.is_object()) return whole.wrong("people"), GivenPerson{};
  Fields fields(object);
  GivenPerson person{fields.text("id"), fields.read("statement", hash), std::nullopt};
  if (object.contains("bulk")) person.bulk = fields.read("bulk", hash);
  if (fields.error()) whole.wrong("people");
  return person;
}

std::vector<GivenPerson> people_in(const Json& object, Fields& fields) {
  std::vector<GivenPerson> people;
  const auto list = object.find("people");
  if (list == object.end() || !list->is_array() || list->empty() || list->size() > people_limit)
    return fields.wrong("people"), people;
  for (const auto& each : *list) people.push_back(person_in(each, fields));
  return people;
}

void read_step(const Json& object, Fields& fields, GivenEntry& entry) {
  entry.name.step = fields.identifier("step");
  entry.digest = fields.read("approved", digest);
  entry.key = fields.text_if_any("key");
  if (object.contains("seal")) entry.seal = fields.read("seal", hash);
  const auto token = object.find("token");
  if (token == object.end() || !token->is_object()) return fields.wrong("token");
  Fields of_token(*token);
  entry.token = of_token.read("sha256", bare_hash);
  if (of_token.error()) fields.wrong("token");
}

void read_ending(Fields& fields, GivenEntry& entry) {
  if (*entry.ending == base::Act::returned) entry.name.step = fields.identifier("step");
  entry.digest = fields.read("digest", digest);
  entry.reason = fields.identifier("reason");
}

std::optional<base::Act> act_named(const std::string& type) {
  for (const auto act : {base::Act::returned, base::Act::superseded, base::Act::withdrawn})
    if (type == base::name_of(act)) return act;
  return std::nullopt;
}

}  // namespace

base::Result<GivenEntry> parse_given_entry(base::ByteView octets) {
  if (octets.size() > entry_size_limit) return base::Error{"the entry is larger than an entry may be"};
  const auto object = Json::parse(octets.begin(), octets.end(), nullptr, false);
  if (!object.is_object()) return base::Error{"the entry is not a JSON object"};
  Fields fields(object);
  const auto type = fields.text("type");
  GivenEntry entry;
  entry.ending = act_named(type);
  if (!entry.ending && type != "done") return base::Error{"the entry is neither of a step nor of a revision's end"};
  entry.name = {
      fields.identifier("unit"), fields.identifier("kind"), fields.identifier("record"), fields.revision(), {}};
  entry.at = fields.read("at", instant);
  entry.system = fields.identifier("system");
  entry.people = people_in(object, fields);
  entry.ending ? read_ending(fields, entry) : read_step(object, fields, entry);
  if (fields.error()) return *fields.error();
  return entry;
}

}  // namespace antin::keeper
