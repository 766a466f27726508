//! Chinese lists of what is done, as registers have them, and what is only sold there: 销售：机械零件, 医疗器械、服装销售. Where
//! the firm is spoken of, what it sells is what it makes as often as not; and what is done is no goods, 航空客运销售代理.

use super::words::{MAKING_CHINESE, NOUNS_BEHIND};
use crate::profile::Field;
use crate::text::{WordList, is_han};
use std::ops::Range;
use std::sync::LazyLock;

/// Verbs that sell goods; other words of trade, of which what an agency does is a service as often.
const SELLING: &str = "销售 批发 零售 批零 经销 购销 分销 代销";
const TRADE: &str = "贸易 进出口 进口 出口 代理";
/// What is done rather than sold.
const DONE: &str = "服务 咨询 物流 配送 代理 投资 广告 客运 运输 工程 种植 养殖 组装 印刷 制造 生产 加工 住宿 餐饮 屠宰 织布";
/// Whom sentences are about, and lists are not.
const SUBJECTS: &str = "公司 我们 企业 集团 产品 本厂 致力";

/// What a word says of the part of a list that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Sells,
    Trades,
    Makes,
    Done,
    Subject,
    /// A sign that ends a sentence.
    End,
}

static WORDS: LazyLock<WordList<Said>> = LazyLock::new(|| {
    let kinds = [
        (SELLING, Said::Sells),
        (TRADE, Said::Trades),
        (MAKING_CHINESE, Said::Makes),
        (DONE, Said::Done),
        (SUBJECTS, Said::Subject),
        ("。 ； ！ ？ 【 】 ; ! ?", Said::End),
    ];
    let words = kinds.into_iter().flat_map(|(words, said)| {
        let words = words.split_whitespace();
        words.map(move |word| (word, said))
    });
    WordList::by_first(words)
});

/// Characters between a mention and a verb that belongs to it: 的, or 及配件.
const BESIDE: usize = 3;

#[derive(Debug, Clone, Copy)]
struct Mark {
    start: u32,
    end: u32,
    said: Said,
}

/// What stands in the text that was asked about last: most evidence of a profile stands in one.
#[derive(Debug, Default)]
pub(crate) struct ListedForSale {
    read: Option<(Field, usize)>,
    marks: Vec<Mark>,
}

impl ListedForSale {
    /// Forgets the text, before another profile.
    pub(crate) fn clear(&mut self) {
        self.read = None;
    }

    /// Whether the mention at `span` of `text`, which is the text of `place`, is an item of a list that is only sold.
    pub(crate) fn has(&mut self, place: (Field, usize), text: &str, span: Range<usize>) -> bool {
        if self.read != Some(place) {
            self.read = Some(place);
            self.read(text);
        }
        !self.marks.is_empty() && text[span.clone()].contains(is_han) && self.is_sold(text, &span)
    }

    /// Marks the words of a text; none where nothing is sold.
    fn read(&mut self, text: &str) {
        self.marks.clear();
        if !may_have_han(text) {
            return;
        }
        for (at, c) in text.char_indices() {
            for (word, said) in WORDS.of(c) {
                let Some(rest) = text[at..].strip_prefix(word) else {
                    continue;
                };
                let is_verb = matches!(said, Said::Sells | Said::Trades | Said::Makes);
                // 加工中心 is a machine.
                if !is_verb || NOUNS_BEHIND.at_start_of(rest).is_none() {
                    self.marks.push(Mark {
                        start: at as u32,
                        end: (at + word.len()) as u32,
                        said: *said,
                    });
                }
            }
        }
        if !self.marks.iter().any(|mark| mark.said == Said::Sells) {
            self.marks.clear();
        }
    }

    fn is_sold(&self, text: &str, span: &Range<usize>) -> bool {
        let before = self
            .marks
            .partition_point(|mark| (mark.start as usize) < span.start);
        let after = self
            .marks
            .partition_point(|mark| (mark.start as usize) < span.end);
        let in_sentence = |mark: &&Mark| mark.said != Said::End;
        let before = || self.marks[..before].iter().rev().take_while(in_sentence);
        let after = || self.marks[after..].iter().take_while(in_sentence);
        let is_subject = |mark: &Mark| mark.said == Said::Subject;
        if before().any(is_subject) || after().any(is_subject) || self.is_done(text, span) {
            return false;
        }
        // A verb right after the mention governs it, or else those before it, or else those after its enumeration.
        let is_verb = |mark: &&Mark| matches!(mark.said, Said::Sells | Said::Trades | Said::Makes);
        let ends_before = |mark: &&Mark| mark.end as usize <= span.start;
        let mut verbs_before = before().filter(is_verb).filter(ends_before).peekable();
        let mut verbs_after = after().filter(is_verb).peekable();
        let is_beside = verbs_after.peek().is_some_and(|verb| {
            let between = &text[span.end..verb.start as usize];
            between.chars().count() <= BESIDE && !between.contains(['、', '，', ',', '（', '('])
        });
        match is_beside || verbs_before.peek().is_none() {
            // 销售： behind an item begins the next part of the list.
            true => is_sold_by(text, verbs_after, |verb| {
                !text[verb.end as usize..].starts_with(['：', ':'])
            }),
            false => is_sold_by(text, verbs_before, |_| true),
        }
    }

    /// Whether the item that the mention stands in is something that is done.
    fn is_done(&self, text: &str, span: &Range<usize>) -> bool {
        let parts = |c: char| "、，,；;：:（(。*".contains(c);
        let start = text[..span.start].rfind(parts).unwrap_or(0);
        let end = text[span.end..]
            .find(parts)
            .map_or(text.len(), |at| span.end + at);
        let from = self
            .marks
            .partition_point(|mark| (mark.start as usize) < start);
        let here = self.marks[from..]
            .iter()
            .take_while(|mark| (mark.start as usize) < end);
        here.into_iter().any(|mark| mark.said == Said::Done)
    }
}

/// Whether a byte of a text begins a character of those blocks that Chinese ones stand in, several looked at together.
fn may_have_han(text: &str) -> bool {
    let begins = |byte: &u8| byte.wrapping_sub(0xe3) < 7;
    let mut parts = text.as_bytes().chunks(64);
    parts.any(|part| part.iter().fold(false, |any, byte| any | begins(byte)))
}

/// Whether the first of these verbs sells, `governs` the mention, and those that only signs and particles join to it trade too.
fn is_sold_by<'m>(
    text: &str,
    verbs: impl Iterator<Item = &'m Mark>,
    governs: impl Fn(&Mark) -> bool,
) -> bool {
    let mut last: Option<&Mark> = None;
    for verb in verbs {
        if let Some(last) = last {
            let (first, second) = match last.start < verb.start {
                true => (last, verb),
                false => (verb, last),
            };
            let between = text.get(first.end as usize..second.start as usize);
            let joins = |c: char| "、，,及和与并兼以或/ ".contains(c);
            if !between.is_none_or(|between| between.chars().all(joins)) {
                return true;
            }
        } else if verb.said != Said::Sells || !governs(verb) {
            return false;
        }
        if verb.said == Said::Makes {
            return false;
        }
        last = Some(verb);
    }
    last.is_some()
}
