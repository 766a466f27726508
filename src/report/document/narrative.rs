//! The sentences of a report: the conclusion in three of them, what is uncertain, and what would help.

use super::model::{Report, Settings};
use super::words::{join, quote};
use crate::assessment::{Coverage, Firm, FirmFit, clip, evidence_words};
use crate::fit::{Evidence, How, Role, Tier, Verdict};
use crate::profile::Field;
use crate::taxonomy::Language;

/// Characters of evidence quoted in a sentence.
const QUOTED: usize = 60;
/// Below this confidence the order of the first fits is said to be uncertain.
const LOW_CONFIDENCE: u8 = 50;
/// Below this completeness a profile is said to tell little.
const LOW_COMPLETENESS: u8 = 50;
/// Two scores closer than this many tenths are said to be close.
const CLOSE: u16 = 100;
/// A score nearer to a line than this many tenths is said to be near it.
const NEAR: u16 = 30;

/// Writes sentences about the firms of a report.
pub(super) struct Narrator<'r, 't> {
    report: &'r Report<'t>,
    settings: &'r Settings,
}

impl<'r, 't> Narrator<'r, 't> {
    pub(super) fn new(report: &'r Report<'t>, settings: &'r Settings) -> Self {
        Self { report, settings }
    }

    fn language(&self) -> Language {
        self.settings.language
    }

