//! The words of a text that put a mention into a role.
//!
//! The gate of a mention is learned from all cues around it and closes for many reasons, so the cue that stands nearest is
//! not always the one that closed it. A role is told to people as what the text says; it has to rest on words that they
//! can read there. Without such words a mention is only mentioned. No score depends on what is said here.

mod listed;
mod served;
mod served_words;
mod words;

use crate::fit::Role;
use crate::text::{is_han, offset_of};
pub(crate) use listed::ListedForSale;
use served::served_by;
use smallvec::SmallVec;
use std::ops::Range;
use words::{
    BUILT, MAKING, NOT, NOT_DONE, NOUNS_BEHIND, PAST, PAST_CHINESE, PLANNED, PLANNED_CHINESE,
    SERVED_AFTER, SERVED_AFTER_CHINESE, SERVED_BEFORE, SERVED_BEFORE_CHINESE, SERVICES, TRADING,
    VERBS_CHINESE, words_in,
};

/// The role in which to tell of the mention at `span` of `text` that was read in `role`; `is_sold` says whether it is
/// [`ListedForSale`].
pub(crate) fn stated_role(
    role: Role,
    text: &str,
    span: Range<usize>,
    is_sold: impl FnOnce() -> bool,
) -> Role {
    let words = text.get(span.clone()).unwrap_or_default();
    if words.is_empty() {
        return role;
    }
    if is_left_out(text, span.clone()) {
        return Role::Excluded;
    }
    let by_grammar = || served_by(text, span.clone()).map(|(_, role)| role);
    match role {
        Role::Mentioned => {
            let served = by_grammar().filter(|_| !is_contrasted(text, span.start));
            let said = || is_what_it_is(text, span.start).then_some(Role::Own);
            return served.or_else(said).unwrap_or(role);
        }
        _ if is_contrasted(text, span.start) => return Role::Mentioned,
        Role::Own => {
            let traded = || is_sold().then_some(Role::Trade);
            return by_grammar().or_else(traded).unwrap_or(role);
        }
        Role::Customer => {
            if let Some(role) = by_grammar() {
                return role;
            }
        }
        _ => {}
    }
    // 代理 beside it is an agency's, which is a service too.
    if role == Role::Trade
        && SERVICES_CHINESE
            .iter()
            .any(|service| words.ends_with(service))
    {
        return Role::Own;
    }
    let place = Place::of(text, span);
    if place.cue(role, words).is_some() {
        role
    } else if role != Role::Trade && place.cue(Role::Trade, words).is_some() {
        Role::Trade
    } else {
        Role::Mentioned
    }
}

/// Whether the first sentence says that the firm is what stands at `start`: "Acme Fund is an open-ended equity fund".
fn is_what_it_is(text: &str, start: usize) -> bool {
    let before = &text[..start];
    if before.len() > FIRST_SENTENCE || before.contains([',', ';', '\n']) || before.contains(". ") {
        return false;
    }
    let said = [" is an ", " is a "]
        .iter()
        .find_map(|is| before.rsplit_once(is));
    // "is a maker of pumps" says what it makes, which the gate has weighed.
    said.is_some_and(|(_, said)| said.split(' ').all(|word| !RELATING.contains(&word)))
}

/// Bytes within which a text says what its firm is.
const FIRST_SENTENCE: usize = 160;
/// Words behind which something else is spoken of.
const RELATING: [&str; 10] = [
    "of", "for", "to", "in", "that", "which", "by", "with", "and", "from",
];

/// What Chinese services end with: none of them is goods.
const SERVICES_CHINESE: [&str; 6] = ["咨询", "服务", "设计", "监理", "检测", "维修"];

/// Whether the grammar of the sentence says that the mention at `span` is not the firm's own, but of those it serves or of
/// somebody else.
pub(crate) fn is_anothers(text: &str, span: Range<usize>) -> bool {
    served_by(text, span).is_some()
}

/// The words of `text` that put the mention at `span` into `role`, if any do.
pub(crate) fn role_cue(role: Role, text: &str, span: Range<usize>) -> Option<&str> {
    let words = text.get(span.clone())?;
    match role {
        Role::Own | Role::Mentioned => None,
        Role::Customer => {
            let by_grammar = served_by(text, span.clone());
            let by_grammar = by_grammar.filter(|(_, role)| *role == Role::Customer);
            let by_grammar = by_grammar.map(|(word, _)| word);
            by_grammar.or_else(|| Place::of(text, span).cue(role, words))
        }
        _ => Place::of(text, span).cue(role, words),
    }
}

