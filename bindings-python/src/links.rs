//! Links in Python: as they are, as what Register says, and as what Discover says.

use std::collections::BTreeMap;

use lwm2m_codec::link::{
    self, Attribute, Edge, Formats, IntoLink, Link, Lwm2mLink, NotificationAttributes,
    RegisteredObject, Registration,
};
use lwm2m_codec::{ContentFormat, Error, Path as CorePath, Version};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyTuple};

use crate::buffer::Payload;
use crate::error::{in_payload, in_records, in_text};
use crate::path::{Path, PathArgument};
use crate::python::Imported;
use crate::request::{Format, strictness};

/// A link as the class in Python.
pub(crate) fn link_object<'py>(
    py: Python<'py>,
    link: &Link<'_>,
    path: Option<CorePath>,
) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: Imported = Imported::new("lwm2m_codec._types", "Link");
    let attributes: Vec<_> = link
        .attributes()
        .map(|attribute| (attribute.name, attribute.value.map(|value| value.to_cow())))
        .collect();
    CLASS.call(py, (link.target(), PyTuple::new(py, attributes)?, path.map(Path)))
}

fn failed(py: Python<'_>, error: Error, payload: &[u8]) -> PyErr {
    in_payload(py, error, ContentFormat::LinkFormat, payload)
}

/// Decodes links in CoRE link format, whatever they are.
///
/// >>> decode_links(b"</3/0>;pmin=10,</temp>;obs")
/// [Link(target='/3/0', attributes=(('pmin', '10'),), path=Path("/3/0")), Link(target='/temp', attributes=(('obs', None),), path=None)]
///
/// Args:
///     payload: The bytes.
///     root: The path that the client registered for its objects, which the paths lie below.
///     strict: Whether what devices send against the documents is refused.
///     allow: Deviations to accept nevertheless, as members or names of `Leniency`.
///
/// Raises:
///     CodecError: The payload is wrong; the error names the byte.
#[pyfunction]
#[pyo3(signature = (payload, *, root="/", strict=true, allow=Vec::new()))]
pub(crate) fn decode_links<'py>(
    py: Python<'py>,
    payload: Payload<'_>,
    root: &str,
    strict: bool,
    allow: Vec<String>,
) -> PyResult<Bound<'py, PyList>> {
    let strictness = strictness(strict, &allow)?;
    let payload = payload.bytes();
    let links = link::decode(payload, strictness).map(|link| {
        let link = link.map_err(|error| failed(py, error, payload))?;
        link_object(py, &link, link.path(root, strictness))
    });
    PyList::new(py, links.collect::<PyResult<Vec<_>>>()?)
}

/// Decodes the payload of a Register or Update: what a client has.
///
/// >>> registration = decode_registration(b'</>;rt="oma.lwm2m";ct=110,</1/0>,</3>;ver=1.1,</3/0>')
/// >>> registration.formats, registration.objects[3]
/// ((110,), RegisteredObject(version='1.1', instances=(0,)))
///
/// Args:
///     payload: The bytes.
///     strict: Whether what devices send against the documents is refused.
///     allow: Deviations to accept nevertheless, as members or names of `Leniency`.
///
/// Raises:
///     CodecError: The payload is wrong; the error names the byte.
#[pyfunction]
#[pyo3(signature = (payload, *, strict=true, allow=Vec::new()))]
pub(crate) fn decode_registration<'py>(
    py: Python<'py>,
    payload: Payload<'_>,
    strict: bool,
    allow: Vec<String>,
) -> PyResult<Bound<'py, PyAny>> {
    static REGISTRATION: Imported = Imported::new("lwm2m_codec._types", "Registration");
    static OBJECT: Imported = Imported::new("lwm2m_codec._types", "RegisteredObject");
    let payload = payload.bytes();
    let links = link::decode(payload, strictness(strict, &allow)?);
    let registration =
        Registration::from_links(links).map_err(|error| failed(py, error, payload))?;
    let formats: Vec<_> = registration.formats.iter().map(|format| format.number()).collect();
    let objects = PyDict::new(py);
    for (id, object) in &registration.objects {
        let version = object.version.map(|version| version.to_string());
        let instances = PyTuple::new(py, &object.instances)?;
        objects.set_item(id, OBJECT.call(py, (version, instances))?)?;
    }
    REGISTRATION.call(py, (objects, PyTuple::new(py, formats)?, registration.root))
}

