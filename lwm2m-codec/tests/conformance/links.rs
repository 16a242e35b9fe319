//! CoRE link format: malformed payloads, typed readings, and round trips.

use lwm2m_codec::link::register::{self, Root};
use lwm2m_codec::link::{
    self, Attribute, Change, DiscoverQuery, Edge, Link, Lwm2mLink, NotificationAttributes,
    RegisterQuery, Registration, RegistrationLinks, WriteAttributes,
};
use lwm2m_codec::{ContentFormat, Error, ErrorKind, Leniency, Path, Strictness, Text, Version};
use proptest::prelude::*;

const MODES: [Strictness; 2] = [Strictness::STRICT, Strictness::LENIENT];

fn collect(payload: &[u8], strictness: Strictness) -> Result<Vec<Link<'_>>, Error> {
    link::decode(payload, strictness).collect()
}

/// Kind and offset of the error that a payload makes, and the leniency that would accept it.
fn fault(payload: &[u8], strictness: Strictness) -> (ErrorKind, u32, Option<Leniency>) {
    let error = collect(payload, strictness).unwrap_err();
    (error.kind(), error.offset(), error.leniency())
}

#[test]
fn malformed_payloads_are_refused_where_they_break() {
    use ErrorKind as K;
    let cases: &[(&[u8], ErrorKind, u32)] = &[
        (b"/3/0", K::LinkStart, 0),
        (b",</3/0>", K::LinkStart, 0),
        (b"</3>,,</4>", K::LinkStart, 5),
        (b"<", K::Truncated, 1),
        (b"</3/0", K::Truncated, 5),
        (b"</3 /0>", K::InvalidTarget, 3),
        (b"</3/0,</4>", K::InvalidTarget, 6),
        (b"</\"3\">", K::InvalidTarget, 2),
        ("</a/\u{e9}>".as_bytes(), K::InvalidTarget, 4),
        (b"</3/0//>", K::InvalidTarget, 5),
        (b"</2/0></2/1>", K::MissingSeparator, 6),
        (b"</3>;pmin=60\n</4>", K::MissingSeparator, 12),
        (b"</3>x", K::MissingSeparator, 4),
        (b"</3>\0,</4>", K::MissingSeparator, 4),
        (b"\0</3>", K::LinkStart, 0),
        (b"</3> </4>", K::MissingSeparator, 4),
        (b"</3>;", K::Truncated, 5),
        (b"</3>;;ver=1.1", K::InvalidAttributeName, 5),
        (b"</3>;=1.1", K::InvalidAttributeName, 5),
        (b"</3>;*=1.1", K::InvalidAttributeName, 5),
        (b"</3>;,</4>", K::InvalidAttributeName, 5),
        (b"</3>;ver*x=1", K::MissingSeparator, 9),
        (b"</3>;ver@1.1", K::MissingSeparator, 8),
        (b"</3>;ver=", K::Truncated, 9),
        (b"</3>;ver=;dim=2", K::InvalidAttributeValue, 9),
        (b"</3>;ver=,</4>", K::InvalidAttributeValue, 9),
        (b"</3>;ver=\\1", K::InvalidAttributeValue, 9),
        (b"</3>;ver=1\\1", K::MissingSeparator, 10),
        (b"</3>;ver=1\"1\"", K::MissingSeparator, 10),
        (b"</3>;ver=\"1\"1", K::MissingSeparator, 12),
        (b"</3>;ver==1.1=\xc3\xa9", K::MissingSeparator, 14),
        (b"</3>;uri=\"coap://x", K::Truncated, 18),
        (b"</3>;uri=\"", K::Truncated, 10),
        (b"</3>;uri=\"x\\", K::Truncated, 12),
        (b"</3>;uri=\"x\\\"", K::Truncated, 13),
        (b"<\xc3(>", K::InvalidUtf8, 1),
        (b"</3>\xff", K::InvalidUtf8, 4),
        (b"</3>,\xff", K::InvalidUtf8, 5),
        (b"</3>;uri=\"x\xed\xa0\x80\"", K::InvalidUtf8, 11),
        (b"</3>;;\xff", K::InvalidAttributeName, 5),
        (b"</3>,lwm2m=1.0", K::LinkStart, 5),
        (b"lwm2m=", K::Truncated, 6),
        (b"lwm2m", K::LinkStart, 0),
    ];
    for &(payload, kind, offset) in cases {
        let text = payload.escape_ascii();
        for strictness in MODES {
            assert_eq!(fault(payload, strictness), (kind, offset, None), "{text}");
        }
    }
}

