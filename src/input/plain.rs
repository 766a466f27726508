//! Lists that are no table yet but stand as people type them: blocks of `label: value` lines, and columns held apart by
//! spaces. Either is turned into JSON Lines or CSV on the way in, so that everything after this file is one path.

use super::block::MAX_ROW;
use super::cell_counts;
use super::encoding::{self, Text};
use super::headers;
use super::source::{PEEKED, Source};
use super::target::Target;
use encoding_rs::Encoding;
use std::collections::HashSet;
use std::io::{self, Read};
use unicode_width::UnicodeWidthChar;

/// The longest label, in letters.
const LABEL: usize = 40;
/// Spaces from which on columns are held apart.
const GAP: usize = 2;
/// How many bytes are decoded at once.
const PIECE: usize = 1 << 16;

/// How a plain list stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plain {
    /// Blocks of labelled lines, each of which is a lead.
    Cards,
    /// A line for each lead, with its name before this sign and what it does behind.
    Pairs(&'static str),
    /// The same where lines that are leads begin with a bullet or number, and stand under headings.
    Items(&'static str),
    /// In columns that begin at these places, in letters of single width.
    Columns(Vec<usize>),
}

impl Plain {
    /// How the list stands that begins with `start`; nothing if it is something else.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        let text = encoding::whole(start);
        let mut lines: Vec<&str> = text.lines().collect();
        if start.len() >= PEEKED {
            // The last may be cut.
            lines.pop();
        }
        lines.retain(|line| !is_between(line));
        if lines.len() < 4 {
            // Too few to tell by, unless each begins with a firm.
            let sign = sign_between(&lines).filter(|_| lines.len() > 1);
            let all = |sign: &&str| lines.iter().all(|line| is_of_firm(line, sign));
            return sign.filter(all).map(Self::Pairs);
        }
        if is_cards(&lines) {
            return Some(Self::Cards);
        }
        let columns = || columns(&lines).map(Self::Columns);
        let items = || sign_in_items(&lines).map(Self::Items);
        let pairs = sign_between(&lines).map(Self::Pairs);
        pairs.or_else(columns).or_else(items)
    }

    /// Whether a list that begins with `start` may be one, so that it is worth waiting for more of it.
    pub(super) fn may_begin(start: &[u8]) -> bool {
        let text = encoding::whole(start);
        let mut lines = text.lines().filter(|line| !is_between(line));
        lines.next().is_some_and(|line| {
            labelled(line).is_some()
                || SIGNS.iter().any(|sign| pair(line, sign).is_some())
                || is_item(line)
                || !line.contains([',', ';', '\t', '|', '{', '<'])
        })
    }

    /// Whether it becomes JSON Lines, and not CSV.
    pub(super) fn is_objects(&self) -> bool {
        !matches!(self, Self::Columns(_))
    }

    /// What is told of a list that is read so.
    pub(super) fn note(&self) -> &'static str {
        match self {
            Self::Cards => "each block of `label: value` lines is read as a lead",
            Self::Pairs(_) => "each line is read as a name and what stands behind it",
            Self::Items(_) => {
                "each line with a bullet or number is read as a name and what stands behind it, the others as headings"
            }
            Self::Columns(_) => "its columns are held apart by spaces",
        }
    }

    /// The list as JSON Lines or CSV.
    pub(super) fn read(self, source: Source, encoding: Option<&'static Encoding>) -> Source {
        source.rewritten(|source| {
            Box::new(Rewritten {
                text: Text::new(source, encoding),
                raw: Vec::new(),
                out: Vec::new(),
                given: 0,
                ended: false,
                card: Card::default(),
                plain: self,
            })
        })
    }
}

/// An empty line, or one of signs between blocks.
fn is_between(line: &str) -> bool {
    let is_sign = |c: char| c.is_whitespace() || "-=_*#~+—─━".contains(c);
    line.chars().all(is_sign)
}

