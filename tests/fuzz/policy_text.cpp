// Each of the eight files of a bundle, fuzzed in turn beside seven that are good: whatever the text, the answer is
// rules or one refusal that names a file. The first octet chooses the file. And the file of security officers.
#include <cstdlib>
#include <iterator>

#include "policy/text/document.hpp"
#include "policy/text/officers.hpp"

namespace {

using namespace antin::policy::text;

void put(Files& files, const char* name, std::string_view content) {
  files[name] = antin::base::copy(antin::base::view(content));
}

Files good_files() {
  Files files;
  put(files, "bundle.toml", "origin = \"seal.example/2026\"\nversion = 7\n");
  put(files, "units.toml",
      "[[unit]]\ncode = \"79\"\nkind = \"department\"\nname = \"S\xE1\xBB\x9F\"\n"
      "[[unit]]\ncode = \"1\"\nparent = \"79\"\nkind = \"school\"\nname = \"School\"\n");
  put(files, "systems.toml",
      "[[system]]\nname = \"a\"\ncurve = \"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\"\n"
      "certificate = \"a.crt\"\nunits = [\"1\"]\ngrants = [\"submit\"]\n");
  put(files, "keys.toml",
      "[[key]]\nlabel = \"seal/1/school/2026.1\"\ntoken = \"seals\"\nalgorithm = \"ecdsa-p256\"\n"
      "certificate = \"k.crt\"\n[[key]]\nlabel = \"time/antin/tsa/2026.1\"\ntoken = \"time\"\n"
      "algorithm = \"ecdsa-p256\"\ncertificate = \"t.crt\"\n[[key]]\nlabel = \"log/antin/log/2026.1\"\n"
      "token = \"log\"\nalgorithm = \"ed25519\"\nvkey = \"seal.example/2026+0123abcd+AQID\"\n");
  put(files, "log.toml",
      "key = \"log/antin/log/2026.1\"\n[witnesses]\nneed = 1\nlag = \"10m\"\non-lag = \"stop\"\n"
      "[[witness]]\nname = \"w\"\nvkey = \"w+0123abcd+BAID\"\nurl = \"http://w\"\n"
      "[anchor]\nurl = \"http://t\"\nevery = \"1h\"\nroots = [\"r.crt\"]\n");
  put(files, "authorities.toml",
      "[people]\nroots = [\"r.crt\"]\nintermediates = [\"i.crt\"]\n[seals]\nroots = [\"r.crt\"]\n"
      "[timestamp]\nkey = \"time/antin/tsa/2026.1\"\npolicy = \"2.999.1\"\n"
      "development_policy = \"2.999.2\"\naccuracy_ms = 1000\n");
  put(files, "workflow.toml",
      "[[workflow]]\nkind = \"hoc-ba\"\ndigest = [\"sha256\"]\n[[workflow.step]]\nname = \"teacher\"\nrole = "
      "[\"teacher\"]\n"
      "proof = \"certificate\"\n[[workflow.step]]\nname = \"principal\"\nrole = [\"principal\"]\nunit = \"own\"\n"
      "approvers = 2\nseal = \"school\"\nformats = [\"cades\"]\nmax_age = \"30d\"\n"
      "window = { from = 2026-05-20, until = 2026-06-30, zone = \"UTC\" }\nquota = { per = \"unit-year\", count = 9 "
      "}\n");
  put(files, "registration.toml",
      "[[rule]]\nrole = [\"teacher\"]\nunit = \"own\"\nregistrar = \"clerk\"\nregistrars = 1\n"
      "[[rule]]\nrole = [\"deputy\"]\nunit = \"parent\"\nregistrar = \"clerk\"\nregistrars = 2\n"
      "acts_for = [\"teacher\"]\n"
      "[[registrar]]\nid = \"p\"\ncertificates = [\"p.crt\"]\nunit = \"1\"\nrole = \"clerk\"\n"
      "from = 2025-09-01\nuntil = 2026-08-31\n");
  return files;
}

Certificates good_certificates() {
  Certificates certificates;
  for (const char name : {'a', 'k', 't', 'r', 'i', 'p'}) {
    antin::base::Sha256Hash hash{};
    hash.fill(static_cast<std::uint8_t>(name));
    certificates[std::string(1, name) + ".crt"] = hash;
  }
  return certificates;
}

// A refusal says where, and nothing in it that a terminal would obey.
void check(const TextError& error) {
  if (error.file.empty() || error.text.empty()) std::abort();
  for (const char c : print(error))
    if (c < ' ' || c > '~') std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto good = good_files();
  static const auto certificates = good_certificates();
  static const bool good_is_good = parse(good, certificates).ok();
  if (!good_is_good) std::abort();
  if (size == 0) return 0;
  // Most texts are no TOML: those need not be read eight files long.
  const antin::base::ByteView content(data + 1, size - 1);
  if (const auto document = Document::read("fuzzed.toml", content); !document) {
    check(document.error());
    return 0;
  }
  if (const auto officers = parse_officers(content, certificates); !officers) check(officers.error());
  auto files = good;
  auto chosen = files.begin();
  std::advance(chosen, data[0] % files.size());
  chosen->second = antin::base::copy(content);
  const auto rules = parse(files, certificates);
  if (!rules) check(rules.error());
  return 0;
}
