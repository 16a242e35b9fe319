//! A payload and how to read it.

use lwm2m_codec::{
    ContentFormat, Context, Error, ErrorKind, Leniency, LocatedError, Path, Report, Schema,
    Strictness,
};

use super::Request;
use super::names::{deviations, kebab_case, leniency};
use crate::failure::Failure;
use crate::input::Payload;
use crate::model::{Knowledge, Model};
use crate::output::printable;

/// What is accepted beyond the specifications.
#[derive(clap::Args)]
pub(crate) struct Tolerance {
    /// Accept every deviation from the specifications that devices are known to send
    #[arg(long)]
    lenient: bool,
    /// Accept one such deviation; may be repeated; --help lists them
    #[arg(long, value_name = "DEVIATION", value_parser = leniency(), hide_possible_values = true, long_help = deviations())]
    allow: Vec<Leniency>,
}

impl Tolerance {
    pub(crate) fn strictness(&self) -> Strictness {
        let mut strictness = if self.lenient { Strictness::LENIENT } else { Strictness::STRICT };
        strictness.extend(self.allow.iter().copied());
        strictness
    }
}

/// The end of a message: how to have the input accepted.
pub(crate) fn advice(error: &Error) -> String {
    error.leniency().map_or(String::new(), |leniency| {
        format!("\n  try --allow {}, or --lenient", kebab_case(leniency.name()))
    })
}

/// A payload and how to read it.
#[derive(clap::Args)]
pub(crate) struct Reading {
    #[command(flatten)]
    pub(crate) payload: Payload,
    #[command(flatten)]
    pub(crate) request: Request,
    #[command(flatten)]
    pub(crate) tolerance: Tolerance,
    #[command(flatten)]
    pub(crate) knowledge: Knowledge,
}

impl Reading {
    pub(crate) fn context<'m>(&'m self, model: &'m Model) -> Context<'m> {
        self.request.context().with_schema(model).with_strictness(self.tolerance.strictness())
    }

    /// The failure for an error in a payload, at a path.
    pub(crate) fn failure(
        &self,
        located: LocatedError,
        format: ContentFormat,
        payload: &[u8],
        model: &Model,
    ) -> Failure {
        let error = located.error();
        if let Some(failure) = self.request.misuse(&error, format) {
            return failure;
        }
        let mut message = Report::new(located, format, payload).to_string();
        message += &advice(&error);
        let kinds = [ErrorKind::ValueLength, ErrorKind::Multiplicity];
        if error.expected_type().is_some() || kinds.contains(&error.kind()) {
            message += &known(located.path(), model);
        }
        self.payload.failure(&message)
    }
}

/// What a definition says about the resource where an error occurred.
fn known(path: Path, model: &Model) -> String {
    let (Some(object), Some(id)) = (path.object(), path.resource()) else { return String::new() };
    let Some(known) = model.resource_type(object, id) else { return String::new() };
    let name = match (model.resource(object, id), model.object(object, None)) {
        (Some(resource), Some(object)) => {
            format!("{} of {}, ", printable(resource.name), printable(object.name))
        }
        _ => String::new(),
    };
    let several = if known.multiple == Some(true) { " with several instances" } else { "" };
    format!("\n  /{object}/{id} is {name}{}{several}", known.data_type)
}
