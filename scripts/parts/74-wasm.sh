# npm package: build; use in Node, browsers and bundlers
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh

command -v npm >/dev/null || skip "npm is not installed"
[ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || skip "Node 20 is not installed"
package chromium
(cd bindings-wasm && npm ci --silent --no-audit --no-fund)

# Debian's compiler comes without a linker for this target.
linkers=("$(rustc --print sysroot)"/lib/rustlib/*/bin/rust-lld)
[ ! -x "${linkers[0]}" ] || export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=${linkers[0]}
module=$(BUILD_STD=std,panic_abort cargo_for wasm32-unknown-unknown build -q -p lwm2m-codec-wasm \
  --lib --profile wasm --message-format json-render-diagnostics |
  sed -n 's/.*"filenames":\["\([^"]*lwm2m_codec_wasm\.wasm\)".*/\1/p')
node bindings-wasm/build.mjs "$module"
cargo run -q -p lwm2m-codec-benches --bin corpora -- "$TARGET_DIR/corpora"
bindings-wasm/test.sh "$TARGET_DIR/corpora"
