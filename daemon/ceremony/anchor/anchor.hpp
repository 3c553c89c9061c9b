// What the log says of a ceremony: its `ceremony` entry and, of the ceremony with which the log began, entry 0, which
// pins its officers. Each lies in D/anchor as the log's own octets and a C2SP tlog-proof, to be checked offline.
#pragma once

#include <optional>
#include <string>

#include "client/lib/log_trust.hpp"
#include "daemon/ceremony/record/verify.hpp"

namespace antin::ceremony {

struct Proven {
  base::Bytes entry;
  std::string proof;
};

struct Anchor {
  Proven ceremony;
  std::optional<Proven> first;
};

struct Anchored {
  std::uint64_t index = 0;     // of the `ceremony` entry
  std::string at;              // its time, as the entry says it
  bool witnessed = false;      // enough of the witnesses that were named have cosigned
  bool pins_officers = false;  // the log's entry 0 is these officers, from this ceremony
};

// The keys of the plan's log that this ceremony has made or kept; no key: there is none.
base::Result<client::LogTrust> log_made_by(const Folder& folder, const Verified& verified);

// Is this the log's entry 0, and does it say that its officers come from this ceremony? Whether it is true is not
// asked.
bool claims_officers(const Proven& first, const Verified& verified);

// Both entries say what the ceremony's record says, and the log holds them.
base::Result<Anchored> check_anchor(const Verified& verified, const Anchor& anchor, const client::LogTrust& trust);

base::Result<void> write_anchor(const Folder& folder, const Anchor& anchor);
base::Result<std::optional<Anchor>> read_anchor(const Folder& folder);  // none: it was not anchored

}  // namespace antin::ceremony
