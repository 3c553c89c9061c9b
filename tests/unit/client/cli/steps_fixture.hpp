// The commands against an appliance that answers with real seals and tokens.
#pragma once

#include <gmock/gmock.h>

#include "client/cli/json.hpp"
#include "client/lib/verification.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/statement.hpp"
#include "core/tlog/proof.hpp"
#include "tests/support/client_pki.hpp"
#include "tests/support/fake_appliance.hpp"
#include "tests/unit/client/cli/run_antin.hpp"

namespace antin::cli {
using client::FakeAppliance;
using client::Scratch;
using protocol::Request;
using protocol::Response;
using testing::HasSubstr;
using Words = std::vector<std::string>;

constexpr std::string_view content = "Học bạ số của lớp 1A\n";
inline const std::string hex_of_ones(64, '1');

inline std::string hash_text(base::ByteView bytes) { return base::print(crypto::sha256(bytes)); }

class Steps : public testing::Test {
 protected:
  Steps() : m_appliance([this](const Request& request, std::size_t) { return Responses{reply_to(request)}; }) {}
  using Responses = std::vector<Response>;

  void SetUp() override {
    make_pki(m_scratch);
    m_scratch.must_run("mkdir out");
    m_scratch.write("report.pdf", content);
    m_seal = client::make_seal(m_scratch, "seal", content);
    m_scratch.write("seal.p7s", m_seal);
    const auto options = m_appliance.options();
    const auto secret = client::print_secret_key(options.link.keys);
    m_scratch.write("system.key", secret.expose_secret());
    m_scratch.must_run("chmod 600 *.key");
    m_scratch.write("conf", "server = " + options.link.endpoint +
                                "\nserver-key = " + client::print(options.link.server_key) + "\nkey = system.key\n");
    const auto digest = crypto::digest(base::DigestAlgorithm::sha256, base::view(content));
    m_token = *evidence::read_detached_cms(m_seal, digest).value().timestamp;
    m_entry = entry(m_seal);
  }

  std::string entry(const base::Bytes& seal) const {
    return R"({"at":"2026-05-28T02:11:09.412Z","key":"seal/u/school/2026.1","policy":"sha256:)" + hex_of_ones +
           R"(","seal":")" + hash_text(seal) + R"(","sealed":")" + hash_text(base::view(content)) +
           R"(","token":{"gen_time":"2026-05-28T02:11:09.413Z","sha256":"x"},"type":"done"})";
  }

  protocol::StepResult result() const { return {7, base::copy(base::view(m_entry)), m_seal, m_token}; }

  Response reply_to(const Request& request) {
    if (m_error) return client::answer(request, *m_error);
    if (std::holds_alternative<protocol::About>(request.body)) return client::answer(request, about());
    if (std::holds_alternative<protocol::Submit>(request.body)) return with_proof(client::answer(request, result()));
    if (const auto* asked = std::get_if<protocol::Lookup>(&request.body)) {
      if (!m_known) return client::answer(request, protocol::Code::not_found);
      protocol::LookupResult found;
      base::Sha256Hash leaf{};
      leaf.fill(9);
      const auto digest = crypto::digest(base::DigestAlgorithm::sha256, base::view(content));
      found.steps.push_back({"teacher", "done", digest, 6, leaf, base::parse_instant("2026-05-27T00:00:00.000Z")});
      if (!asked->step.empty()) found.result = result();
      // What a test says of the end is of revision 1.
      if (asked->revision == 1) found.ending = m_ending;
      found.newest_revision = 1;
      return with_proof(client::answer(request, found));
    }
    if (std::holds_alternative<protocol::End>(request.body)) {
      if (m_end_error) return client::answer(request, *m_end_error);
      return client::answer(request, protocol::EndResult{12, base::copy(base::view(m_ended))});
    }
    if (std::holds_alternative<protocol::Inclusion>(request.body)) {
      const auto proof = tlog::parse_proof(m_ended_proof).value();
      return client::answer(
          request, protocol::InclusionResult{proof.index, 13, proof.path, proof.note, base::copy(base::view(m_ended))});
    }
    const auto& query = std::get<protocol::Timestamp>(request.body);
    m_scratch.write("asked.tsq", query.request);
    m_scratch.must_run(
        "openssl ts -reply -config pki.conf -section stamp -queryfile asked.tsq -inkey tsa.key -signer tsa.crt -chain "
        "ca.crt -out answer.tsr");
    return client::answer(request,
                          protocol::TimestampResult{8, base::copy(base::view(m_entry)), m_scratch.bytes("answer.tsr")});
  }

  Response with_proof(Response response) const {
    response.proof = m_proof;
    return response;
  }

  static protocol::AboutResult about() {
    protocol::AboutResult about;
    about.log = "seal.dev.example/2026";
    about.policy.fill(0x11);
    about.policy_version = 3;
    about.system = "school-1";
    about.units = {"u"};
    about.grants = {"submit"};
    about.workflows = {
        {"hoc-ba",
         {{"teacher", {"teacher"}, 1, false, true}, {"principal", {"principal", "acting"}, 1, true, false}},
         {{base::Act::returned, "principal", {"principal", "acting"}, 1, {"wrong-grade"}},
          {base::Act::superseded, "", {"principal"}, 1, {"wrong-grade", "wrong-name"}},
          {base::Act::withdrawn, "", {"leader"}, 2, {"issued-in-error"}}}}};
    return about;
  }

  std::string path(const std::string& name) const { return (m_scratch / name).string(); }
  Words record(const std::string& step) const {
    return {"--config", path("conf"), "--unit", "u", "--kind", "hoc-ba", "--record", "1.r", "--step", step};
  }
  Words pem_key() const {
    return {"--signing-key", path("person.key"), "--certificate", path("person.crt"), "--chain", path("ca.crt")};
  }
  Ran approve(const std::string& step, const Words& more, const std::string& typed = {}, bool person = false) const {
    return run_antin(
        Words{"approve", "--document", path("report.pdf"), "--out", path("approval")} + record(step) + more, typed,
        person);
  }
  statement::Approve approved() const { return statement::parse_approve(m_scratch.text("approval.txt")).value(); }
  Ran submit(const Words& more) const {
    return run_antin(Words{"submit", "--document", path("report.pdf"), "--approval", path("approval")} +
                     record("principal") + more);
  }
  Ran verify(const Words& more) const {
    return run_antin(Words{"verify", path("report.pdf"), path("seal.p7s")} + more);
  }

  Scratch m_scratch;
  std::optional<protocol::Code> m_error;
  std::optional<protocol::Code> m_end_error;  // of a request that ends a revision
  bool m_known = true;
  std::optional<protocol::Ending> m_ending;
  base::Bytes m_seal, m_token;
  std::string m_entry, m_proof, m_ended_proof;
  std::string m_ended =
      R"({"at":"2026-05-29T00:00:00.000Z","reason":"wrong-grade","revision":1,"step":"principal","type":"returned"})";
  FakeAppliance m_appliance;  // last: its thread uses the others
};

}  // namespace antin::cli
