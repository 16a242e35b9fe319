#!/usr/bin/env bash
# Installs the package into a fresh environment as its users do, and runs all its checks. Everything
# that it needs goes below the target directory.
set -euo pipefail
cd "$(dirname "$0")"

SKIP=77
TARGET_DIR=$(mkdir -p "${CARGO_TARGET_DIR:-../target}" && cd "${CARGO_TARGET_DIR:-../target}" && pwd)
WORK=$TARGET_DIR/python
export CARGO_TARGET_DIR=$TARGET_DIR PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
export PIP_DEFAULT_TIMEOUT=120

find_python() {
  local candidate
  for candidate in python3 python3.{14,13,12,11}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# A fresh environment in a folder of that name.
environment() {
  "$PYTHON" -m venv --clear "$WORK/$1"
}

PYTHON=$(find_python) || { echo "skipped: no Python 3.11 or newer"; exit $SKIP; }
mkdir -p "$WORK"
if ! environment fresh >/dev/null 2>&1; then
  # Debian keeps the module in a package of its own.
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "skipped: python3-venv is not installed"
    exit $SKIP
  fi
  apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends python3-venv >&2 ||
    { apt-get -o DPkg::Lock::Timeout=600 update -qq &&
      apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends python3-venv; } >&2
  environment fresh
fi

echo "pip install, and the first example of the README, in a fresh environment"
"$WORK/fresh/bin/pip" install -q .
awk '/^```$/ && on { exit } on; /^```python$/ { on = 1 }' README.md >"$WORK/readme.py"
(cd "$WORK" && fresh/bin/python readme.py) | grep -x '/3/0/9 Battery Level 100' >/dev/null
"$WORK/fresh/bin/lwm2m-codec" decode --format tlv --path /3/0 --hex --payload c10964 --json |
  grep -x '{"path":"/3/0/9","type":"integer","value":100}' >/dev/null

echo "wheel below 3 MB"
rm -rf "$WORK/dist"
"$WORK/fresh/bin/pip" wheel -q --no-deps --wheel-dir "$WORK/dist" .
size=$(stat -c %s "$WORK"/dist/*.whl)
echo "  $size bytes"
[ "$size" -lt 3000000 ]

if ! cmp -s tests/requirements.txt "$WORK/tools/requirements.txt"; then
  environment tools
  "$WORK/tools/bin/pip" install -q -r tests/requirements.txt
  cp tests/requirements.txt "$WORK/tools/requirements.txt"
fi
PATH=$WORK/tools/bin:$PATH
pip install -q --force-reinstall --no-deps "$WORK"/dist/*.whl

echo "style and types"
ruff check -q .
ruff format -q --check .
mypy --cache-dir "$WORK/mypy" python/lwm2m_codec | sed 's/^/  /'
mypy --cache-dir "$WORK/mypy" examples tests | sed 's/^/  /'
python -m mypy.stubtest --mypy-config-file pyproject.toml --allowlist tests/stubtest.txt \
  lwm2m_codec | sed 's/^/  /'

echo "tests"
python -m pytest -q -p no:cacheprovider --no-header | tail -3 | sed 's/^/  /'

echo "vectors as in Rust, byte for byte"
runner=(cargo run -q --release --manifest-path ../lwm2m-codec/Cargo.toml --example vectors --)
for option in "" --dump; do
  for files in ../testdata/vectors.jsonl ../testdata/field.jsonl tests/written.jsonl; do
    [ "$option$files" != tests/written.jsonl ] || continue # nothing there to judge
    cmp <("${runner[@]}" $option "$files") <(python tests/vectors.py $option "$files")
  done
done

echo "the source distribution builds from itself"
pip install -q maturin==1.16.0
log=$(maturin sdist --out "$WORK/dist" 2>&1) || { echo "$log"; exit 1; }
# Whether it builds does not depend on how much is optimised.
CARGO_TARGET_DIR=$WORK/sdist MATURIN_PEP517_ARGS="--profile dev" \
  pip wheel -q --no-deps --wheel-dir "$WORK/rebuilt" "$WORK"/dist/*.tar.gz
