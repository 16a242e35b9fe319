//! Look-ups in the built-in table take nothing from the heap.

use lwm2m_codec::registry::Registry;
use lwm2m_codec::{DataType, ResourceType, Schema, Version, Versioned};

use crate::counting::allocations;

#[test]
fn look_ups_do_not_allocate() {
    let mine = |object, resource| {
        (object == 3 && resource == 9).then_some(ResourceType::single(DataType::Float))
    };
    let layers = (mine, Registry);
    let versions = [(3, Version::new(1, 1))];
    let (count, found) = allocations(|| {
        let versioned = Versioned::new(&layers, &versions);
        let mut found = 0;
        for object in 0..=u16::MAX {
            found += usize::from(layers.resource_type(object, 0).is_some());
            found += usize::from(versioned.resource_type(object, 0).is_some());
            found += Registry.object(object, None).map_or(0, |object| object.resources.len());
        }
        for object in Registry.objects() {
            for resource in object.resources {
                found += resource.ranges().count();
                found += usize::from(resource.name_contains("state"));
            }
        }
        found + Registry.search("meter").count()
    });
    assert!(found > 3464);
    assert_eq!(count, 0);
}
