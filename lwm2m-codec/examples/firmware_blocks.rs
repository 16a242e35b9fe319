//! A firmware update over CoAP: a Write to the Package resource, `/5/0/0`, arrives in blocks of 64
//! bytes, in TLV and in SenML CBOR, and is hashed on the fly. Neither the payload nor the image is
//! ever in memory as a whole: the server makes the blocks from a source, the client decodes them in
//! 64 bytes of scratch.

use lwm2m_codec::blocks::{BlockDecoder, BlockEncoder, Item};
use lwm2m_codec::{
    ByteSource, Bytes, ContentFormat, Context, DataType, Error, Path, Record, ResourceType, Value,
};

/// An image in a server's storage; its bytes are generated here.
struct Image;

impl ByteSource for Image {
    fn len(&self) -> usize {
        256 * 1024
    }

    fn read(&self, offset: usize, buffer: &mut [u8]) {
        for (at, byte) in (offset..).zip(buffer) {
            *byte = (at.wrapping_mul(2_654_435_761) >> 13) as u8;
        }
    }
}

/// A stand-in for the hash that a bootloader would check: FNV-1a, 64 bits.
struct Hash(u64);

impl Hash {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn update(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The resource types of this device.
fn schema(object: u16, resource: u16) -> Option<ResourceType> {
    ((object, resource) == (5, 0)).then_some(ResourceType::new(DataType::Opaque))
}

/// Sends the image in one format and returns the length and the hash that the client received.
fn transfer(format: ContentFormat) -> Result<(u32, u64), Error> {
    let package = Path::new(&[5, 0, 0]).unwrap_or(Path::ROOT);
    let context = Context::write(package).with_schema(&schema);
    let record = Record::new(package, Value::Opaque(Bytes::from_source(&Image)));
    let mut sender = BlockEncoder::new(format, [record], &context)?;

    let mut scratch = [0; 64];
    let mut receiver = BlockDecoder::new(format, &context, &mut scratch);
    let (mut hash, mut received, mut complete) = (Hash::new(), 0, false);
    let mut block = [0; 64];
    loop {
        let length = sender.fill(&mut block)?;
        let last = length < block.len();
        let block = block.get(..length).unwrap_or_default();
        for finish in [false, true] {
            let mut items = match finish {
                false => receiver.feed(block),
                true if last => receiver.finish(),
                true => break,
            };
            while let Some(item) = items.next() {
                let Item::Piece(piece) = item? else { continue };
                if piece.path != package {
                    continue;
                }
                if let Value::Opaque(bytes) = piece.value {
                    bytes.pieces().for_each(|bytes| hash.update(bytes.as_slice()));
                    received = piece.offset + bytes.len() as u32;
                }
                // Only the last piece confirms that the value and its record are complete.
                complete |= piece.last;
            }
        }
        if last {
            break;
        }
    }
    assert!(complete, "a payload that ends early is an error");
    Ok((received, hash.0))
}

fn main() -> Result<(), Error> {
    let mut expected = Hash::new();
    let mut buffer = [0; 1024];
    for offset in (0..Image.len()).step_by(buffer.len()) {
        Image.read(offset, &mut buffer);
        expected.update(&buffer);
    }
    for format in [ContentFormat::Tlv, ContentFormat::SenmlCbor] {
        let (length, hash) = transfer(format)?;
        println!("{format}: {length} bytes, hash {hash:016x}");
        assert_eq!((length as usize, hash), (Image.len(), expected.0));
    }
    Ok(())
}
