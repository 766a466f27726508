//! Decisions in words.

use super::{Decided, Standing, Summary};
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
            match language {
                Language::En => {
                    let day = if day.is_empty() {
                        String::new()
                    } else {
                        format!(" on {day}")
                    };
                    let stale =
                        stale.map_or(String::new(), |stale| format!(" (since then: {stale})"));
                    let reason = if reason.is_empty() {
                        String::new()
                    } else {
                        format!(": “{reason}”")
                    };
                    format!(
                        "Decided by {}{day}: {word} for {name}{stale}{reason}.",
                        entry.who
                    )
                }
                Language::Zh => {
                    let stale = stale.map_or(String::new(), |stale| format!("（此后：{stale}）"));
                    let reason = if reason.is_empty() {
                        String::new()
                    } else {
                        format!("，理由：“{reason}”")
                    };
                    let day = if day.is_empty() {
                        String::new()
                    } else {
                        format!("于{day}")
                    };
                    format!("{}{day}就“{name}”判定：{word}{stale}{reason}。", entry.who)
                }
            }
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
            match language {
                Language::En => {
                    let stale =
                        stale.map_or(String::new(), |stale| format!("; since then: {stale}"));
                    format!("{word} ({}{stale})", people.join("; "))
                }
                Language::Zh => {
                    let stale = stale.map_or(String::new(), |stale| format!("；此后：{stale}"));
                    format!("{word}（{}{stale}）", people.join("；"))
                }
            }
        };
        Some(Label {
            en: words(Language::En),
            zh: words(Language::Zh),
        })
    }
}
