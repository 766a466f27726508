//! What a careful reader should doubt about an answer, what to ask the firm, and what to do next.

use super::narrative::{CLOSE, IN_DOUBT, Narrator, QUOTED};
use crate::assessment::{
    Caveat, EvidenceWords, Firm, FirmFit, LITTLE_TEXT, borrowed_words, clip, ends_early,
    is_by_name, is_plural, join, missing_question, passages, quote, words_of_role,
};
use crate::fit::{Evidence, MatchKind, Role, Score, Tier, Verdict};
use crate::messages::{filled, message, say, say_all};
use crate::profile::{Field, Kind, Missing};
use crate::taxonomy::Language;
use crate::text::{is_han, offset_of};
use std::collections::HashSet;
use std::fmt::Display;

/// Words of a fit whose role is doubted.
const DOUBTED: usize = 5;
/// Below this confidence the order of the first fits is said to be uncertain.
const LOW_CONFIDENCE: u8 = 50;
/// A score that is no more than this many tenths from a line is said to be near it.
const NEAR: u16 = 30;

/// Whether the profile uses a term of the subdivision: to ask about one that it does not even name is idle.
fn is_named(fit: &FirmFit) -> bool {
    let mut evidence = fit.evidence.iter();
    evidence.any(|piece| piece.how.is_term() && piece.field != Some(Field::Name))
}

/// Whether a term of the subdivision stands in words of the profile: of others, "what share of sales" is no question.
fn is_term_of(fit: &FirmFit, words: &EvidenceWords<'_>) -> bool {
    fit.evidence.iter().any(|piece| {
        piece.how.is_term()
            && (piece.field, piece.item) == (Some(words.field), words.item)
            && words.range.start < piece.span.1
            && piece.span.0 < words.range.end
    })
}

/// What a firm is called: in Chinese, a university is no enterprise.
fn called(firm: &Firm, language: Language) -> &'static str {
    say(
        language,
        match is_institution(firm) {
            true => "the firm##institution",
            false => "the firm",
        },
    )
}

/// Whether a firm is none, by its kind or its Chinese name.
fn is_institution(firm: &Firm) -> bool {
    let name = firm.profile.name.as_deref().unwrap_or_default();
    matches!(firm.profile.kind, Kind::Institute | Kind::Platform)
        || ["大学", "学院", "研究院", "研究所", "实验室"]
            .iter()
            .any(|end| name.trim_end().ends_with(end))
}

/// Bytes between words and what explains them: in a long sentence another word explains them as well.
const BESIDE: usize = 60;

/// Whether a cue is near, and, in a Chinese text, belongs to these words, and not to another entry of its list: 销售 of
/// 商品房销售、营销策划 says nothing of the second.
fn is_beside(text: &str, words: &EvidenceWords<'_>, cue: &str) -> bool {
    let Some(start) = offset_of(cue, text) else {
        return false;
    };
    let end = start + cue.len();
    let apart = start
        .abs_diff(words.range.end)
        .min(end.abs_diff(words.range.start));
    if apart > BESIDE {
        return false;
    }
    if !cue.starts_with(is_han) {
        return true;
    }
    if let Some(between) = text.get(end..words.range.start) {
        let ends_entry = text[..start].ends_with(is_han) && between.starts_with('、');
        return !ends_entry;
    }
    let between = text.get(words.range.end..start).unwrap_or_default();
    let made = ["加工", "生产", "制造"];
    let is_made = made.iter().any(|made| words.text.ends_with(made));
    !(is_made || words.role == Role::Customer && between.contains(['、', '，']))
}

/// Whether the first is a core fit, and nothing else fits.
fn stands_alone(firm: &Firm) -> bool {
    let mut tiers = firm.fits.iter().map(|fit| fit.tier());
    tiers.next().flatten() == Some(Tier::Core)
        && tiers.next().flatten().is_none()
        && !firm.is_cut(Tier::Peripheral)
}

