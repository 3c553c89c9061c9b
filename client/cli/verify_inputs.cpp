#include "client/cli/verify_inputs.hpp"

#include "client/cli/json.hpp"
#include "client/cli/trust_options.hpp"
#include "core/base/file.hpp"

namespace antin::cli {
namespace {

constexpr std::size_t small_file = 1024 * 1024;

Outcome<std::optional<client::Receipt>> receipt_from(const Arguments& arguments) {
  const auto file = arguments.value("receipt");
  if (!file) return std::optional<client::Receipt>();
  const auto content = base::read_file(*file, small_file);
  if (!content) return local_trouble(content.error());
  auto receipt = parse_receipt(base::text(*content));
  if (!receipt) return local_trouble({*file + ": " + receipt.error().text});
  return std::optional(std::move(*receipt));
}

struct Claim {
  std::optional<base::Bytes> entry;
  std::string proof;
};

// The entry is the receipt's or a file's; the proof too, where the file's is the newer one.
Outcome<Claim> claim_from(const Arguments& arguments, const std::optional<client::Receipt>& receipt,
                          bool log_is_known) {
  Claim claim;
  if (receipt) claim = {receipt->entry, receipt->proof};
  if (const auto file = arguments.value("entry")) {
    if (receipt) return wrong_usage("--receipt holds the entry; --entry is for when there is none");
    auto content = base::read_file(*file, small_file);
    if (!content) return local_trouble(content.error());
    claim.entry = std::move(*content);
  }
  if (const auto file = arguments.value("proof")) {
    if (!claim.entry) return wrong_usage("--proof needs --receipt or --entry: what it proves to be in the log");
    if (!log_is_known) return wrong_usage("--proof needs --log-key to be checked with");
    const auto content = base::read_file(*file, small_file);
    if (!content) return local_trouble(content.error());
    claim.proof = base::text(*content);
  }
  return claim;
}

}  // namespace

Outcome<VerifyInputs> verify_inputs_from(const Arguments& arguments) {
  const auto& files = arguments.operands();
  if (files.size() != 2) return wrong_usage("two files are needed: the document and its seal (.p7s)");
  auto trust = trust_from(arguments);
  if (!trust) return trust.error();
  auto receipt = receipt_from(arguments);
  if (!receipt) return receipt.error();
  auto log = log_trust_if_given(arguments, arguments.value("log-key"));
  if (!log) return log.error();
  auto claim = claim_from(arguments, *receipt, log->has_value());
  if (!claim) return claim.error();
  auto seal = base::read_file(files[1], small_file);
  if (!seal) return local_trouble(seal.error());
  auto documents = digests_of(files[0], {base::DigestAlgorithm::sha256, base::DigestAlgorithm::sha384});
  if (!documents) return local_trouble(documents.error());
  return VerifyInputs{std::move(*documents),   std::move(*seal),
                      std::move(*trust),       arguments.values("crl").size() + arguments.values("ocsp").size(),
                      std::move(*receipt),     std::move(claim->entry),
                      std::move(claim->proof), std::move(*log)};
}

}  // namespace antin::cli
