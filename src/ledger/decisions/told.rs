//! Decisions in words.

use super::{Decided, Standing, Summary};
use crate::messages::{message, say};
use crate::taxonomy::{Label, Language};

impl Decided<'_> {
    /// Who decided what and when, in a sentence of English and of Chinese.
    #[must_use]
    pub fn told(&self) -> Label {
        let entry = self.entry;
        let sentence = |language: Language| {
            let name = self
                .label
                .map_or(self.subdivision, |label| label.get(language));
            let day = entry.when.get(..10).unwrap_or(&entry.when);
            let word = Summary::All(self.decision).word(language);
            let stale = self.stale.words(language);
            let reason = entry.reason.as_deref().unwrap_or_default();
            let day = match day.is_empty() {
                true => String::new(),
                false => message!(language, " on {day}", day),
            };
            let stale = stale.map_or(String::new(), |stale| {
                message!(language, " (since then: {stale})", stale)
            });
            let reason = match reason.is_empty() {
                true => String::new(),
                false => message!(language, ": “{reason}”", reason),
            };
            message!(
                language,
                "Decided by {who}{day}: {word} for {name}{stale}{reason}.",
                who = entry.who,
                day,
                word,
                name,
                stale,
                reason
            )
        };
        Label {
            en: sentence(Language::En),
            zh: sentence(Language::Zh),
        }
    }
}

impl Standing<'_> {
    /// What the decisions about the firm come to, by whom, and what has changed since, in a few words; nothing about a firm that
    /// is new.
    #[must_use]
    pub fn told(&self) -> Option<Label> {
        let summary = self.summary(None)?;
        let words = |language: Language| {
            let (people, stale) = (self.people(None), self.stale(None).words(language));
            let word = summary.word(language);
            let people = people.join(say(language, "; "));
            match stale {
                None => message!(language, "{word} ({people})", word, people),
                Some(stale) => message!(
                    language,
                    "{word} ({people}; since then: {stale})",
                    word,
                    people,
                    stale
                ),
            }
        };
        Some(Label {
            en: words(Language::En),
            zh: words(Language::Zh),
        })
    }
}