/// The label and the value of a line: `Company: Acme`, `- name: Acme`, `企业名称：甲公司`.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let line = line
        .trim()
        .trim_start_matches(['-', '*', '•', '·'])
        .trim_start();
    let (label, value) = line.split_once([':', '：'])?;
    let label = label.trim_matches(['*', '_', ' ', '\u{3000}']);
    let is_label = !label.is_empty()
        && label.chars().count() <= LABEL
        && !label.contains(['。', '，', ',', ';', '；', '\t', '|', '"', '{', '<'])
        && !value.starts_with("//");
    is_label.then(|| (label, value.trim().trim_start_matches("** ").trim()))
}

/// Whether lines are mostly labelled, with labels that come again, one of them that of a name or text.
fn is_cards(lines: &[&str]) -> bool {
    // A text that goes on below its label is set in.
    let goes_on = |line: &str| line.starts_with(char::is_whitespace) && labelled(line).is_none();
    let begun = lines.iter().filter(|line| !goes_on(line)).count();
    let labels: Vec<&str> = lines
        .iter()
        .filter_map(|line| Some(labelled(line)?.0))
        .collect();
    let different: HashSet<&str> = labels.iter().copied().collect();
    let is_again = different.len() > 1 && different.len() * 2 <= labels.len();
    if labels.len() * 5 < begun * 4 || !is_again {
        return false;
    }
    let target = |label: &&str| headers::known(label).map(|known| known.target);
    let known: Vec<Target> = different.iter().filter_map(target).collect();
    known.contains(&Target::Name) && known.iter().any(|target| target.is_text())
}

/// What stands between the name of a firm and what it does.
const SIGNS: [&str; 6] = [" - ", " – ", " — ", "：", ": ", "——"];

/// A line without the bullet or number that it begins with.
fn unmarked(line: &str) -> &str {
    let line = line.trim().trim_start_matches(BULLETS);
    let unnumbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = unnumbered.strip_prefix(['.', '、', ')', '）', '．']);
    marked
        .filter(|_| unnumbered.len() < line.len())
        .unwrap_or(line)
}

const BULLETS: [char; 7] = ['-', '*', '•', '·', '●', '▪', ' '];

/// Whether a line begins with a bullet or number.
fn is_item(line: &str) -> bool {
    unmarked(line).len() < line.trim().len()
}

/// A line as name and text: `1. Acme - makes cells`, `- **Acme**: makes cells`.
fn pair<'a>(line: &'a str, sign: &str) -> Option<(&'a str, &'a str)> {
    let (name, text) = unmarked(line).split_once(sign)?;
    let name = name.trim_matches(['*', '_', ' ', '\u{3000}']);
    let text = text.trim().trim_start_matches("** ");
    let is_short = !name.is_empty() && name.chars().count() <= 2 * LABEL;
    (is_short && text.contains(char::is_alphabetic)).then_some((name, text))
}

/// Whether a name is that of a firm by its ending; its place may stand behind in brackets: `Acme Ltd (Hull)`.
fn is_firm(name: &str) -> bool {
    let place = name
        .rfind(['(', '（'])
        .filter(|_| name.ends_with([')', '）']));
    cell_counts::is_name(name) || place.is_some_and(|place| cell_counts::is_name(&name[..place]))
}

fn is_of_firm(line: &str, sign: &str) -> bool {
    pair(line, sign).is_some_and(|(name, _)| is_firm(name))
}

/// The sign that stands in nearly all lines between a name, mostly that of a firm by its ending, and a text.
fn sign_between(lines: &[&str]) -> Option<&'static str> {
    SIGNS.into_iter().find(|sign| {
        let pairs: Vec<_> = lines.iter().filter_map(|line| pair(line, sign)).collect();
        let firms = pairs.iter().filter(|(name, _)| is_firm(name)).count();
        let different: HashSet<&str> = pairs.iter().map(|(name, _)| *name).collect();
        pairs.len() * 10 >= lines.len() * 9
            && firms * 2 >= pairs.len()
            && different.len() * 10 >= pairs.len() * 9
            // A table may have signs in its first cells.
            && !pairs.iter().any(|(name, _)| name.contains(['\t', '|', ';', '"']))
    })
}