/// What to do about a firm that does not fit: `put` its questions, where there are any, before it is left.
fn not_pursued(firm: &Firm, put: Option<&'static str>, language: Language) -> [&'static str; 2] {
    if let Some(put) = put {
        let unless = say(
            language,
            "Unless the answers change the picture, do not pursue {the_firm} under this plan.",
        );
        return [put, unless];
    }
    say_all(
        language,
        match firm.fits.iter().any(|fit| fit.tier().is_some()) {
            true => [
                "Ask what share of sales comes from the business that fits.",
                "If it is little, do not pursue {the_firm} under this plan.",
            ],
            false => [
                "Ask what else {the_firm} does or plans.",
                "Unless some of it fits, do not pursue {the_firm} under this plan.",
            ],
        },
    )
}

/// Whether a word is the plural of a term in English, which no dictionary lists for every term: `lidars`.
fn is_plural_of(word: &str, term: &str) -> bool {
    let stem = word
        .strip_suffix("es")
        .filter(|stem| stem.len() == term.len());
    let stem = stem.or_else(|| word.strip_suffix('s'));
    stem.is_some_and(|stem| stem.eq_ignore_ascii_case(term))
}

impl Narrator<'_, '_> {
    /// What a careful reader should doubt; at least one entry.
    pub(super) fn uncertain(&self, firm: &Firm) -> Vec<String> {
        let mut doubts = Vec::new();
        if matches!(firm.verdict, Verdict::NoText | Verdict::NotRecognised) {
            doubts.push(self.say("Everything: no text was understood.").to_owned());
            return doubts;
        }
        self.doubt_order(firm, &mut doubts);
        self.doubt_end(firm, &mut doubts);
        self.doubt_peripheral(firm, &mut doubts);
        self.doubt_lines(firm, &mut doubts);
        self.doubt_name(firm, &mut doubts);
        self.doubt_words(firm, &mut doubts);
        if doubts.is_empty() {
            doubts.push(
                self.say("What the text leaves out is not assessed.")
                    .to_owned(),
            );
        }
        doubts
    }

    fn doubt_order(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let close = match firm.fits.as_slice() {
            [first, second, ..] if Tier::of(second.score).is_some() => {
                first.score.tenths().abs_diff(second.score.tenths()) < CLOSE
            }
            _ => false,
        };
        if close {
            let (first, second) = (&firm.fits[0], &firm.fits[1]);
            let pair = join(
                [self.label_and_score(first), self.label_and_score(second)],
                self.language(),
            );
            let doubt = self.say(match first.score == second.score {
                true => "{pair} score the same: neither fits better.",
                false => "The scores of {pair} are too close to say which fits better.",
            });
            doubts.push(filled(doubt, &[("pair", &pair)]));
        } else if firm.verdict.something_fits()
            && firm.confidence < LOW_CONFIDENCE
            && !stands_alone(firm)
        {
            doubts.extend(self.doubt_confidence(firm));
        }
    }

    /// Why confidence is low: it is made of how far the first is ahead, and of how much evidence there is.
    fn doubt_confidence(&self, firm: &Firm) -> Option<String> {
        let [first, rest @ ..] = firm.fits.as_slice() else {
            return None;
        };
        // Confidence in what was never calibrated is always low, and of one fit that was asked for nobody knows the lead.
        if !first.basis.is_calibrated() || rest.is_empty() && firm.is_cut(Tier::Peripheral) {
            return None;
        }
        let second = rest.first().map_or(0, |fit| fit.score.tenths());
        let apart = first.score.tenths().saturating_sub(second);
        let doubt = self.say(match apart < IN_DOUBT && !rest.is_empty() {
            true => "The first two are {apart} points apart: their order is not certain.",
            // Of a core fit that would contradict the score.
            false if Tier::of(first.score) == Some(Tier::Core) => return None,
            false => "The evidence for {label} is weak.",
        });
        let apart = Score::from_tenths(apart);
        let values: [(&str, &dyn Display); 2] = [("apart", &apart), ("label", &self.label(first))];
        Some(filled(doubt, &values))
    }

    /// That the text goes on where it was cut off.
    fn doubt_end(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let text = firm.profile.description.as_deref().unwrap_or_default();
        if let Some(end) = ends_early(text) {
            let is_whole = text.trim() == end.trim();
            let end = quote(&match is_whole {
                true => end.trim().to_owned(),
                false => format!("…{}", end.trim_start()),
            });
            doubts.push(message!(
                self.language(),
                "The text appears to be cut off at its end ({end}); the rest was not available.",
                end
            ));
        }
    }

