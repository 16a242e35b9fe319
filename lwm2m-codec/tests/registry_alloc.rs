//! Look-ups in the built-in table take nothing from the heap.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use std::alloc::System;

use lwm2m_codec::registry::Registry;
use lwm2m_codec::{DataType, ResourceType, Schema, Version, Versioned};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the layout is the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer comes from the same allocator.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations<T>(action: impl FnOnce() -> T) -> (usize, T) {
    let before = COUNT.get();
    let result = action();
    (COUNT.get() - before, result)
}

#[test]
fn look_ups_do_not_allocate() {
    // The counter counts.
    assert_eq!(allocations(|| core::hint::black_box(Box::new(1))).0, 1);

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
