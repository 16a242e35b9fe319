//! Query strings of Register, Update and Discover, and what they share with Write-Attributes.

use super::typed::Typed;
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind, Leniency, Strictness};
use crate::model::version::Version;

/// A parameter of a query: `name=value`, or a bare `name`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// The name.
    pub name: &'a str,
    /// The value.
    pub value: Option<&'a str>,
    /// The offset in the query.
    at: u32,
}

impl<'a> Parameter<'a> {
    /// The value parsed as `T`, or `None` for an empty one that leniency takes; a missing one is an
    /// error.
    pub(super) fn read<T: Typed>(&self, strictness: Strictness) -> Result<Option<T>, Error> {
        let at = self.at as usize + self.name.len() + 1;
        let text = self.text()?;
        if text.is_empty() && strictness.allows(Leniency::EmptyAttribute) {
            return Ok(None);
        }
        T::read(text.as_bytes(), strictness).map(Some).map_err(|error| {
            let error = error.at((at as u32).saturating_add(error.offset()));
            if text.is_empty() { error.unless(Leniency::EmptyAttribute) } else { error }
        })
    }

    fn text(&self) -> Result<&'a str, Error> {
        self.value.ok_or(Error::new(ErrorKind::ValueRequired, self.at as usize))
    }

    /// The error for a repeated parameter.
    pub(super) fn duplicate(&self) -> Error {
        Error::new(ErrorKind::Duplicate, self.at as usize)
    }

    /// Sets a field that no earlier parameter has set.
    fn fill<T: Typed>(&self, field: &mut Option<T>, strictness: Strictness) -> Result<(), Error> {
        if field.is_some() {
            return Err(self.duplicate());
        }
        *field = self.read(strictness)?;
        Ok(())
    }

    /// The same of a text.
    fn fill_text(&self, field: &mut Option<&'a str>) -> Result<(), Error> {
        if field.is_some() {
            return Err(self.duplicate());
        }
        *field = Some(self.text()?);
        Ok(())
    }
}

/// The parameters in the `Uri-Query` options of a request, in order.
///
/// CoAP carries options separately and unescaped, so values may contain any character; split a
/// query string at `&` first. Offsets count as if the options were joined by `&`.
///
/// ```
/// use lwm2m_codec::link;
///
/// let mut parameters = link::parameters(["ep=node", "Q"]);
/// let parameter = parameters.next().unwrap()?;
/// assert_eq!((parameter.name, parameter.value), ("ep", Some("node")));
/// assert_eq!(parameters.next().unwrap()?.value, None);
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
pub fn parameters<'a, I: IntoIterator<Item = &'a str>>(options: I) -> Parameters<I::IntoIter> {
    Parameters { options: options.into_iter(), position: 0, done: false }
}

/// An iterator over the parameters of a query, which ends after an error; from [`parameters`].
///
/// Its only error is [`ErrorKind::InvalidAttributeName`], for an option without a name.
#[derive(Clone, Debug)]
pub struct Parameters<I> {
    options: I,
    position: u32,
    done: bool,
}

impl<'a, I: Iterator<Item = &'a str>> Iterator for Parameters<I> {
    type Item = Result<Parameter<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let option = if self.done { None } else { self.options.next() };
        let Some(option) = option else {
            self.done = true;
            return None;
        };
        let at = self.position;
        let length = u32::try_from(option.len()).unwrap_or(u32::MAX);
        self.position = at.saturating_add(length).saturating_add(1);
        let (name, value) = cut(option, b'=');
        if name.is_empty() {
            self.done = true;
            return Some(Err(Error::new(ErrorKind::InvalidAttributeName, at as usize)));
        }
        Some(Ok(Parameter { name, value, at }))
    }
}

impl<'a, I: Iterator<Item = &'a str>> core::iter::FusedIterator for Parameters<I> {}

/// The options of a query string.
pub(super) fn split(query: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(query).filter(|query| !query.is_empty());
    core::iter::from_fn(move || {
        let option;
        (option, rest) = cut(rest?, b'&');
        Some(option)
    })
}

