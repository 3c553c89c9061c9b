// The flow, one way: receive → authenticate → parse → decide → intent → sign → timestamp → record → checkpoint → reply.
// A state machine without sockets: the caller feeds it requests and signatures, and finish_batch makes all that they
// led to durable before any of it leaves.
#pragma once

#include <map>
#include <variant>

#include "client/protocol/codec.hpp"
#include "daemon/keeper/anchoring/anchors.hpp"
#include "daemon/keeper/approvals/bulk_approvals.hpp"
#include "daemon/keeper/approvals/registrars.hpp"
#include "daemon/keeper/bundles/staging.hpp"
#include "daemon/keeper/flow/denials.hpp"
#include "daemon/keeper/flow/in_force.hpp"
#include "daemon/keeper/flow/must.hpp"
#include "daemon/keeper/flow/orders.hpp"
#include "daemon/keeper/flow/outbox.hpp"
#include "daemon/keeper/flow/proposal.hpp"
#include "daemon/keeper/flow/readings.hpp"
#include "daemon/keeper/flow/receipts.hpp"
#include "daemon/keeper/flow/under_way.hpp"
#include "daemon/keeper/ledger/ledger.hpp"
#include "daemon/keeper/log/log.hpp"
#include "daemon/keeper/signers/pool.hpp"
#include "daemon/keeper/timestamp/clock.hpp"
#include "daemon/keeper/witnessing/witnesses.hpp"
#include "daemon/local/gate_messages.hpp"
#include "policy/ending.hpp"

namespace antin::keeper {

struct FlowLimits {
  std::size_t in_flight = 1024;          // steps and timestamps under way; beyond it OVERLOADED
  std::uint64_t denials_per_hour = 600;  // entries per system; beyond it counted
  std::size_t waiters = 64;              // for one outcome; beyond it OVERLOADED
};

class Flow {
 public:
  // All parts outlive the flow.
  Flow(Ledger& ledger, const LedgerIdentity& identity, Log& log, Witnesses& witnesses, Anchors& anchors,
       InForce& in_force, KeyStore& keys, Clock& clock, FlowLimits limits);

  // What is new with a start: a new log's first officers, and the bundle in force when it is not the one of before.
  struct Beginning {
    std::optional<policy::bundle::FirstOfficers> officers;
    std::optional<BundleProposal> bundle;
  };
  // Once, first: the start entry, and every open intent taken up again or closed.
  void start(const Beginning& beginning);
  void start() { start({}); }
  void receive(const local::Forward& message);
  void receive(const local::GateCounts& counts);
  void receive(const local::NextKey& next) { m_next_key = next; }
  void gate_gone() { m_next_key.reset(); }
  void receive(const SigningOutcome& outcome);
  void receive(const UnexplainedUse& use);
  void receive(const Cosignature& cosignature);
  void receive(const Anchored& anchored);
  // Once a second or so: counted entries, old request ids, revocation lists that changed.
  void tick();
  // A signer has dialled in: parked steps are driven again.
  void signer_arrived();
  // A checkpoint to the built-in authority, where there is no other and it is due; tick() does it too.
  void anchor();
  void want_last_anchor();  // before stop(); a closed log takes none
  void stop();
  // The bundle in its folder comes into force, or the officers in theirs: whole, or with an error nothing has changed.
  // After a bundle the gates and the signers' pool are to be told.
  [[nodiscard]] base::Result<void> take_bundle(const PolicyPlaces& places);
  [[nodiscard]] base::Result<void> take_officers(const PolicyPlaces& places);

  // ceremony.cpp: the index of its entry, an old one when the same transcript is there already.
  [[nodiscard]] base::Result<std::uint64_t> take_ceremony(base::ByteView note);

  // order.cpp: at once, whatever else goes on. `system`: that brought it; empty: it came at the machine itself.
  [[nodiscard]] Ordered take_order(const SignedOrder& order, const std::string& system);
  // What is stopped now. Gates are to hear of suspended systems.
  [[nodiscard]] const policy::Stops& stops() const { return m_stops; }

  // From now on bundles may come over the wire too, by way of this folder, which outlives the flow.
  void take_uploads(Staging& staging, PolicyPlaces places);

  // An entry of what was done at the machine itself.
  Appended append(base::ByteView entry, base::Instant at);

  // closing.cpp: the end of the log. From begin_closing() on no work is taken; close() when none is under way any more.
  void begin_closing() { m_closing = true; }
  void give_up_closing() { m_closing = false; }
  [[nodiscard]] std::size_t under_way() const { return m_work.size() + m_stamps.size(); }
  [[nodiscard]] std::vector<StepName> parked() const;  // open intents that nothing drives at the moment
  [[nodiscard]] std::size_t open_intents() const { return m_work.size(); }
  void close(const std::string& successor);  // writes the last entry of all

