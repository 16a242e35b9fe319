//! Links are decoded, read as LwM2M and encoded without heap.

#![allow(missing_docs, reason = "a test")]
#![cfg(feature = "link")]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use std::alloc::System;

use lwm2m_codec::link::{self, Lwm2mLink, RegistrationLinks};
use lwm2m_codec::{Path, Strictness, Version};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: all calls go to the system allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer comes from `alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn a_registration_of_205_links_takes_no_heap() {
    let mut payload = String::from(r#"</>;rt="oma.lwm2m";ct="110 112 11544""#);
    for object in [1, 3, 3303, 3304] {
        payload.push_str(&format!(",</{object}>;ver=1.2"));
        (0..50).for_each(|instance| payload.push_str(&format!(",</{object}/{instance}>")));
    }
    let payload = payload.as_bytes();
    let mut buffer = vec![0; payload.len()];

    let before = ALLOCATIONS.get();
    let links = link::decode(payload, Strictness::STRICT);
    let (mut count, mut attributes) = (0, 0);
    for link in links.clone() {
        attributes += link.unwrap().attributes().count();
        count += 1;
    }
    let registration = RegistrationLinks::new(links.clone()).unwrap();
    let version = registration.version(3303);
    let formats = registration.formats().count();
    let instances = registration.instances().count();
    let generic = link::encode(links, &mut buffer).unwrap();
    let same = buffer == payload;
    let typed = link::encode(registration.links(), &mut buffer).unwrap();
    let query = link::RegisterQuery::parse("ep=node&lt=300&lwm2m=1.2&b=U&Q").unwrap();
    let queried = query.encode(&mut [0; 64]).unwrap();
    let arguments = link::arguments(b"0,1='x'", Strictness::STRICT).map(Result::unwrap);
    let argued = link::encode_arguments(arguments, &mut [0; 64]).unwrap();
    let after = ALLOCATIONS.get();

    assert_eq!(after - before, 0);
    assert_eq!((count, attributes, formats, instances), (205, 6, 3, 200));
    assert_eq!(version, Some(Version::new(1, 2)));
    assert!(same && buffer == payload);
    assert_eq!((generic, typed, queried, argued), (payload.len(), payload.len(), 30, 7));
    // The counter counts.
    let boxed = Box::new(Lwm2mLink::new(Path::ROOT));
    assert!(ALLOCATIONS.get() > after && boxed.ver.is_none());
}
