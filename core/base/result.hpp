// Result<T, E>: a value or the reason why there is none. Refusals are values here; exceptions mean a bug or exhaustion.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace antin::base {

// What went wrong, for an operator's log. It may name files and libraries, so it never crosses the wire.
struct Error {
  std::string text;
};

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : m_state(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Calling the accessor of the state that is not held is a bug: it throws std::bad_variant_access.
  T& value() & { return std::get<0>(m_state); }
  const T& value() const& { return std::get<0>(m_state); }
  T&& value() && { return std::get<0>(std::move(m_state)); }
  const E& error() const { return std::get<1>(m_state); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, E> m_state;
};

// Success without a value: `return {};` succeeds, `return Error{…};` fails.
template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : m_error(std::move(error)) {}

  [[nodiscard]] bool ok() const { return !m_error.has_value(); }
  explicit operator bool() const { return ok(); }
  const E& error() const { return m_error.value(); }

 private:
  std::optional<E> m_error;
};

}  // namespace antin::base
