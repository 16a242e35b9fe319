//! A global allocator that counts the allocations of each thread.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is passed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The number of allocations that this thread makes during `work`, and the result of `work`.
pub(crate) fn allocations<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = ALLOCATIONS.get();
    let result = work();
    (ALLOCATIONS.get() - before, result)
}

#[test]
fn allocations_are_counted() {
    assert_eq!(allocations(|| Box::new(std::hint::black_box(1))).0, 1);
}

/// Tests that run in parallel do not disturb one another.
#[test]
fn each_thread_has_its_own_count() {
    let (count, ()) = allocations(|| {
        std::thread::scope(|scope| {
            // Spawning a thread allocates a little in this one.
            let thread = scope.spawn(|| allocations(|| vec![Box::new(1); 1000]).0);
            assert_eq!(thread.join().unwrap(), 1001);
        });
    });
    assert!(count < 1000, "{count}");
}
