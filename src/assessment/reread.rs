//! Answers read back and recomputed at once, for what shows many of them: on every processor, and by their bytes.
//!
//! An answer that is, byte for byte, what this program writes about the profile in it has not been changed, and its fields
//! need no comparing. That is so for nearly all lines that `batch` has written. What is laid out otherwise, or is no
//! answer, is read one after the other, so that it is named as it always is.

use super::answer::Answer;
use super::check::Check;
use super::firm::{Firm, FirmFit, OutOfScopeNote};
use super::records::{Places, places, read_line, read_records};
use super::verification::{check, verify_records};
use crate::Score;
use crate::error::Result;
use crate::fit::{Assessment, MatchKind};
use crate::matcher::{Matcher, Options, Scratch};
use crate::parallel::parallel_with;

/// Lines that a thread reads before it looks for more: some milliseconds of work.
const TOGETHER: usize = 32;

/// Reads the answers in `bytes`, as [`read_records`] does, recomputes each with `matcher`, and notes in
/// [`Firm::unverified`] what became of those that are not as computed.
///
/// # Errors
/// As [`read_records`].
pub fn read_verified(
    bytes: &[u8],
    origin: &str,
    matcher: &Matcher<'_>,
    first_row: u64,
) -> Result<Vec<Firm>> {
    if let Some(firms) = read_lines(bytes, matcher, first_row) {
        return Ok(firms);
    }
    let mut firms = read_records(bytes, origin, matcher.taxonomy(), first_row)?;
    let mut checks = Vec::with_capacity(firms.len());
    verify_records(bytes, origin, matcher, &mut |_, check| checks.push(check))?;
    for (firm, check) in firms.iter_mut().zip(checks) {
        firm.unverified = Some(check).filter(|check| *check != Check::Verified);
    }
    Ok(firms)
}

/// The same where each line is an answer; nothing where any is not.
fn read_lines(bytes: &[u8], matcher: &Matcher<'_>, first_row: u64) -> Option<Vec<Firm>> {
    // What JSON takes for space.
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| {
        let start = line.iter().take_while(|byte| is_space(byte)).count();
        let end = line[start..].iter().rev().take_while(|byte| is_space(byte));
        &line[start..line.len() - end.count()]
    });
    let lines: Vec<&[u8]> = lines.filter(|line| !line.is_empty()).collect();
    let is_object = |line: &&[u8]| line.starts_with(b"{") && line.ends_with(b"}");
    if !lines.iter().all(is_object) {
        return None;
    }
    let places = places(matcher.taxonomy());
    let groups: Vec<&[&[u8]]> = lines.chunks(TOGETHER).collect();
    let begin = || Again {
        matcher,
        places: &places,
        scratch: Scratch::default(),
        assessment: Assessment::default(),
        text: Vec::new(),
    };
    let read = parallel_with(groups.len(), begin, |again, group| {
        let first = first_row + (group * TOGETHER) as u64;
        let rows = groups[group].iter().zip(first..);
        let firms = rows.map(|(line, row)| again.read(line, row));
        firms.collect::<Option<Vec<Firm>>>()
    });
    let mut firms = Vec::with_capacity(lines.len());
    for group in read {
        firms.append(&mut group?);
    }
    Some(firms)
}

/// What a thread recomputes answers with.
struct Again<'a, 't> {
    matcher: &'a Matcher<'t>,
    places: &'a Places<'a>,
    scratch: Scratch,
    assessment: Assessment<'t>,
    text: Vec<u8>,
}

impl Again<'_, '_> {
    /// The answer in `line`, with what became of it.
    fn read(&mut self, line: &[u8], row: u64) -> Option<Firm> {
        let mut firm = read_line(line, row, self.places, self.matcher.taxonomy())?;
        if !self.writes(line, &firm) {
            let fields = serde_json::from_slice(line).ok()?;
            let found = check(fields, self.matcher, &mut self.scratch);
            firm.unverified = Some(found).filter(|found| *found != Check::Verified);
        }
        Some(firm)
    }

