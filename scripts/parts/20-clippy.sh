# lints, with all features and with each format alone
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

component clippy
cargo metadata --locked --format-version 1 >/dev/null # Cargo.lock is up to date
cargo clippy -q --workspace --all-targets --all-features -- -D warnings
cargo clippy -q --all-targets -- -D warnings
for features in "" $(formats) formats formats,serde formats,alloc,serde; do
  cargo clippy -q -p lwm2m-codec --lib --no-default-features --features "$features,fast" -- -D warnings
  cargo clippy -q -p lwm2m-codec --lib --no-default-features --features "$features" -- -D warnings
done
