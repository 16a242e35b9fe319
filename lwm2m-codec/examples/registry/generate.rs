//! From object definitions to the table: each object in its newest version, and how older ones
//! differ, in the layout that `src/schema/packed.rs` describes.

use std::collections::HashSet;

use lwm2m_codec::ddf::Definitions;
use lwm2m_codec::{DataType, Object, Operations, Resource, Schema, Version};

const MULTIPLE: u8 = 0x10;
const MANDATORY: u8 = 0x20;
const READ: u8 = 0x40;
const WRITE: u8 = 0x80;

/// The bytes of the table, or what it cannot express.
pub(crate) fn table(definitions: &Definitions) -> Result<Vec<u8>, String> {
    let objects: Vec<Object<'_>> = definitions.newest().collect();
    let is_newest = |object: &Object<'_>| definitions.object(object.id, None) == Some(*object);
    let older: Vec<_> = definitions.objects().filter(|object| !is_newest(object)).collect();
    let every = || objects.iter().chain(&older);
    let text = text(every());
    let strings = strings(every());
    let rows_of = |object: &Object<'_>| -> Result<Vec<ResourceRow>, String> {
        let rows = object.resources.iter().map(|item| resource_row(&item, &text, &strings));
        rows.collect::<Result<_, _>>().map_err(|error| format!("object {}: {error}", object.id))
    };
    let (mut types, mut details) = (Vec::new(), Vec::new());
    let mut resources = Vec::new();
    for object in &objects {
        let rows = rows_of(object)?;
        let first = find_or_append(&mut resources, &rows);
        types.extend(object.id.to_le_bytes());
        types.extend(number(first, "rows of resources")?);
        types.extend(number(rows.len(), "resources of an object")?);
        details.extend(object_details(object, &text)?);
    }
    let newest = resources.len();
    let (mut versions, mut runs) = (Vec::new(), Vec::new());
    for object in &older {
        let of_object = runs_of(&rows_of(object)?, &mut resources)?;
        versions.extend(object.id.to_le_bytes());
        versions.extend(number(runs.len() / 3, "runs")?);
        versions.push(byte(of_object.len(), "runs of an object")?);
        versions.extend(object_details(object, &text)?);
        runs.extend(of_object.concat());
    }
    let mut out = b"LwM2M\0r\x03".to_vec();
    out.extend(number(objects.len(), "objects")?);
    out.extend(number(newest, "rows of resources")?);
    out.extend(number(resources.len() - newest, "rows of older resources")?);
    out.extend(number(older.len(), "older versions")?);
    out.extend(number(runs.len() / 3, "runs")?);
    out.extend(number(strings.len(), "ranges and units")?);
    out.extend(number(text.len(), "bytes of text")?);
    out.extend(types);
    out.extend(resources.iter().flat_map(|(types, _)| types));
    out.extend(details);
    out.extend(resources.iter().flat_map(|(_, details)| details));
    out.extend(versions);
    out.extend(runs);
    for string in strings {
        out.extend(place(&text, string)?);
    }
    out.extend(text.as_bytes());
    Ok(out)
}

/// The rows of a resource among the types and among the details.
type ResourceRow = ([u8; 3], [u8; 5]);

/// Where these rows start, which may be those of an object before.
fn find_or_append(all: &mut Vec<ResourceRow>, rows: &[ResourceRow]) -> usize {
    let known = (0..all.len()).find(|&first| all[first..].starts_with(rows));
    known.unwrap_or_else(|| {
        all.extend(rows);
        all.len() - rows.len()
    })
}

/// These rows as runs of rows, the longest that there are; rows that are nowhere are appended.
fn runs_of(mut rows: &[ResourceRow], all: &mut Vec<ResourceRow>) -> Result<Vec<[u8; 3]>, String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    while let [row, ..] = rows {
        let length_at = |first: usize| {
            all[first..].iter().zip(rows).take_while(|(known, row)| known == row).count()
        };
        let longest = (0..all.len()).max_by_key(|&first| (length_at(first), usize::MAX - first));
        let (first, length) = match longest.map(|first| (first, length_at(first))) {
            Some((first, length)) if length > 0 => (first, length),
            _ => {
                all.push(*row);
                (all.len() - 1, 1)
            }
        };
        match runs.last_mut() {
            Some((start, before)) if *start + *before == first => *before += length,
            _ => runs.push((first, length)),
        }
        rows = &rows[length..];
    }
    let run = |(first, length)| {
        let [first0, first1] = number(first, "rows of resources")?;
        Ok([first0, first1, byte(length, "rows in a run")?])
    };
    runs.into_iter().map(run).collect()
}

