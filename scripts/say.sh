# How ./dev speaks: colour on a terminal alone, and one way to give up.

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  readonly bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
else
  readonly bold='' dim='' green='' red='' plain=''
fi

say() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
note() { printf '%s  %s%s\n' "$dim" "$*" "$plain"; }
good() { printf '  %s✓%s %s\n' "$green" "$plain" "$*"; }
bad() { printf '  %s✗%s %s\n' "$red" "$plain" "$*" >&2; }

# fail TEXT [STATUS]
fail() {
  printf '%sdev: %s%s\n' "$red" "$1" "$plain" >&2
  exit "${2:-1}"
}
