//! Cues: words that say in what relation a text speaks of the things around them ("maker of", "used in", 不含).
//!
//! They are data (`cues.txt`), in categories. A cue is looked up by its words as written, since endings matter here:
//! "manufacturer" names the firm, "manufacturers" mostly its customers.

use super::keys::{ROOT, extend, slots, tag};
use crate::embedded::CUES;
use crate::text::{Break, Token, Tokens};
use std::collections::BTreeMap;

/// The cues with their categories.
static TEXT: &str = include_str!("cues.txt");

/// Declares the categories with their names in `cues.txt`.
macro_rules! categories {
    ($($(#[$about:meta])* $category:ident = $name:literal),+ $(,)?) => {
        /// What a cue says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(crate) enum Cue {
            /// No cue.
            None,
            $($(#[$about])* $category),+
        }

        impl Cue {
            pub(crate) const ALL: &[(Self, &'static str)] = &[(Self::None, ""), $((Self::$category, $name)),+];
        }
    };
}

categories! {
    /// The firm makes.
    Make = "make",
    /// The firm is a maker.
    Maker = "maker",
    /// The firm provides or does.
    Provide = "provide",
    /// The firm is a provider.
    Provider = "provider",
    /// The firm develops or designs.
    Develop = "develop",
    /// Goods are traded.
    Trade = "trade",
    /// The firm is a trader.
    Trader = "trader",
    /// Somebody is served or supplied.
    Serve = "serve",
    /// Opens a phrase about whom or what something is for.
    For = "for",
    /// Opens a phrase about uses.
    UsedIn = "used-in",
    /// Other firms, or the firm itself.
    Firm = "firm",
    /// An industry or market.
    Industry = "industry",
    /// Customers, users, employees.
    Customer = "customer",
    /// Something stands near something else.
    Near = "near",
    /// Something is located somewhere.
    Located = "located",
    /// A kind of place.
    Place = "place",
    /// Something is denied.
    Not = "not",
    /// Something is excluded.
    Except = "except",
    /// Something is over.
    Past = "past",
    /// Something holds now.
    Now = "now",
    /// Something is planned.
    Plan = "plan",
    /// Money or shares are put into something.
    Invest = "invest",
    /// Advice, tests, events, media about something.
    Advise = "advise",
    /// Services to people or premises, whatever is done there.
    SiteService = "site-service",
    /// Installing, repairing, recycling.
    Repair = "repair",
    /// Means: what is used, contained, based upon.
    Uses = "uses",
    /// What is bought.
    Buys = "buys",
    /// "of", 的.
    Of = "of",
    /// "in", 在.
    In = "in",
    /// "to", 到.
    To = "to",
    /// Others do it.
    By = "by",
    /// "is a", 是.
    Itself = "self",
    /// Machines are spoken of.
    Machine = "machine",
    /// Software is spoken of.
    Software = "software",
    /// Parts or materials are spoken of.
    Parts = "parts",
    /// Institutions of research.
    Research = "research",
    /// Teaching.
    School = "school",
}

impl Cue {
    /// How many categories there are, [`Cue::None`] included.
    pub(crate) const COUNT: usize = Self::ALL.len();

    fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(_, known)| *known == name).map(|(cue, _)| *cue)
    }
}

/// A cue in a text: the tokens `start..end`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CueHit {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) cue: Cue,
}

/// A slot of the table: the tag of a path in four bytes, the category, whether a longer cue begins with the path.
type Slot = [u8; 6];

/// Makes the table of cues, open-addressed: for the build script, so that nothing is parsed at start.
#[cfg_attr(not(test), allow(dead_code, reason = "the build script calls it"))]
pub(crate) fn build() -> Vec<u8> {
    let mut nodes: BTreeMap<u64, (u8, bool)> = BTreeMap::new();
    let mut tokens = Tokens::default();
    let lines = TEXT.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.filter_map(|line| line.split_once(": "));
    for (name, words) in lines {
        let cue = Cue::named(name).expect("a test reads every category");
        for words in words.split("; ") {
            tokens.cut(words);
            let mut path = ROOT;
            for (at, token) in tokens.list.iter().enumerate() {
                path = extend(path, token.hash);
                let node = nodes.entry(path).or_default();
                if at + 1 < tokens.list.len() {
                    node.1 = true;
                } else if node.0 == 0 {
                    node.0 = cue as u8; // the category that is listed first
                }
            }
        }
    }
    let mut table = vec![[0; size_of::<Slot>()]; slots(2 * nodes.len())];
    let mask = table.len() - 1;
    for (path, (cue, goes_on)) in nodes {
        let mut slot = path as usize & mask;
        while table[slot][..4] != [0; 4] {
            slot = (slot + 1) & mask;
        }
        let [a, b, c, d] = tag(path).to_le_bytes();
        table[slot] = [a, b, c, d, cue, u8::from(goes_on)];
    }
    table.concat()
}

/// The table of cues.
#[derive(Debug)]
pub(crate) struct Cues {
    slots: &'static [Slot],
}

impl Cues {
    /// The embedded table.
    pub(crate) fn new() -> Self {
        Self {
            slots: CUES.as_chunks().0,
        }
    }

    #[inline]
    fn node(&self, path: u64) -> Option<(u8, bool)> {
        let mask = self.slots.len() - 1;
        let mut slot = path as usize & mask;
        loop {
            let [a, b, c, d, cue, goes_on] = self.slots[slot];
            match u32::from_le_bytes([a, b, c, d]) {
                0 => return None,
                known if known == tag(path) => return Some((cue, goes_on != 0)),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// The cue that a word is, by its hash, 0 for none, and whether a longer one begins with it; nothing for other words.
    pub(crate) fn first(&self, word: u64) -> Option<(u8, bool)> {
        self.node(extend(ROOT, word))
    }

    /// Fills `hits` with the cues of a text, longest first from the left, none over another; `first` is what
    /// [`Cues::first`] says of each token.
    pub(crate) fn find(
        &self,
        tokens: &Tokens,
        first: impl Iterator<Item = Option<(u8, bool)>>,
        hits: &mut Vec<CueHit>,
    ) {
        hits.clear();
        let mut free = 0;
        for (start, first) in first.enumerate() {
            let hit = match first {
                None => continue,
                Some(_) if start < free => continue,
                // There is nothing to follow, as with a third of them.
                Some((cue, false)) => Some((start + 1, cue)),
                Some((cue, true)) => self.longest(&tokens.list, start, cue),
            };
            if let Some((end, cue)) = hit {
                free = end;
                hits.push(CueHit {
                    start: start as u32,
                    end: end as u32,
                    cue: Cue::ALL[usize::from(cue)].0,
                });
            }
        }
    }

    /// The longest cue that begins with a token, where it ends: the token is the cue `first`, 0 for none, and may begin a
    /// longer one.
    fn longest(&self, tokens: &[Token], start: usize, first: u8) -> Option<(usize, u8)> {
        let mut end = start + 1;
        let mut found = (first != 0).then_some((end, first));
        let mut path = extend(ROOT, tokens[start].hash);
        let joined = |token: &&Token| token.before < Break::Comma;
        while let Some(token) = tokens.get(end).filter(joined) {
            path = extend(path, token.hash);
            let Some((cue, goes_on)) = self.node(path) else {
                break;
            };
            end += 1;
            if cue != 0 {
                found = Some((end, cue));
            }
            if !goes_on {
                break;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_a_category() {
        for line in TEXT
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let name = line.split_once(": ").map(|(name, _)| name);
            assert!(name.and_then(Cue::named).is_some(), "{line}");
        }
    }

    #[test]
    fn the_embedded_table_is_that_of_the_text() {
        assert!(build() == CUES);
    }

    #[test]
    fn the_longest_cue_counts_as_written() {
        let cues = Cues::new();
        let found = |text: &str| {
            let mut tokens = Tokens::default();
            tokens.cut(text);
            let mut hits = Vec::new();
            let first = tokens.list.iter().map(|token| cues.first(token.hash));
            cues.find(&tokens, first, &mut hits);
            hits.iter().map(|hit| hit.cue).collect::<Vec<_>>()
        };
        assert_eq!(found("manufacturer of pumps"), [Cue::Maker]);
        assert_eq!(found("for pump manufacturers"), [Cue::For, Cue::Firm]);
        assert_eq!(found("不含危险化学品"), [Cue::Except, Cue::Except]);
        assert_eq!(found("水泵的生产和销售"), [Cue::Of, Cue::Make, Cue::Trade]);
    }
}
