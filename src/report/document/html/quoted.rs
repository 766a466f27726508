//! What a page quotes: the passages of the profile that carry a fit, and the plan's clause.

use super::{Page, esc, put};
use crate::assessment::{Firm, FirmFit, translated_clause};
use crate::fit::{Evidence, QuotedClause};
use crate::report::document::marked_text::{QuotedPassage, quoted_passages};
use crate::report::document::words;

impl Page<'_, '_> {
    /// The passages of the profile that carry a fit, its words marked.
    pub(super) fn passages(&self, out: &mut String, firm: &Firm, evidence: &[Evidence]) {
        self.quoted(out, quoted_passages(&firm.profile, evidence));
    }

    pub(super) fn quoted(&self, out: &mut String, passages: Vec<QuotedPassage>) {
        if passages.is_empty() {
            return;
        }
        out.push_str("<ul class=\"passages\">");
        for passage in passages {
            out.push_str("<li><q>");
            for (text, is_marked) in passage.parts {
                match is_marked {
                    true => put!(out, "<mark>{}</mark>", esc(&text)),
                    false => out.push_str(&esc(&text)),
                }
            }
            put!(
                out,
                "</q><small>{}</small></li>",
                words::quoted_from(passage.field, self.settings.language)
            );
        }
        out.push_str("</ul>");
    }

    pub(super) fn clause(&self, out: &mut String, fit: &FirmFit) {
        let taxonomy = self.report.taxonomy;
        let subdivision = self.report.subdivision(fit);
        let Some(clause) = QuotedClause::of(taxonomy, subdivision) else {
            return;
        };
        put!(
            out,
            "<figure class=\"clause\"><blockquote lang=\"{}\"><p>",
            esc(&taxonomy.plan.language)
        );
        let at = clause.phrase_span().unwrap_or(0..0);
        put!(
            out,
            "{}<mark>{}</mark>{}",
            esc(&clause.text[..at.start]),
            esc(&clause.text[at.clone()]),
            esc(&clause.text[at.end..])
        );
        put!(
            out,
            "</p></blockquote><figcaption>{} · {}</figcaption></figure>",
            self.say("The plan's own words"),
            esc(taxonomy
                .front_of(subdivision)
                .label
                .get(self.settings.language))
        );
        let language = self.settings.language;
        if let Some(translation) = translated_clause(&clause, &subdivision.label, language) {
            let (text, at) = (translation.text, translation.phrase);
            put!(
                out,
                "<figure class=\"clause\"><blockquote lang=\"{}\"><p>{}<mark>{}</mark>{}</p></blockquote><figcaption>{}</figcaption></figure>",
                words::language_tag(language),
                esc(&text[..at.start]),
                esc(&text[at.clone()]),
                esc(&text[at.end..]),
                words::working_translation(self.settings.language)
            );
        }
    }
}
