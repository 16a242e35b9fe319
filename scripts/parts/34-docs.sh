# documentation without warnings
RUSTDOCFLAGS="-D warnings" cargo doc -q --workspace --all-features --no-deps
