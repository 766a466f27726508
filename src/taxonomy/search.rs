//! Searching the plan: which subdivisions speak of these words, in either language, typing errors forgiven.

mod index;

use super::{Subdivision, Taxonomy};
use crate::text::{Cutting, Stemmer, TokenKind, Tokens, hash_bytes};
use index::Index;
use serde::Serialize;
use std::collections::HashSet;

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Search<'t> {
    /// Subdivisions in which the words were found, best first.
    pub hits: Vec<Hit<'t>>,
    /// Whether each hit holds all the words; where no subdivision does, the hits are those that hold the most.
    pub complete: bool,
    /// Words that the plan does not hold, with what was searched for instead: the nearest word that it holds, or the
    /// parts of a Chinese phrase.
    pub replaced: Vec<(String, Vec<String>)>,
    /// Words that the plan does not hold and for which nothing is near.
    pub unknown: Vec<String>,
}

/// A subdivision in which words were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'t> {
    /// The subdivision.
    pub subdivision: &'t Subdivision,
    /// Where, best place first.
    pub found: Vec<Found<'t>>,
}

/// A text in which words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Found<'t> {
    /// What sort of text.
    #[serde(rename = "in")]
    pub place: Place,
    /// The text.
    pub text: &'t str,
}

/// The sorts of text that are searched, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The label in English or Chinese.
    Label,
    /// The id.
    Id,
    /// A term.
    Term,
    /// The words of the clause that name the subdivision.
    Phrase,
    /// The clause.
    Clause,
}

impl Place {
    /// The word used in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Id => "id",
            Self::Term => "term",
            Self::Phrase => "phrase",
            Self::Clause => "clause",
        }
    }

    /// What a text of this sort counts; a term counts its weight in hundredths, so that a label is always ahead.
    fn points(self) -> u32 {
        match self {
            Self::Label => 300,
            Self::Id => 200,
            Self::Term => 0,
            Self::Phrase => 90,
            Self::Clause => 1,
        }
    }
}

/// What a text that is nothing but the words searched for counts more than one that holds others too.
const WHOLE: u32 = 1000;

/// The shortest beginning of a word that stands for the word.
const SHORTEST_PREFIX: usize = 4;

/// The shortest part of a Chinese phrase that is searched for by itself: one character has too many meanings.
const SHORTEST_HAN_PART: usize = 2;

/// As many words are cut at once, so that memory does not grow with what is searched for.
const BLOCK: usize = 4096;

/// For so many words that the plan does not hold the nearest is looked for; nobody searches for more at once.
const MOST_CORRECTED: usize = 100;

/// A text cut into comparable words.
struct Cut<'t> {
    subdivision: usize,
    found: Found<'t>,
    points: u32,
    /// Folded word and stem of each word.
    words: Vec<(String, String)>,
    /// The Chinese characters, runs parted by a space.
    han: String,
}

/// One word, or one run of Chinese characters, searched for.
enum Needle {
    Word { folded: String, stem: String },
    Han(String),
}

impl Needle {
    fn text(&self) -> &str {
        match self {
            Self::Word { folded, .. } => folded,
            Self::Han(run) => run,
        }
    }
}

#[derive(Default)]
struct Cutter {
    tokens: Tokens,
    stemmer: Stemmer,
}

impl Cutter {
    fn cut(&mut self, text: &str) -> (Vec<(String, String)>, String) {
        self.tokens.cut(text);
        let (mut words, mut han) = (Vec::new(), String::new());
        let mut last_end = 0;
        for token in &self.tokens.list {
            let folded = self.tokens.folded(token);
            match token.kind {
                TokenKind::Word => {
                    words.push((folded.to_owned(), self.stemmer.stem(folded).into_owned()));
                }
                TokenKind::Han => {
                    if token.start != last_end && !han.is_empty() {
                        han.push(' ');
                    }
                    han.push_str(folded);
                    last_end = token.end;
                }
            }
        }
        (words, han)
    }