#[test]
fn deviations_name_the_leniency_that_accepts_them() {
    use ErrorKind as K;
    use Leniency as L;
    let cases = [
        ("</1/0>, </3/0>", K::LinkStart, 7, L::LinkSpaces, "</1/0>,</3/0>"),
        ("</1/0> ,</3/0>", K::MissingSeparator, 6, L::LinkSpaces, "</1/0>,</3/0>"),
        ("</1/0>\r\n;a=1", K::MissingSeparator, 6, L::LinkSpaces, "</1/0>;a=1"),
        ("</1/0>; a=1", K::InvalidAttributeName, 7, L::LinkSpaces, "</1/0>;a=1"),
        ("</1/0>;a\t=1", K::MissingSeparator, 8, L::LinkSpaces, "</1/0>;a=1"),
        ("</1/0>;a= \"1\"", K::InvalidAttributeValue, 9, L::LinkSpaces, "</1/0>;a=\"1\""),
        ("</1/0>;a ;b", K::MissingSeparator, 8, L::LinkSpaces, "</1/0>;a;b"),
        ("</1/0>,", K::Truncated, 7, L::LinkTrailingComma, "</1/0>"),
        ("</1/0/>", K::InvalidTarget, 5, L::TrailingSlash, "</1/0/>"),
        ("</lwm2m/3/>,</1>", K::InvalidTarget, 9, L::TrailingSlash, "</lwm2m/3/>,</1>"),
        ("</1/0> ", K::MissingSeparator, 6, L::SurroundingSpace, "</1/0>"),
        ("</1/0>;a\r\n", K::MissingSeparator, 8, L::SurroundingSpace, "</1/0>;a"),
        (" \t</1/0>,</3>", K::LinkStart, 0, L::SurroundingSpace, "</1/0>,</3>"),
        ("\n", K::LinkStart, 0, L::SurroundingSpace, ""),
        ("</1/0>;a=\"b\"\0", K::MissingSeparator, 12, L::TrailingNul, "</1/0>;a=\"b\""),
        ("\0", K::LinkStart, 0, L::TrailingNul, ""),
        ("lwm2m=1.0", K::LinkStart, 0, L::BareLwm2mVersion, "</>;lwm2m=1.0"),
        ("lwm2m=\"1.0\",</1>", K::LinkStart, 0, L::BareLwm2mVersion, "</>;lwm2m=\"1.0\",</1>"),
    ];
    for (payload, kind, offset, leniency, meaning) in cases {
        let payload = payload.as_bytes();
        assert_eq!(fault(payload, Strictness::STRICT), (kind, offset, Some(leniency)));
        let links = collect(payload, Strictness::STRICT.with(leniency)).unwrap();
        assert_eq!(link::encode_to_vec(&links).unwrap(), meaning.as_bytes());
        assert!(collect(payload, Strictness::LENIENT.without(leniency)).is_err());
    }
    // A target that is no path of IDs may end in a slash.
    for payload in [&b"</>"[..], b"</sensors/>", b"<coap://x/3/>", b"</a1/>"] {
        assert!(collect(payload, Strictness::STRICT).is_ok());
    }
}

#[test]
fn nothing_follows_an_error() {
    for payload in [&b"</1/0>,</2,</3>"[..], b"</1/0>;ver=x,</3>", b"</1/0>,\xff,</2>"] {
        let mut links = link::decode(payload, Strictness::STRICT).below("/");
        while let Some(Ok(_)) = links.next() {}
        assert!(links.next().is_none());
    }
}

#[test]
fn ranges_cover_links_without_commas() {
    let payload = b"</1/0>;a, </3>";
    let links = collect(payload, Strictness::LENIENT).unwrap();
    assert_eq!(links.iter().map(Link::range).collect::<Vec<_>>(), [0..8, 10..14]);
    assert_eq!(Link::new("/", &[]).range(), 0..0);
}

