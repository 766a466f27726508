//! Reads labelled companies: a lead list with one more column, `labels`.

use super::RELEVANT;
use crate::error::{Error, ErrorKind, Result};
use crate::input::{Entry, Format, InputOptions, Leads, RowBlock, RowReader, Source};
use crate::lead::Lead;
use crate::profile::Profile;
use crate::taxonomy::Taxonomy;
use crate::text::fold_str;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

/// What the column of labels may be called, in folded form.
const LABELS: [&str; 6] = ["labels", "label", "grades", "gold", "标签", "标注"];

/// How many objects of JSON Lines are looked at for the key `labels`: whole files are small.
const SAMPLE: usize = 1000;

/// How many bytes tell whether it is JSON Lines.
const START: u64 = 4096;
/// How many companies are read: each takes some kilobytes, and all stay in memory.
const MOST: usize = 100_000;

/// A company with the grades analysts gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// Its id in the file; `row N` where the file gives none.
    pub id: String,
    /// What the matcher may read of it.
    pub profile: Profile,
    /// Grades by index into [`Taxonomy::subdivisions`], in that order: 3 core, 2 substantial, 1 peripheral. Nothing at
    /// all means out of scope.
    pub labels: Vec<(usize, u8)>,
}

impl Gold {
    /// The subdivisions that are relevant to it, by their places.
    #[must_use]
    pub fn relevant(&self) -> Vec<usize> {
        let relevant = self.labels.iter().filter(|(_, grade)| *grade >= RELEVANT);
        relevant.map(|(class, _)| *class).collect()
    }
}

/// Reads a gold file: any lead list (CSV, TSV, JSON Lines, XLSX, ODS; any encoding; packed or not), with the same
/// columns, and one that is called `labels`.
///
/// In a table labels are written `id:grade;id:grade`; in JSON Lines as an object of id to grade. An id is one of
/// `taxonomy`'s subdivisions, or its last part where only one has it. Other columns are passed over. A kind that is none
/// is read as an enterprise, since gold files also write there where a row was found.
///
/// # Errors
/// [`ErrorKind::Io`] if the file cannot be read; [`ErrorKind::Malformed`] with the line if something in it cannot be
/// understood; [`ErrorKind::Unknown`] for labels that `taxonomy` does not have; [`ErrorKind::Incomplete`] if there are
/// no labels or no company.
pub fn read_gold(path: &Path, taxonomy: &Taxonomy) -> Result<Vec<Gold>> {
    match Format::of(path) {
        Some(format) => collect(Source::file(path)?, format, taxonomy),
        None => {
            let file = File::open(path).map_err(|error| Error::io(path, &error))?;
            read_gold_from(Box::new(file), &path.display().to_string(), taxonomy)
        }
    }
}

/// As [`read_gold`], for bytes that no file name says anything about: JSON Lines if the first character is `{`, else
/// CSV. `name` is what errors call them.
///
/// # Errors
/// Those of [`read_gold`].
pub fn parse_gold(name: &str, bytes: Vec<u8>, taxonomy: &Taxonomy) -> Result<Vec<Gold>> {
    read_gold_from(Box::new(Cursor::new(bytes)), name, taxonomy)
}

/// As [`parse_gold`], row by row.
///
/// # Errors
/// Those of [`read_gold`].
pub fn read_gold_from(
    mut reader: Box<dyn Read + Send>,
    name: &str,
    taxonomy: &Taxonomy,
) -> Result<Vec<Gold>> {
    let mut start = Vec::new();
    let read = (&mut reader).take(START).read_to_end(&mut start);
    read.map_err(|error| Error::io(Path::new(name), &error))?;
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start);
    let format = match text.trim_ascii_start().first() {
        Some(b'{') => Format::Jsonl,
        Some(b'[') => {
            let error = malformed(&format!("`{name}`"), "starts with a JSON list");
            return Err(error.with_hint("write one JSON object a line, without a list around them"));
        }
        Some(_) => Format::Csv,
        None => return Err(nobody(name)),
    };
    collect(
        Source::pipe(Box::new(Cursor::new(start).chain(reader)), name)?,
        format,
        taxonomy,
    )
}

fn nobody(name: &str) -> Error {
    Error::new(
        ErrorKind::Incomplete,
        format!("no labelled company in `{name}`"),
    )
}

fn malformed(place: &str, message: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Malformed, format!("{place}: {message}"))
}

