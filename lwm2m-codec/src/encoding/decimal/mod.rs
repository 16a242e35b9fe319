//! Decimal numbers of JSON text: scanning, and conversion to floats, integers and timestamps.
//!
//! [`Decimal::scan`] reads the text once and keeps a 64-bit mantissa and a decimal exponent.
//! The conversions work from these and read the text again only for numbers of more than
//! 19 digits. Nothing here allocates, and no input makes it panic or take more than linear time.
//!
//! Floats are rounded in three stages, each passing on what it cannot decide:
//! `Decimal::by_float_arithmetic` (Clinger), `eisel_lemire` and `exact`. Without the feature `fast`
//! there is one instead, for all conversions: `fixed`. `shortest` then writes plain floats with it.

pub(crate) mod digits;
mod eisel_lemire;
mod exact;
mod fixed;
mod float;
#[cfg(any(feature = "text", feature = "_scalar"))]
mod integral;
mod number;
mod powers;
#[cfg(feature = "_numerals")]
mod scan;
#[cfg(all(feature = "fast", feature = "senml-json"))]
mod short;
#[cfg(any(feature = "text", feature = "link"))]
mod shortest;
#[cfg(all(test, feature = "formats"))]
mod tests;

#[cfg(feature = "_senml")]
use self::fixed::Fixed;
pub(crate) use self::number::Decimal;
#[cfg(any(feature = "text", feature = "_scalar"))]
pub(crate) use self::number::Integral;
#[cfg(all(feature = "fast", feature = "senml-json"))]
pub(crate) use self::short::Short;
#[cfg(any(feature = "text", feature = "link"))]
pub(crate) use self::shortest::{DIGITS, shortest};

/// The sum of two floats, if it is finite. Without the feature `fast`, it takes a third of the code
/// that addition has where there is no floating-point unit.
#[cfg(feature = "_senml")]
pub(crate) fn sum(a: f64, b: f64) -> Option<f64> {
    if cfg!(feature = "fast") {
        return Some(a + b).filter(|sum| sum.is_finite());
    }
    exact_sum(a, b)
}

#[cfg(feature = "_senml")]
#[inline(never)] // Its number would burden the stack of all the rest.
fn exact_sum(a: f64, b: f64) -> Option<f64> {
    if !a.is_finite() || !b.is_finite() {
        return None;
    }
    let mut fixed = Fixed::ZERO;
    fixed.add(a);
    fixed.add(b);
    fixed.settle();
    fixed.to_f64()
}