fn read(payload: &[u8], root: &'static str, strictness: Strictness) -> Result<Vec<String>, Error> {
    let links = link::decode(payload, strictness).below(root);
    links.map(|link| link.map(|link| format!("{} {}", link.root, link.path))).collect()
}

#[test]
fn paths_are_those_below_the_root() {
    let payload = b"</3/0>,</a/3>,</a/4/0>,</a>,</a/>,</ab/3>,<coap://x/3>,</a/x>,</>,<>";
    let below = |root| read(payload, root, Strictness::STRICT).unwrap();
    assert_eq!(below("/"), ["/ /3/0", "/ /"]);
    assert_eq!(below("/a"), ["/a /3", "/a /4/0", "/a /", "/a /"]);
    // Wakaama names an alternate path and does not use it.
    let lenient = Strictness::STRICT.with(Leniency::MissingAlternatePath);
    let read = read(b"</a>,</3/0>,</a/4>,</>", "/a", lenient).unwrap();
    assert_eq!(read, ["/a /", "/ /3/0", "/a /4"]);
}

#[test]
fn typed_readings_are_refused_where_they_break() {
    use ErrorKind as K;
    for (payload, kind, offset) in [
        ("</1>,</3/00>", K::InvalidPath, 9),
        ("</3//0>", K::InvalidPath, 4),
        ("</65536>", K::IdOutOfRange, 2),
        ("</65535>", K::ReservedId, 2),
        ("</3/65535>", K::ReservedId, 4),
        ("</3/65535/1>", K::ReservedId, 4),
        ("</1/2/3/4/5>", K::PathTooLong, 10),
        ("</3>;ver=1", K::InvalidVersion, 10),
        ("</3>;ver=\"1.x\"", K::InvalidVersion, 12),
        ("</3>;ver=\"1\\.x\"", K::InvalidVersion, 10),
        ("</3>;pmin=1;ver", K::ValueRequired, 12),
        ("</3>;pmin", K::ValueRequired, 5),
        ("</3/0/6>;dim=65536", K::ValueOutOfRange, 13),
        ("</1/0>;ssid=65535", K::ValueOutOfRange, 12),
        ("</3/0/7>;gt=4.", K::InvalidFloat, 14),
        ("</3/0/7>;con=2", K::InvalidBoolean, 13),
        ("</>;ct=x", K::InvalidInteger, 7),
        ("</>;ct=\"40 65536\"", K::InvalidInteger, 8),
        ("</>;ct=\"\"", K::InvalidInteger, 8),
    ] {
        assert!(collect(payload.as_bytes(), Strictness::STRICT).is_ok(), "{payload}");
        let error = read(payload.as_bytes(), "/", Strictness::STRICT).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{payload}");
        let links = link::decode(payload.as_bytes(), Strictness::STRICT);
        assert_eq!(RegistrationLinks::new(links).unwrap_err(), error);
    }
    let error = read(b"</x/3/00>", "/x", Strictness::STRICT).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (K::InvalidPath, 6));
}

