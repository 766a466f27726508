//! Everything about one firm: the same whether it is the whole page or one of many.

use super::super::narrative::has_nearest;
use super::charts::{Scale, Spoke, score_bar, tier_class, wheel};
use super::{Page, esc, put};
use crate::assessment::{
    Firm, FirmFit, clip, evidence_words, field_name, listed, shown_term, shown_words, with_note,
};
use crate::fit::{Evidence, MatchKind, Points, Tier};
use crate::profile::Field;
use crate::report::document::marked_text::{
    EvidenceSet, Piece, QuotedOnce, evidence_sets, hard_wrapped, marked_texts,
};
use crate::report::document::words;

/// Characters of evidence shown in a line of the ranking.
const TEASER: usize = 32;
/// Characters of one piece of evidence shown in a table.
const CELL: usize = 160;

impl Page<'_, '_> {
    /// The page of one firm.
    pub(super) fn single(&self, out: &mut String) {
        let firm = &self.report.firms[0];
        out.push_str("<section class=\"lead\"><div class=\"lead-text\">");
        self.heading(out, "conclusion", self.say("Conclusion"));
        self.verdict_badge(out, firm);
        self.sentences(out, &self.narrator.conclusion(firm));
        self.tiles(out, firm);
        out.push_str("</div>");
        self.firm_wheel(out, firm);
        out.push_str("</section>");
        self.firm_sections(out, 0, 2);
    }

    /// The firm at `at`, folded, as part of a list.
    pub(super) fn folded(&self, out: &mut String, at: usize) {
        let firm = &self.report.firms[at];
        put!(
            out,
            "<details class=\"firm\" id=\"firm-{at}\"><summary><span class=\"rank\">{}</span><span class=\"what\"><b>{}</b>",
            at + 1,
            esc(&firm.display_name(self.settings.language))
        );
        if let Some(fit) = firm.fits.first() {
            put!(
                out,
                "<small>{}</small>",
                esc(self.report.label(fit.subdivision, self.settings.language))
            );
        }
        out.push_str("</span>");
        self.score_cell(out, firm);
        self.verdict_badge(out, firm);
        out.push_str("</summary>");
        self.firm_body(out, at);
        out.push_str("</details>");
    }

    /// What unfolds for the firm at `at`.
    pub(super) fn firm_body(&self, out: &mut String, at: usize) {
        let firm = &self.report.firms[at];
        out.push_str("<div class=\"firm-body\">");
        self.sentences(out, &self.narrator.conclusion(firm));
        self.tiles(out, firm);
        self.firm_sections(out, at, 3);
        out.push_str("</div>");
    }

    /// The best score as a bar and a number; a dash where there is none.
    pub(super) fn score_cell(&self, out: &mut String, firm: &Firm) {
        out.push_str("<span class=\"score\">");
        match firm.fits.first() {
            Some(fit) => {
                let label = self.report.label(fit.subdivision, self.settings.language);
                let shown = fit.shown(self.settings.language);
                if fit.basis.is_calibrated() {
                    score_bar(out, fit.score, &self.narrator.labelled(label, &shown));
                }
                put!(out, "<b>{shown}</b>");
            }
            None => out.push('–'),
        }
        out.push_str("</span>");
    }

    pub(super) fn verdict_badge(&self, out: &mut String, firm: &Firm) {
        put!(
            out,
            "<span class=\"badge {}\">{}</span>",
            super::screening::verdict_class(firm.verdict),
            words::verdict(firm.verdict, self.settings.language)
        );
    }

    fn tiles(&self, out: &mut String, firm: &Firm) {
        let count = |tier| {
            let fits = firm.fits.iter();
            fits.filter(|fit| fit.tier() == Some(tier)).count()
        };
        out.push_str("<dl class=\"tiles\">");
        put!(
            out,
            "<div><dt>{}</dt><dd><b>{}</b> <small>{}</small></dd></div>",
            self.say("Best fit"),
            firm.best_shown(self.settings.language),
            match firm.is_calibrated() {
                true => self.say("out of 100"),
                false => self.say("relevance by terms alone, never calibrated"),
            }
        );
        let count_of_fits = self.say("Subdivisions that fit");
        put!(out, "<div><dt>{count_of_fits}</dt><dd>");
        let mut tiers: Vec<Tier> = Tier::ALL.into_iter().collect();
        tiers.retain(|tier| count(*tier) > 0);
        for (place, tier) in tiers.iter().enumerate() {
            let comma = match place + 1 == tiers.len() {
                true => "",
                false => self.say(",##between tiers"),
            };
            put!(
                out,
                "<span class=\"count\"><b>{}</b> <small>{}{comma}</small></span> ",
                count(*tier),
                tier.word(self.settings.language)
            );
        }
        if tiers.is_empty() {
            out.push_str("<b>0</b>");
        }
        out.push_str("</dd></div>");
        let meters = [
            (
                self.say("Confidence"),
                firm.confidence,
                words::confidence_note(self.settings.language),
            ),
            (
                self.say("Completeness"),
                firm.completeness.score,
                words::completeness_note(self.settings.language),
            ),
        ];
        for (name, value, note) in meters {
            put!(
                out,
                "<div><dt>{name}</dt><dd><b>{value}</b> <small>{note}</small>\
                 <svg class=\"meter\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\" height=\"4\"/>\
                 <rect class=\"fill\" width=\"{value}\" height=\"4\"/></svg></dd></div>"
            );
        }
        out.push_str("</dl>");
    }

