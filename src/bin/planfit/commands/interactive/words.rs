//! The screen's own words.

use crate::messages::{message, say};
use planfit::assessment::field_name;
use planfit::{Field, Language};
use unicode_width::UnicodeWidthStr;

/// Speaks a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// The text in this language.
    pub(super) fn say(self, english: &'static str) -> &'static str {
        say(self.0, english)
    }

    pub(super) fn field(self, field: Field) -> &'static str {
        field_name(field, self.0)
    }

    /// What a field without text asks for.
    pub(super) fn wanted(self, field: Field) -> &'static str {
        match field {
            Field::Name => self.say("of the company, institute or person"),
            Field::Keywords => self.say("such as: lithium battery; energy storage"),
            Field::Products => self.say("such as: LFP cells; battery packs"),
            Field::Project => self.say("what would be built, with investment and jobs"),
            Field::Description => self.say("what is made or provided, and for what"),
        }
    }

    /// Columns that the names of the fields take.
    pub(super) fn label_width(self) -> u16 {
        let labels = super::form::FIELDS.map(|field| self.field(field).width());
        labels.into_iter().max().unwrap_or(0) as u16
    }

    pub(super) fn wrote(self, file: &str) -> String {
        message!(self.0, "wrote `{file}`", file)
    }

    pub(super) fn no_toml(self, name: &str) -> String {
        message!(
            self.0,
            "profiles are saved as TOML; `{name}` is no name of such a file",
            name
        )
    }

    pub(super) fn full(self) -> &'static str {
        self.say("a profile holds at most 8 MiB: not all of it was taken in")
    }

    pub(super) fn replace(self, file: &str) -> String {
        message!(self.0, "`{file}` is there already. Write over it?", file)
    }

    /// Every key and what it does.
    pub(super) fn help(self) -> [(&'static str, &'static str); 12] {
        [
            (
                "Tab, Shift-Tab",
                self.say("next, previous field or ranking"),
            ),
            ("↑ ↓", self.say("row above, below; in the ranking: choose")),
            (
                "Enter",
                self.say("next field; in the ranking: open the clause"),
            ),
            ("← → Home End", self.say("move within the text")),
            ("Ctrl-← Ctrl-→", self.say("by words")),
            (
                "Ctrl-W Ctrl-U Ctrl-K",
                self.say("delete the word, to the start, to the end"),
            ),
            ("F2", self.say("verdict, reason, what to add")),
            ("Ctrl-S", self.say("save the profile as TOML")),
            (
                "Esc, Ctrl-Q",
                self.say("leave; asks where something is not saved"),
            ),
            ("Ctrl-C", self.say("leave at once")),
            ("F1", self.say("this page")),
            (", ; 、 ， ；", self.say("separate keywords and products")),
        ]
    }
}