/// The sign that stands in every line that begins with a bullet or number, where most do and the others are headings.
fn sign_in_items(lines: &[&str]) -> Option<&'static str> {
    let (items, headings): (Vec<&str>, Vec<&str>) = lines.iter().partition(|line| is_item(line));
    let is_list = items.len() >= 3
        && items.len() > headings.len()
        && headings.iter().all(|line| is_heading(line));
    SIGNS.into_iter().filter(|_| is_list).find(|sign| {
        let pairs: Vec<_> = items.iter().filter_map(|line| pair(line, sign)).collect();
        let different: HashSet<&str> = pairs.iter().map(|(name, _)| *name).collect();
        let is_table = |name: &str| name.contains(['\t', '|', ';', '"', ',']);
        pairs.len() == items.len()
            && different.len() == pairs.len()
            && !pairs.iter().any(|(name, _)| is_table(name))
    })
}

/// A line of a few words, and no sentence.
fn is_heading(line: &str) -> bool {
    line.chars().count() <= LABEL
        && !line.contains(['。', '；', ';', '，', ',', '\t', '|', '{', '<'])
}

/// The stand that a name begins with, held apart by two spaces, and the name: `1A02  Acme`.
fn stand(name: &str) -> (Option<&str>, &str) {
    let parts = name.split_once("  ");
    let stand = parts
        .filter(|(stand, _)| stand.contains(|c: char| c.is_ascii_digit()) && !stand.contains(' '));
    match stand {
        Some((stand, name)) => (Some(stand), name.trim_start()),
        None => (None, name),
    }
}

/// Where the columns of a text begin, in which at least two known headers stand with spaces between them.
fn columns(lines: &[&str]) -> Option<Vec<usize>> {
    let is_plain = |line: &&str| !line.contains(['\t', ';', '|']);
    let (place, header) = lines.iter().enumerate().take(5).find(|(_, line)| {
        let words = starts(line);
        let known = words.iter().zip(words.iter().skip(1).chain([&usize::MAX]));
        let known = known.filter(|(from, to)| headers::known(&cut(line, **from, **to)).is_some());
        is_plain(line) && known.count() >= 2
    })?;
    let starts = starts(header);
    let below = &lines[place + 1..];
    let fits = |line: &&&str| {
        let gaps = starts.iter().skip(1);
        let mut before = gaps.map(|start| cut(line, start - 1, *start));
        before.all(|letter| letter.trim().is_empty())
    };
    let fitting = below.iter().filter(fits).count();
    (below.len() >= 2 && fitting * 10 >= below.len() * 9).then_some(starts)
}

/// Where the words of a line begin that stand at least [`GAP`] spaces apart.
fn starts(line: &str) -> Vec<usize> {
    let (mut starts, mut at, mut gap) = (Vec::new(), 0, GAP);
    for c in line.chars() {
        match c.is_whitespace() {
            true => gap += 1,
            false => {
                if gap >= GAP {
                    starts.push(at);
                }
                gap = 0;
            }
        }
        at += width(c);
    }
    starts
}

fn width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// What stands in a line from one place to another.
fn cut(line: &str, from: usize, to: usize) -> String {
    let mut at = 0;
    let letters = line.chars().filter(|c| {
        let here = at;
        at += width(*c);
        (from..to).contains(&here)
    });
    letters.collect()
}

/// A block of labelled lines that is being read.
#[derive(Default)]
struct Card {
    fields: Vec<(String, String)>,
    /// How many bytes it takes.
    length: usize,
}

impl Card {
    /// Adds a line, after the block before it where this begins a new one.
    fn line(&mut self, line: &str, out: &mut Vec<u8>) {
        if is_between(line) {
            return;
        }
        let Some((label, value)) = labelled(line) else {
            // A text that goes on; a title above the first block belongs to none.
            if let Some((_, text)) = self.fields.last_mut().filter(|_| self.length <= MAX_ROW) {
                self.length += line.len();
                text.push('\n');
                text.push_str(line.trim());
            }
            return;
        };
        if self.fields.iter().any(|(known, _)| known == label) {
            self.end(out);
        }
        if self.length <= MAX_ROW {
            self.length += line.len();
            self.fields.push((label.to_owned(), value.to_owned()));
        }
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        let fields = std::mem::take(&mut self.fields);
        self.length = 0;
        if !fields.is_empty() {
            let object: serde_json::Map<_, _> = fields
                .into_iter()
                .map(|(label, value)| (label, value.into()))
                .collect();
            out.extend_from_slice(serde_json::Value::Object(object).to_string().as_bytes());
            out.push(b'\n');
        }
    }
}

