//! Decoding and encoding of whole payloads.

use lwm2m_codec as core;
use lwm2m_codec::{ContentFormat, Context, LocatedError, SpanKind};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

use crate::buffer::Payload;
use crate::error::{in_payload, in_records};
use crate::links::link_object;
use crate::path::{Path, PathArgument};
use crate::python::Imported;
use crate::record::Record;
use crate::request::{Format, OperationName, Request, SchemaArgument, strictness};

/// Payloads from here on are read while other threads run; for shorter ones it costs more than it
/// gives.
const LONG: usize = 1 << 16;

/// Decodes a payload into its records.
///
/// >>> decode(b"\xc1\x09\x64", "tlv", "/3/0")
/// [Record("/3/0/9", 100)]
///
/// Args:
///     payload: The bytes. Those of `bytes` are not copied.
///     format: The content format: a `ContentFormat`, any CoAP number, a name or a media type.
///     path: The path of the request; the root for composite operations and Send.
///     operation: What the payload is for.
///     schema: What types resources have; `None` if nothing is known.
///     strict: Whether what devices send against the documents is refused.
///     allow: Deviations to accept nevertheless, as members or names of `Leniency`.
///     alternate_path: The path that the client registered for its objects, such as `/lwm2m`.
///
/// Returns:
///     The records in the order of the payload.
///
/// Raises:
///     CodecError: The payload is wrong; the error names the byte.
#[pyfunction]
#[pyo3(signature = (payload, format, path=PathArgument(core::Path::ROOT), *,
    operation=OperationName::READ, schema=SchemaArgument::default(), strict=true,
    allow=Vec::new(), alternate_path=None))]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn decode<'py>(
    py: Python<'py>,
    payload: Payload<'_>,
    format: Format,
    path: PathArgument,
    operation: OperationName,
    schema: SchemaArgument,
    strict: bool,
    allow: Vec<String>,
    alternate_path: Option<String>,
) -> PyResult<Bound<'py, PyList>> {
    let strictness = strictness(strict, &allow)?;
    let request = Request::new(path, operation, schema, strictness, alternate_path);
    let (payload, context) = (payload.bytes(), request.context());
    let objects = if payload.len() < LONG {
        let mut decoder = core::decode(format.0, payload, &context);
        let mut objects = Vec::new();
        while let Some(result) = decoder.next() {
            match result {
                Ok(record) => objects.push(Record::from_core(py, &record)?),
                Err(error) => {
                    return Err(in_payload(py, decoder.locate(error), format.0, payload));
                }
            }
        }
        objects
    } else {
        let records = py.detach(|| read(format.0, payload, &context));
        let records = records.map_err(|error| in_payload(py, error, format.0, payload))?;
        records.iter().map(|record| Record::from_core(py, record)).collect::<PyResult<_>>()?
    };
    PyList::new(py, objects)
}

/// The records of a payload.
fn read<'a>(
    format: ContentFormat,
    payload: &'a [u8],
    context: &Context<'_>,
) -> Result<Vec<core::Record<'a>>, LocatedError> {
    core::decode(format, payload, context).located().collect()
}

