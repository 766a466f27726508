//! The program's own words in Chinese: help, errors, hints, notes.
//!
//! One place per language: the English sentences stand where they are printed, so that code reads as it speaks, and the
//! Chinese ones in `zh.tsv`, each beside the English one that it stands for, with `{}` for what is filled in (as gettext
//! has it). A plain table rather than `fluent`: there are two languages, neither needs plural forms or genders that the
//! English sentence does not choose already, and a translator sees both sentences in one line. What is not in the table is
//! printed in English; a test says which help texts are missing. Of errors the table has those that people meet in files and
//! options, not those of damaged plans and journals.
//!
//! Sentences about a firm or a fit are the library's, which knows the language that it is asked for.

mod help;

pub(crate) use help::{in_chinese, shown};

use planfit::Language;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// English, a tab, Chinese.
const ZH: &str = include_str!("zh.tsv");

static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Decides the language of the program's own words, once: that of `--lang`, else that of the locale.
pub(crate) fn choose(language: Language) {
    // Who asks again gets the first answer.
    let _ = LANGUAGE.set(language);
}

/// The language of the program's own words.
pub(crate) fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or_default()
}

/// A sentence of the program in its language.
pub(crate) fn told(english: &str) -> String {
    match language() {
        Language::En => english.to_owned(),
        Language::Zh => chinese(english),
    }
}

/// A sentence in Chinese, or what of it the table has; parts that are joined by a colon or semicolon are looked up one by
/// one.
fn chinese(english: &str) -> String {
    if let Some(chinese) = CATALOGUE.find(english) {
        return chinese;
    }
    for (sign, chinese_sign) in [(": ", "："), ("; ", "；")] {
        if let Some((first, rest)) = english.split_once(sign) {
            let (known, other) = (chinese(first), chinese(rest));
            return match known == first && other == rest {
                true => english.to_owned(),
                false => format!("{known}{chinese_sign}{other}"),
            };
        }
    }
    english.to_owned()
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::of(ZH));

/// The sentences of the table.
struct Catalogue {
    whole: HashMap<&'static str, &'static str>,
    /// Those with something to fill in, the one with the most letters first.
    templates: Vec<(Vec<&'static str>, &'static str)>,
}

impl Catalogue {
    fn of(table: &'static str) -> Self {
        let (mut whole, mut templates) = (HashMap::new(), Vec::new());
        for (english, chinese) in lines(table) {
            match english.contains("{}") {
                true => templates.push((english.split("{}").collect::<Vec<_>>(), chinese)),
                false => drop(whole.insert(english, chinese)),
            }
        }
        let letters = |parts: &[&str]| parts.iter().map(|part| part.len()).sum::<usize>();
        templates.sort_by_key(|(parts, _)| std::cmp::Reverse(letters(parts)));
        Self { whole, templates }
    }

    fn find(&self, english: &str) -> Option<String> {
        if let Some(chinese) = self.whole.get(english) {
            return Some((*chinese).to_owned());
        }
        let mut templates = self.templates.iter();
        templates.find_map(|(parts, chinese)| filled(english, parts, chinese))
    }
}

/// The lines of a table without its comments.
fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

/// `chinese` with what stands in `english` between the parts, in order; nothing where they do not stand in it.
fn filled(english: &str, parts: &[&str], chinese: &str) -> Option<String> {
    let (first, rest) = parts.split_first()?;
    let mut left = english.strip_prefix(first)?;
    let mut values = Vec::new();
    for (place, part) in rest.iter().enumerate() {
        let is_last = place + 1 == rest.len();
        let (value, after) = match is_last {
            true => (left.strip_suffix(part)?, ""),
            false => left.split_once(part)?,
        };
        values.push(value);
        left = after;
    }
    let mut values = values.into_iter();
    let mut pieces = chinese.split("{}");
    let mut sentence = pieces.next()?.to_owned();
    for piece in pieces {
        // A reason inside a sentence may be a sentence of the table itself.
        sentence.push_str(&self::chinese(values.next()?));
        sentence.push_str(piece);
    }
    Some(sentence)
}

