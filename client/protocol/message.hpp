// Octets to a generated message, strictly: its size first, then no field that the contract does not have; and back.
// Only for the .cpp files of this room.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "antin.pb.h"
#include "client/protocol/codec.hpp"

namespace antin::protocol {

// False for a message that holds, at any depth, a field that the contract does not have: what we do not understand we
// do not act upon.
bool is_understood(const google::protobuf::Message& message);

// Parses without a word on stderr: protobuf's own log would let every peer write to ours.
bool parse_quietly(google::protobuf::Message& message, base::ByteView bytes);

// `what` names the message in the error.
template <class Message>
base::Result<Message> read_message(base::ByteView bytes, const char* what) {
  if (bytes.size() > frame_limit) return base::Error{std::string(what) + " is larger than a frame may be"};
  Message message;
  if (!parse_quietly(message, bytes)) {
    return base::Error{std::string(what) + " is not a protobuf message of that type"};
  }
  if (!is_understood(message)) return base::Error{std::string(what) + " has unknown fields"};
  return message;
}

// An item of what was signed in bulk, in a request as in a result.
base::Result<BulkItem> read_bulk_item(const wire::BulkItem& from);

// Those of an item: at most bulk_path_limit, 32 octets each.
base::Result<std::vector<base::Sha256Hash>> read_item_path(const google::protobuf::RepeatedPtrField<std::string>& from);

// An approval, in a request as in a result.
base::Result<Approval> read_approval(const wire::Approval& from);

// Of the roster, and the error of a whole answer or of one item.
base::Result<WireError> read_error(const wire::Error& error);
base::Result<ChangeRosterResult> read_change_roster(const wire::ChangeRosterResult& from);
base::Result<ReadRosterResult> read_read_roster(const wire::ReadRosterResult& from);

base::Result<GiveBackResult> read_give_back(const wire::GiveBackResult& from);

inline std::string octets(base::ByteView bytes) { return {bytes.begin(), bytes.end()}; }
base::Bytes serialise(const google::protobuf::MessageLite& message);

// The same in a request as in a result.
void fill(wire::BulkItem& to, const BulkItem& from);
void fill(wire::Approval& to, const Approval& from);

inline base::Bytes octets_of(const std::string& field) { return base::copy(base::view(field)); }

// None unless the field has exactly as many octets.
template <std::size_t size>
std::optional<std::array<std::uint8_t, size>> array_of(const std::string& field) {
  std::array<std::uint8_t, size> octets{};
  if (field.size() != size) return std::nullopt;
  std::copy(field.begin(), field.end(), octets.begin());
  return octets;
}

}  // namespace antin::protocol
