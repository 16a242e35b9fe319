//! Notification attributes: when to report an observed value.

use super::query::{Parameter, Query, parameters, split};
use super::typed::{Slot, Typed};
use crate::codec::sink::Sink;
use crate::error::{Error, ErrorKind, Strictness};

/// Which change of a Boolean to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// From true to false, written `0`.
    Falling,
    /// From false to true, written `1`.
    Rising,
}

impl Typed for Edge {
    fn read(text: &[u8], strictness: Strictness) -> Result<Self, Error> {
        bool::read(text, strictness).map(|rising| if rising { Self::Rising } else { Self::Falling })
    }

    fn put(self, start: &[u8], sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
        (self == Self::Rising).put(start, sink)
    }
}

/// What a Write-Attributes request does to one attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Change<T> {
    /// Nothing: the request does not name it.
    #[default]
    Keep,
    /// Removes it: the request names it without a value.
    Unset,
    /// Sets it to a value.
    Set(T),
}

impl<T: Copy> Change<T> {
    fn apply(self, value: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Unset => *value = None,
            Self::Set(new) => *value = Some(new),
        }
    }
}

fn read_change<T: Typed>(
    parameter: &Parameter<'_>,
    change: &mut Change<T>,
    strictness: Strictness,
) -> Result<(), Error> {
    if !matches!(change, Change::Keep) {
        return Err(parameter.duplicate());
    }
    *change = match parameter.value {
        Some(_) => parameter.read(strictness)?.map_or(Change::Unset, Change::Set),
        None => Change::Unset,
    };
    Ok(())
}

fn put_change<T: Typed>(
    query: &mut Query<'_, '_>,
    name: &str,
    change: Change<T>,
) -> Result<(), Error> {
    match change {
        Change::Keep => Ok(()),
        Change::Unset => {
            query.flag(name);
            Ok(())
        }
        Change::Set(value) => query.value(name, value),
    }
}

