//! An evaluation as text: figures first, then what they are made of.

use super::bootstrap::{Change, Comparison, Figure};
use super::metrics::Measure;
use super::report::{Counts, Miss, MissSide, Report, Target, TierFigures};
use super::rethreshold::Rethresholded;
use super::thresholds::{ENOUGH, Threshold};
use crate::assessment::say;
use crate::fit::{MatchKind, Points, Role};
use crate::report::escape::terminal;
use crate::taxonomy::Language;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use std::fmt::{self, Display, Formatter};

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
            let what = say(language, "damaged on purpose: ", "人为加入干扰：");
            writeln!(f, "{what}{}", noise.as_str())?;
        }
        writeln!(f)?;
        let figures = report
            .figures
            .iter()
            .map(|(measure, figure)| figure_cells(*measure, figure, language));
        let headers = say(
            language,
            ["", "figure", "95% interval"],
            ["", "数值", "95%区间"],
        );
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
        match (found.unanswered, language) {
            (0, _) => {}
            (1, Language::En) => writeln!(f, "1 more has no answer")?,
            (count, Language::En) => writeln!(f, "{count} more have no answer")?,
            (count, Language::Zh) => writeln!(f, "另有{count}家没有结果")?,
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
    match language {
        Language::En => writeln!(
            f,
            "{gold}: {all} {}: {in_scope} in scope, {peripheral_only} peripheral only, {without_label} without label",
            if all == 1 { "company" } else { "companies" },
        ),
        Language::Zh => writeln!(
            f,
            "{gold}：共{all}家企业，招商范围内{in_scope}家，仅边缘{peripheral_only}家，无标签{without_label}家"
        ),
    }
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
        "等级：接受该分数及以上的企业与领域组合时",
    );
    let headers = say(
        language,
        ["", "from score", "pairs", "precision", "recall"],
        ["", "起始分", "组合数", "精确率", "召回率"],
    );
    section(f, title, &headers, rows)
}

fn thresholds(f: &mut Formatter<'_>, thresholds: &[Threshold], language: Language) -> fmt::Result {
    let rows = thresholds.iter().map(threshold_cells);
    let title = say(
        language,
        "Thresholds: the same by score, and the companies that are decided by it",
        "分界线：按分数列出，以及据此可下结论的企业比例",
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
            "得分可靠性（得分除以100，取每家企业前十个组合）",
        );
        let headers = say(
            self.language,
            ["score", "pairs", "stated", "observed"],
            ["得分", "组合数", "所示概率", "实际比例"],
        );
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
            "各细分领域（按内置分界线，重要及以上）",
        );
        let headers = say(
            self.language,
            [
                "subdivision",
                "relevant",
                "given",
                "rightly",
                "precision",
                "recall",
            ],
            ["细分领域", "应有", "给出", "正确", "精确率", "召回率"],
        );
        section(f, title, &headers, rows)
    }

    fn confusions(self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.report.confusions.iter().take(self.rows).map(|one| {
            vec![
                one.wanted
                    .as_deref()
                    .map_or_else(
                        || say(self.language, "(nothing)", "（无）").into(),
                        terminal,
                    )
                    .into_owned(),
                terminal(&one.given).into_owned(),
                one.companies.to_string(),
            ]
        });
        let title = say(
            self.language,
            "Confusions: companies whose first subdivision is not relevant",
            "混淆：首位细分领域不正确的企业",
        );
        let headers = say(
            self.language,
            ["relevant", "came first", "companies"],
            ["应为", "排在首位", "企业数"],
        );
        section(f, title, &headers, rows)
    }

    fn worst(self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.report.worst.is_empty() {
            return Ok(());
        }
        let title = say(
            self.language,
            "Worst: companies whose wrong first subdivision is furthest ahead",
            "偏差最大：首位错误且领先最多的企业",
        );
        writeln!(f, "\n{title}")?;
        let mut worst = self.report.worst.iter();
        worst.try_for_each(|miss| worst_one(f, miss, self.language))
    }
}

fn worst_one(f: &mut Formatter<'_>, miss: &Miss, language: Language) -> fmt::Result {
    write!(f, "\n{}", terminal(&miss.id))?;
    match &miss.name {
        Some(name) => writeln!(f, "  {}", terminal(name))?,
        None => writeln!(f)?,
    }
    // As wide on a terminal in both languages.
    let (first, relevant) = say(
        language,
        ("came first  ", "relevant    "),
        ("排在首位    ", "应为        "),
    );
    side(f, first, &miss.given, language)?;
    match &miss.wanted {
        Some(wanted) => side(f, relevant, wanted, language),
        None => writeln!(f, "  {relevant}{}", say(language, "nothing", "无")),
    }
}

