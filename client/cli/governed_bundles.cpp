#include "client/cli/governed_bundles.hpp"

namespace antin::cli {
namespace {

// As antind has it: who signed yesterday need not sign again because the rules have changed.
constexpr auto superseded_life = std::chrono::hours(24);

Stop mismatch(std::string text) { return {Exit::refused, "LOG_MISMATCH", std::move(text)}; }

}  // namespace

Outcome<base::Bytes> fetch_octets(const FetchStored& fetch, const std::string& what, const std::string& hash) {
  auto stored = fetch(what, hash);
  if (!stored) return stored.error();
  if (auto* octets = std::get_if<base::Bytes>(&stored->what)) return std::move(*octets);
  return mismatch("the entry names what somebody signed as its " + what);
}

void Bundles::put_into_force(const policy::bundle::Predecessor& next, base::Instant at) {
  if (m_in_force && !m_is_inherited) m_superseded[m_in_force->digest] = at + superseded_life;
  m_in_force = next;
  m_is_inherited = false;
  m_superseded.erase(next.digest);
  std::erase_if(m_read, [&](const auto& one) { return !judges(one.first, at); });
}

void Bundles::inherit(const policy::bundle::Predecessor& last) {
  m_in_force = last;
  m_is_inherited = true;
}

bool Bundles::judges(const base::Sha256Hash& digest, base::Instant at) const {
  if (m_in_force && !m_is_inherited && m_in_force->digest == digest) return true;
  const auto superseded = m_superseded.find(digest);
  return superseded != m_superseded.end() && at < superseded->second;
}

Outcome<const policy::bundle::Bundle*> Bundles::read(const base::Sha256Hash& digest) {
  if (const auto known = m_read.find(digest); known != m_read.end()) return &known->second;
  const auto files = files_of(digest);
  if (!files) return files.error();
  auto bundle = policy::bundle::make_bundle(*files);
  if (!bundle) return mismatch("the bundle " + base::print(digest) + ": " + bundle.error().text);
  return &m_read.emplace(digest, *std::move(bundle)).first->second;
}

Outcome<policy::bundle::BundleFiles> Bundles::files_of(const base::Sha256Hash& digest) const {
  if (const auto at_hand = m_means.bundles.find(digest); at_hand != m_means.bundles.end()) return at_hand->second;
  const auto manifest = fetch_octets(m_means.fetch, "bundle", base::print(digest));
  if (!manifest) return manifest.error();
  std::optional<Stop> stopped;
  auto files = policy::bundle::files_of(base::text(*manifest), [&](const auto& hash) -> std::optional<base::Bytes> {
    auto content = fetch_octets(m_means.fetch, "bundle's file", base::print(hash));
    if (content) return std::move(*content);
    stopped = content.error();
    return std::nullopt;
  });
  if (stopped) return *stopped;
  if (!files) return mismatch("the bundle " + base::print(digest) + ": " + files.error().text);
  return std::move(*files);
}

}  // namespace antin::cli
