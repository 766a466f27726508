//! The conclusion about one firm, in sentences. Each is printed under the condition that is written beside it.

use super::model::{Report, Settings};
use crate::assessment::{
    Caveat, Firm, FirmFit, LITTLE_TEXT, caveats, clip, is_by_name, join, met_in_quotes,
    names_no_business, out_of_scope_words, quote, translated_clause,
};
use crate::fit::{QuotedClause, Tier, Verdict};
use crate::taxonomy::{Language, Subdivision};

/// Characters of evidence quoted in a sentence.
pub(super) const QUOTED: usize = 60;
/// Two scores closer than this many tenths are said to be close.
pub(super) const CLOSE: u16 = 50;
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
        match self.language() {
            Language::En => format!("{} ({})", self.label(fit), self.shown(fit)),
            Language::Zh => format!("{}（{}）", self.label(fit), self.shown(fit)),
        }
    }

    /// The score of a fit as readers are shown it.
    pub(super) fn shown(&self, fit: &FirmFit) -> String {
        fit.shown(self.language())
    }

    /// The score of a fit inside a sentence: out of 100, or in words where it was never calibrated.
    pub(super) fn out_of_100(&self, fit: &FirmFit) -> String {
        let shown = self.shown(fit);
        match fit.basis.is_calibrated() {
            true => self.say(
                format!("{shown} out of 100"),
                format!("得分{shown}（满分100）"),
            ),
            false => {
                let shown = fit.tier().map_or("no", |_| &shown);
                self.say(
                    format!("{shown} relevance by terms alone"),
                    self.scored(fit),
                )
            }
        }
    }

    /// The same in Chinese, without what it is out of.
    pub(super) fn scored(&self, fit: &FirmFit) -> String {
        let shown = fit.shown(Language::Zh);
        match fit.basis.is_calibrated() {
            true => format!("得分{shown}"),
            false => format!("相关度{shown}（仅据术语判断，未经校准）"),
        }
    }

    /// What a fit scores, after `with`.
    fn with_score(&self, fit: &FirmFit) -> String {
        let out_of_100 = self.out_of_100(fit);
        match fit.basis.is_calibrated() {
            true => self.say(format!("a score of {out_of_100}"), out_of_100),
            false => out_of_100,
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
                self.say(
                    format!(
                        "{name} does not clearly fit the plan: {} is a peripheral fit, with {}.",
                        self.label(best),
                        self.with_score(best)
                    ),
                    format!(
                        "{name}与规划没有明确的匹配：{}为边缘匹配，{}。",
                        self.label(best),
                        self.with_score(best)
                    ),
                ),
                self.because(firm, best),
                self.next(firm),
            ],
            (Verdict::NoText | Verdict::NotRecognised, _) => self.unread(firm.verdict, &name),
            (Verdict::OutOfScope, best) => self.out_of_scope(firm, best, &name),
            (_, best) => self.nothing(firm, best, &name),
        }
    }

    pub(super) fn say(&self, english: String, chinese: String) -> String {
        match self.language() {
            Language::En => english,
            Language::Zh => chinese,
        }
    }

    fn fits(&self, firm: &Firm, best: &FirmFit, name: &str) -> String {
        let core = Tier::of(best.score) == Some(Tier::Core);
        let is_cut = firm.is_cut(Tier::Substantial);
        let (label, score) = (self.label(best), self.with_score(best));
        let calibrated = best.basis.is_calibrated();
        let others = |tier| {
            let others = firm.fits.iter().skip(1);
            others
                .filter(|fit| Tier::of(fit.score) == Some(tier))
                .count()
        };
        let mut counts = match calibrated {
            true => vec![
                (others(Tier::Core), "core fit", "core fits", "核心匹配"),
                (
                    others(Tier::Substantial),
                    "substantial fit",
                    "substantial fits",
                    "重要匹配",
                ),
                (
                    peripherals(firm, best),
                    "peripheral fit",
                    "peripheral fits",
                    "边缘匹配",
                ),
            ],
            false => vec![(
                others(Tier::Core) + others(Tier::Substantial),
                "fit",
                "fits",
                "匹配",
            )],
        };
        counts.retain(|(count, ..)| *count > 0);
        let last = counts.len().saturating_sub(1);
        let (mut english, mut chinese) = (Vec::new(), Vec::new());
        for (place, (count, one, many, zh)) in counts.into_iter().enumerate() {
            let more = match (place, count) {
                (0, 1) => " more subdivision",
                (0, _) => " more subdivisions",
                _ => "",
            };
            // Where fits were cut off, there may be more of the lowest tier that is known.
            let (least, zh_least) = match is_cut && place == last {
                true => ("at least ", "至少"),
                false => ("", ""),
            };
            english.push(match count {
                1 => format!("{least}one{more} is a {one}"),
                _ => format!("{least}{}{more} are {many}", in_words(count)),
            });
            chinese.push(format!("{zh_least}{count}个{zh}"));
        }
        let kind = match (core, calibrated) {
            (_, false) => ("fit", "匹配"),
            (true, true) => ("core fit", "核心匹配"),
            (false, true) => ("substantial fit", "重要匹配"),
        };
        let comma = match english.len() {
            0 => "",
            1 => ", and ",
            _ => "; ",
        };
        let others = join(english, Language::En);
        let also = if chinese.is_empty() { "" } else { "，另有" };
        let counted = chinese.join("、");
        self.say(
            format!(
                "{name} fits the plan: {label} is a {}, with {score}{comma}{others}.",
                kind.0
            ),
            format!(
                "{name}符合规划方向：{label}为{}，{score}{also}{counted}。",
                kind.1
            ),
        )
    }

    /// The words by which the plan names a subdivision; in Chinese those of the translation, with the original.
    pub(super) fn phrase(&self, subdivision: &Subdivision) -> String {
        let original = quote(&subdivision.phrase);
        let clause = QuotedClause::of(self.report.taxonomy, subdivision);
        let translation = clause
            .and_then(|clause| translated_clause(&clause, &subdivision.label, self.language()));
        match translation {
            Some(translation) => {
                let words = quote(&translation.text[translation.phrase]);
                format!("{words}（原文{original}）")
            }
            None => original,
        }
    }

    /// Which words of the profile met a fit.
    fn because(&self, firm: &Firm, fit: &FirmFit) -> String {
        match met_in_quotes(&firm.profile, &fit.evidence, self.language()) {
            None if is_by_name(&fit.evidence) => self.say(
                "This rests on the name of the firm.".to_owned(),
                "依据是企业名称。".to_owned(),
            ),
            None => self.say(
                "This follows from the text as a whole, not from any one word.".to_owned(),
                "这是由全文判断的，没有单个词语起决定作用。".to_owned(),
            ),
            Some(met) => self.say(format!("{}.", capitalised(&met)), format!("{met}。")),
        }
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
            .take(3)
            .collect();
        if near.is_empty() {
            return match rest.first() {
                Some(next) if next.score.tenths() >= FAR_FROM_ALL => {
                    let (label, shown) = (self.label(next), self.shown(next));
                    let (english, chinese) = match next.basis.is_calibrated() {
                        true => (format!("scores {shown}"), format!("得分{shown}")),
                        false => (format!("has {}", self.with_score(next)), self.scored(next)),
                    };
                    self.say(
                        format!("No other subdivision fits: the next, {label}, {english}."),
                        format!("其余细分领域均不符合，最接近的是{label}，{chinese}。"),
                    )
                }
                None if firm.is_cut(Tier::Peripheral) => self.say(
                    "Other subdivisions are not listed.".to_owned(),
                    "其他细分领域未列出。".to_owned(),
                ),
                _ => self.say(
                    "No other subdivision of the plan comes near.".to_owned(),
                    "规划中没有其他相近的细分领域。".to_owned(),
                ),
            };
        }
        self.runners_up(firm, &near)
    }

    /// How far `near`, the next of those that fit, are behind the first.
    fn runners_up(&self, firm: &Firm, near: &[&FirmFit]) -> String {
        let best = firm.fits[0].score.tenths();
        let behind = |fit: &FirmFit| best.saturating_sub(fit.score.tenths());
        let close = near.iter().filter(|fit| behind(fit) < CLOSE).count();
        let (close, rest) = near.split_at(close);
        let same = close.iter().filter(|fit| behind(fit) == 0);
        let (same, close) = close.split_at(same.count());
        let distant = rest.iter().filter(|fit| behind(fit) < CLEARLY_BEHIND);
        let (distant, far) = rest.split_at(distant.count());
        let mut then = ["其次是", "再次是", "之后是"].into_iter();
        let mut parts = Vec::new();
        if !same.is_empty() {
            then = ["其后是", "再次是", "之后是"].into_iter();
            let names = same.iter().map(|fit| self.label_and_score(fit));
            let names = self.in_a_row(names);
            let is = if same.len() == 1 { "is" } else { "are" };
            parts.push(self.say(
                format!("{names} {is} level with it"),
                format!("{names}与首位持平"),
            ));
        }
        for (fits, one, many, chinese) in [
            (close, "follows closely", "follow closely", "与首位接近"),
            (
                distant,
                "follows at some distance",
                "follow at some distance",
                "有一定差距",
            ),
            (far, "is far behind", "are far behind", "差距明显"),
        ] {
            let (english, all) = match fits.len() {
                0 => continue,
                1 => (one, ""),
                _ => (many, "均"),
            };
            let names = fits.iter().map(|fit| self.label_and_score(fit));
            let names = self.in_a_row(names);
            let then = then.next().unwrap_or_default();
            parts.push(self.say(
                format!("{names} {english}"),
                format!("{then}{names}，{all}{chinese}"),
            ));
        }
        let sentence = parts.join(self.say("; ".to_owned(), "；".to_owned()).as_str());
        self.say(format!("{sentence}."), format!("{sentence}。"))
    }

    /// Names of subdivisions in a row; in Chinese 与 and 和 stand in names too.
    pub(super) fn in_a_row(&self, names: impl Iterator<Item = String>) -> String {
        match self.language() {
            Language::En => join(names, Language::En),
            Language::Zh => names.collect::<Vec<_>>().join("、"),
        }
    }

    /// There was no text, or none that was understood.
    fn unread(&self, verdict: Verdict, name: &str) -> [String; 3] {
        match self.language() {
            Language::En => [
                match verdict {
                    Verdict::NoText => format!("There is no text to read about {name}."),
                    _ => format!("Nothing in the text about {name} says what it does."),
                },
                "So nothing can be said for a fit or against one.".to_owned(),
                "Products, keywords or a few sentences of description would change that."
                    .to_owned(),
            ],
            Language::Zh => [
                match verdict {
                    Verdict::NoText => format!("{name}没有可读的文本。"),
                    _ => format!("{name}的文本中没有能够识别的业务。"),
                },
                "因此无法判断是否符合规划。".to_owned(),
                "补充产品、关键词或几句业务描述后即可评估。".to_owned(),
            ],
        }
    }

    fn out_of_scope(&self, firm: &Firm, best: Option<&FirmFit>, name: &str) -> [String; 3] {
        let out = firm.out_of_scope.as_ref();
        let class = out.map_or("", |out| out.label.get(self.language()));
        let words = out.map_or_else(Vec::new, |out| {
            out_of_scope_words(&firm.profile, &out.label, &out.evidence, 3)
        });
        let by_name = out.is_some_and(|out| is_by_name(&out.evidence));
        let because = if words.is_empty() && by_name {
            self.say(
                "This rests on the name of the firm.".to_owned(),
                "依据是企业名称。".to_owned(),
            )
        } else if words.is_empty() {
            self.say(
                "This follows from the text as a whole, not from any one word.".to_owned(),
                "这是由全文判断的，没有单个词语起决定作用。".to_owned(),
            )
        } else {
            let words = self.quoted(&words);
            self.say(
                format!("This rests on {words}."),
                format!("依据是{words}。"),
            )
        };
        let is_none = names_no_business(class);
        [
            match is_none {
                true => self.say(
                    format!(
                        "The profile of {name} describes no business that the plan could promote."
                    ),
                    format!("{name}的资料未说明具体业务，无法对应规划。"),
                ),
                false => self.say(
                    format!(
                        "The business of {name} falls under {}, which the plan does not promote.",
                        quote(&class.to_lowercase())
                    ),
                    format!("{name}的业务属于“{class}”，不在招商范围。"),
                ),
            },
            because,
            self.nearest(best),
        ]
    }

    fn nearest(&self, best: Option<&FirmFit>) -> String {
        match best {
            Some(best) if best.score.tenths() >= FAR_FROM_ALL => {
                let (label, scored) = (self.label(best), self.scored(best));
                let figure = match best.basis.is_calibrated() {
                    true => self.shown(best),
                    false => self.with_score(best),
                };
                let (english, chinese) = match (best.tier(), best.basis.is_calibrated()) {
                    // A business out of scope may be ahead of a fit that is peripheral.
                    (Some(_), true) => (", a peripheral fit", "，为边缘匹配"),
                    (Some(_), false) => ("", ""),
                    (None, _) => (", too little to count as a fit", "，不足以视为符合"),
                };
                self.say(
                    format!("The nearest subdivision is {label} with {figure}{english}."),
                    format!("最接近的细分领域是{label}，{scored}{chinese}。"),
                )
            }
            _ => self.say(
                "No subdivision of the plan comes near.".to_owned(),
                "规划中没有相近的细分领域。".to_owned(),
            ),
        }
    }

    fn nothing(&self, firm: &Firm, best: Option<&FirmFit>, name: &str) -> [String; 3] {
        let told = firm.completeness.score;
        let last = if told < LITTLE_TEXT {
            self.say(
                format!("The profile is short (completeness {told} of 100), so more text may change the answer."),
                format!("资料篇幅较短（完整度{told}/100），补充资料后结论可能改变。"),
            )
        } else {
            self.say(
                format!("The profile tells enough ({told} of 100 for completeness) to take this as an answer."),
                format!("资料较为完整（完整度{told}/100），这一结论可以采信。"),
            )
        };
        [
            self.say(
                format!("No subdivision of the plan fits {name} as described."),
                format!("按现有描述，{name}不符合规划的任何细分领域。"),
            ),
            self.nearest(best),
            last,
        ]
    }

    /// A name and what belongs to it, as a heading.
    pub(super) fn labelled(&self, name: &str, what: &str) -> String {
        self.say(format!("{name}: {what}"), format!("{name}：{what}"))
    }

    /// Where the clause stands that names a fit, in a document that prints it once.
    pub(super) fn clause_above(&self, phrase: &str, number: usize) -> String {
        self.say(
            format!("The clause quoted under {number} covers this one too, as {phrase}."),
            format!("规划原文见第{number}项，对应的词语为{phrase}。"),
        )
    }

    /// The same for a document that has all clauses at its end.
    pub(super) fn clause_at_the_end(&self, phrase: &str, id: &str) -> String {
        self.say(
            format!("See clause {id} at the end; its words for this one are {phrase}."),
            format!("条款{id}（见文末），对应的词语为{phrase}。"),
        )
    }
}

/// A clause as a sentence of its own.
pub(super) fn sentence(clause: &str, language: Language) -> String {
    match language {
        _ if clause.ends_with(['?', '？', '.', '。']) => capitalised(clause),
        Language::Zh => format!("{clause}。"),
        Language::En => format!("{}.", capitalised(clause)),
    }
}

/// The clause with a capital first.
pub(super) fn capitalised(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// A small number as a word, as English sentences have it.
fn in_words(number: usize) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let word = WORDS.get(number).map(|word| (*word).to_owned());
    word.unwrap_or_else(|| number.to_string())
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
