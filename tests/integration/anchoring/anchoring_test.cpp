// The appliance, its courier, and a timestamp authority outside that is not ours.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/forms/timestamp_info.hpp"
#include "core/tlog/tree.hpp"
#include "tests/support/appliance.hpp"
#include "tests/support/await.hpp"
#include "tests/support/child.hpp"
#include "tests/support/ledger_copy.hpp"
#include "tests/support/pki.hpp"
#include "tests/support/signed_policy.hpp"

namespace antin::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A root, a certificate for timestamps, and `openssl ts` behind HTTP.
class TimestampServer {
 public:
  TimestampServer() {
    m_pki.root("root", "A TSA outside");
    m_pki.certificate("time", "root", "time");
    m_tools.write("ts.cnf", base::view("[tsa]\ndefault_tsa=one\n[one]\nserial=ts-serial\ndefault_policy=1.2.3.4\n"
                                       "digests=sha256\nsigner_digest=sha256\ness_cert_id_alg=sha256\n"));
    m_process.emplace(
        std::vector<std::string>{"python3", ANTIN_SOURCE_DIR "/tests/integration/anchoring/tsa.py", path().string()},
        path() / "log");
    await("the authority's port", [&] { return fs::exists(path() / "port"); });
  }
  void end() { m_process->end(SIGKILL); }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::string(base::text(m_tools.read("port"))) + "/tsa";
  }
  [[nodiscard]] const fs::path& path() const { return m_tools.path(); }

 private:
  ToolDirectory m_tools;
  Pki m_pki{m_tools};
  std::optional<Child> m_process;
};

class Anchoring : public ::testing::Test {
 protected:
  // With the signers of time and log there: what follows may be its whole life.
  void SetUp() override {
    auto connection = appliance.connect("school-79760001");
    const auto request = forms::timestamp_request(base::Digest{base::DigestAlgorithm::sha256, base::Bytes(32, 1)},
                                                  forms::timestamp_nonce());
    await("a timestamp", [&] { return client::timestamp(connection, {request}).ok(); });
  }
  // The appliance takes its checkpoints there from the next start on.
  void name(const TimestampServer& authority) {
    appliance.stop();
    const auto& dev = appliance.folder().path();
    fs::copy_file(authority.path() / "root.crt", dev / "policy/tsa-root.crt");
    fs::permissions(dev / "policy/tsa-root.crt", fs::perms(0644));
    std::ofstream(dev / "policy/log.toml", std::ios::app)
        << "[anchor]\nurl = \"" << authority.url() << "\"\nroots = [\"tsa-root.crt\"]\n";
    sign_next_policy(appliance.folder());
    std::ofstream(dev / "etc/antin-courier.conf", std::ios::app) << "allow = " << authority.url() << "\n";
    appliance.start();
  }
  // The anchors in the ledger by that authority.
  [[nodiscard]] std::vector<Json> anchors(const std::string& authority) const {
    std::vector<Json> found;
    for (const auto& entry : entries())
      if (entry.at("type") == "anchor" && entry.at("authority") == authority) found.push_back(entry);
    return found;
  }
  [[nodiscard]] std::vector<Json> entries() const {
    const LedgerCopy ledger(appliance);
    std::vector<Json> all;
    for (std::uint64_t index = 0;; ++index) {
      const auto entry = ledger.entry(index);
      if (!entry) return all;
      all.push_back(Json::parse(*entry));
    }
  }
  void await_external(std::size_t count) const {
    await("an anchor from outside", [&] {
      try {
        return anchors("external").size() >= count;
      } catch (const std::exception&) {  // a copy of a ledger in use may be torn
        return false;
      }
    });
  }
  // openssl's word on the token, over the text that the entries make.
  void expect_stamped(const Json& anchor, const std::string& trust) const {
    const LedgerCopy ledger(appliance);
    tlog::Frontier edge;
    for (std::uint64_t index = 0; index < anchor.at("size"); ++index)
      (void)edge.append(tlog::leaf_hash(*ledger.entry(index)));
    EXPECT_EQ(base::to_base64(edge.root()), anchor.at("root"));
    const auto& tools = appliance.folder().tools();
    tools.write("text",
                "seal.dev.example/2026\n" + std::to_string(edge.size()) + "\n" + base::to_base64(edge.root()) + "\n");
    tools.write("token", ledger.blob(anchor.at("token").at("sha256").get<std::string>()).value());
    const auto said = tools.run("openssl ts -verify -token_in -in token -data text " + trust);
    EXPECT_EQ(said.status, 0) << said.output;
  }
  [[nodiscard]] Outcome audit(const std::string& roots) const {
    return appliance.folder().tools().run(
        std::string(ANTIN_BINARY_DIR) + "/bin/antin audit anchors --config dev/client/auditor-79.conf --server " +
        appliance.endpoint() +
        " --auditor --signing-key dev/client/auditor-79-x509.key --certificate "
        "dev/client/auditor-79.crt --chain dev/ca/people-ca.crt --log-key dev/client/log.vkey " +
        roots);
  }
  // The last anchor comes before the stop entry, and covers all that was there.
  void expect_anchored_at_the_end(const std::string& authority) const {
    const auto all = entries();
    std::size_t stop = all.size();
    while (stop > 0 && all[stop - 1].at("type") != "stop") --stop;
    ASSERT_GE(stop, 2U);
    std::size_t anchor = stop - 1;
    while (anchor > 0 && all[anchor - 1].at("type") != "anchor") --anchor;
    ASSERT_GE(anchor, 1U) << "no anchor before the stop";
    EXPECT_EQ(all[anchor - 1].at("authority"), authority);
    EXPECT_EQ(all[anchor - 1].at("size"), anchor - 1);
  }

