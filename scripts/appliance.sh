# ./dev appliance: Antin as an operator installs it, under a real systemd, on a machine of its own for a few minutes.

readonly units=(antind.service antin-signer@seals-1.service antin-signer@seals-2.service antin-signer@time-1.service
  antin-signer@log-1.service antin-gate.service antin-courier.service)

verb_appliance() {
  [[ $EUID -eq 0 ]] || fail "appliance needs root: it boots a Debian of its own"
  install_missing
  build dev "${programs[@]}"
  prepare_debian_root
  work=$(mktemp -d "$root/build/appliance.XXXXXX")
  trap end_appliance EXIT
  install_appliance
  boot_appliance
  start_appliance
  enrol_people /root/given tcp://127.0.0.1:9979 inside antin >"$work/enrolment.log" 2>&1 || {
    cat "$work/enrolment.log" >&2
    fail "enrolling people"
  }
  say "A sealing through it"
  seal_inside appliance-1
  say "systemctl status"
  inside systemctl --no-pager --lines=0 status antin.target "${units[@]}" || fail "a unit is not well"
  control_inside
  kill_and_recover
  say "systemd-analyze security"
  inside systemd-analyze security --no-pager | grep -E 'UNIT|antin'
  say "The appliance installed, sealed, was killed and came back"
}

inside() { nsenter -t "$leader" -a /usr/bin/env -i PATH=/usr/sbin:/usr/bin HOME=/root SYSTEMD_COLORS=0 "$@"; }

