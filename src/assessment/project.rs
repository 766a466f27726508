//! The planned project in sentences: what it fits, by its own text alone.
//!
//! A project is what the firm means to do, not what it does; so it has sentences of its own, and no sentence about the
//! present business counts it in.

use super::reason::{met, names_no_business, nearest};
use super::sentence::in_sentence;
use crate::fit::{Assessment, Basis, Evidence, Score, Tier, Verdict};
use crate::messages::{message, say};
use crate::profile::Profile;
use crate::taxonomy::Language;

/// What was found about a project, whether it was just assessed or read back from a record.
#[derive(Debug, Clone, Copy)]
pub struct ProjectFinding<'a> {
    /// The answer about the project in one word.
    pub verdict: Verdict,
    /// The best subdivision: its name, its score, what that rests on, and the words that met it.
    pub best: Option<(&'a str, Score, Basis, &'a [Evidence])>,
    /// The kind of business outside the plan that it was recognised as.
    pub out_of_scope: Option<&'a str>,
}

impl<'a> ProjectFinding<'a> {
    /// What `project`, an [`Assessment::project`], says in `language`.
    #[must_use]
    pub fn of(project: &'a Assessment<'_>, language: Language) -> Self {
        let best = project.fits.first().map(|fit| {
            let label = fit.label.get(language);
            (label, fit.score, fit.basis, fit.evidence.as_slice())
        });
        let out = project.out_of_scope.as_ref();
        Self {
            verdict: project.verdict,
            best,
            out_of_scope: out.map(|out| out.label.get(language)),
        }
    }
}

/// What the project of `profile` fits, in one sentence.
#[must_use]
pub fn project_told(profile: &Profile, found: ProjectFinding<'_>, language: Language) -> String {
    match (found.verdict, found.best, found.out_of_scope) {
        (Verdict::Fits | Verdict::Peripheral, Some((label, score, basis, evidence)), _) => {
            let tier = basis.tier(Tier::of(score), language);
            let score = basis.shown(score, language);
            match (found.verdict, met(profile, evidence, language)) {
                (Verdict::Fits, Some(met)) => message!(
                    language,
                    "The project fits {label} ({score}, {tier}): {met}.",
                    label,
                    score,
                    tier,
                    met
                ),
                (Verdict::Fits, None) => message!(
                    language,
                    "The project fits {label} ({score}, {tier}).",
                    label,
                    score,
                    tier
                ),
                (_, Some(met)) => message!(
                    language,
                    "The project is a peripheral fit for {label} ({score}, {tier}): {met}.",
                    label,
                    score,
                    tier,
                    met
                ),
                (_, None) => message!(
                    language,
                    "The project is a peripheral fit for {label} ({score}, {tier}).",
                    label,
                    score,
                    tier
                ),
            }
        }
        (Verdict::OutOfScope, _, Some(class)) if names_no_business(class) => say(
            language,
            "The text about the project describes no business that the plan could promote.",
        )
        .to_owned(),
        (Verdict::OutOfScope, _, Some(class)) => message!(
            language,
            "The project belongs to a business that the plan does not promote: {class}.",
            class = in_sentence(class, language)
        ),
        (Verdict::NothingFits, Some((label, score, basis, _)), _) => {
            let nearest = nearest(label, score, basis, language);
            message!(
                language,
                "The project fits no subdivision of the plan; {nearest}.",
                nearest
            )
        }
        (Verdict::NotRecognised | Verdict::NoText, ..) => say(
            language,
            "The text about the project does not say what would be made or provided.",
        )
        .to_owned(),
        _ => say(language, "The project fits no subdivision of the plan.").to_owned(),
    }
}

/// What a project is called in headings.
#[must_use]
pub fn project_heading(language: Language) -> &'static str {
    say(language, "Planned project")
}

/// That a project is an intention.
#[must_use]
pub fn project_note(language: Language) -> &'static str {
    say(
        language,
        "Read from the text about the project alone, as an intention; it does not count towards the scores of the present business.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Matcher, Options, Scratch, Taxonomy};

    fn told(project: &str, language: Language) -> String {
        let taxonomy = Taxonomy::shipped();
        let profile = Profile {
            project: Some(project.to_owned()),
            ..Profile::default()
        };
        let matcher = Matcher::new(&taxonomy);
        let assessment = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
        let project = assessment.project.expect("the profile has a project");
        project_told(&profile, ProjectFinding::of(&project, language), language)
    }

    #[test]
    fn a_score_that_was_never_calibrated_is_told_in_words() {
        let profile = Profile::from_text("Batteries.");
        let told = |verdict, tenths, basis| {
            [Language::En, Language::Zh].map(|language| {
                let found = ProjectFinding {
                    verdict,
                    best: Some(("Cells", Score::from_tenths(tenths), basis, &[])),
                    out_of_scope: None,
                };
                project_told(&profile, found, language)
            })
        };
        assert_eq!(
            told(Verdict::Fits, 886, Basis::Terms),
            [
                "The project fits Cells (strong, by terms).",
                "拟建项目符合Cells（强，仅据术语）。"
            ]
        );
        assert_eq!(
            told(Verdict::NothingFits, 20, Basis::Terms),
            [
                "The project fits no subdivision of the plan; the nearest is Cells (relevance none, by terms alone).",
                "拟建项目不属于规划的任何细分领域；最接近的是Cells（相关度无，仅据术语判断）。"
            ]
        );
        let found = |class| ProjectFinding {
            verdict: Verdict::OutOfScope,
            best: None,
            out_of_scope: Some(class),
        };
        let none = project_told(&profile, found("无具体业务"), Language::Zh);
        assert_eq!(none, "项目资料未说明具体业务，无法与规划匹配。");
        let class = project_told(&profile, found("餐饮"), Language::Zh);
        assert_eq!(class, "拟建项目属于餐饮，不在招商范围。");
        assert_eq!(
            told(Verdict::NothingFits, 20, Basis::Learned)[0],
            "The project fits no subdivision of the plan; the nearest, Cells, scores 2.0."
        );
    }

    /// Each sentence is printed for a project that it is true of, and for none of the others.
    #[test]
    fn every_sentence_has_projects_on_both_sides() {
        let projects = [
            (
                "Build a plant for LFP power batteries, 20 GWh a year, 800 jobs.",
                "The project fits Power batteries (",
            ),
            (
                "A noodle restaurant with 40 seats, 5 million yuan, 20 jobs.",
                "The project belongs to a business that the plan does not promote: ",
            ),
            (
                "500 million.",
                "The text about the project does not say what would be made or provided.",
            ),
        ];
        for (project, beginning) in projects {
            for (_, other) in projects {
                let said = told(project, Language::En);
                assert_eq!(said.starts_with(other), other == beginning, "{said}");
            }
        }
        let chinese = told("拟建气凝胶毡生产线，投资3亿元，用工120人", Language::Zh);
        assert!(chinese.starts_with("拟建项目符合气凝胶（"), "{chinese}");
    }
}
