//! The vectors of CoRE link format.

use lwm2m_codec::link::{self, Attribute, Link, RegisteredObject, Registration};
use lwm2m_codec::{Error, Strictness};
use serde_json::{Map, Value, json};

/// What a payload decodes to.
pub(super) struct Reading<'a> {
    links: Vec<Link<'a>>,
    /// The links as a registration; those of Discover need not form one.
    registration: Result<Registration, Error>,
}

impl<'a> Reading<'a> {
    /// Decodes a payload in one mode.
    pub(super) fn new(payload: &'a [u8], strictness: Strictness) -> Result<Self, Error> {
        let links = link::decode(payload, strictness);
        let registration = Registration::from_links(links.clone());
        Ok(Self { links: links.collect::<Result<_, _>>()?, registration })
    }

    /// The links as in vectors.
    fn links(&self) -> Value {
        let attribute = |attribute: Attribute<'_>| {
            json!([attribute.name, attribute.value.map(|value| value.to_cow())])
        };
        let link = |link: &Link<'_>| {
            let attributes: Vec<_> = link.attributes().map(attribute).collect();
            json!({"uri": link.target(), "attrs": attributes})
        };
        self.links.iter().map(link).collect()
    }

    /// The registration as in vectors.
    fn registration(&self) -> Option<Value> {
        let object = |(id, object): (&u16, &RegisteredObject)| {
            let version = object.version.map(|version| version.to_string());
            (id.to_string(), json!({"ver": version, "instances": object.instances}))
        };
        let registration = self.registration.as_ref().ok()?;
        let formats: Vec<_> = registration.formats.iter().map(|format| format.number()).collect();
        let objects: Map<_, _> = registration.objects.iter().map(object).collect();
        Some(json!({"root": registration.root, "ct": formats, "objects": objects}))
    }

    /// The members of a dump.
    pub(super) fn dump(&self) -> Map<String, Value> {
        let members = [("ok", Some(true.into())), ("links", Some(self.links()))];
        let members = members.into_iter().chain([("reg", self.registration())]);
        members.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// Checks the reading against the expected one, and that encoding preserves it.
    pub(super) fn check(
        &self,
        links: Option<&Value>,
        registration: Option<&Value>,
        strictness: Strictness,
    ) -> Result<(), String> {
        if links != Some(&self.links()) {
            return Err(format!("expected {links:?}\n    found {}", self.links()));
        }
        let again = |error: Error| format!("encoding: {error}");
        let payload = link::encode_to_vec(&self.links).map_err(again)?;
        if Reading::new(&payload, strictness).map_err(again)?.links != self.links {
            return Err(format!("{} decodes to other links", payload.escape_ascii()));
        }
        let Some(expected) = registration else { return Ok(()) };
        if self.registration().as_ref() != Some(expected) {
            return Err(format!("expected {expected}\n    found {:?}", self.registration));
        }
        let registration = self.registration.as_ref().map_err(|&error| again(error))?;
        let payload = link::encode_to_vec(registration.links()).map_err(again)?;
        if Reading::new(&payload, Strictness::STRICT).map_err(again)?.registration
            != self.registration
        {
            return Err(format!("{} decodes to another registration", payload.escape_ascii()));
        }
        Ok(())
    }
}
