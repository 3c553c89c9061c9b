#include "daemon/keeper/anchoring/anchors.hpp"

#include <algorithm>

#include "core/evidence/timestamp_response.hpp"
#include "core/forms/timestamp_info.hpp"
#include "core/tlog/lines.hpp"
#include "daemon/process/logging.hpp"

namespace antin::keeper {
namespace {

constexpr std::chrono::seconds first_pause{30};
constexpr std::chrono::seconds longest_pause{1800};
constexpr std::chrono::seconds patience_with_courier{60};  // it dials in a moment after a start
constexpr std::uint32_t ok = 200;

// Also when the clock was set back: what is due by time must not wait for hours.
bool has_passed(base::Instant now, base::Instant since, std::chrono::seconds interval) {
  return now < since || now - since >= interval;
}

// The authority's words go to a log that people read on a terminal.
std::string harmless(const std::string& text) {
  constexpr std::size_t enough = 200;
  auto short_one = text.substr(0, enough);
  std::replace_if(
      short_one.begin(), short_one.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return short_one;
}

base::Error rejected(const evidence::TimestampResponse& response) {
  auto text = "it rejects the request: status " + std::to_string(response.status);
  if (response.failure) text += ", failure bit " + std::to_string(*response.failure);
  if (!response.text.empty()) text += ", \"" + harmless(response.text) + "\"";
  return {std::move(text)};
}

}  // namespace

Anchors::Anchors(const policy::LogPolicy& policy, std::vector<crypto::Certificate> roots, Ledger& ledger, Log& log,
                 Clock& clock)
    : m_trust({}, {}, {}, evidence::Revocation::if_present), m_ledger(ledger), m_log(log), m_clock(clock) {
  follow(policy, std::move(roots));
  if (const auto kept = needed(ledger.value(ledger_value))) m_last = parse(*kept);
  m_since = m_last ? m_last->at : needed(ledger.entry_time(0)).value_or(clock.read().now);
}

void Anchors::follow(const policy::LogPolicy& policy, std::vector<crypto::Certificate> roots) {
  m_external = policy.anchor;
  m_every = policy.anchor ? policy.anchor->every : policy::usual_anchor_interval;
  m_trust = evidence::Trust(std::move(roots), {}, {}, evidence::Revocation::if_present);
  m_failing = false;
  m_without_courier.reset();
}

// What cannot be read counts as no anchor at all: then one is due sooner, which does no harm.
std::optional<Anchors::Last> Anchors::parse(base::ByteView kept) {
  const auto text = base::text(kept);
  const auto first = text.find(' ');
  const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto size = tlog::parse_decimal(text.substr(0, first));
  const auto at = base::parse_instant(text.substr(first + 1, second - first - 1));
  if (!size || !at) return std::nullopt;
  return Last{*size, *at, std::string(text.substr(second + 1))};
}

base::Bytes Anchors::entered(const Anchored& anchored, base::Instant at) {
  m_last = Last{anchored.checkpoint.size, at, anchored.url};
  m_since = at;
  return base::copy(base::view(std::to_string(m_last->size) + " " + base::print(at) + " " + anchored.url));
}

// The last anchor's own entry is no growth: a quiet log would be stamped for its stamps for ever.
bool Anchors::has_grown_to(std::uint64_t size) const { return m_last ? size > m_last->size + 1 : size > 0; }

bool Anchors::is_due(base::Instant now) const {
  if (m_asked || !has_grown_to(m_log.size())) return false;
  if (m_final) return wants_last() && m_log.size() >= *m_final;
  if (m_failing && !has_passed(now, m_failed_at, m_pause)) return false;
  // An authority outside that has stamped nothing yet need not be waited for: whoever names it sees at once that it
  // works.
  if (m_external && (!m_last || m_last->url != m_external->url)) return true;
  return has_passed(now, m_since, m_every);
}

bool Anchors::begin() {
  const auto now = m_clock.read().now;
  if (!is_due(now)) return false;
  m_without_courier.reset();
  m_asked = Asked{++m_last_operation, m_external ? m_external->url : "",
                  needed(m_log.open(needed(tlog::parse_note(m_log.newest())))), forms::timestamp_nonce(), now};
  return true;
}

std::vector<local::Fetch> Anchors::next() {
  if (!m_external || !begin()) return {};
  const auto imprint = base::sha256_digest(tlog::anchored_imprint(m_asked->checkpoint));
  return {{m_asked->operation, local::FetchMethod::post, m_external->url, "application/timestamp-query",
           forms::timestamp_request(imprint, m_asked->nonce)}};
}

std::optional<base::Digest> Anchors::next_own() {
  if (m_external || !begin()) return std::nullopt;
  return base::sha256_digest(tlog::anchored_imprint(m_asked->checkpoint));
}

std::optional<Anchored> Anchors::take_own(const PreparedToken& prepared, base::Bytes token) {
  auto asked = std::exchange(m_asked, std::nullopt);
  if (!asked) return std::nullopt;
  m_failing = false;
  return Anchored{std::move(asked->checkpoint), "", std::move(token), prepared.info.gen_time, prepared.info.serial};
}

std::optional<Anchored> Anchors::take(const local::Fetched& fetched) {
  if (!m_asked || m_asked->operation != fetched.operation) return std::nullopt;
  auto anchored = judge(*m_asked, fetched);
  if (!anchored) {
    failed(anchored.error().text);
    return std::nullopt;
  }
  m_asked.reset();
  if (std::exchange(m_failing, false)) process::log_info("the timestamp authority " + anchored->url + " is well again");
  return *std::move(anchored);
}

// Nothing of it is believed but what the roots in log.toml vouch for, and the time only as far as our clock agrees.
base::Result<Anchored> Anchors::judge(const Asked& asked, const local::Fetched& fetched) const {
  if (fetched.outcome != local::FetchOutcome::answered || fetched.status != ok)
    return base::Error{local::what_came_of(fetched)};
  auto response = evidence::parse_timestamp_response(fetched.body);
  if (!response) return base::Error{"its answer: " + response.error().text};
  if (response->token.empty()) return rejected(*response);
  const auto imprint = base::sha256_digest(tlog::anchored_imprint(asked.checkpoint));
  auto stamp = evidence::verify_timestamp_token(response->token, imprint, m_trust);
  if (!stamp) return base::Error{"its token: " + stamp.error().text};
  if (stamp->nonce != asked.nonce) return base::Error{"its token answers another request: the nonce is not ours"};
  const auto now = m_clock.read().now;
  if (stamp->gen_time < asked.at - time_tolerance || stamp->gen_time > now + time_tolerance)
    return base::Error{"its token is of " + base::print(stamp->gen_time) + ", but our clock says " + base::print(now)};
  return Anchored{asked.checkpoint, asked.url, std::move(response->token), stamp->gen_time, std::move(stamp->serial)};
}

void Anchors::failed(const std::string& why) {
  const auto asked = std::exchange(m_asked, std::nullopt);
  const auto url = asked ? asked->url : m_external ? m_external->url : "";
  m_pause = m_failing ? std::min(2 * m_pause, longest_pause) : first_pause;
  m_failed_at = m_clock.read().now;
  const auto who = url.empty() ? "the built-in timestamp authority" : "the timestamp authority " + url;
  if (!std::exchange(m_failing, true)) process::log_warning("the log gets no anchor: " + who + ": " + why);
  if (m_final) give_up();
}

void Anchors::courier_gone() {
  if (m_asked && !m_asked->url.empty()) failed("antin-courier went away before it answered");
}

void Anchors::no_courier() {
  const auto now = m_clock.read().now;
  if (!m_external || !is_due(now)) return;
  if (!m_without_courier) m_without_courier = now;
  if (has_passed(now, *m_without_courier, patience_with_courier)) failed("antin-courier does not dial in");
}

void Anchors::want_last() { m_final = needed(m_ledger.size()); }

bool Anchors::wants_last() const { return m_final && has_grown_to(*m_final); }

void Anchors::give_up() {
  m_asked.reset();
  if (wants_last()) process::log_warning("the log's last entries have no anchor: the next one will cover them");
  m_final = 0;
}

}  // namespace antin::keeper
