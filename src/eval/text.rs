//! An evaluation as text: figures first, then what they are made of.

use super::bootstrap::{Change, Comparison, Figure};
use super::metrics::Measure;
use super::report::{Counts, Miss, MissSide, Report, Target, TierFigures};
use super::rethreshold::Rethresholded;
use super::thresholds::{ENOUGH, Threshold};
use crate::assessment::colon;
use crate::fit::{MatchKind, Points, Role};
use crate::messages::{message, say, say_all};
use crate::report::escape::terminal;
use crate::taxonomy::Language;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use std::fmt::{self, Display, Formatter};
use unicode_width::UnicodeWidthStr;

/// A [`Report`] as text for a terminal or a file.
#[derive(Debug, Clone, Copy)]
pub struct Text<'r> {
    report: &'r Report,
    brief: bool,
    rows: usize,
    language: Language,
}

impl Report {
    /// This as text: the figures and, unless `brief`, what they are made of. At most `rows` confusions are listed.
    #[must_use]
    pub fn text(&self, brief: bool, rows: usize, language: Language) -> Text<'_> {
        Text {
            report: self,
            brief,
            rows,
            language,
        }
    }
}

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (report, language) = (self.report, self.language);
        head(f, &report.gold, report.companies, language)?;
        if let Some(noise) = report.noise {
            let noise = noise.as_str();
            let noise = message!(language, "damaged on purpose: {noise}", noise);
            writeln!(f, "{noise}")?;
        }
        writeln!(f)?;
        let figures = report
            .figures
            .iter()
            .map(|(measure, figure)| figure_cells(*measure, figure, language));
        let headers = say_all(language, ["", "figure", "95% interval"]);
        section(f, "", &headers, figures)?;
        if let Some(comparison) = &report.comparison {
            changes(f, comparison, language)?;
        }
        if let Some(target) = &report.target {
            aim(f, target, language)?;
        }
        if self.brief {
            return Ok(());
        }
        tiers(f, &report.tiers, language)?;
        thresholds(f, &report.thresholds, language)?;
        self.reliability(f)?;
        self.subdivisions(f)?;
        self.confusions(f)?;
        self.worst(f)
    }
}

impl Rethresholded {
    /// This as text: the thresholds and what was aimed at.
    #[must_use]
    pub fn text(&self, language: Language) -> RethresholdedText<'_> {
        RethresholdedText {
            found: self,
            language,
        }
    }
}

/// A [`Rethresholded`] as text for a terminal or a file.
#[derive(Debug, Clone, Copy)]
pub struct RethresholdedText<'r> {
    found: &'r Rethresholded,
    language: Language,
}

impl Display for RethresholdedText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (found, language) = (self.found, self.language);
        head(f, &found.gold, found.companies, language)?;
        match found.unanswered {
            0 => {}
            1 => writeln!(f, "{}", say(language, "1 more has no answer"))?,
            count => {
                let more = message!(language, "{count} more have no answer", count);
                writeln!(f, "{more}")?;
            }
        }
        if let Some(target) = &found.target {
            aim(f, target, language)?;
        }
        tiers(f, &found.tiers, language)?;
        thresholds(f, &found.thresholds, language)
    }
}

fn head(f: &mut Formatter<'_>, gold: &str, companies: Counts, language: Language) -> fmt::Result {
    let gold = terminal(gold);
    let Counts {
        all,
        in_scope,
        peripheral_only,
        without_label,
    } = companies;
    let head = match all {
        1 => message!(
            language,
            "{gold}: 1 company: {in_scope} in scope, {peripheral_only} peripheral only, {without_label} without label",
            gold,
            in_scope,
            peripheral_only,
            without_label
        ),
        _ => message!(
            language,
            "{gold}: {all} companies: {in_scope} in scope, {peripheral_only} peripheral only, {without_label} without label",
            gold,
            all,
            in_scope,
            peripheral_only,
            without_label
        ),
    };
    writeln!(f, "{head}")
}

fn tiers(f: &mut Formatter<'_>, tiers: &[TierFigures], language: Language) -> fmt::Result {
    let rows = tiers.iter().map(|tier| {
        vec![
            tier.tier.word(language).to_owned(),
            tier.from_score.to_string(),
            tier.accepted.to_string(),
            three(tier.precision),
            three(tier.recall),
        ]
    });
    let title = say(
        language,
        "Tiers: what accepting pairs from this score on gives",
    );
    let headers = say_all(language, ["", "from score", "pairs", "precision", "recall"]);
    section(f, title, &headers, rows)
}