fn collect(source: Source, format: Format, taxonomy: &Taxonomy) -> Result<Vec<Gold>> {
    let name = source.name().to_owned();
    let options = InputOptions {
        sample: SAMPLE,
        ..InputOptions::default()
    };
    let mut leads = Leads::open(source, format, &options).map_err(|error| unread(&name, error))?;
    let layout = leads.layout();
    let mut headers = layout.columns().headers().iter();
    let is_labels = |header: &String| LABELS.contains(&fold_str(header.trim()).as_str());
    let column = headers.position(is_labels).ok_or_else(|| {
        let message = format!("`{name}` has no column `labels`");
        Error::new(ErrorKind::Incomplete, message).with_hint(
            "labels are written `new-materials/aerogel:3;consumer-goods/specialty-textiles:1`",
        )
    })?;
    let (mut block, mut reader) = (RowBlock::default(), RowReader::default());
    let mut gold = Vec::new();
    while leads.fill(&mut block)? {
        for index in 0..block.len() {
            match reader.read(&layout, &block, index) {
                Entry::Lead { lead, remarks } => {
                    let place = format!("`{name}` line {}", lead.line);
                    if remarks.is_short {
                        return Err(malformed(&place, "it has fewer cells than the header"));
                    }
                    let absent = format == Format::Jsonl && lead.cells.get(column).is_empty();
                    if absent {
                        return Err(malformed(&place, "it has no `labels`")
                            .with_hint("a company that nothing fits has `\"labels\": {}`"));
                    }
                    if gold.len() == MOST {
                        return Err(malformed(&place, format!("over {MOST} companies")));
                    }
                    gold.push(company(&place, &lead, column, taxonomy)?);
                }
                Entry::NoLead { .. } => {}
                Entry::Reject(reject) => {
                    let place = format!("`{name}` line {}", reject.line);
                    // What follows is about an option of `batch`.
                    let reason = reject.reason.split("; if the list").next();
                    return Err(malformed(&place, reason.unwrap_or_default()));
                }
            }
        }
    }
    if gold.is_empty() {
        return Err(nobody(&name));
    }
    refuse_twins(&name, &gold)?;
    Ok(gold)
}

/// A list without columns to read: which file, and what its columns may be called.
fn unread(name: &str, error: Error) -> Error {
    if error.kind() != ErrorKind::Incomplete {
        return error;
    }
    Error::new(ErrorKind::Incomplete, format!("`{name}` has no labelled companies: {error}")).with_hint(
        "its columns are called `id`, `name`, `keywords`, `products`, `description`, `kind` and `labels`",
    )
}

fn company(place: &str, lead: &Lead<'_>, column: usize, taxonomy: &Taxonomy) -> Result<Gold> {
    let cell = lead.cells.get(column).trim();
    let labels = if cell.starts_with('{') {
        let labels: BTreeMap<String, i64> = serde_json::from_str(cell).map_err(|_| {
            malformed(
                place,
                format!("labels `{cell}` are not ids with whole grades"),
            )
            .with_hint("labels are written `{\"new-materials/aerogel\": 3}`")
        })?;
        let pairs = labels.iter().map(|(id, grade)| (id.as_str(), *grade));
        resolve(place, pairs, taxonomy)?
    } else {
        resolve(place, split_labels(place, cell)?.into_iter(), taxonomy)?
    };
    Ok(Gold {
        id: lead
            .id
            .map_or_else(|| format!("row {}", lead.row), str::to_owned),
        profile: lead.profile.clone(),
        labels,
    })
}

/// A company that stands twice would count twice.
fn refuse_twins(name: &str, gold: &[Gold]) -> Result<()> {
    let mut seen = HashMap::new();
    for (at, company) in gold.iter().enumerate() {
        if let Some(before) = seen.insert(company.id.as_str(), at) {
            let message = format!(
                "`{name}`: companies {} and {} have the same id `{}`",
                before + 1,
                at + 1,
                company.id
            );
            return Err(Error::new(ErrorKind::Malformed, message));
        }
    }
    Ok(())
}

/// Labels by index, in taxonomy order. Grade 0 says what absence says.
fn resolve<'a>(
    place: &str,
    labels: impl Iterator<Item = (&'a str, i64)>,
    taxonomy: &Taxonomy,
) -> Result<Vec<(usize, u8)>> {
    let mut resolved: Vec<(usize, u8)> = Vec::new();
    for (id, grade) in labels {
        let subdivision = taxonomy.subdivision(id).map_err(|error| {
            let located = Error::new(error.kind(), format!("{place}: {error}"));
            match error.hint() {
                Some(hint) => located.with_hint(hint),
                None => located,
            }
        })?;
        let grade = u8::try_from(grade).ok().filter(|grade| *grade <= 3);
        let grade = grade.ok_or_else(|| {
            malformed(place, format!("the grade of `{id}` is not between 0 and 3"))
                .with_hint("grades are 3 core, 2 substantial, 1 peripheral")
        })?;
        let index = super::index_of(taxonomy, &subdivision.id);
        if resolved.iter().any(|(known, _)| *known == index) {
            return Err(malformed(place, format!("label `{id}` is given twice")));
        }
        if grade > 0 {
            resolved.push((index, grade));
        }
    }
    resolved.sort_unstable();
    Ok(resolved)
}

