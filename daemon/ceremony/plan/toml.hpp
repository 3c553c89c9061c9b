// A plan as security staff write it: one TOML file, and the certificates that it names.
#pragma once

#include <functional>

#include "daemon/ceremony/plan/former.hpp"
#include "policy/text/parse.hpp"

namespace antin::ceremony {

// The certificates of participants and authorities, which the plan itself holds by hash only.
using Certificates = std::map<base::Sha256Hash, crypto::Certificate>;

struct ReviewedPlan {
  Plan plan;
  Certificates certificates;
  std::map<std::string, std::string> former_folders = {};  // where the record of each former ceremony lies
};

// By path as the plan writes it.
using CertificateAt = std::function<base::Result<crypto::Certificate>(const std::string& path)>;

// The record of a former ceremony, checked: its folder by path as the plan writes it.
struct NamedRecord {
  std::string ceremony;
  std::string folder;  // where it lies
  FormerRecord record;
};
using FormerAt = std::function<base::Result<NamedRecord>(const std::string& path)>;

// Where the files lie that a plan names.
struct Beside {
  CertificateAt certificate_at;
  FormerAt former_at;
};

// Strict: unknown keys, names twice, dangling references, broken rules are errors with file, line and key.
base::Result<ReviewedPlan, policy::text::TextError> read_plan(const std::string& file, base::ByteView content,
                                                              const Beside& beside);

}  // namespace antin::ceremony
