//! Who a firm is: the code that its state gave it, else its name.

use super::names::{Family, read_name};
use crate::lead::Lead;
use crate::profile::Profile;

/// What is known of who a firm is, in a form that can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// A code with a check digit that holds: the same code is the same firm, another one another firm.
    pub(super) code: Option<String>,
    /// Any other id. Lists number their rows, so it counts only beside the name.
    pub(super) id: Option<String>,
    /// The folded name.
    pub(super) name: Option<String>,
    /// Where its legal form is from, if it has one that says so.
    pub(super) family: Option<Family>,
}

impl Identity {
    /// From an id and a name as they are written.
    #[must_use]
    pub fn new(id: Option<&str>, name: Option<&str>) -> Self {
        let code = id.and_then(code);
        let id = match code {
            Some(_) => None,
            None => id.map(plain).filter(|id| !id.is_empty()),
        };
        let (name, family) = name.map(read_name).unwrap_or_default();
        Self {
            code,
            id,
            name: Some(name).filter(|name| !name.is_empty()),
            family,
        }
    }

    /// Of a lead: by its id and name, and by a unified social credit code wherever in the row it stands alone in a cell.
    #[must_use]
    pub fn of_lead(lead: &Lead<'_>) -> Self {
        let mut identity = Self::new(lead.id, lead.profile.name.as_deref());
        if identity.code.is_none() {
            identity.code = only(lead.cells.iter().filter_map(credit_code));
        }
        identity
    }

    /// Of a profile that stands by itself: by its name, and by a unified social credit code among its other fields.
    #[must_use]
    pub fn of_profile(profile: &Profile) -> Self {
        Self {
            code: code_among_fields(profile),
            ..Self::new(None, profile.name.as_deref())
        }
    }

    /// Of a firm read back from a record: by its id, and else as [`Identity::of_profile`].
    #[must_use]
    pub fn of_firm(id: Option<&str>, profile: &Profile) -> Self {
        let mut identity = Self::new(id, profile.name.as_deref());
        identity.code = identity.code.or_else(|| code_among_fields(profile));
        identity
    }

    /// Whether nothing speaks against that two of one name are one firm: another code or a legal form of elsewhere would.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        fn clash<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
            one.is_some() && other.is_some() && one != other
        }
        !clash(&self.code, &other.code) && !clash(&self.family, &other.family)
    }

    /// The code and the folded name, as far as they are known.
    #[must_use]
    pub fn keys(&self) -> [Option<String>; 2] {
        [self.code.clone(), self.name.clone()]
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The unified social credit code among the other fields of a profile.
fn code_among_fields(profile: &Profile) -> Option<String> {
    let contact = profile.contact.values().map(ToString::to_string);
    only(contact.filter_map(|value| credit_code(value.trim_matches('"'))))
}

/// The one code of a row; of several nobody knows which is the firm's.
fn only(mut codes: impl Iterator<Item = String>) -> Option<String> {
    let first = codes.next()?;
    codes.all(|code| code == first).then_some(first)
}

/// The letters and digits of an id, in capitals.
fn plain(id: &str) -> String {
    let folded = crate::text::fold_str(id);
    let solid = folded.chars().filter(|c| c.is_alphanumeric());
    solid.flat_map(char::to_uppercase).collect()
}

/// The part of an id that identifies a firm everywhere: the organisation code, alone or in a unified social credit code,
/// or a legal entity identifier.
fn code(id: &str) -> Option<String> {
    let plain = plain(id);
    credit_code(id)
        .or_else(|| organisation_code(&plain).then(|| format!("CN{plain}")))
        .or_else(|| legal_entity(&plain).then_some(plain))
}

/// The organisation code inside a unified social credit code: its places 9 to 17. The places before say who registered
/// it and where.
fn credit_code(cell: &str) -> Option<String> {
    // Few cells have a length that comes near: a code alone, with the spaces people put into it.
    if !(18..=80).contains(&cell.len()) {
        return None;
    }
    let plain = plain(cell);
    is_credit_code(&plain).then(|| format!("CN{}", &plain[8..17]))
}

/// The digits of GB 32100-2015, without the letters that look like figures.
const CREDIT_DIGITS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// GB 32100-2015: 18 places, weighted by the powers of 3 modulo 31.
fn is_credit_code(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    if bytes.len() != 18 || !bytes[2..8].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let (mut weight, mut sum) = (1, 0);
    for byte in &bytes[..17] {
        let Some(value) = CREDIT_DIGITS.iter().position(|digit| digit == byte) else {
            return false;
        };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    CREDIT_DIGITS[(31 - sum % 31) % 31] == bytes[17]
}

/// GB 11714-1997: eight places and a check digit modulo 11. Nine figures alone are too often a telephone or row number
/// by chance, so that there must be a letter among them.
fn organisation_code(plain: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let bytes = plain.as_bytes();
    if bytes.len() != 9 || bytes[..8].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let mut sum = 0;
    for (byte, weight) in bytes.iter().zip(WEIGHTS) {
        let Some(value) = char::from(*byte).to_digit(36) else {
            return false;
        };
        sum += value * weight;
    }
    let check = match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    };
    bytes[8] == check
}

/// ISO 17442: 20 places whose number is 1 modulo 97, letters counting from 10.
fn legal_entity(plain: &str) -> bool {
    let shape = |(place, c): (usize, char)| match place {
        18 | 19 => c.is_ascii_digit(),
        _ => c.is_ascii_alphanumeric(),
    };
    if plain.len() != 20 || !plain.chars().enumerate().all(shape) {
        return false;
    }
    let digits = plain.chars().filter_map(|c| c.to_digit(36));
    let rest = digits.fold(0, |rest, digit| {
        let tens = if digit > 9 { 100 } else { 10 };
        (rest * tens + digit) % 97
    });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_by_their_check_digits() {
        // Public codes of listed companies and of the foundation that issues the identifiers.
        let huawei = Identity::new(Some("914403001922038216"), None);
        assert_eq!(huawei.code.as_deref(), Some("CN192203821"));
        let spaced = Identity::new(Some("９１４４０３００ 1922-0382-16"), None);
        assert_eq!(spaced, huawei);
        let wrong = Identity::new(Some("914403001922038217"), None);
        assert_eq!(
            (wrong.code, wrong.id.as_deref()),
            (None, Some("914403001922038217"))
        );
        let gleif = Identity::new(Some("506700GE1G29325QX363"), None);
        assert_eq!(gleif.code.as_deref(), Some("506700GE1G29325QX363"));
        assert_eq!(Identity::new(Some("506700GE1G29325QX364"), None).code, None);
        assert_eq!(Identity::new(Some("9.15E+17"), None).code, None);
        assert!(organisation_code("D2143569X") && !organisation_code("D21435690"));
    }

    #[test]
    fn a_profile_may_hold_its_code_among_other_fields() {
        let mut profile = Profile {
            name: Some("华为技术有限公司".to_owned()),
            ..Profile::default()
        };
        let value = serde_json::Value::from("914403001922038216");
        profile
            .contact
            .insert("code".to_owned(), crate::profile::Contact::new(value));
        assert_eq!(
            Identity::of_profile(&profile).code.as_deref(),
            Some("CN192203821")
        );
    }
}
