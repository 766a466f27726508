//! What the script works with: keys to sort and filter by, and, of a long list, the firms themselves, packed.

use super::charts::HeatMap;
use super::pack::{json_for_script, pack};
use super::{Page, put};
use crate::assessment::{Coverage, evidence_words};
use crate::fit::Verdict;
use crate::parallel::parallel;
use crate::report::escape::terminal;
use crate::taxonomy::Language;

/// Separates the parts of a packed block; escaped text cannot hold it.
const SEPARATOR: &str = "\u{1e}";
/// Firms whose details are packed together: unfolding one unpacks no more than this many.
const PACKED_TOGETHER: usize = 25;
/// Blocks that hold something of every firm: rows and heat.
const LONG: usize = 2;
/// Stretches of evidence of each fit that the search box looks through.
const EVIDENCE: usize = 5;
/// Characters of keywords and products of a firm that the search box looks through.
const SEARCHED: usize = 400;

impl Page<'_, '_> {
    /// What the script sorts and filters by, and, for a long list, the firms themselves.
    pub(super) fn data(&self, out: &mut String) {
        let count = self.report.firms.len();
        let groups = count.div_ceil(PACKED_TOGETHER);
        let group = |number: usize| {
            let start = number * PACKED_TOGETHER;
            start..(start + PACKED_TOGETHER).min(count)
        };
        let keys = parallel(groups, |number| {
            let keys = group(number).map(|at| json_for_script(&self.keys(at)));
            keys.collect::<Vec<String>>().join(",")
        });
        put!(
            out,
            "<script type=\"application/json\" id=\"keys\">[{}]</script>",
            keys.join(",")
        );
        if !self.packed() {
            return;
        }
        let overview = Coverage::new(&self.report.firms, self.report.taxonomy.subdivisions.len());
        let heat = HeatMap::new(overview.columns());
        // The two long ones first, so that no thread is left with one of them at the end.
        let blocks = parallel(LONG + groups, |number| match number {
            0 => block(
                "rows",
                &self.parts(0..count, |out, at| self.firm_row(out, at)),
            ),
            1 if heat.is_empty() => String::new(),
            1 => {
                let row = |out: &mut String, at| heat.row(out, self.report, self.settings, at);
                block("heat", &self.parts(0..count, row))
            }
            _ => {
                let firms = group(number - LONG);
                block(
                    "details",
                    &self.parts(firms, |out, at| self.firm_body(out, at)),
                )
            }
        });
        blocks.iter().for_each(|block| out.push_str(block));
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
    /// completeness, the fits that count as subdivision, score, subdivision, score, ..., and what was decided, if anything was.
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
        let told = firm.decision.as_ref();
        let told = told.map(|told| terminal(told.get(self.settings.language)).into_owned());
        if let Some(told) = &told {
            text.push(' ');
            text.push_str(told);
        }
        let mut keys = serde_json::json!([
            terminal(&name),
            terminal(&text.to_lowercase()),
            verdict,
            firm.best().tenths(),
            firm.fits.first().map(|fit| fit.subdivision),
            firm.confidence,
            firm.completeness.score,
            fits,
        ]);
        if let (Some(told), Some(keys)) = (told, keys.as_array_mut()) {
            keys.push(told.into());
        }
        keys
    }
}

fn block(kind: &str, text: &str) -> String {
    format!(
        "<script type=\"text/plain\" data-pack=\"{kind}\" data-together=\"{PACKED_TOGETHER}\">{}</script>",
        pack(text)
    )
}
