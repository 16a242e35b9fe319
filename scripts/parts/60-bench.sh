# benchmarks: results of all codecs agree, and everything runs
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

# Benches are no tests of their own accord.
output=$(cargo test -q -p lwm2m-codec-benches --lib --bins --benches 2>&1) || { echo "$output" && exit 1; }
cargo run -q -p lwm2m-codec-benches --bin corpora -- "$TARGET_DIR/corpora"