/// The words of a text that say that its firm sells, in their order.
pub(crate) fn trade_words(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = match text.contains(is_han) {
        true => {
            let verbs = verbs(text).into_iter().filter(|verb| verb.is_trade);
            verbs.map(|verb| verb.word).collect()
        }
        false => {
            let words = words_in(text);
            words.filter(|word| TRADING.has(word)).collect()
        }
    };
    let mut known: Vec<&str> = Vec::new();
    found.retain(|word| {
        let is_new = !known.iter().any(|known| known.eq_ignore_ascii_case(word));
        known.push(word);
        is_new
    });
    found
}

/// Bytes on each side of a mention that are looked at: a registered scope has long enumerations.
const REACH: usize = 600;
/// Bytes after a mention in which a word such as `industry` belongs to it.
const NEAR_AFTER: usize = 24;

/// What stands around a mention in its sentence.
struct Place<'t> {
    before: &'t str,
    after: &'t str,
}

impl<'t> Place<'t> {
    fn of(text: &'t str, span: Range<usize>) -> Self {
        let bytes = text.as_bytes();
        // The bytes of the sign at a place that ends a sentence, 0 where there is none.
        let stop = |at: usize| match STOPS[usize::from(bytes[at])] {
            Stop::No => 0,
            Stop::Sign => 1,
            Stop::Dot => usize::from(text[at + 1..].starts_with(char::is_whitespace)),
            Stop::Wide => {
                let is_stop = text[at..].starts_with(['。', '；', '！', '？', '【', '】']);
                3 * usize::from(is_stop)
            }
        };
        let first = text.ceil_char_boundary(span.start.saturating_sub(REACH));
        let start = (first..span.start).rev().find(|at| stop(*at) > 0);
        let last = text.floor_char_boundary(span.end + REACH);
        let end = (span.end..last).find(|at| stop(*at) > 0);
        Self {
            before: &text[start.map_or(first, |at| at + stop(at))..span.start],
            after: &text[span.end..end.unwrap_or(last)],
        }
    }

    /// The words of the sentence that put the mention, which is `words`, into `role`, if any do.
    fn cue(&self, role: Role, words: &str) -> Option<&'t str> {
        match (role, words.contains(is_han)) {
            (Role::Own | Role::Mentioned, _) => None,
            (Role::Excluded, true) => self.before_any(NOT_DONE),
            (Role::Past, true) => self.before_any(PAST_CHINESE),
            (Role::Intended, true) => self.before_any(PLANNED_CHINESE),
            (Role::Trade, true) => self.chinese_trade(),
            (Role::Customer, true) => self
                .before_any(SERVED_BEFORE_CHINESE)
                .or_else(|| self.right_after(SERVED_AFTER_CHINESE)),
            (Role::Excluded, false) => {
                let (_, clause) = self
                    .before
                    .rsplit_once([',', ':'])
                    .unwrap_or(("", self.before));
                NOT.last_in(clause)
            }
            (Role::Past, false) => PAST.last_in(self.before),
            (Role::Intended, false) => PLANNED.last_in(self.before),
            (Role::Trade, false) => self.english_trade(words),
            (Role::Customer, false) => served(self.before).or_else(|| {
                let near = self.after.floor_char_boundary(NEAR_AFTER);
                SERVED_AFTER.first_in(&self.after[..near])
            }),
        }
    }

    /// The last of these Chinese words that stands before the mention.
    fn before_any(&self, words: &str) -> Option<&'t str> {
        let found = words.split_whitespace().filter_map(|word| {
            let at = self.before.rfind(word)?;
            Some(&self.before[at..at + word.len()])
        });
        // Of words that end alike the longest: 应用于 and 用于.
        found.max_by_key(|word| (word.as_ptr() as usize + word.len(), word.len()))
    }

    /// One of these Chinese words, at most a few characters after the mention.
    fn right_after(&self, words: &str) -> Option<&'t str> {
        let near = self.after.floor_char_boundary(NEAR_AFTER);
        let near = self.after[..near].split(['，', ',', '（', '(']).next()?;
        let found = words.split_whitespace().filter_map(|word| {
            let at = near.find(word)?;
            Some(&near[at..at + word.len()])
        });
        found.min_by_key(|word| word.as_ptr() as usize)
    }

    /// The Chinese word of trade that governs the mention. A verb right after it governs it, or else the verbs before it in
    /// its sentence, or else those after the enumeration that it stands in; verbs side by side govern it together, and
    /// where one of them is of making or of a service, it is not only traded.
    fn chinese_trade(&self) -> Option<&'t str> {
        let mut after = verbs(self.after);
        let is_beside = |verb: &Verb<'_>| {
            let between = &self.after[..verb.at];
            between.chars().count() <= BESIDE && !between.contains(['、', '，', ',', '（', '('])
        };
        let first_after = after.first().cloned();
        let mut before = verbs(self.before);
        let group = if first_after.is_some_and(|verb| is_beside(&verb)) || before.is_empty() {
            group(self.after, after.drain(..))
        } else {
            before.reverse();
            group(self.before, before.drain(..))
        };
        if group.iter().any(|verb| !verb.is_trade) {
            return None;
        }
        group.first().map(|verb| verb.word)
    }

    /// The English word of trade in the sentence, if no word in it speaks of making, and the mention is no service.
    fn english_trade(&self, words: &str) -> Option<&'t str> {
        let next = self.after.split_whitespace().next().unwrap_or_default();
        let is_service = |words| SERVICES.first_in(words).is_some();
        let makes = |part| MAKING.first_in(part).is_some();
        if is_service(words) || is_service(next) || makes(self.before) || makes(self.after) {
            return None;
        }
        TRADING
            .last_in(self.before)
            .or_else(|| TRADING.first_in(self.after))
    }
}

