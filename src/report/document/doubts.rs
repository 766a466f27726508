//! What a careful reader should doubt about an answer, what to ask the firm, and what to do next.

use super::narrative::{CLOSE, Narrator, QUOTED};
use crate::assessment::{
    Caveat, EvidenceWords, Firm, FirmFit, LITTLE_TEXT, borrowed_words, clip, ends_early, join,
    quote, words_of_role,
};
use crate::fit::{Evidence, MatchKind, Role, Score, Tier, Verdict};
use crate::profile::{Field, Missing, Profile};
use crate::taxonomy::Language;

/// Words of a fit whose role is doubted.
const DOUBTED: usize = 5;
/// Below this confidence the order of the first fits is said to be uncertain.
const LOW_CONFIDENCE: u8 = 50;
/// A score nearer to a line than this many tenths is said to be near it.
const NEAR: u16 = 30;

/// Whether the profile uses a term of the subdivision: to ask about one that it does not even name is idle.
fn is_named(fit: &FirmFit) -> bool {
    let mut evidence = fit.evidence.iter();
    evidence.any(|piece| piece.how.is_term() && piece.field != Some(Field::Name))
}

impl Narrator<'_, '_> {
    /// What a careful reader should doubt; at least one entry.
    pub(super) fn uncertain(&self, firm: &Firm) -> Vec<String> {
        let mut doubts = Vec::new();
        if matches!(firm.verdict, Verdict::NoText | Verdict::NotRecognised) {
            doubts.push(self.say(
                "Everything: no text was understood.".to_owned(),
                "结果整体不确定：没有能够识别的文本。".to_owned(),
            ));
            return doubts;
        }
        self.doubt_order(firm, &mut doubts);
        self.doubt_profile(firm, &mut doubts);
        self.doubt_end(firm, &mut doubts);
        self.doubt_lines(firm, &mut doubts);
        self.doubt_words(firm, &mut doubts);
        if doubts.is_empty() {
            let language = self.language();
            let completeness = firm.completeness.score;
            let caveats = self.caveats(firm).into_iter();
            doubts.extend(caveats.map(|caveat| caveat.sentence(completeness, language)));
        }
        if doubts.is_empty() && !firm.verdict.something_fits() {
            doubts.push(
                self.say(
                    "Nothing stands out: the profile tells enough, and no score lies near a line."
                        .to_owned(),
                    "没有明显的不确定之处：资料充分，得分不在分界线附近。".to_owned(),
                ),
            );
        } else if doubts.is_empty() {
            doubts.push(self.say(
                "Nothing stands out: the lead is clear, the profile tells enough, and no score lies near a line."
                    .to_owned(),
                "没有明显的不确定之处：首位领先较多，资料充分，得分不在分界线附近。".to_owned(),
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
                [self.label_and_score(first), self.label_and_score(second)],
                self.language(),
            );
            doubts.push(self.say(
                format!("{pair} are close: a slightly fuller profile could change their order."),
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
        if told < LITTLE_TEXT {
            doubts.push(self.say(
                format!("The profile is short (completeness {told} of 100): low scores of other subdivisions may mean missing data, not a poor fit."),
                format!("资料篇幅较短（完整度{told}/100）：其他细分领域得分低可能是因为资料不足，而非不符合。"),
            ));
        }
    }

    /// That the text goes on where it was cut off.
    fn doubt_end(&self, firm: &Firm, doubts: &mut Vec<String>) {
        let text = firm.profile.description.as_deref().unwrap_or_default();
        if let Some(end) = ends_early(text) {
            let end = quote(&format!("…{}", end.trim_start()));
            doubts.push(self.say(
                format!("The text seems to be cut off at its end ({end}): what comes after it was not read."),
                format!("资料文本似乎不完整（结尾为{end}），其后的内容未能读取。"),
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

    fn tier_below(&self, line: Score) -> Option<Tier> {
        let below = Score::from_tenths(line.tenths().saturating_sub(1));
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
            // Of evidence that is summed up, nobody can say what is in it.
            let summed = fit
                .evidence
                .iter()
                .any(|piece| piece.how == MatchKind::Rest && piece.count > 1);
            if !named && !summed && fit.tier() >= Some(Tier::Substantial) {
                doubts.push(self.say(
                    format!("No term of {} stands in the profile: the score rests on words that are common among companies of the field.", self.label(fit)),
                    format!("资料中没有出现“{}”的专用术语，得分来自该领域企业的常用词。", self.label(fit)),
                ));
            }
        }
        let mut said: Vec<&str> = Vec::new();
        for fit in &counted {
            for words in borrowed_words(&firm.profile, &fit.evidence, DOUBTED) {
                if let Some(doubt) = self.doubt_role(&firm.profile, &words)
                    && !said.contains(&words.text)
                {
                    said.push(words.text);
                    doubts.push(doubt);
                }
            }
            let typos = fit
                .evidence
                .iter()
                .filter(|piece| piece.how == MatchKind::Typo);
            for piece in typos {
                if !said.contains(&piece.text.as_str()) {
                    said.push(&piece.text);
                    doubts.push(self.doubt_typo(piece));
                }
            }
        }
    }

    fn doubt_typo(&self, piece: &Evidence) -> String {
        let words = quote(&clip(&piece.text, QUOTED));
        let term = quote(&clip(&piece.term, QUOTED));
        self.say(
            format!("{words} was read as {term}, a typing error away."),
            format!("{words}按{term}的笔误处理。"),
        )
    }

    /// Why words count less than as the firm's own business: after which words of the text they stand.
    fn doubt_role(&self, profile: &Profile, words: &EvidenceWords<'_>) -> Option<String> {
        if words.role == Role::Own {
            return None;
        }
        let cue = words_of_role(profile, words);
        let words_quoted = quote(&clip(words.text, QUOTED));
        let Some(cue) = cue else {
            return Some(self.say(
                format!("{words_quoted} counts less: the text does not say outright that it is the firm's own business."),
                format!("{words_quoted}计分较低：资料未明确写明这是企业自身的业务。"),
            ));
        };
        let cue = quote(cue);
        let (english, chinese) = match words.role {
            Role::Trade => ("as goods to sell", "属销售的产品"),
            Role::Customer => ("as what is served or supplied", "属服务对象或应用领域"),
            Role::Intended => ("as a plan", "属计划"),
            Role::Past => ("as something of the past", "属过去的业务"),
            Role::Own | Role::Excluded | Role::Mentioned => ("as excluded", "属排除的内容"),
        };
        Some(self.say(
            format!("{words_quoted} counts less: it stands with {cue}, {english}."),
            format!("{words_quoted}计分较低：资料中与{cue}连用，{chinese}。"),
        ))
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
            let missing = missing.filter(|missing| **missing != Missing::Keywords);
            let chinese = language == Language::Zh;
            questions.extend(missing.map(|missing| missing.question(chinese).to_owned()));
        }
        let below = firm
            .fits
            .iter()
            .filter(|fit| fit.score < Tier::Substantial.threshold())
            .filter(|fit| fit.tier().is_some() || !firm.verdict.something_fits() && is_named(fit))
            .take(2);
        if firm.verdict != Verdict::OutOfScope {
            questions.extend(below.map(|fit| {
                let label = quote(self.label(fit));
                self.say(
                    format!(
                        "Is {label} a line of business of its own, and which products belong to it?"
                    ),
                    format!("{label}是否为独立的业务，有哪些产品？"),
                )
            }));
        }
        questions
    }

    /// What to do next about a firm.
    pub(super) fn next_steps(&self, firm: &Firm) -> Vec<String> {
        let project = firm.project.as_ref();
        let project_fits = project.is_some_and(|project| project.best().is_some());
        let of_project = (
            "Ask when the planned project would begin, and what it needs.",
            "了解拟建项目的进度和所需条件。",
        );
        let asked = self.questions(firm).len();
        let steps: [(&str, &str); 2] = match firm.verdict {
            _ if project_fits && !firm.verdict.something_fits() => [
                (
                    "Talk about the planned project: it fits the plan, and the present business does not.",
                    "就拟建项目与企业沟通：项目符合规划，现有业务不符合。",
                ),
                of_project,
            ],
            _ if project_fits && asked == 0 => [
                (
                    "Check the quoted passages with the firm.",
                    "与企业核对上述引文。",
                ),
                of_project,
            ],
            Verdict::Fits | Verdict::Peripheral if asked == 0 => [
                (
                    "Check the quoted passages with the firm.",
                    "与企业核对上述引文。",
                ),
                (
                    "Ask what it would build here, and when.",
                    "了解企业拟投资的项目和时间安排。",
                ),
            ],
            Verdict::Fits | Verdict::Peripheral => [
                (
                    "Check the quoted passages with the firm.",
                    "与企业核对上述引文。",
                ),
                (
                    match asked {
                        1 => "Put the question above to the firm in the next call.",
                        _ => "Put the questions above to the firm in the next call.",
                    },
                    "在下次沟通中核实上述问题。",
                ),
            ],
            Verdict::NothingFits | Verdict::OutOfScope => [
                (
                    "Ask whether the firm has another line of business.",
                    "询问企业是否另有其他业务。",
                ),
                (
                    "Without one, do not pursue it under this plan.",
                    "如无其他业务，不再按本规划跟进。",
                ),
            ],
            Verdict::NotRecognised | Verdict::NoText => [
                (
                    "Get a text that says what the firm makes or provides.",
                    "取得说明企业产品或服务的资料。",
                ),
                ("Match it again.", "重新匹配。"),
            ],
        };
        let of_language =
            |(english, chinese): (&str, &str)| self.say(english.to_owned(), chinese.to_owned());
        steps.map(of_language).to_vec()
    }
}
