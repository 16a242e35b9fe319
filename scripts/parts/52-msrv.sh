# the oldest supported compiler
# shellcheck source=scripts/toolchain.sh
source scripts/toolchain.sh

rustc=$(msrv_rustc)
echo "Rust $MSRV"
RUSTC=$rustc cargo check -q --locked --all-features -p lwm2m-codec -p lwm2m-cli \
  --target-dir "$TARGET_DIR/msrv"
