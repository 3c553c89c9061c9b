# What is run before an issue is closed: the suite under sanitizers, clang-tidy, every operation on files failing,
# subscribers across a long log, a transcript by sigstore's verifier, and a minute of each fuzz target.

# ThreadSanitizer cannot see into libzmq, which is not instrumented: its own hand-offs look like races.
readonly tsan_options="ignore_noninstrumented_modules=1 suppressions=$root/tests/tsan.suppressions halt_on_error=1"

# SoftHSM leaks a few octets with each Ed25519 signature; to see whose a leak is, stacks must be unwound through code
# without frame pointers: five of them, as thirty take three times as long. A small quarantine, because tests measure what
# memory is given back. Shims that kill a ceremony at a write are preloaded, before the sanitizer's own library.
readonly asan_options="fast_unwind_on_malloc=0:malloc_context_size=5:quarantine_size_mb=4:verify_asan_link_order=0"
readonly lsan_options="suppressions=$root/tests/lsan.suppressions"

verb_check() {
  install_missing
  verb_lint
  check_tidy
  check_address_and_undefined
  check_threads
  check_faults
  check_followers
  check_transcript
  check_fuzzing
  say "All checks held"
}

check_tidy() {
  say "clang-tidy over the rooms"
  cmake --preset dev >/dev/null
  # The generated wire header is included by the codec.
  cmake --build --preset dev --target antin_wire
  git ls-files -- 'core/*.cpp' 'policy/*.cpp' 'client/*.cpp' 'daemon/*.cpp' 'keys-dev/*.cpp' |
    xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p build/dev --warnings-as-errors='*'
}

check_address_and_undefined() {
  say "The whole suite under AddressSanitizer and UndefinedBehaviorSanitizer"
  build asan
  ASAN_OPTIONS=$asan_options LSAN_OPTIONS=$lsan_options ctest --test-dir build/asan -j2 --output-on-failure
}

check_threads() {
  say "The concurrent tests under ThreadSanitizer"
  build tsan test_integration_concurrent
  TSAN_OPTIONS=$tsan_options ctest --test-dir build/tsan -j2 --output-on-failure -L concurrent --no-tests=error
}

check_faults() {
  say "A fault of every kind at every operation on files, and at every call of a ceremony to its HSM"
  build dev fault_writer test_fault_files antin-ceremony failing_pkcs11 test_fault_ceremony
  local program
  for program in test_fault_files test_fault_ceremony; do
    # A kind of fault is a test of its own, so the cores share them.
    seq 0 "$(($(nproc) - 1))" | xargs -P "$(nproc)" -I{} env ANTIN_FAULTS=all GTEST_TOTAL_SHARDS="$(nproc)" \
      GTEST_SHARD_INDEX={} "build/dev/tests/$program" --gtest_brief=1
  done
}

# The suite's own run of it has 3,000.
check_followers() {
  say "Subscribers that are stopped, slowed and killed across 100,000 entries"
  build dev "${programs[@]}" test_integration_followers
  ANTIN_FOLLOWED_ENTRIES=100000 build/dev/tests/test_integration_followers --gtest_filter='Followers.*'
}

# From npm, so not in the suite, which fetches nothing; what is fetched is fixed by package-lock.json.
check_transcript() {
  say "A ceremony's transcript, by sigstore's verifier of signed notes"
  command -v npm >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends nodejs npm
  local folder=$root/build/transcript verifier=$root/build/sigstore ceremony id hash people=()
  rm -rf "$folder" "$verifier"
  (verb_ceremony --out "$folder" >/dev/null 2>&1) || fail "./dev ceremony --out $folder"
  cp -r tests/foreign/ceremony/sigstore "$verifier"
  npm ci --prefix "$verifier" --ignore-scripts --no-audit --no-fund --loglevel=error
  ceremony=$(sed -n 's/^ceremony: //p' "$folder/plan.lock")
  while read -r _ id _ hash _; do
    people+=("$ceremony/$id=$folder/people/${hash#sha256:}.crt")
  done < <(grep '^participant: ' "$folder/plan.lock")
  node "$verifier/check-note.js" "$folder/transcript.note" "${people[@]}"
}

check_fuzzing() {
  say "A minute of each fuzz target"
  build fuzz fuzzers
  find build/fuzz/fuzz -maxdepth 1 -name 'fuzz_*' ! -name '*.*' -type f -executable | sort |
    xargs -P "$(nproc)" -I{} bash -o pipefail -c \
      'tests/fuzz/run "$1" seconds 60 2>&1 | tail -n 3 | sed "s|^|${1##*/}: |"' - {}
}

# ./dev fuzz [--runs N] TARGET…: the long run of a few.
verb_fuzz() {
  local runs=10000000 target
  if [[ ${1:-} == --runs ]]; then
    [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "--runs takes the number of executions" 64
    runs=$2
    shift 2
  fi
  (($# > 0)) || fail "fuzz what? One of: $(cd tests/fuzz && echo *.cpp | sed 's/\.cpp//g')" 64
  for target in "$@"; do
    [[ -f tests/fuzz/$target.cpp ]] || fail "no such fuzz target: $target" 64
  done
  install_missing
  build fuzz "${@/#/fuzz_}"
  for target in "$@"; do
    say "$target: $runs executions"
    tests/fuzz/run "build/fuzz/fuzz/fuzz_$target" runs "$runs" 2>&1 | grep -v '^#' | tail -n 12
  done
}
