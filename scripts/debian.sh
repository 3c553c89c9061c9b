# A Debian root for the appliance, made once and kept in build/appliance-root: a base system, and the packages that the
# programs need to run, from the mirrors that this machine's apt is set to.

readonly debian_root=$root/build/appliance-root

# debian_sources: one line `deb URI RELEASE COMPONENT` for each of Debian's own archives that apt knows here.
debian_sources() {
  apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    awk '$4 == "main"'
}

runtime_packages() {
  local programs_installed=("$bin/antind" "$bin/antin-gate" "$bin/antin-signer" "$bin/antin-courier" "$bin/antin-witness"
    "$bin/antin-control" "$bin/antin")
  # As a package would find them: from the libraries that the programs are linked with.
  dpkg-shlibdeps -O "${programs_installed[@]}" 2>/dev/null |
    sed 's/^shlibs:Depends=//; s/([^)]*)//g; s/[ ,]\+/\n/g' | sort -u
  printf '%s\n' openssl softhsm2
}

inside_root() { systemd-nspawn --quiet -D "$1" --register=no --keep-unit --console=pipe "${@:2}"; }

make_debian_root() {
  local codename mirror
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  mirror=$(debian_sources | awk -v release="$codename" '$3 == release { print $2; exit }')
  [[ -n $mirror ]] || fail "apt knows no Debian mirror for $codename; run apt-get update"
  note "debootstrap of $codename, once; about a minute"
  rm -rf "$debian_root" "$debian_root.new"
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates "$codename" "$debian_root.new" \
    "$mirror" >build/debootstrap.log 2>&1 || {
    tail -n 20 build/debootstrap.log >&2
    fail "debootstrap"
  }
  debian_sources >"$debian_root.new/etc/apt/sources.list"
  mv "$debian_root.new" "$debian_root"
}

# The list of packages is kept beside the root: when the programs need another one, it is added.
prepare_debian_root() {
  local packages
  packages=$(runtime_packages)
  [[ -d $debian_root ]] || make_debian_root
  [[ $(cat "$debian_root.packages" 2>/dev/null) != "$packages" ]] || return 0
  note "installing what the programs need to run"
  inside_root "$debian_root" --setenv=DEBIAN_FRONTEND=noninteractive /bin/sh -c \
    'apt-get update -qq && apt-get upgrade -qq -y && apt-get install -qq -y --no-install-recommends "$@"' \
    sh $packages >build/appliance-packages.log 2>&1 || {
    tail -n 20 build/appliance-packages.log >&2
    fail "installing packages in the appliance's root"
  }
  printf '%s\n' "$packages" >"$debian_root.packages"
}
