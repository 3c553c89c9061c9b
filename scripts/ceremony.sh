# ./dev ceremony: a whole key ceremony without people, on throw-away tokens: for whoever wants to see what one leaves behind.

verb_ceremony() {
  read_ceremony_arguments "$@"
  install_missing
  build dev antin-ceremony
  mkdir -p "$out"
  cd "$out"
  export SOFTHSM2_CONF=$out/softhsm2.conf
  local program=$bin/antin-ceremony

  say "1. People, a CA, tokens: all throw-away"
  make_ceremony_people
  write_ceremony_plan >plan.toml
  write_ceremony_answers >answers.toml

  say "2. The plan, its hash, the script"
  "$program" plan plan.toml --out ceremony
  "$program" print ceremony --language vi

  say "3. The ceremony, until it waits for the CA"
  local status=0
  "$program" run ceremony --language vi --answers answers.toml || status=$?
  ((status == 3)) || fail "the ceremony should have paused for certificates, but ended with $status"
  certify_ceremony_requests
  say "4. The CA has answered: on to the end"
  "$program" run ceremony --language vi --answers answers.toml --resume

  say "5. What an auditor does"
  "$program" verify ceremony
  note "everything is in $out/ceremony"
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

# Five officers of whom three decide, and two groups of three custodians.
readonly ceremony_people='so-1 so-2 so-3 so-4 so-5 a-1 a-2 a-3 b-1 b-2 b-3'

self_signed() {
  local name=$1
  shift
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" -out "$name.crt" -days 365 \
    -subj "/C=VN/CN=$name" "$@" 2>/dev/null
  chmod 600 "$name.key"
}

make_ceremony_people() {
  mkdir -p tokens
  printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$out/tokens" >softhsm2.conf
  self_signed ca -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
  local id
  for id in $ceremony_people; do
    self_signed "$id" -addext keyUsage=critical,digitalSignature,nonRepudiation
  done
}

write_ceremony_plan() {
  printf '%s\n' 'ceremony = "development-2026.1"' 'purpose = "development"' 'log = "seal.development.example/2026"' \
    'quorum = 3' 'module = "/usr/lib/softhsm/libsofthsm2.so"' 'roots = ["ca.crt"]'
  local id role
  for id in $ceremony_people; do
    role=custodian
    [[ $id != so-* ]] || role=officer
    printf '\n[[participant]]\nid = "%s"\nname = "Người tham dự %s"\ncertificate = "%s.crt"\nroles = ["%s"]\n' \
      "$id" "$id" "$id" "$role"
  done
  printf '\n[[shares]]\nname = "security"\nneed = 2\nholders = ["a-1", "a-2", "a-3"]\n'
  printf '\n[[shares]]\nname = "operators"\nneed = 2\nholders = ["b-1", "b-2", "b-3"]\n'
  printf '\n[[shares]]\nname = "vault"\nneed = 2\nholders = ["a-1", "b-1", "b-2"]\n'
  local token
  for token in seals time log; do
    printf '\n[[token]]\nlabel = "%s"\nso-pin = "security"\nuser-pin = "operators"\nunattended = "file"\n' "$token"
    [[ $token != seals ]] || printf 'backup = "vault"\n'
  done
  ceremony_key seals ecdsa-p256 seal/79/department/2026.1 'Sở Giáo dục và Đào tạo Thành phố Ví Dụ'
  ceremony_key seals ecdsa-p256 seal/79760001/school/2026.1 'Trường Tiểu học Hoa Sen'
  ceremony_key seals rsa-pss-3072 seal/79760002/school/2026.1 'Trường Tiểu học Bến Nước'
  ceremony_key time ecdsa-p256 time/antin/tsa/2026.1 'Antin Development Timestamps'
  ceremony_key log ed25519 log/79/hcm/2026.1
}

# ceremony_key TOKEN ALGORITHM LABEL [NAME]
ceremony_key() {
  local backup=none
  [[ $1 != seals ]] || backup=wrapped
  printf '\n[[key]]\nlabel = "%s"\ntoken = "%s"\nalgorithm = "%s"\nbackup = "%s"\n' "$3" "$1" "$2" "$backup"
  (($# < 4)) || printf 'subject = { country = "VN", organisation = "%s", name = "%s" }\n' "$4" "$4"
}

write_ceremony_answers() {
  printf 'shares = "shares"\n'
  local id
  for id in $ceremony_people; do
    printf '\n[[sign]]\nas = "%s"\noptions = ["--signing-key", "%s.key", "--certificate", "%s.crt"]\n' "$id" "$id" "$id"
  done
}

certify_ceremony_requests() {
  printf '%s\n' '[seal]' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature,nonRepudiation '[time]' \
    basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=critical,timeStamping >profiles
  local request name profile
  for request in ceremony/csr/*.csr; do
    name=$(basename "$request" .csr)
    profile=seal
    [[ $name != time.* ]] || profile=time
    openssl x509 -req -in "$request" -CA ca.crt -CAkey ca.key -CAcreateserial -days 300 -extfile profiles \
      -extensions "$profile" -out "ceremony/cert/$name.crt" 2>/dev/null
    good "certified $name"
  done
}
