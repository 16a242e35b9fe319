//! Names of records in SenML and OMA JSON.

#[cfg(all(feature = "fast", feature = "_senml"))]
mod fast;
mod format;
mod parse;

#[cfg(all(feature = "fast", feature = "_senml"))]
pub(crate) use self::fast::{Run, Survey};
#[cfg(all(feature = "fast", feature = "_senml"))]
pub(crate) use self::format::Shared;
pub(crate) use self::format::{Names, PathText, Planner, Times};
pub(crate) use self::parse::Name;
#[cfg(all(feature = "fast", feature = "_senml"))]
pub(crate) use self::parse::Plain;