/// A Chinese verb of trade, of making or of a service.
#[derive(Debug, Clone)]
struct Verb<'t> {
    word: &'t str,
    at: usize,
    is_trade: bool,
}

/// The verbs of a sentence, which has few: made anew for each piece of evidence without an allocation.
type Verbs<'t> = SmallVec<[Verb<'t>; 16]>;

/// Characters between a mention and a verb that belongs to it: 的, or 及配件.
const BESIDE: usize = 3;

/// The verbs of a text in their order.
fn verbs(text: &str) -> Verbs<'_> {
    let mut found = Verbs::new();
    for (at, c) in text.char_indices() {
        for (word, is_trade) in VERBS_CHINESE.of(c) {
            let Some(rest) = text[at..].strip_prefix(word) else {
                continue;
            };
            let word = &text[at..at + word.len()];
            let is_trade = *is_trade;
            // 加工中心 is a machine.
            if NOUNS_BEHIND.at_start_of(rest).is_none() {
                found.push(Verb { word, at, is_trade });
            }
        }
    }
    found
}

/// The first of `verbs`, and those that are joined to it by signs and particles only.
fn group<'t>(text: &str, verbs: impl Iterator<Item = Verb<'t>>) -> Verbs<'t> {
    let mut group = Verbs::new();
    for verb in verbs {
        let joined = group.last().is_none_or(|last| {
            let (start, end) = match last.at < verb.at {
                true => (last.at + last.word.len(), verb.at),
                false => (verb.at + verb.word.len(), last.at),
            };
            let between = text.get(start..end).unwrap_or_default();
            between.chars().all(|c| "、，,及和与并兼以或/ ".contains(c))
        });
        if !joined {
            break;
        }
        group.push(verb);
    }
    group
}

/// The last word that says whom or what is served; "a plant for cells" serves nobody.
fn served(before: &str) -> Option<&str> {
    let cue = SERVED_BEFORE.last_in(before)?;
    let start = offset_of(cue, before)?;
    let built = before[..start]
        .trim_end()
        .rsplit(' ')
        .next()
        .unwrap_or_default();
    (!BUILT.has(built)).then_some(cue)
}

/// Whether a byte ends a sentence.
#[derive(Clone, Copy)]
enum Stop {
    No,
    Sign,
    /// Before white space.
    Dot,
    /// It may be the first one of a sign that does.
    Wide,
}

static STOPS: [Stop; 256] = {
    let mut stops = [Stop::No; 256];
    let signs = b";!?\n";
    let mut at = 0;
    while at < signs.len() {
        stops[signs[at] as usize] = Stop::Sign;
        at += 1;
    }
    stops[b'.' as usize] = Stop::Dot;
    stops[0xe3] = Stop::Wide;
    stops[0xef] = Stop::Wide;
    stops
};

