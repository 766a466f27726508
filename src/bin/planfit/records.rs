//! Answers given as input: read back, and recomputed first, since a file may have been changed.

use planfit::assessment::Firm;
use planfit::report::escape::terminal;
use planfit::{Error, ErrorKind, Language, Matcher, Result};
use std::fs::File;
use std::io::{Read, Write};
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
        true => read_bounded(std::io::stdin().lock()),
        false => File::open(path).and_then(read_bounded),
    };
    let bytes = bytes.map_err(|error| Error::io(path, &error))?;
    if bytes.len() as u64 > MOST {
        let message = format!("`{}` is over {} MiB", path.display(), MOST >> 20);
        return Err(Error::new(ErrorKind::Malformed, message).with_hint(
            "use fewer answers at a time, for instance those of `planfit batch LEADS --min-score 35`",
        ));
    }
    Ok(bytes)
}

/// The most bytes of answers that are read: a report on more would open in no browser.
const MOST: u64 = 256 << 20;

/// Reads up to one byte more than [`MOST`]; no further than its beginning what is no text, such as `/dev/zero`.
fn read_bounded(mut reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    (&mut reader).take(4096).read_to_end(&mut bytes)?;
    if !bytes.contains(&0) {
        reader.take(MOST - 4095).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
