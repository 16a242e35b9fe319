//! From XML to object definitions.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::build::{Draft, Field, Flaw, Piece};
use super::{DdfError, DdfErrorKind, NotAnObject, encoding};
use crate::schema::owned::{OwnedObject, OwnedResource};

/// Reads all objects of a file.
pub(super) fn objects(bytes: &[u8]) -> Result<Vec<OwnedObject>, DdfError> {
    let xml = encoding::text(bytes)?;
    let mut parser = Parser::new(&xml);
    parser.read()?;
    Ok(parser.objects)
}

/// What an open element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Root,
    Object,
    Resources,
    Item,
    /// A child of an object or item with a value.
    Field(Field),
    /// An element without meaning here, or within one.
    Other,
}

struct Open {
    place: Place,
    /// Where the tag starts.
    at: usize,
    name_len: usize,
}

struct Parser<'x> {
    xml: &'x str,
    open: Vec<Open>,
    /// The value of the field that is being read.
    value: Piece,
    object: Draft,
    item: Draft,
    /// The resources of the object, each with the offset of its tag.
    resources: Vec<(OwnedResource, usize)>,
    objects: Vec<OwnedObject>,
    /// Whether the root has been seen.
    begun: bool,
    has_common_resources: bool,
}

impl<'x> Parser<'x> {
    fn new(xml: &'x str) -> Self {
        Self {
            xml,
            open: Vec::new(),
            value: Piece::default(),
            object: Draft::default(),
            item: Draft::default(),
            resources: Vec::new(),
            objects: Vec::new(),
            begun: false,
            has_common_resources: false,
        }
    }

