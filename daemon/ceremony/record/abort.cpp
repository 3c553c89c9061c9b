#include "daemon/ceremony/record/abort.hpp"

namespace antin::ceremony {
namespace {

std::string in(Language language, const std::string& english, const std::string& vietnamese) {
  return language == Language::vietnamese ? vietnamese : english;
}

class Left {
 public:
  Left(const Plan& plan, const Entries& entries, Language language)
      : m_plan(plan), m_entries(entries), m_language(language), m_steps(steps_of(plan)) {}

  std::vector<std::string> run() {
    for (const auto& step : m_steps)
      if (may_be_done(step)) look_at(step);
    return std::move(m_lines);
  }

 private:
  // Whoever is killed may have done it and not written that down.
  [[nodiscard]] bool may_be_done(const Step& step) const {
    if (begin_of(m_entries, step.id) == nullptr) return false;
    return !step.quorum || approved_by(m_entries, step.id).size() >= m_plan.quorum;
  }
  [[nodiscard]] bool is_done(Act act, const std::string& object) const {
    for (const auto& step : m_steps)
      if (step.act == act && step.object == object) return end_of(m_entries, step.id) != nullptr;
    return false;
  }

  void look_at(const Step& step) {
    const auto& object = step.object;
    switch (step.act) {
      case Act::initialise: return say("the token " + object + " is there", "đã có token " + object);
      case Act::generate: return key(object);
      case Act::recover:
        for (const auto& label : m_plan.keys_of(object, Fate::restore)) say_key(label, object);
        return;
      case Act::restore:
        if (end_of(m_entries, step.id) == nullptr)
          say("the spare of " + object + " may hold its keys",
              "token dự phòng của " + object + " có thể đang chứa khóa");
        return;
      case Act::change_user_pin:
        return say("the user PIN of " + object + " is changed: only the new shares open it",
                   "mã PIN người dùng của " + object + " đã đổi: chỉ phần bí mật mới mở được");
      case Act::change_so_pin:
        return say("the SO PIN of " + object + " is changed: only the new shares open it",
                   "mã PIN SO của " + object + " đã đổi: chỉ phần bí mật mới mở được");
      case Act::destroy:
        return say("the key " + object + " is destroyed in " + step.token,
                   "khóa " + object + " đã bị hủy trong " + step.token);
      case Act::dispose:
        return say("the backups of " + object + " are destroyed", "các bản sao lưu của " + object + " đã bị hủy");
      case Act::vendor: return say("what people did in the step " + object, "những gì đã làm ở bước " + object);
      case Act::prologue:
      case Act::open:
      case Act::inventory_before:
      case Act::unattended:  // goes with the token's PIN
      case Act::compare:
      case Act::backup:  // of keys that are named already
      case Act::close:
      case Act::request:
      case Act::certificate:
      case Act::refresh:  // shares of a PIN that is not set
      case Act::resplit:  // of a key that others open too
      case Act::test:
      case Act::inventory_after:
      case Act::transcript: return;
      case Act::unknown: break;
    }
    say("what nobody knows", "điều không ai biết");
  }

  void key(const std::string& label) {
    const auto& planned = m_plan.keys.at(label);
    say_key(label, planned.token);
    if (planned.backup == Backup::wrapped && !is_done(Act::close, planned.token))
      say(label + " CAN STILL BE TAKEN OUT of the HSM", label + " VẪN CÓ THỂ BỊ LẤY RA khỏi HSM");
  }
  void say_key(const std::string& label, const std::string& token) {
    say("the key " + label + " is in " + token, "khóa " + label + " nằm trong " + token);
  }
  void say(const std::string& english, const std::string& vietnamese) {
    m_lines.push_back(in(m_language, english, vietnamese));
  }

  const Plan& m_plan;
  const Entries& m_entries;
  Language m_language;
  std::vector<Step> m_steps;
  std::vector<std::string> m_lines;
};

// Of what was done until it was asked for.
bool leaves_something(const Plan& plan, const Entries& entries, const Entry& abort) {
  const Entries before(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(abort.number - 1));
  return !left_by(plan, before, Language::english).empty();
}

}  // namespace

std::vector<std::string> left_by(const Plan& plan, const Entries& entries, Language language) {
  return Left(plan, entries, language).run();
}

const Entry* abort_of(const Plan& plan, const Entries& entries) {
  for (const auto* abort : of_kind(entries, Kind::abort))
    if (approved_by(entries, abort->step).size() >= plan.quorum || !leaves_something(plan, entries, *abort))
      return abort;
  return nullptr;
}

const Entry* open_abort(const Plan& plan, const Entries& entries) {
  const auto aborts = of_kind(entries, Kind::abort);
  if (aborts.empty() || abort_of(plan, entries) != nullptr) return nullptr;
  const auto resumes = of_kind(entries, Kind::resume);
  return !resumes.empty() && resumes.back()->number > aborts.back()->number ? nullptr : aborts.back();
}

}  // namespace antin::ceremony
