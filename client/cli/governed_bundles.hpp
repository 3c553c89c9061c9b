// The bundles by which a log was governed, as it keeps them or as an auditor has them at hand.
#pragma once

#include <functional>

#include "client/cli/inheritance.hpp"
#include "client/cli/json.hpp"
#include "client/cli/outcome.hpp"
#include "client/protocol/codec.hpp"
#include "core/evidence/trust.hpp"
#include "policy/bundle/admission.hpp"

namespace antin::cli {

// What an entry names by its hash, which has been compared. `what` is for the error.
using FetchStored = std::function<Outcome<protocol::StoredResult>(const std::string& what, const std::string& hash)>;

using BundlesAtHand = std::map<base::Sha256Hash, policy::bundle::BundleFiles>;  // by digest

// What the log that a `succeeds` entry names hands on.
struct GovernanceMeans;
using Inherit = std::function<Outcome<Inherited>(const EntryFacts& succeeds, const GovernanceMeans& means)>;

struct GovernanceMeans {
  std::string log;               // its origin
  const evidence::Trust& trust;  // people's certificates
  base::ByteView person_key;
  base::Instant now;
  FetchStored fetch;
  BundlesAtHand bundles = {};
  Inherit inherit = {};   // none: no other log is at hand
  bool knows_ids = true;  // false: the log's ids of people were made with another key than this one
};

Outcome<base::Bytes> fetch_octets(const FetchStored& fetch, const std::string& what, const std::string& hash);

class Bundles {
 public:
  explicit Bundles(const GovernanceMeans& means) : m_means(means) {}

  [[nodiscard]] const std::optional<policy::bundle::Predecessor>& in_force() const { return m_in_force; }
  void put_into_force(const policy::bundle::Predecessor& next, base::Instant at);
  // The last of the log before: the next one follows it, and it judges nothing here.
  void inherit(const policy::bundle::Predecessor& last);
  // May something be judged by it at this time: is it in force, or was it superseded less than a day before?
  [[nodiscard]] bool judges(const base::Sha256Hash& digest, base::Instant at) const;

  // Read once, and forgotten when it judges nothing more.
  Outcome<const policy::bundle::Bundle*> read(const base::Sha256Hash& digest);

 private:
  Outcome<policy::bundle::BundleFiles> files_of(const base::Sha256Hash& digest) const;

  const GovernanceMeans& m_means;
  std::optional<policy::bundle::Predecessor> m_in_force;
  bool m_is_inherited = false;
  std::map<base::Sha256Hash, base::Instant> m_superseded;  // until when each judges
  std::map<base::Sha256Hash, policy::bundle::Bundle> m_read;
};

}  // namespace antin::cli
