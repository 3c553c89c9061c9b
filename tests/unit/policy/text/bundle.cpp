#include "tests/unit/policy/text/bundle.hpp"

#include <regex>

namespace antin::policy::text {
namespace {

constexpr std::string_view bundle_text = R"(origin = "seal.example/2026"
version = 7
)";

constexpr std::string_view units_text = R"([[unit]]
code = "79"
kind = "department"
name = "Sở Giáo dục và Đào tạo"
[[unit]]
code = "79760001"
parent = "79"
kind = "school"
name = "Trường Tiểu học Ví Dụ"
)";

constexpr std::string_view systems_text = R"([[system]]
name = "school-79760001"
curve = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
certificate = "systems/a.crt"
units = ["79760001"]
grants = ["submit", "timestamp", "audit-own"]
[[system]]
name = "department-79"
curve = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
certificate = "systems/b.crt"
units = ["79", "79760001"]
grants = ["submit"]
)";

constexpr std::string_view keys_text = R"([[key]]
label = "seal/79760001/school/2026.1"
token = "seals"
algorithm = "ecdsa-p256"
certificate = "keys/school.crt"
[[key]]
label = "seal/79/department/2026.1"
token = "seals"
algorithm = "rsa-pss-3072"
certificate = "keys/department.crt"
[[key]]
label = "time/antin/tsa/2026.1"
token = "time"
algorithm = "ecdsa-p256"
certificate = "keys/tsa.crt"
[[key]]
label = "log/antin/log/2026.1"
token = "log"
algorithm = "ed25519"
vkey = "seal.example/2026+5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl"
)";

constexpr std::string_view log_text = R"(key = "log/antin/log/2026.1"
[witnesses]
need = 2
lag = "10m"
on-lag = "stop"
[[witness]]
name = "example.org/witness-a"
vkey = "example.org/witness-a+5b7a543e+BMAwvNSY83vf2/WBsD7EfRKOUdoWLULYgXLRMMjd2uGJ"
url = "http://127.0.0.1:7001"
[[witness]]
name = "example.org/witness-b"
vkey = "example.org/witness-b+556c3744+BOGUs/waQ859kHe9rCUeLU/S0VCl03UzPye77db6E0jb"
url = "https://b.example.org/w"
[anchor]
url = "http://tsa.example.org"
every = "1h"
roots = ["ca/tsa-root.crt"]
)";

constexpr std::string_view authorities_text = R"([people]
roots = ["ca/root.crt"]
intermediates = ["ca/people.crt"]
[seals]
roots = ["ca/root.crt", "ca/root-2.crt"]
[timestamp]
key = "time/antin/tsa/2026.1"
policy = "2.999.1.1"
development_policy = "2.999.1.2"
accuracy_ms = 500
)";

constexpr std::string_view workflow_text = R"([[workflow]]
kind = "hoc-ba"
digest = ["sha256", "sha384"]
[[workflow.step]]
name = "teacher"
role = ["teacher"]
proof = "certificate"
[[workflow.step]]
name = "principal"
role = ["principal", "acting-principal"]
approvers = 2
seal = "school"
formats = ["cades"]
window = { from = 2026-05-20, until = 2026-06-30, zone = "Asia/Ho_Chi_Minh" }
max_age = "30d"
quota = { per = "unit-year", count = 900 }
[[workflow.step]]
name = "department"
role = ["department-leader"]
unit = "parent"
seal = "department"
formats = ["cades"]
return = ["wrong-grade", "incomplete"]
[workflow.supersede]
role = ["principal", "acting-principal"]
approvers = 2
reasons = ["wrong-grade"]
[workflow.withdraw]
role = ["department-leader"]
unit = "parent"
reasons = ["issued-in-error", "court-order"]
)";

constexpr std::string_view registration_text = R"([[rule]]
role = ["teacher"]
unit = "own"
registrar = "school-registrar"
registrars = 1
[[rule]]
role = ["principal", "school-registrar"]
unit = "parent"
registrar = "department-registrar"
registrars = 2
[[rule]]
role = ["acting-principal"]
unit = "parent"
registrar = "department-registrar"
registrars = 3
acts_for = ["principal"]
[[registrar]]
id = "r-1"
certificates = ["people/1.crt"]
unit = "79"
role = "department-registrar"
from = 2025-09-01
until = 2026-08-31
[[registrar]]
id = "r-2"
certificates = ["people/2.crt", "people/3.crt"]
unit = "79"
role = "department-registrar"
from = 2025-09-01
until = 2025-09-01
)";

}  // namespace

Files small_bundle() {
  Files files;
  put(files, "bundle.toml", bundle_text);
  put(files, "units.toml", units_text);
  put(files, "systems.toml", systems_text);
  put(files, "keys.toml", keys_text);
  put(files, "log.toml", log_text);
  put(files, "authorities.toml", authorities_text);
  put(files, "workflow.toml", workflow_text);
  put(files, "registration.toml", registration_text);
  return files;
}

Certificates certificates_named_in(const Files& files) {
  static const std::regex path(R"re("([^"]+\.crt)")re");
  Certificates certificates;
  for (const auto& [name, content] : files) {
    const std::string text(base::text(content));
    for (std::sregex_iterator at(text.begin(), text.end(), path), end; at != end; ++at) {
      base::Sha256Hash hash{};
      hash[0] = static_cast<std::uint8_t>(certificates.size());
      hash[1] = 1;
      certificates.emplace((*at)[1], hash);
    }
  }
  return certificates;
}

void put(Files& files, const std::string& name, std::string_view content) {
  files[name] = base::copy(base::view(content));
}

void change(Files& files, const std::string& name, std::string_view from, std::string_view to) {
  std::string text(base::text(files.at(name)));
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from << " is not in " << name;
  put(files, name, text.replace(at, from.size(), to));
}

std::string refusal(const Files& files) {
  const auto rules = parse(files, certificates_named_in(small_bundle()));
  return rules ? "" : print(rules.error());
}

std::ostream& operator<<(std::ostream& out, const Refused& refused) { return out << refused.name; }

std::string name_of(const testing::TestParamInfo<Refused>& info) { return info.param.name; }

void expect_refused(const Refused& refused) {
  auto files = small_bundle();
  ASSERT_EQ(refusal(files), "");
  change(files, refused.file, refused.from, refused.to);
  const auto error = refusal(files);
  EXPECT_EQ(error.substr(0, std::string_view(refused.expected).size()), refused.expected) << error;
}

}  // namespace antin::policy::text
