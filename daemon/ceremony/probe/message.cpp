#include "daemon/ceremony/probe/message.hpp"

#include <algorithm>

namespace antin::ceremony::probe {
namespace {

constexpr std::size_t head = 3;
constexpr std::size_t longest_text = 1000;

std::string printable(base::ByteView octets) {
  std::string line(base::text(octets));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return line;
}

}  // namespace

base::Bytes encode(const Message& message) {
  base::Bytes octets;
  octets.reserve(head + longest_text);
  octets.push_back(static_cast<std::uint8_t>(message.kind));
  octets.push_back(static_cast<std::uint8_t>(message.index));
  octets.push_back(static_cast<std::uint8_t>(message.answer.verdict));
  base::append(octets, base::view(std::string_view(message.answer.detail).substr(0, longest_text)));
  return octets;
}

std::optional<Message> decode(base::ByteView octets) {
  if (octets.size() < head || octets.size() > head + longest_text) return std::nullopt;
  if (octets[0] == 0 || octets[0] > static_cast<std::uint8_t>(Message::Kind::done)) return std::nullopt;
  Message message;
  message.kind = static_cast<Message::Kind>(octets[0]);
  message.index = octets[1];
  const auto verdict = static_cast<Verdict>(octets[2]);
  const bool known =
      !name_of(octets[2] > static_cast<std::uint8_t>(Verdict::died) ? Verdict::unknown : verdict).empty();
  if (message.kind == Message::Kind::answered ? !known : octets[2] != 0) return std::nullopt;
  message.answer = {message.kind == Message::Kind::answered ? verdict : Verdict::unknown,
                    printable(octets.subspan(head))};
  return message;
}

}  // namespace antin::ceremony::probe
