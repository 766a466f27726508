//! The sentences and labels of an explanation, in both languages, before any format.

use super::steps::joined;
use crate::assessment::{
    Explanation, Outcome, Rival, Step, StepKind, join, names_no_business, out_of_scope_words, quote,
};
use crate::fit::{MatchKind, OutOfScopeFit, Points, Role, Score, Tier, Verdict};
use crate::report::View;
use crate::taxonomy::Language;
use crate::text::is_han;
use std::borrow::Cow;

/// An explanation, put into words.
#[derive(Clone, Copy)]
pub(in crate::report) struct ExplanationWording<'a> {
    pub(in crate::report) view: View,
    pub(in crate::report) of: &'a Explanation<'a>,
}

/// An outcome, put into words: a row of a table.
pub(in crate::report) struct OutcomeRow {
    /// The words, in quotation marks.
    pub(in crate::report) words: String,
    /// The score then, with its tier.
    pub(in crate::report) score: String,
    /// How many points that is more or less.
    pub(in crate::report) points: String,
    /// The same, and what else would change: the verdict, the rank, the best fit.
    pub(in crate::report) change: String,
}

/// Words, their points here and there, and the difference.
pub(in crate::report) type Separation<'a> = (&'a str, Option<Points>, Option<Points>, Points);

impl<'a> ExplanationWording<'a> {
    pub(in crate::report) fn say(
        self,
        english: &'static str,
        chinese: &'static str,
    ) -> &'static str {
        self.view.say(english, chinese)
    }

    fn pick(self, english: String, chinese: String) -> String {
        match self.view.language {
            Language::En => english,
            Language::Zh => chinese,
        }
    }

    /// Name of the explained subdivision.
    pub(in crate::report) fn label(self) -> &'a str {
        self.of.fit.label.get(self.view.language)
    }

    /// The tier of a score, or that it is none; for a plan that was never calibrated, that it rests on terms.
    pub(in crate::report) fn tier(self, score: Score) -> &'static str {
        let basis = self.of.fit.basis;
        basis.tier(Tier::of(score), self.view.language)
    }

    /// A score as readers are shown it.
    fn shown(self, score: Score) -> String {
        self.of.fit.basis.shown(score, self.view.language)
    }

    /// A score with its tier.
    pub(in crate::report) fn standing(self, score: Score) -> String {
        let (score, tier) = (self.shown(score), self.tier(score));
        self.pick(format!("{score} ({tier})"), format!("{score}（{tier}）"))
    }

    /// The answer in one line: score, tier, rank.
    pub(in crate::report) fn head(self) -> String {
        let fit = &self.of.fit;
        let (label, score, tier) = (self.label(), self.shown(fit.score), self.tier(fit.score));
        let (rank, all) = (fit.rank, self.of.ranked);
        if !fit.basis.is_calibrated() {
            return self.pick(
                format!("{label} has {score} relevance {tier} alone, rank {rank} of {all}"),
                format!("{label}相关度{score}（{tier}），在{all}个细分领域中排名第{rank}"),
            );
        }
        self.pick(
            format!("{label} scores {score}: {tier}, rank {rank} of {all}"),
            format!("{label}得分{score}：{tier}，在{all}个细分领域中排名第{rank}"),
        )
    }

    /// The verdict on the profile, with its reason.
    pub(in crate::report) fn verdict(self) -> String {
        let verdict = self.of.verdict.word(self.view.language);
        let reason = self.of.reason.get(self.view.language);
        self.pick(
            format!("verdict on the profile: {verdict}; {reason}"),
            format!("资料总体结论：{verdict}；{reason}"),
        )
    }

    /// The steps to show: all, or the strongest `limit` pieces with the others summed up at the end. Pieces of the same
    /// words (a term, and the words of it) are then one.
    pub(in crate::report) fn steps(self, limit: usize) -> Vec<Step> {
        let joined = match limit {
            usize::MAX => self.of.steps.clone(),
            _ => joined(self.of),
        };
        let mut strengths: Vec<i32> = joined
            .iter()
            .filter(|step| step.kind == StepKind::Evidence)
            .map(|step| step.points.0.abs())
            .collect();
        strengths.sort_unstable_by_key(|points| std::cmp::Reverse(*points));
        let weakest = strengths.get(limit.saturating_sub(1)).copied().unwrap_or(0);
        let (mut shown, mut pieces, mut rest, mut small) = (Vec::new(), 0, 0, 0);
        for step in joined {
            let is_piece = step.kind == StepKind::Evidence;
            if is_piece && step.points.0.abs() >= weakest && pieces < limit {
                pieces += 1;
                shown.push(step);
            } else if is_piece || step.kind == StepKind::Rest {
                small += step.count;
                rest += step.points.0;
            } else if step.points.0 != 0 {
                shown.push(step);
            }
        }
        if rest != 0 {
            shown.push(Step {
                kind: StepKind::Rest,
                piece: None,
                role: None,
                count: small,
                points: Points(rest),
                sum: Points(0),
            });
        }
        let mut sum = 0;
        for step in &mut shown {
            sum += step.points.0;
            step.sum = Points(sum);
        }
        shown
    }

    /// What a step is.
    pub(in crate::report) fn step<'s>(self, step: &'s Step) -> Cow<'s, str> {
        let count = step.count;
        match (step.kind, &step.piece) {
            (StepKind::Start, _) => self.say("start", "起始值").into(),
            (StepKind::Evidence, Some(piece)) => self.view.words(piece).into(),
            (StepKind::Role, _) => self.role(step.role.unwrap_or(Role::Own), count).into(),
            (StepKind::Late, _) => self
                .pick(format!("{count} said late"), format!("{count}项位置靠后"))
                .into(),
            (StepKind::Scope, _) => self.held_against().into(),
            (StepKind::Rest, _) | (StepKind::Evidence, None) => match self.view.language {
                _ if count == 1 => self.say("the rest", "其余").into(),
                Language::En => format!("{count} further words").into(),
                Language::Zh => format!("其余{count}个词语合计").into(),
            },
        }
    }

    /// How a piece was met and, unless as the firm's own, in what role.
    pub(in crate::report) fn how(self, step: &Step) -> String {
        let Some(piece) = step
            .piece
            .as_ref()
            .filter(|_| step.kind == StepKind::Evidence)
        else {
            return String::new();
        };
        let how = piece.how.word(self.view.language);
        match piece.role {
            Role::Own => how.to_owned(),
            _ if piece.how == MatchKind::Kind => how.to_owned(),
            role => format!(
                "{how}{}{}",
                self.say(", ", "，"),
                role.word(self.view.language)
            ),
        }
    }

    fn role(self, role: Role, count: usize) -> String {
        let (english, chinese) = match role {
            Role::Trade => ("named as goods to sell", "列为销售的产品"),
            Role::Customer => (
                "named as what it serves or supplies",
                "列为服务对象或应用领域",
            ),
            Role::Intended => ("named as a plan", "列为计划"),
            Role::Excluded => ("excluded", "属排除的内容"),
            Role::Past => ("named as something of the past", "列为过去的业务"),
            Role::Mentioned => ("only mentioned", "仅被提及"),
            Role::Own => ("otherwise elsewhere", "在文中他处角色不同"),
        };
        self.pick(format!("{count} {english}"), format!("{count}项{chinese}"))
    }

    fn held_against(self) -> String {
        let business = self.of.held_against;
        let business = business.map_or("", |label| label.get(self.view.language));
        self.pick(
            format!("held against: {business}"),
            format!("业务（{business}）不在招商范围"),
        )
    }

    /// How the sum comes to the score, and how far the nearest lines are.
    pub(in crate::report) fn sum(self) -> String {
        let fit = &self.of.fit;
        let (raw, standing) = (self.of.raw, self.standing(fit.score));
        if !fit.basis.is_calibrated() {
            return self.pick(
                format!("{raw} in all, never calibrated: {standing}"),
                format!("合计{raw}，未经校准：{standing}"),
            );
        }
        let mut line = self.pick(
            format!("{raw} in all, calibrated to {standing}"),
            format!("合计{raw}，校准后得分{standing}"),
        );
        let passed = self.of.lines.iter().find(|line| line.points.0 <= 0);
        let ahead = self.of.lines.iter().rfind(|line| line.points.0 > 0);
        if let Some(passed) = passed {
            let tier = passed.tier.word(self.view.language);
            let (gap, score) = (apart(fit.score, passed.score), passed.score.value());
            line += &self.pick(
                format!("; {gap} above the line of {tier} at {score}"),
                format!("；高于“{tier}”线（{score}分）{gap}分"),
            );
        }
        if let Some(ahead) = ahead {
            let tier = ahead.tier.word(self.view.language);
            let (gap, score) = (apart(fit.score, ahead.score), ahead.score.value());
            line += &self.pick(
                format!("; {gap} below the line of {tier} at {score}"),
                format!("；低于“{tier}”线（{score}分）{gap}分"),
            );
        }
        line
    }

    /// What the score would be if everything said were the firm's own business.
    pub(in crate::report) fn if_own(self) -> Option<String> {
        let score = self.of.if_own.filter(|score| *score != self.of.fit.score)?;
        let standing = self.standing(score);
        Some(self.pick(
            format!(
                "if all that it trades, plans, leaves to others or serves were its own business, the score would be {standing}"
            ),
            format!("若将经销的、计划的、注明不从事的和客户的业务都算作本企业业务，得分将为{standing}"),
        ))
    }

    /// Who the rival is and how far away.
    pub(in crate::report) fn rival(self) -> Option<String> {
        let rival = self.of.rival.as_ref()?;
        let (label, standing) = (
            rival.fit.label.get(self.view.language),
            self.standing(rival.fit.score),
        );
        let gap = match self.of.fit.basis.is_calibrated() {
            true => apart(self.of.fit.score, rival.fit.score),
            false => rival.lead.to_string().split_off(1),
        };
        Some(if rival.lead.0 >= 0 {
            self.pick(
                format!("Runner-up: {label} {standing}, {gap} behind"),
                format!("次优：{label}，{standing}，落后{gap}分"),
            )
        } else {
            self.pick(
                format!("Ahead: {label} {standing}, by {gap}"),
                format!("领先者：{label}，{standing}，领先{gap}分"),
            )
        })
    }

    /// What separates the two, as rows: words, points here, points there, difference.
    pub(in crate::report) fn separation(self, rival: &'a Rival<'a>) -> Vec<Separation<'a>> {
        let start = self.say("start", "起始值");
        let bases = (Some(self.of.fit.base), Some(rival.fit.base));
        let mut rows = vec![(start, bases.0, bases.1, rival.start)];
        rows.extend(
            rival
                .words
                .iter()
                .map(|word| (word.words.as_str(), word.here, word.there, word.difference)),
        );
        let rest = self.say("all else", "其余");
        rows.push((rest, None, None, rival.rest));
        rows.retain(|(.., difference)| difference.0 != 0);
        rows
    }

    /// What removing or adding words would do, as a row.
    pub(in crate::report) fn trial(self, outcome: &Outcome<'_>) -> OutcomeRow {
        let language = self.view.language;
        let mut words = join(outcome.words.iter().map(|words| quote(words)), language);
        if outcome.places > 1 && outcome.words.len() == 1 {
            words = format!("{words} ×{}", outcome.places);
        }
        let tenths = |score: Score| i32::from(score.tenths());
        let change = match self.of.fit.basis.is_calibrated() {
            true => Points(tenths(outcome.score) - tenths(self.of.fit.score)),
            false => outcome.change,
        };
        let points = self.pick(format!("{change}"), format!("{change}分"));
        let mut changes = vec![points.clone()];
        if outcome.verdict != self.of.verdict {
            let verdict = outcome.verdict.word(language);
            changes.push(self.pick(format!("verdict {verdict}"), format!("结论变为“{verdict}”")));
        }
        if outcome.rank != self.of.fit.rank && outcome.rank > 0 {
            let rank = outcome.rank;
            changes.push(self.pick(format!("rank {rank}"), format!("排名第{rank}")));
        }
        if let Some(best) = outcome
            .best
            .filter(|_| self.of.fit.rank == 1 && outcome.rank > 1)
        {
            let label = best.label.get(language);
            changes.push(self.pick(format!("best {label}"), format!("最佳为{label}")));
        }
        OutcomeRow {
            words,
            score: self.standing(outcome.score),
            change: changes.join(self.say(", ", "，")),
            points,
        }
    }

    /// What it takes for the fit to be none, or that few words do not.
    pub(in crate::report) fn turning(self) -> Option<String> {
        let passed: Vec<Score> = self
            .of
            .lines
            .iter()
            .filter(|line| line.points.0 <= 0)
            .map(|line| line.score)
            .collect();
        let lowest_two = passed.len().saturating_sub(2);
        let line = passed.get(lowest_two)?.value();
        let Some(outcome) = &self.of.turning else {
            return Some(self.pick(
                format!("leaving out the words that cost most, up to ten, does not bring it below {line}"),
                format!("即使去掉影响最大的词语（至多十个），得分仍不低于{line}分"),
            ));
        };
        let trial = self.trial(outcome);
        let (words, score) = (trial.words, trial.score);
        Some(match outcome.words.len() {
            1 => self.pick(
                format!("without {words} alone it falls below {line}: {score}"),
                format!("仅去掉{words}，得分即降至{line}分以下：{score}"),
            ),
            _ => self.pick(
                format!("it falls below {line} without {words} together: {score}"),
                format!("同时去掉{words}，得分才降至{line}分以下：{score}"),
            ),
        })
    }

    /// What lacks to the threshold, as sentences.
    pub(in crate::report) fn missing(self) -> Vec<String> {
        let Some(missing) = &self.of.missing else {
            return Vec::new();
        };
        let language = self.view.language;
        let gap = apart(self.of.fit.score, missing.threshold);
        let threshold = missing.threshold.value();
        let mut told = vec![self.pick(
            format!("{gap} short of {threshold}, where a fit is substantial"),
            format!("距{threshold}分（重要）还差{gap}分"),
        )];
        let is_read = |words: &str| language == Language::En || words.contains(is_han);
        let is_any_read = missing.named.iter().any(|name| is_read(name.words));
        for name in &missing.named {
            // To a reader of Chinese the label says what the English phrase does.
            let words = match is_read(name.words) {
                true => quote(name.words),
                false if is_any_read => continue,
                false => quote(self.label()),
            };
            told.push(match name.mentioned {
                true => self.pick(
                    format!("the profile mentions the plan's own words {words}"),
                    format!("资料提到了规划用语{words}"),
                ),
                false => self.pick(
                    format!("the profile does not mention the plan's own words {words}"),
                    format!("资料未提到规划用语{words}"),
                ),
            });
        }
        let (count, terms) = (missing.mentioned.len(), missing.terms);
        let mentioned = missing.mentioned.iter().take(MENTIONED);
        let listed = join(mentioned.map(|term| quote(term)), language);
        let (english, chinese) = match missing.language {
            Language::En => ("English", "英文"),
            Language::Zh => ("Chinese", "中文"),
        };
        let more = match count > MENTIONED {
            true => self.say(" and others", "等"),
            false => "",
        };
        told.push(match count {
            0 => self.pick(
                format!("none of the subdivision's {terms} {english} terms is mentioned"),
                format!("该细分领域的{terms}个{chinese}术语均未提到"),
            ),
            _ => self.pick(
                format!("of its {terms} {english} terms {count} are mentioned: {listed}{more}"),
                format!("该细分领域的{terms}个{chinese}术语中提到{count}个：{listed}{more}"),
            ),
        });
        told.extend(self.against());
        told
    }

    /// What speaks against the subdivision, strongest first.
    fn against(self) -> Option<String> {
        let steps = self.steps(usize::MAX - 1);
        let against = steps.iter().filter(|step| step.points.0 < 0);
        let mut against: Vec<&Step> = against
            .filter(|step| !matches!(step.kind, StepKind::Start | StepKind::Rest))
            .collect();
        against.sort_by_key(|step| step.points);
        let named = against.iter().take(AGAINST).map(|step| {
            let what = match step.kind {
                StepKind::Evidence => match &step.piece {
                    Some(piece) if piece.how != MatchKind::Kind => quote(&piece.text),
                    _ => self.step(step).into_owned(),
                },
                _ => self.step(step).into_owned(),
            };
            let points = step.points;
            self.pick(format!("{what} {points}"), format!("{what}（{points}）"))
        });
        let named = join(named, self.view.language);
        (!named.is_empty()).then(|| {
            self.pick(
                format!("what speaks against it: {named}"),
                format!("不利之处：{named}"),
            )
        })
    }

    /// Whether leaving out a word, or several, would change the answer at all.
    pub(in crate::report) fn hangs_on_words(self) -> bool {
        let (score, verdict) = (self.of.fit.score, self.of.verdict);
        let mut outcomes = self.of.without.iter().chain(&self.of.turning);
        outcomes.any(|outcome| outcome.score != score || outcome.verdict != verdict)
    }

    /// What to ask the firm: whether it does what the strongest absent terms name. Words that are not true of a firm are
    /// no evidence, so nothing is said of what they would score.
    pub(in crate::report) fn question(self) -> Option<String> {
        let missing = self.of.missing.as_ref()?;
        if self.of.verdict == Verdict::OutOfScope {
            return None;
        }
        let named = missing.absent.iter().flat_map(|outcome| &outcome.words);
        let named: Vec<String> = named.take(ASKED).map(|words| quote(words)).collect();
        if named.is_empty() {
            return None;
        }
        let named = match self.view.language {
            Language::Zh => named.join("、"),
            Language::En if named.len() == 1 => named.concat(),
            Language::En => {
                let (last, first) = named.split_last()?;
                format!("{} or {last}", first.join(", "))
            }
        };
        Some(self.pick(
            format!("Ask the firm: do you make or do any of this yourselves: {named}?"),
            format!("建议询问企业：是否自行从事{named}等业务？"),
        ))
    }

    /// Why the profile is out of scope, if it is: the business, and the words that say so.
    pub(in crate::report) fn out_of_scope(self) -> Vec<String> {
        let Some(out) = &self.of.out_of_scope else {
            return Vec::new();
        };
        let language = self.view.language;
        let (label, score) = (out.label.get(language), out.score);
        let business = label.to_lowercase();
        if names_no_business(label) {
            return self.no_business(out);
        }
        let mut told = vec![self.pick(
            format!("the profile reads as {business} ({score}), a business that the plan does not promote"),
            format!("资料所述业务归为{label}（{score}），不在招商范围"),
        )];
        told.extend(self.out_words(out));
        let best = self.of.fit.score;
        if self.of.fit.rank == 1 {
            let nearest = self.label();
            told.push(self.pick(
                format!("the nearest subdivision, {nearest}, scores {best}"),
                format!("最接近的细分领域是{nearest}，得分{best}"),
            ));
        }
        told.push(self.pick(
            format!(
                "Ask the firm: do you have a business besides {business}, and what does it make?"
            ),
            format!("建议询问企业：除{label}外是否还有其他业务，具体生产什么？"),
        ));
        told
    }

    /// The same of a profile that describes no business, which is none to be in.
    fn no_business(self, out: &OutOfScopeFit<'_>) -> Vec<String> {
        let score = out.score;
        let mut told = vec![self.pick(
            format!("the profile describes no business that the plan could promote ({score})"),
            format!("资料未说明具体业务（{score}），无法对应规划"),
        )];
        told.extend(self.out_words(out));
        told.push(
            self.say(
                "Ask the firm: do you have a business, and what does it make or provide?",
                "建议询问企业：目前有哪些实际业务，具体生产或提供什么？",
            )
            .to_owned(),
        );
        told
    }

    /// The words that say that a profile is out of scope.
    fn out_words(self, out: &OutOfScopeFit<'_>) -> Option<String> {
        let words = out_of_scope_words(self.of.profile, out.label, &out.evidence, OUT_WORDS);
        let words = join(words.iter().map(|words| quote(words)), self.view.language);
        (!words.is_empty()).then(|| {
            self.pick(
                format!("the words that say so: {words}"),
                format!("依据的词语：{words}"),
            )
        })
    }
}

/// What speaks against that is named.
const AGAINST: usize = 5;
/// Absent terms that are asked about.
const ASKED: usize = 4;
/// Words quoted for a business out of scope.
const OUT_WORDS: usize = 6;
/// Mentioned terms that are listed.
const MENTIONED: usize = 8;

/// How far two scores are apart.
fn apart(one: Score, other: Score) -> String {
    let tenths = one.tenths().abs_diff(other.tenths());
    format!("{}.{}", tenths / 10, tenths % 10)
}
