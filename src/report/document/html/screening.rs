//! Many firms: the plan as a wheel, the matrix, firms and subdivisions ranked, and what nobody fits.

use super::charts::{HeatMap, Spoke, legend, tier_class, wheel};
use super::{Page, STATIC_FIRMS, esc, put};
use crate::assessment::{Coverage, runs, translated, with_note};
use crate::fit::{QuotedClause, Tier, Verdict};
use crate::messages::message;
use crate::report::document::words;
use crate::taxonomy::Subdivision;

/// Further fits named in a row of the ranking.
const ALSO: usize = 3;
/// Firms named for a subdivision before "more".
const NAMED: usize = 10;

/// The class that colours a verdict.
pub(super) fn verdict_class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fits => "fits",
        Verdict::Peripheral => "peripheral",
        Verdict::NothingFits => "nothing",
        Verdict::OutOfScope => "out",
        Verdict::NoText | Verdict::NotRecognised => "no-text",
    }
}

impl Page<'_, '_> {
    /// Whether the list is too long to stand in the page as it is.
    pub(super) fn packed(&self) -> bool {
        self.report.firms.len() > STATIC_FIRMS
    }

    /// Firms that stand in the page without a script.
    fn laid_out(&self) -> std::ops::Range<usize> {
        0..self.report.firms.len().min(STATIC_FIRMS)
    }

    pub(super) fn screening(&self, out: &mut String, overview: &Coverage) {
        let parts = [
            ("matrix", self.say("Screening matrix")),
            ("firms", self.say("Firms, ranked")),
            ("subdivisions", self.say("Subdivisions, and who fits them")),
            ("nobody", self.say("Subdivisions nobody fits")),
            ("clauses", self.say("Clauses of the plan")),
            ("about", self.say("About this report")),
        ];
        put!(
            out,
            "<nav class=\"contents\" aria-label=\"{}\">",
            self.say("Contents")
        );
        for (id, name) in parts {
            put!(out, "<a href=\"#{id}\">{name}</a>");
        }
        out.push_str("</nav><section class=\"lead\"><div class=\"lead-text\">");
        self.heading(out, "conclusion", self.say("Conclusion"));
        self.sentences(out, &self.narrator.screening(overview));
        self.verdict_tiles(out, overview);
        out.push_str("</div>");
        self.demand_wheel(out, overview);
        out.push_str("</section>");
        self.matrix(out, overview);
        self.firms_table(out, overview);
        if !self.packed() {
            put!(
                out,
                "<section id=\"details\"><h2>{}</h2>",
                self.say("Firms in detail")
            );
            for at in self.laid_out() {
                self.folded(out, at);
            }
            out.push_str("</section>");
        }
        self.subdivisions_table(out, overview);
        self.nobody(out, overview);
        self.clauses(out);
    }

    fn verdict_tiles(&self, out: &mut String, overview: &Coverage) {
        out.push_str("<dl class=\"tiles\">");
        for (verdict, count) in Verdict::ALL.into_iter().zip(overview.verdicts) {
            let is_rare = matches!(verdict, Verdict::NoText | Verdict::NotRecognised);
            if count == 0 && is_rare {
                continue;
            }
            put!(
                out,
                "<div class=\"{}\"><dt>{}</dt><dd><b>{count}</b></dd></div>",
                verdict_class(verdict),
                words::verdict(verdict, self.settings.language)
            );
        }
        out.push_str("</dl>");
    }

    fn demand_wheel(&self, out: &mut String, overview: &Coverage) {
        let language = self.settings.language;
        let most = overview.subdivisions.iter().map(|demand| demand.fitting());
        let most = most.max().unwrap_or(0).max(1);
        let spokes: Vec<Spoke> = (0..overview.subdivisions.len())
            .map(|at| {
                let demand = &overview.subdivisions[at];
                let best = demand.ranked.first().map(|(_, score)| *score);
                Spoke {
                    length: demand.fitting() as f64 / most as f64,
                    class: best.map_or("none", |score| tier_class(score)),
                    title: self.narrator.labelled(
                        self.report.label(at, language),
                        &words::count_of_firms(demand.fitting(), language),
                    ),
                    mark: String::new(),
                }
            })
            .collect();
        let fitting = overview.verdicts[0].to_string();
        let of_all = words::of_firms_fit(self.report.firms.len(), language);
        out.push_str("<figure class=\"map\">");
        wheel(
            out,
            self.report,
            self.settings,
            &spokes,
            (&fitting, &of_all),
        );
        put!(out, "<figcaption>{}</figcaption></figure>", self.say("Each spoke is a subdivision; its length is the number of firms that fit, the longest at the rim."));
    }

