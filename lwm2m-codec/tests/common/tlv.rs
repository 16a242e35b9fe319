//! A second reader of TLV, which knows lengths and nothing else.

/// How many leaves and empty containers the elements have; `None` if any is longer than what
/// contains it.
pub(crate) fn leaves(mut elements: &[u8]) -> Option<usize> {
    let mut count = 0;
    while let [first, rest @ ..] = elements {
        let (kind, length) = (first >> 6, usize::from(first >> 3 & 3));
        let (length, rest) =
            rest.get(1 + usize::from(first >> 5 & 1)..)?.split_at_checked(length)?;
        let length = match length {
            [] => usize::from(first & 7),
            bytes => bytes.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)),
        };
        let (value, after) = rest.split_at_checked(length)?;
        let contains = matches!(kind, 0 | 2) && !value.is_empty();
        count += if contains { leaves(value)? } else { 1 };
        elements = after;
    }
    Some(count)
}
