#include "daemon/keeper/bundles/staging.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/file.hpp"
#include "core/crypto/sha2.hpp"

namespace antin::keeper {
namespace {

namespace fs = std::filesystem;
using policy::bundle::certificate_size_limit;
using policy::bundle::text_size_limit;

constexpr std::size_t lines_a_look = 1024;  // each may be a query of the ledger

// An empty file has no octets to send.
const base::Sha256Hash& nothing() {
  static const auto hash = crypto::sha256(base::ByteView());
  return hash;
}

base::Error failed(const fs::path& file) { return {"cannot write " + file.string() + ": " + std::strerror(errno)}; }

}  // namespace

base::Result<void> Staging::clear() {
  m_arriving.reset();
  std::error_code error;
  fs::remove_all(m_folder, error);
  if (error) return base::Error{"cannot empty " + m_folder.string() + ": " + error.message()};
  if (::mkdir(m_folder.c_str(), 0700) != 0)
    return base::Error{"cannot make " + m_folder.string() + ": " + std::strerror(errno)};
  return {};
}

base::Result<void> Staging::offer(policy::bundle::SignedStatement signed_statement, const base::Sha256Hash& bundle,
                                  base::Instant now) {
  drop_idle(now);
  if (m_arriving && m_arriving->bundle != bundle)
    return base::Error{"the bundle " + base::print(m_arriving->bundle) +
                       " is on its way: wait until it is taken, or idle for ten minutes"};
  if (!m_arriving) {
    m_arriving.emplace();
    m_arriving->bundle = bundle;
    m_arriving->missing.insert(bundle);
  }
  m_arriving->signed_statement = std::move(signed_statement);
  m_arriving->last = now;
  return {};
}

Staging::Progress Staging::progress(std::size_t most, const Has& has) {
  auto& its = *m_arriving;
  const auto until = std::min(its.lines.size(), its.looked_at + lines_a_look);
  for (; its.looked_at < until && its.missing.size() < most; ++its.looked_at) {
    const auto& hash = its.lines[its.looked_at].hash;
    if (hash != nothing() && !its.there.contains(hash) && !has(hash)) its.missing.insert(hash);
  }
  Progress progress{
      {}, its.lines.empty() || its.looked_at < its.lines.size() || its.missing.size() > most, its.lines.size()};
  for (const auto& object : its.missing) {
    if (progress.missing.size() == most) break;
    const auto begun = its.begun.find(object);
    progress.missing.push_back({object, begun == its.begun.end() ? 0 : begun->second.there});
  }
  return progress;
}

base::Result<bool> Staging::put(const base::Sha256Hash& bundle, const Piece& piece, base::Instant now) {
  if (!m_arriving || m_arriving->bundle != bundle) return base::Error{"this bundle was not offered"};
  auto& its = *m_arriving;
  its.last = now;
  if (its.there.contains(piece.object)) return true;
  const auto most = most_of(piece.object);
  if (!most) return most.error();
  if (piece.size > *most) return base::Error{"an object is larger than " + std::to_string(*most) + " octets"};
  auto begun = its.begun.find(piece.object);
  if (begun == its.begun.end()) {
    if (piece.offset != 0) return false;
    if (piece.size > m_limits.octets - its.octets) return base::Error{"the bundle is too large"};
    its.octets += piece.size;
    begun = its.begun.emplace(piece.object, Arriving::Begun{piece.size, 0}).first;
  }
  auto& state = begun->second;
  if (piece.size != state.size) return base::Error{"an object has another size than it had"};
  if (piece.offset > state.there) return false;
  // Octets that are there already: a retry, whose answer was lost.
  const auto end = piece.offset + piece.content.size();
  if (end <= state.there) return true;
  if (const auto written = write(piece); !written) return written.error();
  state.there = end;
  if (state.there < state.size) return true;
  if (const auto finished = finish(piece.object); !finished) return finished.error();
  return true;
}

base::Result<std::uint64_t> Staging::most_of(const base::Sha256Hash& object) const {
  if (object == m_arriving->bundle) return m_limits.manifest;
  const auto named = m_arriving->most.find(object);
  if (named == m_arriving->most.end())
    return base::Error{m_arriving->lines.empty() ? "the manifest comes first"
                                                 : base::print(object) + ": is no file that the manifest names"};
  return named->second;
}

// Not synced: a start throws it away, and what is taken is hashed again and becomes durable in the ledger.
base::Result<void> Staging::write(const Piece& piece) const {
  const auto file = file_of(piece.object);
  const base::Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!out.is_open()) return failed(file);
  for (std::size_t done = 0; done < piece.content.size();) {
    const auto rest = piece.content.subspan(done);
    const auto wrote = ::pwrite(out.number(), rest.data(), rest.size(), static_cast<off_t>(piece.offset + done));
    if (wrote <= 0) return failed(file);
    done += static_cast<std::size_t>(wrote);
  }
  return {};
}

