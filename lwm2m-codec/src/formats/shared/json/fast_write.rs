//! The fast path for writing JSON numbers.

use crate::codec::sink::Reserved;

/// Writes floats. Those of one pack mostly have alike precision: two decimals are tried first only as
/// long as that is worth it.
#[derive(Default)]
pub(crate) struct FastDecimals {
    /// The floats since the last that had at most two decimals, up to `MANY`.
    misses: u8,
}

/// Misses after which two decimals are no longer tried, and after which they are tried again.
const FEW: u8 = 4;
const MANY: u8 = 32;

impl FastDecimals {
    /// Writes a finite number as the shortest decimal that reads back as the same.
    #[inline(always)]
    pub(crate) fn put(&mut self, reserved: &mut Reserved<'_>, number: f64) {
        if self.misses < FEW && put_hundredths(reserved, number) {
            self.misses = 0;
            return;
        }
        self.misses = if self.misses >= MANY { 0 } else { self.misses + 1 };
        reserved.put_digits(zmij::Buffer::new().format_finite(number).as_bytes());
    }
}

/// Writes a number below 10,000 if it is the float nearest to a decimal of two places, which is then
/// the shortest that reads back.
#[inline(always)]
fn put_hundredths(reserved: &mut Reserved<'_>, number: f64) -> bool {
    let absolute = number.abs();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked below")]
    let hundredths = (absolute * 100.0 + 0.5) as u32;
    // The quotient of exact numbers is the float nearest to the decimal.
    if hundredths >= 1_000_000 || (f64::from(hundredths) / 100.0).to_bits() != absolute.to_bits() {
        return false;
    }
    if number.is_sign_negative() {
        reserved.put(*b"-");
    }
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    reserved.put_id(whole as u16);
    let (tens, ones) = (rest / 10, rest % 10);
    reserved.put([b'.', b'0' + tens as u8, b'0' + ones as u8]);
    if ones == 0 {
        reserved.pop();
    }
    true
}
