//! `planfit taxonomy search WORDS`: where the plan speaks of something.

use super::{Entry, Format, ViewArgs, id, print_json};
use crate::exit::Exit;
use crate::messages::{message, note, say};
use clap::Args;
use planfit::assessment::list;
use planfit::report::escape;
use planfit::report::listing::Listing;
use planfit::report::table::shorten;
use planfit::taxonomy::{Found, Place, Search};
use planfit::{Error, ErrorKind, Language, Taxonomy};
use serde::Serialize;
use std::io::Write;

/// Search ids, labels, terms and clauses, in English or Chinese
#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// Words of the plan or of the trade; the beginning of a word will do
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    view: ViewArgs,
}

/// The entry of a list with where the words were found.
#[derive(Debug, Serialize)]
struct ShownHit<'t> {
    #[serde(flatten)]
    entry: Entry<'t, usize>,
    found: &'t [Found<'t>],
}

/// Below this many columns the label is left out, in favour of where the words were found.
const WITH_LABEL: usize = 90;

/// As many texts of one sort as the table shows for a subdivision; the rest is counted.
const SHOWN: usize = 4;

/// As many words are told of that were replaced, and that are not known; and as many columns of what was searched for.
const TOLD: usize = 10;
const QUOTED: usize = 60;

pub(super) fn run(args: &SearchArgs, taxonomy: &Taxonomy) -> anyhow::Result<Exit> {
    let words = args.words.join(" ");
    let search = taxonomy.search(&words);
    for (word, instead) in search.replaced.iter().take(TOLD) {
        let more = instead.len().saturating_sub(TOLD);
        let instead = instead.iter().take(TOLD).map(|word| format!("`{word}`"));
        let mut instead: Vec<String> = instead.collect();
        instead.extend((more > 0).then(|| format!("{more} more")));
        note(&format!(
            "note: nothing has `{}`, searching for {}",
            shorten(word, QUOTED),
            instead.join(" and ")
        ));
    }
    let more = search.replaced.len().saturating_sub(TOLD);
    if more > 0 {
        note(&format!("note: {more} more words are replaced by others"));
    }
    if !search.complete {
        note("note: no subdivision has all of this, these have the most of it");
    }
    if search.hits.is_empty() {
        let message = format!(
            "nothing in plan `{}` has `{}`",
            taxonomy.plan.id,
            shorten(words.trim(), QUOTED)
        );
        let hint = match search.unknown.as_slice() {
            [] => "search for a word or for Chinese characters".to_owned(),
            unknown => {
                let told = unknown.iter().take(TOLD);
                let told: Vec<String> = told
                    .map(|word| format!("`{}`", shorten(word, QUOTED)))
                    .collect();
                format!("no word of the plan is near {}", told.join(" or "))
            }
        };
        let error = Error::new(ErrorKind::Unknown, escape::terminal(&message));
        crate::exit::failure(&error.with_hint(escape::terminal(&hint)).into());
        return Ok(Exit::Nothing);
    }
    match args.view.format {
        Format::Table => print_table(&search, taxonomy, &args.view)?,
        Format::Json => {
            let hits = search.hits.iter().map(|hit| ShownHit {
                entry: Entry::<usize>::counted(taxonomy, hit.subdivision),
                found: &hit.found,
            });
            print_json(&hits.collect::<Vec<_>>())?;
        }
    }
    Ok(Exit::Success)
}

fn print_table(search: &Search<'_>, taxonomy: &Taxonomy, view: &ViewArgs) -> anyhow::Result<()> {
    let (layout, language) = (view.layout(), Language::from(view.lang));
    let with_label = layout.width >= WITH_LABEL;
    let mut header = vec![say(language, "ID")];
    header.extend(with_label.then_some(say(language, "Subdivision")));
    header.push(say(language, "Found in"));
    let mut table = Listing::new(&header, layout);
    for hit in &search.hits {
        let label = hit.subdivision.label.get(language);
        let clause = taxonomy.clause_of(hit.subdivision);
        let places = places(&hit.found, clause.map_or("", |clause| &clause.id), language);
        let mut row = vec![id(&hit.subdivision.id, layout)];
        row.extend(with_label.then(|| escape::terminal(label).into_owned()));
        row.push(escape::terminal(&places).into_owned());
        table.add_with_list(row, language);
    }
    writeln!(anstream::stdout().lock(), "{}", table)?;
    Ok(())
}

/// `label; term graphene film, graphene powder and 3 more; clause new-materials`.
fn places(found: &[Found<'_>], clause: &str, language: Language) -> String {
    let mut parts: Vec<String> = Vec::new();
    for place in [
        Place::Label,
        Place::Id,
        Place::Term,
        Place::Phrase,
        Place::Clause,
    ] {
        let texts = found.iter().filter(|found| found.place == place);
        let texts: Vec<&str> = texts.map(|found| found.text).collect();
        if texts.is_empty() {
            continue;
        }
        parts.push(match place {
            Place::Label => say(language, "label").to_owned(),
            Place::Id => say(language, "id").to_owned(),
            Place::Phrase => say(language, "phrase").to_owned(),
            Place::Clause => message!(language, "clause {clause}", clause),
            Place::Term => {
                let terms = list(&texts[..texts.len().min(SHOWN)], language);
                match texts.len().saturating_sub(SHOWN) {
                    0 => message!(language, "term {terms}", terms),
                    more => message!(language, "term {terms} and {more} more", terms, more),
                }
            }
        });
    }
    parts.join(say(language, "; "))
}
