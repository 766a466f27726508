//! HTML: one file that needs nothing else.
//!
//! Everything is laid out here, in Rust; the script only sorts, filters, pages and unfolds what it finds. A short list
//! stands in the page as it is and reads well without a script. A long one is packed (deflate, base64) into data
//! blocks that the script unpacks page by page, so that 5,000 firms open as fast as five.
//!
//! The page forbids itself everything but its own style sheet and script, by their hashes: whatever might slip through
//! from a profile could neither run nor load anything.

mod charts;
mod data;
mod explanation;
mod firm;
mod pack;
mod printed;
mod project;
mod quoted;
mod screening;

pub(in crate::report) use explanation::render as render_explanation;

use super::model::{Report, Settings};
use super::narrative::Narrator;
use super::words;
use crate::assessment::{Coverage, translated};
use crate::messages;
use crate::report::escape::html as esc;
use sha2::{Digest, Sha256};

/// Writes into a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($format:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($format)*);
    }};
}
use put;

const STYLE: &str = include_str!("../assets/report.css");
const SCRIPT: &str = include_str!("../assets/report.js");

/// Up to this many firms stand in the page as they are.
const STATIC_FIRMS: usize = 40;

/// What every part of the page needs.
struct Page<'r, 't> {
    report: &'r Report<'t>,
    settings: &'r Settings,
    narrator: Narrator<'r, 't>,
}

/// The whole page.
pub(super) fn render(report: &Report<'_>, settings: &Settings) -> String {
    let page = Page {
        report,
        settings,
        narrator: Narrator::new(report, settings),
    };
    let mut out = String::new();
    page.head(&mut out);
    match report.single() {
        Some(firm) => {
            page.cover(&mut out, &firm.display_name(settings.language));
            page.single(&mut out);
        }
        None => {
            let title = settings.title.as_deref();
            page.cover(
                &mut out,
                title.unwrap_or(page.say("Investment plan screening")),
            );
            page.screening(
                &mut out,
                &Coverage::new(&report.firms, report.taxonomy.subdivisions.len()),
            );
        }
    }
    page.about(&mut out);
    out.push_str("</main>");
    if report.single().is_none() {
        page.data(&mut out);
    }
    put!(out, "<script>{}</script></body></html>\n", asset(SCRIPT));
    out
}

/// An asset as it is embedded: a browser hashes it with plain line ends, whatever a checkout made of them.
fn asset(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The hash of an embedded asset as a source of a content security policy.
fn hash_source(text: &str) -> String {
    let hash = Sha256::digest(asset(text).as_bytes());
    format!("'sha256-{}'", pack::base64(&hash))
}

impl Page<'_, '_> {
    /// A text in the language of the page.
    fn say(&self, english: &'static str) -> &'static str {
        messages::say(self.settings.language, english)
    }

    fn head(&self, out: &mut String) {
        let title = match (&self.settings.title, self.report.single()) {
            (Some(title), _) => title.clone(),
            (None, Some(firm)) => format!(
                "{} · {}",
                firm.display_name(self.settings.language),
                self.say("Investment plan fit")
            ),
            (None, None) => self.say("Investment plan screening").to_owned(),
        };
        put!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
             <meta name=\"referrer\" content=\"no-referrer\"><meta name=\"generator\" content=\"{}\"><title>{}</title><style>{}</style></head><body>",
            words::language_tag(self.settings.language),
            hash_source(STYLE),
            hash_source(SCRIPT),
            super::appearance::TOOL,
            esc(&title),
            asset(STYLE)
        );
    }

    fn cover(&self, out: &mut String, heading: &str) {
        let plan = &self.report.taxonomy.plan;
        let eyebrow = match (&self.settings.title, self.report.single()) {
            (Some(title), Some(_)) => title.as_str(),
            (None, Some(_)) => self.say("Investment plan fit"),
            (_, None) => self.say("Screening report"),
        };
        let title = translated(&plan.title, self.settings.language);
        let language = match title == plan.title {
            true => plan.language.as_str(),
            false => words::language_tag(self.settings.language),
        };
        let cited = format!("<cite lang=\"{}\">{}</cite>", esc(language), esc(title));
        put!(
            out,
            "<a class=\"skip\" href=\"#conclusion\">{}</a><header class=\"cover\"><p class=\"eyebrow\">{}</p><h1>{}</h1>\
             <p class=\"measured\">{}</p><p class=\"meta\">",
            self.say("Skip to the conclusion"),
            esc(eyebrow),
            esc(heading),
            words::measured_against(&cited, self.settings.language)
        );
        if let Some(firm) = self.report.single() {
            put!(
                out,
                "<span>{}</span>",
                words::kind(firm.profile.kind, self.settings.language)
            );
        } else {
            put!(
                out,
                "<span>{}</span>",
                words::count_of_firms(self.report.firms.len(), self.settings.language)
            );
        }
        put!(out, "<span>{}</span>", esc(&plan.period));
        if let Some(date) = &self.settings.date {
            put!(out, "<span>{}</span>", esc(date));
        }
        put!(
            out,
            "<span>{}</span></p></header><main>",
            super::appearance::TOOL
        );
    }

    /// A heading with the id that links lead to.
    fn heading(&self, out: &mut String, id: &str, text: &str) {
        put!(out, "<h2 id=\"{id}\">{}</h2>", esc(text));
    }

    fn sentences(&self, out: &mut String, sentences: &[String]) {
        out.push_str("<div class=\"sentences\">");
        for sentence in sentences {
            put!(out, "<p>{}</p>", esc(sentence));
        }
        out.push_str("</div>");
    }

    fn list(&self, out: &mut String, class: &str, entries: &[String]) {
        put!(out, "<ul class=\"{class}\">");
        for entry in entries {
            put!(out, "<li>{}</li>", esc(entry));
        }
        out.push_str("</ul>");
    }

    fn about(&self, out: &mut String) {
        let plan = &self.report.taxonomy.plan;
        out.push_str("<section class=\"about\">");
        self.heading(out, "about", self.say("About this report"));
        put!(out, "<h3>{}</h3>", self.say("How to read the score"));
        for sentence in words::score_explained(self.settings.language) {
            put!(out, "<p>{sentence}</p>");
        }
        put!(out, "<h3>{}</h3><dl class=\"facts\">", self.say("Plan"));
        for (name, value) in words::plan_facts(plan, self.settings.language) {
            put!(out, "<dt>{name}</dt><dd>{}</dd>", esc(&value));
        }
        out.push_str("</dl></section>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_hash_alike_whatever_the_checkout() {
        assert_eq!(hash_source("a\r\nb"), hash_source("a\nb"));
        // As `printf '' | openssl dgst -sha256 -binary | base64` prints it.
        assert_eq!(
            hash_source(""),
            "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        );
    }

    #[test]
    fn assets_cannot_end_their_own_element() {
        assert!(!STYLE.contains("</"));
        assert!(!SCRIPT.to_lowercase().contains("</script"));
        assert!(!SCRIPT.contains("<!--"));
    }
}