/// `id:grade;id:grade`, with Chinese punctuation too.
fn split_labels<'a>(place: &str, cell: &'a str) -> Result<Vec<(&'a str, i64)>> {
    cell.split([';', '；', ',', '，', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.rsplit_once([':', '：', '='])
                .and_then(|(id, grade)| Some((id.trim(), grade.trim().parse().ok()?)))
                .ok_or_else(|| {
                    malformed(place, format!("label `{part}` is not `id:grade`"))
                        .with_hint("labels are written `new-materials/aerogel:3`")
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Kind;

    fn parse(text: &str) -> Result<Vec<Gold>> {
        parse_gold("gold", text.as_bytes().to_vec(), &Taxonomy::shipped())
    }

    #[track_caller]
    fn refused(text: &str, message: &str) {
        assert_eq!(parse(text).unwrap_err().to_string(), message);
    }

    #[test]
    fn json_lines_and_csv_say_the_same() {
        let json = "\u{feff}{\"id\":\"7\",\"name\":\"Aero\",\"keywords\":\"felt, board\",\"products\":[\"aerogel felt\"],\
                    \"kind\":\"platform\",\"stratum\":\"random\",\
                    \"labels\":{\"new-materials/aerogel\":3,\"consumer-goods/specialty-textiles\":1}}\r\n\n\
                    {\"id\":\"8\",\"description\":\"A shop.\",\"kind\":\"web page\",\"labels\":{}}";
        let csv = "ID,标注,企业名称,Key Words,products,KIND,remark,description\n\
                   7,new-materials/aerogel：3；specialty-textiles=1,Aero,felt;board,aerogel felt,platform,x,\n\
                   8,,,,,,,A shop.\n";
        let from_json = parse(json).unwrap();
        assert_eq!(from_json, parse(csv).unwrap());
        assert_eq!(from_json[0].profile.kind, Kind::Platform);
        assert_eq!(from_json[0].profile.keywords, ["felt", "board"]);
        assert_eq!(from_json[1].profile.kind, Kind::Enterprise);
        let taxonomy = Taxonomy::shipped();
        let labels: Vec<(&str, u8)> = from_json[0]
            .labels
            .iter()
            .map(|(index, grade)| (taxonomy.subdivisions[*index].id.as_str(), *grade))
            .collect();
        assert_eq!(labels.len(), 2);
        assert!(labels.contains(&("new-materials/aerogel", 3)));
    }

    #[test]
    fn companies_without_id_are_called_by_their_row() {
        assert_eq!(parse("name,labels\n\nA,\n").unwrap()[0].id, "row 1");
    }

    #[test]
    fn spreadsheets_in_chinese_encoding_are_read() {
        let text = "企业名称;产品;标注\n某公司;气凝胶毡;\"new-materials/aerogel：3\"\n";
        let (bytes, ..) = encoding_rs::GB18030.encode(text);
        let gold = parse_gold("gold", bytes.into_owned(), &Taxonomy::shipped()).unwrap();
        assert_eq!(gold[0].profile.products, ["气凝胶毡"]);
        assert_eq!(gold[0].labels[0].1, 3);
    }

    #[test]
    fn grade_nought_is_no_label() {
        let gold = parse(r#"{"name":"A","labels":{"new-materials/aerogel":0}}"#).unwrap();
        assert!(gold[0].labels.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let json = |labels: &str| format!("{{\"name\":\"A\",\"labels\":{labels}}}");
        refused("", "no labelled company in `gold`");
        refused("name,labels\n", "no labelled company in `gold`");
        refused("[{\"labels\":{}}]", "`gold`: starts with a JSON list");
        refused(
            &(json("{}") + "\n{\"name\":\"1\"}"),
            "`gold` line 2: it has no `labels`",
        );
        refused(
            "id,name,labels\n1,A,\n2,B,\n1,C,\n",
            "`gold`: companies 1 and 3 have the same id `1`",
        );
        refused(
            &json("{\"new-materials/aerogel\":4}"),
            "`gold` line 1: the grade of `new-materials/aerogel` is not between 0 and 3",
        );
        refused(
            &json("{\"aerogel\":\"3\"}"),
            "`gold` line 1: labels `{\"aerogel\":\"3\"}` are not ids with whole grades",
        );
        refused(
            &json("{\"new-materials/aerogel\":3,\"aerogel\":2}"),
            "`gold` line 1: label `new-materials/aerogel` is given twice",
        );
        refused("id,name\n1,A\n", "`gold` has no column `labels`");
        refused(
            "name,labels\n1,aerogel\n",
            "`gold` line 2: label `aerogel` is not `id:grade`",
        );
        refused(
            "name,labels\n1\n",
            "`gold` line 2: it has fewer cells than the header",
        );
        let error = parse(&json("{\"new-materials/areogel\":3}")).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`gold` line 1: no subdivision")
        );
        assert!(error.hint().unwrap().contains("new-materials/aerogel"));
    }
}
