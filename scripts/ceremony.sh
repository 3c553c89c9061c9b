# ./dev ceremony: a whole key ceremony without people, on throw-away tokens: for whoever wants to see what one leaves behind.

verb_ceremony() {
  read_ceremony_arguments "$@"
  [[ $EUID -eq 0 ]] || fail "ceremony needs root: an appliance starts on its keys, each program with a uid of its own"
  install_missing
  build dev "${programs[@]}"
  work=$(mktemp -d "$root/build/ceremony.XXXXXX")
  chmod 755 "$work"
  trap end_ceremony EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  local appliance=$work/appliance

  say "1. Five officers, of whom three decide, hold it: init, keys, backup, restore, close, certificates"
  make_keys "$appliance" --officers 5 --quorum 3 --backups
  mkdir -p "$out"
  cp -r "$appliance/ceremony/ceremony/." "$out"
  cd "$out"
  "$bin/antin-ceremony" print . --language vi
  "$bin/antin-ceremony" status .

  say "2. An appliance starts on these tokens, and its log takes the ceremony"
  start_machine "$appliance"
  "$bin/antin-ceremony" anchor . --keeper-socket "$appliance/run/control.sock" --keeper-uid 64102

  say "3. What an auditor does, offline"
  stop_machine "$appliance"
  "$bin/antin-ceremony" verify .

  say "4. Two custodians of three, libgfshare and OpenSSL open a backup"
  open_backups "$appliance/ceremony/shares"
  note "everything is in $out"
}

read_ceremony_arguments() {
  out=''
  while (($# > 0)); do
    [[ $1 == --out && $# -gt 1 ]] || fail "usage: ./dev ceremony --out DIR" 64
    out=$(cd "$caller_folder" && realpath -m -- "$2")
    shift 2
  done
  [[ -n $out ]] || fail "usage: ./dev ceremony --out DIR" 64
  [[ ! -e $out || (-d $out && -z $(ls -A "$out")) ]] || fail "$out is not an empty folder" 64
}

end_ceremony() {
  stop_machine "$work/appliance"
  rm -rf "$work"
}

# open_backups SHARES: with nothing of Antin, from what is on the custodians' paper. The wrapping key is written down here
# because this plan is for development: no program of Antin writes one anywhere.
open_backups() {
  local holder label shares=()
  for holder in c-1 c-4; do
    shares+=("$(share_file "$1/backup-key.seals.round.1.$holder" "$work/kek")")
  done
  gfcombine -o "$work/kek" "${shares[@]}"
  od -An -v -tx1 "$work/kek" | tr -d ' \n' >test-kek.hex
  for label in wrapped/*.kwp; do
    label=$(basename "$label" .kwp)
    openssl enc -d -id-aes256-wrap-pad -K "$(<test-kek.hex)" -iv a65959a6 -in "wrapped/$label.kwp" -out "$work/key" ||
      fail "OpenSSL does not unwrap $label"
    openssl pkey -inform DER -in "$work/key" -pubout | cmp -s - "pub/$label.pem" ||
      fail "what was backed up is not $label"
    good "$label: unwrapped, and its public key is that of the HSM"
  done
}

# share_file TEXT PREFIX: a share as gfcombine reads it, PREFIX.NUMBER. Crockford's base 32: number, value, three octets of
# checksum.
share_file() {
  python3 - "$1" "$2" <<'PYTHON'
import sys
letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
text = open(sys.argv[1]).read().replace("-", "").strip()
bits = "".join(format(letters.index(c), "05b") for c in text)
octets = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) // 8 * 8, 8))
name = f"{sys.argv[2]}.{octets[0]:03}"
open(name, "wb").write(octets[1:-3])
print(name)
PYTHON
}
