//! Sentences made of phrases: every product of a classification and every term of the plan, once as what a firm makes
//! and once in another relation (sold on, served, denied, past, planned, next door ...). They teach the gates of contexts
//! and give words that no labelled company has a weight.
//!
//! Frames are data (`data/frames/KIND.LANGUAGE.tsv`: kind, template, label), written by hand. Which frame a phrase gets
//! follows from a hash of the phrase, so that the same inputs make the same sentences.

use super::examples::{Example, Grades, Sentence, Span};
use super::inputs::{malformed, read};
use crate::error::Result;
use crate::profile::Profile;
use crate::text::{continue_hash, hash_bytes, is_han};
use std::path::Path;

/// What a frame says of the firm.
#[derive(Debug, Clone)]
enum Says {
    /// It does what the phrase names.
    Does,
    /// It does what the other phrase names.
    DoesOther,
    /// It trades what the phrase names.
    Trades,
    /// What these labels say.
    Is(Grades),
}

#[derive(Debug, Clone)]
struct Frame {
    template: String,
    says: Says,
}

/// A phrase with what a firm fits that does what it names.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) text: String,
    /// Whether it names a product rather than a service or activity.
    pub(super) product: bool,
    pub(super) grades: Grades,
    pub(super) group: String,
}

/// The frames of one language.
#[derive(Debug, Default)]
struct Language {
    make: Vec<Frame>,
    service: Vec<Frame>,
    /// Frames in which the phrase is not what the firm does, by kind: products, services or both fit their slot.
    other: Vec<Vec<Frame>>,
    about: Vec<String>,
}

/// All frames.
#[derive(Debug, Default)]
pub(super) struct Frames {
    english: Language,
    chinese: Language,
}

/// Kinds of frames in which the firm does not do what the phrase names.
const OTHER: [&str; 10] = [
    "serve",
    "near",
    "customers",
    "trade",
    "deny",
    "past",
    "plan",
    "invest",
    "consult",
    "buys",
];

impl Frames {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        Ok(Self {
            english: Language::read(folder, "en")?,
            chinese: Language::read(folder, "zh")?,
        })
    }

    fn of(&self, text: &str) -> &Language {
        if text.chars().any(is_han) {
            &self.chinese
        } else {
            &self.english
        }
    }

    /// The texts of all frames without what stands in their slots.
    pub(super) fn templates(&self) -> impl Iterator<Item = String> {
        let all = |language: &'_ Language| {
            let does = [&language.make, &language.service];
            let frames = does.into_iter().chain(&language.other).flatten();
            let plain = |frame: &Frame| {
                let mut text = frame.template.clone();
                for slot in ["{p}", "{q}", "{s}"] {
                    text = text.replace(slot, ", ,");
                }
                text
            };
            frames.map(plain).collect::<Vec<_>>()
        };
        all(&self.english).into_iter().chain(all(&self.chinese))
    }

    /// All sentences of general talk.
    pub(super) fn talk(&self) -> impl Iterator<Item = &str> {
        let both = self.english.about.iter().chain(&self.chinese.about);
        both.map(String::as_str)
    }

    /// Sentences of general talk in the language of `text`.
    pub(super) fn about(&self, text: &str) -> &[String] {
        &self.of(text).about
    }

    /// The examples made of `phrases`: half of them as a bare product, each once as what the firm does and once in another
    /// relation.
    pub(super) fn examples(&self, phrases: &[Phrase], weight: f32) -> Vec<Example> {
        let mut examples = Vec::new();
        for (place, phrase) in phrases.iter().enumerate() {
            let mut dice = Dice::new(&phrase.text);
            let language = self.of(&phrase.text);
            let mut add = |profile: Profile, grades: Grades, sentence: Option<Sentence>| {
                examples.push(Example {
                    id: format!("{}:{place}:{}", phrase.group, examples.len()),
                    profile,
                    out_of_scope_known: grades.out_of_scope.is_some() || !grades.labels.is_empty(),
                    labels: grades.labels,
                    out_of_scope: grades.out_of_scope,
                    group: phrase.group.clone(),
                    weight,
                    sentence,
                });
            };
            if dice.one_in(2) {
                let profile = Profile {
                    products: vec![phrase.text.clone()],
                    ..Profile::default()
                };
                add(profile, phrase.grades.clone(), None);
            }
            let does = if phrase.product {
                &language.make
            } else {
                &language.service
            };
            let other = language.other.get(dice.below(OTHER.len()));
            let frames = [dice.pick(does), other.and_then(|kind| dice.pick(kind))];
            for frame in frames.into_iter().flatten() {
                let beside = (0..8)
                    .map(|_| &phrases[dice.below(phrases.len())])
                    .find(|other| self.fits_beside(other, phrase));
                let Some((mut text, grades, mut spans)) = frame.fill(phrase, beside) else {
                    continue;
                };
                let (mut start, length) = (0, text.len());
                if dice.one_in(3) {
                    start = surround(&mut text, &language.about, &mut dice);
                    for span in &mut spans {
                        span.start += start;
                        span.end += start;
                    }
                }
                let end = start + length;
                let sentence = Sentence { start, end, spans };
                add(Profile::from_text(text), grades, Some(sentence));
            }
        }
        examples
    }

    fn fits_beside(&self, other: &Phrase, phrase: &Phrase) -> bool {
        let same_language = other.text.chars().any(is_han) == phrase.text.chars().any(is_han);
        let mut shared = other.grades.labels.keys();
        other.product
            && same_language
            && !other.grades.labels.is_empty()
            && !shared.any(|id| phrase.grades.labels.contains_key(id))
    }
}

