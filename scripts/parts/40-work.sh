# linear work on hostile payloads, counted in instructions
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

package valgrind
tests -p lwm2m-codec --test resources -- --ignored
