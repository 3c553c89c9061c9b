#include "daemon/ceremony/run/pins.hpp"

#include <algorithm>

#include "core/crypto/random.hpp"
#include "daemon/ceremony/run/labels.hpp"

namespace antin::ceremony {
namespace {

constexpr std::size_t seed_size = 16;
constexpr std::size_t backup_key_size = 32;  // AES-256

base::Secret random_secret(std::size_t size) {
  base::Bytes octets(size);
  crypto::fill_random(octets);
  return base::Secret::take(std::move(octets));
}

// "so-pin seals round 1": whoever plays the people keeps shares under this name. Those of a former ceremony add it.
Screen share_screen(const Ceremony& ceremony, const ShareOf& of, unsigned need, std::size_t holders) {
  Screen screen;
  screen.language = ceremony.language;
  screen.ceremony = ceremony.plan().ceremony;
  screen.rehearsal = is_rehearsal(ceremony.entries());
  const auto* step = next_step(ceremony.steps, ceremony.entries());
  screen.step = step == nullptr ? 0 : step->number;
  screen.steps = static_cast<unsigned>(ceremony.steps.size());
  screen.name = of.pin + " " + of.token + " round " + std::to_string(of.round);
  if (of.ceremony != screen.ceremony) screen.name += " of " + of.ceremony;
  screen.title = share_title(of.pin, of.token, of.round, ceremony.language);
  if (of.ceremony != screen.ceremony) screen.title += " (" + of.ceremony + ")";
  screen.facts = ceremony.standing_facts(of.token, step != nullptr && step->quorum ? step->id : std::string());
  screen.facts.emplace_back(label_of("shares", ceremony.language),
                            std::to_string(need) + " / " + std::to_string(holders));
  return screen;
}

ShareOf share_of(const Ceremony& ceremony, const std::string& token, std::string_view pin, unsigned round) {
  return {ceremony.plan().ceremony, token, std::string(pin), round};
}

// What a holder types, until it is theirs or the tries are used up.
Done<Share> asked_share(Ceremony& ceremony, const Screen& screen, const std::string& holder, const ShareOf& of,
                        const base::Sha256Hash& expected) {
  for (unsigned left = most_tries; left > 0; --left) {
    const auto typed = ceremony.people.typed_share(screen, holder, left);
    if (!typed) return typed.error();
    auto share = parse_share(*typed, of);
    if (share && share_hash(*share, of) == expected) return std::move(*share);
  }
  return paused(Why::share_wrong, {holder, std::to_string(most_tries)});
}

Done<void> hand_out_one(Ceremony& ceremony, const Step& step, const Screen& screen, const std::string& holder,
                        const Share& share, const ShareOf& of) {
  const auto hash = share_hash(share, of);
  if (auto seen = ceremony.people.hand_over(screen, holder, share_text(share, of)); !seen) return seen;
  if (const auto typed = asked_share(ceremony, screen, holder, of, hash); !typed) return typed.error();
  const auto kept = ceremony.journal.append(Kind::share, step.id,
                                            {{"token", of.token},
                                             {"pin", of.pin},
                                             {"round", std::to_string(of.round)},
                                             {"number", std::to_string(share.number)},
                                             {"holder", holder},
                                             {"share", base::print(hash)}});
  return kept ? Done<void>() : failed(kept.error());
}

bool is_changed(const Ceremony& ceremony, const std::string& token, std::string_view pin) {
  const auto act = pin == so_pin ? Act::change_so_pin : Act::change_user_pin;
  return std::any_of(ceremony.steps.begin(), ceremony.steps.end(), [&](const Step& step) {
    return step.act == act && step.object == token && end_of(ceremony.entries(), step.id) != nullptr;
  });
}

}  // namespace

base::Secret random_pin_seed() { return random_secret(seed_size); }
base::Secret random_backup_key() { return random_secret(backup_key_size); }

base::Secret pin_of(const base::Secret& seed) {
  constexpr std::string_view digits = "0123456789abcdef";
  base::Bytes text;
  text.reserve(2 * seed.expose_secret().size());  // growing would leave an unwiped copy behind
  for (const auto octet : seed.expose_secret()) {
    text.push_back(static_cast<std::uint8_t>(digits[octet >> 4]));
    text.push_back(static_cast<std::uint8_t>(digits[octet & 15]));
  }
  return base::Secret::take(std::move(text));
}

const ShareGroup& holders_of(const Ceremony& ceremony, const std::string& token, std::string_view pin) {
  const auto& planned = ceremony.plan().tokens.at(token);
  if (pin == backup_key) return ceremony.plan().groups.at(planned.backup ? *planned.backup : planned.resplit.value());
  return ceremony.plan().groups.at(pin == so_pin ? planned.so_pin : planned.user_pin);
}

Done<void> hand_out(Ceremony& ceremony, const Step& step, std::string_view pin, const base::Secret& seed,
                    unsigned round) {
  const auto& group = holders_of(ceremony, step.object, pin);
  const auto shares = split(seed, group.need, static_cast<unsigned>(group.holders.size()));
  const auto of = share_of(ceremony, step.object, pin, round);
  const auto screen = share_screen(ceremony, of, group.need, group.holders.size());
  for (std::size_t i = 0; i < shares.size(); ++i)
    if (auto done = hand_out_one(ceremony, step, screen, group.holders[i], shares[i], of); !done) return done;
  return {};
}

SplitSecret split_here(const Ceremony& ceremony, const std::string& token, std::string_view pin) {
  auto shares = handed_out(ceremony.entries(), token, std::string(pin));
  auto of = share_of(ceremony, token, pin, shares.round);
  return {std::move(of), holders_of(ceremony, token, pin).need, std::move(shares)};
}

Done<SplitSecret> split_before(const Ceremony& ceremony, const std::string& former, const std::string& token,
                               std::string_view pin) {
  const auto& groups = ceremony.formers.at(former).tokens.at(token).shares;
  const auto entries = read_journal(ceremony.folder.former(former).journal());
  if (!entries) return failed(entries.error());
  auto shares = handed_out(*entries, token, std::string(pin));
  ShareOf of{former, token, std::string(pin), shares.round};
  return SplitSecret{std::move(of), groups.at(std::string(pin)).need, std::move(shares)};
}

Done<SplitSecret> split_now(const Ceremony& ceremony, const std::string& token, std::string_view pin) {
  const auto& from = ceremony.plan().tokens.at(token).from;
  if (from && !is_changed(ceremony, token, pin)) return split_before(ceremony, *from, token, pin);
  return split_here(ceremony, token, pin);
}

Done<base::Secret> put_together(Ceremony& ceremony, const SplitSecret& split) {
  const auto screen = share_screen(ceremony, split.of, split.need, split.shares.holders.size());
  std::map<std::string, unsigned> waiting;
  for (const auto& [number, holder] : split.shares.holders)
    if (ceremony.plan().participants.contains(holder)) waiting.emplace(holder, number);
  std::vector<Share> shares;
  while (shares.size() < split.need) {
    std::vector<std::string> candidates;
    candidates.reserve(waiting.size());
    for (const auto& [holder, number] : waiting) candidates.push_back(holder);
    const auto holder = ceremony.people.next_holder(screen, candidates);
    if (!holder) return holder.error();
    auto share = asked_share(ceremony, screen, *holder, split.of, split.shares.hashes.at(waiting.at(*holder)));
    if (!share) return share.error();
    waiting.erase(*holder);
    shares.push_back(std::move(*share));
  }
  auto secret = combine(shares);
  if (!secret) return failed(secret.error());
  return std::move(*secret);
}

Done<base::Secret> secret_from_shares(Ceremony& ceremony, const std::string& token, std::string_view pin) {
  return put_together(ceremony, split_here(ceremony, token, pin));
}

Done<base::Secret> pin_from_shares(Ceremony& ceremony, const std::string& token, std::string_view pin) {
  const auto split = split_now(ceremony, token, pin);
  if (!split) return split.error();
  const auto seed = put_together(ceremony, *split);
  if (!seed) return seed.error();
  return pin_of(*seed);
}

bool is_handed_out(const Ceremony& ceremony, const std::string& token, std::string_view pin) {
  return handed_out(ceremony.entries(), token, std::string(pin)).hashes.size() ==
         holders_of(ceremony, token, pin).holders.size();
}

}  // namespace antin::ceremony
