//! The formats: a decoder and an encoder each. None knows another; what they have in common stands
//! in [`shared`], what knows them all in [`any`].

pub(crate) mod any;
#[cfg(feature = "cbor")]
pub mod cbor;
#[cfg(feature = "lwm2m-cbor")]
pub mod lwm2m_cbor;
#[cfg(feature = "oma-json")]
pub mod oma_json;
#[cfg(feature = "opaque")]
pub mod opaque;
#[cfg(feature = "_senml")]
pub mod senml;
pub(crate) mod shared;
#[cfg(feature = "text")]
pub mod text;
#[cfg(feature = "tlv")]
pub mod tlv;
mod untyped;