#[test]
fn typed_deviations_name_the_leniency_that_accepts_them() {
    use ErrorKind as K;
    use Leniency as L;
    for (payload, kind, offset, leniency, meaning) in [
        ("</3/00>", K::InvalidPath, 4, L::LeadingZeros, "</3/0>"),
        ("</0003/0/065534>", K::InvalidPath, 2, L::LeadingZeros, "</3/0/65534>"),
        ("<3/0/2>", K::InvalidPath, 1, L::MissingLeadingSlash, "</3/0/2>"),
        ("</1>,<33>", K::InvalidPath, 6, L::MissingLeadingSlash, "</1>,</33>"),
        ("</1/0>;ssid=0", K::ValueOutOfRange, 12, L::ZeroServerId, ""),
        ("</3/0/7>;gt=4.2e1", K::InvalidFloat, 15, L::AttributeExponents, "</3/0/7>;gt=42"),
        ("</3/0/7>;st=\"1E2\"", K::InvalidFloat, 14, L::AttributeExponents, "</3/0/7>;st=100"),
        ("</>;lwm2m=1.0.2", K::InvalidVersion, 13, L::LongVersions, "</>;lwm2m=1.0"),
        ("</3>;ver=\"1.10.0\"", K::InvalidVersion, 14, L::LongVersions, "</3>;ver=1.10"),
    ] {
        let links = |strictness| link::decode(payload.as_bytes(), strictness);
        let error = RegistrationLinks::new(links(Strictness::STRICT)).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{payload}");
        assert_eq!(error.leniency(), Some(leniency), "{payload}");
        let read = |strictness| links(strictness).below("/").collect::<Result<Vec<_>, _>>();
        let found = read(Strictness::STRICT.with(leniency)).unwrap();
        if leniency == L::ZeroServerId {
            assert_eq!(found[0].ssid, Some(0));
            assert!(link::encode_to_vec(&found).is_err());
        } else {
            assert_eq!(link::encode_to_vec(&found).unwrap(), meaning.as_bytes(), "{payload}");
        }
        assert_eq!(read(Strictness::LENIENT.without(leniency)).unwrap_err().kind(), kind);
    }
    // No leniency makes these right.
    for (payload, kind, offset) in [
        ("</3//0>", K::InvalidPath, 4),
        ("<3//0>", K::InvalidPath, 3),
        ("</3/065535>", K::ReservedId, 4),
        ("<65536>", K::IdOutOfRange, 1),
        ("<1/2/3/4/5>", K::PathTooLong, 9),
        ("</3>;ver=1.0.2.3", K::InvalidVersion, 12),
        ("</3>;ver=1.0.", K::InvalidVersion, 12),
        ("</3>;ver=1.0.x", K::InvalidVersion, 12),
        ("</3>;pmin=1e3", K::InvalidInteger, 11),
        ("</3>;pmin=\"\"", K::InvalidInteger, 11),
        ("</3>;pmin=\"1 2\"", K::InvalidInteger, 12),
        ("</1/0>;ssid=65535", K::ValueOutOfRange, 12),
    ] {
        let error = read(payload.as_bytes(), "/", Strictness::LENIENT).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{payload}");
        assert_eq!(error.leniency(), None, "{payload}");
    }
}

