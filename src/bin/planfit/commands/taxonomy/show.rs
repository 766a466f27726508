//! `planfit taxonomy show ID`: one subdivision with its clause and all its terms.

use super::{Entry, Format, ViewArgs, print_json};
use crate::exit::Exit;
use crate::messages::{message, say, say_all};
use anstyle::Style;
use clap::Args;
use planfit::assessment::{list, with_note};
use planfit::fit::QuotedClause;
use planfit::report::escape;
use planfit::report::table::write_clause;
use planfit::taxonomy::Term;
use planfit::{Error, ErrorKind, Language, Subdivision, Taxonomy};
use serde::Serialize;
use std::io::Write;

/// Show a subdivision: its clause, terms and exclusions
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Id of the subdivision, such as new-materials/aerogel, or its last part
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    view: ViewArgs,
}

/// The entry of a list with its terms written out.
#[derive(Debug, Serialize)]
struct Shown<'t> {
    #[serde(flatten)]
    entry: Entry<'t, Vec<ShownTerm<'t>>>,
    exclude: &'t [String],
}

#[derive(Debug, Serialize)]
struct ShownTerm<'t> {
    term: &'t str,
    #[serde(serialize_with = "two_decimals")]
    weight: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'t str>,
}

/// A weight as written in the file: `0.6` as 32 bits would read 0.6000000238.
fn two_decimals<S: serde::Serializer>(weight: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((f64::from(*weight) * 100.0).round() / 100.0)
}

impl<'t> From<&'t Term> for ShownTerm<'t> {
    fn from(term: &'t Term) -> Self {
        Self {
            term: &term.text,
            weight: term.weight,
            note: term.note.as_deref(),
        }
    }
}

pub(super) fn run(args: &ShowArgs, taxonomy: &Taxonomy) -> anyhow::Result<Exit> {
    let subdivision = find(taxonomy, &args.id)?;
    match args.view.format {
        Format::Table => print(taxonomy, subdivision, &args.view)?,
        Format::Json => print_json(&Shown {
            entry: Entry::new(taxonomy, subdivision, |terms| {
                terms.iter().map(|term| ShownTerm::from(*term)).collect()
            }),
            exclude: &subdivision.exclusions,
        })?,
    }
    Ok(Exit::Success)
}

/// The subdivision of this id or label; the id of an industry is answered with the subdivisions in it, and words with
/// the subdivisions that speak of them.
pub(crate) fn find<'t>(taxonomy: &'t Taxonomy, id: &str) -> planfit::Result<&'t Subdivision> {
    let error = match taxonomy.subdivision(id) {
        Ok(subdivision) => return Ok(subdivision),
        Err(error) => error,
    };
    let wanted = id.trim();
    let labelled = |subdivision: &&Subdivision| {
        let labels = [&subdivision.label.en, &subdivision.label.zh];
        labels
            .iter()
            .any(|label| label.to_lowercase() == wanted.to_lowercase())
    };
    if let Some(found) = taxonomy.subdivisions.iter().find(labelled) {
        return Ok(found);
    }
    let inside: Vec<String> = taxonomy
        .subdivisions
        .iter()
        .filter(|subdivision| taxonomy.industry_of(subdivision).id == wanted)
        .map(|subdivision| format!("`{}`", subdivision.id))
        .collect();
    if inside.is_empty() {
        return Err(with_nearest(error, taxonomy, wanted));
    }
    let message = format!("`{wanted}` is an industry, not a subdivision");
    let hint = format!("its subdivisions are {}", inside.join(", "));
    Err(Error::new(ErrorKind::Unknown, message).with_hint(hint))
}

/// The error, with the subdivisions that speak of the words as hint where no id is spelled like them.
fn with_nearest(error: Error, taxonomy: &Taxonomy, wanted: &str) -> Error {
    let spelled = error
        .hint()
        .is_some_and(|hint| hint.starts_with("did you mean"));
    let words = wanted.replace(['/', '-'], " ");
    let hits = taxonomy.search(&words).hits;
    let nearest: Vec<String> = hits
        .iter()
        .take(NEAREST)
        .map(|hit| format!("`{}`", hit.subdivision.id))
        .collect();
    if spelled || nearest.is_empty() {
        return error;
    }
    let verb = if nearest.len() == 1 { "is" } else { "are" };
    error.with_hint(format!("the nearest {verb} {}", nearest.join(", ")))
}

