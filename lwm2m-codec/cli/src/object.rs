//! `lwm2m object`: what definitions say about objects and resources.

use std::io::{self, Write};

use lwm2m_codec::{Object, Operations, Resource, Schema, Version};

use crate::failure::Failure;
use crate::model::{ObjectVersion, Objects, Sources};
use crate::output::printable;
use crate::output::record::shortened;
use crate::output::table::Columns;

const EXAMPLES: &str = "\
A query is an object (3, or 3@1.0 for a version), a resource (3/9 or a path such as /3/0/9), or
text, which is searched for in the names of objects and resources.

Examples:
  lwm2m object 3
  lwm2m object /3/9 /3/13
  lwm2m object 'battery level'
  lwm2m object 33000 --schema tank.xml
  lwm2m object                                              all objects";

/// Show objects and resources by ID or name.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What to show: 3, 3@1.0, 3/9, or text to search for; without any, all objects
    #[arg(value_name = "QUERY")]
    queries: Vec<String>,
    #[command(flatten)]
    sources: Sources,
    /// Do not shorten long texts
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    let objects = args.sources.load()?;
    if args.queries.is_empty() {
        return Ok(write_list(&objects.all(), out)?);
    }
    let queries: Result<Vec<_>, _> = args.queries.iter().map(|text| Query::parse(text)).collect();
    let mut missing = Vec::new();
    let mut shown = false;
    for query in queries? {
        let found = match query.find(&objects) {
            Ok(found) => found,
            Err(message) => {
                missing.push(message);
                continue;
            }
        };
        if shown {
            writeln!(out)?;
        }
        shown = true;
        match found {
            Found::Object(object) => {
                let resources: Vec<_> = object.resources.iter().collect();
                write_object(&object, &resources, &objects, args.full, out)?;
            }
            Found::Resource(object, resource) => {
                write_object(&object, &[resource], &objects, args.full, out)?;
            }
            Found::Several(hits) => write_hits(&hits, out)?,
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(Failure::Input(missing.join("\nerror: "))) }
}

/// What to look for.
enum Query<'q> {
    Object(u16, Option<Version>),
    Resource(u16, Option<Version>, u16),
    Text(&'q str),
}

/// What was found.
enum Found<'o> {
    Object(Object<'o>),
    Resource(Object<'o>, Resource<'o>),
    /// Objects, and resources with the objects that they belong to.
    Several(Vec<(Object<'o>, Option<Resource<'o>>)>),
}

impl<'q> Query<'q> {
    fn parse(text: &'q str) -> Result<Self, Failure> {
        let mut parts = text.strip_prefix('/').unwrap_or(text).split('/');
        let first = parts.next().unwrap_or_default();
        let (id, version) = match first.split_once('@') {
            Some((id, _)) if id.parse::<u16>().is_ok() => {
                let given: ObjectVersion = first
                    .parse()
                    .map_err(|message| Failure::Usage(format!("{text}: {message}")))?;
                (Ok(given.object), Some(given.version))
            }
            _ => (first.parse(), None),
        };
        let rest: Result<Vec<u16>, _> = parts.map(str::parse).collect();
        Ok(match (id, rest.as_deref()) {
            (Ok(id), Ok([])) => Self::Object(id, version),
            (Ok(id), Ok([resource] | [_, resource] | [_, resource, _])) => {
                Self::Resource(id, version, *resource)
            }
            _ => Self::Text(text),
        })
    }

    /// What the definitions contain, or a message that they contain nothing.
    fn find<'o>(&self, objects: &'o Objects) -> Result<Found<'o>, String> {
        let object =
            |id, version| objects.object(id, version).ok_or_else(|| objects.missing(id, version));
        match *self {
            Self::Object(id, version) => Ok(Found::Object(object(id, version)?)),
            Self::Resource(id, version, resource) => {
                let object = object(id, version)?;
                let found = match version {
                    Some(_) => object.resource(resource),
                    None => objects.resource(id, resource),
                };
                let Object { name, version, .. } = object;
                let message = || {
                    let name = printable(name);
                    format!("object {id} ({name}, version {version}) has no resource {resource}")
                };
                Ok(Found::Resource(object, found.ok_or_else(message)?))
            }
            Self::Text(text) => match *search(objects, text) {
                [] => Err(format!("no object or resource has {text:?} in its name")),
                [(object, None)] => Ok(Found::Object(object)),
                [(object, Some(resource))] => Ok(Found::Resource(object, resource)),
                ref hits => Ok(Found::Several(hits.to_vec())),
            },
        }
    }
}

