# shellcheck shell=bash
# Functions shared by the parts. Source it from the repository root.

# shellcheck disable=SC2034 # for the scripts that source this
TARGET_DIR=${CARGO_TARGET_DIR:-target}

# Ends a part that cannot run on this machine. The exit code tells test.sh.
skip() {
  echo "skipped: $*" >&2
  exit 77
}

# Prints the features that each stand for one format.
formats() {
  cargo metadata --no-deps --format-version 1 |
    sed 's/.*"formats":\[\([^]]*\)\].*/\1/' | tr -d '"' | tr , ' '
}

# Reduces the output of tests to summaries and failures.
brief() {
  sed '/^$/d; /^running /d; /^[.i]*$/d'
}

tests() {
  cargo test -q "$@" | brief
}

# Runs `cargo rustc …` or `cargo_for TARGET rustc …` to build a static library without default
# features, and prints its path.
static_library() {
  "$@" -q --no-default-features --crate-type staticlib --message-format json |
    sed -n 's/.*"filenames":\["\([^"]*\.a\)"\].*/\1/p' | tail -1
}

# Installs a program if it is missing: package PROGRAM [DEBIAN-PACKAGE…]
package() {
  local names=("${@:2}") install
  [ $# -gt 1 ] || names=("$1")
  install=(apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 "${names[@]}")
  if command -v "$1" >/dev/null; then return; fi
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then skip "$1 is not installed"; fi
  "${install[@]}" >&2 || { apt-get update -qq && "${install[@]}"; } >&2 ||
    skip "${names[*]} cannot be installed"
}

# Installs a component of the toolchain if it is missing.
component() {
  cargo "${1/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$1"
}
