//! One format in firmware: decoding, encoding or both, as functions of a library without heap.
//!
//! What they are given comes from outside, so that the compiler can leave nothing out that a
//! firmware needs; the strictness is fixed, as it is there. `measure.sh` builds this for each format
//! and reports what is left after linking.
#![no_std]

// With unwinding, as in a debug build, a library cannot have a panic handler of its own.
#[cfg(not(panic = "abort"))]
extern crate std;

#[cfg(panic = "abort")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

#[cfg(all(feature = "stack", target_os = "none"))]
mod stack;

/// Records in the chosen format.
#[cfg(all(
    not(any(feature = "link", feature = "register")),
    any(feature = "decode", feature = "encode")
))]
pub mod records {
    use lwm2m_codec::{ContentFormat, Context, Error, Path, Record};
    #[cfg(feature = "decode")]
    use lwm2m_codec::{Schema, SeenPath};

    /// The format.
    pub const FORMAT: ContentFormat = if cfg!(feature = "tlv") {
        ContentFormat::Tlv
    } else if cfg!(feature = "text") {
        ContentFormat::Text
    } else if cfg!(feature = "opaque") {
        ContentFormat::Opaque
    } else if cfg!(feature = "cbor") {
        ContentFormat::Cbor
    } else if cfg!(feature = "senml-json") {
        ContentFormat::SenmlJson
    } else if cfg!(feature = "senml-cbor") {
        ContentFormat::SenmlCbor
    } else if cfg!(feature = "lwm2m-cbor") {
        ContentFormat::Lwm2mCbor
    } else {
        ContentFormat::OmaJson
    };

    /// Shows each record of a payload to a function.
    ///
    /// # Errors
    /// Those of decoding.
    #[cfg(feature = "decode")]
    #[unsafe(no_mangle)]
    pub fn size_decode(
        payload: &[u8],
        base: Path,
        schema: &dyn Schema,
        scratch: &mut [SeenPath],
        each: &mut dyn FnMut(&Record<'_>),
    ) -> Result<(), Error> {
        let context = Context::write(base).with_schema(schema);
        let mut records = lwm2m_codec::decode(FORMAT, payload, &context);
        if cfg!(feature = "duplicates") {
            records = records.check_duplicates(scratch);
        }
        records.try_for_each(|record| record.map(|record| each(&record)))
    }

    /// Writes records to a buffer.
    ///
    /// # Errors
    /// Those of encoding.
    #[cfg(feature = "encode")]
    #[unsafe(no_mangle)]
    pub fn size_encode(
        records: &[Record<'_>],
        base: Path,
        buffer: &mut [u8],
    ) -> Result<usize, Error> {
        lwm2m_codec::encode(FORMAT, records, &Context::read(base), buffer)
    }
}

/// A registration, written by itself.
#[cfg(all(feature = "register", feature = "encode"))]
pub mod register {
    use lwm2m_codec::Error;
    use lwm2m_codec::link::register::{self, Entry, Root};

    /// Writes a registration to a buffer.
    ///
    /// # Errors
    /// Those of encoding.
    #[unsafe(no_mangle)]
    pub fn size_encode(
        root: &Root<'_>,
        entries: &[Entry],
        buffer: &mut [u8],
    ) -> Result<usize, Error> {
        register::encode(root, entries, buffer)
    }
}

/// Links, which are no records.
#[cfg(all(feature = "link", any(feature = "decode", feature = "encode")))]
pub mod links {
    use lwm2m_codec::Error;
    use lwm2m_codec::link::{self, Lwm2mLink};

    /// Shows each link of LwM2M in a payload to a function.
    ///
    /// # Errors
    /// Those of decoding.
    #[cfg(feature = "decode")]
    #[unsafe(no_mangle)]
    pub fn size_decode(payload: &[u8], each: &mut dyn FnMut(&Lwm2mLink<'_>)) -> Result<(), Error> {
        let mut links = link::decode(payload, lwm2m_codec::Strictness::STRICT).below("/");
        let mut link = Lwm2mLink::new(lwm2m_codec::Path::ROOT);
        while let Some(result) = links.next_into(&mut link) {
            result?;
            each(&link);
        }
        Ok(())
    }

    /// Writes links to a buffer.
    ///
    /// # Errors
    /// Those of encoding.
    #[cfg(feature = "encode")]
    #[unsafe(no_mangle)]
    pub fn size_encode(links: &[Lwm2mLink<'_>], buffer: &mut [u8]) -> Result<usize, Error> {
        link::encode(links, buffer)
    }
}
