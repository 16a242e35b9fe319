# documentation, without a warning
RUSTDOCFLAGS="-D warnings" cargo doc -q --workspace --all-features --no-deps
