#include "daemon/signer/timestamp_guard.hpp"

namespace antin::signer {
namespace {

constexpr const char* file_name = "last-gen-time";

std::string text_of(base::Instant bound) { return base::print(bound) + "\n"; }

base::Result<base::Instant> read_bound(const GuardFile& file) {
  const auto text = file.read();
  if (!text) return text.error();
  const auto bound = base::parse_instant(std::string_view(*text).substr(0, text->find('\n')));
  // parse_instant takes a form without milliseconds too; only what is written here is read.
  if (bound && text_of(*bound) == *text) return *bound;
  return base::Error{file.path().string() + " is not a guard: one line, like 2026-05-28T02:11:09.412Z, is expected"};
}

}  // namespace

base::Result<TimestampGuard> TimestampGuard::open(const std::filesystem::path& folder) {
  auto file = GuardFile::open(folder, file_name);
  if (!file) return file.error();
  const auto bound = read_bound(*file);
  if (!bound) return bound.error();
  return TimestampGuard(std::move(file).value(), *bound);
}

base::Result<void> TimestampGuard::initialise(const std::filesystem::path& folder) {
  const auto file = GuardFile::open(folder, file_name);
  if (!file) return file.error();
  return file->initialise(text_of(base::Instant{}), read_bound);
}

TimestampGuard::Verdict TimestampGuard::admit(base::Instant gen_time, base::Instant now) {
  if (gen_time > now + tolerance || gen_time < now - tolerance) return Verdict::off_the_clock;
  // Equal is fine: tokens of one millisecond differ by their serial.
  if (gen_time < m_last) return Verdict::behind_the_last;
  if (gen_time > m_bound) {
    const auto bound = gen_time + lease;
    m_file.keep(text_of(bound));
    m_bound = bound;
  }
  m_last = gen_time;
  return Verdict::admitted;
}

base::Result<void> TimestampGuard::settle() {
  if (m_bound == m_last) return {};
  auto written = m_file.write(text_of(m_last));
  if (written) m_bound = m_last;
  return written;
}

}  // namespace antin::signer