fn thresholds(f: &mut Formatter<'_>, thresholds: &[Threshold], language: Language) -> fmt::Result {
    let rows = thresholds.iter().map(threshold_cells);
    let title = say(
        language,
        "Thresholds: the same by score, and the companies that are decided by it",
    );
    section(f, title, &threshold_headers(language), rows)
}

impl Text<'_> {
    fn reliability(self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.report.reliability.iter().map(|bin| {
            vec![
                format!("{:.1} - {:.1}", bin.scores.0, bin.scores.1),
                bin.pairs.to_string(),
                format!("{:.3}", bin.stated),
                format!("{:.3}", bin.observed),
            ]
        });
        let title = say(
            self.language,
            "Reliability of score / 100 over the first ten pairs of each company",
        );
        let headers = say_all(self.language, ["score", "pairs", "stated", "observed"]);
        section(f, title, &headers, rows)
    }

    fn subdivisions(self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.report.subdivisions.iter().map(|one| {
            vec![
                terminal(&one.id).into_owned(),
                one.support.to_string(),
                one.accepted.to_string(),
                one.right.to_string(),
                three(one.precision),
                three(one.recall),
            ]
        });
        let title = say(
            self.language,
            "Subdivisions at the shipped threshold (substantial or better)",
        );
        let headers = say_all(
            self.language,
            [
                "subdivision",
                "relevant##number",
                "given",
                "rightly",
                "precision",
                "recall",
            ],
        );
        section(f, title, &headers, rows)
    }

    fn confusions(self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.report.confusions.iter().take(self.rows).map(|one| {
            vec![
                one.wanted
                    .as_deref()
                    .map_or_else(|| say(self.language, "(nothing)").into(), terminal)
                    .into_owned(),
                terminal(&one.given).into_owned(),
                one.companies.to_string(),
            ]
        });
        let title = say(
            self.language,
            "Confusions: companies whose first subdivision is not relevant",
        );
        let headers = say_all(self.language, ["relevant", "came first", "companies"]);
        section(f, title, &headers, rows)
    }

    fn worst(self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.report.worst.is_empty() {
            return Ok(());
        }
        let title = say(
            self.language,
            "Worst: companies whose wrong first subdivision is furthest ahead",
        );
        writeln!(f, "\n{title}")?;
        let mut worst = self.report.worst.iter();
        worst.try_for_each(|miss| worst_one(f, miss, self.language))
    }
}

/// Columns of what a subdivision is in a miss, on a terminal.
const SIDE: usize = 12;

fn worst_one(f: &mut Formatter<'_>, miss: &Miss, language: Language) -> fmt::Result {
    write!(f, "\n{}", terminal(&miss.id))?;
    match &miss.name {
        Some(name) => writeln!(f, "  {}", terminal(name))?,
        None => writeln!(f)?,
    }
    let [first, relevant] = say_all(language, ["came first", "relevant"]).map(|what| {
        let spaces = SIDE.saturating_sub(what.width());
        format!("{what}{}", " ".repeat(spaces))
    });
    side(f, &first, &miss.given, language)?;
    match &miss.wanted {
        Some(wanted) => side(f, &relevant, wanted, language),
        None => writeln!(f, "  {relevant}{}", say(language, "nothing")),
    }
}

fn side(f: &mut Formatter<'_>, what: &str, side: &MissSide, language: Language) -> fmt::Result {
    let subdivision = terminal(&side.subdivision);
    let (rank, score, grade) = (side.rank, side.score, side.grade);
    let standing = message!(
        language,
        "rank {rank}, score {score}, grade {grade}",
        rank,
        score,
        grade
    );
    writeln!(f, "  {what}{subdivision}  {standing}")?;
    let pieces: Vec<String> = side
        .evidence
        .iter()
        .filter(|piece| piece.points != Points(0))
        .map(|piece| {
            let (term, points) = (&piece.term, piece.points);
            match piece.how {
                MatchKind::Rest => message!(language, "rest {points}", points),
                MatchKind::Kind => message!(language, "kind {points}", points),
                MatchKind::Shared => {
                    message!(language, "shared with {term} {points}", term, points)
                }
                MatchKind::Scope => {
                    message!(language, "out of scope: {term} {points}", term, points)
                }
                _ => {
                    let text = terminal(&piece.text);
                    match piece.role {
                        Role::Own => format!("{text} {points}"),
                        role => format!("{text} {points} ({})", role.word(language)),
                    }
                }
            }
        })
        .collect();
    if pieces.is_empty() {
        return Ok(());
    }
    writeln!(f, "{:14}{}", "", pieces.join(", "))
}

