//! The context of a payload: what the request around it says, and how strictly to read it.

use core::fmt;

use crate::codec::duplicates::DuplicateCheck;
#[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
use crate::data_type::DataType;
use crate::error::Strictness;
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::schema::{ResourceType, Schema};

/// What a decoder or encoder must know beside the payload or the records: the operation and its
/// base path, the schema, the strictness, and choices of the encoders.
///
/// The base path is the path of the request; for the composite operations and Send it is the root.
/// A context is `Copy` and serves any number of payloads.
///
/// By default it is strict, has no schema, and checks for duplicates on the heap if there is one
/// ([`DuplicateCheck`]).
///
/// ```
/// use lwm2m_codec::{Context, Operation, Path, Strictness};
///
/// let context = Context::new(Operation::Write, Path::new(&[1, 0]).unwrap())
///     .with_strictness(Strictness::LENIENT);
/// assert_eq!(context.base(), Path::new(&[1, 0]).unwrap());
/// ```
#[derive(Clone, Copy)]
pub struct Context<'s> {
    base: Path,
    operation: Operation,
    schema: Option<&'s dyn Schema>,
    strictness: Strictness,
    duplicate_check: DuplicateCheck,
    alternate_path: &'s str,
    absolute_names: bool,
    wide_unsigned: bool,
    tagged_time: bool,
    unchecked_types: bool,
    padded_base64: bool,
}

impl<'s> Context<'s> {
    /// A context for the payload of this operation on this path.
    #[must_use]
    pub const fn new(operation: Operation, base: Path) -> Self {
        Self {
            base,
            operation,
            schema: None,
            strictness: Strictness::STRICT,
            duplicate_check: DuplicateCheck::DEFAULT,
            alternate_path: "",
            absolute_names: false,
            wide_unsigned: false,
            tagged_time: false,
            unchecked_types: false,
            padded_base64: false,
        }
    }

    /// A context for the answer to a Read, or a notification, of this path.
    #[must_use]
    pub const fn read(base: Path) -> Self {
        Self::new(Operation::Read, base)
    }

    /// A context for a Write to this path.
    #[must_use]
    pub const fn write(base: Path) -> Self {
        Self::new(Operation::Write, base)
    }

    /// The same with a schema.
    #[must_use]
    pub const fn with_schema(self, schema: &'s dyn Schema) -> Self {
        Self { schema: Some(schema), ..self }
    }

    /// The same with another strictness; [`Strictness::STRICT`] is the default.
    #[must_use]
    pub const fn with_strictness(self, strictness: Strictness) -> Self {
        Self { strictness, ..self }
    }

    /// The same with [`Strictness::LENIENT`].
    #[must_use]
    pub const fn lenient(self) -> Self {
        self.with_strictness(Strictness::LENIENT)
    }

    /// The same with another check for duplicates; [`DuplicateCheck`] documents the default.
    ///
    /// [`Leniency::Duplicates`](crate::Leniency::Duplicates) switches the check off in any case.
    /// Decoders of [blocks](crate::blocks) have fixed memory and take scratch of their own.
    ///
    /// ```
    /// use lwm2m_codec::{ContentFormat, Context, DuplicateCheck, ErrorKind, Path, decode};
    ///
    /// let twice = [0xc1, 0x09, 0x64, 0xc1, 0x09, 0x63];
    /// let context = Context::read(Path::new(&[3, 0]).unwrap());
    /// let trusting = context.with_duplicate_check(DuplicateCheck::Off);
    /// assert!(decode(ContentFormat::Tlv, &twice, &trusting).all(|record| record.is_ok()));
    ///
    /// # #[cfg(feature = "alloc")] {
    /// let checking = context.with_duplicate_check(DuplicateCheck::Heap);
    /// let error = decode(ContentFormat::Tlv, &twice, &checking).nth(1).unwrap().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Duplicate);
    /// assert!(decode(ContentFormat::Tlv, &twice, &checking.lenient()).all(|r| r.is_ok()));
    /// assert_eq!(context.duplicate_check(), DuplicateCheck::Heap);
    /// # }
    /// ```
    #[must_use]
    pub const fn with_duplicate_check(self, check: DuplicateCheck) -> Self {
        Self { duplicate_check: check, ..self }
    }

    /// The same with the alternate path that the client registered with `rt="oma.lwm2m"`, such as
    /// `/lwm2m`. Names of SenML carry it (since LwM2M 1.2.1); paths of records do not.
    #[must_use]
    pub const fn with_alternate_path(self, path: &'s str) -> Self {
        Self { alternate_path: path, ..self }
    }

    /// Encoders of SenML and OMA JSON write the whole path as the name of each record, without base
    /// names.
    #[must_use]
    pub const fn with_absolute_names(self, on: bool) -> Self {
        Self { absolute_names: on, ..self }
    }

    /// Encoders of TLV make Unsigned values wide enough that a reader that takes them as signed
    /// (Leshan, Zephyr) sees the same number.
    #[must_use]
    pub const fn with_wide_unsigned(self, on: bool) -> Self {
        Self { wide_unsigned: on, ..self }
    }