/// Reads a plain list line by line.
struct Rewritten {
    text: Text,
    /// What is decoded and not a whole line yet.
    raw: Vec<u8>,
    out: Vec<u8>,
    given: usize,
    ended: bool,
    card: Card,
    plain: Plain,
}

impl Rewritten {
    fn line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        match &self.plain {
            Plain::Cards => self.card.line(&line, &mut self.out),
            Plain::Pairs(sign) => {
                if !is_between(&line) {
                    let (name, text) = pair(&line, sign).unwrap_or(("", line.trim()));
                    let object = serde_json::json!({"name": name, "description": text});
                    self.out.extend_from_slice(object.to_string().as_bytes());
                }
                self.out.push(b'\n');
            }
            Plain::Items(sign) => {
                if !is_between(&line) && (is_item(&line) || !is_heading(line.trim())) {
                    let (name, text) = pair(&line, sign).unwrap_or(("", line.trim()));
                    let (stand, name) = stand(name);
                    let object =
                        serde_json::json!({"id": stand, "name": name, "description": text});
                    self.out.extend_from_slice(object.to_string().as_bytes());
                }
                self.out.push(b'\n');
            }
            Plain::Columns(starts) => {
                for (place, from) in starts.iter().enumerate() {
                    // What stands before the first column belongs to it.
                    let from = if place == 0 { 0 } else { *from };
                    let to = starts.get(place + 1).copied().unwrap_or(usize::MAX);
                    let cell = cut(&line, from, to).trim().replace('"', "\"\"");
                    let comma = if place > 0 { "," } else { "" };
                    let quote = if line.trim().is_empty() { "" } else { "\"" };
                    self.out
                        .extend_from_slice(format!("{comma}{quote}{cell}{quote}").as_bytes());
                }
                self.out.push(b'\n');
            }
        }
    }

    fn more(&mut self) -> io::Result<()> {
        let before = self.raw.len();
        let read = self.text.read_some(&mut self.raw, PIECE);
        self.ended = !read.map_err(io::Error::other)?;
        let mut raw = std::mem::take(&mut self.raw);
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', &raw[before..]) {
            self.line(&raw[from..before + end]);
            from = before + end + 1;
        }
        raw.drain(..from);
        if self.ended || raw.len() > MAX_ROW {
            if !raw.is_empty() {
                self.line(&raw);
            }
            raw.clear();
        }
        self.raw = raw;
        if self.ended {
            self.card.end(&mut self.out);
        }
        Ok(())
    }
}