/// Splits at the first occurrence of an ASCII byte. `str::split_once` would leave a panic.
fn cut(text: &str, byte: u8) -> (&str, Option<&str>) {
    let at = text.bytes().position(|found| found == byte);
    match at.and_then(|at| text.split_at_checked(at)) {
        Some((before, after)) => (before, after.get(1..)),
        None => (text, None),
    }
}

/// Writes a query, with `&` between its parameters.
pub(super) struct Query<'q, 'b> {
    sink: &'q mut Sink<'b>,
    /// The number of parameters so far.
    count: usize,
}

impl<'q, 'b> Query<'q, 'b> {
    pub(super) const fn new(sink: &'q mut Sink<'b>) -> Self {
        Self { sink, count: 0 }
    }

    /// Writes the name of a parameter.
    pub(super) fn flag(&mut self, name: &str) {
        if self.count > 0 {
            self.sink.put(b"&");
        }
        self.sink.put(name.as_bytes());
        self.count += 1;
    }

    /// Writes a parameter with a value.
    pub(super) fn value(&mut self, name: &str, value: impl Typed) -> Result<(), Error> {
        let index = self.count;
        self.flag(name);
        value.put(b"=", self.sink).map_err(|kind| Error::new(kind, index))
    }

    fn text(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if value.bytes().any(|byte| byte == b'&') {
            return Err(Error::new(ErrorKind::NotRepresentable, self.count));
        }
        self.flag(name);
        self.sink.put(b"=");
        self.sink.put(value.as_bytes());
        Ok(())
    }
}

/// The query of a Register or Update request: `POST /rd?ep=…&lt=…&lwm2m=…&b=…&Q&sms=…&pid=…`.
///
/// ```
/// use lwm2m_codec::{Strictness, Version, link::RegisterQuery};
///
/// let query = RegisterQuery::from_options(["ep=node", "lt=86400", "lwm2m=1.2", "b=U", "Q"], Strictness::STRICT)?;
/// assert_eq!(query.ep, Some("node"));
/// assert_eq!(query.lwm2m, Some(Version::new(1, 2)));
/// assert!(query.uses_queue_mode());
/// assert_eq!(RegisterQuery::parse("lwm2m=1.2&b=U&ep=node&Q&lt=86400", Strictness::STRICT)?, query);
///
/// let mut buffer = [0; 64];
/// let length = query.encode(&mut buffer)?;
/// assert_eq!(&buffer[..length], b"ep=node&lt=86400&lwm2m=1.2&b=U&Q");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RegisterQuery<'a> {
    /// The name of the client.
    pub ep: Option<&'a str>,
    /// The lifetime of the registration, in seconds.
    pub lt: Option<u32>,
    /// The version of LwM2M that the client speaks.
    pub lwm2m: Option<Version>,
    /// The bindings that the client supports, a letter each; in LwM2M 1.0 queue mode is one of
    /// them.
    pub b: Option<&'a str>,
    /// Whether `Q` is present, for queue mode. See [`RegisterQuery::uses_queue_mode`].
    pub queue: bool,
    /// The telephone number for the SMS binding.
    pub sms: Option<&'a str>,
    /// The profile ID of the client (since LwM2M 1.2).
    pub pid: Option<&'a str>,
}

impl<'a> RegisterQuery<'a> {
    /// Reads the `Uri-Query` options of a request, in any order. Unknown ones are ignored; see
    /// [`parameters`].
    ///
    /// # Errors
    /// The kinds of malformed values, [`ErrorKind::InvalidAttributeName`],
    /// [`ErrorKind::ValueRequired`], [`ErrorKind::ValueNotAllowed`] for a value of `Q`, and
    /// [`ErrorKind::Duplicate`] for a repeated parameter. Offsets count as if the options were
    /// joined by `&`.
    pub fn from_options(
        options: impl IntoIterator<Item = &'a str>,
        strictness: Strictness,
    ) -> Result<Self, Error> {
        let mut query = Self::default();
        for parameter in parameters(options) {
            let parameter = parameter?;
            match parameter.name {
                "ep" => parameter.fill_text(&mut query.ep)?,
                "lt" => parameter.fill(&mut query.lt, strictness)?,
                "lwm2m" => parameter.fill(&mut query.lwm2m, strictness)?,
                "b" => parameter.fill_text(&mut query.b)?,
                "sms" => parameter.fill_text(&mut query.sms)?,
                "pid" => parameter.fill_text(&mut query.pid)?,
                "Q" if query.queue => return Err(parameter.duplicate()),
                "Q" if parameter.value.is_some() => {
                    let at = parameter.at as usize + parameter.name.len();
                    return Err(Error::new(ErrorKind::ValueNotAllowed, at));
                }
                "Q" => query.queue = true,
                _ => {}
            }
        }
        Ok(query)
    }

