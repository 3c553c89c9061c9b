#include "policy/cli/signing.hpp"

#include <chrono>

#include "client/cli/new_file.hpp"
#include "client/cli/signing_key.hpp"
#include "client/lib/approval.hpp"
#include "core/base/file.hpp"
#include "core/base/identifier.hpp"
#include "core/statement/statement.hpp"
#include "policy/bundle/signatures.hpp"

namespace antin::policy::cli {

namespace fs = std::filesystem;
using antin::cli::local_trouble;
using antin::cli::Stop;
using antin::cli::wrong_usage;

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Outcome<std::string> statement_in(const std::string& folder) {
  const auto file = bundle::statement_file(folder);
  if (!fs::exists(file)) return std::string();
  const auto content = base::read_file(file, statement::size_limit);
  if (!content) return local_trouble(content.error());
  return std::string(base::text(*content));
}

Outcome<void> officer_agrees(const std::string& text, const Arguments& arguments, Console& console) {
  std::vector<std::string> lines;
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(lines.back().size() + 1))
    lines.emplace_back(rest.substr(0, rest.find('\n')));
  console.err << antin::cli::framed("You are about to sign this:", lines);
  if (arguments.has("yes")) return {};
  if (!console.person) return wrong_usage("nobody is at the terminal to confirm; --yes signs without asking");
  if (antin::cli::confirmed(console, "Type `yes` to sign:")) return {};
  return Stop{Exit::refused, "NOT_CONFIRMED", "nothing was signed"};
}

Outcome<Exit> officer_signs(const std::string& folder, const std::string& text, const Arguments& arguments,
                            Console& console) {
  const auto officer = arguments.required("officer");
  if (!officer) return officer.error();
  if (!base::is_identifier(*officer)) return wrong_usage("--officer is an id: 1 to 128 of A-Z a-z 0-9 . _ -");
  const auto key = signing_key_from(arguments, console);
  if (!key) return key.error();
  if (auto agreed = officer_agrees(text, arguments, console); !agreed) return agreed.error();
  const auto signature = client::sign_statement(text, **key, now());
  if (!signature) return local_trouble(signature.error());
  const auto file = bundle::signature_file(folder, *officer);
  if (auto written = antin::cli::write_result(bundle::statement_file(folder), signature->statement); !written)
    return written.error();
  if (auto written = antin::cli::write_result(file, signature->cms); !written) return written.error();
  console.out << file.string() << "\n";
  return Exit::ok;
}

Outcome<Exit> sign_together(const std::function<Outcome<std::string>(const std::string&, const Arguments&)>& make,
                            const Arguments& arguments, Console& console) {
  const auto folder = arguments.required("into");
  if (!folder) return folder.error();
  auto text = statement_in(*folder);
  if (!text) return text.error();
  if (!text->empty() && (!arguments.operands().empty() || arguments.has("checkpoint")))
    return wrong_usage(*folder + " holds a statement already: leave the rest out to sign that one");
  if (text->empty()) text = make(*folder, arguments);
  if (!text) return text.error();
  return officer_signs(*folder, *text, arguments, console);
}

antin::cli::Option officer_option() { return {"officer", "ID", "your id among the security officers"}; }

antin::cli::OptionGroup consent_options() { return {"Options", {{"yes", "", "sign without asking"}}}; }

}  // namespace antin::policy::cli
