# PKCS#11 modules that others wrote, each set up on throw-away tokens and asked what a ceremony and antin-signer need.

# More than the build needs: daemons, a software TPM. They are installed by this verb alone.
readonly probed_packages=(softhsm2 libnss3 libnss3-tools libtpm2-pkcs11-1 swtpm tpm2-abrmd libtss2-tcti-swtpm0
  libtss2-tcti-tabrmd0 dbus-daemon opencryptoki)

install_probed() {
  local missing=() package
  for package in "${probed_packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  [[ $EUID -eq 0 ]] || fail "packages are missing: as root, apt-get install ${missing[*]}"
  say "Installing what is probed: ${missing[*]}"
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}"
}

# version_of PACKAGE
version_of() { dpkg-query -W -f '${Version}' "$1"; }

# ask_module NAME SCRIPT [ARGUMENTS…]: its answers are in $answers/NAME.json.
ask_module() {
  local name=$1 script=$2 status=0
  shift 2
  rm -rf "$answers/$name"
  mkdir -p "$answers/$name"
  note "asking $name"
  "$root/tests/foreign/hsm/$script" "$answers/$name" "$bin/antin-ceremony" --json "$@" \
    >"$answers/$name.json" 2>"$answers/$name.log" || status=$?
  # 1: something is missing there, which is an answer too.
  ((status <= 1)) || {
    cat "$answers/$name.log" >&2
    fail "the probe of $name ended with status $status"
  }
}

verb_probe() {
  local write=no
  [[ ${1:-} != --write ]] || write=yes
  [[ $EUID -eq 0 ]] || fail "probe needs root: openCryptoki's daemon does"
  install_missing
  install_probed
  build dev antin-ceremony
  readonly answers=$root/build/probe
  say "Asking each module"
  ask_module softhsm with-softhsm --rough
  ask_module nss with-nss
  ask_module tpm2 with-tpm2
  ask_module opencryptoki with-opencryptoki
  local columns=("SoftHSM $(version_of libsofthsm2)=$answers/softhsm.json" "NSS $(version_of libnss3)=$answers/nss.json"
    "tpm2-pkcs11 $(version_of libtpm2-pkcs11-1)=$answers/tpm2.json"
    "openCryptoki $(version_of libopencryptoki0)=$answers/opencryptoki.json")
  if [[ $write == yes ]]; then
    tests/foreign/hsm/table.py --into docs/hsm.md "${columns[@]}"
    good "written into docs/hsm.md"
  else
    tests/foreign/hsm/table.py "${columns[@]}"
  fi
}