macro_rules! attributes {
    ($($(#[$doc:meta])+ $name:ident: $type:ty;)+) => {
        /// The notification attributes of an object, object instance, resource or resource
        /// instance, as Discover reports them (Core, section 7.3.2).
        ///
        /// Thresholds and steps may have a sign, which the grammar of LwM2M 1.0 has and later ones lost;
        /// an exponent is in none of them and takes [`Leniency::AttributeExponents`]. Encoding writes a
        /// plain decimal number, with a sign if it is negative.
        ///
        /// [`Leniency::AttributeExponents`]: crate::Leniency::AttributeExponents
        #[derive(Clone, Copy, Debug, PartialEq, Default)]
        pub struct NotificationAttributes { $($(#[$doc])+ pub $name: Option<$type>,)+ }

        impl NotificationAttributes {
            /// Where the attribute of this name goes.
            pub(super) fn slot(&mut self, name: &[u8]) -> Option<Slot<'_>> {
                $(if name == stringify!($name).as_bytes() {
                    return Some((&mut self.$name).into());
                })+
                None
            }

            /// Writes the attributes that are present.
            pub(super) fn put(&self, sink: &mut Sink<'_>) -> Result<(), ErrorKind> {
                $(if let Some(value) = self.$name {
                    value.put(concat!(";", stringify!($name), "=").as_bytes(), sink)?;
                })+
                Ok(())
            }
        }

        /// The query of a Write-Attributes request: `pmin=10&gt=5`, where a bare name removes the
        /// attribute.
        ///
        /// ```
        /// use lwm2m_codec::Strictness;
        /// use lwm2m_codec::link::{Change, NotificationAttributes, WriteAttributes};
        ///
        /// let query = WriteAttributes::parse("pmin=10&gt", Strictness::STRICT)?;
        /// assert_eq!((query.pmin, query.pmax, query.gt), (Change::Set(10), Change::Keep, Change::Unset));
        ///
        /// let mut attributes = NotificationAttributes { gt: Some(5.0), ..Default::default() };
        /// query.apply(&mut attributes);
        /// assert_eq!(attributes, NotificationAttributes { pmin: Some(10), ..Default::default() });
        ///
        /// let mut buffer = [0; 32];
        /// let length = query.encode(&mut buffer)?;
        /// assert_eq!(&buffer[..length], b"pmin=10&gt");
        /// # Ok::<(), lwm2m_codec::Error>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Default)]
        pub struct WriteAttributes { $($(#[$doc])+ pub $name: Change<$type>,)+ }

        impl WriteAttributes {
            /// Reads the `Uri-Query` options of a request. Unknown attributes are ignored.
            ///
            /// # Errors
            /// The kinds of malformed values, [`ErrorKind::InvalidAttributeName`], and
            /// [`ErrorKind::Duplicate`] for a repeated attribute. Offsets count as if the options
            /// were joined by `&`.
            pub fn from_options<'a>(
                options: impl IntoIterator<Item = &'a str>,
                strictness: Strictness,
            ) -> Result<Self, Error> {
                let mut query = Self::default();
                for parameter in parameters(options) {
                    let parameter = parameter?;
                    match parameter.name {
                        $(stringify!($name) => read_change(&parameter, &mut query.$name, strictness)?,)+
                        _ => {}
                    }
                }
                Ok(query)
            }

            /// Writes the query into the start of `buffer`, with `&` between the options, and
            /// returns its length in bytes.
            ///
            /// # Errors
            /// [`ErrorKind::BufferTooSmall`] with the required length, and
            /// [`ErrorKind::NumberNotRepresentable`] with the index of the option for a threshold
            /// or step that is not finite.
            pub fn encode(&self, buffer: &mut [u8]) -> Result<usize, Error> {
                let mut sink = Sink::new(buffer);
                let mut query = Query::new(&mut sink);
                $(put_change(&mut query, stringify!($name), self.$name)?;)+
                sink.finish()
            }

            /// Applies the request to a set of attributes.
            pub fn apply(&self, attributes: &mut NotificationAttributes) {
                $(self.$name.apply(&mut attributes.$name);)+
            }
        }
    };
}

attributes! {
    /// The minimum period: the shortest time between two notifications, in seconds.
    pmin: u32;
    /// The maximum period: the longest time between two notifications, in seconds. See
    /// [`NotificationAttributes::maximum_period`].
    pmax: u32;
    /// The minimum evaluation period: the shortest time between two evaluations, in seconds.
    epmin: u32;
    /// The maximum evaluation period: the longest time between two evaluations, in seconds.
    epmax: u32;
    /// Greater than: report when the value crosses this.
    gt: f64;
    /// Less than: report when the value crosses this.
    lt: f64;
    /// Step: report when the value has changed by this.
    st: f64;
    /// Report when a Boolean changes in this direction (since LwM2M 1.2).
    edge: Edge;
    /// Whether notifications are confirmable (since LwM2M 1.2).
    con: bool;
    /// How many notifications a client queues for a server that it cannot reach (since LwM2M 1.2).
    hqmax: u32;
}

/// Notification attributes that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Inconsistency {
    /// `lt` is not less than `gt`.
    Thresholds,
    /// `lt + 2 * st` is not less than `gt`.
    Step,
    /// `epmin` is not less than `epmax`.
    EvaluationPeriods,
}

impl core::fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Thresholds => "lt must be less than gt",
            Self::Step => "lt and twice st must be less than gt",
            Self::EvaluationPeriods => "epmin must be less than epmax",
        })
    }
}

impl core::error::Error for Inconsistency {}

impl NotificationAttributes {
    /// Checks that the attributes that are present are consistent: `lt < gt`, `lt + 2 * st < gt`
    /// and `epmin < epmax`.
    ///
    /// Reading does not check this, since a server may change attributes one by one.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn check(&self) -> Result<(), Inconsistency> {
        if let (Some(lt), Some(gt)) = (self.lt, self.gt) {
            if lt >= gt {
                return Err(Inconsistency::Thresholds);
            }
            if self.st.is_some_and(|st| lt + 2.0 * st >= gt) {
                return Err(Inconsistency::Step);
            }
        }
        if let (Some(epmin), Some(epmax)) = (self.epmin, self.epmax) {
            if epmin >= epmax {
                return Err(Inconsistency::EvaluationPeriods);
            }
        }
        Ok(())
    }

    /// The maximum period; `None` also if it must be ignored for being 0 or less than the minimum.
    #[must_use]
    pub fn maximum_period(&self) -> Option<u32> {
        self.pmax.filter(|&pmax| pmax > 0 && pmax >= self.pmin.unwrap_or(0))
    }
}

