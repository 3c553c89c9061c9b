// Closing the log: no more work, then the last entry, then the checkpoint over it, cosigned where the policy asks for
// it.
#include "daemon/keeper/control/errand.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

using local::ControlRefusal;

constexpr auto longest_wait_for_work = std::chrono::seconds(30);
constexpr std::size_t names_shown = 10;

std::string print(const StepName& name) {
  return name.unit + "/" + name.kind + "/" + name.record + "/" + std::to_string(name.revision) + "/" + name.step;
}

std::string print(const std::vector<StepName>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < names_shown; ++i) text += (i == 0 ? "" : ", ") + print(names[i]);
  if (names.size() > names_shown) text += " and " + std::to_string(names.size() - names_shown) + " more";
  return text;
}

class LogClosing final : public Errand {
 public:
  LogClosing(Workplace& workplace, std::string successor) : m_workplace(workplace), m_successor(std::move(successor)) {}
  ~LogClosing() override { m_workplace.flow.give_up_closing(); }
  LogClosing(const LogClosing&) = delete;
  LogClosing& operator=(const LogClosing&) = delete;

  Turn turn(Moment now) override {
    switch (m_stage) {
      case Stage::asked: return begin(now);
      case Stage::waiting_for_work: return await_work(now);
      case Stage::closed: return await_checkpoint();
      case Stage::unknown: break;
    }
    return refused(ControlRefusal::failed, "");
  }
  // The last entry is durable, and its checkpoint comes whether anybody waits for it or not.
  [[nodiscard]] bool may_be_given_up() const override { return true; }

 private:
  enum class Stage { unknown, asked, waiting_for_work, closed };
  Turn begin(Moment now);
  Turn await_work(Moment now);
  [[nodiscard]] Turn await_checkpoint() const;

  Workplace& m_workplace;
  std::string m_successor;
  Stage m_stage = Stage::asked;
  Moment m_until;
};

Errand::Turn LogClosing::begin(Moment now) {
  if (const auto closed = must(m_workplace.ledger.closing()))
    return refused(ControlRefusal::request, "the log is closed already; " + closed->successor + " succeeds it");
  if (!tlog::is_key_name(m_successor) || m_successor.size() > 128)
    return refused(ControlRefusal::request, "a log's name is 1 to 128 octets without blanks and without +");
  if (m_successor == m_workplace.in_force.policy().origin)
    return refused(ControlRefusal::request, "a log does not succeed itself: name the one that goes on");
  m_workplace.flow.begin_closing();
  m_until = now + longest_wait_for_work;
  m_stage = Stage::waiting_for_work;
  return await_work(now);
}

// Open intents are finished first: a signature over one may exist somewhere, and only this log can account for it.
Errand::Turn LogClosing::await_work(Moment now) {
  auto& flow = m_workplace.flow;
  const auto parked = flow.parked();
  if (!parked.empty() || (flow.under_way() > 0 && now >= m_until))
    return refused(
        ControlRefusal::not_now,
        "the log goes on, because these steps are open and must be finished or abandoned first: " +
            (parked.empty() ? std::to_string(flow.under_way()) + " that wait for their signatures" : print(parked)));
  if (flow.under_way() > 0) return {local::Progress{"steps are finished first", flow.under_way(), 0}, true};
  flow.close(m_successor);
  process::log_info("the log is closed; " + m_successor + " succeeds it");
  m_stage = Stage::closed;
  return {local::Progress{"closed; its last checkpoint is being signed", 0, 0}};
}

Errand::Turn LogClosing::await_checkpoint() const {
  const auto size = must(m_workplace.ledger.size());
  const auto& log = m_workplace.log;
  if (log.size() < size)
    return {local::Progress{"closed; its last checkpoint is being signed", log.size(), size}, true};
  if (m_workplace.in_force.policy().log.witnesses_needed > 0 && log.cosigned_size() < size)
    return {local::Progress{"closed; witnesses are cosigning its last checkpoint", log.cosigned_size(), size}, true};
  return {local::Finished{"the log is closed with " + std::to_string(size) + " entries; " + m_successor +
                          " succeeds it: make a backup for it now"}};
}

}  // namespace

std::unique_ptr<Errand> closing_errand(Workplace& workplace, const local::CloseLog& asked) {
  return std::make_unique<LogClosing>(workplace, asked.successor);
}

}  // namespace antin::keeper