impl Language {
    fn read(folder: &Path, language: &str) -> Result<Self> {
        let frames = |kind: &str| read_frames(&folder.join(format!("{kind}.{language}.tsv")));
        let other = OTHER
            .iter()
            .map(|kind| frames(kind))
            .collect::<Result<_>>()?;
        let about = frames("about")?;
        Ok(Self {
            make: frames("make")?,
            service: frames("service")?,
            other,
            about: about.into_iter().map(|frame| frame.template).collect(),
        })
    }
}

fn read_frames(path: &Path) -> Result<Vec<Frame>> {
    let text = read(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let [_, template, label] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(malformed(
                    path,
                    format!("expected three columns in `{line}`"),
                ));
            };
            let says = match label {
                "=" => Says::Does,
                "=q" => Says::DoesOther,
                "trade" => Says::Trades,
                labels => Says::Is(Grades::parse(labels).map_err(|why| malformed(path, why))?),
            };
            Ok(Frame {
                template: template.to_owned(),
                says,
            })
        })
        .collect()
}

impl Frame {
    /// The sentence about `phrase`, and about `other` where the frame has a place for another one: its text, what the
    /// firm fits, and where the phrases stand. Nothing where the frame needs another phrase and there is none.
    fn fill(&self, phrase: &Phrase, other: Option<&Phrase>) -> Option<(String, Grades, Vec<Span>)> {
        let needs_other = self.template.contains("{q}");
        let other = match other {
            None if needs_other => return None,
            other => other.filter(|_| needs_other),
        };
        let (done, grades) = match (&self.says, other) {
            (Says::Does, None) => (1.0, phrase.grades.clone()),
            (Says::Does, Some(other)) => (1.0, phrase.grades.clone().and(&other.grades)),
            (Says::DoesOther, Some(other)) => (0.0, other.grades.clone()),
            (Says::DoesOther, None) => return None,
            (Says::Trades, _) => (TRADED, phrase.grades.traded()),
            (Says::Is(grades), _) => (0.0, grades.clone()),
        };
        let other_done = f32::from(u8::from(matches!(self.says, Says::Does | Says::DoesOther)));
        let (mut text, mut spans) = (String::new(), Vec::new());
        let mut rest = self.template.as_str();
        while let Some((before, slot)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = slot.split_once('}')?;
            let (words, target) = match (name, other) {
                ("q", Some(other)) => (other.text.as_str(), other_done),
                _ => (phrase.text.as_str(), done),
            };
            let start = text.len();
            text.push_str(words);
            spans.push(Span {
                start,
                end: text.len(),
                target,
            });
            rest = after;
        }
        text.push_str(rest);
        Some((text, grades, spans))
    }
}

/// How far a firm does what it only trades: peripheral at most, which is below one in three.
const TRADED: f32 = 0.05;

/// Puts one to seven sentences of general talk around a text, and says how many bytes stand before it now.
pub(super) fn surround(text: &mut String, about: &[String], dice: &mut Dice) -> usize {
    let talk = |count: usize, dice: &mut Dice| -> String {
        let mut sentences = String::new();
        for _ in 0..count {
            if let Some(sentence) = dice.pick(about) {
                sentences.push_str(sentence);
                sentences.push(' ');
            }
        }
        sentences
    };
    let count = dice.below(5);
    let before = talk(count, dice);
    let count = 1 + dice.below(3);
    let after = talk(count, dice);
    *text = [before.as_str(), text, " ", after.trim_end()].concat();
    before.len()
}

/// Choices that follow from a text: the same for the same text, on every machine.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: &str) -> Self {
        Self(hash_bytes(seed.as_bytes()))
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        self.0 = continue_hash(self.0, &self.0.to_le_bytes());
        (self.0 >> 20) as usize % count.max(1)
    }

    pub(super) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let place = self.below(list.len());
        list.get(place)
    }
}
