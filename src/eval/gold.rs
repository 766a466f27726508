//! Reads labelled companies: JSON Lines as labelling tools write them, CSV as spreadsheets do.

use crate::error::{Error, ErrorKind, Result};
use crate::profile::{Kind, Profile, split_list};
use crate::taxonomy::Taxonomy;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A company with the grades analysts gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// Its id in the file; `line N` or `row N` where the file gives none.
    pub id: String,
    /// What the matcher may read of it.
    pub profile: Profile,
    /// Grades by index into [`Taxonomy::subdivisions`], in that order: 3 core, 2 substantial, 1 peripheral. Nothing at
    /// all means out of scope.
    pub labels: Vec<(usize, u8)>,
}

/// Reads a gold file; see [`parse_gold`] for what it may hold.
///
/// # Errors
/// [`ErrorKind::Io`] if the file cannot be read, and those of [`parse_gold`].
pub fn read_gold(path: &Path, taxonomy: &Taxonomy) -> Result<Vec<Gold>> {
    let bytes = std::fs::read(path).map_err(|error| Error::io(path, &error))?;
    parse_gold(&path.display().to_string(), &bytes, taxonomy)
}

/// Understands labelled companies: one JSON object a line if the first character is `{`, else CSV.
///
/// JSON Lines have `id`, `name`, `description`, `keywords`, `products` (lists or text), `kind` and `labels`, an object
/// of subdivision id to grade; other keys are ignored. CSV has the same as columns in any order, under English or
/// Chinese headers, with labels as `id:grade;id:grade`. `name` is what errors call the file.
///
/// # Errors
/// [`ErrorKind::Malformed`] with the line if something in it cannot be understood; [`ErrorKind::Unknown`] for labels
/// that `taxonomy` does not have; [`ErrorKind::Incomplete`] if there are no labels or no company.
pub fn parse_gold(name: &str, bytes: &[u8], taxonomy: &Taxonomy) -> Result<Vec<Gold>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let gold = match bytes.trim_ascii_start().first() {
        Some(b'{') => read_json_lines(name, bytes, taxonomy)?,
        Some(b'[') => {
            let error = malformed(&format!("`{name}`"), "starts with a JSON list");
            return Err(error.with_hint("write one JSON object a line, without a list around them"));
        }
        Some(_) => read_csv(name, bytes, taxonomy)?,
        None => Vec::new(),
    };
    if gold.is_empty() {
        let message = format!("no labelled company in `{name}`");
        return Err(Error::new(ErrorKind::Incomplete, message));
    }
    refuse_twins(name, &gold)?;
    Ok(gold)
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

fn malformed(place: &str, message: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Malformed, format!("{place}: {message}"))
}

/// A list, or text that holds one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Items {
    List(Vec<String>),
    Text(String),
}

impl Items {
    fn into_list(self) -> Vec<String> {
        match self {
            Self::List(list) => list,
            Self::Text(text) => split_list(&text),
        }
    }
}

#[derive(Deserialize)]
struct JsonRow {
    id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    keywords: Option<Items>,
    products: Option<Items>,
    kind: Option<String>,
    labels: BTreeMap<String, i64>,
}

fn read_json_lines(name: &str, bytes: &[u8], taxonomy: &Taxonomy) -> Result<Vec<Gold>> {
    let mut gold = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let place = format!("`{name}` line {}", at + 1);
        let row: JsonRow = serde_json::from_slice(line).map_err(|error| {
            let full = error.to_string();
            // The message ends in a line of its own (always 1 here) and a column that holds.
            let what = full.split(" at line ").next().unwrap_or(&full);
            malformed(&format!("{place} column {}", error.column()), what)
        })?;
        let labels = row.labels.iter().map(|(id, grade)| (id.as_str(), *grade));
        gold.push(Gold {
            id: row.id.unwrap_or_else(|| format!("line {}", at + 1)),
            labels: resolve(&place, labels, taxonomy)?,
            profile: Profile {
                name: row.name,
                kind: kind(row.kind.as_deref()),
                keywords: row.keywords.map(Items::into_list).unwrap_or_default(),
                products: row.products.map(Items::into_list).unwrap_or_default(),
                description: row.description,
                ..Profile::default()
            },
        });
    }
    Ok(gold)
}

/// Gold files also write under `kind` where a row was found; what is no kind of body is an enterprise.
fn kind(word: Option<&str>) -> Kind {
    word.and_then(|word| word.parse().ok()).unwrap_or_default()
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

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Name,
    Description,
    Keywords,
    Products,
    Kind,
    Labels,
}