fn threshold_headers(language: Language) -> [&'static str; 6] {
    say_all(
        language,
        [
            "from score",
            "pairs",
            "precision",
            "95% interval",
            "recall",
            "decided",
        ],
    )
}

fn threshold_cells(one: &Threshold) -> Vec<String> {
    let interval = one.interval;
    vec![
        one.from_score.to_string(),
        one.accepted.to_string(),
        three(one.precision),
        interval.map_or_else(String::new, |(low, high)| format!("{low:.3} - {high:.3}")),
        three(one.recall),
        format!("{:.3}", one.decided),
    ]
}

fn aim(f: &mut Formatter<'_>, target: &Target, language: Language) -> fmt::Result {
    let precision = target.precision;
    match &target.threshold {
        Some(threshold) => {
            let title = message!(
                language,
                "The lowest score from which on precision is {precision} or more",
                precision
            );
            let rows = std::iter::once(threshold_cells(threshold));
            section(f, &title, &threshold_headers(language), rows)
        }
        None => {
            let none = message!(
                language,
                "No score gives a precision of {precision} over {enough} pairs or more.",
                precision,
                enough = ENOUGH
            );
            writeln!(f, "\n{none}")
        }
    }
}

fn changes(f: &mut Formatter<'_>, comparison: &Comparison, language: Language) -> fmt::Result {
    let rows = comparison
        .figures
        .iter()
        .map(|(measure, change)| change_cells(*measure, change, language));
    let companies = comparison.companies;
    let title = message!(
        language,
        "Change over the {companies} companies that both runs have",
        companies
    );
    let headers = say_all(
        language,
        ["", "before", "now", "change", "95% interval", ""],
    );
    section(f, &title, &headers, rows)?;
    for (count, what) in [
        (
            comparison.only_before,
            "companies only in the earlier run, left out",
        ),
        (comparison.only_now, "companies only in this run, left out"),
        (
            comparison.relabelled,
            "companies with other labels than in the earlier run",
        ),
    ] {
        if count > 0 {
            let (what, colon) = (say(language, what), colon(language));
            writeln!(f, "{what}{colon}{count}")?;
        }
    }
    for (ids, what) in [
        (&comparison.gained, "first place put right"),
        (&comparison.lost, "first place lost"),
    ] {
        if !ids.is_empty() {
            let ids: Vec<_> = ids.iter().map(|id| terminal(id)).collect();
            let what = say(language, what);
            writeln!(f, "{what} ({}): {}", ids.len(), ids.join(", "))?;
        }
    }
    Ok(())
}

fn figure_cells(measure: Measure, figure: &Figure, language: Language) -> Vec<String> {
    let interval = match (figure.low, figure.high) {
        (Some(low), Some(high)) => format!("{low:.3} - {high:.3}"),
        _ => String::new(),
    };
    vec![
        name(measure, language).into(),
        three(figure.value),
        interval,
    ]
}

/// What a measure is called; of most the English abbreviation is used in Chinese too.
fn name(measure: Measure, language: Language) -> &'static str {
    match measure {
        Measure::Precision | Measure::Recall | Measure::Auroc => say(language, measure.name()),
        _ => measure.name(),
    }
}

fn change_cells(measure: Measure, change: &Change, language: Language) -> Vec<String> {
    let verdict = if !change.beyond_noise {
        say(language, "within noise")
    } else if (change.difference > 0.0) != measure.is_error() {
        say(language, "better")
    } else {
        say(language, "worse")
    };
    vec![
        name(measure, language).into(),
        format!("{:.3}", change.before),
        format!("{:.3}", change.now),
        format!("{:+.3}", change.difference),
        format!("{:+.3} - {:+.3}", change.low, change.high),
        verdict.into(),
    ]
}

/// Three decimals, or a sign that there is no figure.
fn three(value: Option<f64>) -> String {
    value.map_or_else(|| "n/a".into(), |value| format!("{value:.3}"))
}

/// A title and a table: first column to the left, the others to the right. Nothing if there are no rows.
fn section(
    f: &mut Formatter<'_>,
    title: &str,
    headers: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> fmt::Result {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled) // the same in a file as on any terminal
        .set_header(headers)
        .add_rows(rows);
    if table.is_empty() {
        return Ok(());
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        if at == 0 {
            column.set_padding((0, 1));
        } else {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    if !title.is_empty() {
        writeln!(f, "\n{title}\n")?;
    }
    writeln!(f, "{}", table.trim_fmt())
}