    fn matrix(&self, out: &mut String, overview: &Coverage) {
        let heat = HeatMap::new(overview.columns());
        out.push_str("<section>");
        self.heading(out, "matrix", self.say("Screening matrix"));
        if heat.is_empty() {
            put!(out, "<p>{}</p></section>", self.say("No subdivision fits."));
            return;
        }
        put!(out, "<p class=\"note\">{}</p>", self.say("Rows are firms, columns are subdivisions that any firm fits at least peripherally, grouped by front and industry. The stronger the colour, the better the fit."));
        legend(out, self.settings);
        put!(
            out,
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">",
            self.say("Screening matrix")
        );
        heat.open(out, self.report, self.settings, self.laid_out().len());
        for at in self.laid_out() {
            let mut row = String::new();
            heat.row(&mut row, self.report, self.settings, at);
            HeatMap::place_row(out, at, &row);
        }
        HeatMap::close(out);
        out.push_str("</div>");
        self.printed_matrix(out, overview);
        out.push_str("</section>");
    }

    fn firms_table(&self, out: &mut String, overview: &Coverage) {
        out.push_str("<section>");
        self.heading(out, "firms", self.say("Firms, ranked"));
        self.firm_controls(out, overview);
        put!(
            out,
            "<div class=\"scroll\"><table id=\"firm-table\" class=\"firms\"><caption>{} <small class=\"needs-script\">{}</small></caption><thead><tr>",
            self.say("Firms with their best fit"),
            self.say("Column headings sort.")
        );
        let mut columns = vec![
            ("rank", self.say("Rank")),
            ("name", self.say("Firm")),
            ("verdict", self.say("Verdict")),
            ("best", self.say("Best fit")),
            ("score", self.say("Score")),
            ("also", self.say("Also fits")),
            ("confidence", self.say("Confidence")),
            ("completeness", self.say("Completeness")),
        ];
        if self.report.has_decisions {
            columns.push(("decision", self.say("Decision")));
        }
        for (key, name) in columns {
            let class = if key == "score" { "scored" } else { key };
            put!(
                out,
                "<th scope=\"col\" class=\"{class}\" data-key=\"{key}\">{name}</th>"
            );
        }
        out.push_str("</tr></thead><tbody>");
        for at in self.laid_out() {
            self.firm_row(out, at);
        }
        put!(
            out,
            "</tbody></table></div><p class=\"empty\" hidden>{}</p>",
            self.say("Nothing matches these filters.")
        );
        if self.packed() {
            put!(
                out,
                "<noscript><p class=\"note\">{}</p></noscript>",
                self.say("This list is too long to be laid out without a script. Allow scripts for this file (it loads nothing from a network), or use the XLSX report.")
            );
            put!(
                out,
                "<p class=\"note\" data-printed hidden></p><p class=\"too-old\" hidden>{}</p><div class=\"pager needs-script\"><button type=\"button\" data-page=\"-1\">{}</button> \
                 <span>{} <span data-here></span></span> <button type=\"button\" data-page=\"1\">{}</button> \
                 <label>{} <select data-size><option>50</option><option>200</option><option>1000</option></select></label></div>",
                self.say("This browser is too old to unpack the list (it lacks DecompressionStream); use a current one, or the XLSX report."),
                self.say("Previous"),
                self.say("Page"),
                self.say("Next"),
                self.say("Rows a page")
            );
        }
        out.push_str("</section>");
    }

    fn firm_controls(&self, out: &mut String, overview: &Coverage) {
        let language = self.settings.language;
        put!(
            out,
            "<form class=\"controls needs-script\" id=\"controls\" role=\"search\"><label>{}<input type=\"search\" data-search placeholder=\"{}\" autocomplete=\"off\"></label>\
             <label>{}<select data-verdict><option value=\"\">{}</option>",
            self.say("Search"),
            self.say("Name, id, keyword, evidence, subdivision"),
            self.say("Verdict"),
            self.say("All verdicts")
        );
        for (at, verdict) in Verdict::ALL.into_iter().enumerate() {
            if overview.verdicts[at] > 0 {
                put!(
                    out,
                    "<option value=\"{at}\">{}</option>",
                    with_note(
                        words::verdict(verdict, language),
                        &overview.verdicts[at].to_string(),
                        language
                    )
                );
            }
        }
        put!(
            out,
            "</select></label><label>{}<select data-subdivision><option value=\"\">{}</option>",
            self.say("Subdivision"),
            self.say("All subdivisions")
        );
        let taxonomy = self.report.taxonomy;
        let columns = overview.columns();
        let mut rest = columns.as_slice();
        for (industry, count) in runs(columns.iter().map(|at| taxonomy.subdivisions[*at].industry))
        {
            put!(
                out,
                "<optgroup label=\"{}\">",
                esc(taxonomy.industries[industry].label.get(language))
            );
            let (here, later) = rest.split_at(count);
            rest = later;
            for at in here {
                put!(
                    out,
                    "<option value=\"{at}\">{}</option>",
                    esc(&with_note(
                        self.report.label(*at, language),
                        &overview.subdivisions[*at].ranked.len().to_string(),
                        language
                    ))
                );
            }
            out.push_str("</optgroup>");
        }
        put!(
            out,
            "</select></label><button type=\"reset\">{}</button><output role=\"status\" aria-live=\"polite\" data-count data-of=\"{}\"></output></form>",
            self.say("Reset"),
            self.say("firms")
        );
    }

