//! Evidence for people: the whole words and terms of a profile that speak for a fit, merged where they overlap.

use super::general::is_all_general;
use super::latin::{is_of_name, meant_span, says_enough};
use super::latin_words::latin_words_at;
use super::phrase::{is_general_chinese, meets_between, words_at};
use super::whole_words::{is_pair, is_term};
use crate::fit::{Assessment, Evidence, MatchKind, Points, Role};
use crate::matcher::stated::{is_anothers, is_contrasted, is_left_out, role_cue};
use crate::profile::{Field, Profile};
use crate::text::is_han;
use smallvec::SmallVec;
use std::ops::Range;

/// As many as a fit in a list has pieces of evidence.
pub(super) type Few<T> = SmallVec<[T; 8]>;

/// A stretch with less than this part of the strongest one's points says nothing to a reader. At a sixth, too many real
/// products of Chinese lists were left out (read on 2026-11-29).
const WORTH_SHOWING: i32 = 12;
/// The same of words that no term names, in a text: what is learned and weak are words of talk as often as products.
const LEARNED_WORTH_SHOWING: i32 = 5;
/// Words of Latin letters that are merged into one stretch.
const MERGED_WORDS: usize = 5;
/// An entry of a list with no more characters than this, or half as many Chinese ones, is shown whole.
const SHORT_ENTRY: usize = 40;

/// Words of the profile that speak for a fit, and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceWords<'p> {
    /// As the profile writes them.
    pub text: &'p str,
    /// In what role they were read.
    pub role: Role,
    /// The field.
    pub field: Field,
    /// Which entry of it, from 0.
    pub item: usize,
    /// Bytes of that entry.
    pub range: Range<usize>,
    /// The points of all evidence in them, in tenths.
    pub tenths: i32,
}

/// How many pieces of evidence of a fit are told in words, and tell what is uncertain about it: as many as a list keeps,
/// so that `batch`, `match`, `explain` and `report` name the same words of a firm, however many pieces were asked for.
pub const TOLD_EVIDENCE: usize = 5;

/// The pieces that are told in words.
pub(super) fn told_pieces(evidence: &[Evidence]) -> &[Evidence] {
    &evidence[..evidence.len().min(TOLD_EVIDENCE)]
}

/// The strongest words of the profile that speak for a fit, strongest first, at most `limit`.
///
/// Pieces of evidence overlap: a term, the words in it, pairs of them, pairs of Chinese characters. Here overlapping
/// pieces are one stretch with the sum of their points, shown as the whole words and terms around it; left out is a
/// stretch whose words are all in a stronger one, that counts next to nothing beside the strongest, that is a fragment
/// of Chinese words, or that every firm uses.
#[must_use]
pub fn evidence_words(profile: &Profile, evidence: &[Evidence], limit: usize) -> Vec<String> {
    let words = borrowed_words(profile, evidence, limit);
    words
        .into_iter()
        .map(|words| words.text.to_owned())
        .collect()
}

/// The words of the profile that put `words` into their role; nothing where their role is the firm's own or unclear.
#[must_use]
pub fn words_of_role<'p>(profile: &'p Profile, words: &EvidenceWords<'_>) -> Option<&'p str> {
    let text = profile.text(words.field, words.item);
    role_cue(words.role, text, words.range.clone())
}

/// The same without copies, and with no allocation as long as there are few: for lists of many leads.
pub(crate) fn borrowed_words<'e>(
    profile: &'e Profile,
    evidence: &'e [Evidence],
    limit: usize,
) -> Few<EvidenceWords<'e>> {
    words_with(profile, evidence, limit, &mut Ranges::new())
}

/// What says of a stretch which whole words it is shown as: where it stands, its longest term, its strongest piece.
type Place = (
    Option<Field>,
    usize,
    [usize; 2],
    Option<(usize, usize)>,
    usize,
);

/// The whole words of the stretches of one profile: its fits share most of them.
type Ranges = SmallVec<[(Place, Option<Range<usize>>); 12]>;