/// Decodes the answer to a Discover or Bootstrap-Discover: paths with typed attributes.
///
/// >>> [link] = decode_resource_links(b"</3/0/7>;dim=2;pmin=10;gt=50")
/// >>> link.path, link.dim, link.pmin, link.gt
/// (Path("/3/0/7"), 2, 10, 50.0)
///
/// Args:
///     payload: The bytes.
///     root: The path that the client registered for its objects. Links that do not lie below it
///         are left out.
///     strict: Whether what devices send against the documents is refused.
///     allow: Deviations to accept nevertheless, as members or names of `Leniency`.
///
/// Raises:
///     CodecError: The payload is wrong; the error names the byte.
#[pyfunction]
#[pyo3(signature = (payload, *, root="/", strict=true, allow=Vec::new()))]
pub(crate) fn decode_resource_links<'py>(
    py: Python<'py>,
    payload: Payload<'_>,
    root: &str,
    strict: bool,
    allow: Vec<String>,
) -> PyResult<Bound<'py, PyList>> {
    static CLASS: Imported = Imported::new("lwm2m_codec._types", "ResourceLink");
    let payload = payload.bytes();
    let links = link::decode(payload, strictness(strict, &allow)?).below(root).map(|link| {
        let link = link.map_err(|error| failed(py, error, payload))?;
        let members = PyDict::new(py);
        let formats: Option<Vec<_>> =
            link.ct.map(|formats| formats.iter().map(ContentFormat::number).collect());
        let formats = formats.map(|formats| PyTuple::new(py, formats)).transpose()?;
        members.set_item("formats", formats)?;
        members.set_item("version", link.ver.map(|version| version.to_string()))?;
        members.set_item("lwm2m", link.lwm2m.map(|version| version.to_string()))?;
        members.set_item("dim", link.dim)?;
        members.set_item("ssid", link.ssid)?;
        members.set_item("uri", link.uri.map(|uri| uri.to_cow()))?;
        let set = link.notification;
        for (name, number) in [
            ("pmin", set.pmin),
            ("pmax", set.pmax),
            ("epmin", set.epmin),
            ("epmax", set.epmax),
            ("hqmax", set.hqmax),
        ] {
            members.set_item(name, number)?;
        }
        for (name, number) in [("gt", set.gt), ("lt", set.lt), ("st", set.st)] {
            members.set_item(name, number)?;
        }
        members.set_item("edge", set.edge.map(|edge| u8::from(edge == Edge::Rising)))?;
        members.set_item("con", set.con)?;
        CLASS.get(py)?.call((Path(link.path), link.root, link.marks_root), Some(&members))
    });
    PyList::new(py, links.collect::<PyResult<Vec<_>>>()?)
}

/// Encodes links.
///
/// >>> encode_links([Link("/3/0", (("pmin", "10"),)), Link("/temp", (("obs", None),))])
/// b'</3/0>;pmin=10,</temp>;obs'
///
/// Raises:
///     CodecError: A target or the name of an attribute cannot be written.
#[pyfunction]
pub(crate) fn encode_links<'py>(
    py: Python<'py>,
    links: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    type Attributes = Vec<(String, Option<String>)>;
    let links = links.try_iter()?.map(|link| {
        let link = link?;
        let attributes = link.getattr("attributes")?.extract::<Attributes>()?;
        Ok((link.getattr("target")?.extract::<String>()?, attributes))
    });
    let links: Vec<(String, Attributes)> = links.collect::<PyResult<_>>()?;
    let attributes: Vec<Vec<Attribute<'_>>> = links
        .iter()
        .map(|(_, attributes)| {
            let attributes = attributes.iter().map(|(name, value)| match value {
                Some(value) => Attribute::new(name, value.as_str()),
                None => Attribute::flag(name),
            });
            attributes.collect()
        })
        .collect();
    let links = links.iter().zip(&attributes);
    let links = links.map(|((target, _), attributes)| Link::new(target, attributes));
    encoded(py, links)
}

fn encoded<'a, 'py, I>(py: Python<'py>, links: I) -> PyResult<Bound<'py, PyBytes>>
where
    I: IntoIterator<Item: IntoLink<'a>, IntoIter: Clone>,
{
    let payload = link::encode_to_vec(links).map_err(|error| in_records(py, error, |_| None))?;
    Ok(PyBytes::new(py, &payload))
}

/// A registered object, as it stands in Python.
#[derive(FromPyObject)]
struct ObjectFields {
    version: Option<String>,
    instances: Vec<u16>,
}

/// Encodes a registration as the payload of a Register.
///
/// >>> objects = {1: RegisteredObject(instances=(0,)), 3: RegisteredObject("1.1", (0,))}
/// >>> encode_registration(Registration(objects, (110, 112)))
/// b'</>;rt="oma.lwm2m";ct="110 112",</1/0>,</3>;ver=1.1,</3/0>'
///
/// Raises:
///     CodecError: An ID or a version cannot be written.
#[pyfunction]
pub(crate) fn encode_registration<'py>(
    py: Python<'py>,
    registration: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    encoded(py, self::registration(py, registration)?.links())
}

