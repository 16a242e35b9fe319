//! The arguments that commands share.

mod names;
mod reading;

use lwm2m_codec::{ContentFormat, Context, Error, ErrorKind, Operation, Path};

use self::names::{operation, operations};

pub(crate) use self::reading::{Reading, Tolerance, advice};
use crate::failure::Failure;

/// The format of a payload.
#[derive(clap::Args)]
pub(crate) struct Format {
    /// Content format by name (tlv, senml-json …), CoAP number or media type
    #[arg(short, long)]
    pub(crate) format: ContentFormat,
}

/// The request that a payload belongs to.
#[derive(clap::Args)]
pub(crate) struct Request {
    /// Path of the request, such as /3/0; composite operations and Send use /
    #[arg(short, long, default_value = "/")]
    pub(crate) path: Path,
    /// What the payload is for: read, write, create …; --help lists them
    #[arg(long, default_value = "read", hide_default_value = true, value_parser = operation(), hide_possible_values = true, long_help = operations())]
    pub(crate) operation: Operation,
    /// Path that the client registered for its objects, such as /lwm2m; SenML names start with it
    #[arg(long, value_name = "PATH")]
    pub(crate) alternate_path: Option<String>,
}

impl Request {
    pub(crate) fn context(&self) -> Context<'_> {
        let context = Context::new(self.operation, self.path);
        match &self.alternate_path {
            Some(path) => context.with_alternate_path(path.as_str()),
            None => context,
        }
    }

    /// The failure for an error that is not in the input but in the arguments.
    pub(crate) fn misuse(&self, error: &Error, format: ContentFormat) -> Option<Failure> {
        let Self { path, operation, .. } = self;
        let message = match error.kind() {
            ErrorKind::BasePath | ErrorKind::BasePathNotEncodable => match format {
                ContentFormat::Tlv if *path == Path::ROOT => {
                    "tlv needs the path of the request: --path, such as -p /3/0".to_owned()
                }
                _ => format!(
                    "{format} holds the value of one resource or resource instance, \
                     which {path} is not: --path, such as -p /3/0/9"
                ),
            },
            ErrorKind::OperationNotAllowed | ErrorKind::OperationNotEncodable => {
                let allows = |other: &Operation| other.allows(format, *path);
                let others: Vec<_> =
                    Operation::ALL.into_iter().filter(allows).map(Operation::name).collect();
                format!("{format} does not serve {operation}: --operation {}", others.join(" or "))
            }
            ErrorKind::UnsupportedFormat | ErrorKind::FormatNotEncodable => match format {
                ContentFormat::LinkFormat => {
                    "link payloads hold no records: the command links shows what they hold"
                        .to_owned()
                }
                _ => format!("payloads of format {format} are not supported by this command"),
            },
            _ => return None,
        };
        Some(Failure::Usage(message))
    }
}

/// Options of encoders.
#[derive(clap::Args)]
pub(crate) struct Choices {
    /// In SenML and OMA JSON, write the whole path as the name of each record
    #[arg(long)]
    absolute_names: bool,
    /// In TLV, write unsigned values wide enough for readers that take them as signed
    #[arg(long)]
    wide_unsigned: bool,
    /// In CBOR, SenML CBOR and LwM2M CBOR, mark the values of Time resources with tag 1
    #[arg(long)]
    tagged_time: bool,
    /// In SenML JSON, write opaque values in base64 with padding, for old readers
    #[arg(long)]
    padded_base64: bool,
    /// Write values as they are given, whatever types the schema declares
    #[arg(long)]
    unchecked_types: bool,
}

impl Choices {
    pub(crate) const fn apply<'c>(&self, context: Context<'c>) -> Context<'c> {
        context
            .with_absolute_names(self.absolute_names)
            .with_wide_unsigned(self.wide_unsigned)
            .with_tagged_time(self.tagged_time)
            .with_padded_base64(self.padded_base64)
            .with_unchecked_types(self.unchecked_types)
    }
}
