#!/usr/bin/env bash
# Runs every check of the project, or the parts that are named:
#
#   ./test.sh [PART…]      ./test.sh --list
#
# It sets up what it needs. What cannot be had on a machine, such as the standard library of another
# target, leads to a part that is skipped by name. Closes with `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")"

PARTS=(fmt clippy test layers docs vectors work panics dependencies msrv nostd bench instructions size
  c python wasm fuzz)
SKIP=77
TARGET_DIR=${CARGO_TARGET_DIR:-target}
MSRV=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# --- The parts ------------------------------------------------------------------------------------

describe_fmt="formatting"
part_fmt() {
  component rustfmt
  cargo fmt --all --check
  cargo fmt --all --manifest-path fuzz/Cargo.toml --check
}

describe_clippy="lints, with all features and with each format alone"
part_clippy() {
  component clippy
  cargo metadata --locked --format-version 1 >/dev/null # Cargo.lock is up to date
  cargo clippy -q --workspace --all-targets --all-features -- -D warnings
  cargo clippy -q --all-targets -- -D warnings
  local features
  for features in "" $(formats) formats formats,serde formats,alloc,serde; do
    cargo clippy -q -p lwm2m-codec --lib --no-default-features --features "$features" -- -D warnings
  done
}

describe_test="tests and documentation examples, with the default and with all features; the command"
part_test() {
  [ -d "${LWM2M_REGISTRY:-../shared/lwm2m-registry}" ] ||
    echo "skipped: the tests over the whole registry, whose folder is not here (LWM2M_REGISTRY)"
  tests
  tests --all-features
  tests -p lwm2m-cli
}

describe_layers="tests without heap and std, of each format alone and all together, and with heap"
part_layers() {
  local format
  for format in $(formats); do
    echo "$format alone, without heap"
    tests -p bare-layer --no-default-features --features "$format"
  done
  echo "all formats, without heap"
  tests -p bare-layer --no-default-features --features formats,serde
  echo "all formats, without heap, with short cuts"
  tests -p bare-layer --no-default-features --features formats,serde,fast
  echo "all formats, with heap, without std"
  # How numbers are read does not depend on the layer, and its tests take long.
  tests -p lwm2m-codec --no-default-features --features formats,alloc,serde \
    --lib --test errors --test roundtrip --test zero_alloc --test objects -- --skip decimal::
}

describe_docs="documentation, without a warning"
part_docs() {
  RUSTDOCFLAGS="-D warnings" cargo doc -q --workspace --all-features --no-deps
}

describe_vectors="conformance vectors"
part_vectors() {
  cargo run -q --example vectors -- testdata/*.jsonl | sed 's/^/  /'
}

describe_work="work that grows no faster than hostile payloads, counted in instructions"
part_work() {
  package valgrind
  tests -p lwm2m-codec --test work -- --ignored
}

describe_panics="no panic is left in what decodes and encodes, also in the C library"
part_panics() {
  local where library=$TARGET_DIR/panics.a
  mkdir -p "$TARGET_DIR"
  # The layer without heap; the C library as it is installed, as small as it gets, and on Cortex-M3.
  for where in "bare formats,fast" "host c formats,fast" "host firmware formats" \
    "cortex formats,fast" "cortex formats"; do
    # shellcheck disable=SC2086 # a function and its arguments
    library_of_$where,planted-panic >"$library"
    if ! panics "$library" >/dev/null; then
      echo "$where: a planted panic is not found"
      return 1
    fi
    # shellcheck disable=SC2086
    library_of_$where >"$library"
    # Shows what is found, which is the failure.
    ! panics "$library" || return 1
    echo "$where: none"
  done
}

# These print a static library with the features that come last.
library_of_bare() {
  static_library cargo rustc -p bare-layer --lib --profile firmware --features "$1"
}
library_of_host() {
  static_library cargo rustc -p lwm2m-codec-c --lib --profile "$1" --features "$2"
}
library_of_cortex() {
  static_library cargo_for thumbv7m-none-eabi \
    rustc -p lwm2m-codec-c --lib --profile firmware --features "$1"
}
static_library() {
  local path
  path=$("$@" -q --no-default-features --crate-type staticlib --message-format json |
    sed -n 's/.*"filenames":\["\([^"]*\.a\)"\].*/\1/p' | tail -1)
  cat "$path"
}

describe_dependencies="licences of dependencies, none in two versions, all from the registry"
part_dependencies() {
  .ci/dependencies.sh
}

describe_msrv="the oldest supported compiler, Rust $MSRV"
part_msrv() {
  local rustc
  rustc=$(msrv_rustc)
  RUSTC=$rustc cargo check -q --locked --all-features -p lwm2m-codec -p lwm2m-cli \
    --target-dir "$TARGET_DIR/msrv"
}

