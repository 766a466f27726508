//! Adds to a plan file, whose comments and order stay as they are.

use super::suggest::{Suggested, Suggestion};
use crate::error::{Error, ErrorKind, Result};
use crate::taxonomy::{Language, Taxonomy};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// The text of a plan file with suggestions added to it; `origin` is what errors call it.
///
/// # Errors
/// [`ErrorKind::Malformed`] if the file cannot be read, or does not have a place to write them.
pub fn amended(text: &str, origin: &str, accepted: &[&Suggestion]) -> Result<String> {
    let malformed = |what: String| Error::new(ErrorKind::Malformed, format!("`{origin}`: {what}"));
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| malformed(error.message().to_owned()))?;
    for suggestion in accepted {
        let id = &suggestion.subdivision;
        let list = list(&mut document, suggestion);
        let list =
            list.ok_or_else(|| malformed(format!("subdivision `{id}` has no list to add to")))?;
        push(list, &suggestion.text);
    }
    let text = document.to_string();
    // What is written can be read.
    Taxonomy::from_toml(&text, origin)?;
    Ok(text)
}

/// The list of a subdivision that a suggestion belongs into, made where it is not there.
fn list<'d>(document: &'d mut DocumentMut, suggestion: &Suggestion) -> Option<&'d mut Array> {
    let subdivisions = document.get_mut("subdivision")?;
    let is_it = |table: &dyn TableLike| {
        table.get("id").and_then(Item::as_str) == Some(suggestion.subdivision.as_str())
    };
    let table: &mut dyn TableLike = match subdivisions {
        Item::ArrayOfTables(tables) => tables.iter_mut().find(|table| is_it(*table))?,
        Item::Value(Value::Array(tables)) => tables
            .iter_mut()
            .filter_map(Value::as_inline_table_mut)
            .find(|table| is_it(*table))?,
        _ => return None,
    };
    let empty = || Item::Value(Value::Array(Array::new()));
    let list = match suggestion.kind {
        Suggested::Exclusion => table.entry("exclude").or_insert_with(empty),
        Suggested::Term => {
            let dotted = || {
                let mut terms = Table::new();
                terms.set_dotted(true);
                Item::Table(terms)
            };
            let terms = table.entry("terms").or_insert_with(dotted);
            if let Item::Value(Value::InlineTable(terms)) = terms {
                return inline(terms, key(suggestion.language));
            }
            let terms = terms.as_table_like_mut()?;
            terms.entry(key(suggestion.language)).or_insert_with(empty)
        }
    };
    list.as_array_mut()
}

fn inline<'d>(terms: &'d mut InlineTable, key: &str) -> Option<&'d mut Array> {
    let list = terms.get_or_insert(key, Value::Array(Array::new()));
    list.as_array_mut()
}

fn key(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Zh => "zh",
    }
}

/// Adds at the end, on a line of its own where the others are.
fn push(list: &mut Array, text: &str) {
    let last = list.iter().last();
    let before = last.and_then(|value| value.decor().prefix()?.as_str().map(str::to_owned));
    let before = before.map(|before| match before.rfind('\n') {
        // A comment before the last entry is not of this one.
        Some(line) => {
            let indent = before[line + 1..].chars().take_while(|c| c.is_whitespace());
            format!("\n{}", indent.collect::<String>())
        }
        None if list.len() == 1 => " ".to_owned(),
        None => before,
    });
    let mut value = Value::from(text);
    if let Some(before) = before {
        value.decor_mut().set_prefix(before);
    }
    list.push_formatted(value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::taxonomy::Label;

    fn suggestion(id: &str, kind: Suggested, text: &str, language: Language) -> Suggestion {
        Suggestion {
            subdivision: id.to_owned(),
            label: Label {
                en: String::new(),
                zh: String::new(),
            },
            kind,
            text: text.to_owned(),
            language,
            companies: 3,
            brings_in: Vec::new(),
            throws_out: Vec::new(),
        }
    }

    #[test]
    fn terms_are_added_where_they_belong_and_the_rest_stays() {
        let plan = "format = 1\n[plan]\nid = \"p\"\ntitle = \"P\"\n\n# ours\n[[subdivision]]\nid = \"a\"\nlabel = { en = \"A\" }\nterms.en = [\n  \"battery\", # first\n  # then\n  \"cell\",\n]\n\n[[subdivision]]\nid = \"b\"\nlabel = { en = \"B\" }\nterms.en = [\"wind\"]\n";
        let all = [
            suggestion("a", Suggested::Term, "pouch cell", Language::En),
            suggestion("a", Suggested::Exclusion, "battery farming", Language::En),
            suggestion("b", Suggested::Term, "gear\"box", Language::En),
            suggestion("b", Suggested::Term, "风电", Language::Zh),
        ];
        let text = amended(plan, "plan.toml", &all.iter().collect::<Vec<_>>()).unwrap();
        assert!(text.contains("# ours"), "{text}");
        assert!(
            text.contains("  \"battery\", # first\n  # then\n  \"cell\",\n  \"pouch cell\",\n]\nexclude = [\"battery farming\"]\n"),
            "{text}"
        );
        assert!(
            text.contains("terms.en = [\"wind\", 'gear\"box']\nterms.zh = [\"风电\"]\n"),
            "{text}"
        );
        let error = amended(
            plan,
            "plan.toml",
            &[&suggestion("c", Suggested::Term, "x", Language::En)],
        );
        assert!(error.unwrap_err().to_string().contains("subdivision `c`"));
    }
}
