//! The guides: how planfit is used, how its answers are read, how it works.
//!
//! Each is a Markdown file beside this one. It is a module without items here, and `planfit guide NAME` prints it. The
//! commands in it are run by `tests/commands.rs`.

/// A guide, as `planfit guide` prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guide {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is about, in a few words.
    pub summary: &'static str,
    /// Its text, in Markdown.
    pub text: &'static str,
}

macro_rules! guides {
    ($($module:ident, $name:literal, $summary:literal;)*) => {
        $(
            #[doc = include_str!(concat!($name, ".md"))]
            pub mod $module {}
        )*

        /// Every guide, in the order in which they are read.
        pub const ALL: &[Guide] = &[$(Guide {
            name: $name,
            summary: $summary,
            text: include_str!(concat!($name, ".md")),
        }),*];
    };
}

guides! {
    scores, "scores", "How a score is read; explain and compare";
    profiles, "profiles", "Profiles: files, keys, flags, the interactive mode";
    lists, "lists", "Lists: batch, and how tables are read";
    reports, "reports", "Reports to hand over, and verify";
    team, "team", "Decisions of a team: review and the ledger";
    plan, "plan", "The plan inside, and your own plan";
    amending, "amending", "A year with a plan of your own: a sheet, terms, an amendment";
    auditing, "auditing", "Check a file of records: verify, why, who decided";
    evaluation, "evaluation", "Agreement with labels, and the figures of this version";
    adapting, "adapting", "Learn from your own labelled companies";
    labelling, "labelling", "What counts as a fit, in English and Chinese";
    json, "json", "The JSON contract and the exit codes";
    how_it_works, "how-it-works", "How it works, with measurements";
}

/// The guide with this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Guide> {
    ALL.iter().find(|guide| guide.name == name)
}
