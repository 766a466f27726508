//! The conclusion over many firms, in sentences.

use super::narrative::Narrator;
use crate::assessment::{Coverage, in_a_row, join};
use crate::fit::Tier;
use crate::messages::{fill, filled, message, say_all};

impl Narrator<'_, '_> {
    /// The conclusion over many firms, in exactly three sentences.
    pub(super) fn screening(&self, overview: &Coverage) -> [String; 3] {
        [
            self.counted(overview),
            self.sought(overview),
            self.open_fields(overview),
        ]
    }

    /// How many firms fit, are adjacent, and do not fit.
    fn counted(&self, overview: &Coverage) -> String {
        let firms = self.report.firms.len();
        let [fit, adjacent, nothing, out, not_recognised, no_text] = overview.verdicts;
        let rest = nothing + out + not_recognised + no_text;
        let fitting = self.say(match fit {
            1 => "{count} fits at least one subdivision of the plan",
            _ => "{count} fit at least one subdivision of the plan",
        });
        let peripheral = self.say(match adjacent {
            1 => "{count} has a peripheral fit only",
            _ => "{count} have a peripheral fit only",
        });
        let others = self.say(match (rest, out) {
            (1, 0) => "{count} fits none",
            (_, 0) => "{count} fit none",
            (1, _) => "{count} fits none because the plan does not promote its business",
            _ if out == rest => "{count} fit none because the plan does not promote their business",
            _ => {
                "{count} fit none ({out} of them because the plan does not promote their business)"
            }
        });
        let mut parts = vec![filled(fitting, &[("count", &fit)])];
        if adjacent > 0 {
            parts.push(filled(peripheral, &[("count", &adjacent)]));
        }
        if rest > 0 {
            parts.push(filled(others, &[("count", &rest), ("out", &out)]));
        }
        let [comma, and] = say_all(
            self.language(),
            [", ##between clauses", " and ##between clauses"],
        );
        let counted = in_a_row(&parts, comma, and);
        message!(
            self.language(),
            "Of {firms} firms, {counted}.",
            firms,
            counted
        )
    }

    fn sought(&self, overview: &Coverage) -> String {
        let top: Vec<String> = overview
            .most_sought()
            .into_iter()
            .filter(|at| overview.subdivisions[*at].fitting() > 1)
            .take(3)
            .map(|at| {
                let count = overview.subdivisions[at].fitting();
                let label = self.report.label(at, self.language());
                message!(
                    self.language(),
                    "{label} ({count})##firms of a field",
                    label,
                    count
                )
            })
            .collect();
        let firms = self.report.firms.iter().rev();
        let best = firms.filter_map(|firm| Some((firm, firm.fits.first()?)));
        let Some((firm, fit)) = best.max_by_key(|(_, fit)| fit.score) else {
            return self.say("The answers list no subdivision.").to_owned();
        };
        let name = firm.display_name(self.language());
        let (label, score) = (self.label(fit), self.out_of_100(fit));
        let is_strong = fit.tier() >= Some(Tier::Substantial);
        let sentence = self.say(match (top.len(), is_strong, fit.basis.is_calibrated()) {
            (0, true, _) => "No field has more than one firm that fits; the strongest single fit is {name} in {label} with {score}.",
            (0, false, true) => "The highest score is {name}'s in {label}: {shown} out of 100.",
            (0, false, false) => "The highest score is {name}'s in {label}: {score}.",
            (1, ..) => "The field met most often is {top}; the strongest single fit is {name} in {label} with {score}.",
            _ => "The fields met most often are {top}; the strongest single fit is {name} in {label} with {score}.",
        });
        let top = join(top, self.language());
        filled(
            sentence,
            &[
                ("top", &top),
                ("name", &name),
                ("label", &label),
                ("score", &score),
                ("shown", &self.shown(fit)),
            ],
        )
    }

    fn open_fields(&self, overview: &Coverage) -> String {
        let all = overview.subdivisions.len();
        let open = overview.unfitted();
        let adjacent = open
            .iter()
            .filter(|at| !overview.subdivisions[**at].ranked.is_empty())
            .count();
        if open.is_empty() {
            return message!(
                self.language(),
                "Every one of the {all} subdivisions has at least one firm that fits.",
                all
            );
        }
        let sentence = self.say(match open.len() {
            1 => "{open} of the {all} subdivisions has no firm that fits",
            _ => "{open} of the {all} subdivisions have no firm that fits",
        });
        let mut sentence = filled(sentence, &[("open", &open.len()), ("all", &all)]);
        let though = self.say(match adjacent {
            0 => "",
            1 => ", though one of them has a firm with a peripheral fit",
            _ => ", though {adjacent} of them have firms with a peripheral fit",
        });
        fill(&mut sentence, though, &[("adjacent", &adjacent)]);
        let mut firms = self.report.firms.iter();
        if firms.any(|firm| firm.is_cut(Tier::Peripheral)) {
            sentence.push_str(self.say(", by the fits listed for each firm"));
        }
        message!(self.language(), "{sentence}.", sentence)
    }
}
