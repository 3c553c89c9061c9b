#include "tests/bench/raw_rate.hpp"

#include <sys/wait.h>

#include <cstdio>
#include <functional>
#include <stdexcept>
#include <vector>

#include "core/base/descriptor.hpp"
#include "tests/bench/raw_signer.hpp"

namespace antin::bench {
namespace {

struct Pipe {
  base::Descriptor reader, writer;
  Pipe() {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    reader = base::Descriptor(ends[0]);
    writer = base::Descriptor(ends[1]);
  }
};

template <class Value>
void put(const base::Descriptor& to, const Value& value) {
  if (::write(to.number(), &value, sizeof value) != sizeof value) throw std::runtime_error("a pipe is closed");
}

template <class Value>
Value get(const base::Descriptor& from) {
  Value value{};
  if (::read(from.number(), &value, sizeof value) != sizeof value)
    throw std::runtime_error("a measuring process failed");
  return value;
}

// A child that never returns: SoftHSM would otherwise run its exit handlers, and ours, a second time.
class Child {
 public:
  explicit Child(const std::function<void(Child&)>& task) {
    m_id = ::fork();
    if (m_id < 0) throw std::runtime_error("no process");
    if (m_id != 0) {
      m_commands.reader = {};
      m_reports.writer = {};
      return;
    }
    try {
      m_commands.writer = {};
      task(*this);
      ::_exit(0);
    } catch (const std::exception& failure) {
      std::fprintf(stderr, "antin-bench: %s\n", failure.what());
    }
    ::_exit(1);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    m_commands.writer = {};
    ::waitpid(m_id, nullptr, 0);
  }

  [[nodiscard]] const base::Descriptor& commands() const { return m_commands.reader; }
  [[nodiscard]] const base::Descriptor& reports() const { return m_reports.writer; }
  void wait_until_ready() const { get<char>(m_reports.reader); }
  void go() const { put(m_commands.writer, 'g'); }
  [[nodiscard]] double rate() const { return get<double>(m_reports.reader); }

 private:
  Pipe m_commands, m_reports;
  pid_t m_id;
};

}  // namespace

RawRate measure_raw(const RawToken& token, RawRate wanted, std::chrono::milliseconds time) {
  const auto task = [&](Child& self) {
    RawSigner signer(token);
    const auto rate = signer.rate(wanted.object, wanted.threads, time, [&self] {
      put(self.reports(), 'r');
      get<char>(self.commands());
    });
    put(self.reports(), rate);
  };
  std::vector<std::unique_ptr<Child>> children;
  for (unsigned i = 0; i < wanted.processes; ++i) {
    children.push_back(std::make_unique<Child>(task));
    // One at a time: parallel starts fail in SoftHSM.
    children.back()->wait_until_ready();
  }
  for (const auto& child : children) child->go();
  for (const auto& child : children) wanted.per_second += child->rate();
  return wanted;
}

std::string name_of_module(const std::filesystem::path& module) {
  using Name = std::array<char, 64>;
  Pipe answer;
  const Child child([&](Child&) {
    const auto cryptoki = hsm::Cryptoki::load(module);
    if (!cryptoki) throw std::runtime_error(cryptoki.error().text);
    const auto info = start_module(*cryptoki);
    // PKCS#11 pads with blanks.
    std::string maker(std::begin(info.manufacturerID), std::end(info.manufacturerID));
    maker.resize(maker.find_last_not_of(' ') + 1);
    Name name{};
    std::snprintf(name.data(), name.size(), "%s %d.%d", maker.c_str(), info.libraryVersion.major,
                  info.libraryVersion.minor);
    put(answer.writer, name);
  });
  answer.writer = {};
  return get<Name>(answer.reader).data();
}

}  // namespace antin::bench
