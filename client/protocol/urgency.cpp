#include "client/protocol/urgency.hpp"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>

#include "client/protocol/codec.hpp"
#include "client/protocol/message.hpp"

namespace antin::protocol {
namespace {

constexpr std::uint32_t length_delimited(int field) { return static_cast<std::uint32_t>(field) << 3 | 2; }

}  // namespace

bool is_urgent(base::ByteView frame) {
  const auto looked_at = frame.first(std::min(frame.size(), frame_limit));
  google::protobuf::io::CodedInputStream in(looked_at.data(), static_cast<int>(looked_at.size()));
  std::uint32_t size = 0;
  // Every implementation writes the request's id first, and the body behind it.
  return in.ReadTag() == length_delimited(wire::Request::kRequestIdFieldNumber) && in.ReadVarint32(&size) &&
         size == sizeof(RequestId) && in.Skip(sizeof(RequestId)) &&
         in.ReadTag() == length_delimited(wire::Request::kStopFieldNumber);
}

}  // namespace antin::protocol
