//! Links are decoded, read as LwM2M and encoded without heap.

use lwm2m_codec::link::register::{self, Entry, Root};
use lwm2m_codec::link::{self, RegistrationLinks};
use lwm2m_codec::{ContentFormat, Strictness, Version};

use crate::counting::allocations;

#[test]
fn a_registration_of_205_links_takes_no_heap() {
    let mut payload = String::from(r#"</>;rt="oma.lwm2m";ct="110 112 11544""#);
    for object in [1, 3, 3303, 3304] {
        payload.push_str(&format!(",</{object}>;ver=1.2"));
        (0..50).for_each(|instance| payload.push_str(&format!(",</{object}/{instance}>")));
    }
    let payload = payload.as_bytes();
    let mut buffer = vec![0; payload.len()];
    let registered = [110, 112, 11544].map(ContentFormat::from_number);

    let (heap, same) = allocations(|| {
        let links = link::decode(payload, Strictness::STRICT);
        let (mut count, mut attributes) = (0, 0);
        for link in links.clone() {
            attributes += link.unwrap().attributes().count();
            count += 1;
        }
        let registration = RegistrationLinks::new(links.clone()).unwrap();
        let (formats, instances) =
            (registration.formats().count(), registration.instances().count());
        assert_eq!((count, attributes, formats, instances), (205, 6, 3, 200));
        assert_eq!(registration.version(3303), Some(Version::new(1, 2)));

        assert_eq!(link::encode(links, &mut buffer), Ok(payload.len()));
        let same = buffer == payload;
        assert_eq!(link::encode(registration.links(), &mut buffer), Ok(payload.len()));
        let root = Root { path: registration.root(), formats: &registered };
        let entries = registration.links().skip(1);
        let entries = entries.map(|link| Entry { version: link.ver, ..Entry::new(link.path) });
        assert_eq!(register::encode(&root, entries, &mut buffer), Ok(payload.len()));
        let query =
            link::RegisterQuery::parse("ep=node&lt=300&lwm2m=1.2&b=U&Q", Strictness::STRICT)
                .unwrap();
        assert_eq!(query.encode(&mut [0; 64]), Ok(30));
        let arguments = link::arguments(b"0,1='x'", Strictness::STRICT).map(Result::unwrap);
        assert_eq!(link::encode_arguments(arguments, &mut [0; 64]), Ok(7));
        same
    });
    assert_eq!(heap, 0);
    assert!(same && buffer == payload);
}
