//! A second reader of TLV, which knows lengths and nothing else.

use std::ops::Range;

/// The places of leaves and empty containers, up to the first that is longer than what contains it;
/// and whether there is no such.
pub(crate) fn leaves(payload: &[u8]) -> (Vec<Range<usize>>, bool) {
    let mut places = Vec::new();
    let complete = collect(payload, 0, true, &mut places).is_some();
    (places, complete)
}

/// Collects from elements that start at an offset; `None` at the end of what is right. At the end of
/// the payload they may be `cut`, which is no fault of what came before.
fn collect(
    elements: &[u8],
    offset: usize,
    cut: bool,
    places: &mut Vec<Range<usize>>,
) -> Option<()> {
    let mut left = elements;
    while let [first, rest @ ..] = left {
        let (kind, length) = (first >> 6, usize::from(first >> 3 & 3));
        let (length, rest) =
            rest.get(1 + usize::from(first >> 5 & 1)..)?.split_at_checked(length)?;
        let length = match length {
            [] => usize::from(first & 7),
            bytes => bytes.iter().fold(0, |length, &byte| length << 8 | usize::from(byte)),
        };
        let place = |part: &[u8]| offset + elements.len() - part.len();
        let contains = matches!(kind, 0 | 2);
        let Some((value, after)) = rest.split_at_checked(length) else {
            if cut && contains {
                collect(rest, place(rest), true, places);
            }
            return None;
        };
        if contains && !value.is_empty() {
            collect(value, place(rest), false, places)?;
        } else {
            places.push(place(left)..place(after));
        }
        left = after;
    }
    Some(())
}
