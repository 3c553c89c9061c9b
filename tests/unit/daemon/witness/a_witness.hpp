// A witness with a memory on disk, which can be put to sleep and woken.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "daemon/witness/routes.hpp"
#include "tests/unit/daemon/witness/a_log.hpp"

namespace antin::witness {

class AWitness : public ::testing::Test {
 protected:
  AWitness() {
    std::filesystem::create_directory(state());
    m_vkey = tlog::parse_vkey(make_key(m_folder.path() / "key", witness_name).value()).value();
    wake();
  }
  // As a new process would.
  void wake() {
    m_witness.reset();
    auto memory = Memory::open(state());
    if (!memory) throw std::runtime_error(memory.error().text);
    m_witness.emplace(Witness::make(witness_name, read_key(m_folder.path() / "key").value(),
                                    parse_logs(m_log.vkey_line()).value(), std::move(memory).value())
                          .value());
  }
  [[nodiscard]] std::filesystem::path state() const { return m_folder.path() / "state"; }
  [[nodiscard]] std::filesystem::path file() const { return state() / (name_of_log(log_name) + ".checkpoint"); }

  Judgement judge(const AddCheckpoint& request) { return m_witness->add_checkpoint(print(request), m_now); }
  Verdict verdict(const AddCheckpoint& request) { return judge(request).verdict; }
  HttpAnswer answer(HttpMethod method, const std::string& target, const std::string& body = "") {
    return Routes(*m_witness, "/w").answer({method, target, body}, m_now);
  }
  HttpAnswer post(const AddCheckpoint& request) {
    return answer(HttpMethod::post, "/w/add-checkpoint", print(request));
  }
  HttpAnswer get_latest() { return answer(HttpMethod::get, "/w/checkpoint/" + name_of_log(log_name)); }

  const base::Instant m_now = base::parse_instant("2026-05-28T12:00:00Z").value();
  test::ToolDirectory m_folder;
  ALog m_log;
  tlog::VerifierKey m_vkey;
  std::optional<Witness> m_witness;
};

}  // namespace antin::witness
