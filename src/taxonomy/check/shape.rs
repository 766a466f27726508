//! The shape of the file: which keys there are, which are missing or unknown, and what type their values have.

use super::Report;
use crate::similarity::did_you_mean;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The version of the file format that this program reads.
const FORMAT: &str = "1";

/// A string of the file with the byte at which it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) value: &'a str,
    pub(super) at: usize,
}

/// A term as written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term<'a> {
    pub(super) text: Text<'a>,
    pub(super) noted: bool,
}

/// A front, industry or clause: an id, and for an industry its front, for a clause its text.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) id: Option<Text<'a>>,
    pub(super) refers_to: Option<Text<'a>>,
    pub(super) text: Option<Text<'a>>,
    pub(super) about_innovation: bool,
}

/// A subdivision, or a kind of business out of scope (which has no industry, clause and phrase).
#[derive(Debug)]
pub(super) struct Class<'a> {
    /// `subdivision` or `out_of_scope`.
    pub(super) what: &'static str,
    pub(super) at: usize,
    pub(super) id: Option<Text<'a>>,
    pub(super) industry: Option<Text<'a>>,
    pub(super) clause: Option<Text<'a>>,
    pub(super) phrase: Option<Text<'a>>,
    pub(super) exclusions: Vec<Text<'a>>,
    pub(super) like: Vec<Text<'a>>,
    pub(super) english: Vec<Term<'a>>,
    pub(super) chinese: Vec<Term<'a>>,
}

impl Class<'_> {
    /// How messages name it.
    pub(super) fn name(&self) -> String {
        name(self.what, self.id)
    }
}

/// The whole file, as far as it could be read.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub(super) fronts: Vec<Entry<'a>>,
    pub(super) industries: Vec<Entry<'a>>,
    pub(super) clauses: Vec<Entry<'a>>,
    pub(super) classes: Vec<Class<'a>>,
}

/// Reads the file, reporting what is missing, unknown or of the wrong type.
pub(super) fn read<'a>(document: &'a DeTable<'a>, report: &mut Report) -> Draft<'a> {
    let mut top = Table::top(document, report);
    top.known(&[
        "format",
        "plan",
        "front",
        "industry",
        "clause",
        "subdivision",
        "out_of_scope",
    ]);
    top.format();
    top.plan();
    let fronts = top.tables("front", |table| {
        table.known(&["id", "label"]);
        table.label();
        table.entry(None)
    });
    let industries = top.tables("industry", |table| {
        table.known(&["id", "front", "label", "about_innovation"]);
        table.label();
        table.entry(Some("front"))
    });
    let clauses = top.tables("clause", |table| {
        table.known(&["id", "text"]);
        let text = table.text("text");
        Entry {
            text,
            ..table.entry(None)
        }
    });
    let mut classes = top.tables("subdivision", |table| {
        table.known(&[
            "id", "industry", "label", "clause", "phrase", "formerly", "like", "exclude", "terms",
        ]);
        table.label();
        Class {
            industry: table.optional("industry"),
            clause: table.optional("clause"),
            phrase: table.optional("phrase"),
            exclusions: table.texts("exclude"),
            ..table.class("subdivision")
        }
    });
    if classes.is_empty() {
        top.complain(0, "no `[[subdivision]]` in the file".to_owned());
    }
    classes.extend(top.tables("out_of_scope", |table| {
        table.known(&["id", "label", "formerly", "like", "terms"]);
        table.label();
        table.class("out_of_scope")
    }));
    Draft {
        fronts,
        industries,
        clauses,
        classes,
    }
}

fn name(what: &str, id: Option<Text<'_>>) -> String {
    match id {
        Some(id) => format!("{what} `{}`", id.value),
        None => format!("a {what} without an id"),
    }
}

/// A table of the file with the name by which messages call it.
struct Table<'a, 'r> {
    table: &'a DeTable<'a>,
    at: usize,
    name: String,
    report: &'r mut Report,
}

impl<'a, 'r> Table<'a, 'r> {
    fn top(table: &'a DeTable<'a>, report: &'r mut Report) -> Self {
        Self {
            table,
            at: 0,
            name: "the file".to_owned(),
            report,
        }
    }

    fn complain(&mut self, at: usize, message: String) {
        self.report.add(at, message);
    }

    /// Reports keys that are not in `known`, with the nearest that are.
    fn known(&mut self, known: &[&str]) {
        let table = self.table;
        for (key, _) in table {
            if known.contains(&key.get_ref().as_ref()) {
                continue;
            }
            let advice = did_you_mean(key.get_ref(), known.iter().copied())
                .unwrap_or_else(|| format!("known are {}", quoted(known)));
            let message = format!("unknown key `{}` in {}, {advice}", key.get_ref(), self.name);
            self.complain(key.span().start, message);
        }
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let message = format!(
            "`{key}` of {} is {}, not {expected}",
            self.name,
            type_of(value.get_ref())
        );
        self.complain(value.span().start, message);
    }