describe_nostd="targets without std: Cortex-M3, and RISC-V without atomics"
part_nostd() {
  local features
  for features in formats formats,serde formats,alloc; do
    cargo_for "thumbv7m-none-eabi riscv32imc-unknown-none-elf" \
      check -q -p lwm2m-codec --lib --no-default-features --features "$features"
  done
}

describe_bench="the comparisons with other codecs agree and run"
part_bench() {
  local output
  output=$(cargo test -q -p lwm2m-codec-benches 2>&1) || { echo "$output" && return 1; }
  cargo run -q -p lwm2m-codec-benches --bin corpora -- "$TARGET_DIR/corpora"
}

describe_instructions="instructions per record, against the committed counts"
part_instructions() {
  package valgrind
  cargo run -q --profile bench -p lwm2m-codec-benches --bin instructions -- --check
}

describe_size="code size and stack on Cortex-M3, shown for one format"
part_size() {
  package qemu-system-arm
  benches/size/measure.sh tlv
}

describe_c="C: header, vectors, sanitizers, installation; firmware for Cortex-M3 under QEMU"
part_c() {
  local command libraries=$TARGET_DIR/c-firmware features
  for command in gcc g++ cmake pkg-config valgrind python3 qemu-system-arm; do
    package "$command"
  done
  package arm-none-eabi-gcc gcc-arm-none-eabi
  bindings-c/tests/run.sh
  mkdir -p "$libraries"
  for features in $(bindings-c/tests/firmware.sh --libraries); do
    library_of_cortex "$features" >"$libraries/$features.a"
  done
  bindings-c/tests/firmware.sh "$libraries"
}

describe_python="the Python package, installed as its users do: tests, types, vectors"
part_python() {
  bindings-python/test.sh
}

describe_wasm="the npm package: its build, and its use in Node, browsers and bundlers"
part_wasm() {
  local module
  command -v npm >/dev/null || skip "npm is not installed"
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || skip "Node 20 is not installed"
  package chromium
  (cd bindings-wasm && npm ci --silent --no-audit --no-fund)
  module=$(wasm_module)
  node bindings-wasm/build.mjs "$module"
  cargo run -q -p lwm2m-codec-benches --bin corpora -- "$TARGET_DIR/corpora"
  bindings-wasm/test.sh "$TARGET_DIR/corpora"
}

describe_fuzz="fuzz targets: what once broke something, then each for ${FUZZ_SECONDS:=30} s"
part_fuzz() {
  package g++ # for libFuzzer
  component clippy
  cargo clippy -q --manifest-path fuzz/Cargo.toml --no-default-features --all-targets \
    --target-dir "$TARGET_DIR/fuzz" -- -D warnings
  fuzz/run.sh
}

# --- What the parts use ---------------------------------------------------------------------------

# The features that are one format each.
formats() {
  cargo metadata --no-deps --format-version 1 |
    sed 's/.*"formats":\[\([^]]*\)\].*/\1/' | tr -d '"' | tr , ' '
}

# Runs tests, and prints little of those that pass.
tests() {
  cargo test -q "$@" | sed '/^$/d; /^running /d; /^[.i]*$/d'
}

# The symbols of a static library that belong to panics; fails if there are none.
panics() {
  nm "$1" 2>/dev/null | grep -iE '^[0-9a-f ]+ [a-z] .*(panic|unwind)'
}

skip() {
  echo "skipped: $*" >&2
  exit $SKIP
}

# Sees to a program, of a package of Debian that has the same name if none is given.
package() {
  local name=${2:-$1}
  local install=(apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 "$name")
  command -v "$1" >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || skip "$1 is not installed"
  "${install[@]}" >&2 || { apt-get update -qq && "${install[@]}"; } >&2 ||
    skip "$name cannot be installed"
}

# Sees to a component of the toolchain.
component() {
  cargo "${1/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$1"
}