    /// Reads the query of a request, options joined by `&`, percent-decoded.
    ///
    /// # Errors
    /// As [`RegisterQuery::from_options`].
    pub fn parse(query: &'a str, strictness: Strictness) -> Result<Self, Error> {
        Self::from_options(split(query), strictness)
    }

    /// Writes the query into the start of `buffer`, with `&` between the options, and returns its
    /// length in bytes. Split it at `&` to get the `Uri-Query` options.
    ///
    /// # Errors
    /// [`ErrorKind::BufferTooSmall`] with the required length, and [`ErrorKind::NotRepresentable`]
    /// with the index of the option for a value that contains `&`.
    pub fn encode(&self, buffer: &mut [u8]) -> Result<usize, Error> {
        let mut sink = Sink::new(buffer);
        let mut query = Query::new(&mut sink);
        self.ep.map_or(Ok(()), |ep| query.text("ep", ep))?;
        self.lt.map_or(Ok(()), |lt| query.value("lt", lt))?;
        self.lwm2m.map_or(Ok(()), |lwm2m| query.value("lwm2m", lwm2m))?;
        self.b.map_or(Ok(()), |b| query.text("b", b))?;
        if self.queue {
            query.flag("Q");
        }
        self.sms.map_or(Ok(()), |sms| query.text("sms", sms))?;
        self.pid.map_or(Ok(()), |pid| query.text("pid", pid))?;
        sink.finish()
    }

    /// Whether the client uses queue mode, signalled by `Q` or, in LwM2M 1.0, by a binding.
    #[must_use]
    pub fn uses_queue_mode(&self) -> bool {
        self.queue || self.b.is_some_and(|b| b.contains('Q'))
    }
}

/// The query of a Discover request: `depth`, since LwM2M 1.2.
///
/// ```
/// use lwm2m_codec::{Strictness, link::DiscoverQuery};
///
/// assert_eq!(DiscoverQuery::parse("depth=3", Strictness::STRICT)?.depth, Some(3));
/// assert_eq!(DiscoverQuery::parse("", Strictness::STRICT)?.depth, None);
/// let mut buffer = [0; 8];
/// assert_eq!(DiscoverQuery { depth: Some(0) }.encode(&mut buffer)?, 7);
/// assert_eq!(&buffer, b"depth=0\0");
/// # Ok::<(), lwm2m_codec::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DiscoverQuery {
    /// How many levels below the target to report, 0 to 3; by default 2 for an object and 1
    /// otherwise.
    pub depth: Option<u8>,
}

