//! Answers given as input: read back, and recomputed first, since a file may have been changed.

use planfit::assessment::Firm;
use planfit::files::{read_text, read_text_from};
use planfit::report::escape::terminal;
use planfit::{ErrorKind, Language, Matcher, Result};
use std::io::Write;
use std::path::Path;

/// Reads the answers in `bytes`, recomputes each, and says on standard error which are not what this program computes.
pub(crate) fn read_verified(
    bytes: &[u8],
    origin: &str,
    matcher: &Matcher<'_>,
    first_row: u64,
) -> Result<Vec<Firm>> {
    let firms = planfit::assessment::read_verified(bytes, origin, matcher, first_row)?;
    for firm in &firms {
        if let Some(check) = &firm.unverified {
            let told = check.told(Language::En).unwrap_or_default();
            let line = format!("warning: `{origin}`, row {}: {told}", firm.row);
            // A closed standard error is not an error of the run.
            let _ = writeln!(anstream::stderr(), "{}", terminal(&line));
        }
    }
    Ok(firms)
}

/// Reads a file that may hold answers, or standard input, which is called `-`.
pub(crate) fn read_json(path: &Path) -> Result<Vec<u8>> {
    let bytes = match path.as_os_str() == "-" {
        true => read_text_from(std::io::stdin().lock(), path, MOST),
        false => read_text(path, MOST),
    };
    bytes.map_err(|error| match error.kind() {
        ErrorKind::Malformed => error.with_hint(
            "use fewer answers at a time, for instance those of `planfit batch LEADS --min-score 35`",
        ),
        _ => error,
    })
}

/// The most bytes of answers that are read: a report on more would open in no browser.
const MOST: u64 = 256 << 20;
