//! Parts of the shipped plan that most runs never look at: they stay as the build script wrote them until they are asked
//! for, since to decode all terms takes longer than to match a profile.

use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

/// A value that may still be bytes of the program. It is used like the value itself.
#[derive(Clone)]
pub struct Stored<T> {
    /// What it is decoded from; nothing once it may have been changed.
    bytes: Option<&'static [u8]>,
    value: OnceLock<T>,
}

impl<T> Stored<T> {
    /// The bytes that it is decoded from, where it is as it was written.
    pub(super) fn bytes(&self) -> Option<&'static [u8]> {
        self.bytes
    }
}

impl<T> From<T> for Stored<T> {
    fn from(value: T) -> Self {
        Self {
            bytes: None,
            value: value.into(),
        }
    }
}

impl<T: Deserialize<'static>> Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| {
            let bytes = self.bytes.unwrap_or_default();
            postcard::from_bytes(bytes).expect("the build script wrote it")
        })
    }
}

impl<T: Deserialize<'static>> DerefMut for Stored<T> {
    fn deref_mut(&mut self) -> &mut T {
        let _: &T = self;
        self.bytes = None;
        self.value.get_mut().expect("it was decoded just now")
    }
}

impl<'a, E> IntoIterator for &'a Stored<Vec<E>>
where
    Vec<E>: Deserialize<'static>,
{
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Deserialize<'static> + std::fmt::Debug> std::fmt::Debug for Stored<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Deserialize<'static> + PartialEq> PartialEq for Stored<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Deserialize<'static> + Serialize> Serialize for Stored<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_allocvec(&**self).map_err(S::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de: 'static, T> Deserialize<'de> for Stored<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes: &'de [u8] = Deserialize::deserialize(deserializer)?;
        Ok(Self {
            bytes: Some(bytes),
            value: OnceLock::new(),
        })
    }
}