#[test]
fn queries_name_the_leniency_that_accepts_them() {
    use Leniency as L;
    let change = WriteAttributes::parse("pmin=&gt=5", Strictness::STRICT.with(L::EmptyAttribute));
    let expected =
        WriteAttributes { pmin: Change::Unset, gt: Change::Set(5.0), ..Default::default() };
    assert_eq!(change, Ok(expected));
    let change = |query, strictness| WriteAttributes::parse(query, strictness).map(drop);
    let register = |query, strictness| RegisterQuery::parse(query, strictness).map(drop);
    let discover = |query, strictness| DiscoverQuery::parse(query, strictness).map(drop);
    type Parse = fn(&'static str, Strictness) -> Result<(), Error>;
    for (parse, query, kind, offset, leniency) in [
        (change as Parse, "pmin=", ErrorKind::InvalidInteger, 5, L::EmptyAttribute),
        (change, "pmin=1&st=&lt", ErrorKind::InvalidFloat, 10, L::EmptyAttribute),
        (change, "edge=", ErrorKind::InvalidBoolean, 5, L::EmptyAttribute),
        (change, "gt=1e3", ErrorKind::InvalidFloat, 4, L::AttributeExponents),
        (register, "ep=a&lt=", ErrorKind::InvalidInteger, 8, L::EmptyAttribute),
        (register, "lwm2m=1.0.2", ErrorKind::InvalidVersion, 9, L::LongVersions),
        (discover, "depth=", ErrorKind::InvalidInteger, 6, L::EmptyAttribute),
    ] {
        let error = parse(query, Strictness::STRICT).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{query}");
        assert_eq!(error.leniency(), Some(leniency), "{query}");
        assert_eq!(parse(query, Strictness::STRICT.with(leniency)), Ok(()), "{query}");
        assert!(parse(query, Strictness::LENIENT.without(leniency)).is_err(), "{query}");
    }
    let long = RegisterQuery::parse("lwm2m=1.0.2&lt=&ep=", Strictness::LENIENT).unwrap();
    assert_eq!((long.lwm2m, long.lt, long.ep), (Some(Version::new(1, 0)), None, Some("")));
    assert_eq!(DiscoverQuery::parse("depth=", Strictness::LENIENT).unwrap().depth, None);
}

#[test]
fn discover_is_read_as_typed_attributes() {
    let payload = br#"</>;lwm2m=1.2,</0/0>;ssid=101;uri="coaps://server_1.example.com",</55>;ver=1.9;hb=1,</3/0/9>;edge=1;con=0;epmin=1;epmax=20;st=0.5;lt=-3;gt=+1000;pmin=1;pmin=2;pmax=9;hqmax=5"#;
    let links: Vec<_> =
        link::decode(payload, Strictness::STRICT).below("/").collect::<Result<_, _>>().unwrap();
    let path = |ids| Path::new(ids).unwrap();
    let notification = NotificationAttributes {
        pmin: Some(1),
        pmax: Some(9),
        epmin: Some(1),
        epmax: Some(20),
        gt: Some(1000.0),
        lt: Some(-3.0),
        st: Some(0.5),
        edge: Some(Edge::Rising),
        con: Some(false),
        hqmax: Some(5),
    };
    let expected = [
        Lwm2mLink { lwm2m: Some(Version::new(1, 2)), ..Lwm2mLink::new(Path::ROOT) },
        Lwm2mLink {
            ssid: Some(101),
            uri: Some(Text::from("coaps://server_1.example.com")),
            ..Lwm2mLink::new(path(&[0, 0]))
        },
        Lwm2mLink { ver: Some(Version::new(1, 9)), ..Lwm2mLink::new(path(&[55])) },
        Lwm2mLink { notification, ..Lwm2mLink::new(path(&[3, 0, 9])) },
    ];
    assert_eq!(links, expected);
    let text = br#"</>;lwm2m=1.2,</0/0>;ssid=101;uri="coaps://server_1.example.com",</55>;ver=1.9,</3/0/9>;pmin=1;pmax=9;epmin=1;epmax=20;gt=1000;lt=-3;st=0.5;edge=1;con=0;hqmax=5"#;
    assert_eq!(link::encode_to_vec(&links).unwrap(), text);
}

#[test]
fn registrations_are_read_as_peers_send_them() {
    let read = |payload: &str, strictness| {
        Registration::from_links(link::decode(payload.as_bytes(), strictness))
    };
    let strict = |payload| read(payload, Strictness::STRICT).unwrap();
    // The mark may stand among other types, and escaped.
    for payload in ["</l>;rt=\"a oma.lwm2m b\"", r#"</l/>;rt="\oma.lwm2m""#, "</l>;rt=oma.lwm2m"] {
        assert_eq!(strict(payload).root, "/l", "{payload}");
    }
    for payload in ["</l>;rt=\"oma.lwm2mx\"", "</l>;rt=\"xoma.lwm2m\"", "</l>;rt=oma", "</l>;rt"] {
        assert_eq!(strict(payload).root, "/", "{payload}");
    }
    for (payload, offset) in
        [("</3>;rt=oma.lwm2m", 1), ("</1>,</a/3/b>;rt=oma.lwm2m", 6), ("<a>;rt=oma.lwm2m", 1)]
    {
        let error = read(payload, Strictness::LENIENT).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidAlternatePath, offset));
    }
    // The link to the object counts for the version, wherever it stands.
    let registration = strict("</3/0>;ver=1.0,</3>;ver=1.2,</3/1>;ver=1.1,</5/1>;ver=1.1,</5/0>");
    assert_eq!(registration.objects[&3].version, Some(Version::new(1, 2)));
    assert_eq!(registration.objects[&5].version, Some(Version::new(1, 1)));
    // What lies deeper than instances is not registered.
    let links = link::decode(b"</3/0>,</5/0/1>,</6>", Strictness::STRICT);
    let links = RegistrationLinks::new(links).unwrap();
    assert!(links.objects().eq([3, 6]) && links.instances().eq([(3, 0)]));
    assert!(Registration::from(&links).objects.into_keys().eq([3, 6]));
    // Wakaama's objects do not lie below the alternate path that it names.
    let wakaama = r#"</w>;rt="oma.lwm2m";ct=110,</1/0>,</3/0>"#;
    assert!(strict(wakaama).objects.is_empty());
    let registration = read(wakaama, Strictness::LENIENT).unwrap();
    assert_eq!(registration.objects.keys().collect::<Vec<_>>(), [&1, &3]);
    assert_eq!(registration.formats, [ContentFormat::SenmlJson]);
}

