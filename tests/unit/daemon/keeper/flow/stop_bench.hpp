// The workbench with security officers who stop and resume.
#pragma once

#include <gmock/gmock.h>

#include "core/tlog/hash.hpp"
#include "tests/support/orders.hpp"
#include "tests/unit/daemon/keeper/flow/bench.hpp"

namespace antin::keeper::test {

class StoppedFlow : public ::testing::Test {
 protected:
  static constexpr const char* school_key = "key seal/79760001/school/2026.1";

  std::optional<protocol::Response> send(decltype(protocol::Request::body) body,
                                         const std::string& system = "school-79760002") {
    return bench.life->send({crypto::random_array<16>(), std::move(body)}, system);
  }
  [[nodiscard]] base::Instant now() const { return bench.clock.reading.now; }
  std::optional<protocol::Response> stop(const statement::Stop& said, const std::string& officer = "so-1") {
    return send(antin::test::signed_stop(bench.folder, said, officer, now()));
  }
  static protocol::OrderResult order_of(const std::optional<protocol::Response>& response) {
    auto result = protocol::parse_result(std::get<base::Bytes>(response.value().outcome));
    return std::get<protocol::OrderResult>(std::move(result).value());
  }
  // Must be taken: the leaf that its resume has to name.
  base::Sha256Hash stopped(const std::string& target) {
    const auto response = stop(antin::test::stop_of(target, now()));
    EXPECT_EQ(code_of(response), "done") << target;
    return tlog::leaf_hash(order_of(response).entry);
  }
  std::string resume(const std::string& target, const base::Sha256Hash& previous,
                     const std::vector<std::string>& officers = {"so-1", "so-2"}) {
    const auto said = antin::test::resume_of(target, previous, now());
    return code_of(send(antin::test::signed_resume(bench.folder, said, officers, now())));
  }
  // Types of the log's entries from the first stop on.
  [[nodiscard]] std::vector<std::string> types_since_the_stop() {
    std::vector<std::string> types;
    for (const auto& entry : bench.life->entries()) {
      const auto at = entry.find(R"("type":")") + 8;
      auto type = entry.substr(at, entry.find('"', at) - at);
      if (!types.empty() || type == "stop-order") types.push_back(std::move(type));
    }
    return types;
  }
  protocol::Request timestamp_request() {
    const auto& tools = bench.folder.tools();
    tools.write("data", "data");
    tools.must_run("openssl ts -query -data data -sha256 -out q.tsq");
    return {crypto::random_array<16>(), protocol::Timestamp{tools.read("q.tsq")}};
  }

  Bench bench;
};

}  // namespace antin::keeper::test