    /// A row of the ranking.
    pub(super) fn firm_row(&self, out: &mut String, at: usize) {
        let language = self.settings.language;
        let firm = &self.report.firms[at];
        let name = firm.display_name(language);
        put!(
            out,
            "<tr data-at=\"{at}\"><td class=\"rank\">{}</td><th scope=\"row\" class=\"name\"><a href=\"#firm-{at}\">{}</a></th><td class=\"verdict\">",
            at + 1,
            esc(&name)
        );
        self.verdict_badge(out, firm);
        out.push_str("</td><td class=\"best\">");
        if let Some(fit) = firm.fits.first() {
            put!(
                out,
                "{}<small>{}</small>",
                esc(&self.report.best_label(firm, language)),
                esc(self
                    .report
                    .taxonomy
                    .industry_of(self.report.subdivision(fit))
                    .label
                    .get(language))
            );
        }
        out.push_str("</td><td class=\"scored\">");
        self.score_cell(out, firm);
        out.push_str("</td><td class=\"also\">");
        let counting = firm.fits.iter().filter(|fit| fit.tier().is_some());
        let others: Vec<String> = counting
            .skip(1)
            .take(ALSO)
            .map(|fit| {
                format!(
                    "<span>{} <i>{}</i></span>",
                    esc(self.report.label(fit.subdivision, language)),
                    fit.shown(language)
                )
            })
            .collect();
        put!(
            out,
            "{}</td><td class=\"confidence\">{}</td><td class=\"completeness\">{}</td>",
            others.join(" "),
            firm.confidence,
            firm.completeness.score
        );
        if self.report.has_decisions {
            let told = firm.decision.as_ref().map_or("", |told| told.get(language));
            put!(out, "<td class=\"decision\">{}</td>", esc(told));
        }
        out.push_str("</tr>");
    }

    fn subdivisions_table(&self, out: &mut String, overview: &Coverage) {
        let language = self.settings.language;
        out.push_str("<section>");
        self.heading(
            out,
            "subdivisions",
            self.say("Subdivisions, and who fits them"),
        );
        put!(
            out,
            "<form class=\"controls needs-script\" role=\"search\"><label>{}<input type=\"search\" data-filters=\"subdivision-table\" autocomplete=\"off\"></label></form>\
             <div class=\"scroll\"><table id=\"subdivision-table\" class=\"subdivisions\" data-sortable><caption>{}</caption><thead><tr>",
            self.say("Search"),
            self.say("Subdivisions of the plan with the firms that fit")
        );
        let columns = [
            ("what", self.say("Subdivision")),
            ("industry", self.say("Industry")),
            ("number", Tier::word_or_none(Some(Tier::Core), language)),
            (
                "number",
                Tier::word_or_none(Some(Tier::Substantial), language),
            ),
            (
                "number",
                Tier::word_or_none(Some(Tier::Peripheral), language),
            ),
            ("best", self.say("Best firms")),
        ];
        for (class, name) in columns {
            put!(
                out,
                "<th scope=\"col\" class=\"{class}\">{}</th>",
                capital(name)
            );
        }
        out.push_str("</tr></thead><tbody>");
        for at in 0..overview.subdivisions.len() {
            if !overview.subdivisions[at].ranked.is_empty() {
                self.subdivision_row(out, overview, at);
            }
        }
        out.push_str("</tbody></table></div></section>");
    }

