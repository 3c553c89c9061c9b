// Where random numbers come from in a ceremony: the kernel and OpenSSL, which makes PINs and splits them, and the HSM,
// which makes keys. Each is tested before anything depends on it. Inside this room.
#pragma once

#include "daemon/ceremony/run/ceremony.hpp"

namespace antin::ceremony {

// What the tests saw; an exception when a source looks broken.
Done<std::string> test_host_random();
Done<std::string> test_hsm_random(const hsm::Session& session);

}  // namespace antin::ceremony
