// A log for a witness to watch: its tree in the slow words of RFC 6962, its notes signed by the openssl command.
#pragma once

#include "core/base/file.hpp"
#include "daemon/witness/key_file.hpp"
#include "daemon/witness/witness.hpp"
#include "tests/support/foreign_tools.hpp"
#include "tests/unit/core/tlog/log_key.hpp"
#include "tests/unit/core/tlog/reference.hpp"

namespace antin::witness {

constexpr const char* log_name = "seal.example/2026";
constexpr const char* witness_name = "witness.example/w1";

class ALog {
 public:
  explicit ALog(const std::string& name = log_name) : m_name(name), m_key(name) {}

  [[nodiscard]] std::string vkey_line() const { return tlog::print(m_key.vkey()) + "\n"; }
  tlog::Checkpoint checkpoint(std::uint64_t size) { return {m_name, size, m_tree.root(size)}; }
  // The same size, another root: what no honest log signs.
  tlog::Checkpoint fork(std::uint64_t size) {
    auto forked = checkpoint(size);
    forked.root[0] ^= 1;
    return forked;
  }
  [[nodiscard]] AddCheckpoint request(std::uint64_t old_size, tlog::Path proof, const tlog::Checkpoint& of) const {
    const auto text = tlog::print(of);
    return {old_size, std::move(proof), {text, {m_key.sign_text(text)}}, of};
  }
  AddCheckpoint request(std::uint64_t old_size, std::uint64_t size) {
    const auto proof = old_size < size ? m_tree.consistency(old_size, size) : tlog::Path{};
    return request(old_size, proof, checkpoint(size));
  }

 private:
  std::string m_name;
  tlog::LogKey m_key;
  tlog::Reference m_tree{100};
};

}  // namespace antin::witness
