// antin-gate: reads its options and secret, opens the gate and turns it until it is asked to stop.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "daemon/gate/descriptors.hpp"
#include "daemon/gate/gate.hpp"
#include "daemon/gate/gate_options.hpp"
#include "daemon/process/credentials.hpp"
#include "daemon/process/exit_codes.hpp"
#include "daemon/process/life.hpp"
#include "daemon/process/logging.hpp"

namespace {

using namespace antin;

int fail(int code, const base::Error& error) {
  process::log_error(error.text);
  return code;
}

struct OwnKeys {
  gate::CurveKeys present;
  std::optional<gate::CurveKeys> next;
};

base::Result<gate::CurveKeys> keys_in(const std::string& credential) {
  const auto secret = process::read_credential(credential);
  if (!secret) return secret.error();
  return gate::curve_keys(*secret);
}

base::Result<OwnKeys> own_keys(const gate::Settings& settings) {
  auto present = keys_in(settings.curve_secret);
  if (!present) return present.error();
  if (settings.next_listen.empty() != settings.next_curve_secret.empty())
    return base::Error{"next-listen and next-curve-secret come together"};
  if (settings.next_listen.empty()) return OwnKeys{*std::move(present), std::nullopt};
  auto next = keys_in(settings.next_curve_secret);
  if (!next) return next.error();
  if (next->public_key == present->public_key) return base::Error{"the next key is the present one"};
  return OwnKeys{*std::move(present), *std::move(next)};
}

int serve(const gate::Settings& settings, const OwnKeys& keys) {
  auto signals = process::Signals::watch();  // before libzmq's threads start, which inherit the mask
  if (!signals) return fail(process::exit_temporary, signals.error());
  auto gate = gate::Gate::open(settings, keys.present, keys.next ? &*keys.next : nullptr);
  if (!gate) return fail(process::exit_temporary, gate.error());
  process::log_info("listening on " + gate->endpoint() + ", public key " + gate::z85(keys.present.public_key));
  if (const auto& next = gate->next_key())
    process::log_info("listening with the next key too: " + next->endpoint + ", public key " + gate::z85(next->key));
  process::notify_ready("listening on " + gate->endpoint());
  process::turn_until_stopped(*signals, [&gate](int wake, auto most) { gate->turn(wake, most); });
  return 0;
}

int run(const gate::Settings& settings, process::Options::Action action) {
  if (const auto hard = process::harden(settings.memory_limit_mib << 20); !hard) {
    return fail(process::exit_configuration, hard.error());
  }
  if (const auto allowed = gate::allow_descriptors_for(settings.connections); !allowed) {
    return fail(process::exit_configuration, allowed.error());
  }
  const auto keys = own_keys(settings);
  if (!keys) return fail(process::exit_configuration, keys.error());
  return action == process::Options::Action::check ? 0 : serve(settings, *keys);
}

}  // namespace

int main(int argc, char** argv) {
  process::start_logging("antin-gate", std::getenv("JOURNAL_STREAM") == nullptr);
  try {
    gate::Settings settings;
    auto options = gate::options_into(settings);
    const auto action = options.read(argc, argv);
    if (!action) {
      std::fprintf(stderr, "%s\n", action.error().text.c_str());
      return options.exit_code();
    }
    return *action == process::Options::Action::stop ? 0 : run(settings, *action);
  } catch (const std::exception& problem) {
    process::log_error(problem.what());
    return process::exit_temporary;
  }
}
