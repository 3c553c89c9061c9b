# The development appliance: a folder made by antin-keys-dev, and the launcher that runs the programs from it.

readonly appliance_folder=$root/build/appliance

# make_keys FOLDER [OPTION…]
make_keys() {
  note "holding a ceremony on throw-away tokens; CURVE keys and a development CA in ${1#"$root/"}"
  "$bin/antin-keys-dev" --out "$1" "${@:2}" >"$1.keys.log" 2>&1 || {
    cat "$1.keys.log" >&2
    fail "antin-keys-dev --out $1"
  }
  rm -f "$1.keys.log"
}

# start_machine FOLDER: the launcher in the background; its process id is in $launcher afterwards.
start_machine() {
  local folder=$1
  mkdir -p "$folder/logs" "$folder/run"
  rm -f "$folder/run/endpoint"
  setsid "$bin/antin-launcher" "$folder" </dev/null >>"$folder/logs/launcher.log" 2>&1 &
  launcher=$!
  echo "$launcher" >"$folder/run/launcher.pid"
  wait_until_it_answers "$folder"
}

# Ready is what a client sees: an answer through the gate, from antind.
wait_until_it_answers() {
  local folder=$1 until=$((SECONDS + 30))
  while ! ask_about "$folder"; do
    kill -0 "$launcher" 2>/dev/null || machine_failed "$folder" "the launcher ended"
    ((SECONDS < until)) || machine_failed "$folder" "no answer within 30 seconds"
    sleep 0.1
  done
}

ask_about() {
  [[ -s $1/run/endpoint ]] && antin_of "$1" school-79760001 about >/dev/null 2>&1
}

machine_failed() {
  tail -n 20 "$1"/logs/*.log >&2
  stop_machine "$1"
  fail "$2; its logs are in $1/logs"
}

# antin_of FOLDER SYSTEM COMMAND ARGUMENTS…: the antin command as that system, at the gate's real endpoint.
antin_of() {
  local folder=$1 system=$2 command=$3
  shift 3
  "$bin/antin" "$command" --config "$folder/client/$system.conf" --server "$(<"$folder/run/endpoint")" "$@"
}

# enrol_people GIVEN ENDPOINT RUN…: brings people into the roster, as registrars do: the department's two sign for leaders and
# principals, each school's one for its teachers. RUN… is how the antin command is run; GIVEN has client/, people/ and ca/.
enrol_people() {
  local given=$1 to=(--config "$1/client/department-79.conf" --server "$2") unit
  shift 2
  note "enrolling the development people"
  "$@" roster import "$given/people/people-79.csv" "${to[@]}" $(registrar_of "$given" r-000001) --sign-only --yes
  "$@" roster sign "$given/people/people-79" "${to[@]}" $(registrar_of "$given" r-000002) --yes
  for unit in 79760001:r-000003 79760002:r-000004; do
    "$@" roster import "$given/people/people-${unit%:*}.csv" "${to[@]}" $(registrar_of "$given" "${unit#*:}") --yes
  done
}

registrar_of() {
  echo "--signing-key $1/people/$2.key --certificate $1/people/$2.crt --chain $1/ca/people-ca.crt"
}

# stop_machine FOLDER: ends the launcher by its id; the launcher ends its programs.
stop_machine() {
  local file=$1/run/launcher.pid id
  [[ -s $file ]] || return 0
  id=$(<"$file")
  # An id may have been given to another process since: ours is a launcher of this very folder.
  if tr '\0' ' ' <"/proc/$id/cmdline" 2>/dev/null | grep -qF "antin-launcher $1"; then
    kill "$id"
    while kill -0 "$id" 2>/dev/null; do sleep 0.05; done
  fi
  rm -f "$file"
}

is_running() {
  [[ -s $1/run/launcher.pid ]] && kill -0 "$(<"$1/run/launcher.pid")" 2>/dev/null
}

verb_up() {
  install_missing
  build dev "${programs[@]}"
  [[ $EUID -eq 0 ]] || fail "up needs root: each program gets a uid of its own"
  if is_running "$appliance_folder"; then
    note "it runs already"
  else
    local is_new=no
    [[ -d $appliance_folder/etc ]] || is_new=yes
    [[ $is_new == no ]] || make_keys "$appliance_folder" --witnesses 2
    start_machine "$appliance_folder"
    [[ $is_new == no ]] || enrol_people "$appliance_folder" "$(<"$appliance_folder/run/endpoint")" "$bin/antin" >/dev/null
  fi
  say "The development appliance answers at $(<"$appliance_folder/run/endpoint")"
  cat <<TEXT
  ./dev run antin about --config build/appliance/client/school-79760001.conf --server $(<"$appliance_folder/run/endpoint")
  ./dev run antin roster list --config build/appliance/client/department-79.conf --server $(<"$appliance_folder/run/endpoint")
  ./dev run antin audit tail --config build/appliance/client/auditor-79.conf --server $(<"$appliance_folder/run/endpoint") \\
    --auditor --signing-key build/appliance/client/auditor-79-x509.key \\
    --certificate build/appliance/client/auditor-79.crt --chain build/appliance/ca/people-ca.crt
  the log: build/appliance/log   policy: build/appliance/policy   people: build/appliance/people
  what its programs say: build/appliance/logs
  ./dev down stops it; rm -r build/appliance after that makes new keys the next time
TEXT
}

verb_down() {
  is_running "$appliance_folder" || note "it was not running"
  stop_machine "$appliance_folder"
}
