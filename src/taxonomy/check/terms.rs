//! The terms: enough of them, each said once, each able to match, each under its language, and exclusions that exclude.
//! All of this is advice: a plan works without.

use super::Report;
use super::shape::{Class, Draft, Term, Text};
use crate::taxonomy::LONGEST_TERM;
use crate::text::{Break, Stemmer, TokenKind, Tokens};
use std::collections::HashMap;

/// The fewest English and Chinese terms with which a subdivision is found in the words of the trade. Where the labelled
/// companies were counted, fewer terms than these missed every third firm.
const ENOUGH: (usize, usize) = (30, 25);

/// The same for subdivisions about innovation and for business out of scope, where few words mark the field.
const ENOUGH_NARROW: (usize, usize) = (10, 10);

const EMPTY: &str = "empty terms";
const UNMATCHABLE: &str = "terms that cannot match";

/// Reports on the terms and exclusions of every class, and on terms that several subdivisions share.
pub(super) fn check(draft: &Draft<'_>, report: &mut Report) {
    let mut normaliser = Normaliser::default();
    let mut uses: Vec<Use> = Vec::new();
    let is_used = |list: fn(&Class<'_>) -> usize| draft.classes.iter().any(|class| list(class) > 0);
    // A plan in one language is a whole plan.
    let languages = Languages {
        english: is_used(|class| class.english.len()),
        chinese: is_used(|class| class.chinese.len()),
    };
    for (place, class) in draft.classes.iter().enumerate() {
        let own = own_terms(class, place, &mut normaliser, report);
        exclusions(class, &own, &mut normaliser, report);
        enough(class, is_narrow(class, draft), languages, report);
        uses.extend(own);
    }
    shared(&uses, &draft.classes, report);
}

/// A term that can match, in the form in which it is compared.
struct Use<'a> {
    class: usize,
    term: Term<'a>,
    normal: Normal,
}

/// A text as the matcher sees it.
struct Normal {
    /// Folded words, one space between: what an exact match compares.
    folded: String,
    /// Stems, one space before and after each: what an inflected match compares. Empty when no word is left.
    stems: String,
    has_han: bool,
    /// Words and Chinese characters.
    length: usize,
    /// A mark inside that phrases do not reach across, such as a comma.
    broken: bool,
}

impl Normal {
    /// Whether `part` stands inside, and is not all of it.
    fn holds(&self, part: &Self) -> bool {
        self.stems.len() > part.stems.len() && self.stems.contains(&part.stems)
    }
}

#[derive(Default)]
struct Normaliser {
    tokens: Tokens,
    stemmer: Stemmer,
}

impl Normaliser {
    fn normalise(&mut self, text: &str) -> Normal {
        self.tokens.cut(text);
        let mut normal = Normal {
            folded: String::new(),
            stems: String::new(),
            has_han: false,
            length: self.tokens.list.len(),
            broken: false,
        };
        for (place, token) in self.tokens.list.iter().enumerate() {
            let word = self.tokens.folded(token);
            normal.has_han |= token.kind == TokenKind::Han;
            normal.broken |= place > 0 && token.before >= Break::Comma;
            if place > 0 {
                normal.folded.push(' ');
            } else {
                normal.stems.push(' ');
            }
            normal.folded.push_str(word);
            normal.stems.push_str(&self.stemmer.stem(word));
            normal.stems.push(' ');
        }
        normal
    }
}

/// The normal form of a term or exclusion, unless it can never match, which is reported.
fn matchable(
    text: Text<'_>,
    what: &str,
    class: &Class<'_>,
    normaliser: &mut Normaliser,
    report: &mut Report,
) -> Option<Normal> {
    if text.value.trim().is_empty() {
        report.advise(
            text.at,
            EMPTY,
            format!("an empty {what} in {}", class.name()),
        );
        return None;
    }
    let normal = normaliser.normalise(text.value);
    let reason = if normal.stems.is_empty() {
        "no letter or digit is left of it"
    } else if normal.broken {
        "phrases do not reach across commas, semicolons, colons, brackets, quotation marks or full stops"
    } else if normal.length > LONGEST_TERM {
        let beginning: String = text.value.chars().take(40).collect();
        let message = format!(
            "the {what} that begins with `{beginning}` is longer than {LONGEST_TERM} words or Chinese characters"
        );
        report.add(text.at, message);
        return None;
    } else {
        return Some(normal);
    };
    let message = format!("{what} `{}` can never match: {reason}", text.value);
    report.advise(text.at, UNMATCHABLE, message);
    None
}

