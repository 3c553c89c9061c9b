// Watched: an appliance whose log two witnesses watch, both of whom must cosign; a school's client, and the people.
#pragma once

#include <sys/wait.h>

#include "client/lib/log_trust.hpp"
#include "core/crypto/sha2.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/await.hpp"
#include "tests/support/office.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {

class Watched : public ::testing::Test {
 protected:
  Watched() {
    // The first cosignatures, so that a test begins with witnesses that are well.
    const auto first = must(submit("1.first"));
    await("cosignatures over the first entry", [&] { return witnessed(look_up("1.first")); });
  }

  void start_with_another_policy() {
    sign_next_policy(appliance.folder());
    appliance.start();
    office = Office(appliance.folder(), "79760001", must(client::about(connection)).policy);
  }

  static std::string witness(int number) { return "antin-witness-" + std::to_string(number); }

  base::Result<client::Proven<protocol::StepResult>, client::Failure> submit(const std::string& record) {
    return client::submit(connection, office.submission(report(record), "teacher", std::nullopt));
  }
  static Report report(const std::string& record) {
    return {"79760001", record, base::sha256_digest(crypto::sha256(base::view(record)))};
  }
  client::Proven<protocol::LookupResult> look_up(const std::string& record) {
    return must(client::lookup(connection, {"79760001", "hoc-ba", record, 1, "teacher"}));
  }

  // How many of the two stand behind the proof; the proof itself must hold.
  [[nodiscard]] std::size_t cosigned(const std::string& proof, const base::Bytes& entry) const {
    const auto checked = client::check_proof(must(tlog::parse_proof(proof)), tlog::leaf_hash(entry), trust());
    return must(checked).cosigned;
  }
  [[nodiscard]] bool witnessed(const client::Proven<protocol::LookupResult>& found) const {
    return cosigned(found.proof, found.result.value().entry) == 2;
  }
  [[nodiscard]] client::LogTrust trust() const {
    const auto lines = [&](const std::string& name) {
      return std::string(base::text(appliance.folder().read("client/" + name)));
    };
    return {must(client::parse_log_keys(lines("log.vkey"))), must(client::parse_witness_keys(lines("witnesses.vkey"))),
            2};
  }

  // The size that a witness shows, asked as anybody may ask; 0: none.
  [[nodiscard]] std::uint64_t size_shown_by(int number) const {
    const auto policy = std::string(base::text(appliance.folder().read("policy/log.toml")));
    auto at = policy.find("url = \"");
    for (int i = 1; i < number; ++i) at = policy.find("url = \"", at + 1);
    const auto url = policy.substr(at + 7, policy.find('"', at + 7) - at - 7);
    const auto name = base::to_hex(crypto::sha256(base::view("seal.dev.example/2026")));
    const auto shown = tools().run("curl -sf --max-time 10 " + url + "/checkpoint/" + name).output;
    const auto note = tlog::parse_note(shown);
    return note ? must(tlog::parse_checkpoint(note->text)).size : 0;
  }
  void await_both(std::uint64_t size) const {
    await("both witnesses", [&] { return size_shown_by(1) >= size && size_shown_by(2) >= size; });
  }

  [[nodiscard]] const ToolDirectory& tools() const { return appliance.folder().tools(); }
  [[nodiscard]] std::string antind_says() const { return appliance.log_of("antind"); }

  Appliance appliance{{.seal_signers = 1, .witnesses = 2, .log_keys = 2}};
  client::Connection connection = appliance.connect("school-79760001");
  Office office{appliance.folder(), "79760001", must(client::about(connection)).policy};
};

}  // namespace antin::test
