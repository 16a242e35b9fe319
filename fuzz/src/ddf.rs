//! Object definitions from DDF XML.

use lwm2m_codec::Schema as _;
use lwm2m_codec::ddf::Definitions;

use crate::model::xml;

/// The whole input is the file.
pub fn ddf(file: &[u8]) {
    let definitions = match Definitions::parse(file) {
        Ok(definitions) => definitions,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let written = xml(&definitions);
    let again = Definitions::parse(&written);
    assert_eq!(again.as_ref().ok(), Some(&definitions), "{written}: {again:?}");
    for object in definitions.objects() {
        assert_eq!(definitions.object(object.id, Some(object.version)), Some(object));
        for resource in object.resources.iter() {
            assert_eq!(object.resource(resource.id), Some(resource));
            let ranges = resource.ranges();
            assert!(ranges.count() <= resource.range.len() + 1);
        }
    }
    assert!(definitions.newest().count() <= definitions.objects().count());
}