    fn firm_wheel(&self, out: &mut String, firm: &Firm) {
        let mut spokes: Vec<Spoke> = self
            .report
            .taxonomy
            .subdivisions
            .iter()
            .map(|subdivision| Spoke {
                length: 0.0,
                class: "none",
                title: subdivision.label.get(self.settings.language).to_owned(),
                mark: String::new(),
            })
            .collect();
        for (place, fit) in firm.fits.iter().enumerate() {
            let spoke = &mut spokes[fit.subdivision];
            spoke.length = fit.score.probability();
            spoke.class = tier_class(fit.score);
            let shown = fit.shown(self.settings.language);
            spoke.title = self.narrator.labelled(&spoke.title, &shown);
            if place < 5 && fit.tier().is_some() {
                spoke.mark = (place + 1).to_string();
            }
        }
        out.push_str("<figure class=\"map\">");
        let best = firm.best_shown(self.settings.language);
        wheel(
            out,
            self.report,
            self.settings,
            &spokes,
            (&best, self.say("Best fit")),
        );
        put!(
            out,
            "<figcaption>{}</figcaption></figure>",
            self.say("Each spoke is a subdivision; its length is the score, out to 100 at the rim. Numbers are ranks.")
        );
    }

    /// Fits, texts, doubts and advice, under headings of `level`.
    fn firm_sections(&self, out: &mut String, at: usize, level: u8) {
        let firm = &self.report.firms[at];
        let sets = evidence_sets(self.report, firm, self.settings);
        if let Some(note) = &firm.out_of_scope {
            put!(
                out,
                "<section><h{level}>{}</h{level}>",
                esc(&self.narrator.labelled(
                    self.say("Not promoted by the plan"),
                    note.label.get(self.settings.language)
                ))
            );
            self.passages(out, firm, &note.evidence);
            put!(
                out,
                "<details class=\"points\"><summary>{}</summary>",
                self.say("Evidence, strongest first")
            );
            self.evidence_table(out, firm, &note.evidence, None);
            out.push_str("</details></section>");
        }
        self.fits(out, at, level);
        self.project(out, firm, level);
        self.texts(out, firm, &sets, level);
        out.push_str("<section class=\"two\">");
        let heading = self.say("What is uncertain");
        put!(out, "<div><h{level}>{heading}</h{level}>");
        self.list(out, "doubts", &self.narrator.uncertain(firm));
        let advice = self.narrator.questions(firm);
        let heading = self.narrator.questions_heading(advice.len());
        put!(out, "</div><div><h{level}>{heading}</h{level}>");
        if advice.is_empty() {
            put!(out, "<p>{}</p>", self.say("None: the profile is as detailed as those of the companies the tool was tested on."));
        } else {
            self.list(out, "advice", &advice);
        }
        out.push_str("</div></section>");
        if level == 2 {
            put!(out, "<section><h2>{}</h2>", self.say("Next steps"));
            self.list(out, "steps", &self.narrator.next_steps(firm));
            out.push_str("</section>");
        }
    }

    fn fits(&self, out: &mut String, at: usize, level: u8) {
        let firm = &self.report.firms[at];
        let counting = firm.fits.iter().filter(|fit| fit.tier().is_some()).count();
        let (fits, below) = firm.fits.split_at(counting);
        let mut quoted = QuotedOnce::default();
        let heading = self.say("Ranked fits");
        put!(out, "<section><h{level}>{heading}</h{level}>");
        if fits.is_empty() {
            put!(out, "<p>{}</p>", self.say("No subdivision fits."));
        } else {
            let id = if level == 2 { " id=\"fits\"" } else { "" };
            if level == 2 && fits.len() > 1 {
                put!(
                    out,
                    "<p class=\"tools needs-script\"><label>{} <input type=\"search\" data-filters=\"fits\" autocomplete=\"off\"></label>\
                     <button type=\"button\" data-unfold aria-pressed=\"false\">{}</button></p>",
                    self.say("Search"),
                    self.say("Unfold all")
                );
            }
            put!(out, "<ol class=\"ranking\"{id}>");
            for place in 0..counting {
                let open = level == 2 && place == 0;
                self.fit(out, firm, place, &mut quoted, open);
            }
            out.push_str("</ol>");
        }
        if !below.is_empty() && has_nearest(firm) {
            put!(
                out,
                "<details class=\"below\"><summary>{}</summary><ol class=\"ranking\">",
                with_note(
                    self.say("Nearest, but no fit"),
                    &below.len().to_string(),
                    self.settings.language
                )
            );
            for place in 0..below.len() {
                self.fit(out, firm, counting + place, &mut quoted, false);
            }
            out.push_str("</ol></details>");
        }
        out.push_str("</section>");
    }

