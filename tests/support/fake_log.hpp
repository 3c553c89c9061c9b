// A log in memory that answers requests as the appliance does, and that a test can make lie: its keys are OpenSSL's.
#pragma once

#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>

#include "client/lib/log_view.hpp"

namespace antin::client {

// An Ed25519 key of a log or of a witness.
class NoteKey {
 public:
  explicit NoteKey(std::string name, tlog::KeyType type = tlog::KeyType::ed25519)
      : m_key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free) {
    base::Bytes raw(32);
    auto size = raw.size();
    if (EVP_PKEY_get_raw_public_key(m_key.get(), raw.data(), &size) != 1) throw std::runtime_error("no key");
    m_vkey = {std::move(name), type, raw};
  }
  [[nodiscard]] const tlog::VerifierKey& vkey() const { return m_vkey; }
  [[nodiscard]] tlog::NoteSignature sign(const std::string& text) const {
    return {m_vkey.name, m_vkey.id(), raw(base::view(text))};
  }
  [[nodiscard]] tlog::NoteSignature cosign(const std::string& text) const {
    const auto at = base::Instant(std::chrono::seconds(1780000000));
    return tlog::cosignature(m_vkey, at, raw(tlog::cosignature_message(text, at)));
  }

 private:
  [[nodiscard]] base::Bytes raw(base::ByteView message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    base::Bytes signature(64);
    auto size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_key.get()) != 1 ||
        EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) != 1) {
      throw std::runtime_error("cannot sign");
    }
    return signature;
  }
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> m_key;
  tlog::VerifierKey m_vkey;
};

class FakeLog {
 public:
  explicit FakeLog(std::uint64_t size = 0) { grow(size); }

  void grow(std::uint64_t by) {
    for (; by > 0; --by) add("{\"n\":" + std::to_string(m_entries.size()) + R"(,"type":"done","unit":"79760001"})");
  }
  void add(const std::string& entry) {
    m_entries.push_back(base::copy(base::view(entry)));
    const auto leaf = tlog::leaf_hash(m_entries.back());
    m_hashes[0].push_back(leaf);
    for (const auto& completed : m_edge.append(leaf)) m_hashes[completed.level].push_back(completed.hash);
  }

  [[nodiscard]] std::uint64_t size() const { return m_entries.size(); }
  [[nodiscard]] const base::Bytes& entry(std::uint64_t index) const { return m_entries.at(index); }
  [[nodiscard]] LogTrust trust() const { return {{key.vkey()}, {witness.vkey()}, 1}; }

  base::Result<tlog::Path> tile(const tlog::Tile& tile) const {
    const auto& level = m_hashes.at(tile.level);
    const auto first = level.begin() + static_cast<std::ptrdiff_t>(tile.number * tlog::tile_width);
    return tlog::Path(first, first + tile.width);
  }
  tlog::Tree tree() const {
    return {size(), [this](const tlog::Tile& asked) { return tile(asked); }};
  }
  std::string note(std::uint64_t of_size, bool cosigned = false) const {
    const auto text = print(tlog::Checkpoint{key.vkey().name, of_size, tree().root(of_size).value()});
    tlog::Note note{text, {key.sign(text)}};
    if (cosigned) note.signatures.push_back(witness.cosign(text));
    return print(note);
  }
  std::string note() const { return note(size()); }

  // As asked, at most `page` items; entries for which `hides` says so come as their leaf hashes.
  protocol::EntriesResult entries(const protocol::Entries& asked) const {
    protocol::EntriesResult result{note(), asked.from, {}};
    const auto end = std::min({size(), asked.from + asked.count, asked.from + page});
    for (auto index = asked.from; index < end; ++index) result.items.push_back(item(index));
    return result;
  }
  protocol::Item item(std::uint64_t index) const {
    if (hides && hides(index)) return tlog::leaf_hash(m_entries.at(index));
    return m_entries.at(index);
  }
  protocol::InclusionResult inclusion(std::uint64_t index, std::uint64_t in_size = 0) const {
    const auto whole = in_size == 0 ? size() : in_size;
    return {index, whole, tree().inclusion(index, whole).value(), in_size == 0 ? note() : "", item(index)};
  }
  tlog::Path consistency(std::uint64_t from, std::uint64_t whole) const {
    return tree().consistency(from, whole).value();
  }
  std::string proof(std::uint64_t index, bool cosigned = false) const {
    return print(tlog::Proof{index, tree().inclusion(index, size()).value(), note(size(), cosigned)});
  }

  // checkpoint, tile/<L>/… and tile/entries/…, as C2SP tlog-tiles lays them out.
  void write_files(const std::filesystem::path& folder) const {
    const auto write = [&](const std::string& name, base::ByteView content) {
      std::filesystem::create_directories((folder / name).parent_path());
      std::ofstream file(folder / name, std::ios::binary);
      file << base::text(content);
      if (!file.flush()) throw std::runtime_error("cannot write " + name);
    };
    for (const auto& each : tlog::new_tiles(0, size())) {
      base::Bytes content;
      const auto hashes = tile(each).value();
      for (const auto& hash : hashes) base::append(content, hash);
      write(tlog::path(each), content);
      if (each.level == 0) write(tlog::entries_path(each.number, each.width), bundle(each));
    }
    write("checkpoint", base::view(note()));
  }

  NoteKey key{"seal.dev.example/2026"};
  NoteKey witness{"witness.example/1", tlog::KeyType::cosignature};
  std::uint64_t page = 100;
  std::function<bool(std::uint64_t index)> hides;

 private:
  [[nodiscard]] base::Bytes bundle(const tlog::Tile& leaves) const {
    base::Bytes content;
    for (unsigned i = 0; i < leaves.width; ++i) {
      const auto& entry = m_entries.at(leaves.number * tlog::tile_width + i);
      content.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
      content.push_back(static_cast<std::uint8_t>(entry.size()));
      base::append(content, entry);
    }
    return content;
  }

  std::vector<base::Bytes> m_entries;
  std::map<unsigned, tlog::Path> m_hashes;
  tlog::Frontier m_edge;
};

}  // namespace antin::client
