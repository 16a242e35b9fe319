# instructions per record, against the committed counts
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

package valgrind
cargo run -q --profile bench -p lwm2m-codec-benches --bin instructions -- --check
