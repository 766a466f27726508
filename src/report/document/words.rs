//! Words and notes of a report that several formats or places show; what is said in one place stands there.

use crate::assessment::{field_name, in_sentence, translated, with_note};
use crate::fit::{MatchKind, Role, Tier, Verdict};
use crate::messages::{message, say};
use crate::profile::{Field, Kind};
use crate::taxonomy::{Language, Plan};

/// The word for a verdict.
pub(super) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    verdict.word(language)
}

/// How a word was met.
pub(super) fn how(how: MatchKind, language: Language) -> &'static str {
    say(
        language,
        match how {
            MatchKind::Exact => "listed term",
            MatchKind::Inflected => "other form of a term",
            MatchKind::Joined => "term, spelled apart or together",
            MatchKind::Typo => "term, misspelled",
            MatchKind::Whole => "item that is the term",
            MatchKind::Learned => "used by such companies",
            MatchKind::Related => "related word",
            MatchKind::Kind => "kind of body",
            MatchKind::Scope => "business not promoted",
            MatchKind::Shared => "shared with another subdivision",
            MatchKind::Rest => "further words",
        },
    )
}

/// The row for the words that are too weak to be listed one by one.
pub(super) fn rest(count: u32, language: Language) -> String {
    match count {
        1 => say(language, "the rest").to_owned(),
        _ => message!(language, "{count} further words together", count),
    }
}

/// In what role a thing is spoken of.
pub(super) fn role(role: Role, language: Language) -> &'static str {
    say(
        language,
        match role {
            Role::Own => "own##role",
            Role::Trade => "traded##role",
            Role::Customer => "customers'##role",
            Role::Intended => "planned##role",
            Role::Excluded => "excluded##role",
            Role::Past => "past##role",
            Role::Mentioned => "mentioned##role",
        },
    )
}

/// Which field a quotation is from, behind it.
pub(super) fn quoted_from(field: Field, language: Language) -> String {
    let name = in_sentence(field_name(field, language), language);
    with_note("", &name, language)
}

/// The word for a kind of body.
pub(super) fn kind(kind: Kind, language: Language) -> &'static str {
    say(
        language,
        match kind {
            Kind::Enterprise => "Enterprise",
            Kind::Platform => "Platform",
            Kind::Institute => "Institute",
            Kind::Talent => "Talent",
        },
    )
}

/// How many firms, as a phrase.
pub(super) fn count_of_firms(count: usize, language: Language) -> String {
    match count {
        1 => say(language, "1 firm").to_owned(),
        _ => message!(language, "{count} firms", count),
    }
}

/// That a printed matrix ends before the last firm.
pub(super) fn only_first_printed(printed: usize, all: usize, language: Language) -> String {
    message!(
        language,
        "The first {printed} of {all} firms are printed here.",
        printed,
        all
    )
}

/// What stands under the number of firms that fit, in the middle of the wheel.
pub(super) fn of_firms_fit(all: usize, language: Language) -> String {
    message!(language, "of {all} fit", all)
}

/// What stands for bytes of a text that are left out.
pub(super) fn left_out(bytes: usize, language: Language) -> String {
    message!(
        language,
        " … {bytes} bytes without evidence left out … ",
        bytes
    )
}

/// The plan that a report is measured against, on its cover.
pub(super) fn measured_against(plan: &str, language: Language) -> String {
    message!(language, "Measured against the plan: {plan}", plan)
}

/// The language, as HTML names it.
pub(super) fn language_tag(language: Language) -> &'static str {
    say(language, "en##language of a page")
}

pub(super) fn confidence_note(language: Language) -> &'static str {
    say(
        language,
        "how far the first is ahead, and on how much evidence",
    )
}

pub(super) fn completeness_note(language: Language) -> &'static str {
    say(language, "how much the profile tells")
}

/// What stands beside a translation of the plan's own words.
pub(super) fn working_translation(language: Language) -> &'static str {
    say(language, "Working translation; the published text prevails")
}

/// What stands above the subdivisions nobody fits.
pub(super) fn nobody_note(language: Language) -> &'static str {
    say(
        language,
        "No firm listed here scores 35 or more in these; those with firms from 15 are marked as peripheral only.",
    )
}

/// What stands above the clauses of the plan.
pub(super) fn clauses_note(language: Language) -> &'static str {
    say(
        language,
        "Quoted word for word; the phrase that names a subdivision is marked.",
    )
}

/// What stands between the entries of a list of names that may hold commas.
pub(super) fn between_entries(language: Language) -> &'static str {
    say(language, "; ##between names")
}

/// Sentences one after the other.
pub(super) fn running(sentences: impl IntoIterator<Item = String>, language: Language) -> String {
    let sentences = sentences.into_iter();
    let whole =
        sentences.reduce(|told, sentence| message!(language, "{told} {sentence}", told, sentence));
    whole.unwrap_or_default()
}

/// The plan and the program, as names and values; a translated text with the original after it.
pub(super) fn plan_facts(plan: &Plan, language: Language) -> Vec<(&'static str, String)> {
    let both = |text: &str| match translated(text, language) {
        same if same == text => text.to_owned(),
        translation => with_note(translation, text, language),
    };
    let source = translated(&plan.source, language);
    let mut facts = vec![
        (say(language, "Plan"), both(&plan.title)),
        (say(language, "Publisher"), both(&plan.publisher)),
        (say(language, "Period"), plan.period.clone()),
        (say(language, "Source"), source.to_owned()),
        (say(language, "Plan id"), plan.id.clone()),
        (
            say(language, "SHA-256 of the plan file"),
            plan.sha256.clone(),
        ),
        (
            say(language, "Made with"),
            super::appearance::TOOL.to_owned(),
        ),
    ];
    // What the author of the plan does not state is not printed.
    facts.retain(|(_, fact)| !fact.trim().is_empty());
    facts
}

/// What the score means, with the lines between tiers, in a few sentences.
pub(super) fn score_explained(language: Language) -> [String; 3] {
    let [core, substantial, peripheral] = Tier::ALL.map(|tier| tier.threshold().value());
    [
        say(
            language,
            "A score of 70 means that an analyst would place about 70 of 100 firms with a similar profile in that subdivision. It is computed from the words of the profile alone.",
        )
        .to_owned(),
        message!(
            language,
            "A score of {core} or more is a core fit, of {substantial} or more a substantial one, of {peripheral} or more a peripheral one; anything lower is no fit.",
            core,
            substantial,
            peripheral
        ),
        say(
            language,
            "A firm can fit well on little evidence, and missing data does not mean a poor fit.",
        )
        .to_owned(),
    ]
}
