//! Records to SenML: which base names and times make the pack short, and the order of fields.

use crate::content_format::Operation;
use crate::context::Context;
use crate::encode::Source;
use crate::error::{Error, ErrorKind};
use crate::names::{Names, PathText, Planner, Times};
use crate::record::{Content, Record};
use crate::sink::Sink;
use crate::time::Timestamp;
use crate::value::Value;

/// The syntax of a SenML pack.
pub(crate) trait Form {
    /// The bytes that a base name takes beside its text.
    const BASE_NAME: usize;

    /// Whether the form can express the time exactly.
    fn fits(_: Timestamp) -> bool {
        true
    }

    fn begin(&mut self, sink: &mut Sink<'_>, records: usize);
    fn begin_record(&mut self, sink: &mut Sink<'_>, fields: usize);
    fn base_name(&mut self, sink: &mut Sink<'_>, name: &PathText<'_>);
    fn base_time(&mut self, sink: &mut Sink<'_>, time: Timestamp);
    fn name(&mut self, sink: &mut Sink<'_>, name: &PathText<'_>);
    fn time(&mut self, sink: &mut Sink<'_>, time: Timestamp);
    /// Writes a value; the error is the kind of what the form cannot express.
    fn value(&mut self, sink: &mut Sink<'_>, value: &Value<'_>) -> Result<(), ErrorKind>;
    fn null(&mut self, sink: &mut Sink<'_>);
    fn end_record(&mut self, sink: &mut Sink<'_>);
    fn end(&mut self, sink: &mut Sink<'_>);
}

/// Writes records as a SenML pack, or as a SenML-ETCH one.
pub(crate) fn write<'r, F: Form>(
    records: impl Source<'r>,
    mut form: F,
    etch: bool,
    context: &Context<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Error> {
    if super::Pack::new(etch, context.operation()).is_err() {
        return Err(Error::new(ErrorKind::FormatNotEncodable, 0));
    }
    let check = |record: &Record<'_>, index| check(record, etch, context, index);
    let plan = Plan::new::<F>(records.clone(), context, check)?;
    let path_list = context.operation() == Operation::ReadComposite;
    if path_list && etch && plan.count == 0 {
        return Err(Error::new(ErrorKind::NotRepresentable, 0));
    }
    let mut names = plan.names;
    form.begin(sink, plan.count);
    let mut rest = records;
    let mut first = true;
    for index in 0.. {
        let ahead = rest.clone();
        let Some(record) = rest.next().transpose()? else { break };
        let (base_name, name) = names.next(record.path, ahead, context)?;
        let base_time = plan.base_time.filter(|_| first);
        let time = match (record.time, plan.base_time) {
            (Some(time), Some(base)) => {
                time.checked_sub(base).filter(|&t| t != Timestamp::default())
            }
            (time, _) => time,
        };
        if [base_time, time].into_iter().flatten().any(|time| !F::fits(time)) {
            return Err(Error::new(ErrorKind::TimeNotRepresentable, index));
        }
        let fields = usize::from(base_name.is_some())
            + usize::from(base_time.is_some())
            + usize::from(name.is_some())
            + usize::from(time.is_some())
            + usize::from(!path_list);
        form.begin_record(sink, fields);
        if let Some(name) = &base_name {
            form.base_name(sink, name);
        }
        if let Some(time) = base_time {
            form.base_time(sink, time);
        }
        if let Some(name) = &name {
            form.name(sink, name);
        }
        if let Some(time) = time {
            form.time(sink, time);
        }
        match record.content {
            Content::Value(value) => {
                form.value(sink, &value).map_err(|kind| Error::new(kind, index))?;
            }
            Content::Delete => form.null(sink),
            Content::Path | Content::Empty => {}
        }
        form.end_record(sink);
        first = false;
    }
    form.end(sink);
    Ok(())
}

/// Whether SenML can say the record in this operation.
fn check(
    record: &Record<'_>,
    etch: bool,
    context: &Context<'_>,
    index: usize,
) -> Result<(), Error> {
    let path_list = context.operation() == Operation::ReadComposite;
    let kind = if !record.path.starts_with(context.base()) {
        ErrorKind::RecordOutsideBase
    } else if record.time == Some(Timestamp::default()) || path_list && record.time.is_some() {
        // A sum of zero means now, which is no time.
        ErrorKind::TimeNotRepresentable
    } else if record.path.names_new_instance() {
        ErrorKind::NotRepresentable
    } else {
        match record.content {
            Content::Path if path_list => return Ok(()),
            Content::Value(_) if !path_list && record.path.len() >= 3 => return Ok(()),
            Content::Value(_) if !path_list => ErrorKind::RecordPath,
            Content::Delete if etch && !path_list && record.path.len() >= 3 => return Ok(()),
            _ => ErrorKind::NotRepresentable,
        }
    };
    Err(Error::new(kind, index))
}

/// What is known of the records before the first is written.
pub(crate) struct Plan {
    pub(crate) count: usize,
    pub(crate) names: Names,
    pub(crate) base_time: Option<Timestamp>,
}

impl Plan {
    fn new<'r, F: Form>(
        records: impl Source<'r>,
        context: &Context<'_>,
        check: impl Fn(&Record<'_>, usize) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let path_list = context.operation() == Operation::ReadComposite;
        let mut planner = Planner::new(context);
        let mut times = Times::default();
        let mut count = 0;
        for record in records {
            let record = record?;
            check(&record, count)?;
            planner.add(record.path);
            times.add(record.time);
            count += 1;
        }
        let names = match path_list || context.has_absolute_names() {
            true => Names::Absolute,
            false => planner.choose(F::BASE_NAME),
        };
        Ok(Self { count, names, base_time: times.base() })
    }
}