/// What a column of this header holds; nothing for columns of no concern.
fn column(header: &str) -> Option<Column> {
    let folded: String = header
        .trim()
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect();
    Some(match folded.as_str() {
        "id" | "companyid" | "symbol" | "编号" | "代码" => Column::Id,
        "name" | "company" | "companyname" | "名称" | "企业名称" | "公司名称" | "公司" => {
            Column::Name
        }
        "description" | "summary" | "businessscope" | "scope" | "text" | "简介" | "企业简介"
        | "经营范围" | "主营业务" | "描述" => Column::Description,
        "keywords" | "keyword" | "industrykeywords" | "关键词" | "行业关键词" => {
            Column::Keywords
        }
        "products" | "product" | "productsandservices" | "产品" | "主要产品" | "产品与服务" => {
            Column::Products
        }
        "kind" | "type" | "类型" => Column::Kind,
        "labels" | "label" | "grades" | "gold" | "标签" | "标注" => Column::Labels,
        _ => return None,
    })
}

fn read_csv(name: &str, bytes: &[u8], taxonomy: &Taxonomy) -> Result<Vec<Gold>> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let broken = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let what = match error.kind() {
            csv::ErrorKind::Utf8 { .. } => "text is not UTF-8".to_owned(),
            csv::ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => format!("{len} cells where the header has {expected_len}"),
            _ => error.to_string().to_lowercase(),
        };
        malformed(&format!("`{name}` line {line}"), what)
    };
    let headers = reader.headers().map_err(broken)?;
    let columns: Vec<Option<Column>> = headers.iter().map(column).collect();
    if !columns.contains(&Some(Column::Labels)) {
        let message = format!("`{name}` has no column `labels`");
        return Err(Error::new(ErrorKind::Incomplete, message).with_hint(
            "labels are written `new-materials/aerogel:3;consumer-goods/specialty-textiles:1`",
        ));
    }
    let mut gold = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let place = format!("`{name}` line {line}");
        let cell = |wanted: Column| {
            let parts: Vec<&str> = columns
                .iter()
                .zip(&record)
                .filter(|(column, cell)| **column == Some(wanted) && !cell.is_empty())
                .map(|(_, cell)| cell)
                .collect();
            (!parts.is_empty()).then(|| parts.join("\n"))
        };
        let list = |wanted| cell(wanted).map_or_else(Vec::new, |text| split_list(&text));
        let labels = cell(Column::Labels).unwrap_or_default();
        let labels = split_labels(&place, &labels)?;
        gold.push(Gold {
            id: cell(Column::Id).unwrap_or_else(|| format!("row {}", at + 1)),
            labels: resolve(&place, labels.into_iter(), taxonomy)?,
            profile: Profile {
                name: cell(Column::Name),
                kind: kind(cell(Column::Kind).as_deref()),
                keywords: list(Column::Keywords),
                products: list(Column::Products),
                description: cell(Column::Description),
                ..Profile::default()
            },
        });
    }
    Ok(gold)
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

    fn parse(text: &str) -> Result<Vec<Gold>> {
        parse_gold("gold", text.as_bytes(), &Taxonomy::shipped())
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
        let csv = "ID,标注,企业名称,Key Words,products,KIND,sector,description\n\
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
    fn companies_without_id_are_called_by_their_line() {
        assert_eq!(parse("\n{\"labels\":{}}").unwrap()[0].id, "line 2");
        assert_eq!(parse("name,labels\nA,\n").unwrap()[0].id, "row 1");
    }

    #[test]
    fn grade_nought_is_no_label() {
        let gold = parse("{\"labels\":{\"new-materials/aerogel\":0}}").unwrap();
        assert!(gold[0].labels.is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        refused("", "no labelled company in `gold`");
        refused("[{\"labels\":{}}]", "`gold`: starts with a JSON list");
        refused(
            "{\"labels\":{}}\n{\"id\":\"1\"}",
            "`gold` line 2 column 10: missing field `labels`",
        );
        refused(
            "{\"id\":\"1\",\"labels\":{}}\n{\"id\":\"1\",\"labels\":{}}",
            "`gold`: companies 1 and 2 have the same id `1`",
        );
        refused(
            "{\"labels\":{\"new-materials/aerogel\":4}}",
            "`gold` line 1: the grade of `new-materials/aerogel` is not between 0 and 3",
        );
        refused(
            "{\"labels\":{\"new-materials/aerogel\":3,\"aerogel\":2}}",
            "`gold` line 1: label `new-materials/aerogel` is given twice",
        );
        refused("id,name\n1,A\n", "`gold` has no column `labels`");
        refused(
            "id,labels\n1,aerogel\n",
            "`gold` line 2: label `aerogel` is not `id:grade`",
        );
        refused(
            "id,labels\n1\n",
            "`gold` line 2: 1 cells where the header has 2",
        );
        let error = parse("{\"labels\":{\"new-materials/areogel\":3}}").unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`gold` line 1: no subdivision")
        );
        assert!(error.hint().unwrap().contains("new-materials/aerogel"));
    }
}
