#include "daemon/courier/url.hpp"

#include <algorithm>
#include <charconv>

namespace antin::courier {
namespace {

constexpr std::size_t host_limit = 253;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

constexpr std::string_view host_characters = "abcdefghijklmnopqrstuvwxyz0123456789.-";
constexpr std::string_view address_characters = "abcdef0123456789:.";
constexpr std::string_view path_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";
constexpr std::string_view query_only = "?%";

bool consists_of(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

std::uint16_t own_port(bool tls) { return tls ? https_port : http_port; }

bool is_host(std::string_view host) {
  if (host.size() > host_limit) return false;
  if (host.starts_with('[')) {
    return host.ends_with(']') && host.size() > 2 && consists_of(host.substr(1, host.size() - 2), address_characters);
  }
  const bool has_empty_label =
      host.empty() || host.starts_with('.') || host.ends_with('.') || host.find("..") != std::string_view::npos;
  return !has_empty_label && consists_of(host, host_characters);
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port == 0 || digits.starts_with('0'))
    return std::nullopt;
  return port;
}

bool is_path(std::string_view path) {
  if (!path.starts_with('/') || !consists_of(path, path_characters)) return false;
  if (path.find("//") != std::string_view::npos) return false;
  for (const std::string_view dots : {"/.", "/.."}) {
    if (path.ends_with(dots) || path.find(std::string(dots) + '/') != std::string_view::npos) return false;
  }
  return true;
}

bool is_target(std::string_view target) {
  const auto mark = target.find('?');
  if (!is_path(target.substr(0, mark))) return false;
  if (mark == std::string_view::npos) return true;
  return consists_of(target.substr(mark + 1), std::string(path_characters) + std::string(query_only));
}

// host[:port]; an address in brackets has colons of its own.
bool read_authority(std::string_view authority, Url& into) {
  const auto colon =
      authority.find(':', authority.starts_with('[') ? std::min(authority.find(']'), authority.size()) : 0);
  into.host = authority.substr(0, colon);
  into.port = own_port(into.tls);
  if (colon == std::string_view::npos) return is_host(into.host);
  const auto port = parse_port(authority.substr(colon + 1));
  if (!port || *port == own_port(into.tls)) return false;
  into.port = *port;
  return is_host(into.host);
}

bool begins_with(const std::string& target, const std::string& prefix) {
  if (!target.starts_with(prefix)) return false;
  if (target.size() == prefix.size() || prefix.ends_with('/')) return true;
  return target[prefix.size()] == '/' || target[prefix.size()] == '?';
}

}  // namespace

std::string Url::authority() const { return port == own_port(tls) ? host : host + ":" + std::to_string(port); }

std::optional<Url> parse_url(std::string_view url) {
  Url parsed;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!url.starts_with(scheme)) continue;
    parsed.tls = scheme == "https://";
    const auto rest = url.substr(scheme.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos || !read_authority(rest.substr(0, slash), parsed)) return std::nullopt;
    parsed.target = rest.substr(slash);
    if (!is_target(parsed.target)) return std::nullopt;
    return parsed;
  }
  return std::nullopt;
}

std::string print(const Url& url) { return (url.tls ? "https://" : "http://") + url.authority() + url.target; }

base::Result<Reach> Reach::of(const std::vector<std::string>& prefixes) {
  Reach reach;
  for (const auto& prefix : prefixes) {
    auto url = parse_url(prefix);
    if (!url || url->target.find('?') != std::string::npos) {
      return base::Error{
          "allow: '" + prefix +
          "' is not the beginning of URLs: http:// or https://, a host in lower case, a path that begins "
          "with /, nothing that has to be resolved"};
    }
    reach.m_prefixes.push_back(std::move(*url));
  }
  return reach;
}

bool Reach::allows(const Url& url) const {
  return std::any_of(m_prefixes.begin(), m_prefixes.end(), [&](const Url& prefix) {
    return url.tls == prefix.tls && url.host == prefix.host && url.port == prefix.port &&
           begins_with(url.target, prefix.target);
  });
}

}  // namespace antin::courier
