# tests without heap and std, of each format alone and all together, and with heap
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

for format in $(formats); do
  echo "$format alone, without heap"
  tests -p bare-layer --no-default-features --features "$format"
done
echo "all formats, without heap"
tests -p bare-layer --no-default-features --features formats,serde
echo "all formats, without heap, with the fast path"
tests -p bare-layer --no-default-features --features formats,serde,fast
echo "all formats, with heap, without std"
# Reading numbers does not depend on the layer, and its tests are slow.
tests -p lwm2m-codec --no-default-features --features formats,alloc,serde \
  --lib --test conformance --test properties --test resources -- --skip decimal::