  // Commits, publishes what the commit made durable, then hands out. Throws LedgerFailure, as all of the above may, or
  // LogFailure; then nothing of the batch has left.
  [[nodiscard]] std::vector<local::Answer> finish_batch();

  // Is every entry covered by a published checkpoint?
  [[nodiscard]] bool is_logged() const { return m_log.is_up_to_date(); }

  // For everyone who waits when the ledger has failed before its commit.
  [[nodiscard]] std::vector<local::Answer> refuse_all_waiting();

 private:
  // What is common to everything that one request leads to.
  struct Context {
    const policy::System& system;
    protocol::RequestId request{};
    Waiter waiter;
    base::Sha256Hash meaning{};
    ClockReading clock;
  };

  // Exceptions mean a bug: caught here, once. What the one request or signature did is undone, and `mend` answers it.
  template <class Task, class Mend>
  void guard(Task task, Mend mend);
  void take(const Purpose& purpose, const SigningOutcome& outcome);
  void undo(const std::exception& bug);

  // govern.cpp
  void record(const policy::bundle::Officers& officers, const std::vector<policy::bundle::Signer>& signers,
              const std::optional<policy::bundle::Ceremony>& from = {});
  void record(const BundleProposal& proposal);
  [[nodiscard]] policy::bundle::Officers officers();
  void put_into_force(BundleProposal proposal);
  void close_what_nobody_can_finish();

  // ceremony.cpp
  std::uint64_t record(const policy::bundle::Ceremony& ceremony, base::Instant now);

  // retire.cpp
  void note_seal_keys();
  void retire_keys();
  void retire(const SealKey& key, const std::string& reason);
  [[nodiscard]] bool a_unit_has_closed(base::Instant now) const;

  // submit.cpp
  void serve(const Context& context, const protocol::Submit& submit);
  // By which all of the approvals want to be judged: their bundle's when it was superseded of late and has the same to
  // say of who answers for the unit, else those in force.
  [[nodiscard]] const policy::text::Rules& rules_for(const std::vector<protocol::Approval>& approvals,
                                                     const std::string& unit, base::Instant now) const;
  [[nodiscard]] policy::Decision decide(const Context& context, const protocol::Submit& submit,
                                        const policy::text::Rules& rules, std::vector<base::Bytes>& certificates);
  using Verify = std::function<VerifiedApproval(const protocol::Approval&)>;
  [[nodiscard]] std::vector<policy::PersonApproval> verify(const Context& context,
                                                           const std::vector<protocol::Approval>& approvals,
                                                           const Verify& verify_one,
                                                           std::vector<base::Bytes>& certificates);
  [[nodiscard]] bool lags(const policy::Decision& decision, base::Instant now);
  [[nodiscard]] policy::Facts facts_of(const protocol::Submit& submit, const policy::Policy& policy, base::Instant now);
  [[nodiscard]] static policy::StepFacts facts_of(const StepRecord& step);
  [[nodiscard]] std::uint64_t count_this_year(const protocol::Submit& submit, const policy::Policy& policy,
                                              base::Instant now);
  void repeat(const Context& context, const StepName& name);
  void open(const Context& context, const protocol::Submit& submit, policy::Approval approval,
            const std::vector<base::Bytes>& certificates);
  void keep_approvals(const std::vector<protocol::Approval>& approvals, const std::vector<base::Bytes>& certificates);

  // end.cpp
  void serve(const Context& context, const protocol::End& end);
  [[nodiscard]] policy::EndingDecision decide(const Context& context, const protocol::End& end,
                                              const policy::text::Rules& rules, std::vector<base::Bytes>& certificates);
  [[nodiscard]] policy::Facts facts_of(const protocol::End& end);
  [[nodiscard]] std::optional<policy::EndingFacts> ending_of(const RevisionName& name);
  void repeat(const Context& context, const RevisionName& name);
  void record(const Context& context, const protocol::End& end, policy::EndingApproval approval,
              const std::vector<base::Bytes>& certificates);

  // roster.cpp; read_roster.cpp
  void serve(const Context& context, const protocol::ChangeRoster& change);
  [[nodiscard]] std::variant<protocol::RosterDone, protocol::WireError> serve(
      const Context& context, const protocol::ChangeRoster& change, const protocol::RosterItem& item,
      std::optional<VerifiedRegistrars>& registrars);
  [[nodiscard]] policy::RegistrationDecision decide(const Context& context, const protocol::ChangeRoster& change,
                                                    const protocol::RosterItem& item, const ReadItem& read,
                                                    std::optional<VerifiedRegistrars>& registrars);
  [[nodiscard]] protocol::WireError refuse(const Context& context, const policy::Denial& denial, const ReadItem& read);
  [[nodiscard]] protocol::RosterDone record(const Context& context, const protocol::ChangeRoster& change,
                                            const protocol::RosterItem& item, const ReadItem& read,
                                            const policy::Registration& permission,
                                            const VerifiedRegistrars& registrars);
  void serve(const Context& context, const protocol::ReadRoster& read);

