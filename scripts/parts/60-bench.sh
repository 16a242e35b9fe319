# benchmarks: results of all codecs agree, and everything runs
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

output=$(cargo test -q -p lwm2m-codec-benches 2>&1) || { echo "$output" && exit 1; }
cargo run -q -p lwm2m-codec-benches --bin corpora -- "$TARGET_DIR/corpora"