    /// Whether `line`, from which `firm` was read, is what this program writes about it.
    fn writes(&mut self, line: &[u8], firm: &Firm) -> bool {
        let options = asked_for(&firm.fits, firm.out_of_scope.as_ref());
        let (scratch, assessment) = (&mut self.scratch, &mut self.assessment);
        let profile = &firm.profile;
        self.matcher
            .assess_present_until(None, profile, &options, scratch, assessment);
        let project = firm.project.as_ref();
        let options = project.map_or(options, |project| {
            asked_for(&project.fits, project.out_of_scope.as_ref())
        });
        assessment.project = self.matcher.assess_project(profile, &options, scratch);
        let answer = Answer {
            id: firm.id.as_deref(),
            row: Some(firm.row),
            ..Answer::new(&self.matcher.taxonomy().plan, profile, assessment)
        };
        self.text.clear();
        serde_json::to_writer(&mut self.text, &answer).is_ok() && self.text == line
    }
}

/// What was asked for where these are the fits of an answer.
fn asked_for(fits: &[FirmFit], out: Option<&OutOfScopeNote>) -> Options {
    let lists = fits.iter().map(|fit| &fit.evidence);
    // The others are added however many are asked for.
    let is_listed =
        |how: MatchKind| !matches!(how, MatchKind::Rest | MatchKind::Scope | MatchKind::Shared);
    let listed = lists
        .chain(out.map(|out| &out.evidence))
        .map(|evidence| evidence.iter().filter(|piece| is_listed(piece.how)).count());
    Options {
        top: fits.len(),
        min_score: Score::default(),
        evidence: listed.max().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use crate::taxonomy::Taxonomy;

    /// Lines about three firms, one with a planned project.
    fn lines(matcher: &Matcher<'_>) -> Vec<String> {
        let texts = [
            "Makes power batteries and battery packs for buses.",
            "Runs a noodle restaurant.",
            "Makes motors; sells fans.",
        ];
        let profiles = texts.into_iter().map(Profile::from_text);
        let mut profiles: Vec<Profile> = profiles.collect();
        profiles[2].project = Some("A plant for silicon wafers.".to_owned());
        let answers = profiles.iter().zip(1..).map(|(profile, row)| {
            let assessment = matcher.assess(profile, &Options::default(), &mut Scratch::default());
            let plan = &matcher.taxonomy().plan;
            let answer = Answer {
                row: Some(row),
                ..Answer::new(plan, profile, &assessment)
            };
            serde_json::to_string(&answer).unwrap()
        });
        answers.collect()
    }

    #[test]
    fn lines_are_read_as_records_are_and_changes_are_found() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let mut lines = lines(&matcher);
        let read = |text: &str| read_verified(text.as_bytes(), "r", &matcher, 1).unwrap();
        let text = lines.join("\n \r\n");
        let known = read_records(text.as_bytes(), "r", &taxonomy, 1).unwrap();
        assert_eq!(read(&text), known);
        // Two in one line: not line by line, and the same.
        assert_eq!(read(&lines.join(" ")), known);
        lines[1] = lines[1].replacen("\"confidence\":", "\"confidence\":1", 1);
        lines[2] = lines[2].replacen(',', ", ", 1);
        for text in [lines.join("\n"), lines.join(" ")] {
            let firms = read(&text);
            let changed = firms.iter().map(|firm| firm.unverified.is_some());
            assert_eq!(changed.collect::<Vec<_>>(), [false, true, false]);
        }
    }

    /// That the bytes are those of the program is what makes reading fast.
    #[test]
    fn lines_of_this_program_are_told_by_their_bytes() {
        let taxonomy = Taxonomy::shipped();
        let matcher = Matcher::new(&taxonomy);
        let places = places(&taxonomy);
        let mut again = Again {
            matcher: &matcher,
            places: &places,
            scratch: Scratch::default(),
            assessment: Assessment::default(),
            text: Vec::new(),
        };
        for line in lines(&matcher) {
            let firm = read_line(line.as_bytes(), 1, &places, &taxonomy).unwrap();
            assert!(again.writes(line.as_bytes(), &firm), "{line}");
        }
    }
}