# Builds the WebAssembly module of the npm package, and prints where it is.
wasm_module() {
  local linkers
  # A compiler of Debian's has no linker for this.
  linkers=("$(rustc --print sysroot)"/lib/rustlib/*/bin/rust-lld)
  [ ! -x "${linkers[0]}" ] || export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=${linkers[0]}
  BUILD_STD=std,panic_abort cargo_for wasm32-unknown-unknown build -q -p lwm2m-codec-wasm --lib \
    --profile wasm --message-format json-render-diagnostics |
    sed -n 's/.*"filenames":\["\([^"]*lwm2m_codec_wasm\.wasm\)".*/\1/p'
}

# Runs cargo for targets, whose core and alloc, or BUILD_STD, come from wherever they can be had.
cargo_for() {
  local targets=$1 sysroot rustc target flags=() missing=()
  shift
  sysroot=$(rustc --print sysroot)
  for target in $targets; do
    flags+=(--target "$target")
    compgen -G "$sysroot/lib/rustlib/$target/lib/libcore-*.rlib" >/dev/null || missing+=("$target")
  done
  if [ ${#missing[@]} = 0 ]; then
    cargo "$@" "${flags[@]}"
  elif [ -f "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ]; then
    RUSTC_BOOTSTRAP=1 cargo "$@" -Zbuild-std="${BUILD_STD:-core,alloc}" "${flags[@]}" \
      --target-dir "$TARGET_DIR/build-std"
  elif rustc=$(debian_rustc); then
    RUSTC=$rustc RUSTC_BOOTSTRAP=1 cargo "$@" -Zbuild-std="${BUILD_STD:-core,alloc}" "${flags[@]}" \
      --target-dir "$TARGET_DIR/msrv"
  elif rustup target add "${missing[@]}"; then
    cargo "$@" "${flags[@]}"
  else
    skip "no core library for these; try: rustup target add ${missing[*]}"
  fi
}

# Prints the path of the oldest supported compiler.
msrv_rustc() {
  rustup which rustc --toolchain "$MSRV" 2>/dev/null && return
  debian_rustc && return
  if rustup toolchain install "$MSRV" --profile minimal >&2; then
    rustup which rustc --toolchain "$MSRV"
  else
    skip "no Rust $MSRV; try: rustup toolchain install $MSRV" >&2
  fi
}

# Prints the path of Debian's build of that compiler, with the source of its standard library.
# The packages are unpacked below the target directory; nothing is installed.
debian_rustc() {
  local directory rustc
  directory=$(mkdir -p "$TARGET_DIR" && cd "$TARGET_DIR" && pwd)/debian-rust-$MSRV
  rustc=$directory/rustc
  if [ ! -x "$rustc" ]; then
    unpack_debian_rust "$directory" >&2 || return
    # The script is written last: where it is, all is there.
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' \
      "'$directory/usr/lib/$(uname -m)-linux-gnu'" "'$directory/usr/bin/rustc'" >"$rustc.new"
    chmod +x "$rustc.new"
    if ! "$rustc.new" --version >&2; then
      # It lacks a library that its LLVM depends on.
      [ "$(id -u)" = 0 ] && apt-get install -y -qq --no-install-recommends libllvm19 >&2 &&
        "$rustc.new" --version >&2 || return
    fi
    mv "$rustc.new" "$rustc"
  fi
  echo "$rustc"
}

unpack_debian_rust() {
  local directory=$1 version package
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || return
  debian_version || { [ "$(id -u)" = 0 ] && apt-get update -qq; }
  version=$(debian_version) || return
  rm -rf "$directory"
  mkdir -p "$directory/packages"
  chmod 777 "$directory/packages" # apt fetches as a user of its own
  (
    cd "$directory/packages"
    apt-get download -qq "rustc-web=$version" "libstd-rust-web-$MSRV=$version" \
      "libstd-rust-web-dev=$version" "rust-web-src=$version" libllvm19
  ) || return
  for package in "$directory"/packages/*.deb; do
    dpkg -x "$package" "$directory" || return
  done
  rm -r "$directory/packages"
}

# Prints the version of Debian's package of that compiler; fails if there is none.
debian_version() {
  apt-cache madison rustc-web 2>/dev/null | tr -d ' ' | cut -d'|' -f2 | grep -m1 -F "$MSRV."
}

# --- Running --------------------------------------------------------------------------------------

case ${1-} in
--list)
  for part in "${PARTS[@]}"; do
    describe=describe_$part
    printf '%-12s %s\n' "$part" "${!describe}"
  done
  exit
  ;;
--cargo-for)
  # For the scripts of parts: cargo for targets whose standard library may not be installed.
  shift
  cargo_for "$@"
  exit
  ;;
--part)
  # One part in a process of its own, where `set -e` holds.
  "part_$2"
  exit
  ;;
esac

for part in "$@"; do
  if ! declare -F "part_$part" >/dev/null; then
    echo "no part is called $part; ./test.sh --list" >&2
    exit 2
  fi
done
[ $# -gt 0 ] || set -- "${PARTS[@]}"

passed=0 skipped=() failed=()
for part in "$@"; do
  describe=describe_$part
  echo "=== $part: ${!describe}"
  start=$SECONDS status=0
  bash "$0" --part "$part" || status=$?
  case $status in
  0) passed=$((passed + 1)) outcome=passed ;;
  "$SKIP") skipped+=("$part") outcome=skipped ;;
  *) failed+=("$part") outcome=FAILED ;;
  esac
  echo "--- $part: $outcome in $((SECONDS - start)) s"
done

[ ${#skipped[@]} = 0 ] || echo "skipped: ${skipped[*]}"
[ ${#failed[@]} = 0 ] || echo "failed: ${failed[*]}"
summary="$passed passed, ${#failed[@]} failed"
[ ${#skipped[@]} = 0 ] || summary+=", ${#skipped[@]} skipped"
echo "$summary"
[ ${#failed[@]} = 0 ]
