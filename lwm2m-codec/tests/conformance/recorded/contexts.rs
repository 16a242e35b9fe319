//! A payload in other settings than its own.

use std::fmt::{Result, Write as _};

use lwm2m_codec::{DataType, Leniency, Operation, ResourceType, Strictness};

use super::case::Case;
use super::codec::{self, Duplicates, Setting};
use super::column::Column;

/// Writes what other settings make of the payload, where that is something else: a new operation or
/// leniency, which matters to few payloads, must not touch the hashes of all.
pub(crate) fn write(out: &mut Column, case: &Case<'_>, request: &Setting<'_>) -> Result {
    let declared = &*case.schema;
    let typed = Setting { schema: Some(declared), ..*request };
    for strictness in [Strictness::STRICT, Strictness::LENIENT] {
        let mut own = Own::new(out, &case.payload, Setting { strictness, ..typed })?;
        for (number, operation) in Operation::ALL.into_iter().enumerate() {
            own.compare("operation", number, |setting| Setting { operation, ..setting })?;
        }
        for length in 0..=4 {
            // The parents of the base path, and first children below it.
            let parents = request.base.prefix(length);
            let missing = length.saturating_sub(request.base.len());
            let base = (0..missing).try_fold(parents, |path, _| path.child(0)).unwrap_or(parents);
            own.compare("base", length, |setting| Setting { base, ..setting })?;
        }
        for (number, alternate_path) in ["", "/", "/lwm2m"].into_iter().enumerate() {
            own.compare("root", number, |setting| Setting { alternate_path, ..setting })?;
        }
        for (number, multiple) in [false, true].into_iter().enumerate() {
            let schema = move |object, resource| {
                let declared = declared.resource_type(object, resource)?;
                Some(ResourceType { multiple: Some(multiple), ..declared })
            };
            own.compare("multiple", number, |setting| Setting {
                schema: Some(&schema),
                ..setting
            })?;
        }
        for data_type in DataType::ALL {
            let schema = move |_, _| Some(ResourceType::new(data_type));
            let number = data_type as usize;
            own.compare("type", number, |setting| Setting { schema: Some(&schema), ..setting })?;
        }
        for places in [0, 1, 2, 8] {
            let duplicates = Duplicates::Scratch(places);
            own.compare("scratch", places, |setting| Setting { duplicates, ..setting })?;
        }
        let duplicates = Duplicates::Off;
        own.compare("unchecked", 0, |setting| Setting { duplicates, ..setting })?;
        for &leniency in Leniency::ALL {
            // Each alone, and each but one.
            let strictness = match strictness.allows(leniency) {
                true => strictness.without(leniency),
                false => strictness.with(leniency),
            };
            let number = leniency as usize;
            own.compare("leniency", number, |setting| Setting { strictness, ..setting })?;
        }
    }
    Ok(())
}

/// What the setting of a payload makes of it.
struct Own<'o> {
    out: &'o mut Column,
    payload: &'o [u8],
    setting: Setting<'o>,
    reading: String,
}

impl<'o> Own<'o> {
    fn new(
        out: &'o mut Column,
        payload: &'o [u8],
        setting: Setting<'o>,
    ) -> std::result::Result<Self, std::fmt::Error> {
        let mut reading = String::new();
        codec::read(&mut reading, payload, &setting)?;
        Ok(Self { out, payload, setting, reading })
    }

    /// Writes what another setting makes of the payload, if it differs.
    fn compare<'s>(
        &mut self,
        what: &str,
        number: usize,
        other: impl FnOnce(Setting<'s>) -> Setting<'s>,
    ) -> Result
    where
        'o: 's,
    {
        let setting = other(self.setting);
        let mut reading = String::new();
        codec::read(&mut reading, self.payload, &setting)?;
        if reading != self.reading {
            writeln!(self.out, "- {what} {number}\n{reading}")?;
        }
        Ok(())
    }
}