/// Whether the text sets the words that begin at `start` against what the firm does: "Unlike lead batteries, we ...".
pub(crate) fn is_contrasted(text: &str, start: usize) -> bool {
    let before = &text[text.ceil_char_boundary(start.saturating_sub(CONTRAST))..start];
    let bytes = before.as_bytes();
    // Every piece of evidence of a list is asked this.
    if !may_contrast(bytes) {
        return false;
    }
    // One look at each byte, back to the beginning of the clause.
    let mut is_ascii = true;
    let mut at = bytes.len();
    while at > 0 {
        match IN_CLAUSE[usize::from(bytes[at - 1])] {
            InClause::Nothing => {}
            InClause::Stop => break,
            InClause::Begins => {
                let is_start = at == 1 || !bytes[at - 2].is_ascii_alphanumeric();
                // "and", "are", "including": the second letter tells of most words that they are none of these.
                let second = bytes.get(at).map_or(0, u8::to_ascii_lowercase);
                if is_start && CONTRASTING_SECONDS.contains(&second) && contrasts(&bytes[at - 1..])
                {
                    return true;
                }
            }
            InClause::Wide => {
                is_ascii = false;
                if before.is_char_boundary(at - 1)
                    && before[at - 1..].starts_with(['。', '，', '；'])
                {
                    break;
                }
            }
        }
        at -= 1;
    }
    if is_ascii {
        return false;
    }
    let clause = &before[before.ceil_char_boundary(at)..];
    clause.contains('于')
        && CONTRASTING_CHINESE
            .iter()
            .any(|words| clause.contains(words))
}

/// Whether the clause that some bytes end with may hold words of [`CONTRASTING`] or of [`CONTRASTING_CHINESE`]: false for nearly
/// all clauses. Of each of the English ones, it looks for two letters that seldom stand so far apart (of those of a list of
/// companies, 2026-11-30), and of the Chinese ones for the character that all of them end with: without a branch, and as many
/// bytes at a time as the processor can, back to the part with the sign that the clause begins behind.
fn may_contrast(before: &[u8]) -> bool {
    const FURTHEST: usize = 4;
    // A multiple of what the processor looks at together.
    const PART: usize = 32;
    let mut bytes = [0; CONTRAST.next_multiple_of(PART) + FURTHEST];
    bytes[..before.len()].copy_from_slice(before);
    for part in (0..before.len().div_ceil(PART)).rev() {
        let bytes: &[u8; PART + FURTHEST] = bytes[part * PART..]
            .first_chunk()
            .expect("the buffer has whole parts");
        let (mut may, mut ends) = (false, false);
        for at in 0..PART {
            // Letters without their case.
            let has = |first: u8, second: u8, apart: usize| {
                (bytes[at] | 0x20 == first) & (bytes[at + apart] | 0x20 == second)
            };
            may |= has(b'l', b'k', 2) // unlike
                | has(b'd', b'f', 3) // instead of
                | has(b'h', b't', 4) // rather than
                | has(b'p', b'd', 4) // opposed, compared
                | has(b't', b't', 2) // contrast to
                | has(b'a', b'v', 3) // alternative
                | ((bytes[at] == 0xe4) & (bytes[at + 1] == 0xba) & (bytes[at + 2] == 0x8e)); // 于
            ends |= matches!(bytes[at], b'.' | b',' | b';' | b'\n');
        }
        if may || ends {
            return may;
        }
    }
    false
}

#[inline(never)] // few words begin so
fn contrasts(rest: &[u8]) -> bool {
    let is = |words: &&str| {
        let start = rest.get(..words.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(words.as_bytes()))
    };
    CONTRASTING.iter().any(is)
}

/// What a byte is in the clause before a mention.
#[derive(Clone, Copy)]
enum InClause {
    Nothing,
    /// Its end.
    Stop,
    /// The first letter of words that set something against it.
    Begins,
    /// A part of a wide character, which may be its end.
    Wide,
}

static IN_CLAUSE: [InClause; 256] = {
    let mut bytes = [InClause::Nothing; 256];
    let signs = b".,;\n";
    let mut at = 0;
    while at < signs.len() {
        bytes[signs[at] as usize] = InClause::Stop;
        at += 1;
    }
    at = 0;
    while at < CONTRASTING.len() {
        let first = CONTRASTING[at].as_bytes()[0];
        bytes[first as usize] = InClause::Begins;
        bytes[first.to_ascii_uppercase() as usize] = InClause::Begins;
        at += 1;
    }
    at = 128;
    while at < 256 {
        bytes[at] = InClause::Wide;
        at += 1;
    }
    bytes
};

