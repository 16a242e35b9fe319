//! Columns while they grow, and when they are done.

use lwm2m_codec::{Content, Decoder, Error, ObjectLink, Record, Timestamp, Value};

use crate::value;

/// What the IDs of a path are where there are none: the ID that names nothing.
pub(super) const ABSENT: u16 = u16::MAX;

/// Texts or byte strings, one after the other.
#[derive(Default)]
pub(super) struct Strings {
    /// Where each begins; behind the last one where it ends.
    pub(super) offsets: Vec<i64>,
    pub(super) bytes: Vec<u8>,
}

impl Strings {
    /// Sets the item of a row, before which there is nothing new.
    fn put<'a>(&mut self, row: usize, pieces: impl Iterator<Item: AsRef<[u8]> + 'a>) {
        self.fill(row);
        pieces.for_each(|piece| self.bytes.extend_from_slice(piece.as_ref()));
        self.offsets.push(self.bytes.len() as i64);
    }

    /// Has nothing in all rows up to this one.
    fn fill(&mut self, rows: usize) {
        self.offsets.resize(rows + 1, self.bytes.len() as i64);
    }

    fn truncate(&mut self, rows: usize) {
        self.offsets.truncate(rows + 1);
        self.bytes.truncate(self.offsets.last().map_or(0, |&end| end as usize));
    }

    pub(super) fn get(&self, row: usize) -> Option<&[u8]> {
        let &[start, end] = self.offsets.get(row..row + 2)? else { return None };
        self.bytes.get(start as usize..end as usize)
    }
}

/// A column.
pub(super) enum Data<'t> {
    U8(&'t [u8]),
    Bool(&'t [u8]),
    U16(&'t [u16]),
    U32(&'t [u32]),
    I64(&'t [i64]),
    U64(&'t [u64]),
    F64(&'t [f64]),
    Text(&'t Strings),
    Bytes(&'t Strings),
}

/// All columns, each with an item for every record.
#[derive(Default)]
pub(super) struct Table {
    payload: Vec<u32>,
    object: Vec<u16>,
    instance: Vec<u16>,
    resource: Vec<u16>,
    resource_instance: Vec<u16>,
    time: Vec<f64>,
    kind: Vec<u8>,
    integer: Vec<i64>,
    unsigned: Vec<u64>,
    float: Vec<f64>,
    boolean: Vec<u8>,
    object_link: Vec<u32>,
    string: Strings,
    opaque: Strings,
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.kind.len()
    }

    /// The number of each record's [`RecordKind`](lwm2m_codec::RecordKind).
    pub(super) fn kinds(&self) -> &[u8] {
        &self.kind
    }

    pub(super) fn columns(&self) -> impl ExactSizeIterator<Item = (&'static str, Data<'_>)> {
        [
            ("payload", Data::U32(&self.payload)),
            ("object", Data::U16(&self.object)),
            ("instance", Data::U16(&self.instance)),
            ("resource", Data::U16(&self.resource)),
            ("resource_instance", Data::U16(&self.resource_instance)),
            ("time", Data::F64(&self.time)),
            ("type", Data::U8(&self.kind)),
            ("integer", Data::I64(&self.integer)),
            ("unsigned", Data::U64(&self.unsigned)),
            ("float", Data::F64(&self.float)),
            ("boolean", Data::Bool(&self.boolean)),
            ("object_link", Data::U32(&self.object_link)),
            ("string", Data::Text(&self.string)),
            ("opaque", Data::Bytes(&self.opaque)),
        ]
        .into_iter()
    }

    pub(super) fn column(&self, index: usize) -> Option<Data<'_>> {
        self.columns().nth(index).map(|(_, data)| data)
    }
}

/// Columns while they grow. A column of values ends at its last value, so that what most records do
/// not have costs nothing for them.
#[derive(Default)]
pub(super) struct Builder(Table);

impl Builder {
    /// Adds the records of a payload; none of them if there is an error.
    pub(super) fn extend(
        &mut self,
        payload: usize,
        decoder: &mut Decoder<'_, '_>,
    ) -> Result<(), Error> {
        let start = self.0.len();
        for record in decoder {
            match record {
                Ok(record) => self.push(payload, &record),
                Err(error) => {
                    self.truncate(start);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    #[inline]
    fn push(&mut self, payload: usize, record: &Record<'_>) {
        let row = self.0.len();
        let path = record.path;
        let table = &mut self.0;
        table.payload.push(payload as u32);
        table.object.push(path.object().unwrap_or(ABSENT));
        table.instance.push(path.object_instance().unwrap_or(ABSENT));
        table.resource.push(path.resource().unwrap_or(ABSENT));
        table.resource_instance.push(path.resource_instance().unwrap_or(ABSENT));
        table.time.push(record.time.map_or(f64::NAN, Timestamp::as_f64));
        table.kind.push(value::index(record.content.kind()));
        let Content::Value(value) = record.content else { return };
        match value {
            Value::Float(number) => put(&mut table.float, row, number),
            Value::Integer(number) | Value::Time(number) => put(&mut table.integer, row, number),
            Value::Unsigned(number) => put(&mut table.unsigned, row, number),
            Value::Boolean(truth) => put(&mut table.boolean, row, truth.into()),
            Value::ObjectLink(link) => put(&mut table.object_link, row, packed(link)),
            Value::String(text) | Value::CoreLink(text) => match text.as_str() {
                Some(text) => table.string.put(row, [text].into_iter()),
                None => table.string.put(row, [&*text.to_cow()].into_iter()),
            },
            Value::Opaque(bytes) => match bytes.as_slice() {
                Some(bytes) => table.opaque.put(row, [bytes].into_iter()),
                None => table.opaque.put(row, [&*bytes.to_cow()].into_iter()),
            },
            // There are no other values.
            _ => {}
        }
    }

    fn truncate(&mut self, rows: usize) {
        let table = &mut self.0;
        table.payload.truncate(rows);
        for ids in [
            &mut table.object,
            &mut table.instance,
            &mut table.resource,
            &mut table.resource_instance,
        ] {
            ids.truncate(rows);
        }
        table.time.truncate(rows);
        table.kind.truncate(rows);
        table.integer.truncate(rows);
        table.unsigned.truncate(rows);
        table.float.truncate(rows);
        table.boolean.truncate(rows);
        table.object_link.truncate(rows);
        table.string.truncate(rows);
        table.opaque.truncate(rows);
    }

    pub(super) fn finish(self) -> Table {
        let mut table = self.0;
        let rows = table.len();
        fill(&mut table.integer, rows);
        fill(&mut table.unsigned, rows);
        fill(&mut table.float, rows);
        fill(&mut table.boolean, rows);
        fill(&mut table.object_link, rows);
        table.string.fill(rows);
        table.opaque.fill(rows);
        table
    }
}

/// Sets the item of a row, before which there is nothing new.
#[inline]
fn put<T: Clone + Default>(column: &mut Vec<T>, row: usize, value: T) {
    if column.len() < row {
        fill(column, row);
    }
    column.push(value);
}

#[cold]
fn fill<T: Clone + Default>(column: &mut Vec<T>, rows: usize) {
    if column.is_empty() {
        // The pages of what stays untouched are never mapped.
        *column = vec![T::default(); rows];
    } else {
        column.resize(rows, T::default());
    }
}

fn packed(link: ObjectLink) -> u32 {
    u32::from(link.object()) << 16 | u32::from(link.instance())
}
