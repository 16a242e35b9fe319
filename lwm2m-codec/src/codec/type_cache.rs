//! A cache of the last answers of a schema.

use crate::codec::context::Context;
use crate::data_type::DataType;
use crate::model::path::{MAX_ID, Path};
use crate::schema::ResourceType;

/// Caches types of resources of one object. Most payloads repeat the same few resources, and asking
/// a schema takes much longer.
#[derive(Clone, Debug)]
pub(crate) struct Recent {
    object: u16,
    /// Indexed by the resource ID modulo the number of places.
    answers: [Answer; PLACES],
}

/// The number of answers kept.
const PLACES: usize = 8;

/// An answer as one number, so that one comparison tests all of it: from the lowest bit on the
/// resource ID, the data type, and whether the resource has instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Answer(u32);

impl Answer {
    const SINGLE: u32 = 1 << 24;
    const MULTIPLE: u32 = 2 << 24;

    /// No answer: no resource has the reserved ID.
    const NONE: Self = Self::new(MAX_ID, None, None);

    #[inline(always)]
    const fn new(resource: u16, data_type: Option<DataType>, multiple: Option<bool>) -> Self {
        let data_type = match data_type {
            Some(data_type) => data_type as u32,
            None => 0,
        };
        let multiple = match multiple {
            None => 0,
            Some(false) => Self::SINGLE,
            Some(true) => Self::MULTIPLE,
        };
        Self(resource as u32 | data_type << 16 | multiple)
    }

    fn data_type(self) -> Option<DataType> {
        // Data types are numbered from 1.
        let index = usize::from((self.0 >> 16) as u8).checked_sub(1)?;
        DataType::ALL.get(index).copied()
    }

    const fn multiple(self) -> Option<bool> {
        match self.0 & (Self::SINGLE | Self::MULTIPLE) {
            0 => None,
            known => Some(known == Self::MULTIPLE),
        }
    }
}

impl Default for Recent {
    fn default() -> Self {
        Self { object: MAX_ID, answers: [Answer::NONE; PLACES] }
    }
}

impl Recent {
    /// Whether the cached type of a resource is this one, and it is single or may be. The caller asks
    /// about resources of one object only.
    #[cfg(any(feature = "tlv", feature = "lwm2m-cbor"))]
    #[inline(always)]
    pub(crate) fn is_single(&self, resource: u16, data_type: DataType) -> bool {
        let answer = self.answers.get(usize::from(resource) % PLACES);
        answer.is_some_and(|answer| {
            let other = (answer.0 ^ u32::from(resource)) & !Answer::SINGLE;
            other == Answer::new(0, Some(data_type), None).0
        })
    }

    /// Prepares for questions about resources of an object.
    #[inline]
    pub(crate) fn turn_to(&mut self, object: u16) {
        if self.object != object {
            *self = Self { object, ..Self::default() };
        }
    }

    /// The type of the resource at or above a path, and whether it has instances; from the cache or
    /// the schema.
    #[inline(always)]
    pub(crate) fn ask(
        &mut self,
        path: Path,
        context: &Context<'_>,
    ) -> (Option<DataType>, Option<bool>) {
        if context.schema().is_none() {
            return (None, None);
        }
        let (object, resource) = path.object_and_resource();
        match self.answers.get(usize::from(resource) % PLACES) {
            Some(&answer) if answer.0 as u16 == resource && self.object == object => {
                (answer.data_type(), answer.multiple())
            }
            _ => self.learn(path, context),
        }
    }

    /// Asks the schema.
    #[inline(never)]
    fn learn(&mut self, path: Path, context: &Context<'_>) -> (Option<DataType>, Option<bool>) {
        let (object, resource) = path.object_and_resource();
        let said = context.schema().and_then(|schema| schema.resource_type(object, resource));
        let (data_type, multiple) = match said {
            Some(ResourceType { data_type, multiple, .. }) => (Some(data_type), multiple),
            None => (None, None),
        };
        self.turn_to(object);
        if let Some(place) = self.answers.get_mut(usize::from(resource) % PLACES) {
            *place = Answer::new(resource, data_type, multiple);
        }
        (data_type, multiple)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_keep_what_was_said() {
        let types = DataType::ALL.map(Some).into_iter().chain([None]);
        for data_type in types {
            for multiple in [None, Some(false), Some(true)] {
                let answer = Answer::new(5700, data_type, multiple);
                assert_eq!((answer.data_type(), answer.multiple()), (data_type, multiple));
            }
        }
    }
}
