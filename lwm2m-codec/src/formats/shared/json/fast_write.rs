//! Short cuts for writing JSON numbers.

use crate::codec::sink::Reserved;

/// Writes floats, most of which have few digits, or have many: the way that does not lead anywhere is
/// tried no more than now and then.
#[derive(Default)]
pub(crate) struct FastDecimals {
    /// The floats of many digits since the last of few, up to some.
    misses: u8,
}

/// So many floats of many digits come before a way is left, and before it is tried again.
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

/// Writes a number below 10,000 that is the nearest to one of two decimals, which is then the
/// shortest. That takes 120 instructions less.
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
