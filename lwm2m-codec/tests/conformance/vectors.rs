//! The conformance vectors of `testdata`, in strict and lenient mode.

use crate::testdata;

#[test]
fn all_vectors_pass() {
    let vectors = testdata::vectors();
    assert!(vectors.len() > 300);
    let mut skipped = 0;
    let mut failed = Vec::new();
    for vector in &vectors {
        if let Some(reason) = vector.skipped() {
            println!("{} skipped: {reason}", vector.id);
            skipped += 1;
        } else if let Err(fault) = vector.check() {
            failed.push(format!("{}: {fault}", vector.id));
        }
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
    assert_eq!(skipped, 3, "vectors of the LwM2M Gateway");
}

#[test]
fn payloads_of_the_documents_are_encoded_byte_for_byte() {
    let exact = [
        "classic-tlv-3-0",
        "classic-senml-json-3-0",
        "classic-senml-cbor-3-0",
        "classic-lwm2m-cbor-3-0",
        "classic-json-3-0",
        "lc-array-key",
        "lc-multi",
        "lc-object",
        "lc-composite",
        "lc-create-5",
        "lc-create-max",
    ];
    let vectors = testdata::vectors();
    for id in exact {
        let vector = vectors.iter().find(|vector| vector.id == id).unwrap();
        let encoded = vector.encoded().unwrap_or_else(|error| panic!("{id}: {error}"));
        let mut expected = vector.payload().unwrap();
        // White space between tokens of JSON does not count; these payloads have it only there.
        expected.retain(|&byte| byte != b'\n');
        if !id.contains("json") {
            expected = vector.payload().unwrap();
        }
        assert_eq!(hex::encode(encoded), hex::encode(expected), "{id}");
    }
}
