//! Powers of five: a table that is computed at compile time, or, with the feature `small`, each one
//! when it is needed.

/// The exponent of the first power in the table: from 10^-343 on, every 64-bit mantissa gives zero.
pub(super) const SMALLEST: i32 = -342;

/// The exponent of the last power in the table: from 10^309 on, every mantissa gives infinity.
pub(super) const LARGEST: i32 = 308;

/// The largest exponent of a power of five below 2^128.
pub(super) const LARGEST_EXACT: i32 = 55;

#[cfg(any(not(feature = "small"), test))]
/// Number of powers.
const COUNT: usize = (LARGEST - SMALLEST + 1) as usize;

#[cfg(any(not(feature = "small"), test))]
/// Where 5^0 is in the table.
const ONE: usize = -SMALLEST as usize;

/// The power of five of this exponent, with its highest bit at the top, and rounded down; `None`
/// outside of [`SMALLEST`] to [`LARGEST`].
#[cfg(not(feature = "small"))]
#[inline]
pub(super) fn power(exponent: i32) -> Option<u128> {
    POWERS.get(usize::try_from(exponent.saturating_sub(SMALLEST)).ok()?).copied()
}

/// The same, computed: up to 342 multiplications or divisions of an integer of 1024 bits by five.
#[cfg(feature = "small")]
pub(super) fn power(exponent: i32) -> Option<u128> {
    compute(exponent)
}

/// One power as [`powers`] computes all, in words that small processors divide fast.
#[cfg(any(feature = "small", test))]
pub(super) fn compute(exponent: i32) -> Option<u128> {
    if !(SMALLEST..=LARGEST).contains(&exponent) {
        return None;
    }
    // From the lowest word to the highest.
    let mut number = [0u32; 2 * WORDS];
    match number.as_mut_slice() {
        [first, ..] if exponent >= 0 => *first = 1,
        [.., last] => *last = 1 << 31,
        _ => {}
    }
    for _ in 0..exponent.unsigned_abs() {
        let mut carry = 0;
        if exponent >= 0 {
            for word in &mut number {
                carry += u64::from(*word) * 5;
                *word = carry as u32;
                carry >>= 32;
            }
        } else {
            for word in number.iter_mut().rev() {
                let part = carry << 32 | u64::from(*word);
                *word = (part / 5) as u32;
                carry = part % 5;
            }
        }
    }
    // The highest word that is not zero, and the four below it, which is enough for 128 bits.
    let mut words = number.into_iter().rev().skip_while(|&word| word == 0);
    let mut next = || words.next().unwrap_or_default();
    let upper = [next(), next(), next(), next()];
    let zeros = upper.first().map_or(0, |word| word.leading_zeros());
    let upper = upper.into_iter().fold(0, |upper, word| upper << 32 | u128::from(word));
    Some(upper << zeros | u128::from(u64::from(next()) << zeros >> 32))
}

#[cfg(any(not(feature = "small"), test))]
/// The powers of five from 5^-342 to 5^308, each scaled by a power of two so that it has its
/// highest bit at the top, and rounded down.
pub(super) static POWERS: [u128; COUNT] = powers();

/// Number of words of the integers from which the table is made: enough for 5^308, and for 128
/// bits of 2^1023 / 5^342.
const WORDS: usize = 16;

#[cfg(any(not(feature = "small"), test))]
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

#[cfg(any(not(feature = "small"), test))]
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

#[cfg(any(not(feature = "small"), test))]
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

#[cfg(any(not(feature = "small"), test))]
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

#[cfg(any(not(feature = "small"), test))]
/// The word that is `distance` below the one at `index`, with zeros below the lowest.
const fn word_below(number: &[u64; WORDS], index: usize, distance: usize) -> u64 {
    if index >= distance { number[index - distance] } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_the_same_when_computed_one_by_one() {
        for (exponent, &expected) in (SMALLEST..).zip(&POWERS) {
            assert_eq!(compute(exponent), Some(expected), "{exponent}");
        }
        assert_eq!((compute(SMALLEST - 1), compute(LARGEST + 1)), (None, None));
    }
}