    /// What is searched for, each word and run of Chinese characters once: first the words, then the Chinese.
    fn needles(&mut self, words: &str) -> Vec<Needle> {
        let (mut known, mut needles, mut runs) = (HashSet::new(), Vec::new(), Vec::new());
        let (mut run, mut last_end) = (String::new(), 0);
        let mut cutting = Cutting::of(words);
        while !cutting.is_done() {
            self.tokens.cut_block(&mut cutting, BLOCK);
            for token in &self.tokens.list {
                let folded = self.tokens.folded(token);
                if token.kind == TokenKind::Han {
                    if token.start != last_end && !run.is_empty() {
                        runs.push(Needle::Han(std::mem::take(&mut run)));
                    }
                    run.push_str(folded);
                    last_end = token.end;
                } else if !known.contains(&token.hash) {
                    known.insert(token.hash);
                    let (folded, stem) =
                        (folded.to_owned(), self.stemmer.stem(folded).into_owned());
                    needles.push(Needle::Word { folded, stem });
                }
            }
        }
        runs.extend((!run.is_empty()).then_some(Needle::Han(run)));
        let mut known = HashSet::new();
        runs.retain(|run| known.insert(hash_bytes(run.text().as_bytes())));
        needles.append(&mut runs);
        needles
    }
}

impl Taxonomy {
    /// Searches ids, labels, terms, phrases and clauses for `words` in English or Chinese: which subdivisions hold all
    /// of them, endings apart, or failing that the most. The beginning of a word will do. A word that the plan does
    /// not hold is replaced by the nearest that it holds.
    #[must_use]
    pub fn search(&self, words: &str) -> Search<'_> {
        let mut cutter = Cutter::default();
        let texts = self.cut_texts(&mut cutter);
        let mut search = Search {
            hits: Vec::new(),
            complete: true,
            replaced: Vec::new(),
            unknown: Vec::new(),
        };
        let index = Index::new(&texts);
        let mut needles = Vec::new();
        let mut corrected = 0;
        for needle in cutter.needles(words) {
            let holding = index.holding(&needle);
            if !holding.is_empty() {
                needles.push((needle, holding));
                continue;
            }
            let instead = match &needle {
                Needle::Word { .. } if corrected == MOST_CORRECTED => Vec::new(),
                Needle::Word { folded, .. } => {
                    corrected += 1;
                    index
                        .nearest_word(folded)
                        .map(str::to_owned)
                        .into_iter()
                        .collect()
                }
                Needle::Han(run) => index.known_parts(run),
            };
            if instead.is_empty() {
                search.unknown.push(needle.text().to_owned());
            } else {
                let found = instead.iter().flat_map(|word| cutter.needles(word));
                needles.extend(found.map(|needle| {
                    let holding = index.holding(&needle);
                    (needle, holding)
                }));
                search.replaced.push((needle.text().to_owned(), instead));
            }
        }
        if search.unknown.is_empty() && !needles.is_empty() {
            let held = Held::new(&needles, &texts, self.subdivisions.len());
            let most = held.by_subdivision.iter().copied().max().unwrap_or(0);
            search.complete = most == needles.len();
            let needles: Vec<Needle> = needles.into_iter().map(|(needle, _)| needle).collect();
            search.hits = self.hits(&needles, most, &held, &texts);
        }
        search
    }

    fn cut_texts<'t>(&'t self, cutter: &mut Cutter) -> Vec<Cut<'t>> {
        let mut texts = Vec::new();
        for (place, subdivision) in self.subdivisions.iter().enumerate() {
            let clause = self.clause_of(subdivision);
            let clause = clause.map_or("", |clause| clause.text.as_str());
            let named = [
                (Place::Label, subdivision.label.en.as_str()),
                (Place::Label, &subdivision.label.zh),
                (Place::Id, &subdivision.id),
                (Place::Phrase, &subdivision.phrase),
                (Place::Clause, clause),
            ];
            let terms = subdivision.terms.iter().map(|term| {
                let weight = (term.weight * 100.0).round() as u32;
                (Place::Term, &*term.text, weight)
            });
            let named = named.map(|(place, text)| (place, text, place.points()));
            for (sort, text, points) in named.into_iter().chain(terms) {
                let (words, han) = cutter.cut(text);
                texts.push(Cut {
                    subdivision: place,
                    found: Found { place: sort, text },
                    points,
                    words,
                    han,
                });
            }
        }
        texts
    }

    /// The subdivisions that hold `most` of the needles, best first.
    fn hits<'t>(
        &'t self,
        needles: &[Needle],
        most: usize,
        held: &Held,
        texts: &[Cut<'t>],
    ) -> Vec<Hit<'t>> {
        let mut scored = Vec::new();
        let texts = texts.iter().zip(&held.by_text);
        let texts: Vec<(&Cut<'t>, usize)> = texts.map(|(cut, held)| (cut, *held)).collect();
        for group in texts.chunk_by(|(a, _), (b, _)| a.subdivision == b.subdivision) {
            let subdivision = group[0].0.subdivision;
            if held.by_subdivision[subdivision] < most {
                continue;
            }
            let some = group.iter().filter(|(_, held)| *held > 0);
            let mut found: Vec<(usize, u32, Found<'t>)> = some
                .map(|(cut, held)| (*held, cut.points(needles, *held), cut.found))
                .collect();
            found.sort_by_key(|(held, points, _)| std::cmp::Reverse((*held, *points)));
            let Some((held_together, points, _)) = found.first().copied() else {
                continue;
            };
            // Texts with fewer of the words say little where one has more.
            found.retain(|(held, ..)| *held == held_together || held_together < most);
            // Of two equally good places, the subdivision with more of them is meant more likely.
            let score = (held_together, points, found.len());
            scored.push((score, subdivision, found));
        }
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let hits = scored.into_iter().map(|(_, place, found)| Hit {
            subdivision: &self.subdivisions[place],
            found: found.into_iter().map(|(.., found)| found).collect(),
        });
        hits.collect()
    }
}

