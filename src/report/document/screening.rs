//! The conclusion over many firms, in sentences.

use super::narrative::Narrator;
use crate::assessment::{Coverage, join};
use crate::fit::Tier;
use crate::taxonomy::Language;

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
        let verb = if fit == 1 { "fits" } else { "fit" };
        let mut english = vec![format!("{fit} {verb} at least one subdivision of the plan")];
        let mut chinese = vec![format!("{fit}家至少符合规划的一个细分领域")];
        if adjacent > 0 {
            let verb = if adjacent == 1 { "has" } else { "have" };
            english.push(format!("{adjacent} {verb} a peripheral fit only"));
            chinese.push(format!("{adjacent}家仅为边缘匹配"));
        }
        if rest > 0 {
            let (why, reason) = match out {
                0 => (String::new(), String::new()),
                _ if out == rest => (
                    " because the plan does not promote their business".to_owned(),
                    "（业务不在招商范围）".to_owned(),
                ),
                _ => (
                    format!(" ({out} of them because the plan does not promote their business)"),
                    format!("（其中{out}家的业务不在招商范围）"),
                ),
            };
            let verb = if rest == 1 { "fits" } else { "fit" };
            english.push(format!("{rest} {verb} none{why}"));
            chinese.push(format!("{rest}家不符合{reason}"));
        }
        self.say(
            format!(
                "Of {firms} firms, {}.",
                join(english.into_iter(), Language::En)
            ),
            format!("{firms}家企业中，{}。", chinese.join("，")),
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
                match self.language() {
                    Language::En => format!("{label} ({count})"),
                    Language::Zh => format!("{label}（{count}家）"),
                }
            })
            .collect();
        let firms = self.report.firms.iter().rev();
        let best = firms.filter_map(|firm| Some((firm, firm.fits.first()?)));
        let Some((firm, fit)) = best.max_by_key(|(_, fit)| fit.score) else {
            return self.say(
                "The answers list no subdivision.".to_owned(),
                "各条结果均未列出细分领域。".to_owned(),
            );
        };
        let name = firm.display_name(self.language());
        let (label, score) = (self.label(fit), self.out_of_100(fit));
        let chinese = self.scored(fit);
        if top.is_empty() && fit.tier() >= Some(Tier::Substantial) {
            return self.say(
                format!("No field has more than one firm that fits; the strongest single fit is {name} in {label} with {score}."),
                format!("没有任何领域有两家以上企业符合；单项最高的是{name}与{label}的匹配，{chinese}。"),
            );
        }
        if top.is_empty() {
            return self.say(
                format!("The highest score is {name}'s in {label}: {score}."),
                match fit.basis.is_calibrated() {
                    true => format!("得分最高的是{name}与{label}的匹配，为{}分。", fit.score),
                    false => format!("最高的是{name}与{label}的匹配，{chinese}。"),
                },
            );
        }
        let are = if top.len() == 1 {
            "field met most often is"
        } else {
            "fields met most often are"
        };
        let top = join(top, self.language());
        self.say(
            format!("The {are} {top}; the strongest single fit is {name} in {label} with {score}."),
            format!("符合企业最多的是{top}；单项最高的是{name}与{label}的匹配，{chinese}。"),
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
            return self.say(
                format!("Every one of the {all} subdivisions has at least one firm that fits."),
                format!("全部{all}个细分领域都有符合的企业。"),
            );
        }
        let open = open.len();
        let have = if open == 1 { "has" } else { "have" };
        let mut firms = self.report.firms.iter();
        let (english_cut, chinese_cut) = match firms.any(|firm| firm.is_cut(Tier::Peripheral)) {
            true => (
                ", by the fits listed for each firm",
                "（按各企业所列的匹配统计）",
            ),
            false => ("", ""),
        };
        self.say(
            format!(
                "{open} of the {all} subdivisions {have} no firm that fits{}{english_cut}.",
                match adjacent {
                    0 => String::new(),
                    1 => ", though one of them has a firm with a peripheral fit".to_owned(),
                    _ => format!(", though {adjacent} of them have firms with a peripheral fit"),
                }
            ),
            format!(
                "{all}个细分领域中有{open}个没有符合的企业{}{chinese_cut}。",
                match adjacent {
                    0 => String::new(),
                    _ => format!("，其中{adjacent}个有边缘匹配的企业"),
                }
            ),
        )
    }
}
