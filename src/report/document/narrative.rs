//! The conclusion about one firm, in sentences. Each is printed under the condition that is written beside it.

use super::marked_text::PassageAbove;
use super::model::{Report, Settings};
use crate::assessment::{
    Caveat, Firm, FirmFit, LITTLE_TEXT, capitalised, caveats, clip, colon, in_a_row, in_sentence,
    is_by_name, join, met_in_quotes, names_no_business, out_of_scope_words, quote,
    translated_clause, with_note,
};
use crate::fit::{QuotedClause, Score, Tier, Verdict};
use crate::messages::{filled, message, say, say_all};
use crate::taxonomy::{Language, Subdivision};

/// Characters of evidence quoted in a sentence.
pub(super) const QUOTED: usize = 60;
/// Two scores closer than this many tenths are said to be close.
pub(super) const CLOSE: u16 = 50;
/// Two scores closer than this many tenths, whose order is in doubt, are not said to be at a distance.
pub(super) const IN_DOUBT: u16 = 150;
/// So many fits are named behind the best.
const NAMED: usize = 4;
/// From this many tenths on a score is said to be clearly behind another.
const CLEARLY_BEHIND: u16 = 300;

/// Below this many tenths no subdivision is called near: two thirds of the way to the lowest tier.
const FAR_FROM_ALL: u16 = 100;

/// Whether any subdivision is near: what the conclusion calls far from all is not listed as the nearest.
pub(super) fn has_nearest(firm: &Firm) -> bool {
    let best = firm.fits.first();
    best.is_some_and(|best| best.score.tenths() >= FAR_FROM_ALL)
}

/// Writes sentences about the firms of a report.
pub(super) struct Narrator<'r, 't> {
    pub(super) report: &'r Report<'t>,
    settings: &'r Settings,
}

impl<'r, 't> Narrator<'r, 't> {
    pub(super) fn new(report: &'r Report<'t>, settings: &'r Settings) -> Self {
        Self { report, settings }
    }

    pub(super) fn language(&self) -> Language {
        self.settings.language
    }

