//! The file of what was learned of a plan: JSON Lines, a head and then a line for each subdivision, all numbers whole, so that
//! it is the same on every machine and can be read, compared and kept under version control.

use crate::error::{Error, ErrorKind, Result, without_place};
use crate::taxonomy::{Adaptation, AdaptedCalibration, AdaptedClass};
use crate::text::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Version of the format.
pub const FIT_FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    planfit_fit: u32,
    plan: HeadPlan,
    labelled: usize,
    calibration: AdaptedCalibration,
    borrows: bool,
    /// Left out where it is false, so that what says nothing of pairs is the file that it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pairs: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadPlan {
    id: String,
    sha256: String,
}

/// In 1/1024 log-odds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    subdivision: String,
    bias: i16,
    like: Vec<(String, i16)>,
    words: Vec<(String, String, i16)>,
}

/// The text of the file; the SHA-256 of `adaptation` itself is not part of it.
#[must_use]
pub fn fit_text(adaptation: &Adaptation) -> String {
    let head = Head {
        planfit_fit: FIT_FORMAT,
        plan: HeadPlan {
            id: adaptation.plan.clone(),
            sha256: adaptation.plan_sha256.clone(),
        },
        labelled: adaptation.labelled,
        calibration: adaptation.calibration,
        borrows: adaptation.borrows,
        pairs: adaptation.pairs,
    };
    let line = |class: &AdaptedClass| Line {
        subdivision: class.id.clone(),
        bias: class.bias,
        like: class.like.clone(),
        words: class
            .words
            .iter()
            .map(|(key, word, weight)| (format!("{key:016x}"), word.clone(), *weight))
            .collect(),
    };
    // A struct of strings and numbers always is JSON.
    let mut text = serde_json::to_string(&head).unwrap_or_default();
    for class in &adaptation.classes {
        text.push('\n');
        text.push_str(&serde_json::to_string(&line(class)).unwrap_or_default());
    }
    text.push('\n');
    text
}

/// Reads the bytes of such a file; `origin` names it in messages.
///
/// # Errors
/// [`ErrorKind::Malformed`] with the line for what is no such file; [`ErrorKind::Unknown`] for a newer format.
pub fn read_fit(bytes: &[u8], origin: &str) -> Result<Adaptation> {
    let malformed = |line: usize, what: &str| {
        Error::new(ErrorKind::Malformed, format!("{origin}:{line}: {what}"))
            .at(Path::new(origin), Some(line))
            .with_hint("`planfit adapt` makes such a file; write a new one")
    };
    let text = std::str::from_utf8(bytes).map_err(|_| malformed(1, "it is not UTF-8"))?;
    let mut lines = text.lines().enumerate();
    let (_, first) = lines.next().unwrap_or((0, ""));
    let version = serde_json::from_str::<serde_json::Value>(first).ok();
    let version = version.and_then(|head| head.get("planfit_fit")?.as_u64());
    match version {
        Some(version) if version == u64::from(FIT_FORMAT) => {}
        Some(version) => {
            let message = format!("{origin}: format `{version}` is not known to this program");
            return Err(Error::new(ErrorKind::Unknown, message)
                .with_hint("use the planfit that wrote it, or run `planfit adapt` again"));
        }
        None => return Err(malformed(1, "it is no file of `planfit adapt`")),
    }
    let error = |line: usize, error: serde_json::Error| malformed(line, &without_place(&error));
    let head: Head = serde_json::from_str(first).map_err(|found| error(1, found))?;
    let calibration = head.calibration;
    if calibration.slope == 0 || calibration.slope > MOST || calibration.gap > MOST {
        return Err(malformed(1, "its calibration is out of bounds"));
    }
    let mut classes = Vec::new();
    for (at, line) in lines {
        let line: Line = serde_json::from_str(line).map_err(|found| error(at + 1, found))?;
        let words = line.words.into_iter();
        let words = words.map(|(key, word, weight)| {
            let key = u64::from_str_radix(&key, 16);
            key.map(|key| (key, word, weight))
                .map_err(|_| malformed(at + 1, "the key of a word is not hexadecimal"))
        });
        classes.push(AdaptedClass {
            id: line.subdivision,
            bias: line.bias,
            like: line.like,
            words: words.collect::<Result<_>>()?,
        });
    }
    Ok(Adaptation {
        sha256: hex(&Sha256::digest(bytes)),
        plan: head.plan.id,
        plan_sha256: head.plan.sha256,
        labelled: head.labelled,
        calibration,
        borrows: head.borrows,
        pairs: head.pairs,
        classes,
    })
}

/// The most of a number in thousandths that makes sense.
const MOST: u32 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Adaptation {
        Adaptation {
            plan: "city".to_owned(),
            plan_sha256: "0".repeat(64),
            labelled: 30,
            calibration: AdaptedCalibration {
                slope: 700,
                shift: -1200,
                gap: 100,
            },
            borrows: true,
            pairs: true,
            classes: vec![AdaptedClass {
                id: "cells".to_owned(),
                bias: -3,
                like: vec![("new-energy-icv/power-batteries".to_owned(), 512)],
                words: vec![(u64::MAX - 1, "\"cells\"\n".to_owned(), -7)],
            }],
            ..Adaptation::default()
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = fit_text(&some());
        let read = read_fit(text.as_bytes(), "city.fit").unwrap();
        assert_eq!(read.sha256.len(), 64);
        let sha256 = read.sha256.clone();
        assert_eq!(read, Adaptation { sha256, ..some() });
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let refused = |text: &str| read_fit(text.as_bytes(), "a.fit").unwrap_err().to_string();
        assert_eq!(refused(""), "a.fit:1: it is no file of `planfit adapt`");
        assert_eq!(
            refused("{\"planfit_fit\":2}"),
            "a.fit: format `2` is not known to this program"
        );
        let text = fit_text(&some());
        assert_eq!(
            refused(&text.replace("\"bias\"", "\"bais\""))
                .split(',')
                .next(),
            Some("a.fit:2: unknown field `bais`")
        );
        assert_eq!(
            refused(&text.replace("\"gap\"", "\"gip\""))
                .split(',')
                .next(),
            Some("a.fit:1: unknown field `gip`")
        );
        assert_eq!(
            refused(&text.replace("fffffffffffffffe", "x")),
            "a.fit:2: the key of a word is not hexadecimal"
        );
        assert_eq!(
            refused(&text.replace("\"slope\":700", "\"slope\":0")),
            "a.fit:1: its calibration is out of bounds"
        );
    }
}