#[test]
fn encoders_refuse_what_would_not_read_back() {
    let attribute = |name| [Attribute::new(name, "x")];
    let refused = |links: &[Link<'_>]| {
        let error = link::encode_to_vec(links).unwrap_err();
        (error.kind(), error.offset())
    };
    let good = Link::new("/1", &[]);
    for target in ["/a>", "/a b", "/\u{e9}", "<"] {
        assert_eq!(refused(&[good, Link::new(target, &[])]), (ErrorKind::NotRepresentable, 1));
    }
    for name in ["", "a b", "a*b", "*", "a=b", "\u{e9}"] {
        assert_eq!(refused(&[Link::new("/", &attribute(name))]), (ErrorKind::NotRepresentable, 0));
    }
    let typed = Lwm2mLink::new(Path::new(&[3, 0]).unwrap());
    for (link, kind) in [
        (Lwm2mLink { root: "a", ..typed }, ErrorKind::NotRepresentable),
        (Lwm2mLink { root: "/a b", ..typed }, ErrorKind::NotRepresentable),
        (Lwm2mLink { path: Path::new(&[3, 65535]).unwrap(), ..typed }, ErrorKind::NotRepresentable),
        (Lwm2mLink { ssid: Some(0), ..typed }, ErrorKind::NumberNotRepresentable),
        (
            Lwm2mLink {
                notification: NotificationAttributes { gt: Some(f64::NAN), ..Default::default() },
                ..typed
            },
            ErrorKind::NumberNotRepresentable,
        ),
    ] {
        assert_eq!(link::encode_to_vec([link]).unwrap_err().kind(), kind);
    }
    let title = attribute("title");
    let long = [Link::new("/3/0", &title), good];
    assert_eq!(link::encoded_len(long), Ok(19));
    let error = link::encode(long, &mut [0; 18]).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ErrorKind::BufferTooSmall, 19));
    let source = link::decode(b"</1>,", Strictness::STRICT);
    assert_eq!(link::encode_to_vec(source).unwrap_err().kind(), ErrorKind::Truncated);
}

#[test]
fn what_no_server_would_accept_is_not_registered() {
    let path = |ids: &[u16]| Path::new(ids).unwrap();
    let refused = |root: &str, entries: &[Path]| {
        let root = Root { path: root, formats: &[] };
        let error = register::encode(&root, entries.iter().copied(), &mut [0; 64]).unwrap_err();
        (error.kind(), error.offset())
    };
    for ids in [&[][..], &[3, 0, 1], &[3, 65535]] {
        let entries = [path(&[1, 0]), path(ids)];
        assert_eq!(refused("/", &entries), (ErrorKind::NotRepresentable, 1), "{ids:?}");
    }
    for root in ["lwm2m", "/lwm2m/3", "/3/", "/a b", "/\u{e9}", "coap://x"] {
        assert_eq!(refused(root, &[]), (ErrorKind::InvalidAlternatePath, 0), "{root}");
    }
    // No link needs the root then.
    assert_eq!(register::encode(&Root::default(), [Path::ROOT; 0], &mut []), Ok(0));
    assert_eq!(
        register::encode(&Root { path: "", ..Root::default() }, [Path::ROOT; 0], &mut []),
        Ok(0)
    );
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z0-9.]{1,8}", "[ \"\\\\,;<>=a\u{e9}\u{1f600}]{0,8}", "\\PC{0,12}"]
}

type OwnedLink = (String, Vec<(String, Option<(String, bool)>)>);

fn generic_link() -> impl Strategy<Value = OwnedLink> {
    let value = prop::option::of((text(), any::<bool>()));
    let attributes = prop::collection::vec(("[a-zA-Z0-9!#$&+.^_`|~-]{1,6}[*]?", value), 0..4);
    // A slash after a number would be taken for a path of LwM2M 1.0.
    ("[a-z0-9/._~:?#@!$&'()*+,;=%-]{0,12}[a-z]|(/[0-9]{1,5}){0,5}", attributes)
}

