// A page as Debian's Chromium shows it: what can be read on it, where its bars are, and a picture of it.
#pragma once

#include <stdexcept>

#include "tests/support/scratch.hpp"

namespace antin::cli {

class Browser {
 public:
  explicit Browser(const client::Scratch& folder) : m_folder(folder) {}

  // The document after the browser has read, run and laid out all that it is willing to.
  [[nodiscard]] std::string dom(const std::string& page) const {
    show("--dump-dom " + page + " >dom 2>chromium.log");
    return m_folder.text("dom");
  }

  // The page has no script and lets none run; a copy without its policy is measured by one. `print` is JavaScript that
  // prints a line of text; the lines come back.
  [[nodiscard]] std::string measured(const std::string& page, const std::string& script) const {
    const auto html = m_folder.text(page);
    const auto policy = html.find("<meta http-equiv=\"Content-Security-Policy\"");
    if (policy == std::string::npos) throw std::runtime_error("the page has no policy");
    const auto copy =
        html.substr(0, policy) + html.substr(html.find('>', policy) + 1) +
        "<script>addEventListener('load', () => { const lines = [], print = line => lines.push(line);\n" + script +
        "\ndocument.documentElement.textContent = '\\u0001' + lines.join('\\n') + '\\u0002'; });</script>";
    m_folder.write("measured.html", copy);
    const auto text = dom("measured.html");
    const auto begin = text.find('\1');
    return text.substr(begin + 1, text.find('\2') - begin - 1);
  }

  // The colours of a picture of the page at these places (`[[x, y], …]`), as `r,g,b`, one a line. Debian has no small
  // reader of PNG on the command line, and the browser is one.
  [[nodiscard]] std::string painted(const std::string& page, const std::string& places) const {
    show("--screenshot=page.png " + page + " >chromium.log 2>&1");
    m_folder.write("picture.html",
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"\">"
                   "<img src=\"data:image/png;base64," +
                       base::to_base64(m_folder.bytes("page.png")) + "\">");
    return measured("picture.html",
                    "const canvas = document.createElement('canvas'), image = document.querySelector('img');"
                    "canvas.width = image.width; canvas.height = image.height;"
                    "const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);"
                    "for (const [x, y] of " +
                        places + ") print(context.getImageData(x, y, 1, 1).data.slice(0, 3));");
  }

 private:
  // It must not speak with anybody, nor leave anything behind; without --no-sandbox it does not run as root.
  void show(const std::string& rest) const {
    m_folder.must_run(
        "HOME=$PWD timeout 100 chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
        "--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage "
        "--hide-scrollbars --force-device-scale-factor=1 --window-size=1100,2400 --user-data-dir=chromium " +
        rest);
  }
  const client::Scratch& m_folder;
};

}  // namespace antin::cli
