#include "client/protocol/message.hpp"

#include <stdexcept>

namespace antin::protocol {

bool parse_quietly(google::protobuf::Message& message, base::ByteView bytes) {
  static auto* const handler_before = google::protobuf::SetLogHandler(nullptr);  // once, for the whole process
  (void)handler_before;
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

bool is_understood(const google::protobuf::Message& message) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return false;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (!is_understood(reflection.GetMessage(message, field))) return false;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (!is_understood(reflection.GetRepeatedMessage(message, field, i))) return false;
    }
  }
  return true;
}

base::Bytes serialise(const google::protobuf::MessageLite& message) {
  base::Bytes out(message.ByteSizeLong());
  if (!message.SerializeToArray(out.data(), static_cast<int>(out.size()))) {
    throw std::logic_error("a wire message that cannot be serialised");
  }
  return out;
}

void fill(wire::BulkItem& to, const BulkItem& from) {
  to.set_statement(octets(from.statement));
  to.set_index(from.index);
  for (const auto& hash : from.path) to.add_path(octets(hash));
}

void fill(wire::Approval& to, const Approval& from) {
  to.set_statement(octets(from.statement));
  to.set_cms(octets(from.cms));
  if (from.bulk) fill(*to.mutable_bulk(), *from.bulk);
}

base::Result<std::vector<base::Sha256Hash>> read_item_path(
    const google::protobuf::RepeatedPtrField<std::string>& from) {
  if (from.size() > static_cast<int>(bulk_path_limit))
    return base::Error{"the path of an item has more than 20 hashes"};
  std::vector<base::Sha256Hash> path;
  for (const auto& each : from) {
    const auto hash = array_of<32>(each);
    if (!hash) return base::Error{"a hash of an item's path is not 32 octets"};
    path.push_back(*hash);
  }
  return path;
}

base::Result<BulkItem> read_bulk_item(const wire::BulkItem& from) {
  if (from.statement().empty()) return base::Error{"an item of what was signed in bulk without its statement"};
  auto path = read_item_path(from.path());
  if (!path) return path.error();
  return BulkItem{octets_of(from.statement()), from.index(), std::move(*path)};
}

base::Result<Approval> read_approval(const wire::Approval& from) {
  if (from.statement().empty()) return base::Error{"an approval without its statement"};
  if (from.cms().empty()) return base::Error{"an approval without its signature"};
  Approval approval{octets_of(from.statement()), octets_of(from.cms())};
  if (!from.has_bulk()) return approval;
  auto bulk = read_bulk_item(from.bulk());
  if (!bulk) return bulk.error();
  approval.bulk = std::move(*bulk);
  return approval;
}

}  // namespace antin::protocol
