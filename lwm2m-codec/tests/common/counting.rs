//! The system's allocator, counting what each thread asks of it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call goes on to the system's allocator as it came.
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

/// The number of allocations of this thread during some work, and what the work gives.
pub(crate) fn allocations<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let before = ALLOCATIONS.get();
    let result = work();
    (ALLOCATIONS.get() - before, result)
}

#[test]
fn the_count_is_taken() {
    assert_eq!(allocations(|| Box::new(std::hint::black_box(1))).0, 1);
}

/// What other threads allocate is not counted: tests of one binary do not disturb one another.
#[test]
fn each_thread_has_its_own_count() {
    let (count, ()) = allocations(|| {
        std::thread::scope(|scope| {
            // The scope and the thread take some heap of their own.
            let thread = scope.spawn(|| allocations(|| vec![Box::new(1); 1000]).0);
            assert_eq!(thread.join().unwrap(), 1001);
        });
    });
    assert!(count < 1000, "{count}");
}
