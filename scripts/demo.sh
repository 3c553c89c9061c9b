# ./dev demo: one report through teacher, principal and department, what is refused on the way, and what openssl says.

readonly school=school-79760001 department=department-79

verb_demo() {
  read_demo_arguments "$@"
  [[ $EUID -eq 0 ]] || fail "demo needs root: each program gets a uid of its own"
  install_missing
  build dev "${programs[@]}"
  choose_document
  work=$(mktemp -d "$root/build/demo.XXXXXX")
  chmod 755 "$work"
  trap end_demo EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  say "1. An appliance of its own"
  make_keys "$work/appliance" --witnesses 2
  start_machine "$work/appliance"
  enrol_people "$work/appliance" "$(<"$work/appliance/run/endpoint")" "$bin/antin" >/dev/null
  for program in antind antin-gate antin-signer-seals-1 antin-signer-time-1 antin-signer-log-1 antin-courier antin-witness-1 \
    antin-witness-2; do
    note "$program: process $(<"$work/appliance/run/$program.pid")"
  done
  seal_the_report
  show_refusals
  await_witnesses
  hand_over
  verify_with_openssl
  verify_the_log
  say "Done: $name is sealed by its school and its department"
  note "everything is in $out; the commands above run there"
}

read_demo_arguments() {
  document='' out=''
  while (($# > 0)); do
    case $1 in
      --out)
        (($# > 1)) || fail "--out needs a folder" 64
        out=$(cd "$caller_folder" && realpath -m -- "$2")
        shift
        ;;
      -*) fail "demo does not know $1; usage: ./dev demo [FILE] [--out DIR]" 64 ;;
      *)
        [[ -z $document ]] || fail "one FILE only" 64
        document=$(cd "$caller_folder" && realpath -e -- "$1") || fail "no such file: $1" 64
        [[ -f $document ]] || fail "not a file: $1" 64
        ;;
    esac
    shift
  done
  [[ -z $out || ! -e $out || -d $out ]] || fail "$out is not a folder" 64
  [[ -z $out || -z $(ls -A "$out" 2>/dev/null) ]] || fail "$out is not empty" 64
}

choose_document() {
  if [[ -z $document ]]; then
    examples/make-report build/examples
    document=$root/build/examples/hoc-ba.pdf
  fi
  name=$(basename "$document")
}

# approve SYSTEM RECORD DOCUMENT STEP ROLE SCOPE PERSON [OPTION…]: the person's own signature, on the person's own computer.
approve() {
  local people=$work/appliance/people scope=()
  [[ $6 == - ]] || scope=(--scope "$6")
  antin_of "$work/appliance" "$1" approve --unit 79760001 --kind hoc-ba --record "$2" --revision 1 --step "$4" \
    --role "$5" "${scope[@]}" --document "$3" --signing-key "$people/$7.key" --certificate "$people/$7.crt" \
    --chain "$work/appliance/ca/people-ca.crt" --yes --out "$work/approvals/$2.$4.$7" "${@:8}"
}

# submit SYSTEM RECORD DOCUMENT STEP ROLE SCOPE PERSON: the system sends the step with that person's approval.
submit() {
  local results=$work/results.$2
  mkdir -p "$results"
  antin_of "$work/appliance" "$1" submit --unit 79760001 --kind hoc-ba --record "$2" --revision 1 --step "$4" \
    --document "$3" --approval "$work/approvals/$2.$4.$7" --out "$results"
}

approve_and_submit() { approve "$@" && submit "$@"; }

record_of() {
  printf '%s' "$1" | antin_of "$work/appliance" "$school" record-id derive --personal-id - --series 2026-2027
}

# person ID: the name in that person's certificate.
person() {
  openssl x509 -in "$work/appliance/people/$1.crt" -noout -subject -nameopt multiline,utf8,-esc_msb |
    sed -n 's/.*commonName *= //p'
}

# take_step SYSTEM STEP ROLE SCOPE PERSON: shown for a person to follow.
take_step() {
  approve "$1" "$record" "$document" "${@:2}" >"$work/last.log" 2>&1 &&
    submit "$1" "$record" "$document" "${@:2}" >"$work/last.log" 2>&1 || {
    cat "$work/last.log" >&2
    fail "the step $2"
  }
  good "${bold}$2${plain}, approved by $(person "$5")"
  sed 's/^/      /' "$work/last.log"
}

# refused CODE WHAT COMMAND…: the command must fail, and say so with that code.
refused() {
  local code=$1 what=$2
  if "${@:3}" >"$work/last.log" 2>&1; then
    fail "not refused: $what"
  elif ! grep -q "antin: $code:" "$work/last.log"; then
    cat "$work/last.log" >&2
    fail "refused, but not with $code: $what"
  fi
  good "$what: $red$code$plain"
}

seal_the_report() {
  record=$(record_of 079320000001)
  say "2. Out of order"
  refused OUT_OF_ORDER "a principal before the teacher" \
    approve_and_submit "$school" "$record" "$document" principal principal - p-000002 --previous none
  say "3. $name, record $record"
  take_step "$school" teacher teacher 2026-2027.1A p-000001
  take_step "$school" principal principal - p-000002
  take_step "$department" department department-leader - p-000003
}

show_refusals() {
  say "4. Refused"
  local other=$work/other.txt second
  echo "another report" >"$other"
  refused ALREADY_SEALED "another digest for the sealed record" \
    approve_and_submit "$school" "$record" "$other" principal principal - p-000002
  second=$(record_of 079320000002)
  approve_and_submit "$school" "$second" "$other" teacher teacher 2026-2027.1A p-000004 >"$work/last.log" 2>&1 ||
    { cat "$work/last.log" >&2; fail "the teacher's step of a second record"; }
  refused SAME_PERSON "one person as teacher and as principal" \
    approve_and_submit "$school" "$second" "$other" principal principal - p-000004
  refused CERTIFICATE_UNTRUSTED "a principal's approval by a forged certificate" \
    approve_and_submit "$school" "$second" "$other" principal principal - p-000009
  refused UNKNOWN_SYSTEM "an unregistered CURVE key" antin_of "$work/appliance" unregistered about
}

# A receipt is provisional until the witnesses have cosigned a checkpoint that holds its entry: a lookup brings it then.
await_witnesses() {
  local step keys=$work/appliance/client until=$((SECONDS + 60)) looked=0
  for step in teacher principal department; do
    until grep -qs '"provisional": false' "$work/final.$looked/$name.$step.receipt.json"; do
      ((SECONDS < until)) || fail "the witnesses have not cosigned the step $step within a minute"
      looked=$((looked + 1))
      mkdir "$work/final.$looked"
      antin_of "$work/appliance" "$school" lookup --unit 79760001 --kind hoc-ba --record "$record" --step "$step" \
        --name "$name" --out "$work/final.$looked" --log-key "$keys/log.vkey" --witness-key "$keys/witnesses.vkey" \
        >"$work/last.log" 2>&1 || { cat "$work/last.log" >&2; fail "the lookup of $step"; }
      sleep 0.1
    done
    cp "$work/final.$looked"/* "$work/results.$record"
  done
}

# What a reader keeps: the document, what antin submit left, the certificates, the log as it is published, and whom to
# believe about it.
hand_over() {
  local kept=$work/results.$record
  cp "$document" "$kept/$name"
  cp "$work"/appliance/ca/{root,intermediate,people-ca}.crt "$work"/appliance/client/{log,witnesses}.vkey "$kept"
  cp -r "$work/appliance/log" "$kept"
  if [[ -z $out ]]; then
    out=$root/build/demo
    rm -rf "$out"
  fi
  mkdir -p "$out"
  cp -r "$kept"/* "$out"
}

verify_with_openssl() {
  local step digest
  say "5. What openssl says, in $out"
  for step in principal department; do
    shown openssl cms -verify -cades -binary -inform DER -in "$name.$step.p7s" -content "$name" -CAfile root.crt \
      -purpose any -out /dev/null
  done
  for step in teacher principal department; do
    digest=$(openssl dgst -sha256 -r "$out/$name.$step.sig" | cut -d' ' -f1)
    shown openssl ts -verify -token_in -in "$name.$step.tst" -digest "$digest" -CAfile root.crt \
      -untrusted intermediate.crt
  done
  for step in teacher principal department; do
    shown openssl cms -verify -cades -binary -inform DER -in "$name.$step.approval-1.p7s" \
      -content "$name.$step.approval-1.txt" -CAfile root.crt -certfile people-ca.crt -purpose any -out /dev/null
  done
}

verify_the_log() {
  local step
  say "6. What the log proves: by this project's program, and without it"
  shown "$bin/antin" audit verify log --log-key log.vkey
  for step in principal department; do
    shown "$bin/antin" verify "$name" "$name.$step.p7s" --root root.crt --receipt "$name.$step.receipt.json" \
      --log-key log.vkey --witness-key witnesses.vkey
  done
  for step in teacher principal department; do
    shown "$root/examples/check-proof" "$name.$step.entry" "$name.$step.tlog-proof" log.vkey
  done
}

# shown COMMAND…: prints the exact command line, then runs it in $out.
shown() {
  printf '  $%s\n' "$(printf ' %q' "$@")"
  (cd "$out" && "$@") >"$work/last.log" 2>&1 || {
    cat "$work/last.log" >&2
    fail "that does not verify"
  }
  good "$(grep -iE 'verification|entries|cosigned' "$work/last.log" | head -n 1)"
}

end_demo() {
  stop_machine "$work/appliance"
  rm -rf "$work"
}
