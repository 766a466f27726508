//! Which examples are learned from: labelled companies, some of them once more with general talk around their texts, and
//! sentences made of phrases.

use super::corpus;
use super::examples::{self, Example};
use super::firms;
use super::frames::{Dice, Frames, surround};
use super::inputs::{Inputs, Manifest};
use super::phrases;
use super::settings::Settings;
use crate::error::Result;
use crate::taxonomy::Taxonomy;
use std::collections::HashMap;

/// Groups of examples that are not companies: they are learned from, and never what is measured or calibrated on.
pub(super) const MADE_UP: [&str; 6] =
    ["naics", "gbt", "terms", "glossary", "written", firms::GROUP];

/// Whether a group is not of companies as they are.
pub(super) fn is_made_up(group: &str) -> bool {
    MADE_UP.contains(&group) || group.ends_with('+')
}

/// Reads every source of the manifest.
pub(super) fn read(
    taxonomy: &Taxonomy,
    inputs: &Inputs,
    manifest: &Manifest,
    frames: &Frames,
    settings: &Settings,
) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for source in &manifest.profiles {
        let path = if source.among_texts {
            inputs.text(&source.file)
        } else {
            inputs.beside(&source.file)
        };
        examples.extend(examples::read_examples(
            &path,
            &source.group,
            source.weight,
        )?);
    }
    let known: HashMap<String, usize> = examples
        .iter()
        .enumerate()
        .map(|(place, example)| (example.id.clone(), place))
        .collect();
    for source in &manifest.labels {
        let path = inputs.text(&source.list.texts);
        let column = source.group_column.as_deref();
        let mut leads = corpus::read_leads(&path, &source.list.columns, column)?;
        if let Some(group) = &source.group {
            leads
                .iter_mut()
                .for_each(|lead| lead.group.clone_from(group));
        }
        for file in &source.files {
            for labelled in examples::read_labels(&inputs.beside(file), &leads, source.weight)? {
                match known.get(&labelled.id) {
                    // A company of a labelled file: here stands only why it is out of scope.
                    Some(place) => {
                        examples[*place].out_of_scope = labelled.out_of_scope;
                        examples[*place].out_of_scope_known = true;
                    }
                    None => examples.push(labelled),
                }
            }
        }
    }
    examples.extend(drowned(&examples, frames));
    let mut phrases = phrases::terms(taxonomy);
    for source in &manifest.phrases {
        phrases.extend(phrases::classified(inputs, source)?);
    }
    for file in &manifest.glossaries {
        phrases.extend(phrases::glossary(&inputs.beside(file))?);
    }
    examples.extend(frames.examples(&phrases, settings.phrase_weight));
    for file in &manifest.firms {
        let firms = firms::firms(&inputs.beside(file))?;
        let weight = settings.phrase_weight * FIRM_WEIGHT;
        examples.extend(firms::examples(&firms, frames, weight));
    }
    Ok(examples)
}

/// How much an example made of a firm's name counts beside a phrase: of 0.5, 1 and 2 this gave the best Hit@1 and F1 over
/// all dev sets (2026-11-29).
const FIRM_WEIGHT: f32 = 0.5;

/// One in this many companies is learned from once more with general talk around its text.
const DROWNED: usize = 2;

/// Companies with general talk around their texts.
fn drowned(examples: &[Example], frames: &Frames) -> Vec<Example> {
    let mut drowned = Vec::new();
    for example in examples {
        let mut dice = Dice::new(&example.id);
        let Some(text) = example.profile.description.as_deref() else {
            continue;
        };
        if text.len() < 600 && dice.one_in(DROWNED) {
            let mut copy = example.clone();
            let about = frames.about(text);
            let mut text = text.to_owned();
            surround(&mut text, about, &mut dice);
            copy.profile.description = Some(text);
            copy.group += "+";
            copy.weight *= 0.5;
            drowned.push(copy);
        }
    }
    drowned
}
