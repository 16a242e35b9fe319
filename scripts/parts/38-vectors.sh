# conformance vectors
cargo run -q --example vectors -- testdata/*.jsonl | sed 's/^/  /'
