# fuzz targets: regressions, then FUZZ_SECONDS (30) each
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

package g++ # for libFuzzer
component clippy
cargo clippy -q --manifest-path fuzz/Cargo.toml --no-default-features --all-targets \
  --target-dir "$TARGET_DIR/fuzz" -- -D warnings
fuzz/run.sh