    /// That peripheral fits are wrong more often than right, as their scores say.
    fn doubt_peripheral(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let peripheral = firm
            .fits
            .iter()
            .filter(|fit| fit.basis.is_calibrated() && fit.tier() == Some(Tier::Peripheral));
        let labels: Vec<String> = peripheral.map(|fit| self.label(fit).to_owned()).collect();
        let doubt = self.say(match labels.len() {
            0 => return,
            1 => "{labels} is a peripheral fit: of 100 such fits, fewer than {line} hold.",
            _ => "{labels} are peripheral fits: of 100 such fits, fewer than {line} hold.",
        });
        let values: [(&str, &dyn Display); 2] = [
            ("labels", &self.in_a_row(labels.into_iter())),
            ("line", &Tier::Substantial.threshold().value()),
        ];
        doubts.push(filled(doubt, &values));
    }

    /// The fits that a little more or less would move to another tier, one sentence for each line between two tiers.
    fn doubt_lines(&self, firm: &Firm, doubts: &mut Vec<String>) {
        for line in Tier::ALL.map(Tier::threshold) {
            let near = |fit: &&FirmFit| line.tenths().abs_diff(fit.score.tenths()) <= NEAR;
            let near: Vec<&FirmFit> = firm.fits.iter().filter(near).collect();
            let Some(first) = near.first() else { continue };
            let (above, below) = (Tier::of(line), self.tier_below(line));
            let word = |tier: Option<Tier>| Tier::word_or_none(tier, self.language());
            let doubt = self.say(match near.len() {
                1 if line == first.score => {
                    "{names} lies at {value}, the line between {below} and {above}."
                }
                1 => "{names} lies close to {value}, the line between {below} and {above}.",
                _ => "{names} lie close to {value}, the line between {below} and {above}.",
            });
            let names = near.iter().map(|fit| self.label_and_score(fit));
            let values: [(&str, &dyn Display); 4] = [
                ("names", &self.in_a_row(names)),
                ("value", &line.value()),
                ("below", &word(below)),
                ("above", &word(above)),
            ];
            doubts.push(filled(doubt, &values));
        }
    }

    fn tier_below(&self, line: Score) -> Option<Tier> {
        let below = Score::from_tenths(line.tenths().saturating_sub(1));
        Tier::of(below)
    }

    /// The fits that count for which little but the name of the firm speaks.
    fn doubt_name(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let counted = firm.fits.iter();
        let by_name = counted.filter(|fit| {
            fit.tier() >= Some(Tier::Substantial) && is_by_name(&firm.profile, &fit.evidence)
        });
        let labels: Vec<String> = by_name.map(|fit| self.label(fit).to_owned()).collect();
        let doubt = self.say(match labels.len() {
            0 => return,
            1 => "{labels} rests mainly on the name of the firm, which proves little.",
            _ => "{labels} rest mainly on the name of the firm, which proves little.",
        });
        let labels = self.in_a_row(labels.into_iter());
        doubts.push(filled(doubt, &[("labels", &labels)]));
    }

    /// Doubts about how the evidence of the fits that count was read.
    fn doubt_words(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let counted: Vec<&FirmFit> = firm
            .fits
            .iter()
            .filter(|fit| fit.tier().is_some())
            .collect();
        let mut unnamed: Vec<String> = Vec::new();
        for fit in &counted {
            let named = fit.evidence.iter().any(|piece| {
                piece.how.is_term() && piece.points.0 > 0 && piece.field != Some(Field::Name)
            });
            // Of evidence that is summed up, nobody can say what is in it.
            let summed = fit
                .evidence
                .iter()
                .any(|piece| piece.how == MatchKind::Rest && piece.count > 1);
            let by_name = is_by_name(&firm.profile, &fit.evidence);
            if !named && !summed && !by_name && fit.tier() >= Some(Tier::Substantial) {
                unnamed.push(quote(self.label(fit)));
            }
        }
        if !unnamed.is_empty() {
            let doubt = self.say(match unnamed.len() {
                1 => "The text does not name {names}; its score is inferred from related words.",
                _ => {
                    "The text does not name {names}; their scores are inferred from related words."
                }
            });
            let names = join(unnamed, self.language());
            doubts.push(filled(doubt, &[("names", &names)]));
        }
        let mut said: Vec<&str> = Vec::new();
        // By the word that says so: what the firm serves or sells is often an enumeration.
        let mut told: Vec<(Role, &str, Vec<String>)> = Vec::new();
        for fit in &counted {
            for words in borrowed_words(&firm.profile, &fit.evidence, DOUBTED) {
                if words.role == Role::Own || said.contains(&words.text) {
                    continue;
                }
                // Of what no word beside it explains, a reader could make nothing; nor of a word that is part of it.
                let cue = words_of_role(&firm.profile, &words);
                let is_told = |cue: &&str| {
                    let text = firm.profile.text(words.field, words.item);
                    !words.text.contains(cue) && is_beside(text, &words, cue)
                };
                if let Some(cue) = cue.filter(is_told) {
                    said.push(words.text);
                    let name = quote(&clip(words.text, QUOTED));
                    let mut known = told.iter_mut();
                    match known.find(|(role, known, _)| (*role, *known) == (words.role, cue)) {
                        Some((.., names)) => names.push(name),
                        None => told.push((words.role, cue, vec![name])),
                    }
                }
            }
            self.doubt_typos(fit, &mut said, doubts);
        }
        for (role, cue, names) in told {
            let names = join(names, self.language());
            doubts.push(self.doubt_role(role, &names, cue));
        }
    }