fn side(f: &mut Formatter<'_>, what: &str, side: &MissSide, language: Language) -> fmt::Result {
    let subdivision = terminal(&side.subdivision);
    let (rank, score, grade) = (side.rank, side.score, side.grade);
    match language {
        Language::En => writeln!(
            f,
            "  {what}{subdivision}  rank {rank}, score {score}, grade {grade}"
        )?,
        Language::Zh => writeln!(
            f,
            "  {what}{subdivision}  第{rank}位，得分{score}，标注{grade}"
        )?,
    }
    let pieces: Vec<String> = side
        .evidence
        .iter()
        .filter(|piece| piece.points != Points(0))
        .map(|piece| match piece.how {
            MatchKind::Rest => format!("{} {}", say(language, "rest", "其余"), piece.points),
            MatchKind::Kind => format!("{} {}", say(language, "kind", "主体类型"), piece.points),
            MatchKind::Shared => format!(
                "{} {} {}",
                say(language, "shared with", "与其共用："),
                piece.term,
                piece.points
            ),
            MatchKind::Scope => format!(
                "{} {} {}",
                say(language, "out of scope:", "不在招商范围："),
                piece.term,
                piece.points
            ),
            _ => {
                let text = terminal(&piece.text);
                match piece.role {
                    Role::Own => format!("{text} {}", piece.points),
                    role => format!("{text} {} ({})", piece.points, role.word(language)),
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
    say(
        language,
        [
            "from score",
            "pairs",
            "precision",
            "95% interval",
            "recall",
            "decided",
        ],
        [
            "起始分",
            "组合数",
            "精确率",
            "95%区间",
            "召回率",
            "可下结论",
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
            let title = match language {
                Language::En => {
                    format!("The lowest score from which on precision is {precision} or more")
                }
                Language::Zh => format!("精确率不低于{precision}的最低分数"),
            };
            let rows = std::iter::once(threshold_cells(threshold));
            section(f, &title, &threshold_headers(language), rows)
        }
        None if language == Language::Zh => writeln!(
            f,
            "\n没有分数能在至少{ENOUGH}个组合上达到{precision}的精确率。"
        ),
        None => writeln!(
            f,
            "\nNo score gives a precision of {precision} over {ENOUGH} pairs or more."
        ),
    }
}

fn changes(f: &mut Formatter<'_>, comparison: &Comparison, language: Language) -> fmt::Result {
    let rows = comparison
        .figures
        .iter()
        .map(|(measure, change)| change_cells(*measure, change, language));
    let companies = comparison.companies;
    let title = match language {
        Language::En => format!("Change over the {companies} companies that both runs have"),
        Language::Zh => format!("两次评估共有的{companies}家企业的变化"),
    };
    let headers = say(
        language,
        ["", "before", "now", "change", "95% interval", ""],
        ["", "之前", "现在", "变化", "95%区间", ""],
    );
    section(f, &title, &headers, rows)?;
    for (count, english, chinese) in [
        (
            comparison.only_before,
            "companies only in the earlier run, left out: ",
            "仅在之前评估中出现、未计入的企业数：",
        ),
        (
            comparison.only_now,
            "companies only in this run, left out: ",
            "仅在本次评估中出现、未计入的企业数：",
        ),
        (
            comparison.relabelled,
            "companies with other labels than in the earlier run: ",
            "标签与之前不同的企业数：",
        ),
    ] {
        if count > 0 {
            writeln!(f, "{}{count}", say(language, english, chinese))?;
        }
    }
    for (ids, english, chinese) in [
        (&comparison.gained, "first place put right", "首位由错变对"),
        (&comparison.lost, "first place lost", "首位由对变错"),
    ] {
        if !ids.is_empty() {
            let ids: Vec<_> = ids.iter().map(|id| terminal(id)).collect();
            let what = say(language, english, chinese);
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
    match (measure, language) {
        (Measure::Precision, Language::Zh) => "精确率",
        (Measure::Recall, Language::Zh) => "召回率",
        (Measure::Auroc, Language::Zh) => "范围内外AUROC",
        _ => measure.name(),
    }
}

fn change_cells(measure: Measure, change: &Change, language: Language) -> Vec<String> {
    let verdict = if !change.beyond_noise {
        say(language, "within noise", "误差范围内")
    } else if (change.difference > 0.0) != measure.is_error() {
        say(language, "better", "变好")
    } else {
        say(language, "worse", "变差")
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