/// Encodes records into a payload.
///
/// >>> encode([("/3/0/9", 95), ("/3/0/16", "U")], "senml-json", "/3/0").decode()
/// '[{"n":"/3/0/9","v":95},{"n":"/3/0/16","vs":"U"}]'
///
/// Formats that nest need the records of an instance or resource together; `sorted` with
/// `key=lambda record: record.path` brings them together.
///
/// Args:
///     records: Each a `Record`, or `(path, value)` or `(path, value, type)`. Where no type is
///         given, it is the one of the schema if the value is one of that.
///     format: The content format: a `ContentFormat`, any CoAP number, a name or a media type.
///     path: The path of the request; the root for composite operations and Send.
///     operation: What the payload is for.
///     schema: What types resources have; `None` if nothing is known.
///     alternate_path: The path that the client registered for its objects, such as `/lwm2m`.
///     absolute_names: Write the whole path as the name of each record, in SenML and OMA JSON.
///     wide_unsigned: Write unsigned values so wide that readers may take them as signed, in TLV.
///     tagged_time: Mark the values of Time resources with tag 1, in CBOR, SenML CBOR and LwM2M CBOR.
///     padded_base64: Write opaque values in base64 with padding, in SenML JSON.
///     unchecked_types: Write values as they are given, whatever the schema declares. Otherwise they
///         become the declared type where nothing is lost, and what does not fit is an error.
///
/// Returns:
///     The payload.
///
/// Raises:
///     CodecError: The format cannot express a record; the error names it.
#[pyfunction]
#[pyo3(signature = (records, format, path=PathArgument(core::Path::ROOT), *,
    operation=OperationName::READ, schema=SchemaArgument::default(), alternate_path=None,
    absolute_names=false, wide_unsigned=false, tagged_time=false, padded_base64=false,
    unchecked_types=false))]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn encode<'py>(
    py: Python<'py>,
    records: &Bound<'py, PyAny>,
    format: Format,
    path: PathArgument,
    operation: OperationName,
    schema: SchemaArgument,
    alternate_path: Option<String>,
    absolute_names: bool,
    wide_unsigned: bool,
    tagged_time: bool,
    padded_base64: bool,
    unchecked_types: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let objects: Vec<Bound<'py, Record>> =
        records.try_iter()?.map(|object| Record::from_python(object?)).collect::<PyResult<_>>()?;
    let request = Request::new(path, operation, schema, strictness(true, &[])?, alternate_path);
    let context = request
        .context()
        .with_absolute_names(absolute_names)
        .with_wide_unsigned(wide_unsigned)
        .with_tagged_time(tagged_time)
        .with_padded_base64(padded_base64)
        .with_unchecked_types(unchecked_types);
    let records: Vec<core::Record<'_>> =
        objects.iter().map(|object| object.get().to_core(py, &context)).collect::<PyResult<_>>()?;
    let long = records.len() >= LONG / 16;
    let encoded = match long {
        true => py.detach(|| core::encode_to_vec(format.0, &records, &context)),
        false => core::encode_to_vec(format.0, &records, &context),
    };
    match encoded {
        Ok(payload) => Ok(PyBytes::new(py, &payload)),
        Err(error) => Err(in_records(py, error, |index| records.get(index).map(|item| item.path))),
    }
}

/// Makes a payload of another format from a payload.
///
/// >>> convert(b"\xc1\x09\x64", "tlv", "senml-json", "/3/0")
/// b'[{"n":"/3/0/9","v":100}]'
///
/// Args:
///     payload: The bytes.
///     source: The content format of the payload.
///     target: The content format to make.
///     path: The path of the request, for both payloads.
///     operation: What the payloads are for.
///     schema: What types resources have; `None` if nothing is known.
///     strict: Whether what devices send against the documents is refused.
///     allow: Deviations to accept nevertheless, as members or names of `Leniency`.
///     alternate_path: The path that the client registered for its objects, such as `/lwm2m`.
///     absolute_names: Write the whole path as the name of each record, in SenML and OMA JSON.
///     wide_unsigned: Write unsigned values so wide that readers may take them as signed, in TLV.
///     tagged_time: Mark the values of Time resources with tag 1, in CBOR, SenML CBOR and LwM2M CBOR.
///     padded_base64: Write opaque values in base64 with padding, in SenML JSON.
///     unchecked_types: Write values as they are given, whatever the schema declares. Otherwise they
///         become the declared type where nothing is lost, and what does not fit is an error.
///
/// Returns:
///     The payload in the other format.
///
/// Raises:
///     CodecError: The payload is wrong, or the other format cannot express a record.
#[pyfunction]
#[pyo3(signature = (payload, source, target, path=PathArgument(core::Path::ROOT), *,
    operation=OperationName::READ, schema=SchemaArgument::default(), strict=true,
    allow=Vec::new(), alternate_path=None, absolute_names=false, wide_unsigned=false,
    tagged_time=false, padded_base64=false,
    unchecked_types=false))]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn convert<'py>(
    py: Python<'py>,
    payload: Payload<'_>,
    source: Format,
    target: Format,
    path: PathArgument,
    operation: OperationName,
    schema: SchemaArgument,
    strict: bool,
    allow: Vec<String>,
    alternate_path: Option<String>,
    absolute_names: bool,
    wide_unsigned: bool,
    tagged_time: bool,
    padded_base64: bool,
    unchecked_types: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let strictness = strictness(strict, &allow)?;
    let request = Request::new(path, operation, schema, strictness, alternate_path);
    let context = request
        .context()
        .with_absolute_names(absolute_names)
        .with_wide_unsigned(wide_unsigned)
        .with_tagged_time(tagged_time)
        .with_padded_base64(padded_base64)
        .with_unchecked_types(unchecked_types);
    let payload = payload.bytes();
    let work =
        || core::convert_to_vec(core::decode(source.0, payload, &context), target.0, &context);
    let converted = if payload.len() < LONG { work() } else { py.detach(work) };
    match converted {
        Ok(payload) => Ok(PyBytes::new(py, &payload)),
        // Whether it is the payload that is wrong shows when it is read alone.
        Err(error) => Err(match read(source.0, payload, &context) {
            Err(error) => in_payload(py, error, source.0, payload),
            Ok(records) => {
                let path = |index: usize| records.get(index).map(|record| record.path);
                in_records(py, error, path)
            }
        }),
    }
}