/// The same, where whole words of some stretches may be known already.
fn words_with<'e>(
    profile: &'e Profile,
    evidence: &'e [Evidence],
    limit: usize,
    ranges: &mut Ranges,
) -> Few<EvidenceWords<'e>> {
    let evidence = told_pieces(evidence);
    let mut stretches = stretches(profile, evidence, |piece| {
        // A name proves nothing, and what is left out does not speak for a fit.
        piece.points.0 > 0
            && piece.field.is_some_and(|field| field != Field::Name)
            && piece.role != Role::Excluded
    });
    stretches.sort_by_key(|stretch| std::cmp::Reverse(stretch.points));
    let strongest = stretches.first().map_or(0, |stretch| stretch.points);
    let mut words: Few<EvidenceWords<'_>> = Few::new();
    let mut served: Few<EvidenceWords<'_>> = Few::new();
    let mut weak = None;
    for stretch in stretches {
        if stretch.points * WORTH_SHOWING < strongest {
            break;
        }
        let shown = words.first().map_or(0, |words| words.tenths);
        let is_text = matches!(stretch.field, Some(Field::Description | Field::Project));
        if is_text && !is_term(stretch.lead) && stretch.points * LEARNED_WORTH_SHOWING < shown {
            continue;
        }
        let (Some(field), Some(range)) = (stretch.field, stretch.range_among(ranges, profile))
        else {
            continue;
        };
        let whole = profile.text(field, stretch.item);
        let Some(text) = whole.get(range.clone()) else {
            continue;
        };
        // What is set against the firm's own is only mentioned.
        let role = stretch.lead.role;
        if is_left_out(whole, range.clone())
            || role == Role::Mentioned && is_contrasted(whole, range.start)
        {
            continue;
        }
        let found = EvidenceWords {
            text,
            role,
            field,
            item: stretch.item,
            range,
            tenths: stretch.points,
        };
        // An entry of a list says what is made even where the firm is called after it.
        let is_named = field == Field::Description && is_of_name(profile, text)
            || is_rest_of_name(profile, whole, &found);
        match is_term(stretch.lead) {
            true if is_named || is_modifier(text) => weak = weak.or(Some(found)),
            false if is_named => {}
            _ if is_of_others(whole, &found) => add(found, &mut served),
            // An abbreviation and what it stands for are one thing: "bms (battery management system)".
            _ if words
                .iter()
                .any(|known| is_beside_in_brackets(whole, known, &found)) => {}
            _ => add(found, &mut words),
        }
    }
    // Whom or what the firm serves is told where nothing is said of itself.
    if words.iter().all(|words| words.role == Role::Mentioned) {
        words.extend(served);
        words.sort_by_key(|words| std::cmp::Reverse(words.tenths));
    }
    // That a text repeats the name of the firm, or a term that names no thing ("medical"), is told where it tells nothing
    // else.
    words.extend(weak.filter(|_| words.is_empty()));
    // Not before all are found: longer words take the place of shorter ones, so that fewer words are the first of more.
    words.truncate(limit);
    words
}

/// Whether words are of those whom the firm serves, or of somebody else. That the gate of a mention was closed says less: what
/// is mentioned then is the firm's own as often as not.
fn is_of_others(text: &str, words: &EvidenceWords<'_>) -> bool {
    words.role == Role::Customer
        || words.role == Role::Mentioned && is_anothers(text, words.range.clone())
}

/// Whether Chinese words of a text are what is left of the name of the firm: 成电子 of 向成电子.
fn is_rest_of_name(profile: &Profile, text: &str, words: &EvidenceWords<'_>) -> bool {
    let before = text[..words.range.start].chars().next_back();
    let (Some(name), Some(before)) = (&profile.name, before.filter(|c| is_han(*c))) else {
        return false;
    };
    let whole = words.range.start - before.len_utf8()..words.range.end;
    words.field == Field::Description && name.contains(&text[whole])
}

/// Letters of the longest abbreviation.
const ABBREVIATION: usize = 6;

/// Whether one of two words, of which one is an abbreviation, stands in brackets right behind the other.
fn is_beside_in_brackets(text: &str, one: &EvidenceWords<'_>, other: &EvidenceWords<'_>) -> bool {
    let (first, second) = match one.range.start < other.range.start {
        true => (one, other),
        false => (other, one),
    };
    let between = text.get(first.range.end..second.range.start);
    let is_short = |words: &str| {
        let letters = || words.bytes();
        words.len() <= ABBREVIATION
            && (letters().all(|byte| byte.is_ascii_uppercase())
                || !letters().any(|byte| b"aeiou ".contains(&byte)))
    };
    (one.field, one.item) == (other.field, other.item)
        && (is_short(first.text) || is_short(second.text))
        && between.is_some_and(|between| matches!(between, " (" | "(" | "（"))
}

/// Whether a text is a single word of Latin letters that names no thing.
fn is_modifier(text: &str) -> bool {
    text.is_ascii() && !text.contains(' ') && !says_enough(text)
}

