//! What the script works with: keys to sort and filter by, and, of a long list, the firms themselves, packed.

use super::charts::HeatMap;
use super::pack::{json_for_script, pack};
use super::{Page, put};
use crate::assessment::{Coverage, evidence_words};
use crate::fit::Verdict;
use crate::report::escape::terminal;
use crate::taxonomy::Language;

/// Separates the parts of a packed block; escaped text cannot hold it.
const SEPARATOR: &str = "\u{1e}";
/// Firms whose details are packed together: unfolding one unpacks no more than this many.
const PACKED_TOGETHER: usize = 25;
/// Stretches of evidence of each fit that the search box looks through.
const EVIDENCE: usize = 5;
/// Characters of keywords and products of a firm that the search box looks through.
const SEARCHED: usize = 400;

impl Page<'_, '_> {
    /// What the script sorts and filters by, and, for a long list, the firms themselves.
    pub(super) fn data(&self, out: &mut String) {
        let firms: Vec<serde_json::Value> = (0..self.report.firms.len())
            .map(|at| self.keys(at))
            .collect();
        put!(
            out,
            "<script type=\"application/json\" id=\"keys\">{}</script>",
            json_for_script(&serde_json::Value::from(firms))
        );
        if !self.packed() {
            return;
        }
        let overview = Coverage::new(&self.report.firms, self.report.taxonomy.subdivisions.len());
        let heat = HeatMap::new(overview.columns());
        let all = 0..self.report.firms.len();
        let rows = self.parts(all.clone(), |out, at| self.firm_row(out, at));
        block(out, "rows", &rows);
        if !heat.is_empty() {
            let rows = self.parts(all, |out, at| {
                heat.row(out, self.report, self.settings, at);
            });
            block(out, "heat", &rows);
        }
        for start in (0..self.report.firms.len()).step_by(PACKED_TOGETHER) {
            let end = (start + PACKED_TOGETHER).min(self.report.firms.len());
            let bodies = self.parts(start..end, |out, at| self.firm_body(out, at));
            block(out, "details", &bodies);
        }
    }

    fn parts(&self, of: std::ops::Range<usize>, write: impl Fn(&mut String, usize)) -> String {
        let mut parts = String::new();
        for at in of {
            write(&mut parts, at);
            parts.push_str(SEPARATOR);
        }
        parts
    }

    /// What the script knows of a firm: text to search, verdict, score in tenths, best subdivision, confidence,
    /// completeness, and the fits that count as subdivision, score, subdivision, score, ...
    fn keys(&self, at: usize) -> serde_json::Value {
        let taxonomy = self.report.taxonomy;
        let firm = &self.report.firms[at];
        let verdict = Verdict::ALL.iter().position(|known| *known == firm.verdict);
        let name = firm.display_name(self.settings.language);
        let mut text = format!("{name} {}", firm.id.as_deref().unwrap_or(""));
        let own = firm.profile.keywords.iter().chain(&firm.profile.products);
        let own: String = own
            .flat_map(|entry| [" ", entry])
            .flat_map(str::chars)
            .take(SEARCHED)
            .collect();
        text.push_str(&own);
        let mut fits = Vec::new();
        for fit in &firm.fits {
            if fit.tier().is_some() {
                let subdivision = self.report.subdivision(fit);
                for language in [Language::En, Language::Zh] {
                    for label in [&subdivision.label, &taxonomy.industry_of(subdivision).label] {
                        text.push(' ');
                        text.push_str(label.get(language));
                    }
                }
                for words in evidence_words(&firm.profile, &fit.evidence, EVIDENCE) {
                    text.push(' ');
                    text.push_str(&words);
                }
                fits.push(fit.subdivision);
                fits.push(usize::from(fit.score.tenths()));
            }
        }
        serde_json::json!([
            terminal(&name),
            terminal(&text.to_lowercase()),
            verdict,
            firm.best().tenths(),
            firm.fits.first().map(|fit| fit.subdivision),
            firm.confidence,
            firm.completeness.score,
            fits,
        ])
    }
}

fn block(out: &mut String, kind: &str, text: &str) {
    put!(
        out,
        "<script type=\"text/plain\" data-pack=\"{kind}\" data-together=\"{PACKED_TOGETHER}\">{}</script>",
        pack(text)
    );
}