# What an operator does with the build, and with what a ceremony made: antin-keys-dev has one held.
install_appliance() {
  say "Installing into a Debian of its own"
  local machine=$work/machine keys=$work/keys
  cp -a --reflink=auto "$debian_root" "$machine"
  DESTDIR=$machine cmake --install build/dev --prefix /usr >"$work/install.log"
  make_keys "$keys"
  mkdir -p "$machine/etc/antin" "$machine/var/lib/antin" "$machine/root/given"
  cp "$machine"/usr/share/antin/etc/* "$machine/etc/antin"
  # This kind of machine has no synchronised clock: tokens say so by the development policy's OID.
  printf 'development-clock = true\nmake-ledger = true\n' >>"$machine/etc/antin/antind.conf"
  # The log that this bundle is for.
  sed -i "s#^log-origin = .*#log-origin = $(sed -n 's/^origin = "\(.*\)"/\1/p' "$keys/policy/bundle.toml")#" \
    "$machine/etc/antin/antin-signer-log-1.conf"
  cp -r "$keys/policy" "$keys/officers" "$machine/etc/antin"
  cp -r "$keys/tokens" "$keys/revocation" "$machine/var/lib/antin"
  cp -r "$keys/client" "$keys/people" "$keys/secrets" "$keys/ca" "$machine/root/given"
  sed -i "s#$keys/#/root/given/#" "$machine"/root/given/client/*.conf
  cp "$root/build/examples/hoc-ba.pdf" "$machine/root" 2>/dev/null ||
    { examples/make-report build/examples && cp build/examples/hoc-ba.pdf "$machine/root"; }
}

boot_appliance() {
  say "Booting it"
  systemd-nspawn -D "$work/machine" --boot --register=no --keep-unit --private-network --console=pipe \
    --machine="antin-$$" </dev/null >"$work/boot.log" 2>&1 &
  nspawn=$!
  local until=$((SECONDS + 60)) state=none
  until leader=$(awk '{ print $1 }' "/proc/$nspawn/task/$nspawn/children" 2>/dev/null) && [[ -n $leader ]] &&
    state=$(inside systemctl is-system-running 2>/dev/null) || [[ $state == degraded ]]; do
    kill -0 "$nspawn" 2>/dev/null || { cat "$work/boot.log" >&2; fail "systemd-nspawn ended"; }
    ((SECONDS < until)) || { tail -n 20 "$work/boot.log" >&2; fail "no system after a minute: $state"; }
    sleep 0.2
  done
  note "systemd $(inside systemctl --version | awk 'NR == 1 { print $2 }') is $state"
}

# The steps of the operators' page: ownership of the token, credentials encrypted for this machine, the signers' guards.
start_appliance() {
  say "Credentials, guards, start"
  inside chown -R root:antin-signer /var/lib/antin/tokens
  inside chmod -R u=rwX,g=rX,o= /var/lib/antin/tokens
  encrypt_credential /root/given/secrets/gate-curve.key curve-secret antin-gate.curve-secret
  local instance
  for instance in seals-1 seals-2 time-1 log-1; do
    encrypt_credential "/root/given/secrets/pin-${instance%-*}" pin "antin-signer-$instance.pin"
    inside systemd-run --quiet --wait --pipe --uid=antin-signer -p "StateDirectory=antin/$instance" \
      -p StateDirectoryMode=0700 /usr/sbin/antin-signer --config "/etc/antin/antin-signer-$instance.conf" \
      --initialise-state
  done
  inside rm -r /root/given/secrets
  inside systemctl enable --quiet --now antin.target || {
    inside journalctl --no-pager -q -o cat -n 40 >&2
    fail "antin.target"
  }
  wait_for_answer
}

# encrypt_credential FILE NAME STORED-AS
encrypt_credential() {
  inside systemd-creds encrypt --quiet --name="$2" "$1" "/etc/credstore.encrypted/$3" || fail "systemd-creds encrypt $2"
}

antin_inside() {
  inside antin "$2" --config "/root/given/client/$1.conf" --server tcp://127.0.0.1:9979 "${@:3}"
}

# An answer through all of the programs: a lookup of nothing would do without a signer, so the units are asked too.
wait_for_answer() {
  local until=$((SECONDS + 60))
  until inside systemctl is-active --quiet "${units[@]}" && antin_inside school-79760001 about >/dev/null 2>&1; do
    ((SECONDS < until)) || {
      inside journalctl --no-pager -q -n 60 >&2
      fail "no answer after a minute"
    }
    sleep 0.2
  done
}

# seal_inside RECORD: the three steps with the antin command, on the appliance itself.
seal_inside() {
  local record=$1
  step_inside "$record" school-79760001 teacher teacher p-000001 --scope 2026-2027.1A
  step_inside "$record" school-79760001 principal principal p-000002
  step_inside "$record" department-79 department department-leader p-000003
  inside openssl cms -verify -cades -binary -inform DER -in "/root/$record/hoc-ba.pdf.department.p7s" \
    -content /root/hoc-ba.pdf -CAfile /root/given/ca/root.crt -purpose any -out /dev/null 2>/dev/null ||
    fail "openssl does not accept the department's seal"
  good "$record: sealed by the school and the department, and openssl accepts the seal"
}

# step_inside RECORD SYSTEM STEP ROLE PERSON [OPTION…]
step_inside() {
  local given=/root/given asked=(--unit 79760001 --kind hoc-ba --record "$1" --step "$3" --document /root/hoc-ba.pdf)
  {
    antin_inside "$2" approve "${asked[@]}" --role "$4" --signing-key "$given/people/$5.key" \
      --certificate "$given/people/$5.crt" --chain "$given/ca/people-ca.crt" --yes --out "/root/$1/$3" "${@:6}" &&
      antin_inside "$2" submit "${asked[@]}" --approval "/root/$1/$3" --out "/root/$1"
  } >"$work/last.log" 2>&1 || {
    cat "$work/last.log" >&2
    inside journalctl --no-pager -q -n 40 >&2
    fail "the step $3 of $1"
  }
}

# The administrator's hand: root alone reaches it.
control_inside() {
  say "antin-control"
  inside antin-control status || fail "antin-control status"
  inside antin-control backup appliance-1 2>/dev/null || fail "antin-control backup"
  local mode
  mode=$(inside stat -c '%a %U' /var/lib/antin/backups/appliance-1) && [[ $mode == '600 antin-keeper' ]] ||
    fail "the backup is not the keeper's alone: $mode"
  ! inside setpriv --reuid=antin-gate --regid=antin --clear-groups antin-control status >/dev/null 2>&1 ||
    fail "antind obeys the gate's user"
  good "the backup is there, for the keeper alone; the gate's user is turned away"
}

# Each program, killed at once and without warning, is started again by systemd, and the next report is sealed.
kill_and_recover() {
  local unit number=1
  for unit in "${units[@]}"; do
    say "kill -9 $unit"
    kill_unit "$unit"
    wait_for_answer
    number=$((number + 1))
    seal_inside "appliance-$number"
  done
}

kill_unit() {
  local unit=$1 before after until=$((SECONDS + 30))
  before=$(inside systemctl show -P MainPID "$unit")
  inside systemctl kill --kill-whom=main --signal=KILL "$unit"
  until after=$(inside systemctl show -P MainPID "$unit") && [[ $after != 0 && $after != "$before" ]] &&
    inside systemctl is-active --quiet "$unit"; do
    ((SECONDS < until)) || fail "$unit did not come back within 30 seconds"
    sleep 0.1
  done
  good "process $before is gone, process $after is active; restarts: $(inside systemctl show -P NRestarts "$unit")"
}

end_appliance() {
  if [[ -n ${nspawn:-} ]] && kill -0 "$nspawn" 2>/dev/null; then
    note "powering off"
    inside systemctl poweroff >/dev/null 2>&1 || true
    local until=$((SECONDS + 30))
    while kill -0 "$nspawn" 2>/dev/null && ((SECONDS < until)); do sleep 0.2; done
    kill -9 "$nspawn" 2>/dev/null || true
  fi
  rm -rf "$work"
}
