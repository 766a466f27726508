//! How the words of a text met a term, and how long it is.

use super::HAN_PAIR_LENGTH;
use crate::fit::MatchKind;
use crate::matcher::terms::Phrase;
use crate::matcher::words::Word;
use crate::text::TokenKind;

/// Exactly, inflected, joined or mistyped.
pub(super) fn how(words: &[Word], folded: &[u8], phrase: &Phrase<'_>) -> MatchKind {
    let (first, last) = (words[0].token, words[words.len() - 1].token);
    let mut hows = words.iter().map(|word| word.how);
    if hows.clone().any(|how| how == MatchKind::Typo) {
        return MatchKind::Typo;
    }
    let joined = hows.any(|how| how == MatchKind::Joined);
    let folded = &folded[first.folded_start as usize..last.folded_end as usize];
    let as_long = (last.end - first.start) as usize == phrase.length();
    match folded == phrase.folded {
        true if !joined || as_long => MatchKind::Exact,
        _ if joined => MatchKind::Joined,
        _ => MatchKind::Inflected,
    }
}

/// How long a term is, in words, as the length of a text is counted.
pub(super) fn term_length(words: &[Word]) -> f32 {
    let han = words
        .iter()
        .filter(|word| word.token.kind == TokenKind::Han)
        .count();
    (words.len() - han) as f32 + HAN_PAIR_LENGTH * han.saturating_sub(1) as f32
}
