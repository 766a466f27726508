//! Cuts a text of the profile where evidence begins and ends, so that each format can highlight it.

use super::model::{Report, Settings};
use crate::assessment::{Firm, Highlight, Passage, highlights, passages, unbroken};
use crate::fit::{Evidence, Points};
use crate::profile::{Field, Profile};
use std::ops::Range;

/// A text of the profile, ready to be shown.
#[derive(Debug)]
pub(super) struct MarkedText<'a> {
    /// Which field it stands in.
    pub(super) field: Field,
    /// The text, cut up; in order, nothing missing but what [`Piece::Gap`] says.
    pub(super) pieces: Vec<Piece<'a>>,
}

/// A stretch of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Nothing was found in it.
    Plain(&'a str),
    /// Evidence: of which sets (by place) with how many points.
    Marked(&'a str, Vec<(usize, Points)>),
    /// This many bytes are left out of a very long text.
    Gap(usize),
}

/// Texts longer than this many bytes are shown around their evidence only; the longest company summaries and
/// registered scopes stay below it.
const WHOLE: usize = 16_000;
/// Bytes shown at the start of a text that is not shown whole.
const HEAD: usize = 1_500;
/// Bytes shown on each side of evidence in a text that is not shown whole.
const AROUND: usize = 300;
/// Keywords or products shown, each; a profile with more is a catalogue.
const ENTRIES: usize = 200;

/// Evidence for one thing, under its name.
#[derive(Debug)]
pub(super) struct EvidenceSet<'a> {
    /// The subdivision, or the business out of scope.
    pub(super) label: &'a str,
    /// Where its evidence stands.
    highlights: Vec<Highlight>,
    /// The sentences that carry it.
    passages: Vec<Passage>,
}

impl<'a> EvidenceSet<'a> {
    fn new(label: &'a str, firm: &Firm, evidence: &[Evidence]) -> Self {
        Self {
            label,
            highlights: highlights(&firm.profile, evidence),
            passages: passages(&firm.profile, evidence),
        }
    }
}

/// What is highlighted in a firm's text: the business out of scope it was recognised as, then the fits that count, or
/// the nearest where none does.
pub(super) fn evidence_sets<'a>(
    report: &'a Report<'_>,
    firm: &'a Firm,
    settings: &Settings,
) -> Vec<EvidenceSet<'a>> {
    let out = firm
        .out_of_scope
        .iter()
        .map(|out| EvidenceSet::new(out.label.get(settings.language), firm, &out.evidence));
    let counting = firm.fits.iter().filter(|fit| fit.tier().is_some());
    let fits = firm.fits.iter().take(counting.count().max(1));
    let fits = fits.map(|fit| {
        let label = report.label(fit.subdivision, settings.language);
        EvidenceSet::new(label, firm, &fit.evidence)
    });
    out.chain(fits).collect()
}

/// All texts of the profile with the evidence of `sets`.
pub(super) fn marked_texts<'a>(firm: &'a Firm, sets: &[EvidenceSet<'_>]) -> Vec<MarkedText<'a>> {
    let texts = firm.profile.texts().filter(|(field, item, text)| {
        let of_interest = *item < ENTRIES || !spans(sets, *field, *item).is_empty();
        of_interest && !text.trim().is_empty()
    });
    texts
        .map(|(field, item, text)| MarkedText {
            field,
            pieces: shorten(pieces(text, &spans(sets, field, item))),
        })
        .collect()
}

struct Span {
    start: usize,
    end: usize,
    set: usize,
    points: Points,
}

/// Where evidence stands in one text. A sentence that carries a fit is a span without points, so that it is marked whole.
fn spans(sets: &[EvidenceSet<'_>], field: Field, item: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    for (set, of) in sets.iter().enumerate() {
        let here = |known: Field, at: usize| (known, at) == (field, item);
        let marked = of.highlights.iter().filter(|one| here(one.field, one.item));
        spans.extend(marked.map(|one| Span {
            start: one.range.start,
            end: one.range.end,
            set,
            points: Points(one.tenths),
        }));
        let whole = of.passages.iter().filter(|one| here(one.field, one.item));
        spans.extend(whole.map(|one| Span {
            start: one.range.start,
            end: one.range.end,
            set,
            points: Points(0),
        }));
    }
    spans
}

/// Cuts `text` at the ends of all spans; spans that do not lie on characters of the text are left out (records come
/// from files that anyone may have edited).
fn pieces<'a>(text: &'a str, spans: &[Span]) -> Vec<Piece<'a>> {
    let spans: Vec<&Span> = spans
        .iter()
        .filter(|span| text.get(span.start..span.end).is_some())
        .collect();
    let mut cuts: Vec<usize> = spans
        .iter()
        .flat_map(|span| [span.start, span.end])
        .chain([0, text.len()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let stretch = |pair: &[usize]| {
        let (start, end) = (pair[0], pair[1]);
        let mut hits: Vec<(usize, Points)> = Vec::new();
        for span in &spans {
            if span.start <= start && end <= span.end {
                match hits.iter_mut().find(|(set, _)| *set == span.set) {
                    Some((_, points)) => points.0 += span.points.0,
                    None => hits.push((span.set, span.points)),
                }
            }
        }
        hits.sort_by_key(|(set, _)| *set);
        if hits.is_empty() {
            Piece::Plain(&text[start..end])
        } else {
            Piece::Marked(&text[start..end], hits)
        }
    };
    cuts.windows(2).map(stretch).collect()
}

/// Leaves out what is far from any evidence, if the whole is too long to read.
fn shorten(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let length = |piece: &Piece<'_>| match piece {
        Piece::Plain(text) | Piece::Marked(text, _) => text.len(),
        Piece::Gap(_) => 0,
    };
    if pieces.iter().map(length).sum::<usize>() <= WHOLE {
        return pieces;
    }
    let last = pieces.len() - 1;
    let mut shown = Vec::new();
    for (at, piece) in pieces.into_iter().enumerate() {
        let Piece::Plain(text) = piece else {
            shown.push(piece);
            continue;
        };
        let before = if at == 0 { HEAD } else { AROUND };
        let after = if at == last { 0 } else { AROUND };
        if text.len() <= before + after {
            shown.push(Piece::Plain(text));
            continue;
        }
        let head = text.floor_char_boundary(before);
        let tail = text.ceil_char_boundary(text.len() - after);
        shown.push(Piece::Plain(&text[..head]));
        shown.push(Piece::Gap(tail - head));
        if tail < text.len() {
            shown.push(Piece::Plain(&text[tail..]));
        }
    }
    shown
}

