//! The sentences and labels of an explanation, in both languages, before any format.

use super::steps::joined;
use crate::assessment::{
    Explanation, Outcome, Rival, Step, StepKind, in_sentence, join, list, names_no_business,
    out_of_scope_words, quote, with_note,
};
use crate::fit::{MatchKind, OutOfScopeFit, Points, Role, Score, Tier, Verdict};
use crate::messages::{add_message, filled, message, say};
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
    pub(in crate::report) fn say(self, english: &'static str) -> &'static str {
        say(self.view.language, english)
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
        with_note(&self.shown(score), self.tier(score), self.view.language)
    }

    /// The answer in one line: score, tier, rank.
    pub(in crate::report) fn head(self) -> String {
        let fit = &self.of.fit;
        let (label, score, tier) = (self.label(), self.shown(fit.score), self.tier(fit.score));
        let (rank, all) = (fit.rank, self.of.ranked);
        if !fit.basis.is_calibrated() {
            return message!(
                self.view.language,
                "{label} has {score} relevance {tier} alone, rank {rank} of {all}",
                label,
                score,
                tier,
                rank,
                all
            );
        }
        message!(
            self.view.language,
            "{label} scores {score}: {tier}, rank {rank} of {all}",
            label,
            score,
            tier,
            rank,
            all
        )
    }

    /// The verdict on the profile, with its reason.
    pub(in crate::report) fn verdict(self) -> String {
        let language = self.view.language;
        message!(
            language,
            "verdict on the profile: {verdict}; {reason}",
            verdict = self.of.verdict.word(language),
            reason = self.of.reason.get(language)
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
        let (language, count) = (self.view.language, step.count);
        match (step.kind, &step.piece) {
            (StepKind::Start, _) => self.say("start##step").into(),
            (StepKind::Evidence, Some(piece)) => self.view.words(piece).into(),
            (StepKind::Role, _) => self.role(step.role.unwrap_or(Role::Own), count).into(),
            (StepKind::Late, _) => message!(language, "{count} said late", count).into(),
            (StepKind::Scope, _) => self.held_against().into(),
            (StepKind::Rest, _) | (StepKind::Evidence, None) => match count {
                1 => self.say("the rest").into(),
                _ => message!(language, "{count} further words", count).into(),
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
            role => {
                let role = role.word(self.view.language);
                message!(self.view.language, "{how}, {role}", how, role)
            }
        }
    }

    fn role(self, role: Role, count: usize) -> String {
        let language = self.view.language;
        let told = say(
            language,
            match role {
                Role::Trade => "{count} named as goods to sell",
                Role::Customer => "{count} named as what it serves or supplies",
                Role::Intended => "{count} named as a plan",
                Role::Excluded => "{count} excluded",
                Role::Past => "{count} named as something of the past",
                Role::Mentioned => "{count} only mentioned",
                Role::Own => "{count} otherwise elsewhere",
            },
        );
        filled(told, &[("count", &count)])
    }

    fn held_against(self) -> String {
        let business = self.of.held_against;
        let business = business.map_or("", |label| label.get(self.view.language));
        message!(self.view.language, "held against: {business}", business)
    }

    /// How the sum comes to the score, and how far the nearest lines are.
    pub(in crate::report) fn sum(self) -> String {
        let (fit, language) = (&self.of.fit, self.view.language);
        let (raw, standing) = (self.of.raw, self.standing(fit.score));
        if !fit.basis.is_calibrated() {
            return message!(
                language,
                "{raw} in all, never calibrated: {standing}",
                raw,
                standing
            );
        }
        let mut line = message!(
            language,
            "{raw} in all, calibrated to {standing}",
            raw,
            standing
        );
        let passed = self.of.lines.iter().find(|line| line.points.0 <= 0);
        let ahead = self.of.lines.iter().rfind(|line| line.points.0 > 0);
        if let Some(passed) = passed {
            add_message!(
                line,
                language,
                "; {gap} above the line of {tier} at {score}",
                gap = apart(fit.score, passed.score),
                tier = passed.tier.word(language),
                score = passed.score.value()
            );
        }
        if let Some(ahead) = ahead {
            add_message!(
                line,
                language,
                "; {gap} below the line of {tier} at {score}",
                gap = apart(fit.score, ahead.score),
                tier = ahead.tier.word(language),
                score = ahead.score.value()
            );
        }
        line
    }

    /// What the score would be if everything said were the firm's own business.
    pub(in crate::report) fn if_own(self) -> Option<String> {
        let score = self.of.if_own.filter(|score| *score != self.of.fit.score)?;
        Some(message!(
            self.view.language,
            "if all that it trades, plans, leaves to others or serves were its own business, the score would be {standing}",
            standing = self.standing(score)
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
            message!(
                self.view.language,
                "Runner-up: {label} {standing}, {gap} behind",
                label,
                standing,
                gap
            )
        } else {
            message!(
                self.view.language,
                "Ahead: {label} {standing}, by {gap}",
                label,
                standing,
                gap
            )
        })
    }

    /// What separates the two, as rows: words, points here, points there, difference.
    pub(in crate::report) fn separation(self, rival: &'a Rival<'a>) -> Vec<Separation<'a>> {
        let start = self.say("start##step");
        let bases = (Some(self.of.fit.base), Some(rival.fit.base));
        let mut rows = vec![(start, bases.0, bases.1, rival.start)];
        rows.extend(
            rival
                .words
                .iter()
                .map(|word| (word.words.as_str(), word.here, word.there, word.difference)),
        );
        let rest = self.say("all else");
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
        let points = message!(language, "{change}##points", change);
        let mut change = points.clone();
        if outcome.verdict != self.of.verdict {
            let verdict = outcome.verdict.word(language);
            add_message!(change, language, ", verdict {verdict}", verdict);
        }
        if outcome.rank != self.of.fit.rank && outcome.rank > 0 {
            add_message!(change, language, ", rank {rank}", rank = outcome.rank);
        }
        if let Some(best) = outcome
            .best
            .filter(|_| self.of.fit.rank == 1 && outcome.rank > 1)
        {
            let label = best.label.get(language);
            add_message!(change, language, ", best {label}", label);
        }
        OutcomeRow {
            words,
            score: self.standing(outcome.score),
            change,
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
        let language = self.view.language;
        let Some(outcome) = &self.of.turning else {
            return Some(message!(
                language,
                "leaving out the words that cost most, up to ten, does not bring it below {line}",
                line
            ));
        };
        let trial = self.trial(outcome);
        let (words, score) = (trial.words, trial.score);
        Some(match outcome.words.len() {
            1 => message!(
                language,
                "without {words} alone it falls below {line}: {score}",
                words,
                line,
                score
            ),
            _ => message!(
                language,
                "it falls below {line} without {words} together: {score}",
                line,
                words,
                score
            ),
        })
    }

    /// What lacks to the threshold, as sentences.
    pub(in crate::report) fn missing(self) -> Vec<String> {
        let Some(missing) = &self.of.missing else {
            return Vec::new();
        };
        let language = self.view.language;
        let mut told = vec![message!(
            language,
            "{gap} short of {threshold}, where a fit is substantial",
            gap = apart(self.of.fit.score, missing.threshold),
            threshold = missing.threshold.value()
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
                true => message!(
                    language,
                    "the profile mentions the plan's own words {words}",
                    words
                ),
                false => message!(
                    language,
                    "the profile does not mention the plan's own words {words}",
                    words
                ),
            });
        }
        let (count, terms) = (missing.mentioned.len(), missing.terms);
        let mentioned = missing.mentioned.iter().take(MENTIONED);
        let listed = join(mentioned.map(|term| quote(term)), language);
        let listed = match count > MENTIONED {
            true => message!(language, "{listed} and others", listed),
            false => listed,
        };
        let of_language = self.say(match missing.language {
            Language::En => "English",
            Language::Zh => "Chinese",
        });
        told.push(match count {
            0 => message!(
                language,
                "none of the subdivision's {terms} {of_language} terms is mentioned",
                terms,
                of_language
            ),
            _ => message!(
                language,
                "of its {terms} {of_language} terms {count} are mentioned: {listed}",
                terms,
                of_language,
                count,
                listed
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
            message!(self.view.language, "{what} {points}", what, points)
        });
        let named = join(named, self.view.language);
        (!named.is_empty())
            .then(|| message!(self.view.language, "what speaks against it: {named}", named))
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
        let language = self.view.language;
        let named = match named.split_last()? {
            (one, []) => one.clone(),
            (last, others) => {
                let others = list(others, language);
                message!(language, "{others} or {last}", others, last)
            }
        };
        Some(message!(
            language,
            "Ask the firm: do you make or do any of this yourselves: {named}?",
            named
        ))
    }

    /// Why the profile is out of scope, if it is: the business, and the words that say so.
    pub(in crate::report) fn out_of_scope(self) -> Vec<String> {
        let Some(out) = &self.of.out_of_scope else {
            return Vec::new();
        };
        let language = self.view.language;
        let (label, score) = (out.label.get(language), out.score);
        if names_no_business(label) {
            return self.no_business(out);
        }
        let business = in_sentence(label, language);
        let mut told = vec![message!(
            language,
            "the profile reads as {business} ({score}), a business that the plan does not promote",
            business,
            score
        )];
        told.extend(self.out_words(out));
        let best = self.of.fit.score;
        if self.of.fit.rank == 1 {
            told.push(message!(
                language,
                "the nearest subdivision, {nearest}, scores {best}",
                nearest = self.label(),
                best
            ));
        }
        told.push(message!(
            language,
            "Ask the firm: do you have a business besides {business}, and what does it make?",
            business
        ));
        told
    }

    /// The same of a profile that describes no business, which is none to be in.
    fn no_business(self, out: &OutOfScopeFit<'_>) -> Vec<String> {
        let mut told = vec![message!(
            self.view.language,
            "the profile describes no business that the plan could promote ({score})",
            score = out.score
        )];
        told.extend(self.out_words(out));
        let question =
            self.say("Ask the firm: do you have a business, and what does it make or provide?");
        told.push(question.to_owned());
        told
    }

    /// The words that say that a profile is out of scope.
    fn out_words(self, out: &OutOfScopeFit<'_>) -> Option<String> {
        let words = out_of_scope_words(self.of.profile, out.label, &out.evidence, OUT_WORDS);
        let words = join(words.iter().map(|words| quote(words)), self.view.language);
        (!words.is_empty())
            .then(|| message!(self.view.language, "the words that say so: {words}", words))
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