    fn fit(
        &self,
        out: &mut String,
        firm: &Firm,
        place: usize,
        quoted: &mut QuotedOnce,
        open: bool,
    ) {
        let fit = &firm.fits[place];
        let language = self.settings.language;
        let subdivision = self.report.subdivision(fit);
        let label = subdivision.label.get(language);
        let class = tier_class(fit.score);
        put!(
            out,
            "<li><details class=\"fit\"{}><summary><span class=\"rank\">{}</span><span class=\"what\"><b>{}</b><small>{}</small></span>",
            if open { " open" } else { "" },
            place + 1,
            esc(label),
            esc(&self.report.path(subdivision, language))
        );
        out.push_str("<span class=\"teaser\">");
        for words in evidence_words(&firm.profile, &fit.evidence, 3) {
            put!(out, "<q>{}</q> ", esc(&clip(&words, TEASER)));
        }
        out.push_str("</span><span class=\"score\">");
        let shown = fit.shown(language);
        if fit.basis.is_calibrated() {
            score_bar(out, fit.score, &self.narrator.labelled(label, &shown));
        }
        put!(
            out,
            "<b>{shown}</b></span><span class=\"chip {class}\">{}</span></summary><div class=\"fit-body\">",
            fit.basis.tier(fit.tier(), language)
        );
        let (passages, above) = quoted.next(&firm.profile, &fit.evidence, usize::MAX);
        self.quoted(out, passages);
        for above in above {
            let note = self.narrator.passage_above(&above);
            put!(out, "<p class=\"note\">{}</p>", esc(&note));
        }
        // The clause stands under the first fit that it names.
        let clause_of = |fit: &FirmFit| self.report.subdivision(fit).clause;
        let mut before = firm.fits.iter().take(place);
        match before.position(|earlier| clause_of(earlier) == clause_of(fit)) {
            None => self.clause(out, fit),
            Some(_) if clause_of(fit).is_none() => {}
            Some(earlier) => {
                let phrase = self.narrator.phrase(subdivision);
                let note = self.narrator.clause_above(&phrase, earlier + 1);
                put!(out, "<p class=\"note\">{}</p>", esc(&note));
            }
        }
        put!(
            out,
            "<details class=\"points\"><summary>{}</summary>",
            self.say("Evidence, strongest first")
        );
        self.evidence_table(out, firm, &fit.evidence, Some(fit));
        out.push_str("</details></div></details></li>");
    }

    pub(super) fn evidence_table(
        &self,
        out: &mut String,
        firm: &Firm,
        evidence: &[Evidence],
        fit: Option<&FirmFit>,
    ) {
        let evidence = listed(&firm.profile, evidence);
        let scale = Scale::of(&evidence);
        put!(
            out,
            "<div class=\"scroll\"><table class=\"evidence\" data-sortable aria-label=\"{}\"><thead><tr>",
            self.say("Evidence, strongest first")
        );
        let columns = [
            self.say("Words in the profile"),
            self.say("Points"),
            self.say("Read as"),
            self.say("How"),
            self.say("Role"),
            self.say("Where"),
        ];
        for (at, column) in columns.iter().enumerate() {
            let class = if at == 1 { " class=\"number\"" } else { "" };
            put!(out, "<th scope=\"col\"{class}>{column}</th>");
        }
        out.push_str("</tr></thead><tbody>");
        for piece in &evidence {
            self.evidence_row(out, firm, piece, scale);
        }
        out.push_str("</tbody>");
        if let Some(fit) = fit {
            let rows = [
                (self.say("Before any evidence"), fit.base),
                (
                    self.say("Sum before calibration"),
                    Points(fit.base.0 + fit.points.0),
                ),
            ];
            out.push_str("<tfoot>");
            for (name, points) in rows {
                put!(
                    out,
                    "<tr><th scope=\"row\">{name}</th><td class=\"number\">{points}</td><td colspan=\"4\"></td></tr>"
                );
            }
            out.push_str("</tfoot>");
        }
        out.push_str("</table></div>");
    }

