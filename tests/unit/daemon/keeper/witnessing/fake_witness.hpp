// A witness in memory, with a key of its own: answers what a courier would bring back from it.
#pragma once

#include "core/crypto/signature.hpp"
#include "core/tlog/checkpoint.hpp"
#include "core/tlog/lines.hpp"
#include "daemon/local/courier_messages.hpp"
#include "policy/model.hpp"

namespace antin::keeper::test {

class FakeWitness {
 public:
  explicit FakeWitness(const std::string& name)
      : m_key(*crypto::PrivateKey::from_pem(crypto::new_ed25519_pem().value().expose_secret(), base::Secret())),
        m_vkey(*tlog::verifier_key(name, tlog::KeyType::cosignature, m_key.spki())) {}

  [[nodiscard]] const tlog::VerifierKey& vkey() const { return m_vkey; }
  [[nodiscard]] policy::Witness entry() const { return {m_vkey.name, tlog::print(m_vkey), "http://" + m_vkey.name}; }

  local::Fetched answer(const local::Fetch& asked) {
    ++requests;
    if (!reachable) return {asked.operation, local::FetchOutcome::unreachable, 0, "", {}};
    if (asked.method == local::FetchMethod::get)
      return shown.empty() ? say(asked, 404, "none\n") : say(asked, 200, shown);
    return add(asked);
  }
  [[nodiscard]] std::string line_over(const std::string& text,
                                      base::Instant at = base::Instant(std::chrono::seconds(1'800'000'000))) const {
    const auto signature = m_key.sign(base::DigestAlgorithm::unknown, tlog::cosignature_message(text, at));
    return tlog::print(tlog::cosignature(m_vkey, at, *signature));
  }
  // As if it had cosigned this note.
  void remember(const std::string& note) {
    const auto text = tlog::parse_note(note).value().text;
    last = tlog::parse_checkpoint(text).value();
    shown = note + line_over(text);
  }
  static local::Fetched say(const local::Fetch& asked, std::uint32_t status, std::string_view body) {
    return {asked.operation, local::FetchOutcome::answered, status, "text/plain", base::copy(base::view(body))};
  }

  bool reachable = true;
  unsigned requests = 0;
  std::string shown;  // at /checkpoint; empty: 404
  tlog::Checkpoint last{"", 0, tlog::empty_root()};

 private:
  local::Fetched add(const local::Fetch& asked) {
    const auto body = base::text(asked.body);
    const auto gap = body.find("\n\n");
    auto head = body.substr(0, gap + 1);
    const auto old = tlog::parse_decimal(tlog::take_line(head).value().substr(4)).value();
    if (old != last.size) return say(asked, 409, std::to_string(last.size) + "\n");
    tlog::Path proof;
    while (!head.empty()) proof.push_back(tlog::parse_hash(tlog::take_line(head).value()).value());
    const std::string note(body.substr(gap + 2));
    const auto text = tlog::parse_note(note).value().text;
    const auto next = tlog::parse_checkpoint(text).value();
    if (old == 0 ? !proof.empty() : !tlog::verify_consistency(old, last.root, next.size, next.root, proof))
      return say(asked, 422, "no\n");
    remember(note);
    return say(asked, 200, line_over(text));
  }

  crypto::PrivateKey m_key;
  tlog::VerifierKey m_vkey;
};

}  // namespace antin::keeper::test
