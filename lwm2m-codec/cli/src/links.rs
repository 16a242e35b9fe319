//! `lwm2m links`: the links of a payload.

use std::io::{self, Write};

use lwm2m_codec::link::{self, Link, Registration};
use lwm2m_codec::{ContentFormat, Error, Path, Report, Schema, Strictness};
use serde_json::{Value, json};

use crate::args::{Tolerance, advice};
use crate::failure::{Failure, note};
use crate::input::Payload;
use crate::model::{Objects, Sources};
use crate::output::link::attributes;
use crate::output::printable;
use crate::output::table::Columns;

const EXAMPLES: &str = r"The payload is one of Register, Update, Discover or Bootstrap-Discover. What it registers (root,
formats, objects and their instances) is shown below the links, unless they go into resources.

Examples:
  lwm2m links register.link
  lwm2m links --payload '</3/0/9>;pmin=10;gt=20'
  lwm2m links --allow link-spaces --json < register.link";

/// Show the links of a payload in CoRE link format: those of Register and Discover.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    payload: Payload,
    #[command(flatten)]
    tolerance: Tolerance,
    #[command(flatten)]
    sources: Sources,
    /// Path that the client registered for its objects, such as /lwm2m, if no link gives it
    #[arg(long, value_name = "PATH")]
    alternate_path: Option<String>,
    /// Print a JSON object: links, root, formats and objects
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<(), Failure> {
    let payload = args.payload.read()?;
    let objects = args.sources.load()?;
    let strictness = args.tolerance.strictness();
    let reading = Reading::new(&payload, strictness, args.alternate_path.as_deref());
    let reading = reading.map_err(|error| {
        let report = Report::new(error, ContentFormat::LinkFormat, &payload);
        args.payload.failure(&format!("{report}{}", advice(&error)))
    })?;
    if args.json {
        serde_json::to_writer(&mut *out, &reading.json()).map_err(io::Error::from)?;
        return Ok(writeln!(out)?);
    }
    reading.write(&objects, out)?;
    out.flush()?;
    if reading.links.is_empty() {
        note("the payload holds no links");
    }
    Ok(())
}

/// What a payload contains.
struct Reading<'a> {
    /// The links, with paths for those of LwM2M.
    links: Vec<(Link<'a>, Option<Path>)>,
    /// What they register, if they form a registration.
    registration: Option<Registration>,
}

impl<'a> Reading<'a> {
    fn new(payload: &'a [u8], strictness: Strictness, root: Option<&str>) -> Result<Self, Error> {
        let decoded = || link::decode(payload, strictness);
        let registration = match root {
            Some(root) => {
                decoded().below(root).try_for_each(|link| link.map(drop))?;
                None
            }
            None => Some(Registration::from_links(decoded())?),
        };
        let told = registration.as_ref().map(|registration| registration.root.as_str());
        let root = root.or(told).unwrap_or("/");
        let links: Result<Vec<_>, _> =
            decoded().map(|link| link.map(|link| (link, link.path(root, strictness)))).collect();
        let links = links?;
        let deep = links.iter().any(|(_, path)| path.is_some_and(|path| path.len() > 2));
        Ok(Self { links, registration: registration.filter(|_| !deep) })
    }

    fn write(&self, objects: &Objects, out: &mut impl Write) -> io::Result<()> {
        let rows = self.links.iter().map(|(link, path)| {
            let target = printable(link.target());
            let shown = path.map_or(String::new(), |path| path.to_string());
            let shown = if shown == target { String::new() } else { shown };
            [
                target,
                shown,
                path.map_or(String::new(), |path| name(objects, path)),
                attributes(link),
            ]
        });
        let rows: Vec<_> = rows.collect();
        Columns::new(["target", "path", "name", "attributes"]).write_all(out, &rows)?;
        let Some(registration) = self.registration.as_ref().filter(|_| !rows.is_empty()) else {
            return Ok(());
        };
        writeln!(out, "\nroot     {}", printable(&registration.root))?;
        let formats = registration.formats.iter().map(|format| match format.name() {
            Some(name) => format!("{name} ({})", format.number()),
            None => format.number().to_string(),
        });
        if !registration.formats.is_empty() {
            writeln!(out, "formats  {}", formats.collect::<Vec<_>>().join(", "))?;
        }
        let rows = registration.objects.iter().map(|(&id, object)| {
            let version = object.version.map_or(String::new(), |version| version.to_string());
            let instances: Vec<_> = object.instances.iter().map(u16::to_string).collect();
            let known = objects.object(id, object.version).or_else(|| objects.object(id, None));
            let name = known.map_or(String::new(), |object| printable(object.name));
            [id.to_string(), name, version, instances.join(", ")]
        });
        let rows: Vec<_> = rows.collect();
        if !rows.is_empty() {
            writeln!(out)?;
        }
        Columns::new(["object", "name", "version", "instances"]).write_all(out, &rows)
    }

    fn json(&self) -> Value {
        let links = self.links.iter().map(|(link, path)| {
            let attributes = link.attributes().map(|attribute| {
                json!([attribute.name, attribute.value.map(|value| value.to_cow().into_owned())])
            });
            json!({
                "target": link.target(),
                "path": path.map(|path| path.to_string()),
                "attributes": attributes.collect::<Vec<_>>(),
            })
        });
        let mut document = json!({ "links": links.collect::<Vec<_>>() });
        if let Some(registration) = &self.registration {
            let objects = registration.objects.iter().map(|(id, object)| {
                json!({
                    "id": id,
                    "version": object.version.map(|version| version.to_string()),
                    "instances": object.instances,
                })
            });
            let formats = registration.formats.iter().map(|format| format.number());
            document["registration"] = json!({
                "root": registration.root,
                "formats": formats.collect::<Vec<_>>(),
                "objects": objects.collect::<Vec<_>>(),
            });
        }
        document
    }
}

/// The name of the object or resource at a path; empty if it is not known.
fn name(objects: &Objects, path: Path) -> String {
    let name = match (path.object(), path.resource()) {
        (Some(object), Some(resource)) => objects.resource(object, resource).map(|item| item.name),
        (Some(object), None) => objects.object(object, None).map(|item| item.name),
        _ => None,
    };
    name.map_or(String::new(), printable)
}
