//! CBOR heads, strings and half floats (RFC 8949, section 3).

use crate::error::{Error, ErrorKind};

/// The head of an item: its first byte, and the argument in it or after it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Head {
    /// Major type and additional information.
    pub(crate) first: u8,
    pub(crate) argument: u64,
}

impl Head {
    /// The byte that ends an item of indefinite length.
    pub(crate) const BREAK: u8 = 0xff;

    /// Splits the head off `rest`; `None` if it is truncated, reserved, or of indefinite length.
    #[inline(always)]
    pub(crate) fn split(rest: &[u8]) -> Option<(Self, &[u8])> {
        let [first, after @ ..] = rest else { return None };
        let info = first & 0x1f;
        if !cfg!(feature = "fast") {
            let width = match info {
                ..24 => 0,
                24..28 => 1 << (info - 24),
                _ => return None,
            };
            let (number, after) = after.split_at_checked(width)?;
            let argument = if width == 0 { info.into() } else { 0 };
            let argument = number.iter().fold(argument, |all, &byte| all << 8 | u64::from(byte));
            return Some((Self { first: *first, argument }, after));
        }
        if info < 24 {
            return Some((Self { first: *first, argument: info.into() }, after));
        }
        let (argument, after) = match (info, after) {
            (24, [argument, after @ ..]) => (u64::from(*argument), after),
            (25, [a, b, after @ ..]) => (u16::from_be_bytes([*a, *b]).into(), after),
            (26, [a, b, c, d, after @ ..]) => (u32::from_be_bytes([*a, *b, *c, *d]).into(), after),
            (27, [a, b, c, d, e, f, g, h, after @ ..]) => {
                (u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]), after)
            }
            _ => return None,
        };
        Some((Self { first: *first, argument }, after))
    }

    /// Reads the head at `position` and the position after it. The argument of indefinite lengths and
    /// of the break is 0.
    pub(crate) fn read(payload: &[u8], position: usize) -> Result<(Self, usize), Error> {
        let rest = payload.get(position..).unwrap_or_default();
        if let Some((head, rest)) = Self::split(rest) {
            return Ok((head, payload.len() - rest.len()));
        }
        match rest.first() {
            Some(&first @ (0x5f | 0x7f | 0x9f | 0xbf | Self::BREAK)) => {
                Ok((Self { first, argument: 0 }, position + 1))
            }
            Some(first) if first & 0x1f >= 28 => Err(Error::new(ErrorKind::InvalidCbor, position)),
            _ => Err(Error::new(ErrorKind::Truncated, payload.len())),
        }
    }

    pub(crate) fn major(self) -> u8 {
        self.first >> 5
    }

    /// The argument, unless the item has indefinite length.
    pub(crate) fn definite(self) -> Option<u64> {
        (self.first & 0x1f != 31).then_some(self.argument)
    }

    /// The float in the head, if it is one.
    #[inline(always)]
    pub(crate) fn float(self) -> Option<f64> {
        match self.first {
            0xf9 => Some(from_half(self.argument as u16).into()),
            0xfa => Some(f32::from_bits(self.argument as u32).into()),
            0xfb => Some(f64::from_bits(self.argument)),
            _ => None,
        }
    }
}

/// The value of half-precision bits. `minicbor` does the same in 570 bytes more on Cortex-M3.
fn from_half(bits: u16) -> f32 {
    let (sign, magnitude) = (u32::from(bits & 0x8000) << 16, u32::from(bits & 0x7fff));
    // The significand where single precision has it.
    let aligned = magnitude << 13;
    f32::from_bits(
        sign | match magnitude {
            0 => 0,
            // The highest bit becomes the implicit one.
            1..0x400 => {
                let zeros = magnitude.leading_zeros();
                ((134 - zeros) << 23) | magnitude << (zeros - 8) & 0x7f_ffff
            }
            // Exponents are biased by 112 more.
            0x400..0x7c00 => aligned + (112 << 23),
            0x7c00 => 0xff << 23,
            // A quiet NaN.
            _ => 0xff << 23 | 1 << 22 | aligned,
        },
    )
}

/// The half-precision bits of a number, if they hold it exactly.
#[inline]
pub(crate) fn to_half(number: f32) -> Option<u16> {
    let bits = number.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let magnitude = bits & 0x7fff_ffff;
    // Half precision has 13 significand bits fewer than single.
    if bits & 0x1fff != 0 {
        return None;
    }
    match magnitude >> 23 {
        // Exponents in the range of half precision are biased by 112 less.
        113..=142 => Some(sign | ((magnitude - (112 << 23)) >> 13) as u16),
        _ if magnitude == 0 => Some(sign),
        _ => uncommon_half(magnitude).map(|half| sign | half),
    }
}

/// The same for infinity, NaN and subnormal halves, without the sign.
#[cold]
fn uncommon_half(magnitude: u32) -> Option<u16> {
    let significand = magnitude & 0x7f_ffff;
    match magnitude >> 23 {
        255 => Some(0x7c00 | (significand >> 13) as u16),
        // Each step below the least exponent costs one significand bit.
        exponent @ 102..=112 => {
            let (significand, missing) = (significand | 1 << 23, 126 - exponent);
            (significand.trailing_zeros() >= missing).then_some((significand >> missing) as u16)
        }
        _ => None,
    }
}

/// The length of the chunk whose head is at `position`, of a string of this major type, or `None` at
/// the break; and the position after the head.
pub(crate) fn chunk(
    payload: &[u8],
    position: usize,
    major: u8,
) -> Result<(Option<u64>, usize), Error> {
    let (head, next) = Head::read(payload, position)?;
    match head.definite() {
        length @ Some(_) if head.major() == major => Ok((length, next)),
        None if head.first == Head::BREAK => Ok((None, next)),
        _ => Err(Error::new(ErrorKind::InvalidCbor, position)),
    }
}

/// Splits the first chunk off the checked chunks of an indefinite-length string.
pub(crate) fn split_chunk(chunks: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, rest) = Head::split(chunks)?;
    rest.split_at_checked(usize::try_from(head.argument).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_read_back() {
        for bits in 0..=u16::MAX {
            let number = from_half(bits);
            let [high, low] = bits.to_be_bytes();
            let other = minicbor::Decoder::new(&[0xf9, high, low]).f16().unwrap();
            assert_eq!(number.to_bits(), other.to_bits(), "{bits:x}");
            // Reading turns every NaN into a quiet one.
            let quiet = if number.is_nan() { 0x200 } else { 0 };
            assert_eq!(to_half(number), Some(bits | quiet), "{bits:x}");
            let above = f32::from_bits(number.to_bits() | 1);
            assert_eq!(to_half(above), None, "{bits:x}");
        }
    }
}
