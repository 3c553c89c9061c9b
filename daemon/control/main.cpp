// antin-control: the administrator's hand at a running antind, on its own machine.
#include <iostream>

#include "daemon/control/command_line.hpp"
#include "daemon/control/conversation.hpp"
#include "daemon/process/exit_codes.hpp"

namespace {

using namespace antin;

int fail(int code, const std::string& text) {
  std::cerr << "antin-control: " << text << '\n';
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const int first = control::first_option(argc, argv);
  const std::vector<std::string> words(argv + 1, argv + first);
  control::Settings settings;
  auto options = control::options_into(settings);
  std::vector<const char*> rest{argv[0]};
  rest.insert(rest.end(), argv + first, argv + argc);
  const auto action = options.read(static_cast<int>(rest.size()), rest.data());
  if (!action) {
    std::cerr << action.error().text << '\n';
    return options.exit_code();
  }
  if (*action == process::Options::Action::stop) return 0;
  const auto order = control::order_from(words, settings);
  if (!order) return fail(process::exit_usage, order.error().text);
  if (*action == process::Options::Action::check) return 0;
  if (order->needs_yes && !settings.yes && !control::is_confirmed(settings.successor, std::cin, std::cerr))
    return fail(1, "it stays open");
  auto connection = local::dial(settings.keeper_socket, static_cast<uid_t>(settings.keeper_uid));
  if (!connection) return fail(process::exit_temporary, connection.error().text);
  return control::converse(*connection, order->request, settings.json, std::cout, std::cerr);
}
