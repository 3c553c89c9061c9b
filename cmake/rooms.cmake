# The house on one page: every room (folder = target = namespace) and the arrows it may have, third-party ones too.
# tests/architecture holds every `#include` line against this list; core/base may be used from everywhere.

antin_room(core/base)
antin_room(core/crypto             USES openssl)
antin_room(core/der)
antin_room(core/tlog               USES core/crypto)
antin_room(core/statement)
antin_room(core/forms              USES core/der core/crypto)
antin_room(core/hsm                USES core/der core/crypto libp11 pkcs11)
antin_room(core/evidence           USES core/der core/tlog core/statement core/crypto openssl)

antin_room(policy)
antin_room(policy/text             USES policy toml)
antin_room(policy/bundle           USES policy policy/text core/statement core/evidence core/tlog core/crypto)

antin_room(client/protocol         USES protobuf)
antin_room(client/lib              USES client/protocol core/statement core/evidence core/forms core/crypto core/tlog zmq)
# An auditor decides again what registrars and officers changed, by the bundle that was in force.
antin_room(client/cli              USES client/lib client/protocol policy policy/bundle core/statement core/evidence core/forms core/crypto core/hsm core/tlog json program_options)

# Signing keys, the terminal and help are the same for officers as for everybody else.
# Orders go over the wire by libantin, and are named by their leaves in the log.
antin_room(policy/cli              USES client/cli client/lib client/protocol policy policy/text policy/bundle core/statement core/evidence core/crypto core/tlog json
                                        daemon/keeper/ledger daemon/keeper/bundles daemon/keeper/approvals)

antin_room(daemon/local)
antin_room(daemon/process          USES systemd spdlog program_options)
antin_room(daemon/gate             USES daemon/local daemon/process client/protocol zmq)
antin_room(daemon/signer           USES daemon/local daemon/process core/hsm core/forms core/crypto core/der core/tlog)

antin_room(daemon/keeper/ledger     USES core/tlog core/crypto core/statement sqlite json)
antin_room(daemon/keeper/bundles    USES policy policy/bundle daemon/keeper/ledger core/statement core/crypto)
antin_room(daemon/keeper/log        USES daemon/keeper/ledger core/tlog core/crypto)
antin_room(daemon/keeper/witnessing USES policy daemon/keeper/log daemon/keeper/ledger core/tlog core/crypto daemon/local
                                         daemon/process)
antin_room(daemon/keeper/revocation USES core/evidence core/crypto)
antin_room(daemon/keeper/systems    USES policy)
# What registrars signed is read in the words of a bundle's rules.
antin_room(daemon/keeper/approvals  USES policy policy/bundle core/statement core/evidence core/crypto core/tlog client/protocol
                                         daemon/keeper/ledger daemon/keeper/revocation)
antin_room(daemon/keeper/signers    USES daemon/keeper/seal daemon/local daemon/process)
antin_room(daemon/keeper/seal       USES policy core/forms core/crypto core/evidence daemon/keeper/ledger daemon/keeper/revocation)
antin_room(daemon/keeper/timestamp  USES policy core/forms core/crypto core/evidence)
antin_room(daemon/keeper/anchoring  USES policy daemon/keeper/log daemon/keeper/ledger daemon/keeper/timestamp core/evidence
                                         core/forms core/tlog core/crypto daemon/local daemon/process)
antin_room(daemon/keeper/flow       USES daemon/keeper/bundles daemon/keeper/ledger daemon/keeper/revocation daemon/keeper/systems
                                         daemon/keeper/approvals daemon/keeper/signers daemon/keeper/seal
                                         daemon/keeper/timestamp daemon/keeper/log daemon/keeper/witnessing
                                         daemon/keeper/anchoring policy policy/bundle client/protocol core/evidence core/forms
                                         core/statement core/crypto core/tlog json daemon/local daemon/process)
