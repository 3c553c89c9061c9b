#include "client/cli/log_options.hpp"

#include "core/base/file.hpp"

namespace antin::cli {
namespace {

constexpr std::size_t keys_limit = 64 * 1024;

template <class Parse>
Outcome<std::vector<tlog::VerifierKey>> keys_in(const std::filesystem::path& file, Parse parse) {
  const auto content = base::read_file(file, keys_limit);
  if (!content) return local_trouble(content.error());
  auto keys = parse(base::text(*content));
  if (!keys) return local_trouble({file.string() + ": " + keys.error().text});
  return std::move(*keys);
}

Outcome<void> add_witnesses(client::LogTrust& trust, const Arguments& arguments) {
  for (const auto& file : arguments.values("witness-key")) {
    const auto keys = keys_in(file, client::parse_witness_keys);
    if (!keys) return keys.error();
    trust.witnesses.insert(trust.witnesses.end(), keys->begin(), keys->end());
  }
  const auto quorum = arguments.number("witnesses", 1, trust.witnesses.size());
  if (!quorum && trust.witnesses.empty()) return wrong_usage("--witnesses needs --witness-key");
  if (!quorum) return quorum.error();
  trust.quorum = quorum->value_or(trust.witnesses.size());
  return {};
}

}  // namespace

OptionGroup log_options() {
  return {"The log",
          {{"log-key", "FILE", "the log's verifier key (vkey), or several of one log, one a line"},
           {"witness-key", "FILE", "verifier keys of witnesses whose cosignatures count", true},
           {"witnesses", "K", "how many of them must have cosigned (all)"}}};
}

Outcome<std::vector<tlog::VerifierKey>> log_keys_in(const std::filesystem::path& file) {
  return keys_in(file, client::parse_log_keys);
}

Outcome<std::optional<client::LogTrust>> log_trust_if_given(const Arguments& arguments,
                                                            const std::optional<std::filesystem::path>& log_key) {
  if (!log_key) {
    if (arguments.has("witness-key") || arguments.has("witnesses")) return wrong_usage("--log-key is missing");
    return std::optional<client::LogTrust>();
  }
  auto keys = log_keys_in(*log_key);
  if (!keys) return keys.error();
  client::LogTrust trust{std::move(*keys), {}, 0};
  if (const auto witnesses = add_witnesses(trust, arguments); !witnesses) return witnesses.error();
  return std::optional(std::move(trust));
}

Outcome<client::LogTrust> log_trust_from(const Arguments& arguments, const Settings& settings) {
  auto trust = log_trust_if_given(arguments, settings.log_key);
  if (!trust) return trust.error();
  if (!*trust) return wrong_usage("no key of the log: give --log-key, or `log-key = …` in a configuration file");
  return std::move(**trust);
}

Outcome<client::Receipt> accounted(client::Receipt receipt, const std::optional<client::LogTrust>& trust) {
  if (!trust) return receipt;
  const Stop unproven{Exit::refused, "LOG_UNPROVEN", "the reply does not prove that the log holds it"};
  if (receipt.proof.empty()) return unproven;
  const auto proof = tlog::parse_proof(receipt.proof);
  if (!proof || proof->index != receipt.index) return unproven;
  const auto checkpoint = client::check_proof(*proof, receipt.leaf(), *trust);
  if (!checkpoint) return Stop{Exit::refused, "LOG_UNPROVEN", checkpoint.error().text};
  receipt.provisional = !checkpoint->witnessed;
  return receipt;
}

}  // namespace antin::cli
