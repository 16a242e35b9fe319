# shellcheck shell=bash
# Standard libraries of other targets, and the oldest supported compiler. Where rustup has not
# installed them and cannot, they come from Debian's packages. Source it from the repository root.

# shellcheck source=scripts/lib.sh
source scripts/lib.sh
MSRV=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# Runs cargo for targets whose standard library may not be installed: cargo_for "TARGET…" COMMAND…
# Uses the toolchain's, or else builds BUILD_STD (core,alloc) from the toolchain's source or Debian's,
# or else asks rustup.
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

# Prints the path of that compiler as built by Debian, next to the source of its standard library.
# The packages are unpacked below the target directory and not installed.
debian_rustc() {
  local directory rustc
  directory=$(mkdir -p "$TARGET_DIR" && cd "$TARGET_DIR" && pwd)/debian-rust-$MSRV
  rustc=$directory/rustc
  if [ ! -x "$rustc" ]; then
    unpack_debian_rust "$directory" >&2 || return
    # Written last, so that its existence means everything is unpacked.
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' \
      "'$directory/usr/lib/$(uname -m)-linux-gnu'" "'$directory/usr/bin/rustc'" >"$rustc.new"
    chmod +x "$rustc.new"
    if ! "$rustc.new" --version >&2; then
      # A library that LLVM depends on is missing.
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
