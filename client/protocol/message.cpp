#include "client/protocol/message.hpp"

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

}  // namespace antin::protocol
