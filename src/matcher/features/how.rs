//! How the words of a text met a term.

use crate::fit::How;
use crate::matcher::terms::Phrase;
use crate::matcher::words::Word;

/// Exactly, inflected, joined or mistyped.
pub(super) fn how(words: &[Word], folded: &[u8], phrase: &Phrase<'_>) -> How {
    let (first, last) = (words[0].token, words[words.len() - 1].token);
    let mut hows = words.iter().map(|word| word.how);
    if hows.clone().any(|how| how == How::Typo) {
        return How::Typo;
    }
    let joined = hows.any(|how| how == How::Joined);
    let folded = &folded[first.folded_start as usize..last.folded_end as usize];
    let as_long = (last.end - first.start) as usize == phrase.length();
    match folded == phrase.folded {
        true if !joined || as_long => How::Exact,
        _ if joined => How::Joined,
        _ => How::Inflected,
    }
}
