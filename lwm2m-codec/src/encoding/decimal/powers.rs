//! Powers of five: a table that is computed at compile time.

/// The exponent of the first power in the table: from 10^-343 on, every 64-bit mantissa gives zero.
pub(super) const SMALLEST: i32 = -342;

/// The exponent of the last power in the table: from 10^309 on, every mantissa gives infinity.
pub(super) const LARGEST: i32 = 308;

/// The largest exponent of a power of five below 2^128.
pub(super) const LARGEST_EXACT: i32 = 55;

/// Number of powers.
const COUNT: usize = (LARGEST - SMALLEST + 1) as usize;

/// Where 5^0 is in the table.
const ONE: usize = -SMALLEST as usize;

/// The power of five of this exponent, with its highest bit at the top, and rounded down; `None`
/// outside of [`SMALLEST`] to [`LARGEST`].
#[inline]
pub(super) fn power(exponent: i32) -> Option<u128> {
    POWERS.get(usize::try_from(exponent.saturating_sub(SMALLEST)).ok()?).copied()
}

/// The powers of five from 5^-342 to 5^308, each scaled by a power of two so that it has its
/// highest bit at the top, and rounded down.
pub(super) static POWERS: [u128; COUNT] = powers();

/// Number of words of the integers from which the table is made: enough for 5^308, and for 128
/// bits of 2^1023 / 5^342.
const WORDS: usize = 16;

/// Compute the table. This runs only in the compiler, so its indexing cannot fail at run time.
const fn powers() -> [u128; COUNT] {
    let mut table = [0; COUNT];

    let mut power = [0; WORDS];
    power[0] = 1;
    let mut index = ONE;
    while index < COUNT {
        table[index] = top(&power);
        power = times_five(power);
        index += 1;
    }

    // Rounding down after each division by five is the same as doing so once after all of them.
    power = [0; WORDS];
    power[WORDS - 1] = 1 << 63;
    index = ONE;
    while index > 0 {
        index -= 1;
        power = by_five(power);
        table[index] = top(&power);
    }
    table
}

/// Multiply an integer, whose words go from the lowest to the highest, by five.
const fn times_five(mut number: [u64; WORDS]) -> [u64; WORDS] {
    let mut carry = 0;
    let mut index = 0;
    while index < WORDS {
        carry += number[index] as u128 * 5;
        number[index] = carry as u64;
        carry >>= 64;
        index += 1;
    }
    number
}

/// Divide an integer by five, rounding down.
const fn by_five(mut number: [u64; WORDS]) -> [u64; WORDS] {
    let mut remainder = 0;
    let mut index = WORDS;
    while index > 0 {
        index -= 1;
        let part = remainder << 64 | number[index] as u128;
        number[index] = (part / 5) as u64;
        remainder = part % 5;
    }
    number
}

/// The upper 128 bits of an integer, counted from its highest bit that is set.
const fn top(number: &[u64; WORDS]) -> u128 {
    let mut high = WORDS - 1;
    while number[high] == 0 {
        high -= 1;
    }
    let zeros = number[high].leading_zeros();
    let upper = (number[high] as u128) << 64 | word_below(number, high, 1) as u128;
    let lower = (word_below(number, high, 2) as u128) << zeros >> 64;
    upper << zeros | lower
}

/// The word that is `distance` below the one at `index`, with zeros below the lowest.
const fn word_below(number: &[u64; WORDS], index: usize, distance: usize) -> u64 {
    if index >= distance { number[index - distance] } else { 0 }
}
