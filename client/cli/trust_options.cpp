#include "client/cli/trust_options.hpp"

#include "client/cli/certificates.hpp"
#include "core/base/file.hpp"

namespace antin::cli {
namespace {

constexpr std::size_t list_limit = 64 * 1024 * 1024;
constexpr std::size_t response_limit = 64 * 1024;

Outcome<std::vector<evidence::RevocationList>> lists_in(const std::vector<std::string>& files) {
  std::vector<evidence::RevocationList> all;
  for (const auto& file : files) {
    const auto content = base::read_file(file, list_limit);
    if (!content) return local_trouble(content.error());
    auto list = evidence::parse_revocation_list(*content);
    if (!list) return local_trouble({file + ": " + list.error().text});
    all.push_back(std::move(*list));
  }
  return all;
}

Outcome<std::vector<evidence::StatusResponse>> responses_in(const std::vector<std::string>& files) {
  std::vector<evidence::StatusResponse> all;
  for (const auto& file : files) {
    const auto content = base::read_file(file, response_limit);
    if (!content) return local_trouble(content.error());
    auto response = evidence::parse_status_response(*content);
    if (!response) return local_trouble({file + ": " + response.error().text});
    all.push_back(std::move(*response));
  }
  return all;
}

}  // namespace

Outcome<evidence::Trust> trust_from(const Arguments& arguments) {
  if (!arguments.has("root")) return wrong_usage("--root is missing: the certificate of an authority that you trust");
  auto roots = certificates_in(arguments.values("root"));
  if (!roots) return roots.error();
  auto intermediates = certificates_in(arguments.values("untrusted"));
  if (!intermediates) return intermediates.error();
  auto lists = lists_in(arguments.values("crl"));
  if (!lists) return lists.error();
  auto responses = responses_in(arguments.values("ocsp"));
  if (!responses) return responses.error();
  return evidence::Trust(std::move(*roots), std::move(*intermediates), *lists, evidence::Revocation::if_present,
                         *responses);
}

}  // namespace antin::cli