    fn label(&self, fit: &FirmFit) -> &'t str {
        self.report.label(fit.subdivision, self.language())
    }

    /// The label inside a sentence.
    fn label_and_score(&self, fit: &FirmFit) -> String {
        match self.language() {
            Language::En => format!("{} ({})", self.label(fit), fit.score),
            Language::Zh => format!("{}（{}）", self.label(fit), fit.score),
        }
    }

    /// The conclusion about one firm, in exactly three sentences.
    pub(super) fn conclusion(&self, firm: &Firm) -> [String; 3] {
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
                        "Nothing in the plan fits {name} squarely: {} is adjacent, with a score of {} out of 100.",
                        self.label(best),
                        best.score
                    ),
                    format!(
                        "规划中没有与{name}完全对应的细分领域：{}边缘相关，得分{}（满分100）。",
                        self.label(best),
                        best.score
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

    fn say(&self, english: String, chinese: String) -> String {
        match self.language() {
            Language::En => english,
            Language::Zh => chinese,
        }
    }

    fn fits(&self, firm: &Firm, best: &FirmFit, name: &str) -> String {
        let core = Tier::of(best.score) == Some(Tier::Core);
        let others = firm.fits.iter().skip(1);
        let others = others
            .filter(|fit| fit.score >= Tier::Substantial.threshold())
            .count();
        let (label, score) = (self.label(best), best.score);
        let english = format!(
            "{name} fits the plan: {label} is a {} fit, with a score of {score} out of 100{}.",
            if core { "core" } else { "substantial" },
            match others {
                0 => String::new(),
                1 => ", and one more subdivision fits".to_owned(),
                _ => format!(", and {others} more subdivisions fit"),
            }
        );
        let chinese = format!(
            "{name}符合规划方向：{label}为{}匹配，得分{score}（满分100）{}。",
            if core { "核心" } else { "重要" },
            match others {
                0 => String::new(),
                _ => format!("，另有{others}个细分领域符合"),
            }
        );
        self.say(english, chinese)
    }

    /// What speaks for a fit, and the words of the plan it answers to.
    fn because(&self, firm: &Firm, fit: &FirmFit) -> String {
        let phrase = &self.report.subdivision(fit).phrase;
        let phrase = quote(phrase, self.language());
        let words = evidence_words(&firm.profile, &fit.evidence, 3);
        if words.is_empty() {
            return self.say(
                format!("No single word decides it; the plan names the field as {phrase}."),
                format!("没有单个词语起决定作用；规划原文以{phrase}提到该领域。"),
            );
        }
        let plural = words.len() > 1;
        let words = self.quoted(&words);
        self.say(
            format!(
                "What speaks for it most {} {words}, and the plan names the field as {phrase}.",
                if plural { "are" } else { "is" }
            ),
            format!("最有力的依据是{words}，规划原文以{phrase}提到该领域。"),
        )
    }

    fn quoted(&self, words: &[String]) -> String {
        let quoted = words
            .iter()
            .map(|words| quote(&clip(words, QUOTED), self.language()));
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
                Some(next) => self.say(
                    format!(
                        "Nothing else in the plan comes near: the next, {}, scores {}.",
                        self.label(next),
                        next.score
                    ),
                    format!(
                        "其他细分领域相距较远：其次为{}，仅得{}分。",
                        self.label(next),
                        next.score
                    ),
                ),
                None => self.say(
                    "Nothing else in the plan comes near.".to_owned(),
                    "其他细分领域相距较远。".to_owned(),
                ),
            };
        }
        let names = join(
            near.iter().map(|fit| self.label_and_score(fit)),
            self.language(),
        );
        let verb = if near.len() == 1 { "comes" } else { "come" };
        let gap = firm.fits[0].score.tenths() - near[0].score.tenths();
        let (english, chinese) = if gap < CLOSE {
            (
                "so close that they should be read together",
                "差距很小，应一并考虑",
            )
        } else if firm.confidence >= LOW_CONFIDENCE {
            ("clearly behind", "差距明显")
        } else {
            ("at some distance", "有一定差距")
        };
        self.say(
            format!("Next {verb} {names}, {english}."),
            format!("其次是{names}，{chinese}。"),
        )
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
            evidence_words(&firm.profile, &out.evidence, 3)
        });
        let because = if words.is_empty() {
            self.say(
                "The text as a whole says so rather than any one word.".to_owned(),
                "这是由全文判断的，没有单个词语起决定作用。".to_owned(),
            )
        } else {
            let plural = words.len() > 1;
            let words = self.quoted(&words);
            self.say(
                format!(
                    "What says so {} {words}.",
                    if plural { "are" } else { "is" }
                ),
                format!("依据是{words}。"),
            )
        };
        [
            self.say(
                format!(
                    "{name} is in a business that the plan does not promote: {}.",
                    class.to_lowercase()
                ),
                format!("{name}的业务属于{class}，不在规划的招商范围内。"),
            ),
            because,
            self.nearest(best),
        ]
    }

    fn nearest(&self, best: Option<&FirmFit>) -> String {
        match best {
            Some(best) => self.say(
                format!(
                    "The nearest subdivision is {} with {}, too little to count as a fit.",
                    self.label(best),
                    best.score
                ),
                format!(
                    "最接近的细分领域是{}，得分{}，不足以视为符合。",
                    self.label(best),
                    best.score
                ),
            ),
            None => self.say(
                "No subdivision comes near.".to_owned(),
                "没有接近的细分领域。".to_owned(),
            ),
        }
    }

    fn nothing(&self, firm: &Firm, best: Option<&FirmFit>, name: &str) -> [String; 3] {
        let told = firm.completeness.score;
        let last = if told < LOW_COMPLETENESS {
            self.say(
                format!("The profile tells little ({told} of 100), and unknown is not unfit: more text may change the answer."),
                format!("资料信息较少（完整度{told}/100），未知不等于不符合：补充资料后结论可能改变。"),
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
                format!("按现有描述，规划中没有符合{name}的细分领域。"),
            ),
            self.nearest(best),
            last,
        ]
    }

    /// What a careful reader should doubt; at least one entry.
    pub(super) fn uncertain(&self, firm: &Firm) -> Vec<String> {
        let mut doubts = Vec::new();
        if matches!(firm.verdict, Verdict::NoText | Verdict::NotRecognised) {
            doubts.push(self.say(
                "Everything: no text was understood.".to_owned(),
                "全部：没有能够识别的文本。".to_owned(),
            ));
            return doubts;
        }
        self.doubt_order(firm, &mut doubts);
        self.doubt_profile(firm, &mut doubts);
        self.doubt_lines(firm, &mut doubts);
        self.doubt_words(firm, &mut doubts);
        if doubts.is_empty() {
            doubts.push(self.say(
                "Nothing stands out: the lead is clear, the profile tells enough, and no score lies near a line."
                    .to_owned(),
                "没有明显的不确定之处：领先明显，资料充分，得分不在分界线附近。".to_owned(),
            ));
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
                [self.label_and_score(first), self.label_and_score(second)].into_iter(),
                self.language(),
            );
            doubts.push(self.say(
                format!("{pair} are close: a few more words of profile could change their order."),
                format!("{pair}得分接近，资料稍有增减次序就可能变化。"),
            ));
        } else if firm.confidence < LOW_CONFIDENCE {
            doubts.push(self.say(
                format!("Confidence is {} of 100: there is little evidence, or what there is points several ways.", firm.confidence),
                format!("置信度为{}/100：依据较少，或指向不一。", firm.confidence),
            ));
        }
    }

    fn doubt_profile(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let told = firm.completeness.score;
        if told < LOW_COMPLETENESS {
            doubts.push(self.say(
                format!("The profile tells little (completeness {told} of 100): a low score may mean unknown rather than unfit."),
                format!("资料信息较少（完整度{told}/100）：低分可能意味着未知，而非不符合。"),
            ));
        }
    }

    fn doubt_lines(&self, firm: &Firm, doubts: &mut Vec<String>) {
        for fit in &firm.fits {
            let near = Tier::ALL
                .into_iter()
                .map(Tier::threshold)
                .find(|line| line.tenths().abs_diff(fit.score.tenths()) < NEAR);
            let Some(line) = near else { continue };
            let (above, below) = (Tier::of(line), self.tier_below(line));
            let word = |tier: Option<Tier>| Tier::word_or_none(tier, self.language());
            doubts.push(self.say(
                format!(
                    "{} lies close to {}, the line between {} and {}.",
                    self.label_and_score(fit),
                    line.value(),
                    word(below),
                    word(above)
                ),
                format!(
                    "{}靠近{}分，即“{}”与“{}”的分界线。",
                    self.label_and_score(fit),
                    line.value(),
                    word(below),
                    word(above)
                ),
            ));
        }
    }

    fn tier_below(&self, line: crate::fit::Score) -> Option<Tier> {
        let below = crate::fit::Score::from_tenths(line.tenths().saturating_sub(1));
        Tier::of(below)
    }

    /// Doubts about how the evidence of the fits that count was read.
    fn doubt_words(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let counted: Vec<&FirmFit> = firm
            .fits
            .iter()
            .filter(|fit| fit.tier().is_some())
            .collect();
        for fit in &counted {
            let named = fit.evidence.iter().any(|piece| {
                piece.how.is_term() && piece.points.0 > 0 && piece.field != Some(Field::Name)
            });
            if !named && fit.score >= Tier::Substantial.threshold() {
                doubts.push(self.say(
                    format!("No listed term of {} stands in the profile: the score rests on words that labelled companies of the field use.", self.label(fit)),
                    format!("资料中没有出现“{}”的列名术语，得分依据的是该领域已标注企业的常用词。", self.label(fit)),
                ));
            }
        }
        let mut said: Vec<&str> = Vec::new();
        for piece in counted.iter().flat_map(|fit| &fit.evidence) {
            if said.contains(&piece.text.as_str()) || piece.text.is_empty() {
                continue;
            }
            if let Some(doubt) = self.doubt_piece(piece) {
                said.push(&piece.text);
                doubts.push(doubt);
            }
        }
    }

    fn doubt_piece(&self, piece: &Evidence) -> Option<String> {
        let words = quote(&clip(&piece.text, QUOTED), self.language());
        if piece.how == How::Typo {
            let term = quote(&clip(&piece.term, QUOTED), self.language());
            return Some(self.say(
                format!("{words} was read as {term}, a typing error away."),
                format!("{words}按错拼读作{term}。"),
            ));
        }
        let (english, chinese) = match piece.role {
            Role::Own => return None,
            Role::Trade => ("traded rather than made", "经销而非自产"),
            Role::Customer => ("the business of its customers", "其客户的业务"),
            Role::Intended => ("a plan rather than a business", "计划而非现有业务"),
            Role::Excluded => ("not done", "不从事"),
            Role::Past => ("a thing of the past", "过去的业务"),
            Role::Mentioned => ("only mentioned", "仅被提及"),
        };
        Some(self.say(
            format!("{words} was read as {english}, and counts accordingly."),
            format!("{words}被理解为{chinese}，并据此计分。"),
        ))
    }

    /// What the firm could add to be read with more certainty.
    pub(super) fn to_add(&self, firm: &Firm) -> Vec<String> {
        let chinese = self.language() == Language::Zh;
        let mut advice: Vec<String> = firm
            .completeness
            .missing
            .iter()
            .map(|missing| sentence(missing.advice(chinese), self.language()))
            .collect();
        let below = firm
            .fits
            .iter()
            .filter(|fit| fit.score < Tier::Substantial.threshold())
            .filter(|fit| fit.tier().is_some() || !firm.verdict.something_fits())
            .take(2);
        if firm.verdict != Verdict::OutOfScope {
            advice.extend(below.map(|fit| {
                self.say(
                    format!("If {} is a real line of business, name the products that show it and what they are made for.", self.label(fit)),
                    format!("如确有“{}”业务，请写明相关产品及其用途。", self.label(fit)),
                )
            }));
        }
        advice
    }

    /// The conclusion over many firms, in exactly three sentences.
    pub(super) fn screening(&self, overview: &Coverage) -> [String; 3] {
        [
            self.counted(overview),
            self.sought(overview),
            self.open_fields(overview),
        ]
    }

    /// How many firms fit, are adjacent, and do not fit.
    fn counted(&self, overview: &Coverage) -> String {
        let firms = self.report.firms.len();
        let [fit, adjacent, nothing, out, not_recognised, no_text] = overview.verdicts;
        let rest = nothing + out + not_recognised + no_text;
        let mut english = vec![format!("{fit} fit at least one subdivision of the plan")];
        let mut chinese = vec![format!("{fit}家至少符合规划的一个细分领域")];
        if adjacent > 0 {
            let verb = if adjacent == 1 { "is" } else { "are" };
            english.push(format!("{adjacent} {verb} adjacent to one"));
            chinese.push(format!("{adjacent}家边缘相关"));
        }
        if rest > 0 {
            let (why, reason) = match out {
                0 => (String::new(), String::new()),
                _ if out == rest => (
                    " because the plan does not promote their business".to_owned(),
                    "（业务不在招商范围内）".to_owned(),
                ),
                _ => (
                    format!(" ({out} of them because the plan does not promote their business)"),
                    format!("（其中{out}家的业务不在招商范围内）"),
                ),
            };
            english.push(format!("{rest} fit none{why}"));
            chinese.push(format!("{rest}家不符合{reason}"));
        }
        self.say(
            format!(
                "Of {firms} firms, {}.",
                join(english.into_iter(), Language::En)
            ),
            format!("{firms}家企业中，{}。", chinese.join("，")),
        )
    }

    fn sought(&self, overview: &Coverage) -> String {
        let top: Vec<String> = overview
            .most_sought()
            .into_iter()
            .take(3)
            .map(|at| {
                let count = overview.subdivisions[at].fitting();
                let label = self.report.label(at, self.language());
                match self.language() {
                    Language::En => format!("{label} ({count})"),
                    Language::Zh => format!("{label}（{count}家）"),
                }
            })
            .collect();
        let best = self.report.firms.first();
        let Some((firm, fit)) = best.and_then(|firm| Some((firm, firm.fits.first()?))) else {
            return self.say(
                "Nothing in their profiles points to the plan.".to_owned(),
                "各企业资料均未指向规划内容。".to_owned(),
            );
        };
        let name = firm.display_name(self.language());
        let (label, score) = (self.label(fit), fit.score);
        if top.is_empty() {
            return self.say(
                format!("The highest score is {name}'s in {label}: {score} out of 100."),
                format!("最高得分为{name}在{label}的{score}分。"),
            );
        }
        let top = join(top.into_iter(), self.language());
        self.say(
            format!("The fields met most often are {top}; the strongest single fit is {name} in {label} with {score} out of 100."),
            format!("最集中的是{top}；单项最高为{name}在{label}，得分{score}。"),
        )
    }

    fn open_fields(&self, overview: &Coverage) -> String {
        let all = overview.subdivisions.len();
        let open = overview.unfitted();
        let adjacent = open
            .iter()
            .filter(|at| !overview.subdivisions[**at].ranked.is_empty())
            .count();
        if open.is_empty() {
            return self.say(
                format!("Every one of the {all} subdivisions has at least one firm that fits."),
                format!("全部{all}个细分领域都有符合的企业。"),
            );
        }
        let open = open.len();
        self.say(
            format!(
                "{open} of the {all} subdivisions have no firm that fits{}.",
                match adjacent {
                    0 => String::new(),
                    _ => format!(", though {adjacent} of them have firms that are adjacent"),
                }
            ),
            format!(
                "{all}个细分领域中有{open}个没有符合的企业{}。",
                match adjacent {
                    0 => String::new(),
                    _ => format!("，其中{adjacent}个有边缘相关的企业"),
                }
            ),
        )
    }
}

/// Advice as a sentence of its own.
pub(super) fn sentence(advice: &str, language: Language) -> String {
    match language {
        Language::Zh => format!("{advice}。"),
        Language::En => {
            let mut letters = advice.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string());
            format!("{}{}.", first.unwrap_or_default(), letters.as_str())
        }
    }
}
