// Crockford's base 32 (https://www.crockford.com/base32.html), whose letters are not taken for one another.
#include <optional>

#include "core/crypto/sha2.hpp"
#include "daemon/ceremony/shares/shares.hpp"

namespace antin::ceremony {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t checksum_size = 3;
constexpr std::size_t group = 4;
constexpr std::size_t most_octets = 1 + 64 + checksum_size;

base::Sha256Hash bound_hash(std::string_view title, const Share& share, const ShareOf& of) {
  const std::string context = std::string(title) + "\n" + of.ceremony + "\n" + of.token + "\n" + of.pin + "\n" +
                              std::to_string(of.round) + "\n";
  const std::uint8_t number[] = {share.number};
  return crypto::sha256({base::view(context), number, share.value.expose_secret()});
}

std::optional<std::uint8_t> value_of(std::uint8_t character) {
  auto c = static_cast<char>(character);
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  std::optional<std::uint8_t> value;
  for (std::size_t i = 0; i < alphabet.size(); ++i)  // all of them, whichever it is
    if (alphabet[i] == c) value = static_cast<std::uint8_t>(i);
  return value;
}

bool is_separator(std::uint8_t c) { return c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Five bits a character; bits that are left over must be zero.
class Collector {
 public:
  Collector() { m_octets.reserve(most_octets); }  // growing would leave an unwiped copy behind
  ~Collector() { base::wipe(m_octets); }          // what turned out to be no share may be one all the same
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  [[nodiscard]] bool add(std::uint8_t five) {
    m_bits = (m_bits << 5 | five) & 0xfffU;
    m_count += 5;
    if (m_count < 8) return true;
    m_count -= 8;
    if (m_octets.size() == most_octets) return false;
    m_octets.push_back(static_cast<std::uint8_t>(m_bits >> m_count));
    return true;
  }
  [[nodiscard]] bool ends_well() const { return m_count < 5 && (m_bits & ((1U << m_count) - 1)) == 0; }
  base::Secret take() { return base::Secret::take(std::move(m_octets)); }

 private:
  base::Bytes m_octets;
  unsigned m_bits = 0;
  unsigned m_count = 0;
};

}  // namespace

base::Secret share_text(const Share& share, const ShareOf& of) {
  const auto value = share.value.expose_secret();
  const auto checksum = bound_hash("antin/share-checksum/v1", share, of);
  base::Bytes octets;
  octets.reserve(1 + value.size() + checksum_size);
  octets.push_back(share.number);
  base::append(octets, value);
  base::append(octets, base::ByteView(checksum).first(checksum_size));
  base::Bytes text;
  const auto characters = (octets.size() * 8 + 4) / 5;
  text.reserve(characters + characters / group);
  for (std::size_t i = 0; i < characters; ++i) {
    unsigned five = 0;
    for (std::size_t bit = i * 5; bit < i * 5 + 5; ++bit)
      five = five << 1 | (bit / 8 < octets.size() ? octets[bit / 8] >> (7 - bit % 8) & 1U : 0U);
    if (i != 0 && i % group == 0) text.push_back('-');
    text.push_back(static_cast<std::uint8_t>(alphabet[five]));
  }
  base::wipe(octets);
  return base::Secret::take(std::move(text));
}

base::Result<Share> parse_share(const base::Secret& typed, const ShareOf& of) {
  const base::Error wrong{"this is not a share of this secret, or a character is wrong"};
  const auto characters = typed.expose_secret();
  if (characters.size() > share_text_limit) return wrong;
  Collector collector;
  for (const auto character : characters) {
    if (is_separator(character)) continue;
    const auto five = value_of(character);
    if (!five || !collector.add(*five)) return wrong;
  }
  const bool whole = collector.ends_well();
  const auto octets = collector.take();
  const auto all = octets.expose_secret();
  if (!whole || all.size() < 2 + checksum_size) return wrong;
  Share share{all[0], base::Secret(all.subspan(1, all.size() - 1 - checksum_size))};
  const auto checksum = bound_hash("antin/share-checksum/v1", share, of);
  if (share.number == 0 || !base::equal(all.last(checksum_size), base::ByteView(checksum).first(checksum_size)))
    return wrong;
  return share;
}

base::Sha256Hash share_hash(const Share& share, const ShareOf& of) { return bound_hash("antin/share/v1", share, of); }

}  // namespace antin::ceremony
