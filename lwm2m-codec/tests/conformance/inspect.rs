//! Every byte of a payload is in one span.

use lwm2m_codec::{
    ContentFormat, Context, Error, Path, Record, Span, SpanKind, Strictness, decode, inspect, link,
};

use crate::testdata::vectors;

/// Inspects a payload, after a check that the spans leave out no byte and share none.
fn inspected<'a>(format: ContentFormat, payload: &'a [u8], context: &Context<'_>) -> Vec<Span<'a>> {
    let spans = inspect(format, payload, context);
    let mut end = 0;
    for span in &spans {
        assert!(span.range.start == end && span.range.end >= end, "{spans:?}");
        end = span.range.end;
    }
    assert_eq!(end, payload.len(), "{spans:?}");
    spans
}

/// The ranges and kinds of spans, and the paths where there are some.
fn shown(spans: &[Span<'_>]) -> Vec<String> {
    let shown = spans.iter().map(|span| {
        let path = span.path.map_or(String::new(), |path| format!(" {path}"));
        format!("{:?} {}{path}", span.range, span.kind.name())
    });
    shown.collect()
}

fn records<'a>(spans: &[Span<'a>]) -> Vec<Record<'a>> {
    let record = |span: &Span<'a>| match span.kind {
        SpanKind::Record(record) => Some(record),
        _ => None,
    };
    spans.iter().filter_map(record).collect()
}

fn error(spans: &[Span<'_>]) -> Option<Error> {
    spans.iter().find_map(|span| match span.kind {
        SpanKind::Broken(error) => Some(error.error()),
        _ => None,
    })
}

#[test]
fn spans_of_vectors_hold_what_decoding_gives() {
    let (mut whole, mut broken) = (0, 0);
    for vector in vectors() {
        if vector.skipped().is_some() {
            continue;
        }
        let (format, payload) = (vector.content_format().unwrap(), vector.payload().unwrap());
        let schema = vector.schema().unwrap();
        for strictness in [Strictness::STRICT, Strictness::LENIENT] {
            let context =
                vector.context().unwrap().with_schema(&schema).with_strictness(strictness);
            let spans = inspected(format, &payload, &context);
            if format == ContentFormat::LinkFormat {
                let links: Vec<_> = link::decode(&payload, strictness).collect();
                let found = spans.iter().filter_map(|span| match span.kind {
                    SpanKind::Link(link) => Some(Ok(link)),
                    SpanKind::Broken(error) => Some(Err(error.error())),
                    _ => None,
                });
                assert_eq!(found.collect::<Vec<_>>(), links, "{}", vector.id);
                continue;
            }
            let results: Vec<_> = decode(format, &payload, &context).collect();
            let (good, bad): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
            let good: Vec<_> = good.into_iter().flatten().collect();
            assert_eq!(records(&spans), good, "{}", vector.id);
            assert_eq!(error(&spans), bad.first().and_then(|result| result.err()), "{}", vector.id);
            *(if bad.is_empty() { &mut whole } else { &mut broken }) += 1;
        }
    }
    assert!(whole > 200 && broken > 200, "{whole}, {broken}");
}

#[test]
fn what_stands_between_records_has_spans() {
    let context = Context::read("/1".parse().unwrap());
    let tlv = b"\x08\x00\x0f\xc1\x00\x01\xc4\x01\x00\x01\x51\x80\xc1\x06\x01\xc1\x07\x55";
    let spans = inspected(ContentFormat::Tlv, tlv, &context);
    let expected = [
        "0..3 container /1/0",
        "3..6 record /1/0/0",
        "6..12 record /1/0/1",
        "12..15 record /1/0/6",
        "15..18 record /1/0/7",
    ];
    assert_eq!(shown(&spans), expected);

    let context = Context::read("/3/0".parse().unwrap());
    let json = br#"[{"bn":"/3/0/","n":"9","v":95}, {"n":"10","v":15} ]"#;
    let spans = inspected(ContentFormat::SenmlJson, json, &context);
    let expected =
        ["0..1 structure", "1..32 record /3/0/9", "32..49 record /3/0/10", "49..51 structure"];
    assert_eq!(shown(&spans), expected);
}

#[test]
fn broken_payloads_are_whole_up_to_where_they_break() {
    let context = Context::read("/3/0".parse().unwrap());
    let json = br#"[{"n":"/3/0/9","v":95},{"n":"/3/0/10","v":x}]"#;
    let spans = inspected(ContentFormat::SenmlJson, json, &context);
    let expected =
        ["0..1 structure", "1..22 record /3/0/9", "22..42 incomplete /3/0", "42..45 broken /3/0"];
    assert_eq!(shown(&spans), expected);
    assert_eq!(error(&spans).unwrap().offset(), 42);
    // Nothing can be said of a payload that cannot be for the request.
    let spans = inspected(ContentFormat::Text, b"95", &Context::read(Path::ROOT));
    assert_eq!(shown(&spans), ["0..2 broken"]);
}

#[test]
fn links_lie_below_the_root_that_is_told() {
    let links = br#"</lwm2m>;rt="oma.lwm2m",</lwm2m/3/0>,</temp>"#;
    let context = Context::read(Path::ROOT);
    let expected = ["0..24 link /", "24..37 link /3/0", "37..44 link"];
    assert_eq!(shown(&inspected(ContentFormat::LinkFormat, links, &context)), expected);
    let links = b"</other/3/0>,</3/0>";
    let spans = inspected(ContentFormat::LinkFormat, links, &context.with_alternate_path("/other"));
    assert_eq!(shown(&spans), ["0..13 link /3/0", "13..19 link"]);
}