/// The language that the arguments and the locale ask for, and the arguments without a `--lang` that stands beside a
/// request for help, which every command has.
pub(crate) fn asked_for(
    arguments: Vec<std::ffi::OsString>,
    locale: impl Fn(&str) -> Option<String>,
) -> (Language, Vec<std::ffi::OsString>) {
    let is_chinese = |value: &str| value.to_ascii_lowercase().starts_with("zh");
    let mut language = None;
    let mut places = Vec::new();
    for (place, argument) in arguments.iter().enumerate() {
        let argument = argument.to_string_lossy();
        if argument == "--" {
            break;
        }
        let value = match &*argument {
            "--lang" | "-l" => {
                places.push(place);
                arguments.get(place + 1).map(|value| {
                    places.push(place + 1);
                    value.to_string_lossy().into_owned()
                })
            }
            argument => argument.strip_prefix("--lang=").map(|value| {
                places.push(place);
                value.to_owned()
            }),
        };
        language = language.or(value);
    }
    let is_help = |argument: &std::ffi::OsString| argument == "-h" || argument == "--help";
    let arguments = match arguments.iter().any(is_help) {
        false => arguments,
        true => {
            let kept = arguments.into_iter().enumerate();
            let kept = kept.filter(|(place, _)| !places.contains(place));
            kept.map(|(_, argument)| argument).collect()
        }
    };
    // As POSIX has it: the first of these that says anything.
    let mut variables = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let mut of_locale =
        || variables.find_map(|name| locale(name).filter(|value| !value.is_empty()));
    let chinese = match &language {
        Some(value) => is_chinese(value),
        None => of_locale().is_some_and(|value| is_chinese(&value)),
    };
    let language = match chinese {
        true => Language::Zh,
        false => Language::En,
    };
    (language, arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(arguments: &[&str], locale: Option<&str>) -> (Language, Vec<String>) {
        let arguments = arguments.iter().map(std::ffi::OsString::from).collect();
        let (language, arguments) = asked_for(arguments, |name| {
            locale.filter(|_| name == "LANG").map(str::to_owned)
        });
        let arguments = arguments.into_iter().map(|one| one.into_string().unwrap());
        (language, arguments.collect())
    }

    #[test]
    fn the_flag_counts_before_the_locale() {
        assert_eq!(asked(&["match"], Some("zh_CN.UTF-8")).0, Language::Zh);
        assert_eq!(asked(&["match"], Some("de_DE.UTF-8")).0, Language::En);
        assert_eq!(asked(&["match"], None).0, Language::En);
        let (language, kept) = asked(&["match", "--lang", "en"], Some("zh_CN"));
        assert_eq!((language, kept.len()), (Language::En, 3));
        let (language, kept) = asked(&["init", "--lang", "zh", "--help"], None);
        assert_eq!(
            (language, kept),
            (Language::Zh, vec!["init".into(), "--help".into()])
        );
        assert_eq!(asked(&["match", "--lang=zh-CN"], None).0, Language::Zh);
        assert_eq!(
            asked(&["match", "--", "--lang", "zh"], None).0,
            Language::En
        );
    }

    #[test]
    fn sentences_are_filled_in_the_order_of_the_english_ones() {
        let parts = ["`", "` is ", ", not one"];
        let english = "`a.csv` is a picture, not one";
        assert_eq!(
            filled(english, &parts, "“{}”是{}").unwrap(),
            "“a.csv”是图片"
        );
        assert_eq!(filled("`a` was", &parts, "{}{}"), None);
        assert_eq!(
            chinese("cannot open `x.toml`: no such file"),
            "无法打开`x.toml`：文件不存在"
        );
        assert_eq!(
            chinese("p.toml:3:1: unknown key `x`"),
            "p.toml:3:1：未知的字段`x`"
        );
        assert_eq!(chinese("something nobody says"), "something nobody says");
    }

    #[test]
    fn a_line_of_the_table_fills_in_as_much_in_both_languages() {
        let count = |text: &str| text.matches("{}").count();
        let mut seen = HashMap::new();
        for (english, chinese) in lines(ZH) {
            assert!(count(chinese) <= count(english), "{english}");
            assert!(!chinese.trim().is_empty(), "{english}");
            assert_eq!(seen.insert(english, chinese), None, "twice: {english}");
        }
        assert!(seen.len() > 250, "{}", seen.len());
    }
}