impl Cut<'_> {
    /// What this text counts, which holds so many of the needles.
    fn points(&self, needles: &[Needle], held: usize) -> u32 {
        let length = self.words.len() + usize::from(!self.han.is_empty());
        let is_whole_run = || needles.iter().any(|needle| needle.text() == self.han);
        let whole =
            length == needles.len() && length == held && (self.han.is_empty() || is_whole_run());
        self.points + if whole { WHOLE } else { 0 }
    }
}

/// How many of the needles stand in each text, and in any text of each subdivision.
struct Held {
    by_text: Vec<usize>,
    by_subdivision: Vec<usize>,
}

impl Held {
    fn new(needles: &[(Needle, Vec<usize>)], texts: &[Cut<'_>], subdivisions: usize) -> Self {
        let mut held = Self {
            by_text: vec![0; texts.len()],
            by_subdivision: vec![0; subdivisions],
        };
        for (_, holding) in needles {
            let mut last = None;
            for text in holding {
                held.by_text[*text] += 1;
                // The texts of a subdivision stand together.
                let subdivision = texts[*text].subdivision;
                if last != Some(subdivision) {
                    held.by_subdivision[subdivision] += 1;
                    last = Some(subdivision);
                }
            }
        }
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(words: &str) -> String {
        let taxonomy = Taxonomy::shipped();
        let search = taxonomy.search(words);
        let hit = search.hits.first();
        hit.map_or_else(String::new, |hit| hit.subdivision.id.clone())
    }

    #[test]
    fn words_of_either_language_are_found() {
        assert_eq!(first("aerogel"), "new-materials/aerogel");
        assert_eq!(first("Power Battery"), "new-energy-icv/power-batteries");
        assert_eq!(first("動力電池"), "new-energy-icv/power-batteries");
        assert_eq!(first("new-materials/graphene"), "new-materials/graphene");
        assert_eq!(first("榨菜"), "agriculture/condiments");
    }

    #[test]
    fn typing_errors_are_forgiven_and_told() {
        let taxonomy = Taxonomy::shipped();
        let search = taxonomy.search("grafene film");
        assert_eq!(
            search.replaced,
            [("grafene".to_owned(), vec!["graphene".to_owned()])]
        );
        assert_eq!(search.hits[0].subdivision.id, "new-materials/graphene");
    }

    #[test]
    fn a_chinese_phrase_that_is_nowhere_is_searched_in_parts() {
        let taxonomy = Taxonomy::shipped();
        let search = taxonomy.search("石墨烯动力电池");
        assert_eq!(search.replaced.len(), 1);
        assert_eq!(search.replaced[0].1.concat(), "石墨烯动力电池");
        assert!(!search.complete);
        let ids: Vec<&str> = search.hits.iter().map(|hit| &*hit.subdivision.id).collect();
        assert!(ids.contains(&"new-materials/graphene"), "{ids:?}");
        assert!(ids.contains(&"new-energy-icv/power-batteries"), "{ids:?}");
    }

    #[test]
    fn what_is_nowhere_is_told() {
        let taxonomy = Taxonomy::shipped();
        let search = taxonomy.search("graphene xqzvw");
        assert_eq!(search.unknown, ["xqzvw"]);
        assert!(search.hits.is_empty());
        assert!(taxonomy.search(" — ").hits.is_empty());
    }
}