    /// Words that were read as others, a typing error away, but for those that were told of already.
    fn doubt_typos<'f>(&self, fit: &'f FirmFit, said: &mut Vec<&'f str>, doubts: &mut Vec<String>) {
        let typos = fit.evidence.iter().filter(|piece| {
            let holds_term = || {
                let text = piece.text.to_lowercase();
                text.len() > piece.term.len() && text.contains(&piece.term.to_lowercase())
            };
            piece.how == MatchKind::Typo
                && piece.field != Some(Field::Name)
                && !is_plural_of(&piece.text, &piece.term)
                && !holds_term()
        });
        for piece in typos {
            if !said.contains(&piece.text.as_str()) {
                said.push(&piece.text);
                doubts.push(self.doubt_typo(piece));
            }
        }
    }

    fn doubt_typo(&self, piece: &Evidence) -> String {
        let words = quote(&clip(&piece.text, QUOTED));
        let term = quote(&clip(&piece.term, QUOTED));
        message!(
            self.language(),
            "{words} was read as {term}, a typing error away.",
            words,
            term
        )
    }

    /// What words may be other than the firm's own business: beside which words of the text they stand.
    fn doubt_role(&self, role: Role, words: &str, cue: &str) -> String {
        let doubt = self.say(match role {
            Role::Trade => {
                "With {cue} in the same sentence, {words} may be traded rather than made."
            }
            Role::Intended => "With {cue} in the same sentence, {words} may be planned only.",
            Role::Past => "With {cue} in the same sentence, {words} may be a past business.",
            Role::Customer => {
                "With {cue} in the same sentence, {words} may be a use or a customer's business."
            }
            Role::Own | Role::Excluded | Role::Mentioned => {
                "With {cue} in the same sentence, {words} may be excluded."
            }
        });
        filled(doubt, &[("words", &words), ("cue", &quote(cue))])
    }

    /// What stands above so many questions.
    pub(super) fn questions_heading(&self, count: usize) -> &'static str {
        self.say(match count {
            1 => "Question for the next call",
            _ => "Questions for the next call",
        })
    }

    /// What to ask the firm, so that the answer is more certain.
    pub(super) fn questions(&self, firm: &Firm) -> Vec<String> {
        let language = self.language();
        let mut questions: Vec<String> = Vec::new();
        if let Some(best) = firm.fits.first() {
            let words = borrowed_words(&firm.profile, &best.evidence, 1);
            let words = words.first().map_or(self.label(best), |words| words.text);
            let words = quote(&clip(words, QUOTED));
            let caveats = self.caveats(firm).into_iter();
            let caveats = caveats.filter(|caveat| *caveat != Caveat::LittleText);
            questions.extend(caveats.map(|caveat| caveat.question(&words, language)));
        }
        // A full profile need not be asked for what its text tells.
        if firm.completeness.score < LITTLE_TEXT {
            let missing = firm.completeness.missing.iter();
            // What is a core fit is known well enough.
            let is_core = firm.fits.first().and_then(FirmFit::tier) == Some(Tier::Core);
            let names_products = firm.fits.first().is_some_and(is_named)
                || firm.verdict.something_fits() && is_core
                || firm.verdict == Verdict::OutOfScope;
            let missing = missing.filter(|missing| match missing {
                Missing::Keywords => false,
                Missing::Products => !names_products,
                _ => true,
            });
            let ask = |missing: &Missing| missing_question(*missing, language).to_owned();
            questions.extend(missing.map(ask));
        }
        let below = firm
            .fits
            .iter()
            .filter(|fit| fit.score < Tier::Substantial.threshold())
            .filter(|fit| fit.tier().is_some() || !firm.verdict.something_fits())
            .take(2);
        if firm.verdict != Verdict::OutOfScope {
            // Of what no term names, nobody could say what is asked about.
            let named = below.filter(|fit| is_named(fit));
            let strongest = |fit: &FirmFit| {
                let words = borrowed_words(&firm.profile, &fit.evidence, usize::MAX);
                let mut words = words.iter().filter(|words| is_term_of(fit, words));
                words
                    .next()
                    .map(|words| (words.text.to_owned(), words.role))
            };
            // Nor need be asked what carries a fit that is none to doubt.
            let sure = firm.fits.iter();
            let sure = sure.filter(|fit| fit.score >= Tier::Substantial.threshold());
            let told: Vec<(String, Role)> = sure.filter_map(strongest).collect();
            questions.extend(named.filter_map(|fit| {
                let (words, role) = strongest(fit).filter(|words| !told.contains(words))?;
                let is_many = is_plural(words.rsplit(' ').next().unwrap_or_default());
                let question = self.say(match (role, is_many) {
                    (Role::Own, true) => "What share of sales do {words} account for?",
                    (Role::Own, false) => "What share of sales does {words} account for?",
                    _ if is_institution(firm) => "What is your own business around {words}, and what share of sales is it?##institution",
                    _ => "What is your own business around {words}, and what share of sales is it?",
                });
                let words = quote(&clip(&words, QUOTED));
                Some(filled(question, &[("words", &words)]))
            }));
        }
        // Two fits may rest on the same words.
        let mut asked = HashSet::new();
        questions.retain(|question| asked.insert(question.clone()));
        questions
    }

    /// What to do next about a firm.
    pub(super) fn next_steps(&self, firm: &Firm) -> Vec<String> {
        let language = self.language();
        let project = firm.project.as_ref();
        let project_fits = project.is_some_and(|project| project.best().is_some());
        let of_project = self.say("Ask when the planned project would begin, and what it needs.");
        let asked = self.questions(firm).len();
        let put = self.say(match asked {
            1 => "Put the question above to {the_firm} in the next call.",
            _ => "Put the questions above to {the_firm} in the next call.",
        });
        let is_quoted = |best: &FirmFit| !passages(&firm.profile, &best.evidence).is_empty();
        let check = self.say(match firm.fits.first().is_some_and(is_quoted) {
            true => "Check with {the_firm} that the quoted passages describe its present business.",
            false => "Ask {the_firm} what it makes or provides.",
        });
        let is_institution = is_institution(firm);
        let steps: [&str; 2] = match firm.verdict {
            _ if project_fits && !firm.verdict.something_fits() => [
                self.say(match is_institution {
                    true => "Talk about the planned project: it fits the plan, and the present business does not.##institution",
                    false => "Talk about the planned project: it fits the plan, and the present business does not.",
                }),
                of_project,
            ],
            _ if project_fits && asked == 0 => [check, of_project],
            Verdict::Fits | Verdict::Peripheral if asked == 0 => [
                check,
                self.say(match is_institution {
                    true => "Ask what it plans to invest, and when.##institution",
                    false => "Ask what it plans to invest, and when.",
                }),
            ],
            Verdict::Fits | Verdict::Peripheral => [check, put],
            Verdict::NothingFits | Verdict::OutOfScope => {
                not_pursued(firm, (asked > 0).then_some(put), language)
            }
            Verdict::NotRecognised | Verdict::NoText => say_all(
                language,
                [
                    "Get a text that says what {the_firm} makes or provides.",
                    "Match it again.",
                ],
            ),
        };
        let the_firm = called(firm, language);
        steps
            .map(|step| filled(step, &[("the_firm", &the_firm)]))
            .to_vec()
    }
}
