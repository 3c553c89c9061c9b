// `antin audit` against an appliance whose log is in memory and can be made to lie.
#pragma once

#include <gmock/gmock.h>

#include "core/evidence/detached_cms.hpp"
#include "core/statement/request.hpp"
#include "tests/support/client_pki.hpp"
#include "tests/support/fake_appliance.hpp"
#include "tests/support/fake_log.hpp"
#include "tests/unit/client/cli/run_antin.hpp"

namespace antin::cli {

using protocol::Request;
using protocol::Response;
using testing::HasSubstr;
using testing::StartsWith;
using Words = std::vector<std::string>;

inline std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

class Audits : public testing::Test {
 protected:
  Audits() : m_appliance([this](const Request& request, std::size_t) { return std::vector{reply_to(request)}; }) {}

  void SetUp() override {
    const auto options = m_appliance.options();
    m_scratch.write("system.key", client::print_secret_key(options.link.keys).expose_secret());
    m_scratch.must_run("chmod 600 system.key");
    m_scratch.write("conf", "server = " + options.link.endpoint + "\nserver-key = " +
                                client::print(options.link.server_key) + "\nkey = system.key\nlog-key = log.vkey\n");
    m_scratch.write("log.vkey", tlog::print(m_log.key.vkey()) + "\n");
    m_scratch.write("witness.vkey", tlog::print(m_log.witness.vkey()) + "\n");
    m_log.hides = [this](auto index) { return !m_open && index % 5 == 2; };
  }

  Response reply_to(const Request& request) {
    if (m_refuses && std::holds_alternative<protocol::Entries>(request.body)) {
      return client::answer(request, protocol::Code::no_grant);
    }
    const auto* stored = std::get_if<protocol::Stored>(&request.body);
    if (stored != nullptr && stored->hash == no_bundle) return client::answer(request, protocol::Code::not_found);
    return std::visit([&](const auto& body) { return client::answer(request, reply_to(body)); }, request.body);
  }
  template <class Body>
  protocol::ResultBody reply_to(const Body&) {
    throw std::runtime_error("not asked for here");
  }
  protocol::ResultBody reply_to(const protocol::About&) {
    protocol::AboutResult about;
    about.log = m_log.key.vkey().name;
    about.system = "auditor-79";
    return about;
  }
  protocol::ResultBody reply_to(const protocol::Checkpoint&) {
    return protocol::CheckpointResult{m_log.note(), m_cosigned == 0 ? "" : m_log.note(m_cosigned, true)};
  }
  protocol::ResultBody reply_to(const protocol::Entries& asked) {
    check(asked.reading);
    auto entries = m_log.entries(asked);
    if (m_lie) m_lie(entries);
    return entries;
  }
  protocol::ResultBody reply_to(const protocol::Inclusion& asked) {
    check(asked.reading);
    const auto* index = std::get_if<std::uint64_t>(&asked.what);
    return m_log.inclusion(index == nullptr ? 7 : *index, asked.size);
  }
  protocol::ResultBody reply_to(const protocol::Consistency& asked) {
    return protocol::ConsistencyResult{m_log.consistency(asked.from, asked.size)};
  }
  protocol::ResultBody reply_to(const protocol::OpenReading& asked) {
    m_statement = std::string(base::text(asked.statement));
    m_cms = asked.cms;
    m_open = true;
    return protocol::OpenReadingResult{reading, {}, m_log.size()};
  }
  protocol::ResultBody reply_to(const protocol::CloseReading& asked) {
    check(asked.reading);
    m_open = false;
    ++m_closed;
    return protocol::CloseReadingResult{m_log.size()};
  }
  protocol::ResultBody reply_to(const protocol::Stored& asked) {
    check(asked.reading);
    const auto found = m_blobs.find(asked.hash);
    protocol::StoredResult result{found == m_blobs.end() ? m_stored : found->second};
    if (auto* blob = std::get_if<base::Bytes>(&result.what); blob != nullptr && m_part > 0) {
      result.size = blob->size() + (asked.from > 0 ? m_grows : 0);
      blob->erase(blob->begin(), blob->begin() + static_cast<std::ptrdiff_t>(asked.from));
      blob->resize(std::min(blob->size(), m_part));
    }
    return result;
  }
  void check(const std::optional<protocol::ReadingId>& given) const {
    EXPECT_EQ(given.has_value(), m_open);
    EXPECT_EQ(given.value_or(reading), reading);
  }

  std::string path(const std::string& name) const { return (m_scratch / name).string(); }
  Ran audit(const Words& words) const {
    return run_antin(Words{"audit"} + words + Words{"--config", path("conf"), "--timeout", "5"});
  }
  Words as_auditor() {
    client::make_pki(m_scratch);
    m_scratch.must_run("chmod 600 *.key");
    return {"--auditor",        "--signing-key", path("person.key"), "--certificate",
            path("person.crt"), "--chain",       path("ca.crt")};
  }

  static constexpr protocol::ReadingId reading{1, 2, 3};
  static constexpr base::Sha256Hash no_bundle{};  // that the log does not keep
  client::Scratch m_scratch;
  client::FakeLog m_log{30};
  std::function<void(protocol::EntriesResult&)> m_lie;
  std::uint64_t m_cosigned = 0;  // size of the newest cosigned checkpoint
  std::atomic<bool> m_open = false;
  std::atomic<bool> m_refuses = false;  // to show entries
  int m_closed = 0;
  std::string m_statement;
  base::Bytes m_cms;
  decltype(protocol::StoredResult::what) m_stored;
  std::map<base::Sha256Hash, decltype(protocol::StoredResult::what)> m_blobs;  // else m_stored
  std::size_t m_part = 0;                                                      // octets of a blob in one answer; 0: all
  std::size_t m_grows = 0;            // what the later parts say beyond the first
  client::FakeAppliance m_appliance;  // last: its thread uses the others
};

}  // namespace antin::cli