    /// Encoders of CBOR, SenML CBOR and LwM2M CBOR mark Time values with tag 1, as Anjay Lite does and in
    /// CBOR demands. In SenML CBOR it is against the documents: readers need
    /// [`Leniency::TimeTags`](crate::Leniency::TimeTags) or their like.
    #[must_use]
    pub const fn with_tagged_time(self, on: bool) -> Self {
        Self { tagged_time: on, ..self }
    }

    /// Encoders write values as they are given, even where the schema declares another type or
    /// multiplicity. Otherwise values become the declared type where nothing is lost by that
    /// ([`Value::cast`](crate::Value::cast)), and what does not fit is refused.
    ///
    /// ```
    /// use lwm2m_codec::{
    ///     ContentFormat, Context, DataType, ErrorKind, Path, Record, ResourceType, encode,
    /// };
    ///
    /// let schema = |_, _| Some(ResourceType::single(DataType::Integer));
    /// let battery = Path::new(&[3, 0, 9]).unwrap();
    /// let context = Context::read(battery).with_schema(&schema);
    /// let mut buffer = [0; 16];
    /// let length = encode(ContentFormat::Tlv, [Record::new(battery, 95.0)], &context, &mut buffer)?;
    /// assert_eq!(buffer[..length], [0xc1, 0x09, 95]);
    /// let text = [Record::new(battery, "95")];
    /// let error = encode(ContentFormat::Tlv, text, &context, &mut buffer).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::TypeMismatch);
    /// let context = context.with_unchecked_types(true);
    /// let length = encode(ContentFormat::Tlv, text, &context, &mut buffer)?;
    /// assert_eq!(buffer[..length], [0xc2, 0x09, b'9', b'5']);
    /// # Ok::<(), lwm2m_codec::Error>(())
    /// ```
    #[must_use]
    pub const fn with_unchecked_types(self, on: bool) -> Self {
        Self { unchecked_types: on, ..self }
    }

    /// Encoders of SenML JSON write opaque values in the standard alphabet of base64 and with padding,
    /// for readers from before base64url (Wakaama, Zephyr until 2026). It is against the documents, and
    /// what other formats have in any case.
    #[must_use]
    pub const fn with_padded_base64(self, on: bool) -> Self {
        Self { padded_base64: on, ..self }
    }

    /// The base path.
    #[must_use]
    pub const fn base(&self) -> Path {
        self.base
    }

    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        self.operation
    }

    /// What the schema says of the resource that a path leads to.
    #[must_use]
    pub fn resource_type(&self, path: Path) -> Option<ResourceType> {
        self.schema?.resource_type(path.object()?, path.resource()?)
    }

    /// Whether the schema declares the resource to have no values.
    #[cfg(any(feature = "cbor", feature = "lwm2m-cbor"))]
    pub(crate) fn is_executable(&self, path: Path) -> bool {
        self.resource_type(path).is_some_and(|resource| resource.data_type == DataType::None)
    }

    /// The schema, if there is one.
    #[must_use]
    pub const fn schema(&self) -> Option<&'s dyn Schema> {
        self.schema
    }

    /// The strictness.
    #[must_use]
    pub const fn strictness(&self) -> Strictness {
        self.strictness
    }

    /// What looks for duplicates.
    #[must_use]
    pub const fn duplicate_check(&self) -> DuplicateCheck {
        self.duplicate_check
    }

    /// The alternate path, empty if there is none.
    #[must_use]
    pub const fn alternate_path(&self) -> &'s str {
        match self.alternate_path.as_bytes() {
            b"/" => "",
            _ => self.alternate_path,
        }
    }

    /// Whether encoders write whole paths as names.
    #[must_use]
    pub const fn absolute_names(&self) -> bool {
        self.absolute_names
    }

    /// Whether encoders make Unsigned values wide enough for signed readers.
    #[must_use]
    pub const fn wide_unsigned(&self) -> bool {
        self.wide_unsigned
    }

    /// Whether encoders of CBOR formats mark Time values with tag 1.
    #[must_use]
    pub const fn tagged_time(&self) -> bool {
        self.tagged_time
    }

    /// Whether encoders write values as they are given, whatever the schema declares.
    #[must_use]
    pub const fn unchecked_types(&self) -> bool {
        self.unchecked_types
    }

    /// Whether encoders of SenML JSON write base64 with padding.
    #[must_use]
    pub const fn padded_base64(&self) -> bool {
        self.padded_base64
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("base", &self.base)
            .field("operation", &self.operation)
            .field("schema", &self.schema.map(|_| "…"))
            .field("strictness", &self.strictness)
            .field("duplicate_check", &self.duplicate_check)
            .field("alternate_path", &self.alternate_path)
            .field("absolute_names", &self.absolute_names)
            .field("wide_unsigned", &self.wide_unsigned)
            .field("tagged_time", &self.tagged_time)
            .field("unchecked_types", &self.unchecked_types)
            .field("padded_base64", &self.padded_base64)
            .finish()
    }
}
