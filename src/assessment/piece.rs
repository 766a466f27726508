//! A piece of evidence in words for people: what the matcher wrote for programs is never shown as if the profile said it.

use super::whole_words::is_trade_only;
use crate::fit::{Evidence, MatchKind};
use crate::messages::{message, say};
use crate::profile::{Field, Kind};
use crate::taxonomy::{Label, Language, Taxonomy};

/// The words of the profile; of what the profile states about its kind, what that is, in brackets.
#[must_use]
pub fn shown_words(piece: &Evidence, language: Language) -> String {
    if piece.how != MatchKind::Kind {
        return piece.text.clone();
    }
    let stated = match piece.text.parse::<Kind>() {
        _ if is_trade_only(piece) => say(language, "a trader by its text"),
        Ok(Kind::Platform) => say(language, "a platform"),
        Ok(Kind::Institute) => say(language, "an institute"),
        Ok(Kind::Talent) => say(language, "talent"),
        Ok(Kind::Enterprise) | Err(_) => &piece.text,
    };
    message!(language, "({stated})", stated)
}

/// The term that was met; for what is held against a fit or shared with another, the name of that business or
/// subdivision of `plan`; nothing for what the profile states about its kind.
#[must_use]
pub fn shown_term<'e>(
    piece: &'e Evidence,
    plan: Option<&'e Taxonomy>,
    language: Language,
) -> &'e str {
    match piece.how {
        MatchKind::Kind => "",
        MatchKind::Scope | MatchKind::Shared => plan
            .and_then(|plan| named(plan, &piece.term))
            .map_or(&piece.term, |label| label.get(language)),
        _ => &piece.term,
    }
}

/// The label of a subdivision, or of a kind of business out of scope, by its English name.
fn named<'t>(plan: &'t Taxonomy, name: &str) -> Option<&'t Label> {
    let subdivisions = plan.subdivisions.iter().map(|one| &one.label);
    let out = plan.out_of_scope.iter().map(|one| &one.label);
    subdivisions.chain(out).find(|label| label.en == name)
}

/// What a field of the profile is called where its name stands alone.
#[must_use]
pub fn field_name(field: Field, language: Language) -> &'static str {
    say(
        language,
        match field {
            Field::Name => "Name",
            Field::Keywords => "Keywords",
            Field::Products => "Products",
            Field::Description => "Description",
            Field::Project => "Project",
        },
    )
}

/// Where in the profile a piece of evidence stands, such as `products 2`; nothing for what stands in no text.
#[must_use]
pub fn place(piece: &Evidence, language: Language) -> String {
    let Some(field) = piece.field.filter(|_| piece.how != MatchKind::Rest) else {
        return String::new();
    };
    let name = say(language, field.as_str());
    match field {
        Field::Keywords | Field::Products => {
            let number = piece.item + 1;
            message!(language, "{name} {number}", name, number)
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::whole_words::TRADE_ONLY;
    use super::*;
    use crate::fit::{Points, Role};

    fn piece(field: Option<Field>, text: &str, term: &str, how: MatchKind) -> Evidence {
        Evidence {
            field,
            item: 1,
            span: (0, 0),
            text: text.to_owned(),
            term: term.to_owned(),
            how,
            role: Role::Own,
            count: 1,
            points: Points(10),
        }
    }

    #[test]
    fn what_the_matcher_states_is_told_in_the_language_of_the_reader() {
        let plan = Taxonomy::shipped();
        let both = [Language::En, Language::Zh];
        let kind = piece(None, TRADE_ONLY, TRADE_ONLY, MatchKind::Kind);
        let words = both.map(|language| shown_words(&kind, language));
        assert_eq!(words, ["(a trader by its text)", "（全文所述为经销业务）"]);
        assert_eq!(shown_term(&kind, Some(&plan), Language::Zh), "");
        let institute = piece(None, "institute", "institute", MatchKind::Kind);
        assert_eq!(shown_words(&institute, Language::Zh), "（院所）");
        let business = &plan.out_of_scope[0].label;
        let held = piece(None, "", &business.en, MatchKind::Scope);
        let terms = both.map(|language| shown_term(&held, Some(&plan), language));
        assert_eq!(terms, [&business.en, &business.zh]);
        let told = piece(Some(Field::Products), "电池", "电池", MatchKind::Exact);
        assert_eq!(shown_words(&told, Language::En), "电池");
        let places = both.map(|language| place(&told, language));
        assert_eq!(places, ["products 2", "产品2"]);
    }
}