  Appliance appliance;
};

TEST_F(Anchoring, a_checkpoint_is_stamped_outside_and_one_more_at_the_end) {
  const TimestampServer authority;
  name(authority);
  await_external(1);
  const auto roots = "--roots " + (authority.path() / "root.crt").string();
  const auto said = audit(roots);
  EXPECT_EQ(said.status, 0) << said.output;
  EXPECT_NE(said.output.find("GOOD"), std::string::npos) << said.output;
  EXPECT_NE(said.output.find("BUILT-IN"), std::string::npos) << "of the end before";
  EXPECT_EQ(audit("--roots dev/ca/root.crt").status, 1);
  appliance.stop();
  const auto outside = anchors("external");
  EXPECT_EQ(outside.size(), 2U);
  for (const auto& anchor : outside) {
    EXPECT_EQ(anchor.at("url"), authority.url());
    expect_stamped(anchor, "-CAfile " + (authority.path() / "root.crt").string());
  }
  expect_anchored_at_the_end("external");
}

TEST_F(Anchoring, an_authority_that_is_gone_keeps_nobody_from_ending_and_is_asked_again_by_the_next_start) {
  TimestampServer authority;
  name(authority);
  await_external(1);
  authority.end();
  auto connection = appliance.connect("auditor-79");
  ASSERT_TRUE(client::checkpoint(connection));
  EXPECT_EQ(audit("--roots " + (authority.path() / "root.crt").string()).status, 0);  // the log grows
  appliance.stop();
  EXPECT_EQ(anchors("external").size(), 1U);
  EXPECT_EQ(entries().back().at("type"), "stop");
  EXPECT_NE(appliance.log_of("antind").find("the log's last entries have no anchor"), std::string::npos);
  EXPECT_NE(appliance.log_of("antind").find("it cannot be reached"), std::string::npos);
}

TEST_F(Anchoring, without_an_authority_outside_the_built_in_one_stamps_the_end_and_proves_nothing_against_us) {
  appliance.stop();
  expect_anchored_at_the_end("built-in");
  const auto own = anchors("built-in");
  ASSERT_EQ(own.size(), 1U);
  EXPECT_FALSE(own.front().contains("url"));
  EXPECT_EQ(own.front().at("clock").at("source"), "development");
  expect_stamped(own.front(), "-CAfile dev/ca/root.crt");
  appliance.start();
  const auto said = audit("");
  EXPECT_EQ(said.status, 0) << said.output;
  EXPECT_NE(said.output.find("no proof against the operator"), std::string::npos) << said.output;
}

}  // namespace
}  // namespace antin::test