/// Objects and resources whose names contain a text.
fn search<'o>(objects: &'o Objects, text: &str) -> Vec<(Object<'o>, Option<Resource<'o>>)> {
    let mut hits = Vec::new();
    for object in objects.all() {
        if object.name_contains(text) {
            hits.push((object, None));
        }
        let named = object.resources.iter().filter(|resource| resource.name_contains(text));
        hits.extend(named.map(|resource| (object, Some(resource))));
    }
    hits
}

fn write_list(objects: &[Object<'_>], out: &mut impl Write) -> io::Result<()> {
    let rows = objects.iter().map(|object| {
        [
            format!("{:>5}", object.id),
            printable(object.name),
            object.version.to_string(),
            instances(object.multiple).to_owned(),
            mandatory(object.mandatory).to_owned(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    Columns::new(["   id", "name", "version", "instances", "mandatory"]).write_all(out, &rows)
}

fn write_hits(hits: &[(Object<'_>, Option<Resource<'_>>)], out: &mut impl Write) -> io::Result<()> {
    let rows = hits.iter().map(|(object, resource)| {
        let name = printable(object.name);
        match resource {
            None => [format!("/{}", object.id), name, String::new(), String::new(), String::new()],
            Some(resource) => [
                format!("/{}/{}", object.id, resource.id),
                name,
                printable(resource.name),
                type_name(resource).to_owned(),
                printable(resource.units),
            ],
        }
    });
    let rows: Vec<_> = rows.collect();
    Columns::new(["path", "object", "resource", "type", "units"]).write_all(out, &rows)
}

/// Writes a heading for an object, and a table of resources.
fn write_object(
    object: &Object<'_>,
    resources: &[Resource<'_>],
    objects: &Objects,
    full: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "/{}  {}", object.id, printable(object.name))?;
    let others = objects.versions(object.id);
    let others = others.iter().filter(|&&version| version != object.version);
    let others: Vec<_> = others.map(Version::to_string).collect();
    let also = if others.is_empty() { "" } else { ", also known in " };
    writeln!(
        out,
        "version {} for LwM2M {} and later{also}{}; {}; {}",
        object.version,
        object.lwm2m_version,
        others.join(" and "),
        if object.multiple { "several instances" } else { "single instance" },
        if object.mandatory { "mandatory" } else { "optional" },
    )?;
    if resources.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let digits = resources.iter().map(|resource| resource.id.to_string().len()).max().unwrap_or(0);
    let digits = digits.max("id".len());
    let rows = resources.iter().map(|resource| {
        let range = printable(resource.range);
        [
            format!("{:>digits$}", resource.id),
            printable(resource.name),
            operations(resource.operations),
            type_name(resource).to_owned(),
            instances(resource.multiple).to_owned(),
            mandatory(resource.mandatory).to_owned(),
            if full { range } else { shortened(&range) },
            printable(resource.units),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let heads = ["id", "name", "operations", "type", "instances", "mandatory", "range", "units"];
    Columns::new(heads).write_all(out, &rows)
}

const fn instances(multiple: bool) -> &'static str {
    if multiple { "multiple" } else { "single" }
}

const fn mandatory(mandatory: bool) -> &'static str {
    if mandatory { "mandatory" } else { "optional" }
}

fn type_name(resource: &Resource<'_>) -> &'static str {
    resource.data_type.map_or("unknown", |data_type| data_type.name())
}

/// `RW`; a hyphen if only the bootstrap server may do something.
fn operations(operations: Operations) -> String {
    let letters = [(Operations::READ, 'R'), (Operations::WRITE, 'W'), (Operations::EXECUTE, 'E')];
    let allowed = letters.iter().filter(|(operation, _)| operations.contains(*operation));
    let letters: String = allowed.map(|&(_, letter)| letter).collect();
    if letters.is_empty() { "-".to_owned() } else { letters }
}