    /// The text under `key`, which must be there and hold something.
    fn text(&mut self, key: &str) -> Option<Text<'a>> {
        let Some(value) = self.table.get(key) else {
            self.complain(self.at, format!("{} has no `{key}`", self.name));
            return None;
        };
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, value, "a text");
            return None;
        };
        let at = value.span().start;
        if text.trim().is_empty() {
            self.complain(at, format!("`{key}` of {} is empty", self.name));
            return None;
        }
        Some(Text { value: text, at })
    }

    /// The text under `key`, which need not be there.
    fn optional(&mut self, key: &str) -> Option<Text<'a>> {
        self.table.get(key)?;
        self.text(key)
    }

    /// A table inside this one, under a name for messages.
    fn inner(&mut self, key: &str, name: String) -> Option<Table<'a, '_>> {
        let value = self.table.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table");
            return None;
        };
        Some(Table {
            table,
            at: value.span().start,
            name,
            report: self.report,
        })
    }

    fn format(&mut self) {
        match self.table.get("format") {
            None => {
                let message = format!("the file has no `format = {FORMAT}`");
                self.report.advise(0, "no format", message);
            }
            Some(value) => {
                let known = value
                    .get_ref()
                    .as_integer()
                    .is_some_and(|format| format.as_str() == FORMAT);
                if !known {
                    let message = format!("this program reads `format = {FORMAT}` only");
                    self.complain(value.span().start, message);
                }
            }
        }
    }

    fn plan(&mut self) {
        const KEYS: [&str; 6] = ["id", "title", "publisher", "period", "language", "source"];
        let Some(mut plan) = self.inner("plan", "the plan".to_owned()) else {
            if self.table.get("plan").is_none() {
                self.complain(0, "the file has no `[plan]`".to_owned());
            }
            return;
        };
        plan.known(&KEYS);
        plan.text("id");
        for key in &KEYS[1..] {
            plan.optional(key);
        }
    }

    /// Checks that there is a label in both languages.
    fn label(&mut self) {
        let name = format!("the label of {}", self.name);
        if self.table.get("label").is_none() {
            self.complain(self.at, format!("{} has no `label`", self.name));
        } else if let Some(mut label) = self.inner("label", name) {
            label.known(&["en", "zh"]);
            // One language is enough.
            let (english, chinese) = (label.optional("en"), label.optional("zh"));
            if english.is_none() && chinese.is_none() {
                label.complain(
                    label.at,
                    format!("{} has neither `en` nor `zh`", label.name),
                );
            }
        }
    }

    /// Reads each table of the array of tables `key`.
    fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Table<'a, '_>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, &format!("a list of `[[{key}]]`"));
            return Vec::new();
        };
        let mut entries = Vec::new();
        for element in array {
            let Some(table) = element.get_ref().as_table() else {
                self.wrong_type(key, element, "a table");
                continue;
            };
            let id = table.get("id").and_then(|id| {
                let value = id.get_ref().as_str()?;
                Some(Text {
                    value,
                    at: id.span().start,
                })
            });
            entries.push(read(&mut Table {
                table,
                at: element.span().start,
                name: name(key, id),
                report: self.report,
            }));
        }
        entries
    }

    fn entry(&mut self, refers_to: Option<&str>) -> Entry<'a> {
        let about_innovation = match self.table.get("about_innovation") {
            None => false,
            Some(value) => value.get_ref().as_bool().unwrap_or_else(|| {
                self.wrong_type("about_innovation", value, "true or false");
                false
            }),
        };
        Entry {
            id: self.text("id"),
            refers_to: refers_to.and_then(|key| self.optional(key)),
            text: None,
            about_innovation,
        }
    }

    fn class(&mut self, what: &'static str) -> Class<'a> {
        let id = self.text("id");
        let name = format!("the terms of {}", self.name);
        let (mut english, mut chinese) = (Vec::new(), Vec::new());
        let like = self.texts("like");
        self.texts("formerly");
        if let Some(mut terms) = self.inner("terms", name) {
            terms.known(&["en", "zh"]);
            english = terms.terms("en");
            chinese = terms.terms("zh");
        }
        Class {
            what,
            at: self.at,
            id,
            industry: None,
            clause: None,
            phrase: None,
            exclusions: Vec::new(),
            like,
            english,
            chinese,
        }
    }

    /// The values of a list, if `key` is there.
    fn list(&mut self, key: &str) -> &'a [Spanned<DeValue<'a>>] {
        let Some(value) = self.table.get(key) else {
            return &[];
        };
        match value.get_ref().as_array() {
            Some(array) => array,
            None => {
                self.wrong_type(key, value, "a list");
                &[]
            }
        }
    }

    /// The texts of a list.
    fn texts(&mut self, key: &str) -> Vec<Text<'a>> {
        let mut texts = Vec::new();
        for value in self.list(key) {
            match value.get_ref().as_str() {
                Some(text) => texts.push(Text {
                    value: text,
                    at: value.span().start,
                }),
                None => self.wrong_type(key, value, "a text"),
            }
        }
        texts
    }

    fn terms(&mut self, key: &str) -> Vec<Term<'a>> {
        let mut terms = Vec::new();
        for value in self.list(key) {
            let at = value.span().start;
            match value.get_ref() {
                DeValue::String(text) => terms.push(Term {
                    text: Text { value: text, at },
                    noted: false,
                }),
                DeValue::Table(table) => {
                    let name = match table.get("term").and_then(|term| term.get_ref().as_str()) {
                        Some(term) => format!("term `{term}`"),
                        None => format!("a term in {}", self.name),
                    };
                    let mut table = Table {
                        table,
                        at,
                        name,
                        report: self.report,
                    };
                    terms.extend(table.weighted_term());
                }
                _ => self.wrong_type(key, value, "a text or a table with `term`"),
            }
        }
        terms
    }

    fn weighted_term(&mut self) -> Option<Term<'a>> {
        self.known(&["term", "weight", "note"]);
        if let Some(weight) = self.table.get("weight") {
            let number = match weight.get_ref() {
                DeValue::Integer(number) => number.as_str().parse().ok(),
                DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
                _ => None,
            };
            if !number.is_some_and(|number| number > 0.0 && number <= 1.0) {
                let message = format!(
                    "the weight of {} is not a number above 0 and at most 1",
                    self.name
                );
                self.complain(weight.span().start, message);
            }
        }
        let noted = self.table.contains_key("note") && self.text("note").is_some();
        let text = self.text("term")?;
        Some(Term { text, noted })
    }
}

fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn quoted(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