/// Shows which bytes of a payload say what.
///
/// Unlike `decode`, this shows how far a broken payload is good.
///
/// >>> for span in inspect(b"\x83\x06\x41\x00\x01\xc2\x09\x64", "tlv", "/3/0"):
/// ...     print(span.start, span.end, span.kind, span.path)
/// 0 2 container /3/0/6
/// 2 5 record /3/0/6/0
/// 5 8 incomplete /3/0/9
/// 8 8 broken /3/0/9
///
/// Args:
///     payload: The bytes.
///     format: The content format: a `ContentFormat`, any CoAP number, a name or a media type.
///     path: The path of the request; the root for composite operations and Send.
///     operation: What the payload is for.
///     schema: What types resources have; `None` if nothing is known.
///     strict: Whether what devices send against the documents is refused.
///     allow: Deviations to accept nevertheless, as members or names of `Leniency`.
///     alternate_path: The path that the client registered for its objects, such as `/lwm2m`.
///
/// Returns:
///     Spans without gaps: every byte belongs to exactly one of them.
#[pyfunction]
#[pyo3(signature = (payload, format, path=PathArgument(core::Path::ROOT), *,
    operation=OperationName::READ, schema=SchemaArgument::default(), strict=true,
    allow=Vec::new(), alternate_path=None))]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
pub(crate) fn inspect<'py>(
    py: Python<'py>,
    payload: Payload<'_>,
    format: Format,
    path: PathArgument,
    operation: OperationName,
    schema: SchemaArgument,
    strict: bool,
    allow: Vec<String>,
    alternate_path: Option<String>,
) -> PyResult<Bound<'py, PyList>> {
    static SPAN: Imported = Imported::new("lwm2m_codec._types", "Span");
    let strictness = strictness(strict, &allow)?;
    let request = Request::new(path, operation, schema, strictness, alternate_path);
    let payload = payload.bytes();
    let spans = core::inspect(format.0, payload, &request.context());
    let spans = spans.iter().map(|span| {
        let (mut record, mut link, mut error) = (None, None, None);
        match span.kind {
            SpanKind::Record(found) => record = Some(Record::from_core(py, &found)?),
            SpanKind::Link(found) => link = Some(link_object(py, &found, span.path)?),
            SpanKind::Broken(found) => {
                error = Some(in_payload(py, found, format.0, payload).into_value(py));
            }
            _ => {}
        }
        let (range, path) = (&span.range, span.path.map(Path));
        SPAN.call(py, (range.start, range.end, span.kind.name(), path, record, link, error))
    });
    PyList::new(py, spans.collect::<PyResult<Vec<_>>>()?)
}
