// Wire messages with every field filled, for the tests of this room.
#pragma once

#include "antin.pb.h"
#include "client/protocol/codec.hpp"

namespace antin::protocol {

inline RequestId sample_id() { return {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}; }

inline base::Digest sample_digest() { return {base::DigestAlgorithm::sha256, base::Bytes(32, 0xAB)}; }

inline Submit sample_submit() {
  return {"79760001",
          "hoc-ba",
          "1.9tq2c0b7k3m5e8r1v4x6z9a2d5g8j0n3",
          2,
          "principal",
          sample_digest(),
          {{{'s', '1'}, {0x30, 0x01}},
           {{'s', '2'}, {0x30, 0x02}, BulkItem{{'i'}, 5, {base::Sha256Hash{1}, base::Sha256Hash{2}}}}},
          {"cades"}};
}

inline wire::Request sample_wire_request() {
  const auto bytes = encode(Request{sample_id(), sample_submit()});
  wire::Request message;
  message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return message;
}

inline base::Bytes octets(const google::protobuf::MessageLite& message) {
  return base::copy(base::view(message.SerializeAsString()));
}

}  // namespace antin::protocol
