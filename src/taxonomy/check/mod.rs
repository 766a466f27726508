//! Checks a taxonomy file for everything an author can get wrong, and says all of it at once with line numbers.
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

/// One thing that is wrong in a taxonomy file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong there, in lower case with the offending value in backticks.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

/// Everything wrong in the text of a taxonomy file, by line; empty when it is clean. While the text is not TOML, only
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

    fn add(&mut self, at: usize, message: String) {
        let line = self.line(at);
        self.findings.push(Finding { line, message });
    }

    fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort();
        self.findings.dedup();
        self.findings
    }
}

#[cfg(test)]
mod tests;