impl Read for Rewritten {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.ended {
            self.out.clear();
            self.given = 0;
            self.more()?;
        }
        let count = buffer.len().min(self.out.len() - self.given);
        buffer[..count].copy_from_slice(&self.out[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(list: &str) -> Option<String> {
        let plain = Plain::of(list.as_bytes())?;
        let bytes = Cursor::new(list.as_bytes().to_vec());
        let mut source = plain.read(Source::pipe(Box::new(bytes), "test").unwrap(), None);
        let mut out = Vec::new();
        while source.read_some(&mut out, 5).unwrap() > 0 {}
        Some(String::from_utf8(out).unwrap())
    }

    #[test]
    fn blocks_of_labelled_lines_are_leads() {
        let list = "Exhibitors\n\nCompany: Acme\nProducts: cells;\n  packs\nWeb: https://a.example\n\n---\n\
                    Company: Bolt\nProducts: food\nWeb:\n";
        assert_eq!(
            read(list).unwrap(),
            "{\"Company\":\"Acme\",\"Products\":\"cells;\\npacks\",\"Web\":\"https://a.example\"}\n\
             {\"Company\":\"Bolt\",\"Products\":\"food\",\"Web\":\"\"}\n"
        );
        let yaml = "- name: A\n  products:\n    - x\n    - z\n- name: B\n  products: y\n";
        assert_eq!(
            read(yaml).unwrap(),
            "{\"name\":\"A\",\"products\":\"\\n- x\\n- z\"}\n{\"name\":\"B\",\"products\":\"y\"}\n"
        );
    }

    #[test]
    fn lines_with_a_sign_between_are_names_and_texts() {
        let read = |list: &str| read(list).unwrap();
        assert_eq!(
            read(
                "1. Acme Ltd - makes cells, packs\n2. Bolt Inc. - mills flour\n\n3. Cell GmbH - x\n4. Dot Co. - y - z\n"
            ),
            "{\"name\":\"Acme Ltd\",\"description\":\"makes cells, packs\"}\n\
             {\"name\":\"Bolt Inc.\",\"description\":\"mills flour\"}\n\n\
             {\"name\":\"Cell GmbH\",\"description\":\"x\"}\n{\"name\":\"Dot Co.\",\"description\":\"y - z\"}\n"
        );
        let list: String = ["甲", "乙", "丙", "丁"]
            .map(|name| format!("1、{name}公司：电池。\n"))
            .concat();
        assert!(read(&list).starts_with("{\"name\":\"甲公司\",\"description\":\"电池。\"}\n"));
    }

    #[test]
    fn items_under_headings_are_names_and_texts() {
        let read = |list: &str| read(list).unwrap();
        assert_eq!(
            read(
                "Exhibitors\n==========\nHall 1\n• 1A01  Acme – cells\n• 1A02  Bolt – food\n\n• Cog – pumps\n"
            ),
            "\n\n\n{\"id\":\"1A01\",\"name\":\"Acme\",\"description\":\"cells\"}\n\
             {\"id\":\"1A02\",\"name\":\"Bolt\",\"description\":\"food\"}\n\n\
             {\"id\":null,\"name\":\"Cog\",\"description\":\"pumps\"}\n"
        );
        // A sentence further down is no heading, and not lost.
        let bytes = Cursor::new(b"- A - x\nIt is bought, and it is sold.\n".to_vec());
        let source = Source::pipe(Box::new(bytes), "test").unwrap();
        let mut source = Plain::Items(" - ").read(source, None);
        let mut out = Vec::new();
        while source.read_some(&mut out, 5).unwrap() > 0 {}
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.ends_with("\"It is bought, and it is sold.\"}\n"),
            "{text}"
        );
        let list =
            "一、新能源\n1、甲公司：电池，电芯\n2、乙公司：储能柜\n二、食品\n1、丙公司：底料\n";
        assert_eq!(read(list).matches("\"name\"").count(), 3);
        for prose in [
            "Notes\n- a – b\n- c – d\n",
            "a\nb\nc\n- d: e\n- f: g\n- h: i\n",
        ] {
            assert_eq!(super::Plain::of(prose.as_bytes()), None, "{prose}");
        }
    }

    #[test]
    fn columns_held_apart_by_spaces_are_a_table() {
        let list = "Company     Country  Products\n----------  -------  --------\n\
                    Acme Cells  DE       cells, \"LFP\"\n山城电芯    CN       电池\nBolt                 food\n";
        assert_eq!(
            read(list).unwrap(),
            "\"Company\",\"Country\",\"Products\"\n\"----------\",\"-------\",\"--------\"\n\
             \"Acme Cells\",\"DE\",\"cells, \"\"LFP\"\"\"\n\"山城电芯\",\"CN\",\"电池\"\n\"Bolt\",\"\",\"food\"\n"
        );
    }

    #[test]
    fn other_lists_stay_as_they_are() {
        for list in [
            "name,products\nA,x: y\nB,z: w\nC,q: r\nD,s: t\n",
            "Company: Acme\nProducts: cells\nWeb: x\nCity: y\nTown: z\n",
            "name: product\nAcme: cells\nBolt: food\nCell: packs\nDot: x\n",
            "We make cells.  And packs.\nWe sell food.  And more.\nx\ny\nz\n",
        ] {
            assert_eq!(read(list), None, "{list}");
        }
    }
}
