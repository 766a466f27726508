//! What a run shows on standard error: the mapping, progress on a terminal, the summary.

use super::{Running, tell};
use crate::messages::{filled, language, say, say_all, told};
use planfit::assessment::list;
use planfit::batch::{Outcome, OutputPaths, Progress, Tally};
use planfit::fit::Basis;
use planfit::input::{Leads, List, NoLead};
use planfit::report::table::shorten;
use planfit::{Language, Taxonomy, Tier, Verdict};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often progress is shown: often enough to be seen moving, seldom enough to cost nothing.
const BETWEEN: Duration = Duration::from_millis(100);

/// The part of standard error that a run has.
pub(super) struct Screen {
    quiet: bool,
    live: bool,
    total: Option<u64>,
    started: Instant,
    shown: Option<Instant>,
    /// Rows and bytes at the first look: what was answered before is not of this run's speed.
    before: Option<(u64, u64)>,
}

impl Screen {
    pub(super) fn new(running: &Running, leads: &Leads) -> Self {
        Self {
            quiet: running.quiet,
            live: !running.quiet && std::io::stderr().is_terminal(),
            total: leads.total(),
            started: Instant::now(),
            shown: None,
            before: None,
        }
    }

    /// Says how the list is read.
    pub(super) fn begin(&self, leads: &Leads) {
        if !self.quiet {
            leads.lists().iter().for_each(begin);
        }
    }

    /// Rejects that go to no file.
    pub(super) fn rejects(&mut self, lines: &[u8]) {
        if !lines.is_empty() {
            self.wipe();
            let lines = String::from_utf8_lossy(lines);
            lines.lines().for_each(tell);
        }
    }

    pub(super) fn show(&mut self, progress: &Progress<'_>) {
        let now = (progress.tally.rows, progress.taken);
        let (rows, bytes) = *self.before.get_or_insert(now);
        if !self.live || self.shown.is_some_and(|shown| shown.elapsed() < BETWEEN) {
            return;
        }
        self.shown = Some(Instant::now());
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let speed = (progress.tally.rows - rows) as f64 / seconds;
        let mut line = format!(
            "{} rows, {} a second, {} fit",
            grouped(progress.tally.rows),
            grouped(speed as u64),
            grouped(progress.tally.fitting())
        );
        let pace = (progress.taken - bytes) as f64 / seconds;
        if let Some(total) = self.total.filter(|total| *total > 0 && pace > 0.0) {
            let left = total.saturating_sub(progress.taken) as f64 / pace;
            let percent = progress.taken * 100 / total;
            line.push_str(&format!(", {percent} %, {} left", clock(left)));
        }
        // A line that wraps could not be written over.
        let width = terminal_size::terminal_size_of(std::io::stderr());
        let width = width.map_or(80, |(width, _)| usize::from(width.0));
        let line = shorten(&told(&line), width.saturating_sub(1));
        // Written over at every turn; erased to the end of the line, since lines differ in length.
        eprint!("\r{line}\x1b[K");
        let _ = std::io::stderr().flush();
    }

    fn wipe(&mut self) {
        if self.live && self.shown.take().is_some() {
            eprint!("\r\x1b[K");
        }
    }

    /// Says what the run came to.
    pub(super) fn end(
        mut self,
        outcome: &Outcome,
        taxonomy: &Taxonomy,
        paths: Option<&OutputPaths>,
    ) {
        self.wipe();
        if self.quiet || outcome.closed {
            return;
        }
        if let (true, Some(paths)) = (outcome.was_whole, paths) {
            return tell(&format!(
                "`{}` was whole already: the same answers came out",
                paths.output.display()
            ));
        }
        let tally = &outcome.tally;
        let seconds = self.started.elapsed().as_secs_f64();
        let done = tally.rows - outcome.resumed;
        let resumed = match outcome.resumed {
            0 => String::new(),
            rows => format!(", {} of them before", grouped(rows)),
        };
        tell(&format!(
            "{}{resumed} in {seconds:.2} s, {} a second",
            // In English, since the sentence is looked up as a whole.
            rows(tally.rows, Language::En),
            grouped((done as f64 / seconds.max(0.001)) as u64)
        ));
        summary(tally, outcome, taxonomy)
            .iter()
            .for_each(|line| tell(line));
        if tally.rejects > 0 {
            let aside = match paths {
                Some(paths) => format!(", see {}", paths.rejects.display()),
                None => " left out".to_owned(),
            };
            let rejects = rows(tally.rejects, language());
            tell(&format!("rejects: {rejects}{aside}"));
        }
    }
}

fn begin(list: &List) {
    let mut how = match list.encoding() {
        "UTF-8" => String::new(),
        other => format!(", {other}"),
    };
    match list.delimiter() {
        None | Some(',') => {}
        Some('\t') => how.push_str(", cut at tabs"),
        Some(other) => how.push_str(&format!(", cut at `{other}`")),
    }
    tell(&format!("reading {}{how}", list.name()));
    tell(&format!("columns: {}", list.layout().columns().describe()));
    list.notes()
        .iter()
        .for_each(|note| tell(&format!("note: {note}")));
}

