//! Checks a taxonomy file for everything an author can get wrong, and says all of it at once with line numbers: errors,
//! with which it cannot work as written, and advice, with which it would work better.
//!
//! Loading stops at the first thing that keeps the matcher from working; this goes on, and also finds what would work
//! but not as its author thinks: terms that say the same twice, exclusions that exclude nothing, words under the wrong
//! language. It reads the file a second time, by its own spans, so that the data the matcher uses stays free of them.

mod references;
mod shape;
mod terms;

use serde::Serialize;
use std::fmt;
use toml::de::DeTable;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It cannot work, or not as it is written.
    Error,
    /// It works, and would work better.
    Advice,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Advice => "advice",
        })
    }
}

/// One thing that is wrong in a taxonomy file, or could be better.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Line of the file, from 1.
    pub line: usize,
    /// How much it matters.
    pub severity: Severity,
    /// What advice is about, the same words for all of a kind; nothing for errors.
    pub topic: Option<&'static str>,
    /// What is wrong there, in lower case with the offending value in backticks.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.line, self.severity, self.message)
    }
}

/// Everything wrong in the text of a taxonomy file, and advice, by line; empty when it is clean. While the text is not TOML, only
/// its syntax errors are told.
#[must_use]
pub fn check(text: &str) -> Vec<Finding> {
    let mut report = Report::new(text);
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let draft = shape::read(document.get_ref(), &mut report);
        references::check(&draft, &mut report);
        terms::check(&draft, &mut report);
    }
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        report.add(at, format!("not TOML: {}", error.message().trim()));
    }
    report.into_findings()
}

/// The findings so far, and where the lines of the file begin.
struct Report {
    line_starts: Vec<usize>,
    findings: Vec<Finding>,
}

impl Report {
    fn new(text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            line_starts: std::iter::once(0).chain(after_breaks).collect(),
            findings: Vec::new(),
        }
    }

    /// The line, from 1, of a byte of the file.
    fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at)
    }

    /// Reports an error.
    fn add(&mut self, at: usize, message: String) {
        self.findings.push(Finding {
            line: self.line(at),
            severity: Severity::Error,
            topic: None,
            message,
        });
    }

    /// Reports what would work better otherwise.
    fn advise(&mut self, at: usize, topic: &'static str, message: String) {
        self.findings.push(Finding {
            line: self.line(at),
            severity: Severity::Advice,
            topic: Some(topic),
            message,
        });
    }

    fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort();
        self.findings.dedup();
        self.findings
    }
}

#[cfg(test)]
mod tests;
