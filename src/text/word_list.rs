//! Short lists of Chinese words, which a text is searched for at every character.

/// Words by their first character, or by their last, each with what is known of it. Most characters are told at once to
/// begin, or to end, none of them.
pub(crate) struct WordList<T> {
    words: Vec<(char, &'static str, T)>,
    /// Of the last ten bits of a character, whether there are words of one that has these: of Chinese characters twenty share
    /// them, and with eight bits every fourth of a text would be looked up.
    has: [bool; 1 << LOW_BITS],
}

impl<T> WordList<T> {
    /// Words that are found by their first character; those of one keep their order.
    pub(crate) fn by_first(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        Self::by(words, |word| word.chars().next())
    }

    /// Words that are found by their last character.
    pub(crate) fn by_last(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        Self::by(words, |word| word.chars().next_back())
    }

    fn by(
        words: impl IntoIterator<Item = (&'static str, T)>,
        key: impl Fn(&str) -> Option<char>,
    ) -> Self {
        let words = words.into_iter();
        let mut words: Vec<_> = words
            .filter_map(|(word, known)| Some((key(word)?, word, known)))
            .collect();
        words.sort_by_key(|(key, ..)| *key);
        let mut has = [false; 1 << LOW_BITS];
        for (key, ..) in &words {
            has[low_bits(*key)] = true;
        }
        Self { words, has }
    }

    /// The words with this first, or last, character.
    pub(crate) fn of(&self, c: char) -> impl Iterator<Item = (&'static str, &T)> {
        let from = match self.has[low_bits(c)] {
            true => self.words.partition_point(|(known, ..)| *known < c),
            false => self.words.len(),
        };
        let words = self.words[from..].iter();
        words
            .take_while(move |(known, ..)| *known == c)
            .map(|(_, word, known)| (*word, known))
    }

    /// What is known of the first word in the list that `text` ends with, and the word, of words by their last character.
    pub(crate) fn at_end_of(&self, text: &str) -> Option<(&'static str, &T)> {
        let last = text.chars().next_back()?;
        self.of(last).find(|(word, _)| text.ends_with(word))
    }

    /// What is known of the first word in the list that `text` begins with, and the word, of words by their first character.
    pub(crate) fn at_start_of(&self, text: &str) -> Option<(&'static str, &T)> {
        let first = text.chars().next()?;
        self.of(first).find(|(word, _)| text.starts_with(word))
    }

    /// Whether one of the words stands in `text`, of words by their first character.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        text.char_indices()
            .any(|(at, c)| self.of(c).any(|(word, _)| text[at..].starts_with(word)))
    }
}

const LOW_BITS: u32 = 10;

fn low_bits(c: char) -> usize {
    c as usize & ((1 << LOW_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::WordList;

    #[test]
    fn words_are_found_by_their_first_or_last_character() {
        let words = [("生产", 1), ("销售", 2), ("生", 3), ("出产", 4)];
        let first = WordList::by_first(words);
        let found: Vec<_> = first.of('生').collect();
        assert_eq!(found, [("生产", &1), ("生", &3)]);
        assert_eq!(first.of('产').count(), 0);
        assert!(first.is_in("电池销售") && !first.is_in("电池出售"));
        assert_eq!(first.at_start_of("生产电池"), Some(("生产", &1)));
        assert_eq!(first.at_start_of("电池生产"), None);
        let last = WordList::by_last(words);
        assert_eq!(last.at_end_of("电池出产"), Some(("出产", &4)));
        assert_eq!(last.at_end_of("物产"), None);
        assert_eq!(last.at_end_of(""), None);
    }
}
