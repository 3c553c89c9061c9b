#include "daemon/control/conversation.hpp"

#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "daemon/local/asking.hpp"
#include "daemon/process/exit_codes.hpp"

namespace antin::control {
namespace {

constexpr int exit_refused = 1;

void show(const local::Progress& progress, std::ostream& err) {
  err << progress.doing;
  if (progress.done > 0 || progress.all > 0) err << ": " << progress.done;
  if (progress.all > 0) err << " of " << progress.all;
  err << std::endl;
}

struct Answer {
  bool json;
  std::ostream& out;
  std::ostream& err;

  int operator()(const local::Status& status) const {
    out << print(status, json) << std::flush;
    return 0;
  }
  int operator()(const local::Finished& finished) const {
    if (json)
      out << nlohmann::json{{"finished", finished.text}}.dump() << std::endl;
    else
      out << finished.text << std::endl;
    return 0;
  }
  int operator()(const local::ControlRefused& refused) const {
    err << refused.text << std::endl;
    switch (refused.reason) {
      case local::ControlRefusal::not_now: return process::exit_temporary;
      case local::ControlRefusal::request:
      case local::ControlRefusal::failed:
      case local::ControlRefusal::unknown: break;
    }
    return exit_refused;
  }
  int operator()(const local::Progress&) const { return unexpected(); }
  int operator()(const local::CeremonyTaken&) const { return unexpected(); }
  [[nodiscard]] int unexpected() const {
    err << "antind answers what was not asked" << std::endl;
    return process::exit_temporary;
  }
};

}  // namespace

int converse(local::Connection& connection, const local::FromControl& request, bool json, std::ostream& out,
             std::ostream& err) {
  const auto heard = local::ask(connection, request, [&](const auto& progress) { show(progress, err); });
  if (heard) return std::visit(Answer{json, out, err}, *heard);
  err << heard.error().text << "\n";
  return process::exit_temporary;
}

bool is_confirmed(const std::string& successor, std::istream& in, std::ostream& err) {
  err << "This log ends for ever, and " << successor << " goes on. Type Yes to close it: " << std::flush;
  std::string typed;
  return std::getline(in, typed) && typed == "Yes";
}

std::string print(const local::Status& status, bool json) {
  if (json) {
    nlohmann::json object{{"origin", status.origin},       {"version", status.version},
                          {"start", status.start},         {"size", status.size},
                          {"published", status.published}, {"cosigned", status.cosigned},
                          {"archived", status.archived},   {"open_intents", status.open_intents},
                          {"signers", status.signers},     {"courier", status.courier}};
    if (!status.successor.empty()) object["closed"] = {{"successor", status.successor}};
    if (!status.stopped.empty()) object["stopped"] = status.stopped;
    if (!status.lost.empty()) object["lost"] = status.lost;
    return object.dump() + "\n";
  }
  const auto line = [](const std::string& what, const std::string& value) {
    return what + std::string(14 - what.size(), ' ') + value + "\n";
  };
  std::string stopped;
  for (const auto& target : status.stopped) stopped += line("STOPPED", target);
  for (const auto& log : status.lost) stopped += line("lost", log);
  return line("log",
              status.origin + (status.successor.empty() ? "" : ", closed: " + status.successor + " succeeds it")) +
         line("antind", status.version + ", start " + std::to_string(status.start)) +
         line("entries", std::to_string(status.size)) + line("published", std::to_string(status.published)) +
         line("cosigned", std::to_string(status.cosigned)) + line("archived", std::to_string(status.archived)) +
         line("open intents", std::to_string(status.open_intents)) + line("signers", std::to_string(status.signers)) +
         line("courier", status.courier ? "connected" : "not connected") + stopped;
}

}  // namespace antin::control
