//! Which bytes of a payload say what.

use lwm2m_codec::{Path, SpanKind, inspect};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure;
use crate::links::write_link;
use crate::model::Model;
use crate::output::fill;
use crate::request::{Request, format};

/// Divides a payload into spans. The tree has the list of them and the error that ends it, or
/// nothing; records are in the columns, in the order of their spans.
#[wasm_bindgen(js_name = inspect)]
pub fn inspect_payload(payload: &[u8], number: u16, request: &Request, model: &Model) {
    fill(|output| {
        let format = format(number);
        let spans = inspect(format, payload, &request.context(model));
        let (tree, columns) = (&mut output.tree, &mut output.columns);
        tree.list(2);
        let mut failed = None;
        tree.each(spans, |tree, span| {
            let path = span.path;
            let schema = model.schema();
            let object = path.and_then(Path::object);
            let resource = object.zip(path.and_then(Path::resource));
            let known = resource.and_then(|(object, id)| schema.resource(object, id));
            let name = match (known, resource) {
                (Some(resource), _) => Some(resource.name),
                (None, None) => object.and_then(|id| Some(schema.object(id, None)?.name)),
                (None, Some(_)) => None,
            };
            tree.list(7).number(span.range.start as u32).number(span.range.end as u32);
            tree.string(span.kind.name());
            tree.maybe_string(path.map(|path| path.to_string()).as_deref());
            tree.maybe_string(name).maybe_string(known.map(|resource| resource.units));
            match span.kind {
                SpanKind::Link(link) => write_link(tree, link),
                SpanKind::Record(record) => {
                    columns.push(&record, payload);
                    tree.null();
                }
                SpanKind::Broken(error) => {
                    failed = Some(error);
                    tree.null();
                }
                _ => {
                    tree.null();
                }
            }
        });
        match failed {
            Some(error) => failure::of_payload(tree, error, format, payload),
            None => {
                tree.null();
            }
        }
        Some(())
    });
}