fn summary(tally: &Tally, outcome: &Outcome, taxonomy: &Taxonomy) -> Vec<String> {
    let language = language();
    let listed = |words: &[&str], counts: &[u64]| {
        let pairs = words.iter().zip(counts).filter(|(_, count)| **count > 0);
        let parts: Vec<String> = pairs
            .map(|(word, count)| format!("{word} {}", grouped(*count)))
            .collect();
        parts.join(say(language, ", ##parts of a line"))
    };
    let mut lines = Vec::new();
    let verdicts = listed(
        &Verdict::ALL.map(|verdict| verdict.word(language)),
        &tally.verdicts,
    );
    if !verdicts.is_empty() {
        lines.push(format!("leads: {verdicts}"));
    }
    let tiers = listed(&Tier::ALL.map(|tier| tier.word(language)), &tally.tiers);
    if !tiers.is_empty() {
        lines.push(format!("fits: {tiers}"));
    }
    let words = Tier::ALL.map(|tier| Basis::Terms.tier_or_relevance(tier.threshold(), language));
    let by_terms = listed(&words, &tally.relevance);
    if !by_terms.is_empty() {
        lines.push(format!("relevance by terms alone: {by_terms}"));
    }
    let most: Vec<String> = tally
        .most_frequent(10)
        .into_iter()
        .map(|(place, leads)| {
            format!(
                "{} {}",
                taxonomy.subdivisions[place].label.get(language),
                grouped(leads)
            )
        })
        .collect();
    if !most.is_empty() {
        lines.push(format!(
            "most frequent: {}",
            most.join(say(language, ", ##parts of a line"))
        ));
    }
    lines.extend(decided(tally));
    lines.extend(oddities(tally));
    if !matches!(outcome.encoding, "" | "UTF-8") {
        lines.push(format!("read as {}", outcome.encoding));
    }
    lines
}

/// What was odd about rows, a line for each sort.
fn oddities(tally: &Tally) -> Vec<String> {
    let language = language();
    let mut lines = Vec::new();
    if tally.repeated > 0 {
        lines.push(format!("texts seen before: {}", grouped(tally.repeated)));
    }
    if tally.unknown_kinds > 0 {
        let rows = rows(tally.unknown_kinds, language);
        lines.push(format!("kinds not known: {rows}, read as enterprises"));
    }
    let nobody: Vec<String> = NoLead::ALL
        .iter()
        .zip(tally.no_leads)
        .filter(|(_, rows)| *rows > 0)
        .map(|(what, rows)| no_leads(*what, rows))
        .collect();
    if !nobody.is_empty() {
        lines.push(format!("no leads: {}", list(&nobody, language)));
    }
    if tally.short > 0 {
        let rows = rows(tally.short, language);
        lines.push(format!(
            "short rows: {rows} with fewer cells than headers, the missing ones read as empty"
        ));
    }
    if tally.unnamed > 0 {
        let rows = rows(tally.unnamed, language);
        lines.push(format!(
            "unnamed: {rows} with text and no name; where a company goes on over several rows, fill its name down"
        ));
    }
    if tally.torn > 0 {
        let texts = say_all(language, ["1 short row", "{count} short rows"]);
        let rows = counted(tally.torn, texts);
        lines.push(format!(
            "warning: {rows} with a quote or line break in a cell: quoting looks broken there"
        ));
    }
    if tally.repaired > 0 {
        let rows = rows(tally.repaired, language);
        lines.push(format!(
            "repaired: {rows} with bytes of another encoding, or not quite JSON"
        ));
    }
    if tally.lost_digits > 0 {
        let ids = counted(
            tally.lost_digits,
            say_all(language, ["1 id", "{count} ids"]),
        );
        lines.push(format!(
            "warning: {ids} such as 9.15E+17: a spreadsheet has lost their digits"
        ));
    }
    lines
}

/// How many leads the ledger knows, where one was asked.
fn decided(tally: &Tally) -> Option<String> {
    let [known, changed, new] = tally.decided.map(grouped);
    let asked = tally.decided != [0; 3];
    asked.then(|| format!("ledger: {known} known, {changed} changed, {new} new"))
}

/// Rows that are no leads, in the language of the program.
fn no_leads(what: NoLead, rows: u64) -> String {
    let language = language();
    let texts = match what {
        NoLead::Header => say_all(language, ["1 repeated header", "{count} repeated headers"]),
        NoLead::Total => say_all(language, ["1 total", "{count} totals"]),
        NoLead::Heading => say_all(language, ["1 heading or note", "{count} headings or notes"]),
        NoLead::Rule => say_all(language, ["1 ruled line", "{count} ruled lines"]),
        NoLead::SecondTable => say_all(
            language,
            ["1 second-table row", "{count} second-table rows"],
        ),
    };
    counted(rows, texts)
}

/// `1 row`, `3 rows`.
fn rows(count: u64, language: Language) -> String {
    counted(count, say_all(language, ["1 row", "{count} rows"]))
}

/// The text for one, or the one for more.
fn counted(count: u64, [one, more]: [&'static str; 2]) -> String {
    let text = if count == 1 { one } else { more };
    filled(text, &[("count", &grouped(count))])
}

/// `1234567` -> `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Seconds as `1:02` or `3:04:05`.
fn clock(seconds: f64) -> String {
    let seconds = seconds.min(359_999.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        assert_eq!(
            [7, 1000, 1_234_567].map(grouped),
            ["7", "1,000", "1,234,567"]
        );
        assert_eq!([5.0, 65.0, 3723.0].map(clock), ["0:05", "1:05", "1:02:03"]);
    }
}
