// The people in the room, as the program meets them: at a terminal, or (development and rehearsals) played by a file of
// answers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "client/cli/console.hpp"
#include "daemon/ceremony/run/reasons.hpp"
#include "daemon/ceremony/run/screen.hpp"

namespace antin::ceremony {

// Why a ceremony does not go on now.
struct Trouble {
  enum class Weight {
    unknown,
    pause,      // people left off: --resume goes on
    failed,     // something did not work: mend it, then --resume
    exception,  // the HSM or the folder is not as it must be: officers decide
  };
  Weight weight = Weight::unknown;
  Why why = Why::unknown;
  std::vector<std::string> what;
  [[nodiscard]] std::string in(Language language) const { return say(language, why, what); }
};

using What = std::vector<std::string>;
inline Trouble paused(Why why, What what = {}) { return {Trouble::Weight::pause, why, std::move(what)}; }
inline Trouble failed(Why why, What what = {}) { return {Trouble::Weight::failed, why, std::move(what)}; }
inline Trouble failed(const base::Error& error) { return failed(Why::as_it_says, {error.text}); }
inline Trouble needs_exception(Why why, What what = {}) { return {Trouble::Weight::exception, why, std::move(what)}; }

template <class T>
using Done = base::Result<T, Trouble>;

// A participant and the options that say with which key they sign.
struct Signatory {
  std::string id;
  std::vector<std::string> options;
};

// A line, and who typed it.
struct TypedLine {
  std::string who;
  std::string text;
};

constexpr unsigned most_tries = 3;  // to type a share

class People {
 public:
  virtual ~People() = default;

  // Shows it; everybody agrees by exactly `Yes`, or the ceremony pauses.
  virtual Done<void> agree(const Screen& screen) = 0;
  // One of `candidates` is about to sign.
  virtual Done<Signatory> next_signatory(const Screen& screen, const std::vector<std::string>& candidates) = 0;
  virtual void tell(const std::string& line) = 0;
  // Stays until they have read it.
  virtual Done<void> inform(const Screen& screen) = 0;

  // The holder alone sees the share and writes it down; it does not stay on the screen.
  virtual Done<void> hand_over(const Screen& screen, const std::string& holder, const base::Secret& share) = 0;
  // The holder types a share.
  virtual Done<base::Secret> typed_share(const Screen& screen, const std::string& holder, unsigned tries_left) = 0;
  // Of those who hold shares of a secret, one who is here and has not typed theirs yet.
  virtual Done<std::string> next_holder(const Screen& screen, const std::vector<std::string>& candidates) = 0;
  // One of `candidates` types what they have read, about what is named so.
  virtual Done<TypedLine> typed_line(const Screen& screen, const std::string& about,
                                     const std::vector<std::string>& candidates) = 0;
};

std::unique_ptr<People> people_at_terminal(Language language);

// Answers as a TOML file: who signs with what, and a folder where the custodians keep their shares.
base::Result<std::unique_ptr<People>> people_in_file(const std::filesystem::path& file);

}  // namespace antin::ceremony