/// A passage that carries a fit, cut where marks begin and end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QuotedPassage {
    /// Which field it stands in.
    pub(super) field: Field,
    /// Its parts in order, each with whether it is marked.
    pub(super) parts: Vec<(String, bool)>,
}

/// The passages of the profile that carry a fit, on one line each, with its words marked.
pub(super) fn quoted_passages(profile: &Profile, evidence: &[Evidence]) -> Vec<QuotedPassage> {
    let marks = highlights(profile, evidence);
    let quoted = passages(profile, evidence).into_iter().map(|passage| {
        let text = profile.text(passage.field, passage.item);
        let Range { start, end } = passage.range;
        let here = marks.iter().filter(|mark| {
            (mark.field, mark.item) == (passage.field, passage.item)
                && mark.tenths > 0
                && start <= mark.range.start
                && mark.range.end <= end
        });
        let has_quotation = text[start..end].contains(['“', '”']);
        let mut parts: Vec<(String, bool)> = Vec::new();
        let mut part = |range: Range<usize>, is_marked| {
            if !range.is_empty() {
                // The passage stands in quotation marks itself.
                let text = match has_quotation {
                    true => unbroken(text, range).replace('“', "‘").replace('”', "’"),
                    false => unbroken(text, range).into_owned(),
                };
                // Marks that touch are one mark.
                match parts.last_mut() {
                    Some((last, marked)) if *marked == is_marked => last.push_str(&text),
                    _ => parts.push((text, is_marked)),
                }
            }
        };
        let mut at = start;
        for mark in here {
            if mark.range.start >= at {
                part(at..mark.range.start, false);
                part(mark.range.clone(), true);
                at = mark.range.end;
            }
        }
        part(at..end, false);
        let goes_on = text[end..].contains(char::is_alphanumeric);
        let is_cut = goes_on
            && !is_whole(&text[start..end], &text[end..])
            && passage.field == Field::Description;
        if !starts_sentence(&text[..start]) {
            parts.insert(0, ("…".to_owned(), false));
        }
        if is_cut {
            parts.push(("…".to_owned(), false));
        }
        QuotedPassage {
            field: passage.field,
            parts,
        }
    });
    quoted.collect()
}

/// That passages are quoted under an earlier fit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PassageAbove {
    /// Under which fit, counted from 1.
    pub(super) number: usize,
    /// What speaks in them for this fit.
    pub(super) words: Vec<String>,
}

/// The passages that were quoted under the fits of a firm so far, each once.
#[derive(Default)]
pub(super) struct QuotedOnce {
    /// How many fits were asked for.
    fits: usize,
    /// Under which fit, counted from 1, which text stands.
    printed: Vec<(usize, String)>,
}

