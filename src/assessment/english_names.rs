//! Names in English texts that stand where a text says that they are names: brands, owners, former names, who approves.

use std::ops::Range;

/// Whether words in capitals are called names by the text: `under the brands Advance and Teros`, `formerly known as
/// Social Mix`, `Nike, Adidas, and other brands`.
pub(super) fn is_called_name(text: &str, place: &Range<usize>) -> bool {
    let mut words = text[place.clone()].split(' ');
    words.all(is_name)
        && (is_called_before(&text[..place.start]) || is_called_behind(&text[place.end..]))
}

/// Other names of an enumeration that are passed over at most.
const LISTED: usize = 12;

/// Whether what stands before a name, or before the names that it is enumerated with, says so.
fn is_called_before(mut before: &str) -> bool {
    for _ in 0..LISTED {
        before = before.trim_end();
        if let Some((outside, _)) = before
            .strip_suffix(')')
            .and_then(|inside| inside.rsplit_once('('))
        {
            before = outside;
        }
        before = before.trim_end_matches(BETWEEN).trim_end_matches('(');
        let Some(word) = last(before) else {
            return false;
        };
        let rest = before[..before.len() - word.len()].trim_end();
        if CALLED.contains(&word) {
            return true;
        }
        let two = |first: &[&str]| last(rest).is_some_and(|before| first.contains(&before));
        match word {
            "as" if two(&["known", "traded"]) => return true,
            "as" if two(&["such"]) => {
                let rest = rest
                    .strip_suffix("such")
                    .unwrap_or(rest)
                    .trim_end_matches([' ', ',']);
                return last(rest).is_some_and(|word| CALLED.contains(&word));
            }
            "by" => {
                return two(&[
                    "managed",
                    "owned",
                    "Approved",
                    "approved",
                    "certified",
                    "Certified",
                ]);
            }
            "and" | "or" | "The" | "the" => {}
            _ if is_name(word) => {}
            _ => return false,
        }
        before = rest;
    }
    false
}

/// Whether what stands behind a name, or behind the names that it is enumerated with, says so.
fn is_called_behind(mut rest: &str) -> bool {
    for _ in 0..LISTED {
        rest = rest.trim_start_matches(BETWEEN);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let word = &rest[..end.unwrap_or(rest.len())];
        if word.is_empty() {
            return false;
        }
        if CALLED_BEHIND.contains(&word) {
            return true;
        }
        if !matches!(word, "and" | "or") && !is_name(word) {
            return false;
        }
        rest = &rest[word.len()..];
    }
    false
}

/// The word that a text ends with.
fn last(text: &str) -> Option<&str> {
    let start = text.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let start = start.map_or(0, |at| text.ceil_char_boundary(at + 1));
    Some(&text[start..]).filter(|word| !word.is_empty())
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Signs between names of an enumeration.
const BETWEEN: [char; 9] = [' ', ',', '&', '"', '\'', '“', '”', '‘', '’'];

/// What names stand behind.
const CALLED: [&str; 8] = [
    "brand",
    "brands",
    "called",
    "named",
    "name",
    "names",
    "trademark",
    "trademarks",
];
/// What names stand before.
const CALLED_BEHIND: [&str; 9] = [
    "brand",
    "brands",
    "certificate",
    "certificates",
    "certification",
    "label",
    "labels",
    "trademark",
    "trademarks",
];

#[cfg(test)]
mod tests {
    use super::is_called_name;

    #[test]
    fn names_are_told_by_what_the_text_calls_them() {
        for (text, part, expected) in [
            ("with its brands Advance (games) and Teros.", "Teros", true),
            (
                "It was formerly known as Social Mix Media Group.",
                "Social Mix Media",
                true,
            ),
            (
                "leading brands such as Nike, Adidas, and Puma",
                "Adidas",
                true,
            ),
            (
                "homes under IRM, OHARA, and Coco Sweet brand names",
                "Coco Sweet",
                true,
            ),
            (
                "managed by Schroder Investment Management.",
                "Schroder Investment Management",
                true,
            ),
            ("the brands \"Cafe Coffee Day\" and", "Cafe Coffee", true),
            ("ISO 9001 and CE certificates.", "CE", true),
            ("works on Computer Vision, and", "Computer Vision", false),
            ("under development: LED lamps", "LED", false),
            ("makes pumps under licence", "pumps", false),
            ("sold under LED standards", "LED", false),
            ("its brands “Advance” and “Teros”", "Teros", true),
            ("the Coco & Sweet brands", "Coco", true),
            ("segments: Beauty Care, Adhesives", "Adhesives", false),
        ] {
            let start = text.find(part).expect("the text has the part");
            let found = is_called_name(text, &(start..start + part.len()));
            assert_eq!(found, expected, "{part} in {text}");
        }
    }
}
