//! What the phrases of the glossaries say before anything is learned: a phrase of the trade names one product or service, so it
//! begins with points of its own, as a term of the plan does. From sentences made of it alone the few passes of
//! learning would give it little: of the glossaries' own products, put as "We make X.", the right subdivision was first
//! with 35 or more in 0.52 of the English ones and 0.60 of the Chinese (2026-11-29).

use super::examples::Grades;
use super::frames::Frames;
use super::inputs::{Inputs, Manifest};
use super::phrases;
use super::rows::Weights;
use super::settings::Settings;
use crate::error::Result;
use crate::matcher::Matcher;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How much of its points a phrase gives a subdivision that a reader graded 2. A judgement.
const SUBSTANTIAL: f32 = 0.6;

/// The phrases of the glossaries.
pub(super) struct Glossary {
    /// By key: classes, each with the share of the points that the phrase begins with.
    pub(super) weights: Weights,
    /// The keys of what phrases begin with, from two words on, each whole phrase too.
    pub(super) beginnings: Vec<u64>,
}

impl Glossary {
    pub(super) fn read(
        matcher: &Matcher<'_>,
        inputs: &Inputs,
        manifest: &Manifest,
        frames: &Frames,
        class_ids: &[String],
        settings: &Settings,
    ) -> Result<Self> {
        let terms = matcher.term_weights();
        let mut talk = HashSet::new();
        for sentence in frames.talk() {
            matcher.phrases_in(sentence, |key| {
                talk.insert(key);
            });
        }
        let mut weights: BTreeMap<u64, BTreeMap<u16, f32>> = BTreeMap::new();
        let mut beginnings = BTreeSet::new();
        for file in &manifest.glossaries {
            for phrase in phrases::glossary(&inputs.beside(file))? {
                let Some((path, keys)) = matcher.beginnings(&phrase.text) else {
                    continue;
                };
                // A term of the plan has points already; and what is said in general talk, such as certification, tells
                // of a firm that does it only where it is more than that.
                let key = keys[keys.len() - 1];
                if terms.contains_key(&path) || talk.contains(&key) {
                    continue;
                }
                let share = if keys.len() == 1 {
                    settings.single_word
                } else {
                    1.0
                };
                let classes = weights.entry(key).or_default();
                for (class, grade) in classes_of(&phrase.grades, class_ids) {
                    let known = classes.entry(class).or_default();
                    *known = known.max(share * grade);
                }
                beginnings.extend(&keys[1..]);
            }
        }
        let weights = weights.into_iter();
        Ok(Self {
            weights: weights
                .map(|(key, classes)| (key, classes.into_iter().collect()))
                .collect(),
            beginnings: beginnings.into_iter().collect(),
        })
    }
}

/// The classes that a phrase speaks for, and how much.
fn classes_of(grades: &Grades, class_ids: &[String]) -> Vec<(u16, f32)> {
    let class = |(class, id): (u16, &String)| {
        let share = match id.strip_prefix("out/") {
            Some(kind) => f32::from(u8::from(grades.out_of_scope.as_deref() == Some(kind))),
            None => {
                let short = id.rsplit('/').next().unwrap_or(id);
                match grades.labels.get(short).or_else(|| grades.labels.get(id)) {
                    Some(3) => 1.0,
                    Some(2) => SUBSTANTIAL,
                    _ => 0.0,
                }
            }
        };
        (share > 0.0).then_some((class, share))
    };
    (0..).zip(class_ids).filter_map(class).collect()
}