    fn subdivision_row(&self, out: &mut String, overview: &Coverage, at: usize) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let subdivision = &taxonomy.subdivisions[at];
        let demand = &overview.subdivisions[at];
        put!(
            out,
            "<tr><th scope=\"row\" class=\"what\">{}</th><td data-value=\"{}\">{}<small>{}</small></td>",
            esc(subdivision.label.get(language)),
            subdivision.industry,
            esc(taxonomy.industry_of(subdivision).label.get(language)),
            esc(taxonomy.front_of(subdivision).label.get(language))
        );
        for (place, count) in demand.tiers.into_iter().enumerate() {
            let class = ["core", "substantial", "peripheral"][place];
            let zero = if count == 0 { " zero" } else { "" };
            put!(
                out,
                "<td class=\"number {class}{zero}\" data-value=\"{count}\">{count}</td>"
            );
        }
        let best = demand.ranked.first().map_or(0, |(_, score)| score.tenths());
        put!(
            out,
            "<td class=\"best\" data-value=\"{best}\"><details><summary>"
        );
        let named = if self.packed() {
            NAMED
        } else {
            demand.ranked.len()
        };
        let ranked = self.report.ranked(overview, at).take(named);
        for (place, (firm, fit)) in ranked.enumerate() {
            if place == 1 {
                out.push_str("</summary><ol start=\"2\">");
            }
            let name = self.report.firms[firm].display_name(language);
            let shown = fit.shown(language);
            let item = format!("<a href=\"#firm-{firm}\">{}</a> <i>{shown}</i>", esc(&name));
            if place == 0 {
                out.push_str(&item);
                if demand.ranked.len() > 1 {
                    put!(
                        out,
                        " <span class=\"more\">+{}</span>",
                        demand.ranked.len() - 1
                    );
                }
            } else {
                put!(out, "<li>{item}</li>");
            }
        }
        out.push_str(if demand.ranked.len() > 1 {
            "</ol>"
        } else {
            "</summary>"
        });
        if demand.ranked.len() > named {
            put!(
                out,
                "<a class=\"needs-script\" href=\"#firms\" data-pick=\"{at}\">{}</a>",
                message!(
                    language,
                    "{count} more",
                    count = demand.ranked.len() - named
                )
            );
        }
        out.push_str("</details></td></tr>");
    }

    fn nobody(&self, out: &mut String, overview: &Coverage) {
        let language = self.settings.language;
        let taxonomy = self.report.taxonomy;
        let open = overview.unfitted();
        out.push_str("<section>");
        self.heading(out, "nobody", self.say("Subdivisions nobody fits"));
        put!(
            out,
            "<p class=\"note\">{}</p><dl class=\"nobody\">",
            words::nobody_note(self.settings.language)
        );
        let mut rest = open.as_slice();
        for (industry, count) in runs(open.iter().map(|at| taxonomy.subdivisions[*at].industry)) {
            let (here, later) = rest.split_at(count);
            rest = later;
            put!(
                out,
                "<div><dt>{}</dt><dd>",
                esc(taxonomy.industries[industry].label.get(language))
            );
            for at in here {
                put!(out, "<span>{}", esc(self.report.label(*at, language)));
                let adjacent = overview.subdivisions[*at].ranked.len();
                if adjacent > 0 {
                    let told = self
                        .narrator
                        .labelled(self.say("peripheral only"), &adjacent.to_string());
                    put!(out, " <small>{told}</small>");
                }
                out.push_str("</span> ");
            }
            out.push_str("</dd></div>");
        }
        out.push_str("</dl></section>");
    }

    /// Every clause once, with every phrase that names a subdivision.
    fn clauses(&self, out: &mut String) {
        let taxonomy = self.report.taxonomy;
        if taxonomy.clauses.is_empty() {
            return;
        }
        out.push_str("<section class=\"clauses\">");
        self.heading(out, "clauses", self.say("Clauses of the plan"));
        put!(
            out,
            "<p class=\"note\">{}</p>",
            words::clauses_note(self.settings.language)
        );
        for (at, clause) in taxonomy.clauses.iter().enumerate() {
            let of: Vec<&Subdivision> = taxonomy
                .subdivisions
                .iter()
                .filter(|subdivision| subdivision.clause == Some(at))
                .collect();
            put!(
                out,
                "<figure class=\"clause\"><blockquote lang=\"{}\"><p>",
                esc(&taxonomy.plan.language)
            );
            let mut spans: Vec<_> = of
                .iter()
                .filter_map(|subdivision| QuotedClause::new(clause, subdivision).phrase_span())
                .collect();
            spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
            let mut done = 0;
            for span in spans {
                if span.start >= done {
                    put!(
                        out,
                        "{}<mark>{}</mark>",
                        esc(&clause.text[done..span.start]),
                        esc(&clause.text[span.clone()])
                    );
                    done = span.end;
                }
            }
            put!(out, "{}</p></blockquote>", esc(&clause.text[done..]));
            let translation = translated(&clause.text, self.settings.language);
            let is_translated = translation != clause.text;
            if is_translated {
                put!(
                    out,
                    "<blockquote lang=\"{}\"><p>{}</p></blockquote>",
                    words::language_tag(self.settings.language),
                    esc(translation)
                );
            }
            put!(out, "<figcaption><code>{}</code>", esc(&clause.id));
            if is_translated {
                put!(
                    out,
                    " · {}",
                    words::working_translation(self.settings.language)
                );
            }
            for subdivision in of {
                put!(
                    out,
                    " · {}",
                    esc(subdivision.label.get(self.settings.language))
                );
            }
            out.push_str("</figcaption></figure>");
        }
        out.push_str("</section>");
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}
