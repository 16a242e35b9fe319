//! Floating-point numbers in fewer bits.

/// The double as a single, if that is exact to the bit.
#[expect(clippy::cast_possible_truncation, reason = "checked by converting back")]
pub(crate) fn exact_single(number: f64) -> Option<f32> {
    if cfg!(feature = "fast") {
        let single = number as f32;
        return (f64::from(single).to_bits() == number.to_bits()).then_some(single);
    }
    single_bits(number.to_bits()).map(f32::from_bits)
}

/// The same in integers, which takes less code on processors without floating-point numbers than
/// converting there and back.
fn single_bits(bits: u64) -> Option<u32> {
    const FRACTION: u64 = (1 << 52) - 1;
    let sign = (bits >> 32) as u32 & 1 << 31;
    let fraction = bits & FRACTION;
    let exponent = (bits >> 52) as u32 & 0x7ff;
    let (exponent, fraction, surplus) = match exponent {
        0 if fraction == 0 => return Some(sign),
        // A signalling NaN would not come back as it was.
        0x7ff if fraction == 0 || fraction >> 51 == 1 => (0xff, fraction, 29),
        897..=1150 => (exponent - 896, fraction, 29),
        // Too small for the implicit bit.
        874..897 => (0, fraction | 1 << 52, 926 - exponent),
        _ => return None,
    };
    let exact = fraction & ((1 << surplus) - 1) == 0;
    exact.then_some(sign | exponent << 23 | (fraction >> surplus) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_conversion(number: f64) -> Option<u32> {
        let single = number as f32;
        (f64::from(single).to_bits() == number.to_bits()).then(|| single.to_bits())
    }

    #[test]
    fn singles_are_those_that_convert_back() {
        // Every exponent, with fractions around what a single holds.
        for high in 0..=0xfffu64 {
            for shift in 0..52 {
                for fraction in [0u64, 1 << shift, (1 << shift) - 1, (1 << 52) - (1 << shift)] {
                    let bits = high << 52 | fraction & ((1 << 52) - 1);
                    let expected = by_conversion(f64::from_bits(bits));
                    assert_eq!(single_bits(bits), expected, "{bits:x}");
                    assert_eq!(exact_single(f64::from_bits(bits)).map(f32::to_bits), expected);
                }
            }
        }
    }
}