/// Bytes before a mention in which it is set against something.
const CONTRAST: usize = 90;
const CONTRASTING: [&str; 8] = [
    "unlike ",
    "instead of ",
    "rather than ",
    "as opposed to ",
    "compared to ",
    "compared with ",
    "in contrast to ",
    "alternative to ",
];
/// The second letters of these.
const CONTRASTING_SECONDS: [u8; 6] = *b"nasol ";
const CONTRASTING_CHINESE: [&str; 5] = ["不同于", "区别于", "有别于", "相比于", "相较于"];

/// Whether the text says of the words at `place` that they are left out: they stand in brackets or in an item that begins
/// with `不含`, or in brackets that end with `除外`.
pub(crate) fn is_left_out(text: &str, place: Range<usize>) -> bool {
    let words = &text[place.start..];
    if !words.starts_with(is_han) {
        return false;
    }
    if words.starts_with('除') && !removes(words) {
        return true;
    }
    let before = &text[text.floor_char_boundary(place.start.saturating_sub(NEAR))..place.start];
    let after = &text[place.end..text.floor_char_boundary(place.end + NEAR)];
    // Of most words nothing near them can say so.
    if !may_exclude(before) && !may_exclude(after) {
        return false;
    }
    let opened = before.rfind(['（', '(', '；', ';', '。', '【', '：']);
    let inside = opened.map_or(before, |at| {
        before[at..].trim_start_matches(['（', '(', '；', ';', '。', '【', '：'])
    });
    if inside.contains([')', '）']) {
        return false;
    }
    let excludes = |part: &str| {
        let part = part.trim_start_matches(['均', '但']);
        // Nearly all begin with something else.
        part.starts_with(['不', '除', '限'])
            && EXCLUDING.split(' ').any(|word| part.starts_with(word))
            && !removes(part)
    };
    let last = |signs: &[char]| inside.rsplit(signs).next().is_some_and(excludes);
    // An item of its own, `、不含三文鱼、`, leaves nothing out behind it.
    if excludes(inside) || last(&['，', ',']) || last(&['、']) {
        return true;
    }
    let is_bracketed = opened.is_some_and(|at| before[at..].starts_with(['（', '(']));
    let closed = after.find(['）', ')', '；', ';', '。']);
    is_bracketed && closed.is_some_and(|at| after[..at].ends_with("除外"))
}

/// Whether a text has a character that a word of [`EXCLUDING`], or 除外, begins with; several bytes looked at together.
fn may_exclude(text: &str) -> bool {
    let bytes = text.as_bytes();
    let second = bytes.iter().skip(1);
    let all = bytes.iter().zip(second).zip(bytes.iter().skip(2));
    all.fold(false, |any, ((first, second), third)| {
        let is = |of: &[u8; 3]| (*first == of[0]) & (*second == of[1]) & (*third == of[2]);
        any | is(b"\xe4\xb8\x8d") | is(b"\xe9\x99\xa4") | is(b"\xe9\x99\x90") // 不, 除, 限
    })
}

/// Whether words begin with `除` as in 除尘设备, which is made, and not as in 除危险品, which is left out.
fn removes(words: &str) -> bool {
    REMOVING
        .split_whitespace()
        .any(|word| words.starts_with(word))
}

/// Bytes on each side of a place that are looked at for what leaves it out: 40 characters.
const NEAR: usize = 120;

/// What says of the words after it, to the end of the brackets or of the item, that they are left out.
const EXCLUDING: &str =
    "不含 不包括 不包含 不得从事 不得经营 不从事 不经营 不涉及 不生产 不销售 除 限制";
/// Words that begin with `除` and name something that is done or made.
const REMOVING: &str = "\
除尘 除湿 除草 除雪 除锈 除臭 除氧 除油 除甲醛 除铁 除渣 除垢 除霜 除磷 除味 除虫 除雾 除灰 除颤 除氟 除砂 除污 除菌 除冰 除杂 除胶 除水 除盐 除醛 除鳞 除硅 除螨";

#[cfg(test)]
mod tests;
