//! `planfit taxonomy list`: all subdivisions.

use super::{Entry, Format, ViewArgs, id, print_json};
use crate::exit::Exit;
use crate::messages::{message, say_all};
use clap::Args;
use planfit::report::escape;
use planfit::report::listing::Listing;
use planfit::{Language, Taxonomy};
use std::io::Write;

/// List the subdivisions of the plan
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    view: ViewArgs,
}

/// Below this many columns the industry is left out; the first part of the id tells it.
const WITH_INDUSTRY: usize = 120;

pub(super) fn run(args: &ListArgs, taxonomy: &Taxonomy) -> anyhow::Result<Exit> {
    let entries = taxonomy.subdivisions.iter();
    let entries: Vec<Entry<'_, usize>> = entries
        .map(|subdivision| Entry::<usize>::counted(taxonomy, subdivision))
        .collect();
    match args.view.format {
        Format::Json => print_json(&entries)?,
        Format::Table => print_table(&entries, taxonomy, &args.view)?,
    }
    Ok(Exit::Success)
}

fn print_table(
    entries: &[Entry<'_, usize>],
    taxonomy: &Taxonomy,
    view: &ViewArgs,
) -> anyhow::Result<()> {
    let (layout, language) = (view.layout(), Language::from(view.lang));
    let with_industry = layout.width >= WITH_INDUSTRY;
    let [id_head, name, industry_head, english, chinese] =
        say_all(language, ["ID", "Subdivision", "Industry", "EN", "ZH"]);
    let mut header = vec![id_head, name];
    header.extend(with_industry.then_some(industry_head));
    header.extend([english, chinese]);
    let mut table = Listing::new(&header, layout);
    for (entry, subdivision) in entries.iter().zip(&taxonomy.subdivisions) {
        let industry = taxonomy.industry_of(subdivision).label.get(language);
        let mut row = vec![
            id(entry.id, layout),
            escape::terminal(entry.label.get(language)).into_owned(),
        ];
        row.extend(with_industry.then(|| escape::terminal(industry).into_owned()));
        row.extend([entry.terms.en.to_string(), entry.terms.zh.to_string()]);
        table.add(row);
    }
    for numbers in [header.len() - 2, header.len() - 1] {
        table.align_right(numbers);
    }
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", table)?;
    let total = |count: fn(&Entry<'_, usize>) -> usize| entries.iter().map(count).sum::<usize>();
    let (count, plan) = (entries.len(), escape::terminal(&taxonomy.plan.id));
    let (en, zh) = (total(|entry| entry.terms.en), total(|entry| entry.terms.zh));
    let total = message!(
        language,
        "{count} subdivisions of `{plan}`, {en} English and {zh} Chinese terms",
        count,
        plan,
        en,
        zh
    );
    writeln!(out, "\n{total}")?;
    Ok(())
}
