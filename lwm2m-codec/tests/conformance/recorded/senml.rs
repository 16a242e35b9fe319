//! SenML as it stands in a pack, as text.

use std::fmt::{Result, Write};

use lwm2m_codec::senml::{RawNumber, RawRecord, RawValue, cbor, json};
use lwm2m_codec::{ContentFormat, Error, Strictness, Text};

use super::codec::{self, error, payload_or_error};

/// Writes the raw records of a payload, if its format has them; gives them if all are right.
pub(crate) fn read<'a>(
    out: &mut impl Write,
    format: ContentFormat,
    payload: &'a [u8],
    strictness: Strictness,
) -> std::result::Result<Vec<RawRecord<'a>>, std::fmt::Error> {
    match format {
        ContentFormat::SenmlJson | ContentFormat::EtchJson => {
            pack(out, json::raw(payload, strictness))
        }
        ContentFormat::SenmlCbor | ContentFormat::EtchCbor => {
            pack(out, cbor::raw(payload, strictness))
        }
        _ => Ok(Vec::new()),
    }
}

fn pack<'a>(
    out: &mut impl Write,
    records: impl Iterator<Item = std::result::Result<RawRecord<'a>, Error>>,
) -> std::result::Result<Vec<RawRecord<'a>>, std::fmt::Error> {
    let mut pack = Vec::new();
    for record in records {
        match record {
            Ok(read) => {
                self::record(out, &read)?;
                pack.push(read);
            }
            Err(fault) => {
                error(out, &fault, None)?;
                return Ok(Vec::new());
            }
        }
    }
    Ok(pack)
}

fn record(out: &mut impl Write, record: &RawRecord<'_>) -> Result {
    write!(out, "raw {}..{}", record.range.start, record.range.end)?;
    let texts = [
        ("bn", record.base_name),
        ("bu", record.base_unit),
        ("n", record.name),
        ("u", record.unit),
    ];
    for (name, field) in texts {
        field.map_or(Ok(()), |field| text(out, name, &field))?;
    }
    let numbers = [
        ("bt", record.base_time),
        ("bv", record.base_value),
        ("bs", record.base_sum),
        ("s", record.sum),
        ("t", record.time),
        ("ut", record.update_time),
    ];
    for (name, field) in numbers {
        field.map_or(Ok(()), |field| number(out, name, field))?;
    }
    if let Some(version) = record.base_version {
        write!(out, " bver {version}")?;
    }
    match record.value {
        None => {}
        Some(RawValue::Number(value)) => number(out, "v", value)?,
        Some(RawValue::String(value)) => text(out, "vs", &value)?,
        Some(RawValue::ObjectLink(value)) => text(out, "vlo", &value)?,
        Some(RawValue::Boolean(value)) => write!(out, " vb {value}")?,
        Some(RawValue::Data(value)) => {
            write!(out, " vd ")?;
            codec::bytes(out, &value)?;
        }
        Some(RawValue::Null) => write!(out, " null")?,
        Some(value) => panic!("{value:?} has no text here"),
    }
    writeln!(out)
}

fn text(out: &mut impl Write, name: &str, text: &Text<'_>) -> Result {
    write!(out, " {name} ")?;
    codec::text(out, text)
}

/// All that a number can be had as.
fn number(out: &mut impl Write, name: &str, number: RawNumber<'_>) -> Result {
    write!(out, " {name}")?;
    number.to_f64().map_or(Ok(()), |float| write!(out, " {:016x}", float.to_bits()))?;
    number.to_i64().map_or(Ok(()), |integer| write!(out, " {integer}"))?;
    number.to_u64().map_or(Ok(()), |integer| write!(out, " {integer}"))?;
    match number.to_timestamp() {
        Some(time) => write!(out, " {}+{}ns", time.seconds(), time.nanoseconds()),
        None => Ok(()),
    }
}

/// Writes the packs that raw records make.
pub(crate) fn encoded(out: &mut impl Write, records: &[RawRecord<'_>]) -> Result {
    let mut buffer = vec![0; 4096];
    for encode in [json::encode_raw, cbor::encode_raw] {
        let length = encode(records, &mut buffer);
        payload_or_error(out, length.map(|length| buffer[..length].to_vec()))?;
    }
    Ok(())
}
