//! Twelve months of lists from three sources: what was decided is known again, and what has changed is told.

use crate::firms::{Firm, Random};
use crate::{Folder, Table};
use planfit::ledger::Ledger;
use std::collections::{HashMap, HashSet};
use std::env;
use std::time::Duration;

/// Firms in all. `LEDGER_FIRMS=10000 cargo test --test ledger year` takes more.
const FIRMS: usize = 240;

/// One row of a month.
struct Row {
    firm: usize,
    version: usize,
    source: usize,
    name: String,
}

/// The rows of a month: a firm is in one source, or in several under other names.
fn rows(firms: &[Firm], versions: &mut [usize], random: &mut Random) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, firm) in firms.iter().enumerate() {
        if random.below(6) != 0 {
            continue;
        }
        if random.below(10) == 0 {
            versions[place] += 1;
        }
        let sources = if random.below(5) == 0 { 2 } else { 1 };
        let first = random.below(3);
        for source in (0..sources).map(|more| (first + more) % 3) {
            rows.push(Row {
                firm: place,
                version: versions[place],
                source,
                name: firm.name(random),
            });
        }
    }
    rows.sort_by_key(|row| row.source);
    rows
}

fn lists(folder: &Folder, firms: &[Firm], rows: &[Row]) {
    for (source, (list, header)) in [
        ("a.csv", "统一社会信用代码"),
        ("b.csv", "no"),
        ("c.csv", ""),
    ]
    .iter()
    .enumerate()
    {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let ids = |id: &str, rest: [&str; 2]| match source {
            2 => rest.map(str::to_owned).to_vec(),
            _ => [id, rest[0], rest[1]].map(str::to_owned).to_vec(),
        };
        writer
            .write_record(ids(header, ["name", "description"]))
            .unwrap();
        for (number, row) in (1..).zip(rows.iter().filter(|row| row.source == source)) {
            let firm = &firms[row.firm];
            let id = if source == 0 {
                firm.code.clone()
            } else {
                number.to_string()
            };
            let text = format!("{} Since {}.", firm.text, 2000 + row.version);
            writer.write_record(ids(&id, [&row.name, &text])).unwrap();
        }
        folder.write(list, writer.into_inner().unwrap());
    }
}

/// What the outputs said against what is true, over all rows of the year.
#[derive(Debug, Default)]
struct Tally {
    known_and_said: usize,
    known_not_said: usize,
    new_but_said: usize,
    stale_not_said: usize,
    stale_but_fresh: usize,
}

impl Tally {
    /// Adds what the records of a month say.
    fn month(&mut self, rows: &[Row], records: &str, decided: &HashMap<usize, HashSet<usize>>) {
        for (row, record) in rows.iter().zip(records.lines()) {
            let record: serde_json::Value = serde_json::from_str(record).unwrap();
            let versions = decided.get(&row.firm);
            let (said, stale) = (!record["decision"].is_null(), !record["stale"].is_null());
            match (versions, said) {
                (Some(_), true) => self.known_and_said += 1,
                (Some(_), false) => self.known_not_said += 1,
                (None, true) => self.new_but_said += 1,
                (None, false) => {}
            }
            if let (Some(versions), true) = (versions, said) {
                let fresh = versions.contains(&row.version);
                self.stale_not_said += usize::from(!fresh && !stale);
                self.stale_but_fresh += usize::from(fresh && stale);
            }
        }
    }
}

#[test]
fn a_year_of_lists_keeps_every_decision_and_knows_every_firm_again() {
    let count = env::var("LEDGER_FIRMS").map_or(FIRMS, |count| count.parse().unwrap());
    let firms = Firm::made_up(count, 3);
    let mut random = Random::new(4);
    let mut versions = vec![0; firms.len()];
    let mut decided: HashMap<usize, HashSet<usize>> = HashMap::new();
    let (mut tally, mut kills, mut acknowledged) = (Tally::default(), 0, 0);
    let folder = Folder::new();
    for month in 0..12 {
        let rows = rows(&firms, &mut versions, &mut random);
        lists(&folder, &firms, &rows);
        let batch = "batch a.csv b.csv c.csv -o month.jsonl --ledger team.jsonl -q --force";
        folder.done(&batch.split(' ').collect::<Vec<_>>());
        let records = folder.read("month.jsonl");
        assert_eq!(records.lines().count(), rows.len(), "month {month}");
        tally.month(&rows, &records, &decided);
        let ask = "review month.jsonl --ledger team.jsonl --who li";
        let ask: Vec<&str> = ask.split(' ').collect();
        folder.done(&[&ask[..], &["--export", "queue.csv", "--force"]].concat());
        let mut sheet = Table::parse(&folder.read("queue.csv"));
        for line in 0..sheet.rows.len() {
            let row = sheet.cell(line, "row").parse::<usize>().unwrap() - 1;
            sheet.set(line, "decision", random.one(&["yes", "no"]));
            let row = &rows[row];
            // The last decision of a person counts, whichever text it was made on.
            decided.insert(row.firm, HashSet::from([row.version]));
        }
        folder.write("queue.csv", sheet.to_csv());
        let import = [&ask[..], &["--import", "queue.csv"]].concat();
        // Killed on the way, at some moment, and done again.
        for _ in 0..3 {
            let mut child = folder
                .planfit(&import)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_micros(random.below(60_000) as u64));
            kills += usize::from(child.try_wait().unwrap().is_none());
            let _ = child.kill();
            child.wait().unwrap();
            let now = Ledger::read(&folder.path("team.jsonl"))
                .unwrap()
                .entries
                .len();
            assert!(
                now >= acknowledged,
                "month {month}: {now} of {acknowledged}"
            );
        }
        let before = acknowledged;
        folder.done(&import);
        acknowledged = Ledger::read(&folder.path("team.jsonl"))
            .unwrap()
            .entries
            .len();
        assert!(acknowledged >= before);
    }
    let recall = tally.known_and_said as f64 / (tally.known_and_said + tally.known_not_said) as f64;
    let precision =
        tally.known_and_said as f64 / (tally.known_and_said + tally.new_but_said) as f64;
    println!(
        "{count} firms: recall {recall:.4}, precision {precision:.4}, {kills} kills, {acknowledged} decisions, {tally:?}"
    );
    assert!(recall >= 0.99 && precision >= 0.99, "{tally:?}");
    assert_eq!(tally.stale_not_said, 0, "{tally:?}");
    assert!(
        kills > 0 && acknowledged > count / 2,
        "{kills} kills, {acknowledged} decisions"
    );
}
