// The workbench with systems that read the log.
#pragma once

#include <gtest/gtest.h>

#include "client/lib/log_view.hpp"
#include "core/crypto/sha2.hpp"
#include "core/statement/request.hpp"
#include "tests/unit/daemon/keeper/flow/revoked.hpp"

namespace antin::keeper::test {

inline const std::string school = "school-79760001";
inline const std::string other_school = "school-79760002";
inline const std::string auditor = "auditor-79";

using Body = decltype(protocol::Request::body);

inline protocol::Request asked(Body body) { return {crypto::random_array<16>(), std::move(body)}; }

template <class Result>
Result result_of(const std::optional<protocol::Response>& response) {
  return std::get<Result>(protocol::parse_result(std::get<base::Bytes>(response.value().outcome)).value());
}

class LogReader : public ::testing::Test {
 protected:
  std::optional<protocol::Response> send(Body body, const std::string& system) {
    return bench.life->send(asked(std::move(body)), system);
  }
  protocol::EntriesResult read(std::uint64_t from, const std::string& system,
                               const std::optional<protocol::ReadingId>& reading = {}) {
    return result_of<protocol::EntriesResult>(send(protocol::Entries{from, 4096, 0, reading}, system));
  }
  [[nodiscard]] tlog::Checkpoint newest() {
    const auto note = result_of<protocol::CheckpointResult>(send(protocol::Checkpoint{}, school)).note;
    return tlog::open_checkpoint(note, bench.life->in_force->log_keys().in_force).value();
  }
  [[nodiscard]] client::LogTrust trust() const { return {{bench.life->in_force->log_keys().in_force}, {}, 0}; }

  [[nodiscard]] protocol::OpenReading signed_wish(const std::string& by, statement::Request said) {
    auto signer = bench.folder.system(by);
    auto made = client::sign_statement(statement::print(said), signer, bench.clock.reading.now).value();
    return {std::move(made.statement), std::move(made.cms)};
  }
  [[nodiscard]] statement::Request wish(const std::string& system) const {
    return {"seal.dev.example/2026", system, statement::Action::read, crypto::random_array<16>(),
            std::chrono::floor<std::chrono::seconds>(bench.clock.reading.now) + std::chrono::minutes(5)};
  }
  protocol::OpenReadingResult open() {
    return result_of<protocol::OpenReadingResult>(send(signed_wish(auditor, wish(auditor)), auditor));
  }

  Bench bench;
};

}  // namespace antin::keeper::test