fn object_details(object: &Object<'_>, text: &str) -> Result<Vec<u8>, String> {
    let mut details = place(text, object.name)?.to_vec();
    details.push(multiplicity(object.multiple, object.mandatory));
    details.extend(version(object.version)?);
    details.extend(version(object.lwm2m_version)?);
    Ok(details)
}

fn resource_row(
    resource: &Resource<'_>,
    text: &str,
    strings: &[&str],
) -> Result<ResourceRow, String> {
    let string = |text| {
        let index = strings.iter().position(|known| *known == text).unwrap_or_default();
        u8::try_from(index).map_err(|_| "more than 256 ranges and units".to_owned())
    };
    let [id0, id1] = resource.id.to_le_bytes();
    let [start0, start1, len] = place(text, resource.name)?;
    let details = [start0, start1, len, string(resource.range)?, string(resource.units)?];
    Ok(([id0, id1, flags(resource)?], details))
}

fn flags(resource: &Resource<'_>) -> Result<u8, String> {
    let operations = resource.operations;
    // That a resource can be executed is told by its data type alone.
    if (operations == Operations::EXECUTE) != (resource.data_type == Some(DataType::None))
        || (operations.contains(Operations::EXECUTE) && operations != Operations::EXECUTE)
    {
        return Err(format!("no place for the operations of resource {}", resource.id));
    }
    let mut flags = resource.data_type.map_or(0, |data_type| data_type as u8);
    if operations.contains(Operations::READ) {
        flags |= READ;
    }
    if operations.contains(Operations::WRITE) {
        flags |= WRITE;
    }
    Ok(flags | multiplicity(resource.multiple, resource.mandatory))
}

fn multiplicity(multiple: bool, mandatory: bool) -> u8 {
    (if multiple { MULTIPLE } else { 0 }) | (if mandatory { MANDATORY } else { 0 })
}

fn version(version: Version) -> Result<[u8; 2], String> {
    let byte = |number| byte(usize::from(number), "as a number of a version");
    Ok([byte(version.major)?, byte(version.minor)?])
}

fn byte(count: usize, what: &str) -> Result<u8, String> {
    u8::try_from(count).map_err(|_| format!("{count} {what}: too many"))
}

fn number(count: usize, what: &str) -> Result<[u8; 2], String> {
    let count = u16::try_from(count).map_err(|_| format!("{count} {what} are too many"))?;
    Ok(count.to_le_bytes())
}

/// All texts, one after another; what is part of another text is not stored again.
fn text<'s>(objects: impl Iterator<Item = &'s Object<'s>>) -> String {
    let mut texts = Vec::new();
    for object in objects {
        texts.push(object.name);
        for Resource { name, range, units, .. } in object.resources {
            texts.extend([name, range, units]);
        }
    }
    let mut seen = HashSet::new();
    texts.retain(|text| seen.insert(*text));
    // A text that occurs twice among the different ones is part of another.
    let all = texts.join("\n");
    texts.retain(|text| all.match_indices(text).nth(1).is_none());
    texts.concat()
}

/// Where a text starts, and its length.
fn place(all: &str, text: &str) -> Result<[u8; 3], String> {
    let start = all.find(text).and_then(|start| u16::try_from(start).ok());
    let [low, high] = start.ok_or("the texts are longer than 64 KiB")?.to_le_bytes();
    let len = u8::try_from(text.len()).map_err(|_| format!("{text:?} is too long"))?;
    Ok([low, high, len])
}

/// All different ranges and units, the empty one first.
fn strings<'s>(objects: impl Iterator<Item = &'s Object<'s>>) -> Vec<&'s str> {
    let mut seen = HashSet::from([""]);
    let mut strings = vec![""];
    for resource in objects.flat_map(|object| object.resources) {
        strings
            .extend([resource.range, resource.units].into_iter().filter(|text| seen.insert(text)));
    }
    strings
}
