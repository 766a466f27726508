//! The page that explains one subdivision of one profile: the parts of a report on one firm, with a waterfall and what
//! would change the score.

use super::charts::{score_bar, tier_class};
use super::{Page, SCRIPT, asset, esc, put};
use crate::assessment::{Explanation, Firm, FirmFit, Outcome, Rival, Step};
use crate::fit::Points;
use crate::messages::message;
use crate::report::View;
use crate::report::document::marked_text::evidence_sets;
use crate::report::document::model::{Report, Settings};
use crate::report::document::narrative::{Narrator, sentence};
use crate::report::explanation::ExplanationWording;
use crate::taxonomy::{Language, Taxonomy};

/// Pieces of evidence drawn; the others are summed up, and unfold in the table of evidence.
const PIECES: usize = 20;

/// The whole page.
pub(in crate::report) fn render(
    taxonomy: &Taxonomy,
    explanation: &Explanation<'_>,
    language: Language,
) -> String {
    let view = View {
        language,
        explain: true,
    };
    let wording = ExplanationWording {
        view,
        of: explanation,
    };
    let label = wording.label();
    let title = message!(language, "{label}, explained", label);
    let settings = Settings {
        language,
        title: Some(title),
        date: None,
        appendix: true,
    };
    let report = Report::new(taxonomy, vec![firm(explanation)]);
    let page = Page {
        report: &report,
        settings: &settings,
        narrator: Narrator::new(&report, &settings),
    };
    let mut out = String::new();
    page.head(&mut out);
    page.cover(&mut out, &report.firms[0].display_name(language));
    page.explained(&mut out, wording);
    page.about(&mut out);
    put!(
        out,
        "</main><script>{}</script></body></html>\n",
        asset(SCRIPT)
    );
    out
}

/// The profile with the explained subdivision as its only fit, so that its evidence is what is highlighted.
fn firm(explanation: &Explanation<'_>) -> Firm {
    let fit = &explanation.fit;
    let fit = FirmFit {
        subdivision: fit.class,
        score: fit.score,
        basis: fit.basis,
        base: fit.base,
        points: fit.points,
        evidence: fit.evidence.clone(),
    };
    Firm {
        asked: None,
        row: 1,
        id: None,
        profile: explanation.profile.clone(),
        verdict: explanation.verdict,
        confidence: explanation.confidence,
        completeness: explanation.completeness.clone(),
        out_of_scope: None,
        fits: vec![fit],
        project: None,
        unverified: None,
        decided: Vec::new(),
        decision: None,
    }
}

impl Page<'_, '_> {
    fn explained(&self, out: &mut String, wording: ExplanationWording<'_>) {
        let explanation = wording.of;
        let firm = &self.report.firms[0];
        out.push_str("<section><div class=\"lead-text\">");
        self.heading(out, "conclusion", self.say("Conclusion"));
        let score = explanation.fit.score;
        put!(
            out,
            "<span class=\"chip {}\">{}</span>",
            tier_class(score),
            wording.tier(score)
        );
        let sentences: Vec<String> = [
            Some(wording.head()),
            Some(wording.verdict()),
            wording.if_own(),
        ]
        .into_iter()
        .flatten()
        .map(|text| sentence(&text, self.settings.language))
        .collect();
        self.sentences(out, &sentences);
        out.push_str("</div>");
        if let Some(fit) = firm.fits.first() {
            self.clause(out, fit);
        }
        out.push_str("</section>");
        self.outside(out, wording);
        self.waterfall(out, wording);
        self.lacking(out, wording);
        self.changes(out, wording);
        if let Some(rival) = &explanation.rival {
            self.separation(out, wording, rival);
        }
        let sets = evidence_sets(self.report, firm, self.settings);
        self.texts(out, firm, &sets, 2);
        put!(
            out,
            "<section><details class=\"below\"><summary>{}</summary>",
            self.say("Evidence, strongest first")
        );
        self.evidence_table(out, firm, &explanation.fit.evidence, firm.fits.first());
        out.push_str("</details></section>");
    }

    fn sentence(&self, text: &str) -> String {
        sentence(text, self.settings.language)
    }

    fn waterfall(&self, out: &mut String, wording: ExplanationWording<'_>) {
        let steps = wording.steps(PIECES);
        let scale = Sums::new(&steps);
        out.push_str("<section>");
        let heading = self.say("Points by evidence");
        self.heading(out, "points", heading);
        put!(
            out,
            "<div class=\"scroll\"><table class=\"evidence waterfall\"><caption>{}</caption><thead><tr>",
            self.say("Each bar goes from the sum before to the sum after")
        );
        let columns = [
            (self.say("Points"), true),
            (self.say("Words in the profile"), false),
            (self.say("How"), false),
            (self.say("Sum"), true),
        ];
        for (name, number) in columns {
            let class = if number { " class=\"number\"" } else { "" };
            put!(out, "<th scope=\"col\"{class}>{name}</th>");
        }
        out.push_str("</tr></thead><tbody>");
        for step in &steps {
            let class = if step.points.0 < 0 {
                " class=\"against\""
            } else {
                ""
            };
            put!(
                out,
                "<tr{class}><td class=\"number\">{}</td><td><b>{}</b></td><td class=\"plain\">{}</td><td class=\"number\">",
                step.points,
                esc(&wording.step(step)),
                wording.how(step)
            );
            scale.bar(out, Points(step.sum.0 - step.points.0), step.sum);
            put!(out, "{}</td></tr>", step.sum);
        }
        put!(
            out,
            "</tbody><tfoot><tr><td></td><th scope=\"row\">{}</th><td></td><td class=\"number\">",
            self.say("Sum before calibration")
        );
        scale.bar(out, Points(0), wording.of.raw);
        put!(
            out,
            "{}</td></tr></tfoot></table></div><p>{}</p></section>",
            wording.of.raw,
            esc(&self.sentence(&wording.sum()))
        );
    }

