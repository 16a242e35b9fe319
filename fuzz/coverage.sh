#!/usr/bin/env bash
# How much of the core the seeds, regressions and stored inputs reach, file by file:
#
#   fuzz/coverage.sh [OPTION of llvm-cov show…]      such as: fuzz/coverage.sh --format=text
#
# Takes llvm-profdata and llvm-cov of the compiler's LLVM version: `rustup component add llvm-tools`
# or, as root, Debian's package of that number (llvm-22).
set -euo pipefail
cd "$(dirname "$0")"

target_dir=$(mkdir -p "${CARGO_TARGET_DIR:-../target}" && cd "${CARGO_TARGET_DIR:-../target}" && pwd)
export CARGO_TARGET_DIR=$target_dir/fuzz
work=$CARGO_TARGET_DIR/work
corpus=${FUZZ_CORPUS:-$CARGO_TARGET_DIR/corpus}
host=$(rustc -vV | sed -n 's/^host: //p')
version=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')

# Prints where a tool of LLVM is.
tool() {
  local own
  own=$(rustc --print sysroot)/lib/rustlib/$host/bin/$1
  command -v "$own" || command -v "$1-$version" || {
    echo "$1 of LLVM $version is missing: rustup component add llvm-tools, or apt-get install llvm-$version" >&2
    exit 77
  }
}
profdata=$(tool llvm-profdata)
cov=$(tool llvm-cov)

cargo run -q --locked --no-default-features --bin seeds -- "$work/seeds"
RUSTFLAGS=-Cinstrument-coverage cargo build -q --release --locked --no-default-features \
  --bin replay --target "$host" --target-dir "$CARGO_TARGET_DIR/coverage"
replay=$CARGO_TARGET_DIR/coverage/$host/release/replay

rm -f "$work"/*.profraw
for program in fuzz_targets/*.rs; do
  target=$(basename "$program" .rs)
  places=()
  for folder in "$work/seeds/$target" "$corpus/$target" "regressions/$target"; do
    [ ! -d "$folder" ] || places+=("$folder")
  done
  [ ${#places[@]} = 0 ] ||
    LLVM_PROFILE_FILE=$work/$target.profraw "$replay" "$target" "${places[@]}"
done
"$profdata" merge -sparse "$work"/*.profraw -o "$work/coverage.profdata"
if [ $# -gt 0 ]; then
  exec "$cov" show "$replay" -instr-profile="$work/coverage.profdata" "$@" ../lwm2m-codec/src
fi
"$cov" report "$replay" -instr-profile="$work/coverage.profdata" \
  -show-region-summary=false -show-branch-summary=false \
  --ignore-filename-regex='/(tests|registry|library|\.cargo|fuzz)/'