impl QuotedOnce {
    /// At most `most` of the passages that carry the next fit of the firm and are not quoted yet, and where the others stand.
    pub(super) fn next(
        &mut self,
        profile: &Profile,
        evidence: &[Evidence],
        most: usize,
    ) -> (Vec<QuotedPassage>, Vec<PassageAbove>) {
        self.fits += 1;
        let mut above: Vec<PassageAbove> = Vec::new();
        let mut passages = quoted_passages(profile, evidence);
        passages.retain(|passage| {
            let text = passage.text();
            let Some((number, _)) = self.printed.iter().find(|(_, known)| *known == text) else {
                return true;
            };
            let words = passage.marked();
            match above.iter_mut().find(|above| above.number == *number) {
                Some(above) => {
                    let new = |word: &String| !above.words.contains(word);
                    let words: Vec<String> = words.into_iter().filter(new).collect();
                    above.words.extend(words);
                }
                None => above.push(PassageAbove {
                    number: *number,
                    words,
                }),
            }
            false
        });
        passages.truncate(most);
        let texts = passages.iter().map(QuotedPassage::text);
        self.printed.extend(texts.map(|text| (self.fits, text)));
        (passages, above)
    }
}

impl QuotedPassage {
    fn text(&self) -> String {
        self.parts.iter().map(|(text, _)| text.as_str()).collect()
    }

    fn marked(&self) -> Vec<String> {
        let marked = self.parts.iter().filter(|(_, is_marked)| *is_marked);
        marked.map(|(text, _)| text.clone()).collect()
    }
}

/// Whether what follows this text begins a sentence.
fn starts_sentence(before: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    last.is_none_or(|c| c != ';' && ends_sentence(c)) || before.ends_with('\n')
}

/// Whether a passage ends where a sentence does. One that a bracket closes may go on behind it.
fn is_whole(passage: &str, after: &str) -> bool {
    let goes_on = |c: char| c.is_lowercase() || ",，、;；".contains(c);
    let is_closed = passage.ends_with([')', '）', '”']);
    passage.ends_with(ends_sentence) && !(is_closed && after.trim_start().starts_with(goes_on))
}

fn ends_sentence(c: char) -> bool {
    ".!?。！？;；)）”".contains(c)
}

/// Whether the lines of a text end where a column ended rather than where a thought did: then line ends mean nothing.
pub(super) fn hard_wrapped(text: &str) -> bool {
    let lines: Vec<usize> = text
        .trim()
        .lines()
        .map(|line| line.chars().count())
        .collect();
    match lines.as_slice() {
        [] | [_] => false,
        [full @ .., _] => full.iter().all(|length| (60..=140).contains(length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_text_is_told_from_a_list() {
        let line = "lithium iron phosphate cells, modules and packs for passenger cars and buses";
        assert!(hard_wrapped(&format!("{line}\n{line}\nand trucks.\n")));
        assert!(!hard_wrapped("- cells\n- packs\n- modules"));
    }

    #[test]
    fn a_bracket_ends_a_sentence_only_where_nothing_goes_on() {
        assert!(!is_whole("vials (1 to 100 mL)", " with caps."));
        assert!(!is_whole("cells", " and packs."));
        assert!(is_whole("vials (1 to 100 mL)", " Caps too."));
        assert!(is_whole("It makes vials.", " it sells caps."));
        assert!(!is_whole("电池（磷酸铁锂）", "、电芯。"));
    }

    fn span(start: usize, end: usize, set: usize, points: i32) -> Span {
        Span {
            start,
            end,
            set,
            points: Points(points),
        }
    }

    #[test]
    fn overlapping_evidence_is_cut_at_every_end() {
        let cut = pieces(
            "LFP battery cells",
            &[span(0, 11, 0, 50), span(4, 17, 1, -20)],
        );
        assert_eq!(
            cut,
            [
                Piece::Marked("LFP ", vec![(0, Points(50))]),
                Piece::Marked("battery", vec![(0, Points(50)), (1, Points(-20))]),
                Piece::Marked(" cells", vec![(1, Points(-20))]),
            ]
        );
    }

    #[test]
    fn spans_that_lie_on_no_character_are_left_out() {
        assert_eq!(
            pieces("电池", &[span(1, 3, 0, 5), span(0, 99, 0, 5)]),
            [Piece::Plain("电池")]
        );
    }

    #[test]
    fn a_very_long_text_is_shown_around_its_evidence() {
        let text = format!("{}battery{}", "长".repeat(20_000), "x".repeat(20_000));
        let shown = shorten(pieces(&text, &[span(60_000, 60_007, 0, 5)]));
        let Piece::Gap(gap) = shown[1] else {
            panic!("a gap was expected: {shown:?}")
        };
        assert!(gap > 50_000);
        assert!(shown.contains(&Piece::Marked("battery", vec![(0, Points(5))])));
    }
}