    fn changes(&self, out: &mut String, wording: ExplanationWording<'_>) {
        let without = &wording.of.without;
        if !wording.hangs_on_words() {
            return;
        }
        out.push_str("<section>");
        let heading = self.say("What would change it");
        self.heading(out, "changes", heading);
        let caption = self.say("The profile assessed anew without these words");
        self.outcomes(out, wording, (caption, self.say("Without")), without);
        if let Some(turning) = wording.turning() {
            put!(out, "<p>{}</p>", esc(&self.sentence(&turning)));
        }
        out.push_str("</section>");
    }

    fn outside(&self, out: &mut String, wording: ExplanationWording<'_>) {
        let told = wording.out_of_scope();
        if told.is_empty() {
            return;
        }
        out.push_str("<section>");
        let heading = self.say("Why it is out of scope");
        self.heading(out, "outside", heading);
        let told: Vec<String> = told.iter().map(|text| self.sentence(text)).collect();
        self.sentences(out, &told);
        out.push_str("</section>");
    }

    fn lacking(&self, out: &mut String, wording: ExplanationWording<'_>) {
        if wording.of.missing.is_none() {
            return;
        }
        out.push_str("<section>");
        self.heading(out, "missing", self.say("What is missing"));
        let lacking = wording.missing();
        let lacking: Vec<String> = lacking.iter().map(|text| self.sentence(text)).collect();
        self.list(out, "doubts", &lacking);
        if let Some(question) = wording.question() {
            put!(out, "<p>{}</p>", esc(&self.sentence(&question)));
        }
        out.push_str("</section>");
    }

    fn outcomes(
        &self,
        out: &mut String,
        wording: ExplanationWording<'_>,
        (caption, head): (&str, &str),
        outcomes: &[Outcome<'_>],
    ) {
        put!(
            out,
            "<div class=\"scroll\"><table class=\"outcomes\" data-sortable><caption>{caption}</caption><thead><tr><th scope=\"col\">{head}</th>\
             <th scope=\"col\" class=\"number\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>",
            self.say("Score would be"),
            self.say("Change")
        );
        for outcome in outcomes {
            let trial = wording.trial(outcome);
            put!(
                out,
                "<tr><td>{}</td><td data-value=\"{}\"><span class=\"score\">",
                esc(&trial.words),
                outcome.score.tenths()
            );
            score_bar(out, outcome.score, &trial.score);
            put!(
                out,
                "<b>{}</b> <span class=\"chip {}\">{}</span></span></td><td>{}</td></tr>",
                outcome.score,
                tier_class(outcome.score),
                wording.tier(outcome.score),
                esc(&trial.change)
            );
        }
        out.push_str("</tbody></table></div>");
    }

    fn separation(&self, out: &mut String, wording: ExplanationWording<'_>, rival: &Rival<'_>) {
        out.push_str("<section>");
        self.heading(out, "rival", &wording.rival().unwrap_or_default());
        let language = self.settings.language;
        put!(
            out,
            "<div class=\"scroll\"><table class=\"separation\" data-sortable><caption>{}</caption><thead><tr><th scope=\"col\">{}</th>",
            self.say("What separates the two"),
            self.say("Words in the profile")
        );
        let columns = [
            wording.label(),
            rival.fit.label.get(language),
            self.say("Difference"),
        ];
        for column in columns {
            put!(
                out,
                "<th scope=\"col\" class=\"number\">{}</th>",
                esc(column)
            );
        }
        out.push_str("</tr></thead><tbody>");
        for (words, here, there, difference) in wording.separation(rival) {
            put!(out, "<tr><td>{}</td>", esc(words));
            for points in [here, there, Some(difference)] {
                match points {
                    Some(points) => put!(
                        out,
                        "<td class=\"number\" data-value=\"{}\">{points}</td>",
                        points.0
                    ),
                    None => out.push_str("<td class=\"number\" data-value=\"0\"></td>"),
                }
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div></section>");
    }
}

/// Where sums stand on the line of bars, 0 to 100.
struct Sums {
    low: f64,
    span: f64,
}

impl Sums {
    fn new(steps: &[Step]) -> Self {
        let sums = steps.iter().map(|step| f64::from(step.sum.0));
        let low = sums.clone().fold(0.0, f64::min);
        let high = sums.fold(0.0, f64::max);
        Self {
            low,
            span: (high - low).max(1.0),
        }
    }

    fn place(&self, sum: Points) -> f64 {
        (f64::from(sum.0) - self.low) * 100.0 / self.span
    }

    /// A bar from one sum to another, with a line at zero.
    fn bar(&self, out: &mut String, before: Points, after: Points) {
        let (from, to) = (self.place(before), self.place(after));
        let class = if after < before { "against" } else { "for" };
        put!(
            out,
            "<svg class=\"points\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
             <rect class=\"middle\" x=\"{:.1}\" width=\".4\" height=\"8\"/><rect class=\"{class}\" x=\"{:.1}\" width=\"{:.1}\" height=\"8\"/></svg>",
            self.place(Points(0)),
            from.min(to),
            (to - from).abs().max(0.4)
        );
    }
}
