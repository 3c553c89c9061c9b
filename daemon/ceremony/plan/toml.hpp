// A plan as security staff write it: one TOML file, and the certificates that it names.
#pragma once

#include <functional>

#include "daemon/ceremony/plan/plan.hpp"
#include "policy/text/parse.hpp"

namespace antin::ceremony {

// The certificates of participants and authorities, which the plan itself holds by hash only.
using Certificates = std::map<base::Sha256Hash, crypto::Certificate>;

struct ReviewedPlan {
  Plan plan;
  Certificates certificates;
};

// By path as the plan writes it.
using CertificateAt = std::function<base::Result<crypto::Certificate>(const std::string& path)>;

// Strict: unknown keys, names twice, dangling references, broken rules are errors with file, line and key.
base::Result<ReviewedPlan, policy::text::TextError> read_plan(const std::string& file, base::ByteView content,
                                                              const CertificateAt& certificate_at);

}  // namespace antin::ceremony
