//! The program's own words: help, errors, hints and notes, and what commands and screens say.
//!
//! The English sentences stand where they are printed, so that code reads as it speaks, and those of other languages in
//! tables, each beside the English one that it stands for (as gettext has it): of the program as of the library in
//! `src/messages/zh/`. What a command says itself, [`say`] and [`message`] give in the language that it was asked for, as
//! the library's do (`commands.tsv`).
//!
//! Help, errors and notes are [`told`] once they are put together, by clap or by the library, which does not know the
//! program's language: there the table (`program.tsv`) has `{}` for what is filled in. What is not in it is printed in
//! English; a test says which help texts are missing. Of errors it has those that people meet in files and options, not
//! those of damaged plans and journals. Two tables, since what is filled in there is looked up too, unless it is a name in
//! backticks: a heading of ours would be taken for a part of a sentence.

mod help;
#[path = "../../../messages/macros.rs"]
mod macros;

pub(crate) use help::{in_chinese, shown};
pub(crate) use macros::{add_message, message, value};
pub(crate) use planfit::Language;
pub(crate) use planfit::messages::{fill, filled, without_note};

use planfit::assessment::{colon, list};
use planfit::messages::Catalogue;
use planfit::report::escape::terminal;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// What commands and screens say: English, a tab, Chinese; values are named.
const SAID: &str = include_str!("../../../messages/zh/commands.tsv");

/// Help, errors and notes: English, a tab, Chinese; values are `{}`.
const TOLD: &str = include_str!("../../../messages/zh/program.tsv");

static SAID_IN_CHINESE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(&[SAID]));
static TOLD_IN_CHINESE: LazyLock<Sentences> = LazyLock::new(|| Sentences::of(TOLD));

/// A text in `language`, by the English one.
pub(crate) fn say(language: Language, english: &'static str) -> &'static str {
    match language {
        Language::En => without_note(english),
        Language::Zh => SAID_IN_CHINESE.get(english),
    }
}

/// Texts in `language`, by the English ones.
pub(crate) fn say_all<const N: usize>(
    language: Language,
    english: [&'static str; N],
) -> [&'static str; N] {
    english.map(|english| say(language, english))
}

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

/// A line on standard error in the language of the program, with everything in it made harmless.
pub(crate) fn note(english: &str) {
    anstream::eprintln!("{}", terminal(&told(english)));
}

/// A sentence in Chinese, or what of it the table has; parts that are joined by a colon or semicolon are looked up one by
/// one.
fn chinese(english: &str) -> String {
    if let Some(chinese) = TOLD_IN_CHINESE.find(english) {
        return chinese;
    }
    let semicolon = say(Language::Zh, "; ");
    for (sign, chinese_sign) in [(": ", colon(Language::Zh)), ("; ", semicolon)] {
        if let Some((first, rest)) = english.split_once(sign) {
            let (known, other) = (chinese(first), chinese(rest));
            return match known == first && other == rest {
                true => english.to_owned(),
                false if other == rest => format!("{known}{chinese_sign}{}", listed(rest)),
                false => format!("{known}{chinese_sign}{other}"),
            };
        }
    }
    english.to_owned()
}

/// The sentences of a table, to be found by English ones that are filled in.
struct Sentences {
    whole: HashMap<&'static str, &'static str>,
    /// Those with something to fill in, the one with the most letters first.
    templates: Vec<(Vec<&'static str>, &'static str)>,
}

impl Sentences {
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
        templates.find_map(|(parts, chinese)| translated(english, parts, chinese))
    }
}

/// The lines of a table without its comments.
fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

/// `chinese` with what stands in `english` between the parts, in order; nothing where they do not stand in it.
fn translated(english: &str, parts: &[&str], chinese: &str) -> Option<String> {
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
        // A reason inside a sentence may be a sentence of the table itself; a name, in backticks, is somebody's.
        let value = values.next()?;
        let is_name = sentence.ends_with('`');
        sentence.push_str(&match self::chinese(value) {
            _ if is_name => value.to_owned(),
            same if same == value => listed(value),
            chinese => chinese,
        });
        sentence.push_str(piece);
    }
    Some(sentence)
}

/// A list of quoted or plain names with the marks of a Chinese one; anything else as it is.
fn listed(value: &str) -> String {
    let quoted = |name: &str| {
        let marks = ["`", "'"].into_iter();
        marks.clone().any(|mark| {
            name.len() > 2 && name.starts_with(mark) && name[1..].find(mark) == Some(name.len() - 2)
        })
    };
    let is_name = |name: &str| quoted(name) || !name.contains([' ', '`', '\'']);
    let (first, last, between) = match value.rsplit_once(" and ").or(value.rsplit_once(" or ")) {
        Some((first, last)) if quoted(last) => {
            let is_and = value.ends_with(&format!(" and {last}"));
            let between = if is_and { " and " } else { " or " };
            (first, Some(last), say(Language::Zh, between))
        }
        _ => (value, None, ""),
    };
    let names: Vec<&str> = first.split(", ").collect();
    if !names.iter().all(|name| is_name(name)) || (names.len() < 2 && last.is_none()) {
        return value.to_owned();
    }
    let names = list(&names, Language::Zh);
    format!("{names}{between}{}", last.unwrap_or_default())
}

