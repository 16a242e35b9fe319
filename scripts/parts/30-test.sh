# tests and documentation examples, with the default and with all features; the command
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

[ -d "${LWM2M_REGISTRY:-../shared/lwm2m-registry}" ] ||
  echo "skipped: the tests over the whole registry, whose folder is not here (LWM2M_REGISTRY)"
tests
tests --all-features
tests -p lwm2m-cli
