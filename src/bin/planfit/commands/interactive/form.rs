//! The profile as four texts to edit, and back.

use super::editor::{Breaks, Editor};
use planfit::profile::{MAX_PROFILE_BYTES, split_list};
use planfit::{Error, ErrorKind, Field, Profile};

/// The fields in the order of the screen.
pub(super) const FIELDS: [Field; 4] = [
    Field::Name,
    Field::Keywords,
    Field::Products,
    Field::Description,
];

/// What stands between the entries of a list.
const SEPARATOR: &str = "; ";

/// A profile being edited.
#[derive(Debug)]
pub(super) struct Form {
    /// As it was opened: fields that are not edited stay exactly so.
    opened: Profile,
    editors: [Editor; 4],
    /// The texts as they were opened.
    before: [String; 4],
    /// The texts as they are in a file, or were opened.
    kept: [String; 4],
}

impl Form {
    pub(super) fn new(profile: Profile) -> Self {
        let texts = [
            profile.name.clone().unwrap_or_default(),
            profile.keywords.join(SEPARATOR),
            profile.products.join(SEPARATOR),
            profile.description.clone().unwrap_or_default(),
        ];
        let breaks = [Breaks::Join, Breaks::List, Breaks::List, Breaks::Keep];
        let editors = std::array::from_fn(|at| Editor::new(&texts[at], breaks[at]));
        Self {
            opened: profile,
            editors,
            before: texts.clone(),
            kept: texts,
        }
    }

    pub(super) fn editor(&self, field: usize) -> &Editor {
        &self.editors[field]
    }

    pub(super) fn editor_mut(&mut self, field: usize) -> &mut Editor {
        &mut self.editors[field]
    }

    /// Bytes that the profile may still grow by.
    pub(super) fn room(&self) -> usize {
        let used: usize = self.editors.iter().map(|editor| editor.text().len()).sum();
        MAX_PROFILE_BYTES.saturating_sub(used)
    }

    /// The profile that the texts are.
    pub(super) fn profile(&self) -> Profile {
        let mut profile = self.opened.clone();
        for (at, field) in FIELDS.into_iter().enumerate() {
            let text = self.editors[at].text();
            if text == self.before[at] {
                // An entry of a list may hold a comma in the file; taking it apart would change the answer.
                continue;
            }
            let some = (!text.trim().is_empty()).then(|| text.to_owned());
            match field {
                Field::Name => profile.name = some,
                Field::Keywords => profile.keywords = split_list(text),
                Field::Products => profile.products = split_list(text),
                Field::Description => profile.description = some,
                Field::Project => profile.project = some,
            }
        }
        profile
    }

    /// Whether something would be lost by leaving.
    pub(super) fn is_changed(&self) -> bool {
        let mut texts = self.editors.iter().zip(&self.kept);
        texts.any(|(editor, kept)| editor.text() != kept)
    }

    /// Notes that the texts are in a file now.
    pub(super) fn keep(&mut self) {
        self.kept = std::array::from_fn(|at| self.editors[at].text().to_owned());
    }
}

/// A profile as TOML that `planfit match` reads as the same profile.
///
/// # Errors
/// When a contact field holds what TOML cannot express.
pub(super) fn to_toml(profile: &Profile) -> planfit::Result<String> {
    let mut profile = profile.clone();
    // TOML has no word for nothing.
    profile.contact.retain(|_, value| !value.is_null());
    // Through a table, so that plain values come before the tables of contact fields whatever their order.
    toml::Table::try_from(&profile)
        .and_then(|table| toml::to_string_pretty(&table))
        .map_err(|error| {
            Error::new(
                ErrorKind::Malformed,
                format!("the profile cannot be written as TOML: {error}"),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use planfit::input::profile_file::{ProfileFormat, parse_profile};

    fn full() -> Profile {
        let text = r#"{"name": "=Cells\u001b[2J \u202e", "kind": "institute", "keywords": ["a, b", "c"],
            "products": ["LFP \"cells\"", "电池；电芯"], "description": "One.\r\nTwo.\n'''\\",
            "city": "重庆", "phone": 23, "contact": {"name": "X", "none": "y"}}"#;
        parse_profile(text.as_bytes(), "test", Some(ProfileFormat::Json)).unwrap()
    }

    #[test]
    fn what_is_not_edited_stays_as_it_was() {
        let mut form = Form::new(full());
        assert_eq!(form.profile(), full());
        assert!(!form.is_changed());
        form.editor_mut(1).insert("，d", usize::MAX);
        assert!(form.is_changed());
        let edited = form.profile();
        assert_eq!(edited.keywords, ["a", "b", "c", "d"]);
        assert_eq!(edited.products, full().products);
        form.keep();
        assert!(!form.is_changed());
    }

    #[test]
    fn a_saved_profile_is_read_as_the_same() {
        let toml = to_toml(&full()).unwrap();
        let read = parse_profile(toml.as_bytes(), "test", Some(ProfileFormat::Toml)).unwrap();
        assert_eq!(read, full(), "{toml}");
        let empty = to_toml(&Profile::default()).unwrap();
        assert_eq!(empty, "kind = \"enterprise\"\n");
    }
}
