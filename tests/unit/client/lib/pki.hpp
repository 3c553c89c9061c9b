// Certificates, a seal and its timestamp for tests: all of it from the openssl command line.
#pragma once

#include "client/lib/approval.hpp"
#include "core/evidence/trust.hpp"
#include "tests/unit/client/lib/scratch.hpp"

namespace antin::client {

// Makes root.crt, ca.crt (its intermediate), and person, seal, other and tsa .key and .crt in the scratch folder.
void make_pki(const Scratch& scratch);

SoftwareKey key_of(const Scratch& scratch, const std::string& name);  // NAME.key with NAME.crt and ca.crt
evidence::Trust trust_in(const Scratch& scratch, const std::string& root = "root");

// A CAdES-B-T seal over `document` with the key of `name`; the token is from `openssl ts` over `stamped`, the seal's
// signature octets when that is empty.
base::Bytes make_seal(const Scratch& scratch, const std::string& name, std::string_view document,
                      base::ByteView stamped = {}, bool with_timestamp = true);

base::Instant now();

}  // namespace antin::client