/// The arguments without `--lang`, and with it at their end, for commands that have no such option or where it stands
/// before the name of a subcommand; nothing where it is not among them.
pub(crate) fn without_language(
    arguments: &[std::ffi::OsString],
) -> Option<[Vec<std::ffi::OsString>; 2]> {
    let of = |argument: &std::ffi::OsString| argument.to_string_lossy().into_owned();
    let end = arguments.iter().position(|argument| argument == "--");
    let end = end.unwrap_or(arguments.len());
    let at = arguments[..end].iter().position(|argument| {
        let argument = of(argument);
        argument == "--lang" || argument.starts_with("--lang=")
    })?;
    let taken = if arguments[at] == "--lang" { 2 } else { 1 };
    let after = (at + taken).min(arguments.len());
    let left = [&arguments[..at], &arguments[after..]].concat();
    let place = end.saturating_sub(after - at).min(left.len());
    let moved = [&left[..place], &arguments[at..after], &left[place..]].concat();
    Some([left, moved])
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
#[path = "../../../messages/literals.rs"]
mod literals;

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
            translated(english, &parts, "“{}”是{}").unwrap(),
            "“a.csv”是图片"
        );
        assert_eq!(translated("`a` was", &parts, "{}{}"), None);
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
    fn what_a_run_says_has_chinese() {
        for (english, told) in [
            (
                "3 rows in 0.10 s, 30 a second",
                "共3行，用时0.10秒，每秒30行",
            ),
            (
                "reading leads.csv, GB18030, cut at tabs",
                "读取leads.csv，GB18030，以制表符分隔",
            ),
            (
                "columns: name = 企业名称; description = 经营范围; not read: 省份, 城市",
                "列：name = 企业名称；description = 经营范围；不读取：省份、城市",
            ),
            ("leads: 符合3，无匹配4", "企业：符合3，无匹配4"),
            (
                "note: `网址` is not read: it holds links, numbers or dates",
                "说明：`网址`不读取：其中是链接、数字或日期",
            ),
            (
                "row 3 (line 4) is left out: it has 2 cells where the header has 3: a,b",
                "第3行（文件第4行）已略去：该行有2格，表头有3格：a,b",
            ),
            (
                "phrase `x` of subdivision `a/b` does not stand in clause `c`",
                "短语`x`（细分领域`a/b`）不在条款`c`中",
            ),
            ("150 verified", "150条核验通过"),
        ] {
            assert_eq!(chinese(english), told);
        }
    }

    #[test]
    fn lists_that_are_filled_in_have_chinese_marks() {
        for (english, chinese) in [
            ("`a b`, `c`", "`a b`、`c`"),
            ("'batch', 'match'", "'batch'、'match'"),
            ("`a`, `b` and `c`", "`a`、`b`和`c`"),
            ("`a` or `b`", "`a`或`b`"),
            ("scores, profiles", "scores、profiles"),
            ("one thing, and another", "one thing, and another"),
            ("`a, b`", "`a, b`"),
            ("plain", "plain"),
        ] {
            assert_eq!(listed(english), chinese);
        }
        assert_eq!(
            chinese("the guides are scores, profiles"),
            "指南有scores、profiles"
        );
    }

    #[test]
    fn the_language_may_stand_anywhere() {
        let arguments = |text: &str| -> Vec<std::ffi::OsString> {
            text.split(' ').map(std::ffi::OsString::from).collect()
        };
        let moved = |text: &str| without_language(&arguments(text));
        assert_eq!(
            moved("planfit taxonomy --lang zh list"),
            Some([
                arguments("planfit taxonomy list"),
                arguments("planfit taxonomy list --lang zh")
            ])
        );
        assert_eq!(
            moved("planfit verify --lang=zh a -- b"),
            Some([
                arguments("planfit verify a -- b"),
                arguments("planfit verify a --lang=zh -- b")
            ])
        );
        assert_eq!(moved("planfit guide"), None);
        assert_eq!(
            moved("planfit guide --lang"),
            Some([
                arguments("planfit guide"),
                arguments("planfit guide --lang")
            ])
        );
    }

    #[test]
    fn every_sentence_has_a_line_and_every_line_a_sentence() {
        literals::check("src/bin/planfit", &[SAID]);
    }

    #[test]
    fn a_line_of_the_table_fills_in_as_much_in_both_languages() {
        let count = |text: &str| text.matches("{}").count();
        let mut seen = HashMap::new();
        for (english, chinese) in lines(TOLD) {
            assert!(count(chinese) <= count(english), "{english}");
            assert!(!chinese.trim().is_empty(), "{english}");
            assert_eq!(seen.insert(english, chinese), None, "twice: {english}");
        }
        assert!(seen.len() > 250, "{}", seen.len());
    }
}
