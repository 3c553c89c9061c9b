// A4 pages to write on from the top down: wrapped text in any language that its font has, boxes, squares. Pango and
// cairo stay behind sheet.cpp. Inside this room.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace antin::ceremony {

enum class Weight { unknown, plain, bold };

// Lengths are points from the left margin; what does not fit on a page goes on the next.
class Sheet {
 public:
  // `footer` stands on every page, before its number; `watermark` across every page, when not empty.
  static Sheet make(std::string footer, std::string watermark);
  Sheet(Sheet&&) noexcept;
  Sheet& operator=(Sheet&&) noexcept;
  ~Sheet();

  [[nodiscard]] static double width();
  void need(double height);  // a new page unless so much is left
  void skip(double height);
  [[nodiscard]] double y() const;  // from the top of the page
  void rule();
  // Wrapped between `left` and `right`; moves down by what it takes.
  void paragraph(std::string_view text, Weight weight, double size, double left, double right);
  // Does not move down.
  void box(std::string_view label, double left, double right, double height);
  // Black where a row has '#'; does not move down.
  void squares(const std::vector<std::string>& rows, double left, double side);

  base::Result<base::Bytes> finish() &&;

 private:
  struct State;
  explicit Sheet(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace antin::ceremony
