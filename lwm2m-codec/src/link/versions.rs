//! The versions of objects that a client registers.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

#[cfg(feature = "alloc")]
use super::Registration;
use super::RegistrationLinks;
use crate::model::version::Version;

/// Core objects that clients have and must not register.
const UNREGISTERED: [u16; 3] = [0, 21, 23];

impl<'a> RegistrationLinks<'a> {
    /// The versions of the client's objects, for [`Versioned`](crate::Versioned): those that it
    /// gives, and for objects without `ver` those that go with its version of LwM2M, which the
    /// query of Register says, or 1.0 for objects outside of the core.
    ///
    /// An object may come several times; its first version counts. Core objects do not come where
    /// their version is not known: [`Version::core_objects`].
    ///
    /// ```
    /// use lwm2m_codec::{DataType, Schema, Strictness, Version, Versioned, link};
    ///
    /// let payload = b"</3/0>,</3416/0>,</3303>;ver=1.1,</3303/0>";
    /// let links = link::decode(payload, Strictness::STRICT);
    /// let registration = link::RegistrationLinks::new(links)?;
    /// let mut versions = [(0, Version::new(0, 0)); 8];
    /// for (place, version) in versions.iter_mut().zip(registration.versions(None)) {
    ///     *place = version;
    /// }
    /// let of = |id| versions.iter().find(|(object, _)| *object == id).map(|(_, version)| *version);
    /// assert_eq!(of(3416), Some(Version::new(1, 0)));
    /// assert_eq!(of(3303), Some(Version::new(1, 1)));
    /// # #[cfg(feature = "registry")] {
    /// # use lwm2m_codec::registry::Registry;
    /// let schema = Versioned::new(&Registry, &versions);
    /// assert_eq!(schema.resource_type(3416, 15).unwrap().data_type, DataType::Integer);
    /// # }
    /// # Ok::<(), lwm2m_codec::Error>(())
    /// ```
    pub fn versions(
        &self,
        lwm2m: Option<Version>,
    ) -> impl Iterator<Item = (u16, Version)> + Clone + use<'a> {
        // The version on a link to the object takes precedence over one on an instance.
        let links = self.links();
        let given = [1, 2].into_iter().flat_map(move |length| {
            let of_length = links.clone().filter(move |link| link.path.len() == length);
            of_length.filter_map(|link| Some((link.path.object()?, link.ver?)))
        });
        let others = self.objects().chain(UNREGISTERED);
        given.chain(others.filter_map(move |id| Some((id, Version::implied(id, lwm2m)?))))
    }
}

#[cfg(feature = "alloc")]
impl Registration {
    /// The versions of the client's objects, for [`Versioned`](crate::Versioned): those that it
    /// gives, and for objects without `ver` those that go with its version of LwM2M, which the
    /// query of Register says, or 1.0 for objects outside of the core.
    ///
    /// Core objects are left out where their version is not known: [`Version::core_objects`].
    ///
    /// ```
    /// use lwm2m_codec::{Strictness, Version, link};
    ///
    /// let payload = b"</3/0>,</3303>;ver=1.1,</3303/0>,</3416/0>";
    /// let registration = link::Registration::from_links(link::decode(payload, Strictness::STRICT))?;
    /// let versions = registration.versions(Some(Version::new(1, 2)));
    /// let of = |id| versions.iter().find(|(object, _)| *object == id).unwrap().1.to_string();
    /// assert_eq!([3, 3303, 3416].map(of), ["1.2", "1.1", "1.0"]);
    /// # Ok::<(), lwm2m_codec::Error>(())
    /// ```
    #[must_use]
    pub fn versions(&self, lwm2m: Option<Version>) -> Vec<(u16, Version)> {
        let given = self.objects.iter().map(|(&id, object)| (id, object.version));
        let hidden = UNREGISTERED.into_iter().filter(|id| !self.objects.contains_key(id));
        let objects = given.chain(hidden.map(|id| (id, None)));
        let version = |(id, version): (u16, Option<Version>)| {
            Some((id, version.or_else(|| Version::implied(id, lwm2m))?))
        };
        objects.filter_map(version).collect()
    }
}