/// Ids named in a hint.
const NEAREST: usize = 3;

const BOLD: Style = Style::new().bold();
/// Columns that clause and lists are set in by.
const INDENT: &str = "  ";
const DIM: Style = Style::new().dimmed();

fn print(taxonomy: &Taxonomy, subdivision: &Subdivision, view: &ViewArgs) -> anyhow::Result<()> {
    let (layout, language) = (view.layout(), Language::from(view.lang));
    let width = layout.width;
    let label = subdivision.label.get(language);
    let labels = [&subdivision.label.en, &subdivision.label.zh];
    let other = labels.into_iter().find(|other| *other != label);
    let mut out = anstream::stdout().lock();
    writeln!(
        out,
        "{BOLD}{}{BOLD:#}{}",
        escape::terminal(label),
        match other {
            None => String::new(),
            Some(other) => format!("  {}", escape::terminal(other)),
        },
    )?;
    let industry = &taxonomy.industry_of(subdivision).label;
    let front = &taxonomy.front_of(subdivision).label;
    let clause = QuotedClause::of(taxonomy, subdivision);
    let names = say_all(
        language,
        ["id       ", "industry ", "front    ", "phrase   "],
    );
    let values = [
        subdivision.id.as_str(),
        industry.get(language),
        front.get(language),
        clause.map_or("", |clause| clause.phrase),
    ];
    for (name, value) in names.into_iter().zip(values) {
        if value.is_empty() {
            continue;
        }
        writeln!(out, "{DIM}{name}{DIM:#}{}", escape::terminal(value))?;
    }
    if let Some(clause) = &clause {
        let word = say(language, "Clause");
        writeln!(out, "\n{word} {}", escape::terminal(clause.id))?;
        write_clause(&mut out, clause, INDENT, layout)?;
    }
    let english = say(language, "English terms");
    let chinese = say(language, "Chinese terms");
    let shown_in = language;
    for (name, language) in [(english, Language::En), (chinese, Language::Zh)] {
        let terms = subdivision.terms.iter();
        let terms: Vec<String> = terms
            .filter(|term| term.language == language)
            .map(|term| weighted(term, shown_in))
            .collect();
        let head = with_note(name, &terms.len().to_string(), shown_in);
        writeln!(out, "\n{head}")?;
        writeln!(out, "{}", paragraph(&list(&terms, shown_in), width))?;
    }
    if !subdivision.exclusions.is_empty() {
        let exclusions = &subdivision.exclusions;
        let word = say(language, "Exclusions");
        let head = with_note(word, &exclusions.len().to_string(), language);
        writeln!(out, "\n{head}")?;
        let listed = escape::terminal(&list(exclusions, language)).into_owned();
        writeln!(out, "{}", paragraph(&listed, width))?;
    }
    Ok(())
}

/// A list broken at spaces and between its entries to `width` columns, so that a Chinese term stays whole.
fn paragraph(text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .initial_indent(INDENT)
        .subsequent_indent(INDENT)
        .word_separator(textwrap::WordSeparator::Custom(between_entries))
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, options)
}

/// What stays on one line.
fn between_entries(line: &str) -> Box<dyn Iterator<Item = textwrap::core::Word<'_>> + '_> {
    let parts = line.split_inclusive([' ', '、']);
    Box::new(parts.map(textwrap::core::Word::from))
}

/// A term, with its weight where it has one.
fn weighted(term: &Term, language: Language) -> String {
    let text = escape::terminal(&term.text);
    if term.weight < 1.0 {
        message!(
            language,
            "{term} {dim}({weight}){plain}",
            term = text,
            dim = DIM,
            weight = term.weight,
            plain = DIM.render_reset()
        )
    } else {
        text.into_owned()
    }
}