antin_room(daemon/keeper/control    USES daemon/keeper/flow daemon/keeper/ledger daemon/keeper/log daemon/keeper/timestamp
                                         core/tlog daemon/local daemon/process)
antin_room(daemon/launcher         USES daemon/process)
antin_room(daemon/control          USES daemon/local daemon/process json)
antin_room(daemon/courier          USES daemon/local daemon/process beast)
antin_room(daemon/witness          USES daemon/process core/tlog core/crypto beast)

# After a loss, what witnesses have signed and others have copied is read where the log begins.
antin_room(daemon/keeper             USES policy/bundle daemon/keeper/bundles daemon/keeper/control daemon/keeper/flow
                                         daemon/keeper/ledger daemon/keeper/log daemon/keeper/signers daemon/keeper/systems
                                         daemon/keeper/timestamp daemon/keeper/witnessing daemon/keeper/anchoring
                                         core/statement core/crypto core/tlog daemon/local
                                         daemon/process)

# Key ceremonies. A plan is TOML under the same strictness as policy text, and its labels are policy's.
antin_room(daemon/ceremony/words)
antin_room(daemon/ceremony/plan    USES policy policy/text core/crypto core/statement)
antin_room(daemon/ceremony/steps   USES daemon/ceremony/plan)
antin_room(daemon/ceremony/shares  USES core/crypto)
antin_room(daemon/ceremony/journal USES core/crypto json)
antin_room(daemon/ceremony/script  USES daemon/ceremony/plan daemon/ceremony/steps daemon/ceremony/words pango qrencode)
# Raw PKCS#11 besides what antin-signer does: how a module behaves is the question.
antin_room(daemon/ceremony/probe   USES core/hsm core/crypto pkcs11 json)
# What a ceremony leaves behind, for whoever goes on with it and whoever checks it. Its officers are those that a log pins.
antin_room(daemon/ceremony/record  USES daemon/ceremony/plan daemon/ceremony/steps daemon/ceremony/journal
                                        daemon/ceremony/words core/crypto core/evidence core/statement core/tlog policy
                                        policy/text policy/bundle json)
# What the log proves, checked as every client does; entries are JSON.
antin_room(daemon/ceremony/anchor  USES daemon/ceremony/record client/lib core/crypto core/tlog policy/bundle json)
# The terminal, options, help and people's own keys are the same here as in `antin`; answers are TOML like plans.
antin_room(daemon/ceremony/run     USES daemon/ceremony/plan daemon/ceremony/steps daemon/ceremony/journal
                                        daemon/ceremony/record daemon/ceremony/shares client/cli core/hsm core/forms
                                        core/crypto core/evidence core/tlog policy/text json)
# antind on this machine is asked to take a transcript into its log.
antin_room(daemon/ceremony         USES daemon/ceremony/plan daemon/ceremony/steps daemon/ceremony/script
                                        daemon/ceremony/words daemon/ceremony/journal daemon/ceremony/record
                                        daemon/ceremony/anchor daemon/local
                                        daemon/ceremony/run daemon/ceremony/probe client/cli client/lib policy/text
                                        core/crypto core/tlog
                                        core/hsm)

antin_room(keys-dev                USES client/lib policy/bundle core/crypto core/statement core/tlog openssl zmq program_options)

antin_program(antind        daemon/keeper)
antin_program(antin-gate    daemon/gate         USES daemon/process)
antin_program(antin-signer  daemon/signer       USES daemon/process)
antin_program(antin-launcher daemon/launcher  USES daemon/process)
antin_program(antin-control daemon/control    USES daemon/process)
antin_program(antin-courier daemon/courier    USES daemon/process)
antin_program(antin-ceremony daemon/ceremony  USES daemon/process)
antin_program(antin-witness daemon/witness    USES daemon/process)
antin_program(antin         client/cli)
antin_program(antin-policy  policy/cli       USES client/cli)
antin_program(antin-keys-dev keys-dev)
# It has a ceremony held.
add_dependencies(antin-keys-dev antin-ceremony)