base::Result<void> Staging::finish(const base::Sha256Hash& object) {
  const auto content = base::read_file(file_of(object), m_arriving->begun.at(object).size);
  if (!content) return content.error();
  if (crypto::sha256(*content) != object) {
    forget(object);
    return base::Error{"an object that should be " + base::print(object) + " is not: send it again"};
  }
  m_arriving->begun.erase(object);
  if (object != m_arriving->bundle) {
    m_arriving->missing.erase(object);
    m_arriving->there.insert(object);
    return {};
  }
  if (auto read = read_manifest(); !read) {
    // Signed by a quorum, and still no bundle: it will not get better.
    drop();
    return read;
  }
  m_arriving->missing.erase(object);
  m_arriving->there.insert(object);
  return {};
}

base::Result<void> Staging::read_manifest() {
  const auto content = base::read_file(file_of(m_arriving->bundle), m_limits.manifest);
  if (!content) return content.error();
  auto lines = policy::bundle::parse_manifest(base::text(*content));
  if (!lines) return lines.error();
  if (lines->size() > m_limits.files)
    return base::Error{"the manifest names " + std::to_string(lines->size()) + " files: at most " +
                       std::to_string(m_limits.files) + " may come over the wire"};
  for (const auto& [hash, path] : *lines) {
    const auto limit = path.ends_with(".toml") ? text_size_limit : certificate_size_limit;
    auto& most = m_arriving->most[hash];
    most = std::max<std::uint64_t>(most, limit);
  }
  m_arriving->lines = *std::move(lines);
  return {};
}

void Staging::forget(const base::Sha256Hash& object) {
  auto& its = *m_arriving;
  its.octets -= its.begun.at(object).size;
  its.begun.erase(object);
  ::unlink(file_of(object).c_str());
}

base::Result<Staging::Whole> Staging::whole(const base::Sha256Hash& bundle,
                                            const policy::bundle::ContentOf& from_ledger) const {
  if (!m_arriving || m_arriving->bundle != bundle) return base::Error{"this bundle was not offered"};
  if (m_arriving->lines.empty()) return base::Error{"its manifest is missing"};
  const auto manifest = base::read_file(file_of(bundle), m_limits.manifest);
  if (!manifest) return manifest.error();
  const auto content_of = [&](const base::Sha256Hash& hash) -> std::optional<base::Bytes> {
    if (hash == nothing()) return base::Bytes();
    if (!m_arriving->there.contains(hash)) return from_ledger(hash);
    auto content = base::read_file(file_of(hash), text_size_limit);
    return content ? std::optional(*std::move(content)) : std::nullopt;
  };
  auto files = policy::bundle::files_of(base::text(*manifest), content_of);
  if (!files) return files.error();
  return Whole{*std::move(files), m_arriving->signed_statement};
}

void Staging::drop() {
  if (const auto cleared = clear(); !cleared) m_arriving.reset();
}

void Staging::drop_idle(base::Instant now) {
  if (m_arriving && (now < m_arriving->last || now - m_arriving->last >= m_limits.idle)) drop();
}

fs::path Staging::file_of(const base::Sha256Hash& object) const { return m_folder / base::to_hex(object); }

}  // namespace antin::keeper
