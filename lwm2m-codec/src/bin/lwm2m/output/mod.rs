//! What people and programs get to see.

pub(crate) mod dump;
pub(crate) mod record;
pub(crate) mod table;