/// The terms of a class that can match, each once; reports the others.
fn own_terms<'a>(
    class: &Class<'a>,
    place: usize,
    normaliser: &mut Normaliser,
    report: &mut Report,
) -> Vec<Use<'a>> {
    let english = class.english.iter().map(|term| (term, false));
    let chinese = class.chinese.iter().map(|term| (term, true));
    let mut own: Vec<Use<'a>> = Vec::new();
    let mut first: HashMap<String, usize> = HashMap::new();
    for (term, in_chinese) in english.chain(chinese) {
        let Some(normal) = matchable(term.text, "term", class, normaliser, report) else {
            continue;
        };
        if normal.has_han != in_chinese {
            let (is, list) = if in_chinese {
                ("no Chinese", "terms.zh")
            } else {
                ("Chinese", "terms.en")
            };
            let message = format!("{is} in `{}`, a term of `{list}`", term.text.value);
            report.advise(term.text.at, "terms under the other language", message);
        }
        if let Some(known) = first.get(&normal.stems) {
            let known = &own[*known];
            let message = same(term.text, &normal, known.term.text, &known.normal, report);
            report.advise(term.text.at, "repeated terms", message);
            continue;
        }
        first.insert(normal.stems.clone(), own.len());
        own.push(Use {
            class: place,
            term: *term,
            normal,
        });
    }
    own
}

fn same(
    text: Text<'_>,
    normal: &Normal,
    first: Text<'_>,
    first_normal: &Normal,
    report: &Report,
) -> String {
    let line = report.line(first.at);
    if normal.folded == first_normal.folded {
        format!("term `{}` stands in line {line} already", text.value)
    } else {
        format!(
            "term `{}` is an inflection of `{}` in line {line}: one of them is enough",
            text.value, first.value
        )
    }
}

fn exclusions(
    class: &Class<'_>,
    own: &[Use<'_>],
    normaliser: &mut Normaliser,
    report: &mut Report,
) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for exclusion in &class.exclusions {
        let Some(normal) = matchable(*exclusion, "exclusion", class, normaliser, report) else {
            continue;
        };
        if let Some(at) = first.get(&normal.stems) {
            let line = report.line(*at);
            let message = format!(
                "exclusion `{}` stands in line {line} already",
                exclusion.value
            );
            report.advise(exclusion.at, "exclusions without effect", message);
            continue;
        }
        first.insert(normal.stems.clone(), exclusion.at);
        if let Some(term) = own.iter().find(|term| term.normal.stems == normal.stems) {
            let line = report.line(term.term.text.at);
            let message = format!(
                "exclusion `{}` is a term of {} too, in line {line}",
                exclusion.value,
                class.name()
            );
            report.advise(exclusion.at, "exclusions without effect", message);
        } else if !own.iter().any(|term| normal.holds(&term.normal)) {
            let message = format!(
                "exclusion `{}` holds none of the terms of {}, so it excludes nothing",
                exclusion.value,
                class.name()
            );
            report.advise(exclusion.at, "exclusions without effect", message);
        }
    }
}

/// Whether few terms are enough for a class.
fn is_narrow(class: &Class<'_>, draft: &Draft<'_>) -> bool {
    let Some(wanted) = class.industry else {
        return class.what == "out_of_scope";
    };
    draft.industries.iter().any(|industry| {
        industry.about_innovation && industry.id.is_some_and(|id| id.value == wanted.value)
    })
}

/// In which languages a plan has terms at all.
#[derive(Clone, Copy)]
struct Languages {
    english: bool,
    chinese: bool,
}

fn enough(class: &Class<'_>, narrow: bool, languages: Languages, report: &mut Report) {
    if !class.like.is_empty() {
        return; // the terms of what it is like count too
    }
    let (english, chinese) = if narrow { ENOUGH_NARROW } else { ENOUGH };
    let lists = [
        ("English", class.english.len(), english, languages.english),
        ("Chinese", class.chinese.len(), chinese, languages.chinese),
    ];
    for (language, have, wanted, is_used) in lists {
        if have < wanted && (is_used || !languages.english && !languages.chinese) {
            let message = format!(
                "{} has too few {language} terms: {have} of at least {wanted}",
                class.name()
            );
            report.advise(class.at, "too few terms", message);
        }
    }
}

/// A term that points to several classes is one that its author may have forgotten there: a note on one of them says
/// that it is meant.
fn shared(uses: &[Use<'_>], classes: &[Class<'_>], report: &mut Report) {
    let mut by_stems: HashMap<&str, Vec<&Use<'_>>> = HashMap::new();
    for used in uses {
        by_stems.entry(&used.normal.stems).or_default().push(used);
    }
    for sharing in by_stems.values() {
        let [first, others @ ..] = sharing.as_slice() else {
            continue;
        };
        if sharing.iter().any(|used| used.term.noted) {
            continue;
        }
        for other in others {
            let message = format!(
                "term `{}` stands in {} too (line {}): one of them needs a `note` that says why",
                other.term.text.value,
                classes[first.class].name(),
                report.line(first.term.text.at)
            );
            report.advise(other.term.text.at, "shared terms without a note", message);
        }
    }
}