    fn read(&mut self) -> Result<(), DdfError> {
        let mut reader = Reader::from_str(self.xml);
        loop {
            let at = offset(reader.buffer_position());
            let event = reader
                .read_event()
                .map_err(|error| self.ill_formed(offset(reader.error_position()), error))?;
            match event {
                Event::Start(tag) => self.open(&tag, at)?,
                Event::Empty(tag) => {
                    self.open(&tag, at)?;
                    self.close()?;
                }
                Event::End(_) => self.close()?,
                Event::Text(text) => self.text(str(&text), at)?,
                Event::CData(text) => self.text(str(&text), at + "<![CDATA[".len())?,
                Event::GeneralRef(entity) => self.entity(&entity, at)?,
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof => return self.end(),
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), DdfError> {
        let qualified = tag.name();
        let name = str(qualified.as_ref());
        let place = match self.open.last().map(|open| open.place) {
            None if self.begun => return Err(self.ill_formed(at, "a second root element")),
            None => Place::Root,
            Some(Place::Root) if name == "Object" => Place::Object,
            Some(Place::Object) if name == "Resources" => Place::Resources,
            Some(Place::Object) => Field::of_object(name).map_or(Place::Other, Place::Field),
            Some(Place::Resources) if name == "Item" => Place::Item,
            Some(Place::Item) => Field::of_item(name).map_or(Place::Other, Place::Field),
            Some(_) => Place::Other,
        };
        self.begun = true;
        self.open.push(Open { place, at, name_len: name.len() });
        match place {
            Place::Root => self.check_root(name, at),
            Place::Object => self.open_object(tag, at),
            Place::Resources => {
                let first = self.object.set(Field::Resources, Piece::default());
                if first { Ok(()) } else { Err(self.repeated(Field::Resources, at)) }
            }
            Place::Item => {
                let id = self.attribute(tag, at, "ID")?;
                self.item = Draft::new(at, id.map(|id| (Field::Id, Piece::new(id, at))));
                Ok(())
            }
            Place::Field(_) => {
                self.value = Piece::default();
                Ok(())
            }
            Place::Other => Ok(()),
        }
    }

    fn check_root(&self, name: &str, at: usize) -> Result<(), DdfError> {
        let what = match name {
            "LWM2M" => return Ok(()),
            "DDFList" => NotAnObject::Index,
            "units" => NotAnObject::Units,
            _ => NotAnObject::Other(name.to_owned()),
        };
        Err(self.error(at, DdfErrorKind::NotAnObject(what)))
    }

    fn open_object(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), DdfError> {
        self.object = Draft::new(at, None);
        self.resources = Vec::new();
        match self.attribute(tag, at, "ObjectType")?.as_deref() {
            None | Some("MODefinition") => {}
            Some("CommonResources") => {
                self.has_common_resources = true;
                if let Some(object) = self.open.last_mut() {
                    object.place = Place::Other;
                }
            }
            Some(found) => {
                let expected = "MODefinition";
                let kind = DdfErrorKind::Value { found: found.to_owned(), expected };
                return Err(self.flaw(("@ObjectType", at, kind)));
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), DdfError> {
        let Some(place) = self.open.last().map(|open| open.place) else { return Ok(()) };
        match place {
            Place::Field(field) => {
                let start = self.open.last().map_or(0, |open| open.at);
                let draft = match self.open.iter().rev().nth(1).map(|parent| parent.place) {
                    Some(Place::Item) => &mut self.item,
                    _ => &mut self.object,
                };
                let value = core::mem::take(&mut self.value).or_at(start);
                if !draft.set(field, value) {
                    return Err(self.repeated(field, start));
                }
            }
            Place::Item => {
                let at = self.open.last().map_or(0, |open| open.at);
                let resource = core::mem::take(&mut self.item).resource();
                let resource = resource.map_err(|flaw| self.flaw(flaw))?;
                self.resources.push((resource, at));
            }
            Place::Object => {
                let resources = self.sorted_resources()?;
                let object = core::mem::take(&mut self.object).object(resources);
                let object = object.map_err(|flaw| self.flaw(flaw))?;
                let key = (object.id, object.version);
                if self.objects.iter().any(|known| (known.id, known.version) == key) {
                    let at = self.open.last().map_or(0, |open| open.at);
                    return Err(self.error(at, DdfErrorKind::DuplicateObject(key.0, key.1)));
                }
                self.objects.push(object);
            }
            Place::Root | Place::Resources | Place::Other => {}
        }
        self.open.pop();
        Ok(())
    }

    fn sorted_resources(&mut self) -> Result<Vec<OwnedResource>, DdfError> {
        let mut resources = core::mem::take(&mut self.resources);
        resources.sort_by_key(|(resource, _)| resource.id);
        let twice = resources.windows(2).find_map(|pair| match pair {
            [(first, _), (second, at)] if first.id == second.id => Some((first.id, *at)),
            _ => None,
        });
        if let Some((id, at)) = twice {
            return Err(self.flaw(("Resources/Item", at, DdfErrorKind::DuplicateResource(id))));
        }
        Ok(resources.into_iter().map(|(resource, _)| resource).collect())
    }

    fn text(&mut self, text: &str, at: usize) -> Result<(), DdfError> {
        match self.open.last().map(|open| open.place) {
            Some(Place::Field(_)) => self.value.push(text, at),
            None if !text.trim().is_empty() => {
                return Err(self.ill_formed(at, "text outside of the root element"));
            }
            _ => {}
        }
        Ok(())
    }

    /// Entities beyond the predefined ones would need a document type definition; in descriptions,
    /// which are not read, they do no harm.
    fn entity(&mut self, entity: &BytesRef<'_>, at: usize) -> Result<(), DdfError> {
        let name = str(entity);
        let character = entity.resolve_char_ref().map_err(|error| self.ill_formed(at, error))?;
        match (character, quick_xml::escape::resolve_predefined_entity(name)) {
            (Some(character), _) => self.text(character.encode_utf8(&mut [0; 4]), at),
            (None, Some(text)) => self.text(text, at),
            (None, None) => match self.open.last().map(|open| open.place) {
                Some(Place::Other) => Ok(()),
                _ => Err(self.ill_formed(at, format_args!("unknown entity `{name}`"))),
            },
        }
    }

    fn end(&self) -> Result<(), DdfError> {
        let end = self.xml.len();
        if !self.open.is_empty() {
            return Err(self.ill_formed(end, "the file ends within an element"));
        }
        if !self.begun {
            return Err(self.ill_formed(end, "no root element"));
        }
        let root = self.xml.find("<LWM2M").unwrap_or(0);
        let kind = match (self.objects.is_empty(), self.has_common_resources) {
            (false, _) => return Ok(()),
            (true, true) => DdfErrorKind::NotAnObject(NotAnObject::CommonResources),
            (true, false) => DdfErrorKind::Missing("Object"),
        };
        Err(DdfError::at(self.xml, root, "LWM2M".to_owned(), kind))
    }

    /// The value of an attribute, without white space around it.
    fn attribute(
        &self,
        tag: &BytesStart<'_>,
        at: usize,
        name: &str,
    ) -> Result<Option<String>, DdfError> {
        // The check for attributes that come twice takes quadratic time.
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.ill_formed(at, error))?;
            if attribute.key.as_ref() == name.as_bytes() {
                let value = attribute
                    .normalized_value(quick_xml::XmlVersion::default())
                    .map_err(|error| self.ill_formed(at, error))?;
                return Ok(Some(value.trim().to_owned()));
            }
        }
        Ok(None)
    }

    /// The open elements, as in `LWM2M/Object`.
    fn element(&self) -> String {
        let names = self.open.iter().map(|open| {
            let start = open.at + 1;
            self.xml.get(start..start + open.name_len).unwrap_or_default()
        });
        names.collect::<Vec<_>>().join("/")
    }

    fn error(&self, at: usize, kind: DdfErrorKind) -> DdfError {
        DdfError::at(self.xml, at, self.element(), kind)
    }

    /// An error in a child or attribute of the element; without a name, in the element itself.
    fn flaw(&self, (name, at, kind): Flaw) -> DdfError {
        let mut element = self.element();
        if !name.is_empty() {
            element.push('/');
            element.push_str(name);
        }
        DdfError::at(self.xml, at, element, kind)
    }

    fn repeated(&self, field: Field, at: usize) -> DdfError {
        self.error(at, DdfErrorKind::Repeated(field.name()))
    }

    fn ill_formed(&self, at: usize, why: impl ToString) -> DdfError {
        self.error(at, DdfErrorKind::Xml(why.to_string()))
    }
}

/// The text of a part of the file, which is UTF-8 and is cut at ASCII characters only.
fn str(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
