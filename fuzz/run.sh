#!/usr/bin/env bash
# Replays the regressions, then runs the fuzz targets from their seeds and prints a table:
#
#   fuzz/run.sh [TARGET…]
#
# FUZZ_SECONDS (30) is for each target, FUZZ_JOBS (one per processor) how many run at a time.
# FUZZ_SANITIZER=address also watches the unsafe code of dependencies; it takes a compiler that
# allows unstable options, or RUSTC_BOOTSTRAP=1, which is set then. FUZZ_CORPUS is where inputs are
# kept from run to run.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${FUZZ_SECONDS:-30}
jobs=${FUZZ_JOBS:-$(nproc)}
target_dir=$(mkdir -p "${CARGO_TARGET_DIR:-../target}" && cd "${CARGO_TARGET_DIR:-../target}" && pwd)
export CARGO_TARGET_DIR=$target_dir/fuzz
work=$CARGO_TARGET_DIR/work
corpus=${FUZZ_CORPUS:-$CARGO_TARGET_DIR/corpus}
host=$(rustc -vV | sed -n 's/^host: //p')
programs=$CARGO_TARGET_DIR/$host/release

if [ $# -gt 0 ]; then
  targets=("$@")
else
  targets=(fuzz_targets/*.rs)
  targets=("${targets[@]##*/}")
  targets=("${targets[@]%.rs}")
fi

echo "regressions"
cargo test -q --locked --no-default-features --test regressions | sed '/^$/d; /^running /d; /^[.i]*$/d'

echo "seeds"
cargo run -q --locked --no-default-features --bin seeds -- "$work/seeds"

echo "building"
flags="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cdebug-assertions -Ccodegen-units=1"
if [ -n "${FUZZ_SANITIZER-}" ]; then
  flags+=" -Zsanitizer=$FUZZ_SANITIZER"
  export RUSTC_BOOTSTRAP=1
fi
# With a target, build scripts go without these flags.
# shellcheck disable=SC2046 # an option for each
RUSTFLAGS=${flags//$'\n'/ } cargo build -q --release --locked --target "$host" \
  $(printf -- '--bin %s ' "${targets[@]}")

# Runs one target; its exit code is that of libFuzzer, its output goes to a log. An input takes
# microseconds: the limit is for what never ends, and not for a machine that does much else.
run() {
  local target=$1 dictionary=()
  mkdir -p "$corpus/$target" "$work/seeds/$target" "$work/crashes/$target"
  [ -s "$work/seeds/$target.dict" ] && dictionary=(-dict="$work/seeds/$target.dict")
  "$programs/$target" -max_total_time="$seconds" -max_len=256 -timeout=120 -rss_limit_mb=1024 \
    -print_final_stats=1 -artifact_prefix="$work/crashes/$target/" ${dictionary[@]+"${dictionary[@]}"} \
    "$corpus/$target" "$work/seeds/$target" >"$work/$target.log" 2>&1
}

# One line of the table, from the last words of libFuzzer.
row() {
  local target=$1 log=$work/$1.log last
  last=$(grep -aE '^#[0-9]+.* cov: ' "$log" | tail -n 1) || true
  field() { sed -n "s/.* $1: \([^ ]*\).*/\1/p" <<<"$last"; }
  printf '%-12s %12s %10s %9s %9s %14s\n' "$target" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")" \
    "$(field cov)" "$(field ft)" "$(field corp)"
}

echo "running ${#targets[@]} targets for $seconds s each"
failed=()
for target in "${targets[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
  rm -f "$work/$target.ok"
  { run "$target" && touch "$work/$target.ok"; } &
done
wait

printf '%-12s %12s %10s %9s %9s %14s\n' target executions per\ second edges features corpus
for target in "${targets[@]}"; do
  row "$target"
  [ -e "$work/$target.ok" ] || failed+=("$target")
done
[ ${#failed[@]} = 0 ] && exit
for target in "${failed[@]}"; do
  echo "=== $target"
  grep -aE -A 8 'panicked at|^==[0-9]+==|ERROR: |Test unit written to' "$work/$target.log" | head -n 40
done
echo "inputs are in $work/crashes; see fuzz/README.md for what to do with them"
exit 1
