// A ceremony under way: begin(expected), approvals, act, end(observed), step after step, each line in the journal
// before anything goes on. What was left half done is looked at in the HSM by label and id, and redone or adopted.
#pragma once

#include <map>

#include "core/hsm/module.hpp"
#include "daemon/ceremony/plan/former.hpp"
#include "daemon/ceremony/record/folder.hpp"
#include "daemon/ceremony/record/progress.hpp"
#include "daemon/ceremony/run/people.hpp"

namespace antin::ceremony {

// Has a participant sign in a process of their own: their token's module must not share this one with the HSM's.
using Sign = std::function<Done<void>(const Signatory& signatory)>;

// What there is before the HSM's module is loaded: papers and people.
struct Proceedings {
  const Folder& folder;
  const LockedPlan& locked;
  std::vector<Step> steps;
  Journal& journal;
  People& people;
  Sign sign;
  Language language = Language::unknown;

  [[nodiscard]] const Plan& plan() const { return locked.plan; }
  [[nodiscard]] const Entries& entries() const { return journal.entries(); }
  // Of the step that comes next, with the module's file in place of the HSM.
  [[nodiscard]] Screen screen_before_the_module() const;
};

struct Ceremony : Proceedings {
  hsm::Module& module;
  FormerRecords formers = {};                          // as the plan names them, verified
  std::map<std::string, base::Secret> user_pins = {};  // by token, as soon as they are known

  [[nodiscard]] Screen screen(const Step& step) const;
  // What every screen shows: the HSM (all of its tokens, when `token` is empty) and the approvals of a step so far.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> standing_facts(const std::string& token,
                                                                                const std::string& asked) const;
};

// People have compared how the journal ends with what they noted; then the quorum approves that it goes on.
Done<void> take_up_again(Proceedings& proceedings);
// Nothing goes on afterwards. Without the quorum's approvals, where they are needed, nothing has ended.
Done<void> abort_ceremony(Proceedings& proceedings, const std::string& text);
// Until the ceremony is open everyone compares the plan's hash, before the module that it names is loaded.
Done<void> compare_plan(Proceedings& proceedings);

// All that is left to do. Trouble that officers must decide on is in the journal when this returns.
Done<void> carry_out(Ceremony& ceremony);

// Facts that a step begins with, and what it does; one pair a kind of step.
Done<Facts> expect(Ceremony& ceremony, const Step& step);
Done<Facts> act(Ceremony& ceremony, const Step& step);

// As many officers as the plan asks for sign about `asked`, a step's id or an exception's.
Done<void> gather_approvals(Proceedings& ceremony, const Screen& screen, const std::string& asked);
// Every participant.
Done<Facts> sign_transcript(Ceremony& ceremony, const Step& step);

base::Result<std::string> tool_hash();  // SHA-256 of this very program
Done<Facts> expect_prologue(Ceremony& ceremony);
Done<Facts> open_prologue(Ceremony& ceremony);

// A token that is there already, as its HSM shows it; then logged in to.
Done<Facts> expect_token(Ceremony& ceremony, const Step& step);
Done<Facts> open_token(Ceremony& ceremony, const Step& step);

Done<Facts> take_stock_before(Ceremony& ceremony);
Done<Facts> take_stock_after(Ceremony& ceremony);

Done<Facts> initialise_token(Ceremony& ceremony, const Step& step);
Done<Facts> keep_pin(Ceremony& ceremony, const Step& step);
// From memory, or from shares that are typed now.
Done<const base::Secret*> user_pin(Ceremony& ceremony, const std::string& token);
// No PIN is tried where one more failure locks a token.
Done<void> check_tries(const hsm::TokenState& token);
// The token, there and not about to lock.
Done<hsm::TokenState> usable_token(Ceremony& ceremony, const std::string& token);
// A session that is logged in as user.
Done<hsm::Session> session_on(Ceremony& ceremony, const std::string& token);

Done<Facts> expect_same(const Ceremony& ceremony, const Step& step);
Done<Facts> compare_key(Ceremony& ceremony, const Step& step);
Done<Facts> expect_recovery(Ceremony& ceremony, const Step& step);
Done<Facts> recover(Ceremony& ceremony, const Step& step);

Done<Facts> expect_key(Ceremony& ceremony, const Step& step);
Done<Facts> generate_key(Ceremony& ceremony, const Step& step);
// SHA-256 of a key's public half, as this ceremony or the plan has it; empty while it has none.
std::string public_key_hash(const Ceremony& ceremony, const std::string& label);
Done<Facts> back_up(Ceremony& ceremony, const Step& step);
// Before there are keys whose backup would wait for it.
Done<void> check_spares_can_be_had(const Ceremony& ceremony);
Done<Facts> expect_restore(const Ceremony& ceremony, const Step& step);
Done<Facts> restore(Ceremony& ceremony, const Step& step);
Done<Facts> close_keys(Ceremony& ceremony, const Step& step);
Done<Facts> expect_vendor(const Ceremony& ceremony, const Step& step);
Done<Facts> see_evidence(Ceremony& ceremony, const Step& step);
Done<Facts> refresh_shares(Ceremony& ceremony, const Step& step);
Done<Facts> change_pin(Ceremony& ceremony, const Step& step);
Done<Facts> split_backup_key_anew(Ceremony& ceremony, const Step& step);
Done<Facts> expect_destruction(Ceremony& ceremony, const Step& step);
Done<Facts> destroy_key(Ceremony& ceremony, const Step& step);
Done<Facts> expect_disposal(const Ceremony& ceremony, const Step& step);
Done<Facts> dispose_of_backup(Ceremony& ceremony, const Step& step);
Done<Facts> request_certificate(Ceremony& ceremony, const Step& step);
Done<Facts> expect_certificate(Ceremony& ceremony, const Step& step);
Done<Facts> take_certificate(Ceremony& ceremony, const Step& step);
Done<Facts> test_token(Ceremony& ceremony, const Step& step);

}  // namespace antin::ceremony
