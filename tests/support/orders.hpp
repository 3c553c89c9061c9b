// What security officers order at once, signed by them.
#pragma once

#include "core/statement/stop.hpp"
#include "tests/support/development_folder.hpp"

namespace antin::test {

inline statement::Stop stop_of(const std::string& target, base::Instant now) {
  return {"seal.dev.example/2026", base::parse_target(target).value(), "drill", crypto::random_array<16>(),
          std::chrono::floor<std::chrono::seconds>(now) + std::chrono::hours(1)};
}

inline statement::Resume resume_of(const std::string& target, const base::Sha256Hash& previous, base::Instant now) {
  return {"seal.dev.example/2026", base::parse_target(target).value(), previous, crypto::random_array<16>(),
          std::chrono::floor<std::chrono::seconds>(now) + std::chrono::hours(1)};
}

inline base::Bytes signature_by(const DevelopmentFolder& folder, const std::string& officer, const std::string& text,
                                base::Instant now) {
  auto key = folder.person(officer);
  auto signed_text = client::sign_statement(text, key, now);
  if (!signed_text) throw std::runtime_error(signed_text.error().text);
  return std::move(signed_text->cms);
}

inline protocol::Stop signed_stop(const DevelopmentFolder& folder, const statement::Stop& stop,
                                  const std::string& officer, base::Instant now) {
  const auto text = statement::print(stop);
  return {base::copy(base::view(text)), signature_by(folder, officer, text, now)};
}

inline protocol::Resume signed_resume(const DevelopmentFolder& folder, const statement::Resume& resume,
                                      const std::vector<std::string>& officers, base::Instant now) {
  const auto text = statement::print(resume);
  protocol::Resume made{base::copy(base::view(text)), {}};
  for (const auto& officer : officers) made.signatures.push_back(signature_by(folder, officer, text, now));
  return made;
}

}  // namespace antin::test
