//! The only module that knows all formats.

/// Hands the table of formats to a macro, after arguments of its own.
///
/// A row holds the feature of a format and its name, the state of its decoder and its writer, and for
/// each content format how the state is made, and what the writer is made with beside the records.
macro_rules! formats {
    ($then:ident!($($arguments:tt)*)) => {
        $then! {
            ($($arguments)*)
            "tlv" Tlv {
                formats::tlv::State, formats::tlv::Writer<'c, S>;
                Tlv: default(), new();
            }
            "text" Text {
                formats::text::State, single::Writer<'c, S, formats::text::State>;
                Text: default(), new();
            }
            "opaque" Opaque {
                formats::opaque::State, single::Writer<'c, S, formats::opaque::State>;
                Opaque: default(), new();
            }
            "cbor" Cbor {
                formats::cbor::State, single::Writer<'c, S, formats::cbor::State>;
                Cbor: default(), new();
            }
            "senml-json" SenmlJson {
                formats::senml::json::State,
                formats::senml::Writer<'c, S, formats::senml::JsonForm>;
                SenmlJson: default(), new(formats::senml::JsonForm::default(), false);
                EtchJson: etch(), new(formats::senml::JsonForm::default(), true);
            }
            "senml-cbor" SenmlCbor {
                formats::senml::cbor::State,
                formats::senml::Writer<'c, S, formats::senml::CborForm>;
                SenmlCbor: default(), new(formats::senml::CborForm, false);
                EtchCbor: etch(), new(formats::senml::CborForm, true);
            }
            "lwm2m-cbor" Lwm2mCbor {
                formats::lwm2m_cbor::State, formats::lwm2m_cbor::Writer<'c, S>;
                Lwm2mCbor: default(), new();
            }
            "oma-json" OmaJson {
                formats::oma_json::State, formats::oma_json::Writer<'c, S>;
                OmaJson: default(), new();
            }
        }
    };
}

mod decode;
mod encode;
#[cfg(all(test, feature = "fast", feature = "std", feature = "formats"))]
mod tests;

pub use self::decode::{AnyState, Decoder, decode};
#[cfg(feature = "alloc")]
pub use self::encode::encode_to_vec;
#[cfg(feature = "std")]
pub use self::encode::encode_to_writer;
#[cfg(feature = "alloc")]
pub(crate) use self::encode::write_to_vec;
pub(crate) use self::encode::{AnyWriter, prepare, write};
pub use self::encode::{encode, encoded_len};
