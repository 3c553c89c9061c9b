# What the scripts beside this one share. Each is called: with-X FOLDER ANTIN_CEREMONY [ARGUMENTS…]; it makes throw-away
# tokens in FOLDER, which must be empty, and runs the probe on them. PINs are in files of FOLDER alone.

set -euo pipefail
umask 077

folder=$(readlink -f "$1")
ceremony=$2
shift 2

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 77 # not what the probe ends with, so that a missing package is not taken for an answer
}

need() {
  local what
  for what in "$@"; do
    [[ $what == /* && -e $what ]] || command -v "$what" >/dev/null || fail "$what is not installed"
  done
}

new_pin() { od -An -N8 -tx1 /dev/urandom | tr -d ' \n' >"$1"; }

# until_true COMMAND…: polls for what a daemon does when it is ready.
until_true() {
  local until=$((SECONDS + 60))
  until "$@" 2>/dev/null; do
    ((SECONDS < until)) || fail "not within 60 seconds: $*"
    sleep 0.1
  done
}