impl DiscoverQuery {
    /// Reads the `Uri-Query` options of a request. Unknown ones are ignored.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInteger`], [`ErrorKind::ValueOutOfRange`] above 3, and otherwise as
    /// [`RegisterQuery::from_options`].
    pub fn from_options<'a>(
        options: impl IntoIterator<Item = &'a str>,
        strictness: Strictness,
    ) -> Result<Self, Error> {
        let mut query = Self::default();
        for parameter in parameters(options) {
            let parameter = parameter?;
            if parameter.name == "depth" {
                let mut depth = None::<u16>;
                if query.depth.is_some() {
                    return Err(parameter.duplicate());
                }
                parameter.fill(&mut depth, strictness)?;
                query.depth = match depth {
                    None => None,
                    Some(depth @ 0..=3) => Some(depth as u8),
                    Some(_) => {
                        let at = parameter.at as usize + parameter.name.len() + 1;
                        return Err(Error::new(ErrorKind::ValueOutOfRange, at));
                    }
                };
            }
        }
        Ok(query)
    }

    /// Reads the query of a request, options joined by `&`, percent-decoded.
    ///
    /// # Errors
    /// As [`DiscoverQuery::from_options`].
    pub fn parse(query: &str, strictness: Strictness) -> Result<Self, Error> {
        Self::from_options(split(query), strictness)
    }

    /// Writes the query into the start of `buffer` and returns its length in bytes.
    ///
    /// # Errors
    /// [`ErrorKind::BufferTooSmall`] with the required length, and
    /// [`ErrorKind::NumberNotRepresentable`] for a depth above 3.
    pub fn encode(&self, buffer: &mut [u8]) -> Result<usize, Error> {
        let mut sink = Sink::new(buffer);
        match self.depth {
            Some(depth @ 0..=3) => {
                Query::new(&mut sink).value("depth", u32::from(depth))?;
            }
            Some(_) => return Err(Error::new(ErrorKind::NumberNotRepresentable, 0)),
            None => {}
        }
        sink.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn register_query_has_all_parameters() {
        let text = "ep=urn:dev:os:1&lt=300&lwm2m=1.1&b=UT&Q&sms=%2B33&pid=7";
        let query = RegisterQuery {
            ep: Some("urn:dev:os:1"),
            lt: Some(300),
            lwm2m: Some(Version::new(1, 1)),
            b: Some("UT"),
            queue: true,
            sms: Some("%2B33"),
            pid: Some("7"),
        };
        assert_eq!(RegisterQuery::parse(text, Strictness::STRICT), Ok(query));
        let mut buffer = [0; 64];
        let length = query.encode(&mut buffer).unwrap();
        assert_eq!(&buffer[..length], text.as_bytes());
        assert_eq!(query.encode(&mut buffer[..9]).unwrap_err().offset(), text.len() as u32);
        assert_eq!(RegisterQuery::parse("", Strictness::STRICT), Ok(RegisterQuery::default()));
        assert!(RegisterQuery::parse("b=UQ", Strictness::STRICT).unwrap().uses_queue_mode());
        let unknown = RegisterQuery::parse("et=x&ep=a=b&d=y", Strictness::STRICT).unwrap();
        assert_eq!(unknown, RegisterQuery { ep: Some("a=b"), ..Default::default() });
    }

    #[test]
    fn options_may_hold_what_a_joined_query_cannot() {
        let query = RegisterQuery::from_options(["lt=60", "ep=a&b"], Strictness::STRICT).unwrap();
        assert_eq!(query.ep, Some("a&b"));
        let error = query.encode(&mut [0; 32]).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::NotRepresentable, 0));
        let error =
            RegisterQuery::from_options(["ep=a&b", "lt=x"], Strictness::STRICT).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidInteger, 10));
    }

    #[test]
    fn malformed_queries_are_refused_where_they_break() {
        for (query, kind, at) in [
            ("ep", ErrorKind::ValueRequired, 0),
            ("ep=a&lt", ErrorKind::ValueRequired, 5),
            ("lt=-1", ErrorKind::InvalidInteger, 3),
            ("ep=a&lwm2m=1", ErrorKind::InvalidVersion, 12),
            ("Q=1", ErrorKind::ValueNotAllowed, 1),
            ("Q&b=U&Q", ErrorKind::Duplicate, 6),
            ("ep=a&ep=b", ErrorKind::Duplicate, 5),
            ("ep=a&", ErrorKind::InvalidAttributeName, 5),
        ] {
            let error = RegisterQuery::parse(query, Strictness::STRICT).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (kind, at), "{query}");
        }
        let kind = |query| DiscoverQuery::parse(query, Strictness::STRICT).unwrap_err().kind();
        assert_eq!(kind("depth=4"), ErrorKind::ValueOutOfRange);
        assert_eq!(kind("depth"), ErrorKind::ValueRequired);
        let error = DiscoverQuery { depth: Some(4) }.encode(&mut [0; 9]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NumberNotRepresentable);
    }
}