/// Adds words that no others say already; longer ones take the place of those they hold.
fn add<'e>(found: EvidenceWords<'e>, words: &mut Few<EvidenceWords<'e>>) {
    if words.iter().any(|known| holds(known.text, found.text)) {
        return;
    }
    let shorter =
        |known: &EvidenceWords<'_>| known.role == found.role && holds(found.text, known.text);
    let Some(place) = words.iter().position(shorter) else {
        words.push(found);
        return;
    };
    let mut at = 0;
    words.retain(|known| {
        at += 1;
        at == place + 1 || !shorter(known)
    });
    words[place] = found;
}

/// How many words of each fit are found: as many as the part of an answer that shows most of them, a cell of a list.
pub(crate) const SHOWN: usize = 4;

/// The words of the profile that speak for each of its fits, found once, when a part of the answer first needs them.
pub(crate) struct FitWords<'a, 't> {
    pub(super) profile: &'a Profile,
    pub(super) assessment: &'a Assessment<'t>,
    found: SmallVec<[Option<Few<EvidenceWords<'a>>>; 3]>,
    ranges: Ranges,
}

impl<'a, 't> FitWords<'a, 't> {
    /// Nothing is found yet.
    pub(crate) fn new(profile: &'a Profile, assessment: &'a Assessment<'t>) -> Self {
        Self {
            profile,
            assessment,
            found: SmallVec::new(),
            ranges: Ranges::new(),
        }
    }

    /// The words for the fit at this place, strongest first, at most [`SHOWN`].
    pub(crate) fn of(&mut self, place: usize) -> &[EvidenceWords<'a>] {
        if self.found.len() <= place {
            self.found.resize_with(place + 1, || None);
        }
        let (profile, assessment, ranges) = (self.profile, self.assessment, &mut self.ranges);
        self.found[place].get_or_insert_with(|| {
            let fit = assessment.fits.get(place);
            fit.map_or_else(Few::new, |fit| {
                words_with(profile, &fit.evidence, SHOWN, ranges)
            })
        })
    }

    /// The first of them.
    pub(super) fn first_of(&mut self, place: usize, count: usize) -> Few<EvidenceWords<'a>> {
        self.of(place).iter().take(count).cloned().collect()
    }
}

/// Where evidence is marked in the texts of the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// The field.
    pub field: Field,
    /// Which entry of it, from 0.
    pub item: usize,
    /// Bytes of that entry.
    pub range: Range<usize>,
    /// The points of all evidence in it, in tenths.
    pub tenths: i32,
}

/// The [`evidence_words`] of a fit, and the whole words and terms that speak against it, in the order of the profile.
#[must_use]
pub fn highlights(profile: &Profile, evidence: &[Evidence]) -> Vec<Highlight> {
    let words = borrowed_words(profile, evidence, usize::MAX).into_iter();
    let mut found: Vec<Highlight> = words
        .map(|words| Highlight {
            field: words.field,
            item: words.item,
            range: words.range,
            tenths: words.tenths,
        })
        .collect();
    for stretch in stretches(profile, evidence, |piece| piece.points.0 < 0) {
        let (Some(field), Some(range)) = (stretch.field, stretch.range(profile)) else {
            continue;
        };
        let (item, tenths) = (stretch.item, stretch.points);
        let same = found
            .iter_mut()
            .find(|known| (known.field, known.item) == (field, item) && known.range == range);
        match same {
            Some(known) => known.tenths += tenths,
            None => found.push(Highlight {
                field,
                item,
                range,
                tenths,
            }),
        }
    }
    found.sort_by_key(|one| (one.field, one.item, one.range.start));
    found
}

/// A text without the spaces around it, in bytes.
pub(super) fn trimmed(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// The pieces of evidence that are `wanted`, merged where they overlap or where nothing but a space stands between words
/// of Latin letters.
fn stretches<'e>(
    profile: &Profile,
    evidence: &'e [Evidence],
    wanted: impl Fn(&Evidence) -> bool,
) -> Few<Stretch<'e>> {
    let mut pieces: Few<(&Evidence, (usize, usize))> = evidence
        .iter()
        .filter(|piece| wanted(piece) && piece.span.0 < piece.span.1)
        .filter(|piece| !cuts_a_term(piece, evidence) && !is_of_other_words(piece, profile))
        .map(|piece| (piece, meant_span(piece, profile)))
        .collect();
    pieces.sort_by_key(|(piece, span)| (piece.field, piece.item, *span));
    let mut stretches: Few<Stretch<'e>> = Few::new();
    for (piece, span) in pieces {
        let place = (piece.field, piece.item);
        let joins = |last: &&mut Stretch<'_>| {
            (last.field, last.item) == place && (span.0 < last.end || last.goes_on(span, profile))
        };
        match stretches.last_mut().filter(joins) {
            Some(last) => last.add(piece, span),
            None => stretches.push(Stretch::new(piece, span)),
        }
    }
    stretches
}