    fn evidence_row(&self, out: &mut String, firm: &Firm, piece: &Evidence, scale: Scale) {
        let language = self.settings.language;
        let class = if piece.points.0 < 0 {
            " class=\"against\""
        } else {
            ""
        };
        if piece.how == MatchKind::Rest {
            put!(
                out,
                "<tr{class}><td><i>{}</i>",
                words::rest(piece.count, language)
            );
        } else {
            // What is held against a fit as such stands in no text.
            let words = match piece.text.as_str() {
                "" => words::how(piece.how, language).to_owned(),
                _ => shown_words(piece, language),
            };
            put!(out, "<tr{class}><td><b>{}</b>", esc(&clip(&words, CELL)));
            if piece.count > 1 {
                put!(out, " <small>×{}</small>", piece.count);
            }
        }
        put!(
            out,
            "</td><td class=\"number\" data-value=\"{}\">",
            piece.points.0
        );
        scale.bar(out, piece.points);
        put!(out, "{}</td>", piece.points);
        if piece.how == MatchKind::Rest {
            out.push_str("<td colspan=\"4\"></td></tr>");
            return;
        }
        put!(
            out,
            "<td>{}</td><td>{}</td><td class=\"plain\">{}</td><td class=\"plain\">",
            esc(&clip(
                shown_term(piece, Some(self.report.taxonomy), language),
                CELL
            )),
            words::how(piece.how, language),
            words::role(piece.role, language)
        );
        if let Some(field) = piece.field {
            out.push_str(field_name(field, language));
            let entries = match field {
                Field::Keywords => firm.profile.keywords.len(),
                Field::Products => firm.profile.products.len(),
                Field::Name | Field::Description | Field::Project => 1,
            };
            if entries > 1 {
                put!(out, " {}", piece.item + 1);
            }
        }
        out.push_str("</td></tr>");
    }

    pub(super) fn texts(&self, out: &mut String, firm: &Firm, sets: &[EvidenceSet<'_>], level: u8) {
        let texts = marked_texts(firm, sets);
        if texts.is_empty() {
            return;
        }
        put!(
            out,
            "<section class=\"texts\"><h{level}>{}</h{level}><p class=\"note\">{}</p>",
            self.say("In the profile's own words"),
            self.say("Evidence is highlighted where it stands. Underlined in red: it speaks against the fit.")
        );
        if sets.len() > 1 {
            put!(
                out,
                "<p class=\"needs-script\"><label>{} <select data-highlight><option value=\"\">{}</option>",
                self.say("Highlight the evidence of"),
                self.say("all fits")
            );
            for (at, set) in sets.iter().enumerate() {
                put!(out, "<option value=\"{at}\">{}</option>", esc(set.label));
            }
            out.push_str("</select></label></p>");
        }
        out.push_str("<dl class=\"own\">");
        let mut last = None;
        for text in texts {
            if last != Some(text.field) {
                if last.is_some() {
                    out.push_str("</dd>");
                }
                put!(
                    out,
                    "<dt>{}</dt><dd class=\"{}\">",
                    field_name(text.field, self.settings.language),
                    text.field.as_str()
                );
                last = Some(text.field);
            }
            out.push_str(if hard_wrapped(firm.profile.text(text.field, 0)) {
                "<span class=\"entry wrapped\">"
            } else {
                "<span class=\"entry\">"
            });
            for piece in &text.pieces {
                self.piece(out, piece, sets);
            }
            out.push_str("</span> ");
        }
        out.push_str("</dd></dl></section>");
    }

    fn piece(&self, out: &mut String, piece: &Piece<'_>, sets: &[EvidenceSet<'_>]) {
        match piece {
            Piece::Plain(text) => out.push_str(&esc(text)),
            Piece::Gap(bytes) => put!(
                out,
                "<span class=\"gap\">{}</span>",
                words::left_out(*bytes, self.settings.language)
            ),
            Piece::Marked(text, hits) => {
                let sum: i32 = hits.iter().map(|(_, points)| points.0).sum();
                let class = match sum {
                    ..0 => "against",
                    0 => "sentence",
                    _ => "for",
                };
                let of: Vec<String> = hits.iter().map(|(set, _)| set.to_string()).collect();
                let title: Vec<String> = hits
                    .iter()
                    .map(|(set, points)| match points.0 {
                        0 => sets[*set].label.to_owned(),
                        _ => format!("{} {points}", sets[*set].label),
                    })
                    .collect();
                put!(
                    out,
                    "<mark class=\"{class}\" data-of=\"{}\" title=\"{}\">{}</mark>",
                    of.join(" "),
                    esc(&title.join(" · ")),
                    esc(text)
                );
            }
        }
    }
}
