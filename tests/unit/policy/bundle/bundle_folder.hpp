// A whole small bundle in a folder of the test's own, with certificates that openssl made.
#pragma once

#include <gtest/gtest.h>

#include "policy/bundle/bundle.hpp"
#include "tests/support/pki.hpp"

namespace antin::test {

inline constexpr std::string_view workflow_text = R"([[workflow]]
kind = "hoc-ba"
digest = ["sha256"]
[[workflow.step]]
name = "principal"
role = ["principal"]
seal = "school"
formats = ["cades"]
)";
inline constexpr std::string_view units_text = R"([[unit]]
code = "79"
kind = "department"
name = "Sở Giáo dục và Đào tạo"
[[unit]]
code = "79760001"
parent = "79"
kind = "school"
name = "Trường Tiểu học Ví Dụ"
)";
inline constexpr std::string_view systems_text = R"([[system]]
name = "school-79760001"
curve = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
certificate = "systems/school.crt"
units = ["79760001"]
grants = ["submit"]
)";
inline constexpr std::string_view keys_text = R"([[key]]
label = "seal/79760001/school/2026.1"
token = "seals"
algorithm = "ecdsa-p256"
certificate = "keys/school.crt"
[[key]]
label = "time/antin/tsa/2026.1"
token = "time"
algorithm = "ecdsa-p256"
certificate = "keys/tsa.crt"
[[key]]
label = "log/79/hcm/2026.1"
token = "log"
algorithm = "ed25519"
vkey = "seal.example/2026+5196c410+ATMMev4lVFyUFK38T92YtEnB2KovjizGioQs1GC7P+fl"
)";
inline constexpr std::string_view log_text = R"(key = "log/79/hcm/2026.1"
[witnesses]
need = 1
lag = "10m"
on-lag = "stop"
[[witness]]
name = "example.org/witness-a"
vkey = "example.org/witness-a+5b7a543e+BMAwvNSY83vf2/WBsD7EfRKOUdoWLULYgXLRMMjd2uGJ"
url = "http://127.0.0.1:7001"
)";
inline constexpr std::string_view authorities_text = R"([people]
roots = ["ca/root.crt"]
intermediates = ["ca/people.crt"]
[seals]
roots = ["ca/root.crt"]
intermediates = ["ca/intermediate.crt"]
[timestamp]
key = "time/antin/tsa/2026.1"
policy = "2.999.1.1"
development_policy = "2.999.1.2"
accuracy_ms = 1000
)";
inline constexpr std::string_view registration_text = R"([[rule]]
role = ["teacher"]
unit = "own"
registrar = "school-registrar"
registrars = 1
[[registrar]]
id = "p-1"
certificates = ["people/p-1.crt"]
unit = "79760001"
role = "school-registrar"
from = 2025-09-01
until = 2026-08-31
)";
class BundleFolder : public testing::Test {
 protected:
  BundleFolder() : pki(directory) {
    directory.must_run("mkdir policy policy/ca policy/keys policy/people policy/systems");
    pki.root("root", "Root");
    pki.certificate("people", "root", "authority");
    pki.certificate("intermediate", "root", "authority");
    pki.certificate("school", "intermediate");
    pki.certificate("tsa", "intermediate", "time");
    pki.certificate("p-1", "people", "person", {}, "Registrar/serialNumber=079001");
    pki.certificate("school-system", "people");
    directory.must_run(
        "cp root.crt people.crt intermediate.crt policy/ca && cp school.crt tsa.crt policy/keys &&"
        " cp p-1.crt policy/people && cp school-system.crt policy/systems/school.crt");
    put("bundle.toml", "origin = \"seal.example/2026\"\nversion = 1\n");
    put("workflow.toml", workflow_text);
    put("units.toml", units_text);
    put("systems.toml", systems_text);
    put("keys.toml", keys_text);
    put("log.toml", log_text);
    put("authorities.toml", authorities_text);
    put("registration.toml", registration_text);
  }

  void put(const std::string& name, std::string_view text) const { directory.write("policy/" + name, text); }
  // The first `from` of a file becomes `to`.
  void change(const std::string& name, std::string_view from, std::string_view to) const {
    std::string text(base::text(directory.read("policy/" + name)));
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    put(name, text.replace(at, from.size(), to));
  }
  [[nodiscard]] std::filesystem::path folder() const { return directory.path() / "policy"; }
  [[nodiscard]] std::string refusal() const {
    const auto bundle = policy::bundle::read_bundle(folder());
    return bundle ? "" : bundle.error().text;
  }

  ToolDirectory directory;
  Pki pki;
};

}  // namespace antin::test