    pub(super) fn label(&self, fit: &FirmFit) -> &'t str {
        self.report.label(fit.subdivision, self.language())
    }

    /// The label inside a sentence.
    pub(super) fn label_and_score(&self, fit: &FirmFit) -> String {
        with_note(self.label(fit), &self.shown(fit), self.language())
    }

    /// The same with the tier, where there are tiers.
    fn label_score_and_tier(&self, fit: &FirmFit) -> String {
        let Some(tier) = fit.tier().filter(|_| fit.basis.is_calibrated()) else {
            return self.label_and_score(fit);
        };
        let (language, shown) = (self.language(), self.shown(fit));
        let tier = fit.basis.tier(Some(tier), language);
        let told = message!(language, "{shown}, {tier}##behind a name", shown, tier);
        with_note(self.label(fit), &told, language)
    }

    /// The score of a fit as readers are shown it.
    pub(super) fn shown(&self, fit: &FirmFit) -> String {
        fit.shown(self.language())
    }

    /// The score of a fit inside a sentence: out of 100, or in words where it was never calibrated.
    pub(super) fn out_of_100(&self, fit: &FirmFit) -> String {
        let (language, shown) = (self.language(), self.shown(fit));
        match (fit.basis.is_calibrated(), fit.tier()) {
            (true, _) => message!(language, "{shown} out of 100", shown),
            (false, Some(_)) => message!(language, "{shown} relevance by terms alone", shown),
            (false, None) => self.say("no relevance by terms alone").to_owned(),
        }
    }

    /// What a fit scores, after `with`.
    fn with_score(&self, fit: &FirmFit) -> String {
        let language = self.language();
        match fit.basis.is_calibrated() {
            true => message!(
                language,
                "a score of {shown} out of 100",
                shown = self.shown(fit)
            ),
            false => self.out_of_100(fit),
        }
    }

    /// The conclusion about one firm: three sentences, and one for each thing that weakens them.
    pub(super) fn conclusion(&self, firm: &Firm) -> Vec<String> {
        let mut sentences = self.three_sentences(firm).to_vec();
        let language = self.language();
        let completeness = firm.completeness.score;
        let caveats = self.caveats(firm).into_iter();
        sentences.extend(caveats.map(|caveat| caveat.sentence(completeness, language)));
        sentences.extend(
            firm.unverified
                .iter()
                .filter_map(|check| check.told(language)),
        );
        let decided = firm.decided.iter();
        sentences.extend(decided.map(|told| told.get(language).to_owned()));
        sentences
    }

    /// What weakens the best fit, if anything fits.
    pub(super) fn caveats(&self, firm: &Firm) -> Vec<Caveat> {
        let Some(best) = firm.fits.first().filter(|_| firm.verdict.something_fits()) else {
            return Vec::new();
        };
        let taxonomy = self.report.taxonomy;
        let subdivision = self.report.subdivision(best);
        let industry = taxonomy.industry_of(subdivision);
        let completeness = firm.completeness.score;
        caveats(
            &firm.profile,
            &best.evidence,
            [&subdivision.label, &industry.label],
            completeness,
        )
    }

    fn three_sentences(&self, firm: &Firm) -> [String; 3] {
        let name = firm.display_name(self.language());
        let best = firm.fits.first();
        match (firm.verdict, best) {
            (Verdict::Fits, Some(best)) => [
                self.fits(firm, best, &name),
                self.because(firm, best),
                self.next(firm),
            ],
            (Verdict::Peripheral, Some(best)) => [
                message!(
                    self.language(),
                    "{name} does not clearly fit the plan: {label} is a peripheral fit, with {score}.",
                    name,
                    label = self.label(best),
                    score = self.with_score(best)
                ),
                self.because(firm, best),
                self.next(firm),
            ],
            (Verdict::NoText | Verdict::NotRecognised, _) => self.unread(firm.verdict, &name),
            (Verdict::OutOfScope, best) => self.out_of_scope(firm, best, &name),
            (_, best) => self.nothing(firm, best, &name),
        }
    }

    /// A text in the language of the report.
    pub(super) fn say(&self, english: &'static str) -> &'static str {
        say(self.language(), english)
    }

    fn fits(&self, firm: &Firm, best: &FirmFit, name: &str) -> String {
        let language = self.language();
        let is_core = Tier::of(best.score) == Some(Tier::Core);
        let sentence = self.say(match (is_core, best.basis.is_calibrated()) {
            (_, false) => "{name} fits the plan: {label} is a fit, with {score}",
            (true, true) => "{name} fits the plan: {label} is a core fit, with {score}",
            (false, true) => "{name} fits the plan: {label} is a substantial fit, with {score}",
        });
        let (label, score) = (self.label(best), self.with_score(best));
        let sentence = filled(
            sentence,
            &[("name", &name), ("label", &label), ("score", &score)],
        );
        // What the next sentence names needs no count.
        let fitting = firm.fits.iter().filter(|fit| fit.tier().is_some());
        let others = match fitting.count() <= 1 + NAMED && !firm.is_cut(Tier::Peripheral) {
            true => Vec::new(),
            false => self.other_fits(firm, best),
        };
        let count = others.len();
        let others = self.in_a_row(others.into_iter());
        match count {
            0 => message!(language, "{sentence}.", sentence),
            1 => message!(language, "{sentence}, and {others}.", sentence, others),
            _ => message!(language, "{sentence}; {others}.", sentence, others),
        }
    }

    /// How many subdivisions fit besides the best, by the kind of fit.
    fn other_fits(&self, firm: &Firm, best: &FirmFit) -> Vec<String> {
        let others = |tier| {
            let others = firm.fits.iter().skip(1);
            others
                .filter(|fit| Tier::of(fit.score) == Some(tier))
                .count()
        };
        let (core, substantial) = (others(Tier::Core), others(Tier::Substantial));
        let mut counts = match best.basis.is_calibrated() {
            true => vec![
                (Some(Tier::Core), core),
                (Some(Tier::Substantial), substantial),
                (Some(Tier::Peripheral), peripherals(firm, best)),
            ],
            false => vec![(None, core + substantial)],
        };
        counts.retain(|(_, count)| *count > 0);
        let last = counts.len().saturating_sub(1);
        // Where fits were cut off, there may be more of the lowest tier that is known.
        let is_cut = firm.is_cut(Tier::Substantial);
        let counts = counts.into_iter().enumerate();
        let told = counts.map(|(place, (tier, count))| {
            let fits = self.counted_fits(tier, count, place == 0);
            match is_cut && place == last {
                true => message!(self.language(), "at least {fits}", fits),
                false => fits,
            }
        });
        told.collect()
    }

    /// How many further fits are of a tier, or count as fits where there are no tiers; the first of these says of what.
    fn counted_fits(&self, tier: Option<Tier>, count: usize, is_first: bool) -> String {
        let told = self.say(match (tier, is_first, count) {
            (None, _, 1) => "one more subdivision is a fit",
            (None, ..) => "{in_words} more subdivisions are fits",
            (Some(Tier::Core), _, 1) => "one more subdivision is a core fit",
            (Some(Tier::Core), ..) => "{in_words} more subdivisions are core fits",
            (Some(Tier::Substantial), true, 1) => "one more subdivision is a substantial fit",
            (Some(Tier::Substantial), true, _) => {
                "{in_words} more subdivisions are substantial fits"
            }
            (Some(Tier::Substantial), false, 1) => "one is a substantial fit",
            (Some(Tier::Substantial), false, _) => "{in_words} are substantial fits",
            (Some(Tier::Peripheral), true, 1) => "one more subdivision is a peripheral fit",
            (Some(Tier::Peripheral), true, _) => "{in_words} more subdivisions are peripheral fits",
            (Some(Tier::Peripheral), false, 1) => "one is a peripheral fit",
            (Some(Tier::Peripheral), false, _) => "{in_words} are peripheral fits",
        });
        let in_words = in_words(count, self.language());
        filled(told, &[("in_words", &in_words)])
    }

    /// The words by which the plan names a subdivision; where it is translated, those of the translation, with the original.
    pub(super) fn phrase(&self, subdivision: &Subdivision) -> String {
        let original = quote(&subdivision.phrase);
        let clause = QuotedClause::of(self.report.taxonomy, subdivision);
        let translation = clause
            .and_then(|clause| translated_clause(&clause, &subdivision.label, self.language()));
        match translation {
            Some(translation) => {
                let words = quote(&translation.text[translation.phrase]);
                message!(
                    self.language(),
                    "{words} (original: {original})",
                    words,
                    original
                )
            }
            None => original,
        }
    }

    /// Which words of the profile met a fit.
    fn because(&self, firm: &Firm, fit: &FirmFit) -> String {
        match met_in_quotes(&firm.profile, &fit.evidence, self.language()) {
            None => self
                .without_words(is_by_name(&firm.profile, &fit.evidence))
                .to_owned(),
            Some(met) => sentence(&met, self.language()),
        }
    }

    /// What an answer rests on where no words of the profile can be quoted.
    fn without_words(&self, is_by_name: bool) -> &'static str {
        self.say(match is_by_name {
            true => "This rests on the name of the firm.",
            false => "This follows from the text as a whole; no single term carries it.",
        })
    }

    fn quoted(&self, words: &[String]) -> String {
        let quoted = words.iter().map(|words| quote(&clip(words, QUOTED)));
        join(quoted, self.language())
    }

    /// The runners-up and how far they are behind.
    fn next(&self, firm: &Firm) -> String {
        let rest = firm.fits.get(1..).unwrap_or_default();
        let near: Vec<&FirmFit> = rest
            .iter()
            .filter(|fit| fit.tier().is_some())
            .take(NAMED)
            .collect();
        if near.is_empty() {
            return match rest.first() {
                Some(next) if next.score.tenths() >= FAR_FROM_ALL => {
                    let sentence = self.say(match next.basis.is_calibrated() {
                        true => "No other subdivision fits: the next, {label}, scores {shown}.",
                        false => "No other subdivision fits: the next, {label}, has {score}.",
                    });
                    self.with_fit(sentence, next)
                }
                None if firm.is_cut(Tier::Peripheral) => {
                    self.say("Other subdivisions are not listed.").to_owned()
                }
                _ => message!(
                    self.language(),
                    "No other subdivision of the plan scores {least} or more.",
                    least = Score::from_tenths(FAR_FROM_ALL).value()
                ),
            };
        }
        self.runners_up(firm, &near)
    }

    /// Which of `near`, the next of those that fit, are level with the first, and which come next.
    fn runners_up(&self, firm: &Firm, near: &[&FirmFit]) -> String {
        let best = firm.fits[0].score.tenths();
        let behind = |fit: &FirmFit| best.saturating_sub(fit.score.tenths());
        let level = near.iter().filter(|fit| behind(fit) == 0).count();
        let (level, next) = near.split_at(level);
        let is_far = next.iter().all(|fit| behind(fit) >= CLEARLY_BEHIND);
        let level_told = match level.len() {
            0 => None,
            1 => Some("{names} is level with it"),
            _ => Some("{names} are level with it"),
        };
        // Each number of names has a verb of its own in English, and after others the Chinese sentence begins anew.
        let next_told = match (next.len(), is_far, level.is_empty()) {
            (0, ..) => None,
            (1, true, _) => Some("{names} is far behind"),
            (_, true, _) => Some("{names} are far behind"),
            (1, false, true) => Some("next comes {names}"),
            (_, false, true) => Some("next come {names}"),
            (1, false, false) => Some("next comes {names}##after those level with the best"),
            (_, false, false) => Some("next come {names}##after those level with the best"),
        };
        let told = [(level_told, level), (next_told, next)];
        let told = told.into_iter().filter_map(|(told, fits)| {
            let names = fits.iter().map(|fit| self.label_score_and_tier(fit));
            Some(filled(self.say(told?), &[("names", &self.in_a_row(names))]))
        });
        let told: Vec<String> = told.collect();
        sentence(&told.join(self.say("; ##between clauses")), self.language())
    }

    /// Names of subdivisions in a row, with no word between them that may stand in names too, as a Chinese "and" does.
    pub(super) fn in_a_row(&self, names: impl Iterator<Item = String>) -> String {
        let [comma, and] = say_all(
            self.language(),
            [", ##between names", " and ##between subdivisions"],
        );
        let names: Vec<String> = names.collect();
        // A Chinese label may hold the mark that would stand between two: 计算机、手机等整机.
        if names.iter().any(|name| name.contains('、')) {
            let mark = self.say("; ##between clauses");
            return in_a_row(&names, mark, mark);
        }
        in_a_row(&names, comma, and)
    }

    /// A sentence of the table about a fit.
    fn with_fit(&self, sentence: &str, fit: &FirmFit) -> String {
        filled(
            sentence,
            &[
                ("label", &self.label(fit)),
                ("shown", &self.shown(fit)),
                ("score", &self.with_score(fit)),
            ],
        )
    }

    /// There was no text, or none that was understood.
    fn unread(&self, verdict: Verdict, name: &str) -> [String; 3] {
        let what = self.say(match verdict {
            Verdict::NoText => "There is no text to read about {name}.",
            _ => "Nothing in the text about {name} says what it does.",
        });
        let [so, then] = say_all(
            self.language(),
            [
                "So nothing can be said for a fit or against one.",
                "Products, keywords or a few sentences of description would change that.",
            ],
        );
        [
            filled(what, &[("name", &name)]),
            so.to_owned(),
            then.to_owned(),
        ]
    }

    fn out_of_scope(&self, firm: &Firm, best: Option<&FirmFit>, name: &str) -> [String; 3] {
        let out = firm.out_of_scope.as_ref();
        let class = out.map_or("", |out| out.label.get(self.language()));
        let words = out.map_or_else(Vec::new, |out| {
            out_of_scope_words(&firm.profile, &out.label, &out.evidence, 3)
        });
        let by_name = out.is_some_and(|out| is_by_name(&firm.profile, &out.evidence));
        let language = self.language();
        let because = match words.is_empty() {
            true => self.without_words(by_name).to_owned(),
            false => {
                let words = self.quoted(&words);
                message!(language, "This rests on {words}.", words)
            }
        };
        let what = self.say(match names_no_business(class) {
            true => "The profile of {name} describes no business that the plan could promote.",
            false => "The business of {name} falls mainly under {class}, which the plan does not promote.",
        });
        let class = quote(&in_sentence(class, language));
        [
            filled(what, &[("name", &name), ("class", &class)]),
            because,
            self.nearest(best),
        ]
    }

    fn nearest(&self, best: Option<&FirmFit>) -> String {
        match best {
            Some(best) if best.score.tenths() >= FAR_FROM_ALL => {
                let sentence = self.say(match (best.tier(), best.basis.is_calibrated()) {
                    // A business out of scope may be ahead of a fit that is peripheral.
                    (Some(_), true) => {
                        "The nearest subdivision is {label} with {shown}, a peripheral fit."
                    }
                    (Some(_), false) => "The nearest subdivision is {label} with {score}.",
                    (None, true) => {
                        "The nearest subdivision is {label} with {shown}, too little to count as a fit."
                    }
                    (None, false) => {
                        "The nearest subdivision is {label} with {score}, too little to count as a fit."
                    }
                });
                self.with_fit(sentence, best)
            }
            _ => message!(
                self.language(),
                "No subdivision of the plan scores {least} or more.",
                least = Score::from_tenths(FAR_FROM_ALL).value()
            ),
        }
    }

    fn nothing(&self, firm: &Firm, best: Option<&FirmFit>, name: &str) -> [String; 3] {
        let told = firm.completeness.score;
        let last = self.say(match told < LITTLE_TEXT {
            true => "The profile is short (completeness {completeness} of 100), so more text may change the answer.",
            false => "The profile tells enough ({completeness} of 100 for completeness) to take this as an answer.",
        });
        [
            message!(
                self.language(),
                "No subdivision of the plan fits {name} as described.",
                name
            ),
            self.nearest(best),
            filled(last, &[("completeness", &told)]),
        ]
    }

    /// A name and what belongs to it, as a heading.
    pub(super) fn labelled(&self, name: &str, what: &str) -> String {
        format!("{name}{}{what}", colon(self.language()))
    }

    /// Where the clause stands that names a fit, in a document that prints it once.
    pub(super) fn clause_above(&self, phrase: &str, number: usize) -> String {
        message!(
            self.language(),
            "The plan clause quoted under {number} names this subdivision as well: {phrase}.",
            number,
            phrase
        )
    }

    /// Where the passages stand that carry a fit, in a document that quotes each once.
    pub(super) fn passage_above(&self, above: &PassageAbove) -> String {
        let (number, words) = (above.number, self.quoted(&above.words));
        message!(
            self.language(),
            "See the quotation under {number}: {words}.",
            number,
            words
        )
    }

    /// The same for a document that has all clauses at its end.
    pub(super) fn clause_at_the_end(&self, phrase: &str, id: &str) -> String {
        message!(
            self.language(),
            "See clause {id} at the end; its words for this one are {phrase}.",
            id,
            phrase
        )
    }
}

/// A clause as a sentence of its own.
pub(super) fn sentence(clause: &str, language: Language) -> String {
    let sentence = capitalised(clause, language);
    match clause.ends_with(['?', '？', '.', '。']) {
        true => sentence.into_owned(),
        false => message!(language, "{sentence}.", sentence),
    }
}

/// A small number as a word, where sentences have words.
fn in_words(number: usize, language: Language) -> String {
    let word = say(
        language,
        match number {
            2 => "two##number",
            3 => "three##number",
            4 => "four##number",
            5 => "five##number",
            6 => "six##number",
            7 => "seven##number",
            8 => "eight##number",
            9 => "nine##number",
            _ => return number.to_string(),
        },
    );
    word.to_owned()
}

/// How many fits of a firm are peripheral besides its best; none where there may be more than are known, or where scores are
/// no probabilities.
fn peripherals(firm: &Firm, best: &FirmFit) -> usize {
    if !best.basis.is_calibrated() || firm.is_cut(Tier::Peripheral) {
        return 0;
    }
    let others = firm.fits.iter().skip(1);
    others
        .filter(|fit| Tier::of(fit.score) == Some(Tier::Peripheral))
        .count()
}