/// Whether `text` stands in `known`, in capitals or not.
pub(super) fn holds(known: &str, text: &str) -> bool {
    if known.is_ascii() && text.is_ascii() && !text.is_empty() {
        let first = text.as_bytes()[0].to_ascii_lowercase();
        let mut places = known.as_bytes().windows(text.len());
        return places.any(|place| {
            place[0].to_ascii_lowercase() == first && place.eq_ignore_ascii_case(text.as_bytes())
        });
    }
    let is_there = |at: usize| {
        let mut there = lower(&known[at..]);
        lower(text).all(|letter| there.next() == Some(letter))
    };
    match text.chars().next() {
        // No Chinese character has another one as its small letter.
        Some(first) if is_han(first) => known.match_indices(first).any(|(at, _)| is_there(at)),
        _ => known.char_indices().any(|(at, _)| is_there(at)),
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Whether the piece is a pair of Chinese characters, no term, that holds the end of a term and the start of what is
/// beside it, or the other way round: `车及` in `摩托车及其零部件`.
fn cuts_a_term(piece: &Evidence, evidence: &[Evidence]) -> bool {
    if !is_pair(piece) {
        return false;
    }
    let (start, end) = piece.span;
    let mut around = evidence
        .iter()
        .filter(|term| (term.field, term.item) == (piece.field, piece.item))
        .filter(|term| term.span.0 < end && start < term.span.1 && is_term(term))
        .peekable();
    around.peek().is_some() && around.all(|term| start < term.span.0 || term.span.1 < end)
}

/// Whether the piece stands where two other Chinese words meet: `化工` in `绿化工程`.
fn is_of_other_words(piece: &Evidence, profile: &Profile) -> bool {
    if piece.text.as_bytes().first().is_none_or(u8::is_ascii) {
        return false;
    }
    let text = piece.field.map(|field| profile.text(field, piece.item));
    text.is_some_and(|text| meets_between(text, &piece.text, piece.span))
}

/// The evidence as a table lists it, strongest first: the whole words and terms of the profile with the points of all
/// pieces in them, then what stands in no text. What is no whole word, and general words, are counted in the last row.
#[must_use]
pub fn listed(profile: &Profile, evidence: &[Evidence]) -> Vec<Evidence> {
    let mut listed: Vec<Evidence> = Vec::new();
    for stretch in stretches(profile, evidence, |_| true) {
        let Some(text) = stretch.shown(profile) else {
            continue;
        };
        let role = stretch.lead.role;
        let same = listed
            .iter_mut()
            .find(|known| known.role == role && lower(&known.text).eq(lower(text)));
        match same {
            Some(known) => {
                known.points.0 += stretch.points;
                known.count += stretch.pieces;
            }
            None => listed.push(Evidence {
                text: text.to_owned(),
                points: Points(stretch.points),
                count: stretch.pieces,
                // Of learned words the text shows the whole ones; what was learned may be a pair of characters.
                term: match is_term(stretch.lead) {
                    true => stretch.lead.term.clone(),
                    false => String::new(),
                },
                ..stretch.lead.clone()
            }),
        }
    }
    let placeless = evidence.iter().filter(|piece| piece.field.is_none());
    listed.extend(
        placeless
            .filter(|piece| piece.how != MatchKind::Rest)
            .cloned(),
    );
    listed.sort_by_key(|piece| std::cmp::Reverse(piece.points.0.abs()));
    let points: Points = listed.iter().map(|piece| piece.points).sum();
    let pieces: u32 = listed.iter().map(|piece| piece.count.max(1)).sum();
    let total: Points = evidence.iter().map(|piece| piece.points).sum();
    let all = evidence.iter().map(|piece| match piece.how {
        MatchKind::Rest => piece.count,
        _ => 1,
    });
    let all: u32 = all.sum();
    for piece in &mut listed {
        // How often the words stand in the profile is not known of a stretch of several pieces.
        piece.count = 1;
    }
    if total != points {
        listed.push(Evidence {
            field: None,
            item: 0,
            span: (0, 0),
            text: String::new(),
            term: String::new(),
            how: MatchKind::Rest,
            role: Role::Own,
            count: all.saturating_sub(pieces).max(1),
            points: Points(total.0 - points.0),
        });
    }
    listed
}

/// A stretch of one text of the profile.
struct Stretch<'e> {
    field: Option<Field>,
    item: usize,
    start: usize,
    end: usize,
    points: i32,
    /// The longest taxonomy term in it.
    term: Option<(usize, usize)>,
    /// Its strongest piece, a taxonomy term before others, and where that begins.
    lead: &'e Evidence,
    lead_start: usize,
    /// How many pieces are in it, and how many of them were joined to those before by a space.
    pieces: u32,
    joined: usize,
}

impl<'e> Stretch<'e> {
    fn new(piece: &'e Evidence, span: (usize, usize)) -> Self {
        Self {
            field: piece.field,
            item: piece.item,
            start: span.0,
            end: span.1,
            points: piece.points.0,
            term: is_term(piece).then_some(span),
            lead: piece,
            lead_start: span.0,
            pieces: 1,
            joined: 0,
        }
    }

    fn add(&mut self, piece: &'e Evidence, span: (usize, usize)) {
        self.pieces += 1;
        self.joined += usize::from(span.0 >= self.end);
        self.end = self.end.max(span.1);
        self.points += piece.points.0;
        let strength = |piece: &Evidence| (is_term(piece), piece.points.0.abs());
        if strength(piece) > strength(self.lead) {
            self.lead = piece;
            self.lead_start = span.0;
        }
        let length = |span: (usize, usize)| span.1 - span.0;
        if is_term(piece) && self.term.is_none_or(|term| length(term) < length(span)) {
            self.term = Some(span);
        }
    }

    /// Whether a piece at `span` is the next word of the same phrase.
    fn goes_on(&self, span: (usize, usize), profile: &Profile) -> bool {
        let Some(text) = self.field.map(|field| profile.text(field, self.item)) else {
            return false;
        };
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        self.joined + 1 < MERGED_WORDS
            && matches!(text.get(self.end..span.0), Some(" " | "-"))
            && latin(text[..self.end].chars().next_back())
            && latin(text[span.0..].chars().next())
    }

    /// Its [`range`](Self::range), which is worked out once for all fits.
    fn range_among(&self, ranges: &mut Ranges, profile: &Profile) -> Option<Range<usize>> {
        let place = (
            self.field,
            self.item,
            [self.start, self.end],
            self.term,
            self.lead_start,
        );
        if let Some((_, range)) = ranges.iter().find(|(known, _)| *known == place) {
            return range.clone();
        }
        let range = self.range(profile);
        ranges.push((place, range.clone()));
        range
    }

    /// Its whole words, in bytes of its text; nothing for fragments and for words that every firm uses.
    fn range(&self, profile: &Profile) -> Option<Range<usize>> {
        let field = self.field?;
        let text = profile.text(field, self.item);
        let stretch = text.get(self.start..self.end)?;
        if matches!(field, Field::Keywords | Field::Products) && is_one_short_entry(text) {
            let whole = trimmed(text);
            let entry = &text[whole.clone()];
            return (!is_all_general(entry) && !is_general_chinese(entry)).then_some(whole);
        }
        let term = self.term.map(|(start, end)| start..end);
        let ends = [stretch.chars().next(), stretch.chars().next_back()];
        match ends.into_iter().flatten().any(is_han) {
            true => words_at(text, self.start..self.end, term),
            false => latin_words_at(text, self.start..self.end, term, self.lead_start),
        }
    }

    fn shown<'p>(&self, profile: &'p Profile) -> Option<&'p str> {
        let range = self.range(profile)?;
        profile.text(self.field?, self.item).get(range)
    }
}

/// Whether an entry of a list is one thing, and short enough to be shown whole.
fn is_one_short_entry(entry: &str) -> bool {
    if entry.contains(['、', '；', '。', '：']) {
        return false;
    }
    if entry.is_ascii() {
        return entry.trim().len() <= SHORT_ENTRY && !entry.contains('\n');
    }
    let width = |c: char| if is_han(c) { 2 } else { 1 };
    entry.trim().chars().map(width).sum::<usize>() <= SHORT_ENTRY && !entry.contains('\n')
}

#[cfg(test)]
pub(super) mod tests;
