#include "daemon/ceremony/script/sheet.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "core/base/handle.hpp"

namespace antin::ceremony {
namespace {

constexpr double page_width = 595.28;  // A4
constexpr double page_height = 841.89;
constexpr double margin = 50;
constexpr float line_spacing = 1.1F;
constexpr double bottom = page_height - 60;

using Context = base::Handle<cairo_t, cairo_destroy>;
using Surface = base::Handle<cairo_surface_t, cairo_surface_destroy>;
using Layout = base::Handle<PangoLayout, g_object_unref>;
using Font = base::Handle<PangoFontDescription, pango_font_description_free>;

cairo_status_t take(void* to, const unsigned char* data, unsigned size) {
  base::append(*static_cast<base::Bytes*>(to), {data, size});
  return CAIRO_STATUS_SUCCESS;
}

struct Style {
  Weight weight = Weight::plain;
  double size = 0;
};

}  // namespace

// cairo remembers its first error and does nothing after it, so one look at the end is enough.
struct Sheet::State {
  base::Bytes pdf;  // before the surface, which writes into it until it goes
  Surface surface;
  Context context;
  std::string footer;
  std::string watermark;
  unsigned pages = 0;
  double y = 0;  // from the top

  void new_page();
  // No wider than `width`; 0: on one line.
  [[nodiscard]] Layout layout_of(std::string_view text, Style style, double width) const;
  void write(std::string_view text, Style style, double x, double at_y) const;
  void write_watermark() const;
};

void Sheet::State::new_page() {
  if (pages > 0) cairo_show_page(context.get());
  ++pages;
  y = margin;
  write_watermark();
  write(footer, {Weight::plain, 7}, margin, page_height - 45);
  write(std::to_string(pages), {Weight::plain, 8}, page_width - margin - 10, page_height - 45);
}

Layout Sheet::State::layout_of(std::string_view text, Style style, double width) const {
  Layout layout(pango_cairo_create_layout(context.get()));
  const Font font(pango_font_description_from_string("DejaVu Sans"));
  pango_font_description_set_weight(font.get(), style.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
  // Letters where the font wants them, not where a screen's pixels would be.
  pango_context_set_round_glyph_positions(pango_layout_get_context(layout.get()), FALSE);
  pango_layout_set_line_spacing(layout.get(), line_spacing);
  pango_layout_set_font_description(layout.get(), font.get());
  if (width > 0) pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

void Sheet::State::write(std::string_view text, Style style, double x, double at_y) const {
  cairo_move_to(context.get(), x, at_y);
  pango_cairo_show_layout(context.get(), layout_of(text, style, 0).get());
}

// Behind the text, from corner to corner, too pale to be in its way.
void Sheet::State::write_watermark() const {
  if (watermark.empty()) return;
  constexpr double up = -0.785;  // 45 degrees
  const auto layout = layout_of(watermark, {Weight::bold, 48}, 0);
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout.get(), &width, &height);
  cairo_save(context.get());
  cairo_set_source_rgb(context.get(), 0.87, 0.87, 0.87);
  cairo_translate(context.get(), page_width / 2, page_height / 2);
  cairo_rotate(context.get(), up);
  cairo_move_to(context.get(), -width / 2.0 / PANGO_SCALE, -height / 2.0 / PANGO_SCALE);
  pango_cairo_show_layout(context.get(), layout.get());
  cairo_restore(context.get());
}

Sheet::Sheet(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Sheet::Sheet(Sheet&&) noexcept = default;
Sheet& Sheet::operator=(Sheet&&) noexcept = default;
Sheet::~Sheet() = default;

Sheet Sheet::make(std::string footer, std::string watermark) {
  auto state = std::make_unique<State>();
  state->footer = std::move(footer);
  state->watermark = std::move(watermark);
  state->surface.reset(cairo_pdf_surface_create_for_stream(take, &state->pdf, page_width, page_height));
  state->context.reset(cairo_create(state->surface.get()));
  state->new_page();
  return Sheet(std::move(state));
}

double Sheet::width() { return page_width - 2 * margin; }

void Sheet::need(double height) {
  if (m_state->y + height > bottom) m_state->new_page();
}

void Sheet::skip(double height) { m_state->y += height; }

double Sheet::y() const { return m_state->y; }

void Sheet::rule() {
  auto* context = m_state->context.get();
  cairo_set_line_width(context, 0.5);
  cairo_move_to(context, margin, m_state->y);
  cairo_line_to(context, page_width - margin, m_state->y);
  cairo_stroke(context);
}

void Sheet::paragraph(std::string_view text, Weight weight, double size, double left, double right) {
  const auto layout = m_state->layout_of(text, {weight, size}, right - left);
  int height = 0;
  pango_layout_get_size(layout.get(), nullptr, &height);
  need(height / PANGO_SCALE);
  cairo_move_to(m_state->context.get(), margin + left, m_state->y);
  pango_cairo_show_layout(m_state->context.get(), layout.get());
  m_state->y += height / PANGO_SCALE;
}

void Sheet::box(std::string_view label, double left, double right, double height) {
  auto* context = m_state->context.get();
  const double x = margin + left;
  cairo_set_line_width(context, 0.7);
  cairo_rectangle(context, x, m_state->y, right - left, height);
  cairo_stroke(context);
  m_state->write(label, {Weight::plain, 6}, x + 3, m_state->y + 1);
}

void Sheet::squares(const std::vector<std::string>& rows, double left, double side) {
  auto* context = m_state->context.get();
  // On white, without smoothed edges between neighbours: scanners look for contrast.
  cairo_set_source_rgb(context, 1, 1, 1);
  cairo_rectangle(context, margin + left, m_state->y, side * static_cast<double>(rows.size()),
                  side * static_cast<double>(rows.size()));
  cairo_fill(context);
  cairo_set_source_rgb(context, 0, 0, 0);
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t column = 0; column < rows[row].size(); ++column)
      if (rows[row][column] == '#')
        cairo_rectangle(context, margin + left + static_cast<double>(column) * side,
                        m_state->y + static_cast<double>(row) * side, side, side);
  cairo_fill(context);
}

base::Result<base::Bytes> Sheet::finish() && {
  auto& state = *m_state;
  cairo_show_page(state.context.get());
  cairo_surface_finish(state.surface.get());
  if (const auto status = cairo_status(state.context.get()); status != CAIRO_STATUS_SUCCESS)
    return base::Error{std::string("cairo: ") + cairo_status_to_string(status)};
  if (const auto status = cairo_surface_status(state.surface.get()); status != CAIRO_STATUS_SUCCESS)
    return base::Error{std::string("cairo: ") + cairo_status_to_string(status)};
  return std::move(state.pdf);
}

}  // namespace antin::ceremony