  // give_back.cpp
  void serve(const Context& context, const protocol::GiveBack& give);
  [[nodiscard]] TakenBack take_back(const Context& context, const protocol::GivenReceipt& given,
                                    const std::vector<LostLog>& lost);
  [[nodiscard]] protocol::WireError refuse_receipt(const Context& context, protocol::Code code, const std::string& why,
                                                   const GivenEntry* said);
  [[nodiscard]] std::optional<Filled> filling(const Receipt& receipt);
  [[nodiscard]] Approvers approvers_of(const Receipt& receipt, const std::vector<protocol::Approval>& approvals) const;
  [[nodiscard]] protocol::ReceiptTaken record(const Context& context, const Receipt& receipt,
                                              const Approvers& approvers, const std::optional<Filled>& filled);
  [[nodiscard]] bool rests_on_unknown_approvers(const protocol::Submit& submit);

  // order.cpp
  void serve(const Context& context, const protocol::Stop& stop);
  void serve(const Context& context, const protocol::Resume& resume);
  void serve_order(const Context& context, const SignedOrder& order);
  [[nodiscard]] OrderRecord record(const JudgedOrder& judged, const SignedOrder& order, const std::string& system);

  // stopping.cpp
  [[nodiscard]] std::optional<base::Target> stop_of(const Work& work) const;
  [[nodiscard]] bool is_held(Work& work);
  void hold(Work& work, const base::Target& stop);
  void hold(const StampName& name, const base::Target& stop);
  void deny_all(const std::vector<Waiter>& waiters, Attempt attempt, const base::Target& stop);
  void hold_back();
  [[nodiscard]] bool withdraw(Operation operation);
  void withdrawn(const Purpose& purpose);
  void turn_away(const std::string& system);

  // standing.cpp
  [[nodiscard]] policy::Verification standing(const StepRecord& step, const base::Sha256Hash& certificate,
                                              base::Instant now);
  [[nodiscard]] bool stands(Work& work);

  // complete.cpp
  void drive(Work& work);
  [[nodiscard]] std::vector<Operation> under_way(const StepName& name) const;
  void drive_parked();
  void seal(Work& work);
  void stamp(Work& work);
  void sealed(Work& work, base::ByteView signature);
  void stamped(Work& work, base::ByteView signature);
  void stamped(const StampName& name, base::ByteView signature);
  void record(Work& work, const base::Bytes& token);
  void attempt_failed(Work& work, protocol::Code code);
  void stamp_failed(Work& work, SigningFailure failure);
  void failed(const Purpose& purpose, SigningFailure failure);
  void abandon(Work& work, protocol::Code code);

  // plain.cpp
  void serve(const Context& context, const protocol::Timestamp& timestamp);
  void serve(const Context& context, const protocol::Lookup& lookup);
  void answer(const Waiter& to, const protocol::LookupResult& result, std::optional<std::uint64_t> newest,
              const std::optional<std::string>& carried);
  void serve(const Context& context, const protocol::About& about);
  void stamp_failed(const StampName& name, protocol::Code code);
  void reject_timestamp(const Context& context, forms::TimestampFailure failure);

  // read.cpp
  void serve(const Context& context, const protocol::Checkpoint& checkpoint);
  void serve(const Context& context, const protocol::Consistency& consistency);
  void serve(const Context& context, const protocol::Inclusion& inclusion);
  void serve(const Context& context, const protocol::Entries& entries);
  void serve(const Context& context, const protocol::OpenReading& open);
  void serve(const Context& context, const protocol::CloseReading& close);
  void serve(const Context& context, const protocol::Stored& stored);
  Readings::Reading* use(const Context& context, const protocol::ReadingId& id);
  [[nodiscard]] std::optional<protocol::Code> refusal_of_reader(const policy::System& system, base::Instant now) const;
  [[nodiscard]] std::optional<protocol::Code> refusal_of_certificate(const policy::System& system,
                                                                     base::Instant now) const;
  [[nodiscard]] std::optional<bool> reads_all(const Context& context,
                                              const std::optional<protocol::ReadingId>& reading);
  [[nodiscard]] std::optional<protocol::Code> refusal_of(const Context& context,
                                                         const protocol::OpenReading& open) const;
  [[nodiscard]] std::optional<std::uint64_t> index_of(const protocol::StepName& name);
  void give(const Context& context, const protocol::ReadingId& id);
  void give(const Follower& follower);
  void serve_followers();
  std::uint64_t record_close(const Readings::Reading& reading, const std::string& why);

