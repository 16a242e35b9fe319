# formatting
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

component rustfmt
cargo fmt --all --check
cargo fmt --all --manifest-path fuzz/Cargo.toml --check
