//! Small changes of a payload, the same on every machine.

use std::fmt;

/// How many changes of one byte are tried in one case; of more than that, so many by chance.
pub(crate) const LIMIT: usize = 5_000;
/// How many changes of several bytes are tried.
const MIXED: usize = 60;

/// Bytes that mean something in one of the formats.
const BYTES: &[u8] = b"\x00\xff\",\\:/-0\xa0\x9f\xc1\xf9\xf6";

/// What was changed.
pub(crate) enum Change<'p> {
    /// Cut short to this length.
    Cut(usize),
    /// The byte at this place is now this one.
    Byte(usize, u8),
    /// Several bytes, to this payload.
    Mixed(&'p [u8]),
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut(length) => write!(f, "cut {length}"),
            Self::Byte(place, byte) => write!(f, "byte {place} {byte:02x}"),
            Self::Mixed(payload) => write!(f, "mixed {}", payload.escape_ascii()),
        }
    }
}

/// Hands over each changed payload: cut short anywhere, with one byte changed, with several. Of the
/// changes of one byte there are about `limit` at most.
pub(crate) fn each<E>(
    payload: &[u8],
    limit: usize,
    mut take: impl FnMut(Change<'_>, &[u8]) -> Result<(), E>,
) -> Result<(), E> {
    for length in 0..payload.len() {
        take(Change::Cut(length), &payload[..length])?;
    }
    let mut random = Random::new(payload.len() as u64);
    let all = payload.len() * others(b' ').len();
    let mut changed = payload.to_vec();
    for (place, &byte) in payload.iter().enumerate() {
        for other in others(byte) {
            if random.below(all) < limit {
                changed[place] = other;
                take(Change::Byte(place, other), &changed)?;
            }
        }
        changed[place] = byte;
    }
    for _ in 0..MIXED {
        let mixed = mixed(payload, &mut random);
        take(Change::Mixed(&mixed), &mixed)?;
    }
    Ok(())
}

/// What a byte is changed to.
fn others(byte: u8) -> Vec<u8> {
    let bits = (0..8).map(|bit| byte ^ 1 << bit);
    let near = [byte.wrapping_add(1), byte.wrapping_sub(1)];
    let mut others: Vec<_> = bits.chain(near).chain(BYTES.iter().copied()).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|&other| other != byte);
    others
}

/// The payload with one to three changes of several bytes.
fn mixed(payload: &[u8], random: &mut Random) -> Vec<u8> {
    let mut mixed = payload.to_vec();
    for _ in 0..=random.below(3) {
        let start = random.below(mixed.len() + 1);
        let end = (start + 1 + random.below(6)).min(mixed.len());
        match random.below(4) {
            0 => drop(mixed.drain(start..end)),
            1 => mixed[start..end].fill_with(|| random.byte()),
            2 => {
                let inserted: Vec<_> = (0..=random.below(4)).map(|_| random.byte()).collect();
                mixed.splice(start..start, inserted);
            }
            _ => {
                let copied = mixed[start..end].to_vec();
                let place = random.below(mixed.len() + 1);
                mixed.splice(place..place, copied);
            }
        }
    }
    mixed
}

/// Marsaglia's xorshift, 64 bits.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ seed)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below another one.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of the bytes that mean something, or any.
    fn byte(&mut self) -> u8 {
        let any = self.next() as u8;
        BYTES.get(usize::from(any) / 8).copied().unwrap_or(any)
    }
}