  // upload.cpp
  void serve(const Context& context, const protocol::OfferBundle& offer);
  void serve(const Context& context, const protocol::PutChunk& chunk);
  void serve(const Context& context, const protocol::TakeBundle& take);
  [[nodiscard]] bool may_upload(const Context& context);
  [[nodiscard]] base::Result<base::Sha256Hash> open_offer(const protocol::OfferBundle& offer, base::Instant now);
  void refuse_bundle(const Context& context, const std::string& why);
  void refuse_bundle(const Waiter& waiter, Attempt attempt, const std::string& why);
  void note_arrived(const protocol::Piece& piece);
  [[nodiscard]] base::Result<void> follow_roster(Taking& taking);
  void take_what_was_uploaded();

  // refuse.cpp
  void deny(const Context& context, protocol::Code code, Attempt attempt);
  void fail(const Context& context, protocol::Code code, Attempt attempt);
  void refuse(const Context& context, protocol::Code code);  // denies or fails, as the code is
  void refuse_unlogged(const Waiter& waiter, protocol::Code code, unsigned retry_after_ms = 0);
  [[nodiscard]] Attempt attempt_of(const Context& context, protocol::Code code) const;
  [[nodiscard]] Attempt attempt_of(const Context& context, protocol::Code code, const protocol::Submit& submit) const;
  [[nodiscard]] Attempt attempt_of(const Context& context, protocol::Code code, const protocol::End& end) const;
  [[nodiscard]] bool request_id_is_taken(const Context& context);

  // anchor.cpp
  void enter(const Anchored& anchored, std::optional<EntryClock> clock);
  void anchor_stamped(base::ByteView signature);

  void checkpoint_signed(base::ByteView signature);
  void checkpoint_failed();
  void order_checkpoint();
  void keep_revocation();  // revocation.cpp; in the batch in which decisions begin to rest on what was read
  void log_revocation();

  Operation begin(Purpose purpose);
  [[nodiscard]] bool overloaded() const;
  // Of a refusal. A closed log takes none, and counts none.
  [[nodiscard]] bool takes_entry(const std::string& system, protocol::Code code, base::Instant now);
  [[nodiscard]] bool takes_work() const { return !m_closing && !m_closed; }
  [[nodiscard]] EntryClock entry_clock() const;

  Ledger& m_ledger;
  LedgerIdentity m_identity;
  Log& m_log;
  Witnesses& m_witnesses;
  Anchors& m_anchors;
  InForce& m_in_force;
  policy::Stops m_stops;  // as the ledger has them
  KeyStore& m_keys;
  Clock& m_clock;
  FlowLimits m_limits;
  Denials m_denials;
  Outbox m_outbox;
  std::map<StepName, Work> m_work;
  std::map<StampName, PlainStamp> m_stamps;
  std::optional<PreparedToken> m_anchor;  // while the time key signs it
  std::map<Operation, Purpose> m_operations;
  Operation m_last_operation = 0;
  Staging* m_staging = nullptr;  // none: no bundle comes over the wire
  PolicyPlaces m_places;
  base::Sha256Hash m_offered{};                               // the bundle that was offered last
  std::map<base::Sha256Hash, crypto::Certificate> m_arrived;  // with it, by the hash of their files
  std::optional<Taking> m_taking;                             // comes into force with this batch
  bool m_held_back = false;  // work that was found at the start, until the witnesses agree
  bool m_closing = false;
  bool m_closed = false;
  std::optional<local::NextKey> m_next_key;  // of the gate, for those who ask what they need to know
  Readings m_readings;
  std::vector<Follower> m_followers;
  base::Instant m_last_prune;
  base::Instant m_last_refresh;
  base::Instant m_keys_judged;                   // when it was looked at last whose unit has closed
  std::optional<StepName> m_opened;              // by the request being served
  bool m_roster_changed = false;                 // by the request being served
  std::optional<std::uint64_t> m_newest_change;  // of the roster since the start: its entry
  BulkApprovals m_approvals;
  // Revocation answers for earlier approvers, valid for one generation of lists and a short while.
  struct Standing {
    policy::Verification verification = policy::Verification::unknown;
    base::Instant judged;
    std::uint64_t generation = 0;
  };
  std::map<std::pair<base::Sha256Hash, base::Instant>, Standing> m_standing;
};

}  // namespace antin::keeper