/// What a client registers, from the class in Python.
pub(crate) fn registration(
    py: Python<'_>,
    registration: &Bound<'_, PyAny>,
) -> PyResult<Registration> {
    let formats: Vec<Format> = registration.getattr("formats")?.extract()?;
    let mut objects = BTreeMap::new();
    for item in registration.getattr("objects")?.call_method0("items")?.try_iter()? {
        let (id, object): (u16, ObjectFields) = item?.extract()?;
        let version = object.version.as_deref().map(|text| version(py, text)).transpose()?;
        objects.insert(
            id,
            RegisteredObject { version, instances: object.instances.into_iter().collect() },
        );
    }
    Ok(Registration {
        root: registration.getattr("root")?.extract()?,
        formats: formats.into_iter().map(|format| format.0).collect(),
        objects,
    })
}

fn version(py: Python<'_>, text: &str) -> PyResult<Version> {
    text.parse().map_err(|error| in_text(py, error, "version", text))
}

/// A link of Discover, as it stands in Python.
#[derive(FromPyObject)]
struct ResourceLinkFields {
    path: PathArgument,
    root: String,
    marks_root: bool,
    formats: Option<Vec<Format>>,
    version: Option<String>,
    lwm2m: Option<String>,
    dim: Option<u16>,
    ssid: Option<u16>,
    uri: Option<String>,
    pmin: Option<u32>,
    pmax: Option<u32>,
    epmin: Option<u32>,
    epmax: Option<u32>,
    gt: Option<f64>,
    lt: Option<f64>,
    st: Option<f64>,
    edge: Option<u8>,
    con: Option<bool>,
    hqmax: Option<u32>,
}

impl ResourceLinkFields {
    fn link<'a>(
        &'a self,
        py: Python<'_>,
        formats: &'a Option<Vec<ContentFormat>>,
    ) -> PyResult<Lwm2mLink<'a>> {
        let version =
            |text: &Option<String>| text.as_deref().map(|text| version(py, text)).transpose();
        let edge = |number| if number == 0 { Edge::Falling } else { Edge::Rising };
        Ok(Lwm2mLink {
            root: &self.root,
            marks_root: self.marks_root,
            ct: formats.as_deref().map(Formats::new),
            ver: version(&self.version)?,
            lwm2m: version(&self.lwm2m)?,
            dim: self.dim,
            ssid: self.ssid,
            uri: self.uri.as_deref().map(Into::into),
            notification: NotificationAttributes {
                pmin: self.pmin,
                pmax: self.pmax,
                epmin: self.epmin,
                epmax: self.epmax,
                gt: self.gt,
                lt: self.lt,
                st: self.st,
                edge: self.edge.map(edge),
                con: self.con,
                hqmax: self.hqmax,
            },
            ..Lwm2mLink::new(self.path.0)
        })
    }
}

/// Encodes the answer to a Discover or Bootstrap-Discover.
///
/// >>> encode_resource_links([ResourceLink(Path("/3/0/9"), pmin=10, gt=50.0)])
/// b'</3/0/9>;pmin=10;gt=50'
///
/// Raises:
///     CodecError: An attribute of a link cannot be written.
#[pyfunction]
pub(crate) fn encode_resource_links<'py>(
    py: Python<'py>,
    links: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyBytes>> {
    let fields: Vec<ResourceLinkFields> =
        links.try_iter()?.map(|link| link?.extract()).collect::<PyResult<_>>()?;
    let formats = |fields: &ResourceLinkFields| {
        fields.formats.as_ref().map(|formats| formats.iter().map(|format| format.0).collect())
    };
    let formats: Vec<Option<Vec<ContentFormat>>> = fields.iter().map(formats).collect();
    let links: Vec<_> = fields
        .iter()
        .zip(&formats)
        .map(|(fields, formats)| fields.link(py, formats))
        .collect::<PyResult<_>>()?;
    encoded(py, &links)
}
