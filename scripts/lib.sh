# shellcheck shell=bash
# What the parts share; sourced from the top folder. A part sources what it uses.

# shellcheck disable=SC2034 # read by those that source this
TARGET_DIR=${CARGO_TARGET_DIR:-target}

# Ends a part that cannot run on this machine; test.sh knows the code, and names the part at the end.
skip() {
  echo "skipped: $*" >&2
  exit 77
}

# The features that are one format each.
formats() {
  cargo metadata --no-deps --format-version 1 |
    sed 's/.*"formats":\[\([^]]*\)\].*/\1/' | tr -d '"' | tr , ' '
}

# Leaves little of what tests print that pass.
brief() {
  sed '/^$/d; /^running /d; /^[.i]*$/d'
}

tests() {
  cargo test -q "$@" | brief
}

# Builds a static library without default features by `cargo rustc …` or `cargo_for TARGET rustc …`,
# and prints its path.
static_library() {
  "$@" -q --no-default-features --crate-type staticlib --message-format json |
    sed -n 's/.*"filenames":\["\([^"]*\.a\)"\].*/\1/p' | tail -1
}

# Sees to a program, of packages of Debian; if none are given, of one with the same name.
package() {
  local names=("${@:2}") install
  [ $# -gt 1 ] || names=("$1")
  install=(apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 "${names[@]}")
  if command -v "$1" >/dev/null; then return; fi
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then skip "$1 is not installed"; fi
  "${install[@]}" >&2 || { apt-get update -qq && "${install[@]}"; } >&2 ||
    skip "${names[*]} cannot be installed"
}

# Sees to a component of the toolchain.
component() {
  cargo "${1/rustfmt/fmt}" --version >/dev/null 2>&1 || rustup component add "$1"
}