impl WriteAttributes {
    /// Reads the query of a request, options joined by `&`, percent-decoded.
    ///
    /// # Errors
    /// As [`WriteAttributes::from_options`].
    pub fn parse(query: &str, strictness: Strictness) -> Result<Self, Error> {
        Self::from_options(split(query), strictness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contradictions_are_found() {
        let base = NotificationAttributes::default();
        let check = |lt, gt, st| NotificationAttributes { lt, gt, st, ..base }.check();
        assert_eq!(check(Some(42.2), Some(50.0), None), Ok(()));
        assert_eq!(check(Some(50.0), Some(50.0), None), Err(Inconsistency::Thresholds));
        assert_eq!(check(Some(45.0), Some(50.0), Some(2.5)), Err(Inconsistency::Step));
        assert_eq!(check(Some(45.0), Some(50.0), Some(2.25)), Ok(()));
        assert_eq!(check(Some(45.0), None, Some(100.0)), Ok(()));
        let periods = NotificationAttributes { epmin: Some(20), epmax: Some(20), ..base };
        assert_eq!(periods.check(), Err(Inconsistency::EvaluationPeriods));
        assert_eq!(NotificationAttributes { epmin: Some(19), ..periods }.check(), Ok(()));
    }

    #[test]
    fn maximum_period_is_ignored_if_it_cannot_be_kept() {
        let period = |pmin, pmax| {
            NotificationAttributes { pmin, pmax: Some(pmax), ..Default::default() }.maximum_period()
        };
        assert_eq!(period(None, 60), Some(60));
        assert_eq!(period(Some(60), 60), Some(60));
        assert_eq!(period(Some(61), 60), None);
        assert_eq!(period(None, 0), None);
    }

    #[test]
    fn write_attributes_has_three_states() {
        let query = "pmin=10&pmax&epmin=1&epmax=2&gt=5&lt=-42.0&st&edge=1&con=0&hqmax=3&hb=1";
        let read = WriteAttributes::parse(query, Strictness::STRICT).unwrap();
        assert_eq!(read.lt, Change::Set(-42.0));
        assert_eq!((read.edge, read.con), (Change::Set(Edge::Rising), Change::Set(false)));
        let mut buffer = [0; 96];
        let length = read.encode(&mut buffer).unwrap();
        let written = "pmin=10&pmax&epmin=1&epmax=2&gt=5&lt=-42&st&edge=1&con=0&hqmax=3";
        assert_eq!(&buffer[..length], written.as_bytes());
        assert_eq!(WriteAttributes::parse(written, Strictness::STRICT), Ok(read));
        let infinite = WriteAttributes {
            pmin: Change::Unset,
            gt: Change::Set(f64::INFINITY),
            ..Default::default()
        };
        let error = infinite.encode(&mut buffer).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::NumberNotRepresentable, 1));
    }

    #[test]
    fn malformed_queries_are_refused_where_they_break() {
        for (query, kind, at) in [
            ("pmin=", ErrorKind::InvalidInteger, 5),
            ("pmin=1&pmax=x", ErrorKind::InvalidInteger, 12),
            ("gt=4.2.2", ErrorKind::InvalidFloat, 6),
            ("edge=2", ErrorKind::InvalidBoolean, 5),
            ("pmin=1&pmin", ErrorKind::Duplicate, 7),
            ("pmin=1&&pmax=1", ErrorKind::InvalidAttributeName, 7),
            ("=1", ErrorKind::InvalidAttributeName, 0),
            ("hqmax=4294967296", ErrorKind::ValueOutOfRange, 6),
        ] {
            let error = WriteAttributes::parse(query, Strictness::STRICT).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (kind, at), "{query}");
        }
    }
}
