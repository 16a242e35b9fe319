//! Records to SenML: which base names and times make the pack short, and the order of fields.

use crate::codec::context::Context;
use crate::codec::encoder::{Source, Write};
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind};
use crate::formats::shared::linked::Linked;
use crate::formats::shared::names::{Names, PathText, Planner, Times};
use crate::model::operation::Operation;
use crate::model::path::Path;
use crate::model::record::{Content, Record};
use crate::model::timestamp::Timestamp;
use crate::model::value::Value;

/// The syntax of a SenML pack.
pub(crate) trait Form: Clone {
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
    fn value(
        &mut self,
        sink: &mut Sink<'_>,
        value: &Value<'_>,
        context: &Context<'_>,
    ) -> Result<(), ErrorKind>;
    fn null(&mut self, sink: &mut Sink<'_>);
    fn end_record(&mut self, sink: &mut Sink<'_>);
    fn end(&mut self, sink: &mut Sink<'_>);
}

/// Writes records as a SenML pack, or as a SenML-ETCH one, one a step.
///
/// The number of records, the base names and the base time come from a pass ahead.
#[derive(Clone)]
pub(crate) struct Writer<'c, S, F> {
    rest: S,
    form: F,
    context: &'c Context<'c>,
    index: usize,
    count: usize,
    names: Names,
    base_time: Option<Timestamp>,
    path_list: bool,
    begun: bool,
}

impl<'r, 'c, S: Source<'r>, F: Form> Writer<'c, S, F> {
    pub(crate) fn new(
        records: S,
        form: F,
        etch: bool,
        context: &'c Context<'c>,
    ) -> Result<Self, Error> {
        let check = |record: &Record<'_>, index| check(record, etch, context, index);
        let plan = Plan::new::<F>(records.clone(), context, check)?;
        let path_list = context.operation() == Operation::ReadComposite;
        if path_list && plan.count == 0 {
            return Err(Error::new(ErrorKind::NoRecords, 0));
        }
        Ok(Self {
            rest: records,
            form,
            context,
            index: 0,
            count: plan.count,
            names: plan.names,
            base_time: plan.base_time,
            path_list,
            begun: false,
        })
    }
}

impl<S, F: Form> Writer<'_, S, F> {
    /// What a record says of its time beside the base time.
    fn time(&self, time: Option<Timestamp>) -> Option<Timestamp> {
        match (time, self.base_time) {
            (Some(time), Some(base)) => time.checked_sub(base).filter(|time| !time.is_zero()),
            (time, _) => time,
        }
    }
}

impl<'r, S: Source<'r>, F: Form> Write for Writer<'_, S, F> {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<bool, Error> {
        if !self.begun {
            self.form.begin(sink, self.count);
            self.begun = true;
        }
        let (context, index) = (self.context, self.index);
        let ahead = self.rest.clone();
        let Some(record) = self.rest.next().transpose()? else {
            self.form.end(sink);
            return Ok(false);
        };
        let (base_name, name) = self.names.next(record.path, ahead, context)?;
        let base_time = self.base_time.filter(|_| index == 0);
        let time = self.time(record.time);
        if [base_time, time].into_iter().flatten().any(|time| !F::fits(time)) {
            return Err(Error::new(ErrorKind::TimeNotRepresentable, index));
        }
        let fields = usize::from(base_name.is_some())
            + usize::from(base_time.is_some())
            + usize::from(name.is_some())
            + usize::from(time.is_some())
            + usize::from(!self.path_list);
        self.form.begin_record(sink, fields);
        if let Some(name) = &base_name {
            self.form.base_name(sink, name);
        }
        if let Some(time) = base_time {
            self.form.base_time(sink, time);
        }
        if let Some(name) = &name {
            self.form.name(sink, name);
        }
        if let Some(time) = time {
            self.form.time(sink, time);
        }
        match record.content {
            Content::Value(value) => {
                let put = self.form.value(sink, &value, context);
                put.map_err(|kind| Error::new(kind, index))?;
            }
            Content::Delete => self.form.null(sink),
            Content::Path | Content::Empty => {}
        }
        self.form.end_record(sink);
        self.index += 1;
        Ok(true)
    }
}

/// Whether SenML can say the record in this operation.
fn check(
    record: &Record<'_>,
    etch: bool,
    context: &Context<'_>,
    index: usize,
) -> Result<(), Error> {
    let path_list = context.operation() == Operation::ReadComposite;
    let kind = if record.time.is_some_and(|time| path_list || time.is_zero() || !time.fits_senml())
    {
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
        let mut linked = Linked::default();
        let mut last = Path::ROOT;
        let mut count = 0;
        for record in records {
            let record = record?;
            linked.record(&record, last, context).map_err(|kind| Error::new(kind, count))?;
            check(&record, count)?;
            last = record.path;
            planner.add(record.path);
            times.add(record.time);
            count += 1;
        }
        let names = match path_list || context.absolute_names() {
            true => Names::Absolute,
            false => planner.choose(F::BASE_NAME),
        };
        Ok(Self { count, names, base_time: times.base() })
    }
}