fn typed_link() -> impl Strategy<Value = (Vec<u16>, Lwm2mLink<'static>)> {
    let version =
        || prop::option::of((any::<u16>(), any::<u16>()).prop_map(|(a, b)| Version::new(a, b)));
    let float =
        || prop::option::of(any::<f64>().prop_filter("finite", |number| number.is_finite()));
    let period = || prop::option::of(any::<u32>());
    let edge = prop_oneof![Just(None), Just(Some(Edge::Falling)), Just(Some(Edge::Rising))];
    let ssid = prop::option::of(1..u16::MAX);
    let properties = (any::<bool>(), version(), version(), prop::option::of(any::<u16>()), ssid);
    let periods = (period(), period(), period(), period(), period());
    let changes = (float(), float(), float(), edge, prop::option::of(any::<bool>()));
    let ids = prop::collection::vec(0..u16::MAX, 0..=4);
    (ids, properties, periods, changes).prop_map(|(ids, properties, periods, changes)| {
        let (marks_root, ver, lwm2m, dim, ssid) = properties;
        let (pmin, pmax, epmin, epmax, hqmax) = periods;
        let (gt, lt, st, edge, con) = changes;
        let notification =
            NotificationAttributes { pmin, pmax, epmin, epmax, gt, lt, st, edge, con, hqmax };
        let link = Lwm2mLink::new(Path::new(&ids).unwrap());
        (ids, Lwm2mLink { marks_root, ver, lwm2m, dim, ssid, notification, ..link })
    })
}

proptest! {
    #[test]
    fn links_round_trip(links in prop::collection::vec(generic_link(), 0..4)) {
        let attributes: Vec<Vec<_>> = links.iter().map(|(_, attributes)| {
            attributes.iter().map(|(name, value)| match value {
                Some((value, true)) => Attribute::new(name, value.as_str()).quoted(),
                Some((value, false)) => Attribute::new(name, value.as_str()),
                None => Attribute::flag(name),
            }).collect()
        }).collect();
        let links: Vec<_> =
            links.iter().zip(&attributes).map(|((target, _), list)| Link::new(target, list)).collect();
        let payload = link::encode_to_vec(&links).unwrap();
        prop_assert_eq!(link::encoded_len(&links), Ok(payload.len()));
        for strictness in MODES {
            let read = collect(&payload, strictness).unwrap();
            prop_assert_eq!(&read, &links);
            prop_assert_eq!(link::encode_to_vec(&read).unwrap(), payload.clone());
        }
    }

    #[test]
    fn typed_links_round_trip(
        links in prop::collection::vec(typed_link(), 0..4),
        root in prop_oneof![Just("/"), Just("/lwm2m"), Just("/a/b")],
        uri in text(),
        numbers in prop::collection::vec(any::<u16>(), 1..4),
    ) {
        let formats: Vec<_> = numbers.into_iter().map(ContentFormat::from_number).collect();
        let uri = Some(Text::from(uri.as_str()));
        let ct = Some(link::Formats::new(&formats));
        let links: Vec<_> =
            links.into_iter().map(|(_, link)| Lwm2mLink { root, uri, ct, ..link }).collect();
        let payload = link::encode_to_vec(&links).unwrap();
        let read: Result<Vec<_>, _> = link::decode(&payload, Strictness::STRICT).below(root).collect();
        prop_assert_eq!(read, Ok(links));
    }

    #[test]
    fn no_payload_breaks_the_decoders(
        payload in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..64),
            "[</>,;=\"\\\\ a-b0-3.lwm]{0,48}".prop_map(String::into_bytes),
            "(</[0-9/]{0,6}>(;(ver|ct|gt|rt|uri)=\"?[0-9. \\\\-]{0,5}\"?)?,? ?){0,4}".prop_map(String::into_bytes),
        ],
    ) {
        for strictness in MODES {
            let error = match collect(&payload, strictness) {
                Ok(links) => {
                    let encoded = link::encode_to_vec(&links).unwrap();
                    prop_assert_eq!(collect(&encoded, strictness), Ok(links));
                    Registration::from_links(link::decode(&payload, strictness)).err()
                }
                Err(error) => Some(error),
            };
            prop_assert!(error.is_none_or(|error| error.offset() as usize <= payload.len()));
            let _ = link::arguments(&payload, strictness).last();
        }
        // What is accepted strictly is read alike leniently.
        if let Ok(links) = collect(&payload, Strictness::STRICT) {
            prop_assert_eq!(collect(&payload, Strictness::LENIENT), Ok(links));
        }
    }
}
