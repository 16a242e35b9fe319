# shellcheck shell=bash
# Compilers and standard libraries that rustup did not install: other targets, and the oldest
# supported Rust. Where rustup cannot download, they come from Debian's packages. Sourced from the
# top folder.

# shellcheck source=scripts/lib.sh
source scripts/lib.sh
MSRV=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

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
