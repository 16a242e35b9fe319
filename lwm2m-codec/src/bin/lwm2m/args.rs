//! The arguments that commands share.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use lwm2m_codec::{
    ContentFormat, Context, Error, ErrorKind, Leniency, Operation, Path, Report, Strictness,
};

use crate::failure::Failure;
use crate::input::Payload;
use crate::model::{Model, TypeOverride};

/// What the request around a payload says.
#[derive(clap::Args)]
pub(crate) struct Request {
    /// Content format by name (tlv, senml-json …), CoAP number or media type
    #[arg(short, long)]
    pub(crate) format: ContentFormat,
    /// Path of the request, such as /3/0; composite operations and Send have /
    #[arg(short, long, default_value = "/")]
    pub(crate) path: Path,
    /// What the payload is for: read, write, create …; --help lists them
    #[arg(long, default_value = "read", hide_default_value = true, value_parser = operation(), hide_possible_values = true, long_help = operations())]
    pub(crate) operation: Operation,
    /// Path that the client registered for its objects, such as /lwm2m; SenML names carry it
    #[arg(long, value_name = "PATH")]
    alternate_path: Option<String>,
}

impl Request {
    pub(crate) fn context(&self) -> Context<'_> {
        let context = Context::new(self.operation, self.path);
        match &self.alternate_path {
            Some(path) => context.alternate_path(path.as_str()),
            None => context,
        }
    }

    /// The failure for an error that is not in the input but in what was asked for.
    pub(crate) fn misuse(&self, error: &Error) -> Option<Failure> {
        let Self { format, path, .. } = self;
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
            ErrorKind::UnsupportedFormat | ErrorKind::FormatNotEncodable => {
                format!("payloads of format {format} are not supported by this command")
            }
            _ => return None,
        };
        Some(Failure::Usage(message))
    }
}

/// A payload and how to read it.
#[derive(clap::Args)]
pub(crate) struct Reading {
    #[command(flatten)]
    pub(crate) payload: Payload,
    #[command(flatten)]
    pub(crate) request: Request,
    /// Type of a resource, such as /3/9=integer; may be repeated
    #[arg(long = "type", value_name = "RESOURCE=TYPE")]
    types: Vec<TypeOverride>,
    /// Accept everything that devices are known to send against the documents
    #[arg(long)]
    lenient: bool,
    /// Accept one such deviation; may be repeated; --help lists them
    #[arg(long, value_name = "DEVIATION", value_parser = leniency(), hide_possible_values = true, long_help = deviations())]
    allow: Vec<Leniency>,
    /// Shorten nothing, however long
    #[arg(long)]
    pub(crate) full: bool,
}

impl Reading {
    pub(crate) fn model(&self) -> Model {
        Model::new(&self.types)
    }

    pub(crate) fn context<'m>(&'m self, model: &'m Model) -> Context<'m> {
        let strictness = if self.lenient { Strictness::LENIENT } else { Strictness::STRICT };
        let strictness = self.allow.iter().fold(strictness, |set, &leniency| set.with(leniency));
        self.request.context().schema(model).strictness(strictness)
    }

    /// The failure for an error in a payload, which arose at a path.
    pub(crate) fn failure(&self, error: Error, payload: &[u8], path: Path) -> Failure {
        if let Some(failure) = self.request.misuse(&error) {
            return failure;
        }
        let report = Report::new(error, self.request.format, payload, path);
        let mut message = report.to_string();
        if let Some(leniency) = error.leniency() {
            message += &format!("\n  try --allow {}, or --lenient", kebab_case(leniency.name()));
        }
        self.payload.failure(&message)
    }
}

/// The operations whose payloads hold records.
const OPERATIONS: [(&str, Operation, &str); 10] = [
    ("read", Operation::Read, "the answer to Read or Observe, or a notification"),
    ("write", Operation::Write, "a Write, in either mode"),
    ("create", Operation::Create, "a Create"),
    ("read-composite", Operation::ReadComposite, "the paths of a Read- or Observe-Composite"),
    (
        "read-composite-answer",
        Operation::ReadCompositeAnswer,
        "the answer to a Read- or Observe-Composite, or its notifications",
    ),
    ("write-composite", Operation::WriteComposite, "a Write-Composite"),
    ("send", Operation::Send, "a Send"),
    ("bootstrap-write", Operation::BootstrapWrite, "a Bootstrap-Write"),
    ("bootstrap-read", Operation::BootstrapRead, "the answer to a Bootstrap-Read"),
    ("bootstrap-pack", Operation::BootstrapPack, "the answer to a Bootstrap-Pack request"),
];

fn operation() -> impl TypedValueParser<Value = Operation> {
    PossibleValuesParser::new(OPERATIONS.map(|(name, ..)| name)).try_map(|given| {
        let found = OPERATIONS.iter().find(|row| row.0 == given);
        found.map(|row| row.1).ok_or("no such operation")
    })
}

fn leniency() -> impl TypedValueParser<Value = Leniency> {
    let values = Leniency::ALL
        .iter()
        .map(|leniency| PossibleValue::new(kebab_case(leniency.name())).alias(leniency.name()));
    PossibleValuesParser::new(values).try_map(|given| {
        let mut all = Leniency::ALL.iter().copied();
        let named = |leniency: &Leniency| {
            [leniency.name(), &kebab_case(leniency.name())].contains(&&*given)
        };
        all.find(named).ok_or("no such deviation")
    })
}

fn operations() -> String {
    let rows = OPERATIONS.iter().map(|&(name, _, meaning)| (name.to_owned(), meaning));
    list("What the payload is for, read unless told otherwise:", rows)
}

fn deviations() -> String {
    let rows = Leniency::ALL.iter().map(|item| (kebab_case(item.name()), item.description()));
    list("Accept one deviation from the documents; may be repeated:", rows)
}

/// Names and what they mean, in two columns.
fn list(title: &str, rows: impl Iterator<Item = (String, &'static str)> + Clone) -> String {
    let width = rows.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
    rows.fold(title.to_owned(), |text, (name, meaning)| {
        format!("{text}\n  {name:width$}  {meaning}")
    })
}

/// `HexNullLink` as `hex-null-link`.
fn kebab_case(name: &str) -> String {
    let mut kebab = String::new();
    for (index, letter) in name.chars().enumerate() {
        if index > 0 && letter.is_ascii_uppercase() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}
