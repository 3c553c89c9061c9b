// Answers about the roster, and the error that a whole answer or one item of it may be.
#include "client/protocol/message.hpp"
#include "core/base/identifier.hpp"

namespace antin::protocol {
namespace {

constexpr std::size_t error_text_limit = 1024;

base::Result<RosterRole> read(const wire::RosterRole& from) {
  if (!base::is_identifier(from.unit())) return base::Error{"the unit of a role is not an identifier"};
  if (!base::is_identifier(from.role())) return base::Error{"a role is not an identifier"};
  const auto since = base::parse_instant(from.from());
  const auto until = base::parse_instant(from.until());
  if (!since || !until) return base::Error{"a date of a role is none"};
  return RosterRole{from.unit(), from.role(), from.scope(), *since, *until, from.acting_for(), from.founding()};
}

base::Result<RosterPerson> read(const wire::RosterPerson& from) {
  if (!base::is_identifier(from.id())) return base::Error{"a person's id is not an identifier"};
  RosterPerson person{from.id(), {}, {}, {from.suspended().begin(), from.suspended().end()}};
  for (const auto& each : from.certificates()) {
    const auto hash = array_of<32>(each);
    if (!hash) return base::Error{"the hash of a certificate is not 32 octets"};
    person.certificates.push_back(*hash);
  }
  for (const auto& each : from.roles()) {
    auto role = read(each);
    if (!role) return role.error();
    person.roles.push_back(std::move(*role));
  }
  return person;
}

}  // namespace

base::Result<ReadRosterResult> read_read_roster(const wire::ReadRosterResult& from) {
  ReadRosterResult result;
  for (const auto& each : from.people()) {
    auto person = read(each);
    if (!person) return person.error();
    result.people.push_back(std::move(*person));
  }
  result.more = from.more();
  if (result.more && result.people.empty()) return base::Error{"a page of the roster without people is not the last"};
  return result;
}

base::Result<WireError> read_error(const wire::Error& error) {
  if (error.code().empty()) return base::Error{"an error without its code"};
  if (error.text().size() > error_text_limit) return base::Error{"an error whose text is too long"};
  return WireError{code_from_name(error.code()), error.text(), error.retry(), error.retry_after_ms()};
}

base::Result<ChangeRosterResult> read_change_roster(const wire::ChangeRosterResult& from) {
  ChangeRosterResult result;
  for (const auto& each : from.outcomes()) {
    if (each.has_error()) {
      auto error = read_error(each.error());
      if (!error) return error.error();
      result.outcomes.emplace_back(std::move(*error));
      continue;
    }
    if (!each.has_done()) return base::Error{"an item of a roster change without an outcome"};
    const auto leaf = array_of<32>(each.done().leaf());
    if (!leaf) return base::Error{"leaf is not 32 octets"};
    result.outcomes.emplace_back(RosterDone{each.done().index(), *leaf});
  }
  if (result.outcomes.empty()) return base::Error{"a roster change without outcomes"};
  return result;
}

}  // namespace antin::protocol
